"""A report as a flat list of its figures in CSV, for spreadsheets and scripts."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

from gongkai.documents.places import chinese_place
from gongkai.law.forms import Form, Forms
from gongkai.reports.figures import raw_figure
from gongkai.reports.layout import layout_for
from gongkai.reports.model import Report

HEADER = ("编号", "表", "名称", "数值", "原文", "位置")


_SIGNED = re.compile(r"[+-][0-9]+(\.[0-9]+)?")


def flat_rows(report: Report, form: Form, forms: Forms) -> Iterator[tuple[str, ...]]:
    """One row a figure in printing order, as HEADER names them; a figure that is blank or lacking has no value."""
    places = {**forms.places, **form.places}
    for table in layout_for(report, form, forms):
        for cell in table.cells():
            if cell.cell is None or cell.cell not in places:
                continue
            place = places[cell.cell]
            figure = report.cells.get(cell.cell)
            yield (
                cell.cell,
                place.table.title,
                " / ".join(words for words in (place.row_words, place.column_words) if words),
                raw_figure(figure.value) if figure else "",
                figure.raw if figure else report.blank.get(cell.cell, ""),
                chinese_place(figure.source if figure else report.blank_sources.get(cell.cell, "")),
            )


def safe_text(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula: one that begins like one gets an apostrophe before it.

    A signed number stays a number.
    """
    if text.startswith(("=", "+", "-", "@", "\t", "\r")) and not _SIGNED.fullmatch(text):
        return "'" + text
    return text


def write(report: Report, form: Form, forms: Forms) -> bytes:
    """The figures with ids, labels, values, raw texts and places; UTF-8 with a byte order mark, as Excel wants it."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    writer.writerows([safe_text(text) for text in row] for row in flat_rows(report, form, forms))
    return out.getvalue().encode("utf-8-sig")
