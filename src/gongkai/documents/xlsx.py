"""Excel workbooks: each sheet a grid, with values as they are shown and never the formulas behind them."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from gongkai.documents.limits import DEFAULT_LIMITS, Deadline, Limits, too_many_cells, too_much_text
from gongkai.documents.model import Document, Grid, GridCell
from gongkai.documents.package import Package
from gongkai.documents.xlsx_numbers import EPOCHS, format_code, shown, shows_date

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
ON = ("1", "true")
VISIBLE = "visible"


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Every visible sheet with something in it as a grid, without hidden rows and columns, and without empty columns.

    Places are addresses such as "Sheet1!C7". Raises UnusableDocument where the file is damaged, encrypted or beyond
    the limits.
    """
    workbook = Workbook(Package.open(data, limits), limits)
    return Document(
        "xlsx",
        [grid for name, part, state in workbook.sheets() if state == VISIBLE and (grid := workbook.grid(name, part))],
    )


@dataclass(slots=True)
class Sheet:
    """What a sheet holds, by row and column counted from 0."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Top, left, bottom and right of each merged cell."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)

    def rows(self) -> list[int]:
        """Rows that are shown and have something in them."""
        return sorted({row for row, _ in self.texts} - self.hidden_rows)

    def columns(self) -> list[int]:
        """Columns that are shown and have something in them."""
        used = {column for _, column in self.texts}
        return sorted(column for column in used if not any(column in hidden for hidden in self.hidden_columns))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet as it is read, with `number` and columns counted from 0."""

    number: int
    hidden: bool
    texts: list[tuple[int, str]]
    """Column and text of each cell."""
    uncalculated: list[int]
    """Columns with a formula of which the file holds no result."""


class Workbook:
    """A workbook's sheets, and the parts that its sheets' values depend on."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self.package = package
        self.limits = limits
        self.deadline = Deadline(limits)
        self.cells = 0
        self.characters = 0
        self.root = package.xml("xl/workbook.xml")
        properties = None if self.root is None else self.root.find(f"{MAIN}workbookPr")
        self.epoch = EPOCHS[properties is not None and properties.get("date1904") in ON]
        self.strings = [_text(item) for item in package.elements("xl/sharedStrings.xml", f"{MAIN}si")]
        self.styles = self._styles()
        self.area = 0

    def sheets(self) -> Iterator[tuple[str, str, str]]:
        """Name, part and state ("visible", "hidden", "veryHidden") of each sheet, in order."""
        relations = self.package.xml("xl/_rels/workbook.xml.rels")
        if self.root is None or relations is None:
            return
        targets = {relation.get("Id"): relation.get("Target", "") for relation in relations.iter("{*}Relationship")}
        for sheet in self.root.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
            target = unquote(targets.get(sheet.get(f"{RELATIONS}id"), ""))
            if target:
                part = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
                yield sheet.get("name", ""), part, sheet.get("state", VISIBLE)

    def grid(self, name: str, part: str) -> Grid | None:
        """The sheet as a grid, None where nothing is in it. Blank rows between others are one row without cells."""
        sheet = self.read_sheet(part)
        rows, columns = sheet.rows(), sheet.columns()
        self.area += len(rows) * len(columns)
        if self.area > self.limits.cells:
            raise too_many_cells(self.limits)
        spans, covered = _spans(sheet, rows, columns)
        grid = Grid([], name)
        last = -1
        for row in rows:
            if grid.rows and row > last + 1 and last + 1 not in sheet.hidden_rows:
                grid.rows.append([])
            last = row
            cells = []
            for index, column in enumerate(columns):
                if (row, column) not in covered:
                    text, rowspan, colspan = spans.get((row, column)) or (sheet.texts.get((row, column), ""), 1, 1)
                    place = address(name, row, column)
                    cells.append(GridCell(text, len(grid.rows), index, rowspan, colspan, place))
            grid.rows.append(cells)
        return grid if grid.rows else None

    def read_sheet(self, part: str) -> Sheet:
        """Everything that a sheet holds, shown or not."""
        sheet = Sheet()
        for row in self.rows(part):
            if row.hidden:
                sheet.hidden_rows.add(row.number)
            sheet.texts.update({(row.number, column): text for column, text in row.texts if text})
        for element in self.package.elements(part, f"{MAIN}col"):
            first, last = element.get("min", ""), element.get("max", "")
            if element.get("hidden") in ON and first.isdecimal() and last.isdecimal():
                sheet.hidden_columns.append(range(int(first) - 1, int(last)))
        for element in self.package.elements(part, f"{MAIN}mergeCell"):
            corners = REFERENCE.findall(element.get("ref", ""))
            if len(corners) == 2:
                (left, top), (right, bottom) = (
                    (_column_number(letters), int(digits) - 1) for letters, digits in corners
                )
                sheet.merged.append((top, left, bottom, right))
        return sheet

    def rows(self, part: str) -> Iterator[Row]:
        """A sheet's rows one after the other, shown or not: for tables too long to be held at once."""
        number = -1
        for element in self.package.elements(part, f"{MAIN}row"):
            self.deadline.check()
            given = element.get("r", "")
            number = int(given) - 1 if given.isascii() and given.isdigit() else number + 1
            texts = list(self._cells(element))
            uncalculated = [
                column
                for (column, text), cell in zip(texts, element.iterchildren(f"{MAIN}c"), strict=True)
                if not text and cell.get("t") != "str" and cell.find(f"{MAIN}f") is not None
            ]
            yield Row(number, element.get("hidden") in ON, texts, uncalculated)

    def _cells(self, row: etree._Element) -> Iterator[tuple[int, str]]:
        column = 0
        for cell in row.iterchildren(f"{MAIN}c"):
            reference = REFERENCE.fullmatch(cell.get("r", ""))
            column = _column_number(reference[1]) if reference else column
            self.cells += 1
            if self.cells > self.limits.cells:
                raise too_many_cells(self.limits)
            text = self._value(cell).strip()
            self.characters += len(text)
            if self.characters > self.limits.characters:
                raise too_much_text(self.limits)
            yield column, text
            column += 1

    def _value(self, cell: etree._Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(f"{MAIN}is")
            return "" if inline is None else _text(inline)
        value = cell.findtext(f"{MAIN}v") or ""
        if kind == "s":
            index = int(value) if value.isdigit() else -1
            return self.strings[index] if 0 <= index < len(self.strings) else ""
        if kind == "b":
            return "是" if value == "1" else "否"
        if kind != "n" or not value:
            return value
        code, is_date = self.styles.get(cell.get("s", "0"), ("", False))
        return shown(value, code, is_date, self.epoch)

    def _styles(self) -> dict[str, tuple[str, bool]]:
        """By style number: the code of its number format, and whether it shows a day."""
        root = self.package.xml("xl/styles.xml")
        if root is None:
            return {}
        own = {
            each.get("numFmtId", ""): each.get("formatCode", "")
            for each in root.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")
        }
        styles = {}
        for index, each in enumerate(root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")):
            given = each.get("numFmtId", "0")
            number = int(given) if given.isascii() and given.isdigit() else 0
            styles[str(index)] = (format_code(number, own.get(given)), shows_date(number, own.get(given)))
        return styles


def _spans(
    sheet: Sheet, rows: list[int], columns: list[int]
) -> tuple[dict[tuple[int, int], tuple[str, int, int]], set[tuple[int, int]]]:
    """Text and spans of each merged cell by where it is shown first, and the places that it covers beside."""
    spans: dict[tuple[int, int], tuple[str, int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in sheet.merged:
        down = rows[bisect_left(rows, top) : bisect_right(rows, bottom)]
        across = columns[bisect_left(columns, left) : bisect_right(columns, right)]
        if down and across and (down[0], across[0]) not in covered:
            text = sheet.texts.get((top, left), "")
            spans[down[0], across[0]] = (text, len(down), len(across))
            covered.update((row, column) for row in down for column in across)
            covered.discard((down[0], across[0]))
    return spans, covered


def _text(item: etree._Element) -> str:
    """A string's runs, without the readings that may stand beside them."""
    return "".join(
        run.text or ""
        for run in item.iter(f"{MAIN}t")
        if (parent := run.getparent()) is None or parent.tag != f"{MAIN}rPh"
    ).strip()


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def address(sheet: str, row: int, column: int) -> str:
    """A cell's address by its row and column counted from 0."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{sheet}!{letters}{row + 1}"
