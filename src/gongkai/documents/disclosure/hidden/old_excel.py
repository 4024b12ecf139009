"""A workbook of the older format (XLS): what its cells say, and the hidden things of it that can be told."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from math import isfinite
from typing import Any

import xlrd
from xlrd.compdoc import CompDocError
from xlrd.xldate import XLDateError, xldate_as_datetime

from gongkai.documents.disclosure.finding import Finding, found
from gongkai.documents.limits import DEFAULT_LIMITS, Deadline, Limits, too_many_cells
from gongkai.documents.model import Document, Grid, GridCell, UnusableDocument
from gongkai.documents.package import ENCRYPTED
from gongkai.documents.sniff import DAMAGED
from gongkai.documents.xlsx import address

_BETWEEN = " | "
_BROKEN = (
    CompDocError, struct.error, ValueError, LookupError, ArithmeticError, AssertionError, TypeError, AttributeError,
    RecursionError, OSError,
)  # fmt: skip
_STATES = ("", "", "深度隐藏，在界面上无法取消隐藏。")


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Every visible sheet with something in it as a grid, with the places that the newer format has.

    Raises UnusableDocument where the file is damaged, encrypted or beyond the limits.
    """
    book = _opened(data)
    deadline, cells, blocks = Deadline(limits), 0, []
    for sheet in book.sheets():
        if sheet.visibility:
            continue
        grid = Grid([], sheet.name)
        for row in range(sheet.nrows):
            deadline.check()
            texts = [
                (column, text) for column in range(sheet.row_len(row)) if (text := _text(book, sheet, row, column))
            ]
            cells += len(texts)
            if cells > limits.cells:
                raise too_many_cells(limits)
            if texts:
                at = len(grid.rows)
                grid.rows.append(
                    [GridCell(text, at, column, place=address(sheet.name, row, column)) for column, text in texts]
                )
        if grid.rows:
            blocks.append(grid)
    return Document("xlsx", list(blocks))


def find_in_old_excel(data: bytes) -> Iterator[Finding]:
    """Hidden sheets, rows and columns, comments, and who wrote the file last. Raises UnusableDocument."""
    book = _opened(data)
    if user := str(book.user_name or "").strip():
        yield found("property", user, "文档属性“最后修改者”")
    for sheet in book.sheets():
        where = f"工作表“{sheet.name}”"
        if sheet.visibility:
            text = _joined(book, sheet, range(sheet.nrows))
            level = None if text else "warn"
            yield found("hidden_sheet", text, where, level=level, note=_STATES[sheet.visibility])  # type: ignore[arg-type]
            continue
        for row, info in sorted(sheet.rowinfo_map.items()):
            if info.hidden and (text := _joined(book, sheet, [row])):
                yield found("hidden_row", text, f"{where}第{row + 1}行")
        for column, info in sorted(sheet.colinfo_map.items()):
            texts = (_text(book, sheet, row, column) for row in range(sheet.nrows))
            if info.hidden and (text := _BETWEEN.join(filter(None, texts))):
                yield found("hidden_column", text, f"{where}{address('', 0, column)[1:-1]}列")
        for (row, column), note in sorted(sheet.cell_note_map.items()):
            author = f"署名：{note.author}" if note.author else ""
            yield found("comment", str(note.text).strip(), address(sheet.name, row, column), note=author)


def _opened(data: bytes) -> Any:
    try:
        with redirect_stdout(io.StringIO()):  # what it remarks on is no answer of the process that it runs in
            return xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        raise UnusableDocument(ENCRYPTED if "encrypt" in str(error).lower() else DAMAGED) from None
    except _BROKEN:
        # The library says whatever goes wrong first in a damaged file.
        raise UnusableDocument(DAMAGED) from None


def _joined(book: Any, sheet: Any, rows: Iterable[int]) -> str:
    rows = (row for row in rows if row < sheet.nrows)
    cells = (_text(book, sheet, row, column) for row in rows for column in range(sheet.row_len(row)))
    return _BETWEEN.join(filter(None, cells))


def _text(book: Any, sheet: Any, row: int, column: int) -> str:
    if column >= sheet.row_len(row):
        return ""
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == xlrd.XL_CELL_TEXT:
        return str(value)
    if kind == xlrd.XL_CELL_DATE:
        return _day(value, book.datemode)
    if kind == xlrd.XL_CELL_NUMBER:
        return str(int(value)) if isfinite(value) and value == int(value) else repr(value)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    return ""


def _day(value: float, mode: int) -> str:
    try:
        return str(xldate_as_datetime(value, mode))
    except (XLDateError, ValueError, OverflowError):
        return repr(value)
