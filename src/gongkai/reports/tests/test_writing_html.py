"""Reports as HTML: nothing of the content is markup, the tables say what names a figure, wrong cells are marked."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

import pytest
from lxml import html

from gongkai.law.forms import PACKAGED, Forms
from gongkai.reports.figures import report_from_figures
from gongkai.reports.model import Finding, Report
from gongkai.reports.tests.samples import FORM_2021, KINDS, LATER_FORMS, SMALL_2021
from gongkai.reports.writing.html import report_html, tables_html

ALL_FORMS = Forms(PACKAGED, LATER_FORMS)
SECTIONS = {"1": "全年公开信息86条。\n（一）制度建设。修订了办事指南。", "6": "没有需要报告的其他事项。"}


@pytest.fixture
def report() -> Report:
    return report_from_figures(FORM_2021, "清源县自然资源局", 2023, SMALL_2021, SECTIONS, date(2024, 1, 22))


def page(text: str) -> html.HtmlElement:
    return html.fromstring(f"<html><body>{text}</body></html>")


def cell(tree: html.HtmlElement, cell_id: str) -> html.HtmlElement:
    (found,) = tree.xpath(f"//*[@id='cell-{cell_id}']")
    return found


def row_finding(report: Report, actual: int) -> Finding:
    report.cells["applications.received.total"].raw = str(actual)
    cells = [f"applications.received.{kind}" for kind in (*KINDS, "total")]
    return Finding("applications.row_total", "error", "总计 <不符>。", cells, expected=36, actual=actual)


def test_a_page_has_its_sections_tables_and_signature_in_order(report):
    tree = html.fromstring(report_html(report, FORM_2021))
    assert tree.xpath("string(//h1)") == report.title == tree.xpath("string(//title)")
    assert [heading.text for heading in tree.xpath("//h2")][2] == "三、收到和处理政府信息公开申请情况"
    assert len(tree.xpath("//h2")) == 6
    assert len(tree.xpath("//table")) == 3
    assert [line.text for line in tree.xpath("//footer/p")] == ["清源县自然资源局", "2024年1月22日"]
    assert tree.xpath("//b/text()") == ["（一）制度建设。"]


def test_a_page_fetches_nothing_and_runs_nothing(report):
    text = report_html(report, FORM_2021)
    assert "<script" not in text
    assert "http" not in text
    assert "url(" not in text


@pytest.mark.parametrize("form", ALL_FORMS.values(), ids=lambda form: form.id)
def test_each_figure_has_its_id_and_headers_that_exist(form):
    report = report_from_figures(form, "甲局", 2030, dict.fromkeys(form.cells, 5))
    tree = page(tables_html(report, form, forms=ALL_FORMS))
    every = tree.xpath("//@id")
    assert len(every) == len(set(every))
    for cell_id in form.cells:
        headers = cell(tree, cell_id).get("headers").split()
        assert headers
        assert set(headers) <= set(every)


def test_ids_of_two_reports_on_a_page_are_kept_apart(report):
    both = tables_html(report, FORM_2021, id_prefix="a-") + tables_html(report, FORM_2021, id_prefix="b-")
    every = page(both).xpath("//@id")
    assert len(every) == len(set(every))


def test_nothing_that_was_read_becomes_markup(report):
    evil = '<script>alert("x")</script>&amp;'
    report.title = report.agency = evil
    report.sections["1"] = evil
    report.blank["applications.granted.enterprise"] = evil
    del report.cells["applications.granted.enterprise"]
    report.cells["applications.received.total"].raw = evil
    finding = Finding("text.damaged", "error", f'"{evil}', ["applications.received.total"])
    for text in (report_html(report, FORM_2021), tables_html(report, FORM_2021, [finding], lambda cell: f'"{evil}')):
        assert "<script" not in text
        assert 'alert("' not in text
    tree = page(tables_html(report, FORM_2021, [finding]))
    assert cell(tree, "applications.received.total").xpath("string(.//*[@class='printed'])") == evil


def test_a_broken_sum_marks_its_total_with_the_computed_figure_and_a_link(report):
    finding = row_finding(report, 0)
    tree = page(tables_html(report, FORM_2021, [Finding("text.damaged", "hint", "。"), finding]))
    wrong = cell(tree, "applications.received.total")
    assert wrong.get("class").split() == ["figure", "wrong"]
    assert wrong.xpath("string(span[@class='printed'])") == "0"
    assert wrong.xpath("string(a[@class='computed'])") == "应为36"
    assert wrong.xpath("a/@href") == ["#finding-2"]
    assert len(tree.xpath("//td[contains(@class, 'wrong')]")) == 1


def test_a_broken_balance_marks_what_was_concluded_and_what_was_carried_out(report):
    rows = ("received", "carried_in", "concluded", "carried_out")
    finding = Finding(
        "applications.balance", "error", "。", [f"applications.{row}.total" for row in rows], expected=38, actual=37
    )
    tree = page(tables_html(report, FORM_2021, [finding]))
    marked = [td.get("id") for td in tree.xpath("//td[contains(@class, 'wrong')]")]
    assert marked == ["cell-applications.concluded.total", "cell-applications.carried_out.total"]
    assert cell(tree, "applications.concluded.total").xpath("string(a)") == "见第1条"
    assert not cell(tree, "applications.carried_out.total").xpath("a")


@pytest.mark.parametrize(
    ("advice", "words"),
    [
        ("改动最少的办法：“一、本年新收政府信息公开申请数量”的“总计”由 0 改为 36。", "应为36"),
        ("改动最少的办法：“一、本年新收政府信息公开申请数量”的“自然人”由 30 改为 0。", "见第1条"),
        (
            "改动最少的办法有 2 种，请对照台账核实：（1）“一、本年新收政府信息公开申请数量”的“总计”由 0 改为 36；",
            "见第1条",
        ),
    ],
)
def test_a_total_gets_a_figure_only_where_the_advice_is_to_change_it(report, advice, words):
    finding = row_finding(report, 0)
    finding.advice = advice
    tree = page(tables_html(report, FORM_2021, [finding]))
    assert cell(tree, "applications.received.total").xpath("string(a)") == words


def test_a_cell_that_the_text_contradicts_gets_no_figure(report):
    finding = Finding("prose.disagrees", "warning", "。", ["applications.carried_out.total"], expected=0, actual=11)
    tree = page(tables_html(report, FORM_2021, [finding]))
    assert cell(tree, "applications.carried_out.total").xpath("string(a)") == "见第1条"


def test_of_a_broken_balance_and_a_broken_total_the_total_alone_is_marked(report):
    rows = ("received", "carried_in", "concluded", "carried_out")
    balance = Finding("applications.balance", "error", "。", [f"applications.{row}.total" for row in rows], 38, 3)
    sums = next(r for r in FORM_2021.relations() if r.rule == "applications.concluded_sum" and r.along == "total")
    total = Finding("applications.concluded_sum", "error", "。", list(sums.cells), expected=35, actual=0)
    tree = page(tables_html(report, FORM_2021, [balance, total]))
    assert [td.get("id") for td in tree.xpath("//td[contains(@class, 'wrong')]")] == [
        "cell-applications.concluded.total"
    ]
    assert cell(tree, "applications.concluded.total").xpath("string(a)") == "应为35"


def test_a_finding_on_a_whole_row_says_where_to_look_once(report):
    cells = [f"applications.granted.{kind}" for kind in KINDS]
    tree = page(tables_html(report, FORM_2021, [Finding("form.row_length", "warning", "。", cells, expected=7)]))
    assert len(tree.xpath("//td[contains(@class, 'doubtful')]")) == 6
    assert tree.xpath("//a[@class='computed']/text()") == ["见第1条"]


def test_an_error_outweighs_a_warning_and_hints_mark_nothing(report):
    total = ["applications.received.total"]
    findings = [
        Finding("year.carry", "warning", "。", total),
        row_finding(report, 1),
        Finding("text.damaged", "hint", "。", ["applications.granted.total"]),
        Finding("year.carry", "warning", "。", ["applications.carried_in.total"], expected=5),
    ]
    tree = page(tables_html(report, FORM_2021, findings))
    assert "wrong" in cell(tree, "applications.received.total").get("class")
    assert cell(tree, "applications.carried_in.total").get("class") == "figure doubtful"
    assert cell(tree, "applications.granted.total").get("class") == "figure"


def test_a_figure_with_records_is_a_link(report):
    links = {"applications.granted.total": "/cases?outcome=granted"}
    tree = page(tables_html(report, FORM_2021, links=links.get))
    assert tree.xpath("//a[@class='records']/@href") == ["/cases?outcome=granted"]


def test_a_lacking_figure_is_empty_and_says_so(report):
    lacking = deepcopy(report)
    del lacking.cells["review.upheld"]
    lacking.missing.append("review.upheld")
    found = cell(page(tables_html(lacking, FORM_2021)), "review.upheld")
    assert found.text_content() == ""
    assert found.get("class") == "figure missing"


def test_a_table_alone_has_a_caption_and_in_a_report_its_heading(report):
    alone = page(tables_html(report, FORM_2021))
    assert len(alone.xpath("//table/caption")) == 3
    whole = html.fromstring(report_html(report, FORM_2021))
    names = [whole.get_element_by_id(name).text for name in whole.xpath("//table/@aria-labelledby")]
    assert names[0] == "二、主动公开政府信息情况"
    assert not whole.xpath("//caption")
