"""The report against its form: missing, short, foreign, unreadable; sections, labels, single figures."""

from decimal import Decimal

import pytest

from gongkai.reports.checking import form, headings, values
from gongkai.reports.model import CellValue, Heading, PrintedHead, PrintedRow, Trouble
from gongkai.reports.tests.samples import FORM_2019, FORM_2021, KINDS, SMALL_2019, SMALL_2021, ZERO_2021, report_of

COLUMNS = (*KINDS, "total")


def without(figures, *starts):
    return {cell: value for cell, value in figures.items() if not cell.startswith(starts)}


# ------------------------------------------------------------------ form.missing_cells


def test_a_missing_table_is_one_error():
    report = report_of(
        without(SMALL_2021, "review", "litigation"),
        tables={"proactive": "found", "applications": "found", "disputes": "missing"},
    )
    (finding,) = form.findings(report)
    assert (finding.rule, finding.level, len(finding.cells)) == ("form.missing_cells", "error", 15)
    assert "缺少第四部分" in finding.message


def test_an_empty_form_has_an_error_for_each_table():
    report = report_of({}, tables=dict.fromkeys(("proactive", "applications", "disputes"), "blank"))
    report.blank = dict.fromkeys(FORM_2021.cells, "")
    found = form.findings(report)
    assert [finding.level for finding in found] == ["error"] * 3
    assert all("空白" in finding.message for finding in found)


def test_missing_columns_rows_and_cells_are_named_in_one_finding_a_table():
    gone = {cell for cell in FORM_2021.cells if cell.endswith(".research_institution")}
    gone |= {cell for cell in FORM_2021.cells if cell.startswith("applications.declined.repeat.")}
    gone |= {"applications.granted.total", "proactive.licences.decided"}
    found = form.findings(report_of({cell: 0 for cell in FORM_2021.cells if cell not in gone}))
    assert [(finding.rule, finding.level) for finding in found] == [("form.missing_cells", "warning")] * 2
    assert "“第二十条第（五）项”整块" in found[0].message
    assert "科研机构”整列" in found[1].message
    assert "2.重复申请”整行" in found[1].message
    assert "“（一）予以公开”的“总计”" in found[1].message
    assert set(found[0].cells) | set(found[1].cells) == gone


def test_cells_left_blank_are_told_from_cells_that_are_not_there():
    report = report_of(without(SMALL_2021, "review.other"), blank={"review.other": "/"})
    (finding,) = form.findings(report)
    assert "留空" in finding.message
    assert "应填 0" in finding.advice


# ------------------------------------------------------------------ form.row_length


def test_a_short_row_says_how_many_cells_it_has():
    row = PrintedRow("applications", "applications.declined.repeat", "2.重复申请", 7, 6, "line 9")
    report = report_of(without(ZERO_2021, "applications.declined.repeat.total"), rows=[row])
    finding = next(finding for finding in form.findings(report) if finding.rule == "form.row_length")
    assert (finding.level, finding.expected, finding.actual, finding.source) == ("warning", 7, 6, "line 9")
    assert "缺的是“总计”" in finding.message


def test_a_row_of_the_right_length_says_nothing():
    row = PrintedRow("applications", "applications.declined.repeat", "2.重复申请", 7, 7, "line 9")
    assert form.findings(report_of(ZERO_2021, rows=[row])) == []


# ------------------------------------------------------------------ form.unreadable


def test_what_the_reader_could_not_read_is_an_error_and_not_missing_too():
    trouble = Trouble("disputes", "第四部分表格的数字连在一起，无法分开。", "line 80")
    report = report_of(
        without(SMALL_2021, "review", "litigation"),
        troubles=[trouble],
        tables={"proactive": "found", "applications": "found", "disputes": "unreadable"},
    )
    (finding,) = form.findings(report)
    assert (finding.rule, finding.level, finding.message) == ("form.unreadable", "error", trouble.message)


# ------------------------------------------------------------------ form.wrong_form


def test_one_row_of_other_outcomes_is_the_older_form():
    figures = without(ZERO_2021, "applications.other.") | {f"applications.other.{column}": 0 for column in COLUMNS}
    finding = next(f for f in form.findings(report_of(figures)) if f.rule == "form.wrong_form")
    assert (finding.level, finding.expected, finding.actual) == ("warning", "2021", "2019")
    assert set(finding.cells) == {f"applications.other.{column}" for column in COLUMNS}
    assert "“（六）其他处理”一行" in finding.message


def test_a_block_with_the_older_columns_is_one_finding():
    figures = dict(ZERO_2021)
    for row in ("penalties", "coercive_measures"):
        figures |= {f"proactive.{row}.items_last_year": 0, f"proactive.{row}.items_change": 0}
    head = PrintedHead(
        "proactive",
        "第二十条第（六）项",
        ["上一年项目数量", "本年增/减", "处理决定数量"],
        ["items_last_year", "items_change", "decided"],
        ["2019"],
        "line 5",
    )
    (finding,) = form.findings(report_of(figures, heads=[head]))
    assert finding.rule == "form.wrong_form"
    assert len(finding.cells) == 4
    assert "第二十条第（六）项" in finding.message
    assert "“上一年项目数量”“本年增/减”" in finding.message


def test_a_head_of_the_older_form_over_common_columns_is_told():
    head = PrintedHead("proactive", "第二十条第（五）项", ["处理决定数量"], ["decided"], ["2019"], "line 5")
    (finding,) = form.findings(report_of(ZERO_2021, heads=[head]))
    assert (finding.rule, finding.source) == ("form.wrong_form", "line 5")
    head.forms = ["2021", "2019"]
    assert form.findings(report_of(ZERO_2021, heads=[head])) == []


def test_a_report_wholly_on_another_years_form_is_one_finding():
    (finding,) = form.findings(report_of(SMALL_2019, FORM_2019, year=2023))
    assert (finding.rule, finding.expected, finding.actual) == ("form.wrong_form", "2021", "2019")


# ------------------------------------------------------------------ sections and labels

TITLES = [section.title for section in FORM_2021.sections]


def with_headings(pairs, **fields):
    lines = [Heading(section, ordinal, title, f"line {n}") for n, (section, ordinal, title) in enumerate(pairs, 1)]
    return report_of(ZERO_2021, headings=lines, **fields)


PROPER = [(number, number, title) for number, title in enumerate(TITLES, 1)]
FEES = {"6": "本年度没有收取信息处理费。"}


def test_proper_sections_raise_nothing():
    assert headings.findings(with_headings(PROPER, sections=FEES)) == []


def test_a_report_without_headings_is_not_blamed_for_each():
    assert headings.findings(with_headings(PROPER[:2])) == []


def test_a_missing_section_is_named():
    (finding,) = headings.findings(with_headings(PROPER[:4] + PROPER[5:], sections=FEES))
    assert (finding.rule, finding.level) == ("form.section", "warning")
    assert "第五部分“存在的主要问题及改进情况”" in finding.message


def test_sections_out_of_order_and_misnumbered_are_warned_of():
    swapped = [*PROPER[:3], PROPER[4], PROPER[3], PROPER[5]]
    (finding,) = headings.findings(with_headings(swapped, sections=FEES))
    assert "排在" in finding.message
    numbered = [*PROPER[:4], (5, 6, TITLES[4]), PROPER[5]]
    (finding,) = headings.findings(with_headings(numbered, sections=FEES))
    assert (finding.level, finding.source) == ("warning", "line 5")
    assert "序号是“六”" in finding.message


def test_another_title_is_a_hint():
    pairs = [*PROPER[:4], (5, 5, "政府信息公开工作存在的主要问题及改进情况"), PROPER[5]]
    (finding,) = headings.findings(with_headings(pairs, sections=FEES))
    assert (finding.rule, finding.level, finding.expected) == ("form.section", "hint", TITLES[4])


def test_section_six_without_a_word_on_fees_is_a_hint():
    (finding,) = headings.findings(with_headings(PROPER, sections={"6": "无"}))
    assert (finding.rule, finding.level, finding.source) == ("form.fee_statement", "hint", "line 6")


def test_labels_that_differ_are_one_hint_a_table():
    rows = [
        PrintedRow("applications", "applications.refused.prohibited_by_law", "2.其他法律行政止公开", 7, 7, "line 4"),
        PrintedRow("applications", "applications.granted", "(一)予以公开", 7, 7, "line 3"),
        PrintedRow(
            "applications",
            "applications.granted_in_part",
            "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
            7,
            7,
            "line 5",
        ),
    ]
    head = PrintedHead("proactive", "第二十条第（五）项", ["本年度处理决定数量"], ["decided"], ["2021"], "line 2")
    found = headings.findings(report_of(ZERO_2021, rows=rows, heads=[head]))
    assert [(finding.rule, finding.level, finding.source) for finding in found] == [
        ("form.label", "hint", "line 4"),
        ("form.label", "hint", "line 2"),
    ]
    assert "“2.其他法律行政止公开”应为“2.其他法律行政法规禁止公开”" in found[0].message
    assert "“本年度处理决定数量”应为“本年处理决定数量”" in found[1].message


def test_labels_that_differ_on_one_line_are_told_in_the_order_in_which_they_are_printed():
    printed = ["规章数", "信息数", "件数", "本年数"]
    rows = [
        PrintedRow("applications", f"applications.{key}", label, 7, 7, "line 4")
        for key, label in zip(("granted", "granted_in_part", "received", "carried_over"), printed, strict=True)
    ]
    (finding,) = headings.findings(report_of(ZERO_2021, rows=rows))
    places = [finding.message.index(f"“{label}”应为") for label in printed[:3]]
    assert places == sorted(places)


# ------------------------------------------------------------------ single figures


@pytest.mark.parametrize(("value", "words"), [(-3, "负数"), (Decimal("2.5"), "整数")])
def test_counts_cannot_be_negative_or_broken(value, words):
    (finding,) = values.findings(report_of({**ZERO_2021, "proactive.licences.decided": value}))
    assert (finding.rule, finding.level) == ("value.impossible", "warning")
    assert words in finding.message


def test_changes_may_be_negative_and_amounts_broken():
    assert values.findings(report_of(SMALL_2019, FORM_2019)) == []


def test_a_unit_inside_the_cell_is_a_hint():
    report = report_of(SMALL_2019, FORM_2019)
    report.cells["proactive.procurement.amount"] = CellValue(Decimal("839.72"), "839.72万元", "line 3")
    (finding,) = values.findings(report)
    assert (finding.rule, finding.level, finding.source) == ("value.unit", "hint", "line 3")


def test_an_amount_of_a_billion_is_a_hint_except_for_a_province():
    figures = {**ZERO_2021, "proactive.fees.amount": 149750}
    (finding,) = values.findings(report_of(figures))
    assert (finding.rule, finding.level) == ("value.magnitude", "hint")
    assert "14.975 亿元" in finding.message
    assert values.findings(report_of(figures, agency="江北省财政厅")) == []


def test_decisions_without_any_item_are_warned_of():
    figures = {**SMALL_2019, "proactive.penalties.items_last_year": 0, "proactive.penalties.items_change": 0}
    (finding,) = values.findings(report_of(figures, FORM_2019))
    assert (finding.rule, finding.level, finding.actual) == ("value.decisions_without_items", "warning", 52)


@pytest.mark.parametrize(
    ("agency", "count"),
    [("清源县自然资源局", 1), ("清源县人民政府", 1), ("清源市人民政府", 0), ("江北省人民政府", 0), ("大河自治区", 0)],
)
def test_regulations_of_bodies_that_make_none_are_a_hint(agency, count):
    figures = {**ZERO_2021, "proactive.regulations.in_force": 2}
    found = values.findings(report_of(figures, agency=agency))
    assert [(finding.rule, finding.level) for finding in found] == [("value.regulations", "hint")] * count
