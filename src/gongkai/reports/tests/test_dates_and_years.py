"""Dates against the legal limits, and this year's report against last year's."""

from datetime import date

import pytest

from gongkai.reports.checking import check, deadlines, years
from gongkai.reports.model import SectionLine
from gongkai.reports.reading import read_report
from gongkai.reports.tests import layouts
from gongkai.reports.tests.samples import FORM_2021, SMALL_2021, ZERO_2021, filled, report_of


def dated(signed, agency="清源县自然资源局", **fields):
    return report_of(ZERO_2021, year=2023, title=f"{agency}2023年度报告", agency=agency, signed=signed, **fields)


@pytest.mark.parametrize(
    ("agency", "signed", "rules"),
    [
        ("清源县自然资源局", date(2024, 1, 31), []),
        ("清源县自然资源局", date(2024, 2, 1), [("profile.late", "warning")]),
        ("清源县人民政府", date(2024, 3, 31), []),
        ("清源县人民政府", date(2024, 4, 1), [("profile.late", "warning")]),
        ("清源县白水镇人民政府", date(2024, 2, 19), []),
        ("清源县白水镇人民政府", date(2024, 4, 19), [("profile.late", "hint")]),
        ("清源县自然资源局", date(2023, 12, 28), [("profile.early", "warning")]),
        ("清源县自然资源局", None, []),
    ],
)
def test_dates_against_article_49(agency, signed, rules):
    assert [(finding.rule, finding.level) for finding in deadlines.findings(dated(signed, agency))] == rules


@pytest.mark.parametrize("date_line", ["2024年2月19日", "二〇二四年二月十九日"])
def test_a_late_date_is_shown_where_it_stands(date_line):
    lines = ["清源县自然资源局2023年政府信息公开工作年度报告", "一、总体情况", "全年发布信息30条。"]
    lines += ["二、主动公开政府信息情况", "见附表。", "六、其他需要报告的事项", "无。", "清源县自然资源局", date_line]
    (finding,) = deadlines.findings(read_report(layouts.text_document(lines), "report.txt"))
    assert (finding.rule, finding.source) == ("profile.late", f"line {len(lines)}")


def test_the_date_of_a_page_proves_nothing():
    (finding,) = deadlines.findings(dated(None, published=date(2024, 6, 1)))
    assert (finding.rule, finding.level) == ("profile.late", "hint")


def test_a_title_of_another_year_is_warned_of():
    report = dated(date(2024, 1, 20))
    report.title = "清源县自然资源局2022年政府信息公开工作年度报告"
    report.lines.insert(0, SectionLine(0, report.title, "line 1"))
    (finding,) = deadlines.findings(report)
    assert (finding.rule, finding.level, finding.expected) == ("profile.year", "warning", 2023)
    assert finding.source == "line 1"


# ------------------------------------------------------------------ year to year

LAST = filled(
    FORM_2021,
    {
        "proactive.normative_documents.in_force": 8,
        "applications.received.natural_person": 7,
        "applications.granted.natural_person": 5,
        "applications.carried_out.natural_person": 2,
    },
)


def year_of(figures, year, **fields):
    agency = "清源县自然资源局"
    fields = {"agency": agency, "title": f"{agency}{year}年度报告", "signed": date(year + 1, 1, 10), **fields}
    return report_of(figures, year=year, **fields)


def test_figures_that_carry_over_raise_nothing():
    assert check(year_of(SMALL_2021, 2023), previous=year_of(LAST, 2022)) == []


def test_each_column_that_does_not_carry_over_is_a_finding():
    last = filled(FORM_2021, {
        "proactive.normative_documents.in_force": 8,
        "applications.received.enterprise": 4,
        "applications.carried_out.enterprise": 4,
    })  # fmt: skip
    found = check(year_of(SMALL_2021, 2023), previous=year_of(last, 2022))
    assert [(finding.rule, finding.level, finding.expected, finding.actual) for finding in found] == [
        ("year.carry", "warning", 0, 2),
        ("year.carry", "warning", 4, 0),
        ("year.carry", "warning", 4, 2),
    ]
    assert found[0].cells == ["applications.carried_in.natural_person"]
    assert "上年“四、结转下年度继续办理”的“自然人” 0" in found[0].message


def test_documents_in_force_are_a_hint_with_their_formula():
    last = {**LAST, "proactive.normative_documents.in_force": 20}
    (finding,) = check(year_of(SMALL_2021, 2023), previous=year_of(last, 2022))
    assert (finding.rule, finding.level, finding.expected, finding.actual) == ("year.stock", "hint", 21, 9)
    assert "“本年制发件数”2－" in finding.message


def test_a_report_that_is_not_the_year_before_is_not_compared_by_figures():
    (finding,) = check(year_of(SMALL_2021, 2023), previous=year_of(ZERO_2021, 2021))
    assert (finding.rule, finding.level, finding.expected, finding.actual) == ("year.not_previous", "hint", 2022, 2021)


def test_another_agency_is_a_hint():
    found = check(year_of(SMALL_2021, 2023), previous=year_of(LAST, 2022, agency="清源县规划局"))
    assert [(finding.rule, finding.level) for finding in found] == [("year.other_agency", "hint")]


def test_a_table_that_last_year_lacks_is_not_compared():
    last = {cell: value for cell, value in LAST.items() if not cell.startswith("applications.")}
    assert not any(f.rule == "year.carry" for f in check(year_of(SMALL_2021, 2023), previous=year_of(last, 2022)))


def words(*names):
    return "".join(f"{name}方面的工作按照年度计划稳步推进并取得了新的进展，全年共办理17件。\n" for name in names)


FRESH = "甲乙丙丁戊己庚辛壬癸"
OTHER = "子丑寅卯辰巳午未申酉"


@pytest.mark.parametrize(
    ("kept", "level"),
    [(10, "warning"), (6, "warning"), (4, "hint"), (2, None), (0, None)],
)
def test_repeated_text_is_told_with_its_formula(kept, level):
    ours = year_of(ZERO_2021, 2023, sections={"1": words(*FRESH)})
    theirs = year_of(ZERO_2021, 2022, sections={"1": words(*FRESH[:kept], *OTHER[kept:]).replace("17", "23")})
    found = [finding for finding in years.findings(ours, theirs) if finding.rule == "year.repeated_text"]
    assert [finding.level for finding in found] == ([level] if level else [])
    if found:
        assert "÷全部句子" in found[0].message
        assert found[0].actual == f"{kept * 10}%"


def test_short_texts_are_not_compared():
    ours = year_of(ZERO_2021, 2023, sections={"1": words("甲")})
    assert years.findings(ours, year_of(ZERO_2021, 2022, sections={"1": words("甲")})) == []


def test_the_same_figures_as_last_year_are_a_hint():
    found = years.findings(year_of(SMALL_2021, 2023), year_of(SMALL_2021, 2022))
    same = next(finding for finding in found if finding.rule == "year.same_figures")
    assert same.level == "hint"
    assert "100%" in same.message
