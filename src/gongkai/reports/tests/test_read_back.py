"""What we write, our reader reads: the same cells, agency, year, date and prose, in every format and of every form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.documents import read_document
from gongkai.law.forms import PACKAGED, Form, Forms
from gongkai.reports.figures import raw_figure, report_from_figures
from gongkai.reports.model import Number, Report
from gongkai.reports.reading import read_report
from gongkai.reports.tests.samples import FORM_2021, LARGE_2021, LATER_FORMS, SMALL_2021
from gongkai.reports.tests.strategies import valid_cells
from gongkai.reports.writing import FORMATS, write

ALL_FORMS = Forms(PACKAGED, LATER_FORMS)
FORM_IDS = ("2021", "2019", "2031")
READ_BACK = ("html", "docx", "pdf", "xlsx")
SECTIONS = {
    "1": "本机关认真落实条例要求，全年主动公开信息一百余条。\n（一）制度建设。修订办事指南，明确办理时限与责任分工。",
    "5": "个别科室答复不够规范，拟逐件复核答复文书。",
    "6": "没有需要报告的其他事项。",
}

few = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_back(report: Report, form: Form, format: str) -> Report:
    name = f"report{FORMATS[format].suffix}"
    return read_report(read_document(write(report, form, format, ALL_FORMS), name), name, ALL_FORMS)


def values(report: Report) -> dict[str, Number]:
    return {cell: figure.value for cell, figure in report.cells.items()}


@pytest.mark.parametrize("format", READ_BACK)
@pytest.mark.parametrize("form_id", FORM_IDS)
@few
@given(data=st.data())
def test_any_valid_figures_are_read_back(form_id, format, data):
    form = ALL_FORMS[form_id]
    figures = data.draw(valid_cells(form))
    report = report_from_figures(form, "清源县自然资源局", form.first_year, figures)
    again = read_back(report, form, format)
    assert again.form == form_id
    assert values(again) == figures
    assert again.missing == []
    assert again.troubles == []


@pytest.mark.parametrize("format", READ_BACK)
@pytest.mark.parametrize("figures", [SMALL_2021, LARGE_2021], ids=["small", "large"])
def test_raw_texts_are_those_that_were_written(format, figures):
    report = report_from_figures(FORM_2021, "清源县自然资源局", 2023, figures)
    again = read_back(report, FORM_2021, format)
    assert {cell: figure.raw for cell, figure in again.cells.items()} == {
        cell: raw_figure(figure.value) for cell, figure in report.cells.items()
    }
    assert all(figure.source for figure in again.cells.values())


@pytest.mark.parametrize("format", ["html", "docx", "pdf"])
def test_agency_year_title_date_and_prose_are_read_back(format):
    report = report_from_figures(FORM_2021, "清源县自然资源局", 2023, SMALL_2021, SECTIONS, date(2024, 1, 22))
    again = read_back(report, FORM_2021, format)
    assert (again.agency, again.year, again.signed) == ("清源县自然资源局", 2023, date(2024, 1, 22))
    assert again.title == report.title
    for number, text in SECTIONS.items():
        assert "".join(again.sections[number].split()) == "".join(text.split())


@pytest.mark.parametrize("format", READ_BACK)
def test_blanks_are_read_back_as_blanks_and_never_as_zero(format):
    report = report_from_figures(FORM_2021, "清源县自然资源局", 2023, SMALL_2021)
    for cell, mark in (("applications.granted.enterprise", "/"), ("review.corrected", "—")):
        del report.cells[cell]
        report.blank[cell] = mark
    again = read_back(report, FORM_2021, format)
    assert values(again) == values(report)
    assert again.blank["applications.granted.enterprise"] == "/"
    assert again.blank["review.corrected"] == "—"


@pytest.mark.parametrize("format", READ_BACK)
def test_other_outcomes_as_one_row_are_read_back_as_one_row(format):
    report = report_from_figures(FORM_2021, "清源县自然资源局", 2023, SMALL_2021)
    for cell in [cell for cell in report.cells if cell.startswith("applications.other.")]:
        figure = report.cells.pop(cell)
        if ".other.other." in cell:
            report.cells[cell.replace(".other.other.", ".other.")] = figure
    assert values(read_back(report, FORM_2021, format)) == values(report)


@pytest.mark.parametrize("format", READ_BACK)
def test_units_and_notes_in_a_cell_survive(format):
    report = report_from_figures(FORM_2021, "清源县自然资源局", 2023, SMALL_2021)
    report.cells["proactive.normative_documents.made"].raw = "2（其中修订1件）"
    report.cells["proactive.fees.amount"].raw = "412.36万元"
    again = read_back(report, FORM_2021, format)
    assert values(again) == values(report)
    assert again.cells["proactive.normative_documents.made"].raw == "2（其中修订1件）"
    assert again.cells["proactive.fees.amount"].value == Decimal("412.36")
