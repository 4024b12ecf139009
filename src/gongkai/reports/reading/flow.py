"""A document as lines of text and grids in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.documents.model import Document, Grid, Paragraph
from gongkai.reports.reading.grids import only_text
from gongkai.reports.reading.tokens import Line, line_of
from gongkai.reports.reading.values import is_value
from gongkai.reports.reading.vocabulary import Vocabulary


@dataclass(slots=True)
class Flow:
    """The document as lines of text and grids in order: a grid's place is the number of lines before it."""

    lines: list[Line]
    grids: list[tuple[int, Grid]]


def texts_of(document: Document) -> list[str]:
    """Every text of the document."""
    texts = [document.title or "", *document.metadata.values()]
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        else:
            texts += [cell.text for row in block.rows for cell in row]
    return texts


def flow_of(document: Document, printed: Document, vocabulary: Vocabulary) -> Flow:
    """The lines and grids of a repaired document; `printed` is the same document in the script of its author."""
    lines: list[Line] = []
    grids: list[tuple[int, Grid]] = []
    for block, original in zip(document.blocks, printed.blocks, strict=True):
        if isinstance(block, Grid):
            grids.append((len(lines), block))
            if isinstance(original, Grid):
                lines.extend(_lines_of_grid(block, original, vocabulary))
        elif block is original and "\n" not in block.text:
            lines.append(block)
        elif isinstance(original, Paragraph):
            pairs = zip(block.text.split("\n"), original.text.split("\n"), strict=False)
            lines.extend(line_of(text, block.place, printed_text) for text, printed_text in pairs)
    return Flow(lines, grids)


def _lines_of_grid(grid: Grid, printed: Grid, vocabulary: Vocabulary) -> Iterator[Line]:
    """Rows of a grid that are a single text: headings and prose in a workbook, a title in a table's first row."""
    for row, original in zip(grid.rows, printed.rows, strict=True):
        text = only_text(row)
        if text is not None and not vocabulary.is_label(text) and not is_value(text):
            yield line_of(text, grid.place_of(row[0]), only_text(original) or text)
