"""Files of any format as paragraphs and tables with their places. No Django.

`read_document(data, name)` makes a `Document` of bytes; the formats are modules of this room.
"""
