"""What every format is read into: a sequence of paragraphs and grids, each knowing where it stands in its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

Format = Literal["text", "html", "docx", "doc", "wps", "xlsx", "pdf"]


class UnusableDocument(Exception):
    """A file that cannot be used. The message is one Chinese sentence for the person who gave the file."""


@dataclass(slots=True)
class Paragraph:
    """A line of a text file, or a paragraph of any other format. The text is as it stands, white space included."""

    text: str
    place: str
    """Where it stands, e.g. "line 57", "paragraph 12", "page 3 line 7"."""


@dataclass(slots=True)
class GridCell:
    """A cell of a table at its top left corner; a merged cell is one `GridCell` with its spans."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    place: str = ""
    """Where it stands if the format has an address of its own ("Sheet1!C7", "page 2 row 5 cell 3"); else by grid."""


class _Places(dict[int, str]):
    """The places in a row of a grid, by column."""

    def __init__(self, grid: str, row: int) -> None:
        self.row = f"{grid} row {row + 1}"

    def __missing__(self, column: int) -> str:
        self[column] = place = f"{self.row} column {column + 1}"
        return place


@lru_cache(maxsize=1024)
def _places_in(grid: str, row: int) -> _Places:
    """Worded once for all documents: the figures of reports stand in the same few places."""
    return _Places(grid, row)


@dataclass(slots=True)
class Grid:
    """A table. `rows` hold each physical row's own cells, left to right, without those that hang down from above."""

    rows: list[list[GridCell]]
    place: str
    """e.g. "table 3"."""

    def place_of(self, cell: GridCell) -> str:
        return cell.place or _places_in(self.place, cell.row)[cell.column]

    def places_in_row(self, row: int) -> Mapping[int, str]:
        """By column, the places of cells that stand in one row and have no address of their own."""
        return _places_in(self.place, row)

    @property
    def width(self) -> int:
        return max((cell.column + cell.colspan for row in self.rows for cell in row), default=0)


RepairKind = Literal["mojibake", "control", "shifted", "reading", "script", "replacement", "other"]
"""What the damage was: bytes read by the wrong table, control characters, GBK bytes out of step, inserted pinyin,
traditional script, a word replaced throughout."""


@dataclass(slots=True)
class Repair:
    """A piece of text that was damaged and could be put back, with what stood there."""

    source: str
    raw: str
    repaired: str
    reason: str
    """In Chinese: what the damage was and why the repair is certain."""
    kind: RepairKind = "other"
    count: int = 1
    """In how many spots of that place."""


@dataclass(slots=True)
class Document:
    """A file as read: nothing in it is corrected. Repairs, where made, are listed."""

    format: Format
    blocks: list[Paragraph | Grid]
    title: str | None = None
    """The title that the format carries beside the text (HTML <title>, DOCX properties)."""
    metadata: dict[str, str] = field(default_factory=dict)
    """Named facts beside the text, such as an HTML page's <meta> tags (PubDate, ContentSource ...)."""
    repairs: list[Repair] = field(default_factory=list)
    damage: list[tuple[str, str]] = field(default_factory=list)
    """Damage that was found and not repaired: (place, Chinese sentence)."""

    def paragraphs(self) -> Iterator[Paragraph]:
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def grids(self) -> Iterator[Grid]:
        return (block for block in self.blocks if isinstance(block, Grid))
