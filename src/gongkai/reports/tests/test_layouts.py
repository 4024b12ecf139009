"""Every layout of the same figures reads to the same cells; what cannot be read is said, and nothing is made up."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.law.forms import PACKAGED, Form, Forms, packaged_forms
from gongkai.reports.model import Number, Report
from gongkai.reports.reading import read_report
from gongkai.reports.tests import layouts
from gongkai.reports.tests.samples import LATER_FORMS

FORMS = packaged_forms()
YEARS = {"2021": 2023, "2019": 2020}
forms_in_use = st.sampled_from([FORMS["2021"], FORMS["2019"]])
seeds = st.integers(0, 2**32)
FEW = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def read(form: Form, texts: Mapping[str, str | None], printer: layouts.Layout) -> Report:
    lines = layouts.report_lines(form, texts, printer, YEARS[form.id])
    return read_report(layouts.text_document(lines), "report.txt")


def values(report: Report) -> dict[str, Number]:
    return {cell: figure.value for cell, figure in report.cells.items()}


def figures_of(form: Form, seed: int) -> dict[str, Number]:
    """Figures as reports have them, for reading only: their sums need not hold."""
    chance = random.Random(seed)

    def figure(kind: str) -> Number:
        if kind == "amount":
            return Decimal(chance.randrange(10**9)) / 10**4 if chance.random() < 0.5 else 0
        small, large = chance.randrange(20), chance.randrange(100_000)
        count: int = chance.choice([0, 0, small, large])
        return -count if kind == "change" and chance.random() < 0.5 else count

    return {cell: figure(form.places[cell].kind) for cell in form.cells}


def numbered(form: Form) -> dict[str, Number]:
    """A different figure in every cell, so that no two can be taken for one another."""
    return {cell: at for at, cell in enumerate(form.cells, 1)}


@pytest.mark.parametrize("printer", layouts.READABLE, ids=lambda printer: printer.__name__)
@pytest.mark.parametrize("form_id", ["2021", "2019"])
def test_each_layout_reads_to_the_same_cells(form_id: str, printer: layouts.Layout) -> None:
    form = FORMS[form_id]
    figures = numbered(form)
    report = read(form, layouts.texts_of(figures), printer)
    assert values(report) == figures
    assert (report.form, report.blank, report.missing, report.troubles) == (form_id, {}, [], [])
    assert set(report.tables.values()) == {"found"}
    assert [heading.section for heading in report.headings] == [1, 2, 3, 4, 5, 6]
    assert (report.sections["2"], report.sections["3"], report.sections["4"]) == ("", "", "")
    assert all(row.printed == row.expected for row in report.rows)


@pytest.mark.parametrize("form_id", ["2021", "2019"])
def test_grids_read_to_the_same_cells(form_id: str) -> None:
    form = FORMS[form_id]
    figures = numbered(form)
    report = read_report(layouts.grid_document(form, layouts.texts_of(figures), YEARS[form_id]), "report.html")
    assert values(report) == figures
    assert (report.form, report.blank, report.missing, report.troubles) == (form_id, {}, [], [])
    for head in report.heads:
        if head.table != "proactive":
            assert head.columns == [column.id for column in form.table(head.table).blocks[0].columns]


@pytest.mark.parametrize("printer", layouts.UNREADABLE, ids=lambda printer: printer.__name__)
@pytest.mark.parametrize("form_id", ["2021", "2019"])
def test_layouts_that_lose_cells_are_said_to_be_unreadable(form_id: str, printer: layouts.Layout) -> None:
    form = FORMS[form_id]
    figures = {cell: at % 3 for at, cell in enumerate(form.cells)}  # only equal figures get lost
    report = read(form, layouts.texts_of(figures), printer)
    assert report.cells == {}
    assert report.blank == {}
    assert set(report.tables.values()) == {"unreadable"}
    assert {trouble.table for trouble in report.troubles} == {"proactive", "applications", "disputes"}
    assert report.form == form_id


@FEW
@given(st.data(), forms_in_use, st.sampled_from(layouts.READABLE))
def test_any_figures_in_any_layout(data: st.DataObject, form: Form, printer: layouts.Layout) -> None:
    figures = figures_of(form, data.draw(seeds))
    assert values(read(form, layouts.texts_of(figures), printer)) == figures


@FEW
@given(st.data(), forms_in_use, st.sampled_from(layouts.SHOWS_BLANKS))
def test_blank_cells_between_figures_keep_the_others_in_their_columns(
    data: st.DataObject, form: Form, printer: layouts.Layout
) -> None:
    figures = figures_of(form, data.draw(seeds))
    inner = [cell for cell in form.cells if cell.endswith((".enterprise", ".legal_service", ".research_institution"))]
    left_blank = set(data.draw(st.lists(st.sampled_from(inner), max_size=10)))
    texts = layouts.texts_of(figures) | dict.fromkeys(left_blank, "")
    report = read(form, texts, printer)
    assert values(report) == {cell: value for cell, value in figures.items() if cell not in left_blank}
    assert set(report.blank) == left_blank


@FEW
@given(st.data(), forms_in_use, st.sampled_from(layouts.READABLE), st.sampled_from(["/", "—", "-", "无"]))
def test_marks_for_nothing_are_blank_wherever_they_stand(
    data: st.DataObject, form: Form, printer: layouts.Layout, mark: str
) -> None:
    figures = figures_of(form, data.draw(seeds))
    marked = set(data.draw(st.lists(st.sampled_from(form.cells), max_size=10)))
    report = read(form, layouts.texts_of(figures) | dict.fromkeys(marked, mark), printer)
    assert values(report) == {cell: value for cell, value in figures.items() if cell not in marked}
    assert report.blank == dict.fromkeys(marked, mark)


@FEW
@given(st.data(), forms_in_use, st.sampled_from(layouts.READABLE))
def test_short_rows_are_read_from_the_left(data: st.DataObject, form: Form, printer: layouts.Layout) -> None:
    figures = figures_of(form, data.draw(seeds))
    totals = [cell for cell in form.cells if cell.startswith("applications.") and cell.endswith(".total")]
    absent = set(data.draw(st.lists(st.sampled_from(totals), max_size=5)))
    report = read(form, layouts.texts_of(figures) | dict.fromkeys(absent), printer)
    assert values(report) == {cell: value for cell, value in figures.items() if cell not in absent}
    assert set(report.missing) == absent
    assert {row.row for row in report.rows if row.printed < row.expected} == {cell[: -len(".total")] for cell in absent}


@FEW
@given(st.data(), forms_in_use)
def test_grids_keep_blank_cells_in_their_columns(data: st.DataObject, form: Form) -> None:
    figures = figures_of(form, data.draw(seeds))
    marks = data.draw(st.dictionaries(st.sampled_from(form.cells), st.sampled_from(["", "/", "不涉及"]), max_size=12))
    texts = layouts.texts_of(figures) | marks
    report = read_report(layouts.grid_document(form, texts, YEARS[form.id]), "report.html")
    assert values(report) == {cell: value for cell, value in figures.items() if cell not in marks}
    assert report.blank == marks


@pytest.mark.parametrize("printer", layouts.READABLE, ids=lambda printer: printer.__name__)
def test_a_form_of_a_later_year_reads_without_new_code(printer: layouts.Layout) -> None:
    forms = Forms(PACKAGED, LATER_FORMS)
    form = forms["2031"]
    figures = numbered(form)
    lines = layouts.report_lines(form, layouts.texts_of(figures), printer, 2031)
    report = read_report(layouts.text_document(lines), "report.txt", forms)
    assert values(report) == figures
    assert (report.form, report.missing, report.troubles) == ("2031", [], [])


def test_the_statistics_form_reads_one_figure_a_row() -> None:
    form = FORMS["2014"]
    figures = numbered(form)
    for printer in layouts.READABLE:
        tables = printer(layouts.draw(layouts.layout(form.tables[0]), layouts.texts_of(figures)))
        lines = [
            f"{layouts.AGENCY}2016年政府信息公开工作年度报告",
            "一、概述",
            "本局全年公开信息，现报告如下。",
            *tables,
        ]
        report = read_report(layouts.text_document(lines), "report.txt")
        assert values(report) == figures, printer.__name__
        assert report.form == "2014"
