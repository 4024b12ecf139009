"""Tables drawn with characters: Markdown, boxes as browsers for terminals draw them, merged cells given repeatedly."""

from __future__ import annotations

import contextlib
import time

import pytest

from gongkai.documents.model import UnusableDocument
from gongkai.law.forms import Form, packaged_forms
from gongkai.reports.checking import check
from gongkai.reports.layout import LayoutTable, layout
from gongkai.reports.model import Report
from gongkai.reports.reading import read_report
from gongkai.reports.tests import layouts

FORMS = packaged_forms()
YEARS = {"2021": 2023, "2019": 2020}


def filled(table: LayoutTable, texts: dict[str, str], repeated: bool) -> list[list[str]]:
    """The table as a rectangle of texts, what merged cells cover left empty or given their text again."""
    height = max(cell.row + cell.rowspan for row in table.rows for cell in row)
    rectangle = [[""] * table.width for _ in range(height)]
    for row in table.rows:
        for cell in row:
            text = cell.text if cell.cell is None else texts[cell.cell]
            for down in range(cell.rowspan if repeated else 1):
                for right in range(cell.colspan if repeated else 1):
                    rectangle[cell.row + down][cell.column + right] = text
    return rectangle


def markdown(rectangle: list[list[str]]) -> list[str]:
    rows = [f"| {' | '.join(row)} |" for row in rectangle]
    return [rows[0], "|" + " --- |" * len(rectangle[0]), *rows[1:]]


def boxes(rectangle: list[list[str]]) -> list[str]:
    """Each cell four characters wide and as many lines high as its row needs."""
    lines = ["┌" + "┬".join("────" for _ in rectangle[0]) + "┐"]
    for row in rectangle:
        for at in range(0, max(len(text) for text in row), 4):
            lines.append("│" + "│".join(f"{text[at : at + 4]:　<4}" for text in row) + "│")
        lines.append("├" + "┼".join("────" for _ in row) + "┤")
    return lines


def read(form: Form, texts: dict[str, str], lines_of: dict[str, list[str]]) -> Report:
    whole = iter(layouts.report_lines(form, texts, lambda drawn: ["\ufffftable"], YEARS[form.id]))
    tables = iter(form.tables)
    lines = [line for each in whole for line in (lines_of[next(tables).id] if each == "\ufffftable" else [each])]
    return read_report(layouts.text_document(lines), "drawn.txt")


@pytest.mark.parametrize("form_id", ["2021", "2019"])
@pytest.mark.parametrize("repeated", [False, True], ids=["left empty", "repeated"])
def test_markdown_tables_read_to_the_same_cells(form_id: str, repeated: bool) -> None:
    form = FORMS[form_id]
    texts = {cell: str(at % 100) for at, cell in enumerate(form.cells, 1)}
    report = read(form, texts, {t.id: markdown(filled(layout(t), texts, repeated)) for t in form.tables})
    assert {cell: figure.raw for cell, figure in report.cells.items()} == texts
    assert (report.form, report.missing, report.troubles) == (form_id, [], [])


@pytest.mark.parametrize("form_id", ["2021", "2019"])
def test_boxed_tables_with_labels_over_several_lines_read_to_the_same_cells(form_id: str) -> None:
    form = FORMS[form_id]
    texts = {cell: str(at) for at, cell in enumerate(form.cells, 1)}
    lines = {t.id: boxes(filled(layout(t), texts, repeated=False)) for t in form.tables}
    report = read(form, texts, lines)
    assert all(figure.raw == texts[cell] for cell, figure in report.cells.items())
    assert {cell for cell in texts if cell.startswith("applications.")} <= set(report.cells)


@pytest.mark.parametrize("as_grid", [False, True], ids=["text", "grid"])
def test_a_row_that_no_form_has_is_a_hint_and_the_others_are_read(as_grid: bool) -> None:
    form = FORMS["2019"]
    texts = dict.fromkeys(form.cells, "0")
    if as_grid:
        document = layouts.grid_document(form, texts, 2020)
        grid = next(document.grids())
        at = next(at for at, row in enumerate(grid.rows) if row[0].text == "规范性文件")
        for row in grid.rows[at + 1 :]:
            for cell in row:
                cell.row += 1
        extra = [
            type(cell)(text, at + 1, cell.column) for cell, text in zip(grid.rows[at], ["其7", "7", "9"], strict=False)
        ]
        extra[0].text = "其他主动公开文件"
        extra += [type(extra[0])("9", at + 1, 3)]
        grid.rows.insert(at + 1, extra)
    else:
        lines = layouts.report_lines(form, texts, lambda drawn: ["\t".join(row.cells) for row in drawn.rows], 2020)
        lines.insert(
            next(i for i, line in enumerate(lines) if line.startswith("规范性文件")) + 1, "其他主动公开文件\t7\t7\t9"
        )
        document = layouts.text_document(lines)
    report = read_report(document, "extra.html")
    assert len(report.cells) == len(form.cells)
    found = check(report)
    assert [finding.level for finding in found if finding.rule == "form.extra_row"] == ["hint"]
    assert {finding.level for finding in found} == {"hint"}


@pytest.mark.parametrize("piece", ["|", "\t", "─ ", "| ", "|---", "+-", ":-", "规章|", "0|", "0 "])
def test_a_long_line_of_separators_takes_no_squared_time(piece: str) -> None:
    started = time.perf_counter()
    with contextlib.suppress(UnusableDocument):
        read_report(layouts.text_document([piece * 60_000 + "规章"]), "long.txt")
    assert time.perf_counter() - started < 5
