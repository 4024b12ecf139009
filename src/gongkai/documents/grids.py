"""Tables with merged cells, whatever format they come from: where each cell stands, and tables used for layout.

Readers of HTML and DOCX write content as lines, each ended by a line break; a table inside it is a line of its own,
the mark that `Unfolder.keep` gives for it. `Unfolder` turns such text into paragraphs and grids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from gongkai.documents.limits import Limits, too_many_cells
from gongkai.documents.model import Grid, GridCell, Paragraph, UnusableDocument

TABLE = "\f"
"""Stands on both sides of a table's index. White space that no line holds once a reader has tidied it up."""

LONG_CELL = 400
"""A cell of more characters than this, in several paragraphs, holds running text: its table is there for layout."""
MOST_KEPT = 2_000
"""Paragraphs of an ordinary document."""
SHORT_CELL = 40
"""A cell beside a nested table with at most so many characters is taken for data, not for a menu column."""


@lru_cache(maxsize=MOST_KEPT)
def _paragraph(number: int) -> str:
    """The place of a paragraph, worded once for all documents."""
    return f"paragraph {number}"


@dataclass(slots=True)
class SpanPlacer:
    """Finds the column of each cell as a browser does: the next one that no cell from above hangs into.

    `limits.cells` bounds the area of all tables that one placer places.
    """

    limits: Limits
    area: int = 0

    def place(self, rows: list[list[GridCell]]) -> None:
        """Sets row and column of the cells of a row group and ends spans at the group's last row.

        A cell whose rowspan runs past the end of the group (rowspan=99) hangs into rows that were never meant to be
        below it; it ends above the first row that would be wider with it than all rows before, and is not without it.
        """
        count = len(rows)
        free_from: list[int] = []  # by column: the first row that is not taken
        overlong: list[GridCell] = []
        for number, row in enumerate(rows):
            width = len(free_from)
            self.area += width + len(row)
            if self.area > self.limits.cells:
                raise too_many_cells(self.limits)
            if overlong:
                taken = sum(1 for first in free_from if first > number)
                if taken and width < taken + sum(cell.colspan for cell in row):
                    self._cut(overlong, free_from, number)
            column = 0
            for cell in row:
                while column < width and free_from[column] > number:
                    column += 1
                cell.row = number
                cell.column = column
                span = cell.rowspan
                end = column + cell.colspan
                if end > width:
                    self.area += end - width
                    if self.area > self.limits.cells:
                        raise too_many_cells(self.limits)
                    free_from.extend([0] * (end - width))
                    width = end
                if span == 1:
                    column = end
                    continue
                if span > 1 and number + span > count:
                    overlong.append(cell)
                if span == 0 or number + span > count:
                    cell.rowspan = span = count - number
                until = number + span
                if span > 1:
                    for at in range(column, end):
                        if free_from[at] < until:
                            free_from[at] = until
                column = end

    @staticmethod
    def _cut(overlong: list[GridCell], free_from: list[int], number: int) -> None:
        for cell in overlong:
            cell.rowspan = number - cell.row
            for at in range(cell.column, cell.column + cell.colspan):
                free_from[at] = number
        overlong.clear()


@dataclass(slots=True)
class Unfolder:
    """Turns marked text into blocks, numbering paragraphs and grids as they come."""

    limits: Limits
    tables: list[list[list[GridCell]]] = field(default_factory=list)
    plain: set[int] = field(default_factory=set)
    """Tables of nothing but short cells: those of a report."""
    characters: int = 0
    """Of all tables."""
    paragraphs: int = 0
    grids: int = 0

    def keep(self, rows: list[list[GridCell]]) -> str:
        """Takes in a table of placed cells and gives its mark; of a table of a single cell, the cell's content."""
        texts = [cell.text for row in rows for cell in row]
        if len(texts) == 1 or not any(texts):
            return "".join(texts)
        number = len(self.tables)
        self.tables.append(rows)
        joined, mark = "".join(texts), f"{TABLE}{number}{TABLE}"
        self.characters += len(joined) - len(mark)  # which will be counted with what the table stands in
        if max(map(len, texts)) <= LONG_CELL and TABLE not in joined:
            self.plain.add(number)
        return mark

    def blocks(self, lines: Iterable[str], depth: int = 0) -> list[Paragraph | Grid]:
        """Paragraphs and grids of marked lines, in order; blank ones are left out."""
        if depth > self.limits.nesting:
            raise UnusableDocument("文件中的表格层层嵌套过深，未予读取。")
        found: list[Paragraph | Grid] = []
        for line in lines:
            if TABLE in line:
                found.extend(self._table(int(line.strip(TABLE)), depth))
            elif line and not line.isspace():
                self.paragraphs += 1
                found.append(Paragraph(line, _paragraph(self.paragraphs)))
        return found

    def _table(self, number: int, depth: int) -> Iterator[Paragraph | Grid]:
        rows = self.tables[number]
        if all(len(row) <= 1 for row in rows):
            for cell in (cell for row in rows for cell in row):
                yield from self.blocks(cell.text.split("\n"), depth + 1)
        elif number in self.plain or not any(_is_opened(cell.text) for row in rows for cell in row):
            yield self._grid(rows)
        elif self._is_data(rows):
            nested = [self._cut_nested(cell) for row in rows for cell in row]
            yield self._grid(rows)
            for marks in nested:
                yield from self.blocks(marks.split("\n"), depth + 1)
        else:
            yield from self._layout(rows, depth)

    def _layout(self, rows: list[list[GridCell]], depth: int) -> Iterator[Paragraph | Grid]:
        """The content of a layout table, row by row; rows in it that are a table of their own stay one."""
        run: list[list[GridCell]] = []
        for row in [*rows, None]:
            if row is not None and not any(_is_opened(cell.text) for cell in row):
                run.append(row)
                continue
            if any(sum(1 for cell in each if cell.text) > 1 for each in run):
                for index, cell in ((index, cell) for index, each in enumerate(run) for cell in each):
                    cell.row = index
                    cell.rowspan = min(cell.rowspan, len(run) - index)
                yield self._grid(run)
            else:
                for cell in (cell for each in run for cell in each):
                    yield from self.blocks(cell.text.split("\n"), depth + 1)
            run = []
            for cell in row or ():
                yield from self.blocks(cell.text.split("\n"), depth + 1)

    def _grid(self, rows: list[list[GridCell]]) -> Grid:
        self.grids += 1
        return Grid(rows, f"table {self.grids}")

    @staticmethod
    def _is_data(rows: list[list[GridCell]]) -> bool:
        """Whether every cell with a table or running text in it stands in a row of data."""
        for row in rows:
            if any(_is_opened(cell.text) for cell in row):
                short = sum(1 for cell in row if 0 < len(cell.text) <= SHORT_CELL and not _is_opened(cell.text))
                if short < 2:
                    return False
        return True

    @staticmethod
    def _cut_nested(cell: GridCell) -> str:
        """Takes the nested tables' marks out of a cell of data and gives them."""
        if TABLE not in cell.text:
            return ""
        lines = cell.text.split("\n")
        cell.text = "\n".join(line for line in lines if line[:1] != TABLE)
        return "\n".join(line for line in lines if line[:1] == TABLE)


def _is_opened(text: str) -> bool:
    """Whether a cell's text is more than a datum: a table, or running text."""
    return TABLE in text or (len(text) > LONG_CELL and text.count("\n") >= 3)
