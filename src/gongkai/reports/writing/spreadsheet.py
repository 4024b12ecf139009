"""Plain lists as spreadsheets in which no text becomes a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Literal

from xlsxwriter import Workbook

from gongkai.reports.writing.csv import safe_text

Format = Literal["xlsx", "csv"]
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
Value = str | int | date | None
Header = Sequence[tuple[str, int]]
"""Names of columns and their widths."""
Table = tuple[str, Header, Iterable[Sequence[Value]]]
"""A sheet's name, header and rows."""


def write_list(title: str, header: Header, rows: Iterable[Sequence[Value]], form: Format) -> bytes:
    """The rows under a header of names and widths. Dates are dates and numbers numbers; every text stays a text."""
    return _csv(header, rows) if form == "csv" else _xlsx(title, header, rows)


def _csv(header: Header, rows: Iterable[Sequence[Value]]) -> bytes:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([name for name, _ in header])
    writer.writerows([safe_text("" if value is None else str(value)) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_tables(title: str, tables: Iterable[Table]) -> bytes:
    """A workbook with a sheet for each table; of names that a workbook does not take twice, the later get a number."""
    out = BytesIO()
    with Workbook(out, {"constant_memory": True}) as book:
        book.set_properties({"title": title})
        used: set[str] = set()
        for name, header, rows in tables:
            sheet_name, number = name[:31], 1
            while sheet_name in used:
                number += 1
                sheet_name = f"{name[:28]}{number}"
            used.add(sheet_name)
            _sheet(book, sheet_name, header, rows)
    return out.getvalue()


def _xlsx(title: str, header: Header, rows: Iterable[Sequence[Value]]) -> bytes:
    return write_tables(title, [(title, header, rows)])


def _sheet(book: Workbook, name: str, header: Header, rows: Iterable[Sequence[Value]]) -> None:
    heading = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    sheet = book.add_worksheet(name)
    for column, (_, width) in enumerate(header):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    for column, (word, _) in enumerate(header):
        sheet.write_string(0, column, word, heading)
    # Never through `write`, which makes formulas of texts.
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif isinstance(value, int):
                sheet.write_number(number, column, value)
            elif value:
                sheet.write_string(number, column, value[:32_767])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
