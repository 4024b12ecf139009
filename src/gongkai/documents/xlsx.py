"""Excel workbooks: each sheet a grid, with values as they are shown and never the formulas behind them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import unquote

from lxml import etree

from gongkai.documents.limits import DEFAULT_LIMITS, Deadline, Limits, too_many_cells, too_much_text
from gongkai.documents.model import Document, Grid, GridCell
from gongkai.documents.package import Package

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
BUILT_IN_DATES = frozenset({14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58})
DATE_FORMAT = re.compile(r"[yd年月日]", re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Every visible sheet with something in it as a grid; places are addresses such as "Sheet1!C7".

    Raises UnusableDocument where the file is damaged, encrypted or beyond the limits.
    """
    workbook = _Workbook(Package.open(data, limits), limits)
    return Document("xlsx", [grid for name, part in workbook.sheets() if (grid := workbook.grid(name, part))])


class _Workbook:
    """A workbook's parts that its sheets' values depend on."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self.package = package
        self.limits = limits
        self.deadline = Deadline(limits)
        self.cells = 0
        self.characters = 0
        self.root = package.xml("xl/workbook.xml")
        properties = None if self.root is None else self.root.find(f"{MAIN}workbookPr")
        self.epoch = EPOCHS[properties is not None and properties.get("date1904") in ("1", "true")]
        self.strings = [_text(item) for item in package.elements("xl/sharedStrings.xml", f"{MAIN}si")]
        self.date_styles = self._date_styles()

    def sheets(self) -> Iterator[tuple[str, str]]:
        """Name and part of each visible sheet, in order."""
        relations = self.package.xml("xl/_rels/workbook.xml.rels")
        if self.root is None or relations is None:
            return
        targets = {relation.get("Id"): relation.get("Target", "") for relation in relations.iter("{*}Relationship")}
        for sheet in self.root.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
            target = unquote(targets.get(sheet.get(f"{RELATIONS}id"), ""))
            if target and sheet.get("state", "visible") == "visible":
                yield sheet.get("name", ""), posixpath.normpath(posixpath.join("xl", target)).lstrip("/")

    def grid(self, name: str, part: str) -> Grid | None:
        rows: dict[int, list[GridCell]] = {}
        for element in self.package.elements(part, f"{MAIN}row"):
            self.deadline.check()
            number = int(element.get("r", "0")) - 1 if element.get("r", "").isdigit() else len(rows)
            row = [cell for cell in self._cells(name, number, element) if cell.text]
            if row:
                rows[number] = row
        if not rows:
            return None
        merged = self._merged(name, part, rows)
        first = min(rows)
        for row in rows.values():
            for cell in row:
                cell.row -= first
        table = [sorted(rows.get(number, []), key=lambda cell: cell.column) for number in range(first, max(rows) + 1)]
        self._fill(name, first, table, merged)
        return Grid(table, name)

    def _cells(self, sheet: str, row: int, element: etree._Element) -> Iterator[GridCell]:
        column = 0
        for cell in element.iterchildren(f"{MAIN}c"):
            reference = REFERENCE.fullmatch(cell.get("r", ""))
            column = _column_number(reference[1]) if reference else column
            self.cells += 1
            if self.cells > self.limits.cells:
                raise too_many_cells(self.limits)
            text = self._value(cell)
            self.characters += len(text)
            if self.characters > self.limits.characters:
                raise too_much_text(self.limits)
            yield GridCell(text, row, column, place=_address(sheet, row, column))
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
        return self._number(value, cell.get("s", "0"))

    def _number(self, value: str, style: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        if style in self.date_styles and 0 < number < 2_958_466:
            return (self.epoch + timedelta(days=int(number))).isoformat()
        # Fifteen digits are what Excel keeps and shows: 3240.5700000000002 was typed as 3240.57.
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.15g}"

    def _date_styles(self) -> frozenset[str]:
        """The style numbers that show a number as a date."""
        styles = self.package.xml("xl/styles.xml")
        if styles is None:
            return frozenset()
        own = {
            each.get("numFmtId"): bool(DATE_FORMAT.search(QUOTED.sub("", each.get("formatCode", ""))))
            for each in styles.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")
        }
        used = [each.get("numFmtId", "0") for each in styles.iterfind(f"{MAIN}cellXfs/{MAIN}xf")]
        dates = {str(number) for number in BUILT_IN_DATES} | {number for number, is_date in own.items() if is_date}
        return frozenset(str(index) for index, number in enumerate(used) if number in dates)

    def _merged(self, sheet: str, part: str, rows: dict[int, list[GridCell]]) -> dict[tuple[int, int], GridCell]:
        """Sets the spans of merged cells and drops what hides beneath them. Gives the area they take up."""
        at = {(cell.row, cell.column): cell for row in rows.values() for cell in row}
        area: dict[tuple[int, int], GridCell] = {}
        last_row, last_column = max(rows), max(cell.column for cell in at.values())
        for element in self.package.elements(part, f"{MAIN}mergeCell"):
            corners = REFERENCE.findall(element.get("ref", ""))
            if len(corners) != 2:
                continue
            (left, top), (right, bottom) = ((_column_number(letters), int(digits) - 1) for letters, digits in corners)
            bottom, right = min(bottom, last_row), min(right, last_column)
            if top > bottom or left > right or top not in rows:
                continue
            cell = at.get((top, left)) or GridCell("", top, left, place=_address(sheet, top, left))
            if (top, left) not in at:
                rows[top].append(cell)
            cell.rowspan, cell.colspan = bottom - top + 1, right - left + 1
            self.cells += cell.rowspan * cell.colspan
            if self.cells > self.limits.cells:
                raise too_many_cells(self.limits)
            area.update(((row, column), cell) for row in range(top, bottom + 1) for column in range(left, right + 1))
        for number, row in rows.items():
            row[:] = [each for each in row if area.get((number, each.column), each) is each]
        return area

    def _fill(
        self, sheet: str, first: int, table: list[list[GridCell]], merged: dict[tuple[int, int], GridCell]
    ) -> None:
        """Puts the empty cells in between, so that a blank figure keeps its column."""
        width = max((cell.column + cell.colspan for row in table for cell in row), default=0)
        if width * len(table) + self.cells > self.limits.cells:
            return  # a sparse sheet, no statutory table
        for number, row in enumerate(table):
            taken = {column for cell in row for column in range(cell.column, cell.column + cell.colspan)}
            taken |= {column for column in range(width) if (number + first, column) in merged}
            if row:
                row.extend(
                    GridCell("", number, column, place=_address(sheet, number + first, column))
                    for column in range(width)
                    if column not in taken
                )
                row.sort(key=lambda cell: cell.column)


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


def _address(sheet: str, row: int, column: int) -> str:
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{sheet}!{letters}{row + 1}"
