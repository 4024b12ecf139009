"""The statutory forms of the annual report 政府信息公开工作年度报告 as data.

One TOML file a form lies beside this module; this is the only code that interprets them. Reading, checking,
writing, compiling and comparing all go by the objects defined here, so nothing else knows a row's label and a
new form is a new data file. Cell ids are the public vocabulary `table.row.column`; one id means the same figure in
every form that prints it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

Kind = Literal["count", "change", "amount"]
Level = Literal["error", "warning", "hint"]

PACKAGED = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Section:
    """One of the numbered parts 一 to 六 of a report."""

    number: int
    title: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures. `heads` are the merged heads above it, outermost first."""

    id: str
    label: str
    aliases: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    kind: Kind = "count"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of figures. `stub` are the merged labels to its left, outermost first; `note` follows the label."""

    id: str
    label: str
    note: str = ""
    aliases: tuple[str, ...] = ()
    stub: tuple[str, ...] = ()
    article: str = ""
    kind: Kind | None = None
    unit: str = ""

    @property
    def printed(self) -> str:
        return self.label + self.note


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of rows and columns under one head. A table is one block or several, one below the other."""

    prefix: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    corner: str = ""
    article: str = ""

    def cell_id(self, row: Row, column: Column) -> str:
        return cell_id(self.prefix, row.id, column.id)

    def kind(self, row: Row, column: Column) -> Kind:
        return row.kind or column.kind

    def unit(self, row: Row, column: Column) -> str:
        return row.unit or column.unit

    @property
    def stub_depth(self) -> int:
        """How many columns the labels take up: 0 where rows have no label."""
        return max((len(row.stub) + bool(row.label) for row in self.rows), default=0)

    @property
    def head_depth(self) -> int:
        """How many rows the column heads take up."""
        return max(len(column.heads) + 1 for column in self.columns)

    def ids(self) -> Iterator[str]:
        for row in self.rows:
            for column in self.columns:
                yield self.cell_id(row, column)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the form: `proactive` (二), `applications` (三), `disputes` (四) or a later one."""

    id: str
    section: int
    title: str
    blocks: tuple[Block, ...]
    total_rows: tuple[str, ...] = ()
    total_columns: tuple[str, ...] = ()

    def ids(self) -> Iterator[str]:
        for block in self.blocks:
            yield from block.ids()


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where a cell stands on its form."""

    table: Table
    block: Block
    row: Row
    column: Column

    @property
    def kind(self) -> Kind:
        return self.block.kind(self.row, self.column)

    @property
    def row_words(self) -> str:
        """The row in an official's words, with the merged label that a bare "1.属于国家秘密" needs; or ""."""
        return "—".join((*self.row.stub[1:], self.row.label)) if self.row.label else ""

    @property
    def column_words(self) -> str:
        """The column in an official's words, with all its heads where it is all that names a cell."""
        heads = self.column.heads[1:] if self.row.label else self.column.heads
        return "—".join((*heads, self.column.label))

    @property
    def words(self) -> str:
        """The cell in an official's words: “（三）不予公开—1.属于国家秘密”的“自然人”."""
        if not self.row_words:
            return f"“{self.column_words}”"
        single = len(self.block.columns) == 1
        return f"“{self.row_words}”" if single else f"“{self.row_words}”的“{self.column_words}”"


@dataclass(frozen=True, slots=True)
class Relation:
    """An equation between cells: the sum of `left` is what the sum of `right` should be."""

    rule: str
    level: Level
    left: tuple[str, ...]
    right: tuple[str, ...]
    text: str
    table: str
    over: Literal["columns", "rows", "cells"]
    along: str
    """The column's or the row's id that the relation was made for, "" where it is written cell by cell."""
    printed_on_form: bool = False

    @property
    def cells(self) -> tuple[str, ...]:
        return self.left + self.right


@dataclass(frozen=True, slots=True)
class RelationRule:
    """A relation as the form states it once, to be repeated along its columns or rows."""

    rule: str
    level: Level
    table: str
    over: Literal["columns", "rows", "cells"]
    left: tuple[str, ...]
    right: tuple[str, ...]
    text: str
    printed_on_form: bool = False


@dataclass(frozen=True, slots=True)
class Alternative:
    """A row that some form prints in place of several: （六）其他处理 as one row or as three."""

    table: str
    row: str
    label: str
    parts: tuple[str, ...]
    stub: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YearLink:
    """A relation between last year's report and this year's, cell by cell: opening = closing + plus - minus."""

    rule: str
    level: Level
    opening: str
    """The cell of this year's report."""
    closing: tuple[str, ...]
    """Cells of last year's report that are added."""
    plus: tuple[str, ...] = ()
    """Cells of this year's report that are added."""
    minus: tuple[str, ...] = ()
    """Cells of this year's report that are subtracted."""


@dataclass(frozen=True)
class Form:
    """A year's statutory form, as loaded from its data file."""

    id: str
    title: str
    notice: str
    verified: bool
    first_year: int
    last_year: int | None
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    relation_rules: tuple[RelationRule, ...]
    alternatives: tuple[Alternative, ...]
    year_links: tuple[YearLink, ...]
    source: Path = field(compare=False, repr=False)

    def applies_to(self, year: int) -> bool:
        """Whether reports on `year` are made on this form."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The ids of all cells, in printing order."""
        return tuple(cell for table in self.tables for cell in table.ids())

    @cached_property
    def places(self) -> Mapping[str, CellPlace]:
        """Where each cell stands, by id."""
        return {
            block.cell_id(row, column): CellPlace(table, block, row, column)
            for table in self.tables
            for block in table.blocks
            for row in block.rows
            for column in block.columns
        }

    def table(self, table_id: str) -> Table:
        """The table of that id; KeyError where the form has none."""
        for table in self.tables:
            if table.id == table_id:
                return table
        raise KeyError(table_id)

    def relations(self, printed: Collection[str] | None = None) -> list[Relation]:
        """Every relation of the form, cell by cell.

        `printed` are the ids that a document prints: a row that another form has in place of several (or the other
        way round) then enters a sum as the document prints it. Without it, the form's own rows are used.
        """
        return [relation for rule in self.relation_rules for relation in self._repeat(rule, printed)]

    def _repeat(self, rule: RelationRule, printed: Collection[str] | None) -> Iterator[Relation]:
        def relation(left: list[str], right: list[str], along: str) -> Relation:
            return Relation(
                rule.rule, rule.level, tuple(left), tuple(right), rule.text, rule.table, rule.over, along,
                rule.printed_on_form,
            )  # fmt: skip

        if rule.over == "cells":
            yield relation(list(rule.left), list(rule.right), "")
            return
        for block in self.table(rule.table).blocks:
            rows = self._rows_as_printed(block, printed)
            if rule.over == "columns":
                left_rows, right_rows = self._substitute(rule.left, rows), self._substitute(rule.right, rows)
                for column in block.columns:
                    yield relation(
                        [cell_id(block.prefix, row, column.id) for row in left_rows],
                        [cell_id(block.prefix, row, column.id) for row in right_rows],
                        column.id,
                    )
            else:
                for row in rows:
                    yield relation(
                        [cell_id(block.prefix, row, column) for column in rule.left],
                        [cell_id(block.prefix, row, column) for column in rule.right],
                        row,
                    )

    def _rows_as_printed(self, block: Block, printed: Collection[str] | None) -> list[str]:
        """The block's row ids with alternatives resolved to those that the document prints."""
        rows = [row.id for row in block.rows]
        if printed is None:
            return rows
        for alternative in self.alternatives:
            prints = {
                row: any(cell_id(block.prefix, row, column.id) in printed for column in block.columns)
                for row in (alternative.row, *alternative.parts)
            }
            in_parts = any(prints[part] for part in alternative.parts)
            if alternative.row in rows and in_parts:
                at = rows.index(alternative.row)
                rows[at : at + 1] = list(alternative.parts)
            elif alternative.parts[0] in rows and prints[alternative.row] and not in_parts:
                at = rows.index(alternative.parts[0])
                rows = [row for row in rows if row not in alternative.parts]
                rows.insert(at, alternative.row)
        return rows

    def _substitute(self, wanted: tuple[str, ...], rows: list[str]) -> list[str]:
        """The wanted rows, an alternative in its place where the document prints that one."""
        present = set(rows)
        result: list[str] = []
        for row in wanted:
            names = [row]
            if row not in present:
                for alternative in self.alternatives:
                    if row == alternative.row:
                        names = list(alternative.parts)
                    elif row in alternative.parts:
                        names = [alternative.row]
            result.extend(name for name in names if name not in result)
        return result


def cell_id(*parts: str) -> str:
    """The id made of its non-empty parts."""
    return ".".join(part for part in parts if part)


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    """The mapping with its lists as tuples, as the dataclasses want them."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}


def _year_links(data: dict[str, Any], tables: tuple[Table, ...]) -> Iterator[YearLink]:
    by_id = {table.id: table for table in tables}
    for carry in data.get("carries", ()):
        for block in by_id[carry["table"]].blocks:
            for column in block.columns:
                yield YearLink(
                    carry["rule"],
                    carry["level"],
                    cell_id(block.prefix, carry["opening"], column.id),
                    (cell_id(block.prefix, carry["closing"], column.id),),
                )
    for stock in data.get("stocks", ()):
        prefix = by_id[stock["table"]].blocks[0].prefix
        for row in stock["rows"]:
            yield YearLink(
                "year.stock",
                stock["level"],
                cell_id(prefix, row, stock["stock"]),
                (cell_id(prefix, row, stock["stock"]),),
                tuple(cell_id(prefix, row, column) for column in stock["plus"]),
                tuple(cell_id(prefix, row, column) for column in stock["minus"]),
            )
    for opening in data.get("openings", ()):
        prefix = by_id[opening["table"]].blocks[0].prefix
        for row in opening["rows"]:
            yield YearLink(
                "year.items",
                opening["level"],
                cell_id(prefix, row, opening["opening"]),
                (cell_id(prefix, row, opening["opening"]), cell_id(prefix, row, opening["change"])),
            )


def load_form(path: Path) -> Form:
    """The form in a data file; KeyError or TypeError where the file does not keep to the format."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    tables = tuple(
        Table(
            blocks=tuple(
                Block(
                    columns=tuple(Column(**_tuples(column)) for column in block.pop("columns")),
                    rows=tuple(Row(**_tuples(row)) for row in block.pop("rows")),
                    **block,
                )
                for block in table.pop("blocks")
            ),
            **_tuples(table),
        )
        for table in data["tables"]
    )
    return Form(
        id=data["id"],
        title=data["title"],
        notice=data["notice"],
        verified=data["verified"],
        first_year=data["first_year"],
        last_year=data.get("last_year"),
        sections=tuple(Section(**_tuples(section)) for section in data.get("sections", ())),
        tables=tables,
        relation_rules=tuple(RelationRule(**_tuples(rule)) for rule in data.get("relations", ())),
        alternatives=tuple(Alternative(**_tuples(item)) for item in data.get("alternatives", ())),
        year_links=tuple(_year_links(data, tables)),
        source=path,
    )


class Forms(Mapping[str, Form]):
    """A set of forms by id, newest first."""

    def __init__(self, *folders: Path) -> None:
        loaded = [load_form(path) for folder in folders for path in folder.glob("*.toml")]
        loaded.sort(key=lambda form: form.first_year, reverse=True)
        self._forms = {form.id: form for form in loaded}

    def __getitem__(self, form_id: str) -> Form:
        return self._forms[form_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._forms)

    def __len__(self) -> int:
        return len(self._forms)

    def for_year(self, year: int) -> Form | None:
        """The form that reports on `year` are made on."""
        return next((form for form in self.values() if form.applies_to(year)), None)

    @cached_property
    def places(self) -> Mapping[str, CellPlace]:
        """Where each cell of the whole vocabulary stands, on the newest form that has it."""
        places: dict[str, CellPlace] = {}
        for form in self.values():
            for cell, place in form.places.items():
                places.setdefault(cell, place)
        return places

    def describe(self, cell: str) -> str:
        """A cell in an official's words: row and column as printed, “（三）不予公开—1.属于国家秘密”的“自然人”."""
        return self.places[cell].words


@cache
def packaged_forms() -> Forms:
    """The forms that come with the package: 2021, 2019 and (unverified) 2014."""
    return Forms(PACKAGED)
