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


def report_by(agency: str, said: str, printer: layouts.Layout = layouts.READABLE[0]) -> list[str]:
    """A whole report of another agency: its own words, the same tables."""
    lines = layouts.report_lines(FORM, {}, printer)
    at = lines.index("一、总体情况")
    lines[at + 1] = said
    return [line.replace(AGENCY, agency) for line in lines]


@pytest.mark.parametrize("as_grids", [False, True])
def test_two_reports_in_one_file_are_refused(as_grids: bool) -> None:
    first = report_by("青禾县民政局", "2023年，我局公开救助对象名单十二批次，办理社会组织登记三十件，群众满意。")
    second = report_by(
        "松岭镇人民政府", "2023年，我镇围绕重点领域发布信息一百四十条，其中财政信息十二条、规划信息二条。"
    )
    if as_grids:
        blocks = [*layouts.grid_document(FORM, {}).blocks, *layouts.text_document(second).blocks]
        both = Document("html", blocks)
    else:
        both = layouts.text_document([*first, *second])
    with pytest.raises(UnusableDocument, match="有2份年度报告"):
        read_report(both, "two.txt")


def test_a_report_that_is_printed_twice_is_one() -> None:
    lines = layouts.report_lines(FORM, {}, layouts.READABLE[0])
    report = read_report(layouts.text_document([*lines, *lines]), "twice.txt")
    assert (report.agency, report.missing) == (AGENCY, [])


def test_a_list_of_contents_is_no_report_of_its_own() -> None:
    lines = layouts.report_lines(FORM, {}, layouts.READABLE[0])
    contents = [line for line in lines if line[2:] in {section.title for section in FORM.sections}]
    assert len(contents) == 6
    report = read_report(layouts.text_document([lines[0], "目录", *contents, *lines[1:]]), "report.txt")
    assert (report.agency, report.missing) == (AGENCY, [])


@pytest.mark.parametrize("printer", [each for each in layouts.READABLE if each is not layouts.one_line])
@pytest.mark.parametrize("last_label", ["行政强制", "危及", "重复申请"])
def test_a_document_that_ends_within_a_table_is_refused(printer: layouts.Layout, last_label: str) -> None:
    lines = "\n".join(layouts.report_lines(FORM, {}, printer))
    with pytest.raises(UnusableDocument, match="文件内容不完整"):
        read_report(layouts.text_document([lines[: lines.rindex(last_label)]]), "cut.txt")


def test_a_page_that_ends_within_a_table_is_refused() -> None:
    document = layouts.grid_document(FORM, {})
    at, grid = [(at, block) for at, block in enumerate(document.blocks) if isinstance(block, Grid)][1]
    document.blocks[at:] = [Grid(grid.rows[:-4], grid.place)]
    with pytest.raises(UnusableDocument, match="“收到和处理政府信息公开申请情况”的表格没有到底"):
        read_report(document, "cut.html")


def test_a_table_that_lacks_its_last_row_is_the_reports_own_fault_where_the_report_goes_on() -> None:
    lines = layouts.report_lines(FORM, {}, layouts.READABLE[1])
    last = next(at for at, line in enumerate(lines) if "结转下年度" in line)
    report = read_report(layouts.text_document(lines[:last] + lines[last + 1 :]), "report.txt")
    assert report.missing
    assert all(cell.startswith("applications.carried_out") for cell in report.missing)
