"""Charts of one agency over the years: the figures printed and no others, said in words and labelled in the picture."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from gongkai.law.forms import packaged_forms
from gongkai.reports.charts import Chart, Links, Series, agency_charts, chart_svg, chart_table_html, stylesheet
from gongkai.reports.figures import report_from_figures
from gongkai.reports.model import Report
from gongkai.reports.tests.samples import FORM_2019, FORM_2021, SMALL_2019, SMALL_2021

SVG = "{http://www.w3.org/2000/svg}"
FORMS = packaged_forms()


def reports() -> list[Report]:
    return [
        report_from_figures(FORM_2021, "甲局", 2022, SMALL_2021),
        report_from_figures(FORM_2019, "甲局", 2019, SMALL_2019),
        report_from_figures(FORM_2021, "甲局", 2021, SMALL_2021),
    ]


def series(chart: Chart) -> dict[str, tuple[object, ...]]:
    return {item.name: item.values for item in chart.series}


def drawn(chart: Chart, links: Links | None = None, id_prefix: str = "chart") -> etree._Element:
    return etree.fromstring(chart_svg(chart, links, id_prefix).encode())  # well-formed, as inline and as a file


def texts(tree: etree._Element, kind: str) -> list[str]:
    return [text.text for text in tree.iter(f"{SVG}text") if text.get("class").split()[0] == kind]


def test_years_stand_in_order_and_a_year_without_a_report_is_a_gap():
    flow = agency_charts(reports(), FORMS)[0]
    assert flow.categories == ("2019", "2020", "2021", "2022")
    assert series(flow)["新收"] == (20, None, 36, 36)
    assert series(flow)["结转下年"] == (2, None, 3, 3)


def test_outcomes_are_grouped_as_the_forms_group_them_in_one_row_or_three():
    printed = reports()
    for cell in [cell for cell in printed[0].cells if cell.startswith("applications.other.")]:
        value = printed[0].cells.pop(cell)
        if cell.endswith("other.other.total"):
            printed[0].cells["applications.other.total"] = value
    outcomes = series(agency_charts(printed, FORMS)[1])
    assert list(outcomes) == ["予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理"]
    assert outcomes["其他处理"] == (1, None, 1, 1)
    assert outcomes["无法提供"] == (6, None, 11, 11)


def test_a_figure_that_a_report_lacks_is_not_zero():
    report = reports()[0]
    del report.cells["applications.concluded.total"]
    flow = agency_charts([report], FORMS)[0]
    assert series(flow)["办结"] == (None,)
    assert "没有数据" in flow.description
    assert "—" in chart_table_html(flow)


def test_a_picture_that_adds_up_figures_says_where_the_printed_totals_do_not_agree():
    sound, broken = report_from_figures(FORM_2021, "甲局", 2021, SMALL_2021), dict(SMALL_2021)
    assert [chart.note for chart in agency_charts([sound], FORMS)] == ["", "", ""]
    broken["applications.concluded.total"] += 2
    broken["review.total"] += 1
    flow, outcomes, disputes = agency_charts([sound, report_from_figures(FORM_2021, "甲局", 2022, broken)], FORMS)
    assert flow.note == ""  # it adds nothing up
    assert outcomes.note == "2022年报告所印的总计与各分项之和不一致；图中照所印的数字相加，未作更正。"
    assert disputes.note == ""  # nor does it with reviews
    broken["litigation_direct.total"] += 1
    assert "2022年" in agency_charts([report_from_figures(FORM_2021, "甲局", 2022, broken)], FORMS)[2].note


def test_without_reports_or_figures_there_are_no_charts():
    assert agency_charts([], FORMS) == []
    assert agency_charts([Report("x", year=2021)], FORMS) == []


def test_the_picture_is_named_and_described_for_those_who_do_not_see_it():
    tree = drawn(agency_charts(reports(), FORMS)[0], id_prefix="flow")
    assert tree.get("role") == "img"
    assert tree.get("aria-labelledby") == "flow-title flow-desc"
    assert tree.find(f"{SVG}title").text == "申请的收到与办结"
    assert "新收：2019年20，2021年36，2022年36" in tree.find(f"{SVG}desc").text


def test_lines_are_labelled_at_their_end_and_broken_where_figures_lack():
    chart = Chart("x", "lines", ("2019", "2020", "2021"), (Series("甲", (1, None, 3)), Series("乙", (9, 8, 7))))
    tree = drawn(chart)
    assert sorted(texts(tree, "name")) == ["乙", "甲"]
    first, second = (path.get("d") for path in tree.iter(f"{SVG}path"))
    assert first.count("M") == 2
    assert (second.count("M"), second.count("L")) == (1, 2)


def test_stacked_bars_have_their_sum_above_and_parts_in_proportion():
    chart = Chart("x", "stacked", ("2021",), (Series("甲", (30,)), Series("乙", (10,)), Series("丙", (0,))))
    tree = drawn(chart)
    heights = [float(rect.get("height")) for rect in tree.iter(f"{SVG}rect")]
    assert heights[0] == pytest.approx(3 * heights[1], abs=0.3)
    assert texts(tree, "value") == ["40"]
    assert texts(tree, "name") == ["乙 10", "甲 30"]


def test_a_year_leads_to_its_report():
    chart = agency_charts(reports(), FORMS)[0]
    links = {"2021": "/xxgk/nianbao/a/2021/?a=1&b=2"}
    (link,) = drawn(chart, links=links.get).iter(f"{SVG}a")
    assert link.get("href") == links["2021"]
    assert html.fromstring(chart_table_html(chart, links.get)).xpath("//a/@href") == [links["2021"]]


def test_names_are_never_markup():
    chart = Chart("<b>&", "stacked", ('"<',), (Series("<i>", (5,)),), unit="<u>")
    assert drawn(chart).find(f"{SVG}title").text == "<b>&"
    assert "<i>" not in chart_table_html(chart)


def test_colours_are_left_to_the_style_sheet():
    chart = agency_charts(reports(), FORMS)[1]
    assert "#" not in chart_svg(chart)
    assert "prefers-color-scheme: dark" in stylesheet()


figures = st.one_of(st.none(), st.integers(0, 10**6), st.decimals(0, 10**5, places=2))


@given(
    st.sampled_from(["lines", "stacked"]),
    st.integers(1, 12).flatmap(
        lambda years: st.lists(st.lists(figures, min_size=years, max_size=years), min_size=1, max_size=6)
    ),
)
def test_any_figures_give_a_picture_within_its_frame_and_names_that_do_not_touch(kind, rows):
    years = tuple(str(2010 + index) for index in range(len(rows[0])))
    chart = Chart("x", kind, years, tuple(Series(f"第{n}项", tuple(row)) for n, row in enumerate(rows)))
    tree = drawn(chart)
    _, _, width, height = map(float, tree.get("viewBox").split())
    for item in tree.iter():
        for name, most in (("x", width), ("cx", width), ("y", height), ("cy", height)):
            if item.get(name):
                assert 0 <= float(item.get(name)) <= most
    heights = sorted(float(t.get("y")) for t in tree.iter(f"{SVG}text") if t.get("class").startswith("name"))
    assert all(below - above >= 16.8 for above, below in pairwise(heights))


def test_an_amount_is_printed_without_an_exponent():
    chart = Chart("x", "stacked", ("2021",), (Series("甲", (Decimal("1E+2"),)),), unit="万元")
    assert "100" in chart_table_html(chart)
    assert "E+" not in chart_svg(chart)
