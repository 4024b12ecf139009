"""What is no annual report is refused with one sentence; what is one is not, however little of it there is."""

from __future__ import annotations

import pytest

from gongkai.documents.model import Document, Grid, GridCell, Paragraph, UnusableDocument
from gongkai.law.forms import packaged_forms
from gongkai.reports.reading import read_report
from gongkai.reports.tests import layouts

FORM = packaged_forms()["2021"]
AGENCY = layouts.AGENCY
TITLE = f"{AGENCY}2023年政府信息公开工作年度报告"
LONG = "全年主动公开各类信息三百余条，办理情况良好，群众反映较好。" * 12


def document(*texts: str, grid: list[list[str]] | None = None) -> Document:
    blocks: list[Paragraph | Grid] = [Paragraph(text, f"line {at}") for at, text in enumerate(texts, 1)]
    if grid is not None:
        cells = [[GridCell(text, at, column) for column, text in enumerate(row)] for at, row in enumerate(grid)]
        blocks.append(Grid(cells, "table 1"))
    return Document("html", blocks)


def test_a_budget_with_words_of_the_form_in_its_table_is_refused() -> None:
    budget = [["项目", "预算数", "决算数"], ["行政许可", "54", "48"], ["其他", "3", "4"], ["总计", "57", "52"]]
    with pytest.raises(UnusableDocument, match="不是政府信息公开工作年度报告"):
        read_report(document(f"{AGENCY}2023年部门决算公开", LONG, grid=budget), "budget.html")


def test_a_list_of_reports_is_refused_with_their_number() -> None:
    listed = [
        f"{name}{year}年政府信息公开工作年度报告 {year + 1}-01-20" for year in (2022, 2023) for name in ["甲局", "乙镇"]
    ]
    with pytest.raises(UnusableDocument, match="目录页，列有4份"):
        read_report(document("政府信息公开年报", *listed), "list.html")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (f"{AGENCY}发布2023年政府信息公开工作年度报告", LONG),
        (f"{AGENCY}2023年政府信息公开年报出炉", LONG),
        (f"一图读懂：{TITLE}", LONG),
        (TITLE, "本报讯　该局日前公布了年度报告。" + LONG),
    ],
)
def test_news_about_a_report_is_refused(title: str, text: str) -> None:
    with pytest.raises(UnusableDocument, match="报道或解读"):
        read_report(document(title, text), "news.html")


@pytest.mark.parametrize("title", [TITLE, f"{AGENCY}关于公布2023年政府信息公开工作年度报告的公告"])
def test_a_report_of_prose_only_is_read_and_its_tables_are_missing(title: str) -> None:
    report = read_report(document(title, LONG, AGENCY, "2024年1月12日"), "prose.html")
    assert (report.year, set(report.tables.values())) == (2023, {"missing"})


def test_a_list_of_other_reports_beside_a_report_does_no_harm() -> None:
    lines = layouts.report_lines(FORM, {}, layouts.READABLE[0])
    others = [f"{AGENCY}{year}年政府信息公开工作年度报告" for year in range(2018, 2023)]
    report = read_report(layouts.text_document([*lines, "相关链接", *others]), "report.txt")
    assert (report.year, report.missing) == (2023, [])


def test_a_table_alone_is_a_report() -> None:
    lines = layouts.report_lines(FORM, {}, layouts.READABLE[0])
    start = next(at for at, line in enumerate(lines) if "收到和处理" in line)
    end = next(at for at, line in enumerate(lines) if "行政复议、行政诉讼情况" in line)
    report = read_report(layouts.text_document(lines[start + 1 : end]), "part.txt")
    assert report.tables["applications"] == "found"
