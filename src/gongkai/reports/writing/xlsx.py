"""A report as a workbook: its tables in the official layout, and a flat list of the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gongkai.law.forms import Form, Forms
from gongkai.reports.figures import raw_figure
from gongkai.reports.layout import LayoutCell, LayoutTable
from gongkai.reports.model import Number, Report
from gongkai.reports.writing.csv import HEADER, flat_rows
from gongkai.reports.writing.outline import outline

_SONG = {"font_name": "宋体", "font_size": 10.5, "text_wrap": True, "valign": "vcenter", "border": 1}
_STYLES: dict[str, dict[str, Any]] = {
    "caption": {**_SONG, "align": "center", "bg_color": "#DCE6F1"},
    "left": {**_SONG, "align": "left"},
    "center": {**_SONG, "align": "center"},
    "title": {
        "font_name": "方正小标宋简体",
        "font_size": 16,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    },
    "heading": {"font_name": "黑体", "font_size": 12, "valign": "vcenter"},
}
_SHEET_WIDTH = 96.0
"""Of a table, in the widths of a figure; the page is fitted to it."""
_LIST = (("数值", 12), ("原文", 14), ("编号", 46), ("表", 34), ("名称", 64), ("位置", 26))
"""Columns of the list and their widths. The figures stand before the words: a word with figures behind it is what a
reader takes for a row of a statutory table."""
_LINE = 15.0
"""Height of a line of text, in points."""


def write(report: Report, form: Form, forms: Forms) -> bytes:
    """The workbook: one sheet a table, as printed and fitted to an A4 page, then 数据 with id, labels, value, raw text.

    A figure printed as a plain number is a number; every other text is written as text, so none becomes a formula.
    """
    content = outline(report, form, forms)
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": content.title, "author": content.signer})
        styles = {name: book.add_format(style) for name, style in _STYLES.items()}
        for part in content.parts:
            for table in part.tables:
                sheet = book.add_worksheet(_sheet_name(part.heading, book))
                _table(sheet, table, content.title, part.heading, report, styles)
        _flat(book.add_worksheet("数据"), report, form, forms, styles)
    return out.getvalue()


def _sheet_name(heading: str, book: Workbook) -> str:
    """The part's heading as a sheet's name: 31 characters, none of []:*?/\\, each name once."""
    name = "".join(character for character in heading if character not in "[]:*?/\\'")[:28]
    taken = [sheet.get_name() for sheet in book.worksheets()]
    return name if name not in taken else f"{name}{len(taken) + 1}"


def _table(
    sheet: Worksheet, table: LayoutTable, title: str, heading: str, report: Report, styles: Mapping[str, Format]
) -> None:
    for column, width in enumerate(table.widths):
        sheet.set_column(column, column, max(width * _SHEET_WIDTH, 5))
    _put(sheet, LayoutCell(title, 0, 0, 1, table.width, "caption"), styles["title"])
    sheet.set_row(0, 36)
    _put(sheet, LayoutCell(heading, 1, 0, 1, table.width, "caption"), styles["heading"])
    sheet.set_row(1, 24)
    for row_number, row in enumerate(table.rows, start=2):
        sheet.set_row(row_number, max((_height(cell, table) for cell in row if cell.rowspan == 1), default=_LINE) + 6)
        for cell in row:
            style = styles["caption" if cell.role == "caption" else "left" if table.stands_left(cell) else "center"]
            figure = report.cells.get(cell.cell or "")
            # Only what is printed as nothing but the number is one; "412.36万元" stays a text.
            number = figure.value if figure and cell.text == raw_figure(figure.value) else None
            _put(sheet, replace(cell, row=row_number), style, number)
    wide = table.width - table.stub_columns > 9
    sheet.set_paper(9)
    if wide:
        sheet.set_landscape()
    sheet.set_margins(left=0.8, right=0.8, top=1, bottom=1)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 1)
    sheet.set_footer("&C— &P —")


def _put(sheet: Worksheet, cell: LayoutCell, style: Format, number: Number | None = None) -> None:
    """A text, or a number, in a cell or a merged range. Never through `write`, which makes formulas of texts."""
    if cell.rowspan > 1 or cell.colspan > 1:
        last_row, last_column = cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1
        sheet.merge_range(cell.row, cell.column, last_row, last_column, "", style)
    if number is not None:
        sheet.write_number(cell.row, cell.column, float(number), style)
    elif cell.text:
        sheet.write_string(cell.row, cell.column, cell.text, style)
    else:
        sheet.write_blank(cell.row, cell.column, None, style)


def _height(cell: LayoutCell, table: LayoutTable) -> float:
    """The height that the text takes in its cell, a Chinese character being two figures wide."""
    width = sum(table.widths[cell.column : cell.column + cell.colspan]) * _SHEET_WIDTH - 1
    text = sum(1 if character.isascii() else 2 for character in cell.text) * 1.05
    return _LINE * max(1, -(-text // max(width, 4)))


def _flat(sheet: Worksheet, report: Report, form: Form, forms: Forms, styles: Mapping[str, Format]) -> None:
    for column, (name, width) in enumerate(_LIST):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, styles["heading"])
    for number, row in enumerate(flat_rows(report, form, forms), start=1):
        fields = dict(zip(HEADER, row, strict=True))
        figure = report.cells.get(fields["编号"])
        for column, (name, _) in enumerate(_LIST):
            if figure and name == "数值":
                sheet.write_number(number, column, float(figure.value))
            elif fields[name]:
                sheet.write_string(number, column, fields[name])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(report.cells), len(HEADER) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
