"""Each rule on prose fires on what it is for, and says which figures are concerned."""

import pytest
from tests.support.real_reports import real_report

from gongkai.documents import read_document
from gongkai.reports.checking.prose import findings
from gongkai.reports.model import SectionLine
from gongkai.reports.reading import read_report
from gongkai.reports.tests.samples import FORM_2019, SMALL_2019, SMALL_2021, filled, report_of


def found(text, figures=SMALL_2021, **fields):
    section = fields.pop("section", 1)
    report = report_of(figures, year=2023, **fields)
    report.lines = [SectionLine(section, line, f"line {at}") for at, line in enumerate(text.split("\n"), 1)]
    return [finding for finding in findings(report) if finding.rule.startswith(("prose.", "profile."))]


def warned(text, figures=SMALL_2021, **fields):
    return [
        (finding.cells, finding.expected, finding.actual)
        for finding in found(text, figures, **fields)
        if finding.level == "warning"
    ]


RECEIVED = ["applications.received.total"]
CONCLUDED = ["applications.concluded.total"]
SUITS = ["litigation_direct.total", "litigation_after_review.total"]


@pytest.mark.parametrize(
    ("text", "cells", "expected", "actual"),
    [
        ("收到政府信息公开申请63件。", RECEIVED, 36, 63),
        ("2023年，我局共收到政府信息公开申请35件，办结35件。", RECEIVED, 36, 35),
        ("全年受理公民、法人和其他组织提出的政府信息公开申请48件。", RECEIVED, 36, 48),
        ("共收到35件政府信息公开申请。", RECEIVED, 36, 35),
        ("全年未收到政府信息公开申请。", RECEIVED, 36, 0),
        ("收到政府信息公开申请36件，办结36件。", CONCLUDED, 35, 36),
        ("收到政府信息公开申请36件。已办结34件。", CONCLUDED, 35, 34),
        ("收到申请36件，上年结转3件，属于政府信息公开申请。", ["applications.carried_in.total"], 2, 3),
        ("收到政府信息公开申请36件，2件结转下年度继续办理。", ["applications.carried_out.total"], 3, 2),
        ("收到政府信息公开申请36件，2件转入2024年继续办理。", ["applications.carried_out.total"], 3, 2),
        ("收到政府信息公开申请36件，结转2024年继续办理2件。", ["applications.carried_out.total"], 3, 2),
        ("收到政府信息公开申请38件，全部依法办结。", ["applications.carried_out.total"], 0, 3),
        ("收到政府信息公开申请36件，均已办结。", ["applications.carried_out.total"], 0, 3),
        ("因政府信息公开被申请行政复议4件。", ["review.total"], 3, 4),
        ("因政府信息公开引发行政复议3件、行政诉讼2件。", SUITS, 1, 2),
        ("制定行政规范性文件3件。", ["proactive.normative_documents.made"], 2, 3),
        ("新增规范性文件2件，现行有效规范性文件共计8件。", ["proactive.normative_documents.in_force"], 9, 8),
        ("废止规范性文件4件。", ["proactive.normative_documents.repealed"], 1, 4),
        ("作出行政处罚决定37件。", ["proactive.penalties.decided"], 27, 37),
        ("作出行政处罚37件。", ["proactive.penalties.decided"], 27, 37),
        ("全年作出行政许可决定368件。", ["proactive.licences.decided"], 386, 368),
    ],
)
def test_prose_against_the_table(text, cells, expected, actual):
    assert warned(text) == [(cells, expected, actual)]


def test_a_fee_in_yuan_is_held_to_the_table_in_ten_thousands():
    assert warned("收取行政事业性收费4123600元。") == []
    ((cells, _, actual),) = warned("收取行政事业性收费41236000元。")
    assert cells == ["proactive.fees.amount"]
    assert float(actual) == 4123.6


def test_no_dispute_in_words_but_disputes_in_the_table():
    assert [cells for cells, _, _ in warned("未发生因政府信息公开引发的行政复议、行政诉讼案件。")] == [
        ["review.total"],
        SUITS,
    ]


def test_one_wrong_outcome_among_right_ones():
    text = "答复的申请中，予以公开17件、部分公开5件、不予公开1件、无法提供11件、不予处理1件。"
    assert warned(text) == [(["applications.granted_in_part.total"], 4, 5)]


def test_applicants_by_kind():
    text = "收到政府信息公开申请36件，其中自然人32件、法人或其他组织4件。"
    assert [(expected, actual) for _, expected, actual in warned(text)] == [(31, 32), (5, 4)]


def test_all_handled_is_a_warning_only_where_the_table_leaves_no_room_for_a_rest():
    text = "收到政府信息公开申请36件，均依法依规办理。"
    assert [(finding.rule, finding.level) for finding in found(text)] == [("prose.all_concluded", "hint")]
    unbalanced = SMALL_2021 | {"applications.concluded.total": 38, "applications.concluded.natural_person": 33}
    assert warned(text, unbalanced) == [(["applications.carried_out.total"], 0, 3)]
    assert (
        found(text, unbalanced | {"applications.carried_out.total": 0, "applications.carried_out.natural_person": 0})
        == []
    )


def test_a_government_s_smaller_figure_may_be_its_own_office_s():
    (finding,) = found("县政府办公室规范办理流程。全年受理政府信息公开申请17件。", agency="清源县人民政府")
    assert (finding.rule, finding.level) == ("prose.counts", "hint")
    assert warned("全县共受理政府信息公开申请17件。", agency="清源县人民政府") == [(RECEIVED, 36, 17)]


@pytest.mark.parametrize(
    ("text", "expected", "actual"),
    [
        ("发布信息1200条，其中政务动态类830条、通知公告类410条。", 1240, 1200),
        ("发布信息1200条，其中政务动态1830条。", 1200, 1830),
        ("收到政府信息公开申请36件，其中网上申请24件、信函申请9件、当面申请4件。", 37, 36),
        ("收到政府信息公开申请36件（网上24件，信函10件，当面3件）。", 37, 36),
        ("收到政府信息公开申请36件。其中，网上24件、信函10件、当面3件。", 37, 36),
        ("人大建议20件、政协提案25件，共54件。", 45, 54),
        ("主动公开信息652条。主动公开信息分类：工作动态622条；重点领域40条。", 662, 652),
        ("公布信息3105条，其中要闻838、专题2312条。", 3150, 3105),
        ("发布信息812条，其中动态类300条、公告类400条、其他类110条。", 810, 812),
    ],
)
def test_parts_against_their_total(text, expected, actual):
    assert [(e, a) for _, e, a in warned(text)] == [(expected, actual)]


def test_a_swap_of_neighbouring_digits_is_named():
    (finding,) = found("公布信息3105条，其中要闻类838条、专题类2312条。")
    assert "总数3105或应为3150" in finding.advice
    assert finding.excerpt == "公布信息3105条，其中要闻类838条、专题类2312条"
    assert finding.source == "line 1"


def test_parts_that_may_overlap_are_a_hint_at_most():
    (finding,) = found("发布信息1200条，其中政务动态830条、通知公告410条。")
    assert (finding.rule, finding.level) == ("prose.parts", "hint")


def test_a_share_that_its_figures_do_not_give():
    text = "收到政府信息公开申请36件，其中自然人31件，占68.1%。"
    ((_, expected, actual),) = warned(text)
    assert (float(expected), float(actual)) == (86.1, 68.1)


def test_a_rate_above_a_hundred_percent():
    assert [(expected, actual) for _, expected, actual in warned("按时办结率102%。")] == [(100, 102)]


def test_a_share_that_no_total_of_the_paragraph_gives_is_a_hint():
    figures = {cell: value for cell, value in SMALL_2021.items() if not cell.startswith("applications")}
    (finding,) = found("收到政府信息公开申请36件，涉及征地的申请占总数的38.4%。", figures)
    assert (finding.rule, finding.level) == ("prose.percentage", "hint")
    assert found("收到政府信息公开申请36件，涉及征地的申请占总数的38.9%。", figures) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到咨询7件，按期答复率98.7%。", None),
        ("收到政府信息公开申请36件，按时办结率98.1%。", None),
        ("全年发布信息120条，比上年的100条增长35%。", 20),
        ("全年发布信息80条，较去年100条减少25%。", 20),
        ("全年发布信息80条，较去年100条增长20%。", -20),
    ],
)
def test_a_rate_that_its_number_cannot_give_is_a_hint(text, expected):
    (finding,) = found(text)
    assert (finding.rule, finding.level, finding.expected) == ("prose.percentage", "hint", expected)


@pytest.mark.parametrize(
    "text",
    [
        "收到咨询8件，按期答复率87.5%。",
        "收到政府信息公开申请36件，按时办结率97.2%。",
        "收到咨询7件，答复率达到100%。",
        "收到咨询7件，群众满意率98.7%。",
        "收到咨询7件，办理建议9件，答复率98.7%。",
        "上年收到咨询9件，按期答复率98.7%。",
        "全年发布信息120条，比上年的100条增长20%。",
        "全年发布信息80条，比上年的100条下降20%。",
        "全年发布信息120条，办理建议提案33件，比上年的30件增长10%。",
        "全年发布信息120条，比上年的近100条增长35%。",
        "全年发布信息120条，占上年的100条的35%。",
    ],
)
def test_a_rate_that_its_number_gives_or_that_is_not_its_own_is_none(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("通过双公示平台公布行政许可信息105条。", "prose.published"),
        ("发布政策解读12篇，制作视频解读15篇。", "prose.parts"),
        ("受理政府信息公开申请36件（包括现场资料查询12件）。", "prose.lookups"),
        ("全年编印21期周报。", "prose.periodical"),
        ("全年办理提速件2030件，提速件达90.5%。", "prose.share_unclear"),
        ("门户网站发布新闻类信息245条。局门户网站发稿227篇。", "prose.two_figures"),
        ("所列数据的统计期限自2022年1月1日起至2022年12月31日止。", "profile.period"),
    ],
)
def test_what_is_only_odd_is_a_hint(text, rule):
    report_title = {"title": None}
    assert [(finding.rule, finding.level) for finding in found(text, **report_title)] == [(rule, "hint")]


def test_a_period_of_another_year_than_the_title_s_is_a_warning():
    title = "清源县自然资源局2023年政府信息公开工作年度报告"
    (period,) = found("数据的统计期限自2022年1月1日起至2022年12月31日止。", title=title)
    assert (period.rule, period.level, period.expected, period.actual) == ("profile.period", "warning", 2023, 2022)
    assert found("规划期限自2021年1月1日至2025年12月31日。", title=title) == []


def test_surveys_are_counted_for_governments_only():
    text = "全年开展意见征集3期。"
    assert [finding.rule for finding in found(text, agency="清源市人民政府")] == ["prose.surveys"]
    assert found(text, agency="清源市水务局") == []


def test_odd_figures_are_hints():
    figures = filled(
        FORM_2019,
        {
            "proactive.coercive_measures.items_change": 6,
            "applications.received.natural_person": 30,
            "applications.granted.natural_person": 30,
            "litigation_direct.corrected": 11,
            "litigation_direct.other": 5,
        },
    )
    rules = {f.rule: f.level for f in findings(report_of(figures, FORM_2019))}
    assert rules == dict.fromkeys(
        ["figures.corrected_suits", "figures.all_granted_but_disputed", "figures.items_jump"], "hint"
    )
    assert findings(report_of(SMALL_2019, FORM_2019)) == []


def test_a_frequent_outcome_that_section_five_does_not_name():
    sections = {"5": "公开形式不够丰富。"}
    report = report_of(SMALL_2021 | {"applications.unable.not_held.total": 30}, sections=sections)
    assert [finding.rule for finding in findings(report)] == ["figures.problem_not_named"]
    report.sections["5"] = "本机关不掌握的信息较多，档案底数不清。"
    assert findings(report) == []


# ---------------------------------------------------------------- the real reports


def real(name):
    path = real_report(name)
    return findings(read_report(read_document(path.read_bytes(), path.name), path.name))


def by_level(name, level):
    return sorted(finding.rule for finding in real(name) if finding.level == level)


def test_yueyang():
    warnings = [finding for finding in real("yueyang-2023.txt") if finding.level == "warning"]
    assert [(f.rule, f.expected, f.actual) for f in warnings] == [
        ("prose.disagrees", 3150, 3105),
        ("prose.disagrees", 0, 11),
    ]
    assert "3150" in warnings[0].advice
    hints = by_level("yueyang-2023.txt", "hint")
    assert hints == ["figures.corrected_suits", "figures.problem_not_named", "figures.problem_not_named"]


@pytest.mark.parametrize(
    ("name", "hints"),
    [
        ("zezhou-2023.txt", ["figures.all_granted_but_disputed"]),
        (
            "leiyang-2023.txt",
            ["figures.all_granted_but_disputed", "prose.parts", "prose.share_unclear", "prose.surveys"],
        ),
        ("taicang-2020.txt", [*["figures.items_jump"] * 3, "prose.published", "prose.published"]),
        (
            "hunan-2020.txt",
            ["prose.lookups", "prose.lookups", "prose.percentage", "prose.periodical", "prose.two_figures"],
        ),
        ("hongze-2024.pdf", []),
    ],
)
def test_reports_whose_prose_holds_nothing_wrong_for_certain(name, hints):
    assert by_level(name, "warning") == []
    assert by_level(name, "hint") == hints
