"""问题清单: every finding of every report stands in it, in words that an official understands."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from docx import Document

from gongkai.reports.figures import report_from_figures
from gongkai.reports.model import Finding, Report
from gongkai.reports.rule_names import rule_name
from gongkai.reports.tests.samples import FORM_2019, FORM_2021, KINDS, SMALL_2019, SMALL_2021
from gongkai.reports.writing.findings_docx import findings_docx

MENDED = "改动最少的办法：“一、本年新收政府信息公开申请数量”的“总计”由 0 改为 36。"
FINDINGS = [
    Finding(
        "applications.row_total",
        "error",
        "总计与各列之和相差36。",
        [f"applications.received.{kind}" for kind in (*KINDS, "total")],
        expected=36,
        actual=0,
        source="page 2 row 5 cell 9",
        advice=MENDED,
    ),
    Finding("prose.disagrees", "warning", "文字与表格不一致。", expected=36, actual="37件", excerpt="新收37件"),
    Finding("text.doubled", "hint", "“的的”重复。", source="paragraph 7", excerpt="的的"),
]


@pytest.fixture
def report() -> Report:
    return report_from_figures(FORM_2021, "清源县自然资源局", 2023, SMALL_2021, signed=date(2024, 1, 22))


def rows(data: bytes, table: int = 1) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in Document(BytesIO(data)).tables[table].rows]


def test_each_finding_is_a_row_with_number_level_place_rule_figures_and_advice(report):
    head, first, second, third = rows(findings_docx([(report, FINDINGS)]))
    assert head == ["序号", "级别", "位置", "检查项目", "原文", "应为", "问题", "修改建议"]
    assert first[:2] == ["1", "错误"]
    assert first[2] == "第三部分：“一、本年新收政府信息公开申请数量”的“总计”\n（第2页第5行第9格）"
    assert first[3:] == ["各类申请人总计", "0", "36", "总计与各列之和相差36。", MENDED]
    assert second == ["2", "警告", "“新收37件”", "文字与数据不一致", "37件", "36", "文字与表格不一致。", ""]
    assert third[1] == "提示"
    assert third[2] == "（第7段）\n“的的”"


def test_the_facts_stand_above(report):
    facts = " ".join(text for row in rows(findings_docx([(report, FINDINGS)]), table=0) for text in row)
    for fact in ("清源县自然资源局", "2023年", FORM_2021.title, "2024年1月22日", "错误1条、警告1条、提示1条"):
        assert fact in facts


def test_several_reports_follow_one_another_each_numbered_from_one(report):
    other = report_from_figures(FORM_2019, "甲县水利局", 2020, SMALL_2019)
    data = findings_docx([(report, FINDINGS), (other, FINDINGS[1:])], made_on=date(2024, 3, 1))
    assert [row[0] for row in rows(data, 3)] == ["序号", "1", "2"]
    text = [paragraph.text for paragraph in Document(BytesIO(data)).paragraphs]
    assert "2. 甲县水利局2020年政府信息公开工作年度报告" in text
    assert "生成日期：2024年3月1日" in text


def test_a_sound_report_is_said_to_be_sound(report):
    data = findings_docx([(report, [])])
    assert len(Document(BytesIO(data)).tables) == 1
    assert any("没有发现问题" in paragraph.text for paragraph in Document(BytesIO(data)).paragraphs)


def test_a_report_of_which_nothing_is_known_is_listed_all_the_same():
    data = findings_docx([(Report("残页.txt"), [Finding("form.missing_cells", "error", "没有表格。", ["x.y"])])])
    assert "未能识别" in [text for row in rows(data, 0) for text in row]
    assert rows(data)[1][6] == "没有表格。"


@pytest.mark.parametrize(
    ("rule", "name"),
    [("year.carry", "上下年度结转"), ("year.later_rule", "上下年度衔接"), ("later.rule", "其他检查")],
)
def test_every_rule_has_a_name_in_chinese(rule, name):
    assert rule_name(rule) == name
