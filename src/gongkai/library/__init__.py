"""The document library 文件库: validity, relations, interpretations, and the figures that follow from them."""
