"""Reports as XLSX and CSV: figures are numbers, nothing is a formula, the layout is the official one."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from gongkai.law.forms import PACKAGED, Forms
from gongkai.reports.figures import report_from_figures
from gongkai.reports.layout import layout
from gongkai.reports.model import CellValue, Report
from gongkai.reports.tests.samples import FORM_2021, LATER_FORMS, SMALL_2021
from gongkai.reports.writing import write
from gongkai.reports.writing.csv import safe_text

ALL_FORMS = Forms(PACKAGED, LATER_FORMS)


@pytest.fixture
def report() -> Report:
    return report_from_figures(FORM_2021, "清源县自然资源局", 2023, SMALL_2021)


def workbook(report: Report) -> Workbook:
    return load_workbook(BytesIO(write(report, FORM_2021, "xlsx")))


def lines(report: Report) -> list[dict[str, str]]:
    text = write(report, FORM_2021, "csv").decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def test_each_table_is_a_sheet_and_the_last_sheet_is_the_list(report):
    names = workbook(report).sheetnames
    assert names == [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "数据",
    ]


@pytest.mark.parametrize("form", ALL_FORMS.values(), ids=lambda form: form.id)
def test_cells_are_merged_as_in_the_layout(form):
    report = report_from_figures(form, "甲局", 2031, dict.fromkeys(form.cells, 1))
    book = load_workbook(BytesIO(write(report, form, "xlsx", ALL_FORMS)))
    for sheet, table in zip(book.worksheets, form.tables, strict=False):
        merged = {(area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges}
        expected = {
            (cell.row + 3, cell.column + 1, cell.row + cell.rowspan + 2, cell.column + cell.colspan)
            for cell in layout(table).cells()
            if cell.rowspan * cell.colspan > 1
        }
        assert expected <= merged
        assert sheet.page_setup.fitToHeight in (None, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_plain_figures_are_numbers_and_other_texts_stay_texts(report):
    report.cells["proactive.licences.decided"] = CellValue(386, "386件", "")
    report.cells["proactive.penalties.decided"] = CellValue(9, "+9", "")
    report.blank["proactive.coercive_measures.decided"] = "/"
    del report.cells["proactive.coercive_measures.decided"]
    sheet = workbook(report).worksheets[0]
    values = {str(row[0].value): row[1].value for row in sheet.iter_rows()}
    assert values["行政许可"] == "386件"
    assert values["行政处罚"] == "+9"
    assert values["行政强制"] == "/"
    assert values["行政事业性收费"] == pytest.approx(412.36)


@pytest.mark.parametrize("evil", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", '=HYPERLINK("x")', "\t=1", "\r=1"])
def test_no_text_becomes_a_formula(report, evil):
    report.title = report.agency = evil
    report.cells["proactive.licences.decided"].raw = evil
    report.cells["proactive.licences.decided"].source = evil
    for sheet in workbook(report).worksheets:
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    for line in lines(report):
        for text in line.values():
            assert not text.startswith(("=", "@", "\t", "\r"))
            assert text == "" or text[0] not in "+-"


@pytest.mark.parametrize("text", ["-3", "+9", "-0.5", "12", "", "无"])
def test_signed_numbers_and_words_are_left_alone(text):
    assert safe_text(text) == text


def test_the_list_holds_every_figure_with_its_words(report):
    report.cells["proactive.fees.amount"] = CellValue(Decimal("412.3600"), "412.36", "table 1 row 13 column 2")
    rows = {line["编号"]: line for line in lines(report)}
    assert list(rows) == list(FORM_2021.cells)
    fees = rows["proactive.fees.amount"]
    assert (fees["数值"], fees["原文"], fees["位置"]) == ("412.36", "412.36", "第1个表第13行第2列")
    secret = rows["applications.refused.state_secret.enterprise"]
    assert secret["表"] == "收到和处理政府信息公开申请情况"
    assert secret["名称"] == "（三）不予公开—1.属于国家秘密 / 法人或其他组织—商业企业"


def test_the_list_in_the_workbook_is_that_of_the_csv(report):
    head, *rows = workbook(report)["数据"].values
    shown = [dict(zip(head, ["" if value is None else str(value) for value in row], strict=True)) for row in rows]
    assert shown == lines(report)
