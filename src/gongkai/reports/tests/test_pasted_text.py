"""Text copied from a page or a sheet: tabs between cells, and blank cells that are nothing between two of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

import pytest

from gongkai.documents import read_document
from gongkai.law.forms import Form, packaged_forms
from gongkai.reports.model import Report
from gongkai.reports.reading import read_report
from gongkai.reports.reading.tokens import tabs_separate
from gongkai.reports.tests import layouts

FORMS = packaged_forms()
YEARS = {"2021": 2023, "2019": 2020}


def plain(drawn: layouts.Drawn) -> list[str]:
    """As a browser gives cells that hold text only."""
    return ["\t".join(row.cells) for row in drawn.rows]


def paragraphs(drawn: layouts.Drawn) -> list[str]:
    """As a browser gives cells that hold paragraphs: blank lines around each, and one more where a row ends."""
    return ["\n\n\t\n\n".join(row.cells) + "\n\n\n" for row in drawn.rows]


def divisions(drawn: layouts.Drawn) -> list[str]:
    """As a browser gives cells that hold blocks without margins."""
    return ["\n\t\n".join(row.cells) + "\n" for row in drawn.rows]


def label_paragraphs(drawn: layouts.Drawn) -> list[str]:
    """Paragraphs in the cells with labels, plain text in those with figures."""
    lines = []
    for row in drawn.rows:
        line = ""
        for at, cell in enumerate(row.cells):
            words = (bool(cell) and not cell[0].isdigit() and cell[0] != "-") or cell[1:2] == "."
            line += ("\t" if at else "") + (f"\n\n\u00a0{cell}\n\n" if words else f"\u00a0{cell}\u00a0")
        lines.append(line)
    return lines


def sheet(drawn: layouts.Drawn) -> list[str]:
    """As a sheet gives merged cells: their text first, then nothing for what they cover."""
    lines = []
    for row in drawn.rows:
        labels = [cell for cell in row.cells if not cell[:1].isdigit() or cell[1:2] == "."]
        own = len(row.cells) - len(labels)
        fill = [""] * (row.fill - row.left)
        cells = [*row.cells, *fill] if row.is_head or own < 7 else [*labels, *fill, *row.cells[len(labels) :]]
        lines.append("\t".join([*[""] * row.left, *cells]))
    return lines


COPIES = [plain, paragraphs, divisions, label_paragraphs]


def read(form: Form, texts: Mapping[str, str | None], printer: layouts.Layout) -> Report:
    return read_report(layouts.text_document(layouts.report_lines(form, texts, printer, YEARS[form.id])), "pasted.txt")


def holds(report: Report, texts: Mapping[str, str | None]) -> None:
    assert {cell: figure.raw for cell, figure in report.cells.items()} == {c: t for c, t in texts.items() if t}
    assert report.blank == {cell: "" for cell, text in texts.items() if not text}
    assert (report.missing, report.troubles) == ([], [])
    assert all(row.printed == row.expected for row in report.rows)


@pytest.mark.parametrize("copied", [*COPIES, sheet], ids=lambda copied: copied.__name__)
@pytest.mark.parametrize("form_id", ["2021", "2019"])
def test_copied_tables_read_to_the_same_cells(form_id: str, copied: layouts.Layout) -> None:
    texts = {cell: str(at) for at, cell in enumerate(FORMS[form_id].cells, 1)}
    holds(read(FORMS[form_id], texts, copied), texts)


@pytest.mark.parametrize("copied", COPIES, ids=lambda copied: copied.__name__)
@pytest.mark.parametrize("form_id", ["2021", "2019"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_blank_cells_of_copied_tables_are_blank_and_move_no_figure(
    form_id: str, copied: layouts.Layout, share: float
) -> None:
    for seed in range(8):
        chance = random.Random(seed)
        texts = {cell: "" if chance.random() < share else str(at) for at, cell in enumerate(FORMS[form_id].cells, 1)}
        # A table 四 without any figure is that of a form not filled in.
        texts["review.upheld" if seed % 2 else "review.total"] = "1"
        holds(read(FORMS[form_id], texts, copied), texts)


def without_organisations(cell: str) -> bool:
    return cell.startswith("applications.") and not cell.endswith((".natural_person", ".total"))


@pytest.mark.parametrize("semicolon", ["；", ";"])
@pytest.mark.parametrize("form", YEARS)
def test_tables_between_semicolons_are_read(semicolon: str, form: str) -> None:
    texts = {cell: str(at) for at, cell in enumerate(FORMS[form].cells, 1)}
    lines = layouts.report_lines(FORMS[form], texts, plain, YEARS[form])
    pasted = "\n".join(line.replace("\t", semicolon) for line in lines)
    holds(read_report(read_document(pasted.encode(), "pasted.txt"), "pasted.txt"), texts)


@pytest.mark.parametrize("copied", [*COPIES, sheet], ids=lambda copied: copied.__name__)
@pytest.mark.parametrize("blank", [without_organisations, lambda cell: cell.endswith(".received.total")])
def test_blank_columns_of_copied_tables_are_blank(copied: layouts.Layout, blank: Callable[[str], bool]) -> None:
    form = FORMS["2021"]
    texts = {cell: "" if blank(cell) else str(at) for at, cell in enumerate(form.cells, 1)}
    report = read(form, texts, copied)
    assert {cell: figure.raw for cell, figure in report.cells.items()} == {c: t for c, t in texts.items() if t}


def test_a_slash_on_a_line_of_its_own_belongs_to_the_head_broken_around_it() -> None:
    form = FORMS["2019"]
    texts = {cell: str(at) for at, cell in enumerate(form.cells, 1)}
    texts["proactive.penalties.items_change"] = texts["proactive.penalties.decided"] = ""
    lines = layouts.report_lines(form, texts, plain, 2020)
    report = read_report(layouts.text_document([line.replace("增/减", "增\n/\n减") for line in lines]), "pasted.txt")
    holds(report, texts)


@pytest.mark.parametrize(
    ("texts", "separate"),
    [
        (["规章\t0\t1", "行政许可\t3", "\t甲机关"], True),
        (["规章", "", "\t", "", "0", *["\t"] * 30, "\t甲机关"], True),
        (["\t规章", "\t0", "\t1", "\t", ""], False),
        (["\t\t\t\t规章", "\t\t\t\t", "\t\t\t\t0", "\t\t\t"], False),
        (["规章 |", "\t\t0 |"], False),
        (["没有制表符"], False),
    ],
)
def test_tabs_that_indent_are_told_from_tabs_between_cells(texts: list[str], separate: bool) -> None:
    assert tabs_separate(texts) is separate
