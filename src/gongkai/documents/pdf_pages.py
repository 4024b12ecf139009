"""A PDF's pages put together: page furniture left out, and tables that go on over a page's end made one again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.documents.model import Grid, GridCell
from gongkai.documents.pdf_grid import PdfTable

SAME = 4.0
"""Points by which the same edge may differ from page to page."""
HEAD_ROWS = 5
MARGIN = 0.12
"""Of the page's height: page numbers and running heads stand so near its edge."""
VALUE_COLUMNS = 3
"""A row is taken for one cut by the page's end only in a table with at least so many columns beside the label."""

PAGE_NUMBER = re.compile(r"[-—–－―\s]+\d{1,4}[-—–－―\s]+|第\s*\d{1,4}\s*页.{0,12}|\d{1,4}\s*/\s*\d{1,4}")
BARE_NUMBER = re.compile(r"\d{1,4}")
ORDINAL = re.compile(r"[（(]?[一二三四五六七八九十百]{1,3}[）)、.．]|[（(]?\d{1,2}[）)、.．]")


@dataclass(slots=True)
class TextLine:
    """A line of text outside tables."""

    page: int
    at: float
    """How far down the page, as a share of its height."""
    text: str


Item = TextLine | PdfTable


@dataclass(slots=True)
class JoinedTable:
    """A table as it stands over one or more pages."""

    parts: list[PdfTable]


def without_furniture(pages: list[list[Item]]) -> list[list[Item]]:
    """Pages without page numbers, and without a running head or foot after its first time."""
    seen: dict[str, float] = {}
    bare = _bare_numbers(pages)
    result = []
    for items in pages:
        kept: list[Item] = []
        for index, item in enumerate(items):
            if isinstance(item, TextLine) and (item.at < MARGIN or item.at > 1 - MARGIN):
                if PAGE_NUMBER.fullmatch(item.text) or (item.page, item.text) in bare:
                    continue
                if index in (0, len(items) - 1):
                    before = seen.get(item.text)
                    seen[item.text] = item.at
                    if before is not None and abs(before - item.at) < 0.01:
                        continue
            kept.append(item)
        result.append(kept)
    return result


def _bare_numbers(pages: list[list[Item]]) -> set[tuple[int, str]]:
    """Plain numbers at the foot of pages that count with the pages."""
    found: dict[int, set[tuple[int, str]]] = {}
    for items in pages:
        last = items[-1] if items else None
        if isinstance(last, TextLine) and last.at > 1 - MARGIN and BARE_NUMBER.fullmatch(last.text):
            found.setdefault(int(last.text) - last.page, set()).add((last.page, last.text))
    return {entry for offset, entries in found.items() if len(entries) > 1 or offset == 0 for entry in entries}


def joined(pages: list[list[Item]]) -> list[TextLine | JoinedTable]:
    """All items in order; tables at a page's end and at the next page's start are one where their columns agree."""
    result: list[TextLine | JoinedTable] = []
    for items in pages:
        for index, item in enumerate(items):
            if isinstance(item, TextLine):
                result.append(item)
                continue
            last = result[-1] if result else None
            if index == 0 and isinstance(last, JoinedTable) and _goes_on(last.parts[-1], item):
                last.parts.append(item)
            else:
                result.append(JoinedTable([item]))
    return result


def _goes_on(above: PdfTable, below: PdfTable) -> bool:
    if below.page != above.page + 1:
        return False
    if abs(above.xs[0] - below.xs[0]) > SAME or abs(above.xs[-1] - below.xs[-1]) > SAME:
        return False
    fewer, more = sorted((above.xs, below.xs), key=len)
    return all(any(abs(x - other) <= SAME for other in more) for x in fewer)


@dataclass(slots=True)
class Piece:
    """A cell of a joined table. Rows are those of the whole table."""

    left: float
    right: float
    row: int
    height: int
    text: str
    place: str

    @property
    def compact(self) -> str:
        return "".join(self.text.split())


class GridMaker:
    """Makes grids of joined tables, numbering them through the document and on each page."""

    def __init__(self, pages: list[list[Item]]) -> None:
        self._count = 0
        self._on_page = [0] * len(pages)
        self._several = [sum(1 for item in items if isinstance(item, PdfTable)) > 1 for items in pages]

    def grid(self, table: JoinedTable) -> Grid:
        columns = _columns(table.parts)
        pieces: list[Piece] = []
        height = 0
        heads: list[list[str]] = []
        for part in table.parts:
            rows = self._rows(part, columns)
            if pieces:
                height = _append(pieces, height, rows[_repeated_heads(heads, rows) :])
            else:
                heads = [[piece.compact for piece in row] for row in rows[:HEAD_ROWS]]
                pieces = [piece for row in rows for piece in row]
                height = len(rows)
        self._count += 1
        grid = Grid([[] for _ in range(height)], f"table {self._count}")
        for piece in sorted(pieces, key=lambda piece: (piece.row, piece.left)):
            column = _column(columns, piece.left)
            span = max(_column(columns, piece.right) - column, 1)
            cell = GridCell(piece.text, piece.row, column, piece.height, span, piece.place)
            grid.rows[piece.row].append(cell)
        return grid

    def _rows(self, part: PdfTable, columns: list[float]) -> list[list[Piece]]:
        self._on_page[part.page] += 1
        place = f"page {part.page + 1}"
        if self._several[part.page]:
            place += f" table {self._on_page[part.page]}"
        rows: list[list[Piece]] = [[] for _ in part.ys[1:]]
        for cell in sorted(part.cells, key=lambda cell: cell.left):
            where = f"{place} row {cell.top + 1} column {_column(columns, cell.left) + 1}"
            rows[cell.top].append(Piece(cell.left, cell.right, cell.top, cell.height, cell.text, where))
        return rows


def _columns(parts: list[PdfTable]) -> list[float]:
    edges: list[float] = []
    for x in sorted(x for part in parts for x in part.xs):
        if not edges or x - edges[-1] > SAME:
            edges.append(x)
    return edges


def _column(columns: list[float], x: float) -> int:
    return min(range(len(columns)), key=lambda index: abs(columns[index] - x))


def _repeated_heads(heads: list[list[str]], rows: list[list[Piece]]) -> int:
    """How many rows at a page's top repeat the table's first rows. Rows with figures are no heads."""
    count = 0
    for head, row in zip(heads, rows, strict=False):
        texts = [piece.compact for piece in row]
        if head != texts or not any(texts) or any(text.isdigit() for text in texts):
            break
        count += 1
    return count


def _append(pieces: list[Piece], height: int, rows: list[list[Piece]]) -> int:
    """Adds a page's rows to a table so high; puts together what the page's end cut in two. Gives the new height."""
    if not rows:
        return height
    dropped = rows[0][0].row if rows[0] else 0
    hanging = [piece for piece in pieces if piece.row + piece.height == height]
    pairs = [
        (above, below)
        for below in rows[0]
        for above in hanging
        if abs(above.left - below.left) <= SAME and abs(above.right - below.right) <= SAME
    ]
    cut_row = _is_cut_row(pairs, [piece for piece in hanging if piece.row == height - 1], rows[0])
    shift = height - dropped - cut_row
    gone = set()
    for above, below in pairs:
        if cut_row or _is_cut_stub(above, below):
            above.text = "\n".join(filter(None, (above.text, below.text)))
            above.height += below.height - cut_row
            gone.add(id(below))
    for row in rows:
        for piece in row:
            if id(piece) not in gone:
                piece.row += shift
                pieces.append(piece)
    return height + len(rows) - cut_row


def _is_cut_row(pairs: list[tuple[Piece, Piece]], last: list[Piece], first: list[Piece]) -> bool:
    """Whether the last row of a page and the first row of the next are one row that the page's end cut.

    They are where their cells stand above one another, the figures stand all in one of the two, and the lower label
    does not begin with a number of its own.
    """
    lasting = {id(piece) for piece in last}
    singles = [(above, below) for above, below in pairs if id(above) in lasting and below.height == 1]
    stubs = [(above, below) for above, below in pairs if above.height > 1 or below.height > 1]
    upper = len(last) - sum(id(above) in lasting for above, _ in stubs)
    lower = len(first) - len(stubs)
    if not len(singles) == upper == lower or len(singles) <= VALUE_COLUMNS:
        return False
    (label, rest), *values = singles
    if not label.text or ORDINAL.match(rest.compact):
        return False
    if not any(below.text for _, below in values):
        return True
    return bool(rest.text) and not any(above.text for above, _ in values)


def _is_cut_stub(above: Piece, below: Piece) -> bool:
    """Whether a merged cell at a page's end goes on in the cell below it on the next page."""
    if above.height == 1 and below.height == 1:
        return False
    if not below.text:
        return True
    return ORDINAL.match(above.compact) is not None and ORDINAL.match(below.compact) is None
