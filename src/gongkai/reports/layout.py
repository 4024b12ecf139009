"""A statutory table as a grid of cells: merged heads, the stub in steps, the note in the corner, each figure's id.

Every writer (HTML, DOCX, PDF, XLSX) draws this grid and nothing else, so a form of a later year needs no new code and
the formats cannot disagree. The layout is that of the annexes to 国办公开办函〔2019〕60号 and 〔2021〕30号:

* blocks lie one below the other on one common column grid; a block with fewer columns widens its last one, or all of
  them alike where that divides;
* a label without further heads above it reaches down to the figures, a stub label reaches right to them;
* `layout_for` shows a report as it was printed: where the document has （六）其他处理 as one row, or a block of an
  older form, that is what stands in the place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Literal, TypeVar

from gongkai.law.forms import Block, CellPlace, Column, Form, Forms, Row, Table, cell_id
from gongkai.reports.model import Report

Role = Literal["caption", "corner", "head", "stub", "value"]

# Relative widths, as on the form of 2021: of a stub in several steps the last is wide, a figure's column is 1.
_STEP_WIDTH = 1.2
_LABEL_WIDTH = 4.8


@dataclass(frozen=True, slots=True)
class LayoutCell:
    """A cell at its top left corner. `cell` is the id of the figure in a value cell; None where it has no id."""

    text: str
    row: int
    column: int
    rowspan: int
    colspan: int
    role: Role
    cell: str | None = None
    headers: tuple[tuple[int, int], ...] = ()
    """Of a value cell: (row, column) of the head and stub cells that name it, outermost first, heads before stubs."""
    unit: str = ""
    """Of a value cell: 万元 and the like, where it is not a count."""


@dataclass(frozen=True, slots=True)
class LayoutTable:
    """A table as a grid. `rows` hold each physical row's own cells, left to right, without those hanging from above."""

    id: str
    section: int
    title: str
    rows: tuple[tuple[LayoutCell, ...], ...]
    widths: tuple[float, ...]
    """Each grid column's share of the width; they add up to 1."""
    stub_columns: int
    """How many grid columns at the left are labels."""
    head_rows: int
    """How many rows at the top are heads of the whole table: 0 where blocks with heads of their own follow."""

    @property
    def width(self) -> int:
        return len(self.widths)

    def cells(self) -> Iterator[LayoutCell]:
        return (cell for row in self.rows for cell in row)

    def stands_left(self, cell: LayoutCell) -> bool:
        """Whether a text stands at the left: in a stub of several steps the labels of single rows, and the note.

        All else is centred.
        """
        label = cell.role == "corner" or (cell.role == "stub" and cell.rowspan == 1)
        return label and self.stub_columns > 1


@lru_cache(maxsize=64)
def layout(table: Table) -> LayoutTable:
    """The empty table as the form prints it: value cells have their id and no text."""
    stub_depth = max(block.stub_depth for block in table.blocks)
    figures = max(len(block.columns) for block in table.blocks)
    rows: list[tuple[LayoutCell, ...]] = []
    for block in table.blocks:
        rows.extend(_block_rows(block, stub_depth, figures, first_row=len(rows)))
    whole_head = len(table.blocks) == 1 and not table.blocks[0].caption
    return LayoutTable(
        id=table.id,
        section=table.section,
        title=table.title,
        rows=tuple(rows),
        widths=_widths(stub_depth, figures),
        stub_columns=stub_depth,
        head_rows=table.blocks[0].head_depth if whole_head else 0,
    )


def layout_for(report: Report, form: Form, forms: Forms) -> list[LayoutTable]:
    """The tables of a report as printed: its form's, with rows and blocks of another form where the document has them.

    `form` is what the report was recognised as, `forms` all that are known (a cell that `form` lacks is looked up
    there). Value cells carry the raw text of the document, blanks included; a figure that the document
    lacks is an empty cell. A table of `form` is shown even if none of its figures is printed.
    """
    printed = report.cells.keys() | report.blank.keys()
    return [_with_text(layout(table), report) for table in _tables_as_printed(form, forms, printed)]


# ---------------------------------------------------------------- one block as a grid


def _block_rows(block: Block, stub_depth: int, figures: int, first_row: int) -> Iterator[tuple[LayoutCell, ...]]:
    width = stub_depth + figures
    row = first_row
    if block.caption:
        yield (LayoutCell(block.caption, row, 0, 1, width, "caption"),)
        row += 1
    spans = _spans(len(block.columns), figures)
    heads = list(_head_cells(block, stub_depth, spans, row))
    depth = block.head_depth
    for at in range(row, row + depth):
        corner = [LayoutCell(block.corner, row, 0, depth, stub_depth, "corner")] if at == row and stub_depth else []
        yield (*corner, *sorted((cell for cell in heads if cell.row == at), key=lambda cell: cell.column))
    row += depth
    stubs = list(_stub_cells(block.rows, stub_depth, row))
    for at, form_row in enumerate(block.rows, start=row):
        named_by = [stub for stub in stubs if stub.row <= at < stub.row + stub.rowspan]
        values = []
        left = stub_depth
        for column, span in zip(block.columns, spans, strict=True):
            names = [head for head in heads if head.column <= left < head.column + head.colspan] + named_by
            values.append(
                LayoutCell(
                    "", at, left, 1, span, "value", block.cell_id(form_row, column),
                    tuple((name.row, name.column) for name in names), block.unit(form_row, column),
                )
            )  # fmt: skip
            left += span
        yield (*(stub for stub in stubs if stub.row == at), *values)


def _spans(columns: int, figures: int) -> list[int]:
    """How many grid columns each of a block's columns takes: alike where that divides, else the last takes the rest."""
    if figures % columns == 0:
        return [figures // columns] * columns
    return [1] * (columns - 1) + [figures - columns + 1]


def _head_cells(block: Block, stub_depth: int, spans: Sequence[int], top: int) -> Iterator[LayoutCell]:
    lefts = [stub_depth + sum(spans[:index]) for index in range(len(spans))]
    for level in range(block.head_depth - 1):
        # Equal heads are one cell only where all the heads above them are the same too.
        for path, run in groupby(range(len(spans)), key=lambda index: block.columns[index].heads[: level + 1]):
            columns = list(run)
            if len(path) > level:
                yield LayoutCell(
                    path[level], top + level, lefts[columns[0]], 1, sum(spans[index] for index in columns), "head"
                )
    for column, left, span in zip(block.columns, lefts, spans, strict=True):
        level = len(column.heads)
        yield LayoutCell(column.label, top + level, left, block.head_depth - level, span, "head")


def _stub_cells(rows: Sequence[Row], stub_depth: int, top: int) -> Iterator[LayoutCell]:
    """The labels to the left, by row and then from left to right."""
    cells: list[LayoutCell] = []
    for level in range(stub_depth - 1):
        for path, run in groupby(range(len(rows)), key=lambda index: rows[index].stub[: level + 1]):
            members = list(run)
            if len(path) > level:
                cells.append(LayoutCell(path[level], top + members[0], level, len(members), 1, "stub"))
    if stub_depth:
        for at, row in enumerate(rows, start=top):
            level = len(row.stub)
            cells.append(LayoutCell(row.printed, at, level, 1, stub_depth - level, "stub"))
    return iter(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _widths(stub_depth: int, figures: int) -> tuple[float, ...]:
    stub = [_STEP_WIDTH] * (stub_depth - 1) + [_LABEL_WIDTH if stub_depth > 1 else 1.0] if stub_depth else []
    weights = [*stub, *[1.0] * figures]
    return tuple(weight / sum(weights) for weight in weights)


def _with_text(table: LayoutTable, report: Report) -> LayoutTable:
    def filled(cell: LayoutCell) -> LayoutCell:
        if cell.cell in report.cells:
            return replace(cell, text=report.cells[cell.cell].raw.strip())
        if cell.cell in report.blank:
            return replace(cell, text=report.blank[cell.cell].strip())
        return cell

    return replace(table, rows=tuple(tuple(filled(cell) for cell in row) for row in table.rows))


# ---------------------------------------------------------------- what a document prints in place of the form's own


def _tables_as_printed(form: Form, forms: Forms, printed: Collection[str]) -> list[Table]:
    own = set(form.cells)
    foreign = [place for cell, place in forms.places.items() if cell in printed and cell not in own]
    tables = []
    for table in form.tables:
        places = [place for place in foreign if place.table.id == table.id]
        blocks = [_with_alternatives(block, table, form, forms, printed) for block in table.blocks]
        shown = {cell for block in blocks for cell in block.ids()}
        places = [place for place in places if place.block.cell_id(place.row, place.column) not in shown]
        tables.append(replace(table, blocks=tuple(_merge_blocks(blocks, places, printed))))
    known = {table.id for table in form.tables}
    for table_id in dict.fromkeys(place.table.id for place in foreign):
        if table_id not in known:
            places = [place for place in foreign if place.table.id == table_id]
            tables.append(replace(places[0].table, blocks=tuple(_merge_blocks([], places, printed))))
    return sorted(tables, key=lambda table: table.section)


def _with_alternatives(block: Block, table: Table, form: Form, forms: Forms, printed: Collection[str]) -> Block:
    """The block with （六）其他处理 as the document prints it: as one row, as its parts, or (badly) as both."""
    rows = list(block.rows)

    def prints(row_id: str) -> bool:
        return any(cell_id(block.prefix, row_id, column.id) in printed for column in block.columns)

    for alternative in form.alternatives:
        if alternative.table != table.id:
            continue
        family = (alternative.row, *alternative.parts)
        at = [index for index, row in enumerate(rows) if row.id in family]
        wanted = [row_id for row_id in family if prints(row_id)]
        own = [rows[index].id for index in at]
        if not at or all(row_id in own for row_id in wanted):
            continue
        if any(part in wanted for part in alternative.parts):
            # Parts come together: one that the document leaves out is a missing figure, not another layout.
            wanted = [row_id for row_id in family if row_id in wanted or row_id in alternative.parts]
        known = {row.id: row for row in _rows_of(table.id, forms)}
        known[alternative.row] = Row(alternative.row, alternative.label, stub=alternative.stub)
        known |= {row.id: row for row in rows}
        rows[at[0] : at[-1] + 1] = [known[row_id] for row_id in wanted if row_id in known]
    return replace(block, rows=tuple(rows))


def _rows_of(table_id: str, forms: Forms) -> Iterator[Row]:
    return (
        row
        for form in forms.values()
        for table in form.tables
        if table.id == table_id
        for block in table.blocks
        for row in block.rows
    )


def _merge_blocks(blocks: list[Block], foreign: Iterable[CellPlace], printed: Collection[str]) -> list[Block]:
    """The blocks with the places of other forms put in: into the block of the same caption, else as a block behind
    the one that precedes theirs on their own form."""
    merged = list(blocks)
    for (caption, prefix), group in _by_block(foreign):
        source = group[0].block
        at = next((i for i, block in enumerate(merged) if (block.caption, block.prefix) == (caption, prefix)), None)
        if at is not None:
            merged[at] = _merge_block(merged[at], group, printed)
            continue
        rows = {place.row.id: place.row for place in group}
        columns = {place.column.id: place.column for place in group}
        new = replace(source, rows=tuple(rows.values()), columns=tuple(columns.values()))
        before = [block.caption for block in group[0].table.blocks[: group[0].table.blocks.index(source)]]
        position = max((i + 1 for i, block in enumerate(merged) if block.caption in before), default=len(merged))
        merged.insert(position, new)
    return merged


def _by_block(places: Iterable[CellPlace]) -> Iterator[tuple[tuple[str, str], list[CellPlace]]]:
    groups: dict[tuple[str, str], list[CellPlace]] = {}
    for place in places:
        groups.setdefault((place.block.caption, place.block.prefix), []).append(place)
    return iter(groups.items())


def _merge_block(own: Block, foreign: list[CellPlace], printed: Collection[str]) -> Block:
    """One block of what the form has and what the document prints from another form.

    Where the document has the other form's columns, the form's own columns that it does not print are left out: they
    were replaced, and what is missing is said by a finding.
    """
    rows = _united(own.rows, [(place.row, place.block.rows) for place in foreign])
    own_columns = {column.id for column in own.columns}
    new_columns = [(place.column, place.block.columns) for place in foreign if place.column.id not in own_columns]
    kept: Sequence[Column] = own.columns
    if new_columns:
        ids = [row.id for row in own.rows]
        kept = [column for column in kept if any(cell_id(own.prefix, row, column.id) in printed for row in ids)]
    return replace(own, rows=tuple(rows), columns=tuple(_united(kept, new_columns)))


Item = TypeVar("Item", Row, Column)


def _united(own: Sequence[Item], new: Iterable[tuple[Item, Sequence[Item]]]) -> list[Item]:
    """Own items and the new ones, each behind the nearest item that precedes it on its own form."""
    result = list(own)
    for item, order in new:
        have = [other.id for other in result]
        if item.id in have:
            continue
        before = [other.id for other in order[: order.index(item)]]
        position = max((have.index(other) + 1 for other in before if other in have), default=0)
        result.insert(position, item)
    return result
