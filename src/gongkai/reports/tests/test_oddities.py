"""The oddities of real pages that concern reading, one test each; what is printed is made up."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from gongkai.documents.model import Document, Grid, GridCell, Paragraph, UnusableDocument
from gongkai.law.forms import packaged_forms
from gongkai.reports.model import Number, Report
from gongkai.reports.reading import read_report
from gongkai.reports.tests import layouts

FORM = packaged_forms()["2021"]
FORM_2019 = packaged_forms()["2019"]
FIGURES: dict[str, Number] = {cell: at for at, cell in enumerate(FORM.cells, 1)}
TEXTS = layouts.texts_of(FIGURES)
KINDS = [column.id for column in FORM.table("applications").blocks[0].columns]


def lines(printer: layouts.Layout = layouts.piped_rows_closed, **changes: str | None) -> list[str]:
    return layouts.report_lines(FORM, TEXTS, printer)


def read(text: list[str] | str) -> Report:
    return read_report(layouts.text_document([text] if isinstance(text, str) else text), "report.txt")


def values(report: Report) -> dict[str, Number]:
    return {cell: figure.value for cell, figure in report.cells.items()}


def changed(old: str, new: str, printer: layouts.Layout = layouts.piped_rows_closed, count: int = -1) -> list[str]:
    text = "\n".join(lines(printer))
    assert old in text
    return text.replace(old, new, count).split("\n")


def row(name: str) -> set[str]:
    return {f"applications.{name}.{kind}" for kind in KINDS}


# ---------------------------------------------------------------- how a table comes out as text


def test_the_fill_of_merged_cells_is_no_blank_row() -> None:
    report = read(lines(layouts.piped_cells_filled))
    assert (values(report), report.blank) == (FIGURES, {})


def test_a_line_break_before_the_pipe_in_single_rows() -> None:
    assert values(read(changed("11 | 12 |", "11\n| 12\n|"))) == FIGURES


def test_rows_glued_together_are_unreadable_and_others_are_not() -> None:
    printed = changed(
        "（一）予以公开 | 25 | 26 | 27 | 28 | 29 | 30 | 31 |", "（一）予以公开611000061", layouts.piped_rows_closed
    )
    report = read(printed)
    assert row("granted").isdisjoint(report.cells)
    assert row("granted").isdisjoint(report.blank)
    assert values(report) == {cell: value for cell, value in FIGURES.items() if cell not in row("granted")}
    assert ["611000061" in trouble.message for trouble in report.troubles] == [True]
    assert report.tables["applications"] == "found"


def test_figures_glued_in_their_own_cell_are_unreadable() -> None:
    report = read(changed("| 25 | 26 | 27 | 28 | 29 | 30 | 31 |", "| 25262728293031 |"))
    assert row("granted") <= set(report.missing)
    assert [trouble.table for trouble in report.troubles] == ["applications"]


def test_a_table_with_every_text_kept_once_is_unreadable_although_menu_words_swallow_a_label() -> None:
    zeros = layouts.texts_of(dict.fromkeys(FORM.cells, 0))
    printed = ["行政许可", "行政处罚", *layouts.report_lines(FORM, zeros, layouts.plain_cells)]
    report = read(list(dict.fromkeys(printed)))
    assert (report.cells, report.blank) == ({}, {})
    assert set(report.tables.values()) == {"unreadable"}


def test_pdf_text_with_a_row_on_the_next_page_and_a_page_number_between() -> None:
    printed = lines(layouts.pdf_page)
    at = next(at for at, line in enumerate(printed) if line.startswith("四、结转"))
    assert values(read([*printed[:at], "4", "", *printed[at:]])) == FIGURES
    assert values(read([*printed[:at], "-4-", *printed[at:]])) == FIGURES


@pytest.mark.parametrize("content", [[], ["image003.png"]])
def test_tables_that_are_pictures_are_missing(content: list[str]) -> None:
    report = read(layouts.report_lines(FORM, TEXTS, lambda drawn: content))
    assert set(report.tables.values()) == {"missing"}
    assert (report.cells, report.blank) == ({}, {})
    assert report.form == "2021"
    assert len(report.troubles) == 3 * len(content)
    assert report.missing == list(FORM.cells)


# ---------------------------------------------------------------- headings and labels


def test_heads_in_two_paragraphs() -> None:
    printed = changed("本年制发件数", "本年制发\n\n件数", layouts.paragraphs)
    assert values(read(printed)) == FIGURES


def test_heads_that_lose_their_second_half() -> None:
    texts = layouts.texts_of({cell: at for at, cell in enumerate(FORM_2019.cells, 1)})
    text = "\n".join(layouts.report_lines(FORM_2019, texts, layouts.paragraphs, 2020))
    for whole, half in [("结果维持", "结果"), ("结果纠正", "结果"), ("其他结果", "其他"), ("尚未审结", "尚未")]:
        text = text.replace(whole, half)
    text = text.replace("本年增/减", "本年增/").replace("本年新制作数量", "本年新制")
    report = read(text.split("\n"))
    assert values(report) == {cell: at for at, cell in enumerate(FORM_2019.cells, 1)}
    assert report.form == "2019"
    head = next(head for head in report.heads if head.table == "disputes")
    assert head.columns == list(FORM_2019.table("disputes").ids())
    assert head.labels[:5] == ["结果", "结果", "其他", "尚未", "总计"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("本年废止件数", "本年制发件数"),
        ("本年废止件数", "本年制发件数（件）"),
        ("本年收费金额（单位：万元）", "本年收费金额"),
        ("处理决定数量", "处理决定数量（件）"),
    ],
)
def test_a_head_printed_twice_or_with_its_unit(old: str, new: str) -> None:
    report = read(changed(old, new))
    assert (values(report), report.form) == (FIGURES, "2021")


def test_a_backslash_for_the_slash() -> None:
    figures = {cell: at for at, cell in enumerate(FORM_2019.cells, 1)}
    printed = layouts.report_lines(FORM_2019, layouts.texts_of(figures), layouts.piped_rows_closed, 2020)
    assert values(read([line.replace("增/减", "增\\减") for line in printed])) == figures


def test_the_total_column_first_in_a_grid() -> None:
    document = layouts.grid_document(FORM, TEXTS)
    grid = list(document.grids())[1]
    for cells in grid.rows:
        for cell in cells:
            if cell.column == 9:
                cell.column = 3
            elif cell.column >= 3:
                cell.column += 1
        cells.sort(key=lambda cell: cell.column)
    assert values(read_report(document, "report.html")) == FIGURES


def test_labels_with_long_notes_that_name_other_rows() -> None:
    note = "（含2.重复申请转来的 3 件，较（一）予以公开 -5 件，不含（七）总计之外的件数）"
    for printer in (layouts.piped_rows_closed, layouts.paragraphs, layouts.plain_cells):
        label = "4.保护第三方合法权益"
        assert values(read(changed(label, label + note, printer))) == FIGURES, printer.__name__


def test_an_extra_row_is_said_and_not_forced_into_a_neighbour() -> None:
    label = "（七）总计"
    extra = "特别说明事项 | 901 | 902 | 903 | 904 | 905 | 906 | 907 |"
    report = read(changed(label, f"{extra}\n{label}"))
    assert values(report) == FIGURES
    assert "特别说明事项" in report.troubles[0].message


def test_an_extra_row_in_a_grid_is_said_and_not_forced_into_a_neighbour() -> None:
    document = layouts.grid_document(FORM, TEXTS)
    grid = list(document.grids())[1]
    grid.rows.insert(-1, [GridCell("特别说明事项", 99, 0, 1, 3), *(GridCell("9", 99, at) for at in range(3, 10))])
    report = read_report(document, "report.html")
    assert values(report) == FIGURES
    assert "特别说明事项" in report.troubles[0].message


def test_a_row_split_in_two_is_said_and_not_read_for_the_whole() -> None:
    old = "（一）予以公开 | 25 | 26 | 27 | 28 | 29 | 30 | 31 |"
    halves = "（一）予以公开 | 当场答复 | 5 | 0 | 0 | 0 | 0 | 0 | 5 |\n书面答复 | 20 | 26 | 27 | 28 | 29 | 30 | 26 |"
    report = read(changed(old, halves))
    assert row("granted").isdisjoint(report.cells)
    assert {cell: value for cell, value in FIGURES.items() if cell not in row("granted")} == values(report)
    assert report.troubles


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2.其他法律行政法规禁止公开", "2.其他法律行政止公开"),
        ("2.其他法律行政法规禁止公开", "2.法律行政法规禁止公开"),
        ("3.危及“三安全一稳定”", "3.危及三安全一稳"),
        ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "1.申请人无正当理由逾期不补正"),
        ("4.无正当理由大量反复申请", "4.无正当理由大量反复 申请"),
        ("二、上年结转政府信息公开申请数量", "上年结转申请数量"),
        ("3.其他", "其他"),
        ("（七）总计", "总计"),
        ("行政规范性文件", "规范性文件"),
        ("四、结转下年度继续办理", "四、结转下年度继续办"),
    ],
)
@pytest.mark.parametrize("printer", [layouts.piped_rows_closed, layouts.paragraphs, layouts.pdf_page])
def test_shortened_and_changed_labels(old: str, new: str, printer: layouts.Layout) -> None:
    assert values(read(changed(old, new, printer))) == FIGURES


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2.其他法律行政法规禁止公开", "2.其他法律行政止公开"),
        ("3.其他", "其他"),
        ("（七）总计", "总计"),
        ("二、上年结转政府信息公开申请数量", "上年结转申请数量"),
        ("自然人", "自\n然\n人"),
        ("商业企业", "商业 企业"),
    ],
)
def test_shortened_and_changed_labels_in_grids(old: str, new: str) -> None:
    document = layouts.grid_document(FORM, TEXTS)
    for grid in document.grids():
        for cells in grid.rows:
            for cell in cells:
                if cell.text == old:
                    cell.text = new
    report = read_report(document, "report.html")
    assert (values(report), report.troubles) == (FIGURES, [])


def test_words_set_vertically() -> None:
    text = "\n".join(changed("自然人", "自\n然\n人", layouts.plain_cells))
    for whole, set_vertically in [("社会公益组织", "社会\n公益\n组织"), ("（一）予以公开", "（一）\n予以公开")]:
        text = text.replace(whole, set_vertically)
    report = read(text)
    assert values(report) == FIGURES
    head = next(head for head in report.heads if head.table == "applications")
    assert dict(zip(head.columns, head.labels, strict=True))["social_organisation"] == "社会公益组织"


@pytest.mark.parametrize("printer", layouts.READABLE, ids=lambda printer: printer.__name__)
def test_no_section_headings_before_the_tables(printer: layouts.Layout) -> None:
    printed = [line for line in lines(printer) if not re.match("[二三四]、(主|收|政)", line)]
    if printer is layouts.one_line:
        printed = lines(printer)
        printed = [" ".join(line for line in printed if line)]
    assert values(read(printed)) == FIGURES


def test_headings_in_brackets_or_with_another_name_or_lost() -> None:
    bracketed = [re.sub("^([一二三四五六])、(?=[总主收政存其])", r"（\1）", line) for line in lines()]
    report = read(bracketed)
    assert values(report) == FIGURES
    assert [heading.section for heading in report.headings] == [1, 2, 3, 4, 5, 6]
    renamed = changed("一、总体情况", "一、概述")
    assert [heading.section for heading in read(renamed).headings] == [1, 2, 3, 4, 5, 6]
    lost = [line for line in lines() if not line.startswith("三、收到和处理")]
    assert [heading.section for heading in read(lost).headings] == [1, 2, 4, 5, 6]


def test_a_whole_report_in_one_line_has_its_sections() -> None:
    printed = lines(layouts.one_line)
    at = next(at for at, line in enumerate(printed) if line.startswith("二、"))
    report = read([*printed[:at], " ".join(printed[at:])])
    assert values(report) == FIGURES
    assert [heading.section for heading in report.headings] == [1, 2, 3, 4, 5, 6]
    assert report.sections["3"] == ""
    assert report.sections["5"].startswith("第5部分")


def test_without_the_sum_check_sentence_and_without_the_first_caption() -> None:
    text = "\n".join(line for line in lines() if "第二十条第（一）项" not in line)
    text = text.replace("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | ", "")
    assert values(read(text)) == FIGURES


def test_a_page_that_starts_in_the_middle() -> None:
    printed = lines()
    at = next(at for at, line in enumerate(printed) if line.startswith("二、"))
    report = read(printed[at + 3 :])
    assert values(report) == FIGURES
    assert report.title is None
    assert (report.agency, report.year) == (layouts.AGENCY, 2023)


def test_page_chrome_around_the_report() -> None:
    before = [
        "首页 > 政务公开 > 政府信息公开年报",
        "索引号： 000014349/2024-00007 | 发布机构： 云溪市人民政府 | 发布日期： 2024-01-22 09:30",
        "{{title}}",
        f"{layouts.AGENCY}2023年政府信息公开工作年度报告",
        "分享到： 微信 微博",
    ]
    report = read([*before, *lines(), "", "扫一扫在手机打开当前页", "上一篇：没有了"])
    assert values(report) == FIGURES
    assert report.title == f"{layouts.AGENCY}2023年政府信息公开工作年度报告"
    assert (report.agency, report.published, report.signed) == (layouts.AGENCY, date(2024, 1, 22), date(2024, 1, 18))
    assert report.sections["6"] == "第6部分无需要说明的内容，明年继续努力。"
    assert [line.text for line in report.lines if line.section == 7][-2:] == [
        "扫一扫在手机打开当前页",
        "上一篇：没有了",
    ]


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        (["云溪市城乡水务局", "2023年政府信息公开工作年度报告"], "云溪市城乡水务局2023年政府信息公开工作年度报告"),
        (["云溪市城乡水务局2023年度", "政府信息公开工作年度报告"], "云溪市城乡水务局2023年度政府信息公开工作年度报告"),
        (["云溪市城乡水务局2023年政府信息", "公开工作年度报告"], "云溪市城乡水务局2023年政府信息公开工作年度报告"),
        (["2023年政府信息公开工作年度报告"], "2023年政府信息公开工作年度报告"),
        (["云溪市城乡水务局 2023 年 政府信息公开年报"], "云溪市城乡水务局2023年政府信息公开年报"),
        ([], None),
    ],
)
def test_titles_broken_over_lines_or_without_agency(printed: list[str], title: str | None) -> None:
    report = read([*printed, *lines()[1:]])
    assert report.title == title
    assert (report.agency, report.year) == (layouts.AGENCY, 2023)


def test_a_title_that_names_another_year_than_the_text() -> None:
    assert read(changed("局2023年政府信息公开工作", "局2022年政府信息公开工作", count=1)).year == 2023


# ---------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("+9", 9),
        ("-3", -3),
        ("－3", -3),
        ("−3", -3),
        ("增9", 9),
        ("减3", -3),
        ("增加 9", 9),
        ("减少3项", -3),
        ("＋12", 12),
    ],
)
def test_changes_with_signs_or_words(printed: str, value: int) -> None:
    texts = layouts.texts_of(dict.fromkeys(FORM_2019.cells, 1)) | {"proactive.licences.items_change": printed}
    for printer in (layouts.piped_rows_closed, layouts.paragraphs):
        report = read(layouts.report_lines(FORM_2019, texts, printer, 2020))
        figure = report.cells["proactive.licences.items_change"]
        assert (figure.value, figure.raw) == (value, printed)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("2596.4955万元", Decimal("2596.4955")),
        ("2596.4955（万元）", Decimal("2596.4955")),
        ("3,240.57", Decimal("3240.57")),
        ("１４９", 149),
        ("0.000125", Decimal("0.000125")),
        ("\xa07545 ", 7545),
        ("\u3000\u3000 12", 12),
    ],
)
def test_amounts_with_units_commas_and_padding(printed: str, value: Number) -> None:
    report = read_report(layouts.grid_document(FORM, TEXTS | {"proactive.fees.amount": printed}), "report.html")
    assert report.cells["proactive.fees.amount"].value == value
    assert report.cells["proactive.fees.amount"].raw == printed.strip()
    assert report.troubles == []


def test_an_amount_in_yuan_keeps_its_number() -> None:
    report = read_report(layouts.grid_document(FORM, TEXTS | {"proactive.fees.amount": "75450000元"}), "report.html")
    assert report.cells["proactive.fees.amount"].value == 75450000
    assert report.cells["proactive.fees.amount"].raw == "75450000元"


def test_a_note_in_the_cell() -> None:
    for printer in (layouts.piped_rows_closed, layouts.paragraphs, layouts.plain_cells):
        texts = TEXTS | {"proactive.normative_documents.made": "22（其中修订16件）"}
        report = read(layouts.report_lines(FORM, texts, printer))
        figure = report.cells["proactive.normative_documents.made"]
        assert (figure.value, figure.raw) == (22, "22（其中修订16件）")


@pytest.mark.parametrize("sentence", ["由市级统一行使", "未发生", "详见附件"])
@pytest.mark.parametrize("printer", [layouts.piped_rows_closed, layouts.piped_cells_filled, layouts.boxed_rows_filled])
def test_a_sentence_in_place_of_a_number_is_blank(sentence: str, printer: layouts.Layout) -> None:
    for cell in ("proactive.regulations.repealed", "proactive.licences.decided", "applications.granted.enterprise"):
        report = read(layouts.report_lines(FORM, TEXTS | {cell: sentence}, printer))
        assert values(report) == {other: value for other, value in FIGURES.items() if other != cell}
        assert report.blank == {cell: sentence}


@pytest.mark.parametrize("cell", ["proactive.regulations.made", "proactive.normative_documents.in_force"])
@pytest.mark.parametrize("printer", [layouts.piped_rows_closed, layouts.piped_cells, layouts.piped_rows_filled])
def test_a_sentence_in_place_of_the_first_or_last_number(cell: str, printer: layouts.Layout) -> None:
    report = read(layouts.report_lines(FORM, TEXTS | {cell: "由上级机关统计"}, printer))
    assert values(report) == {other: value for other, value in FIGURES.items() if other != cell}
    assert report.blank == {cell: "由上级机关统计"}


def test_a_blank_cell_that_tears_its_row_in_two() -> None:
    report = read(changed("| 12 | 13 | 14 |", "| 12 |\n | 14 |"))
    assert report.blank == {"applications.received.research_institution": ""}
    assert values(report) == {
        cell: value for cell, value in FIGURES.items() if cell != "applications.received.research_institution"
    }


@pytest.mark.parametrize("printer", [layouts.piped_rows_closed, layouts.piped_cells])
def test_a_form_not_filled_in_is_blank_and_not_zero(printer: layouts.Layout) -> None:
    report = read(layouts.report_lines(FORM, dict.fromkeys(FORM.cells, ""), printer))
    assert report.cells == {}
    assert set(report.tables.values()) <= {"blank", "missing"}
    rows = {cell for cell in FORM.cells if cell.startswith(("applications.", "proactive."))}
    assert rows <= set(report.blank)
    assert report.form == "2021"


def test_a_row_wholly_blank_among_others() -> None:
    texts = TEXTS | dict.fromkeys(row("declined.petition"), "")
    report = read(layouts.report_lines(FORM, texts, layouts.piped_rows_closed))
    assert report.blank == dict.fromkeys(row("declined.petition"), "")
    assert values(report) == {cell: value for cell, value in FIGURES.items() if cell not in report.blank}


def test_trailing_blanks_that_fold_into_the_closing_pipes_are_absent() -> None:
    texts = TEXTS | {"applications.granted.total": ""}
    report = read(layouts.report_lines(FORM, texts, layouts.piped_cells_filled))
    assert report.missing == ["applications.granted.total"]
    assert report.blank == {}
    assert [(row.row, row.printed, row.expected) for row in report.rows if row.printed != row.expected] == [
        ("applications.granted", 6, 7)
    ]


def test_a_block_of_zeros_whose_labels_were_lost_is_not_read() -> None:
    text = "\n".join(lines(layouts.plain_cells))
    for label in ("5.属于三类内部事务信息", "6.属于四类过程性信息", "7.属于行政执法案卷"):
        assert label in text
        text = text.replace(f"{label}\n", "")
    report = read(text.split("\n"))
    lost = row("refused.third_party") | row("refused.internal_affairs") | row("refused.deliberative")
    lost |= row("refused.enforcement_file")
    assert values(report) == {cell: value for cell, value in FIGURES.items() if cell not in lost}
    assert "28" in report.troubles[0].message


def test_only_the_words_that_there_is_nothing_in_place_of_tables() -> None:
    report = read(layouts.report_lines(FORM, TEXTS, lambda drawn: ["本年度没有相关情况。"]))
    assert set(report.tables.values()) == {"missing"}
    assert report.sections["3"] == "本年度没有相关情况。"


# ---------------------------------------------------------------- damage to the text


@pytest.mark.parametrize(
    ("printed", "signed", "hints"),
    [
        ("2024122", None, 1),
        ("2024119", None, 1),
        ("20240119", date(2024, 1, 19), 0),
        ("2024131", date(2024, 1, 31), 0),
        ("2024年2月30日", None, 1),
        ("二〇二四年一月十九日", date(2024, 1, 19), 0),
        ("2024.1.19", date(2024, 1, 19), 0),
        ("（2024年 1 月 19 日）", date(2024, 1, 19), 0),
    ],
)
def test_dates_damaged_and_whole(printed: str, signed: date | None, hints: int) -> None:
    report = read([*lines()[:-1], printed])
    assert (report.signed, len(report.date_hints)) == (signed, hints)


def test_traditional_script_reads_like_simplified() -> None:
    import opencc

    convert = opencc.OpenCC("s2t").convert
    report = read([convert(line) for line in lines()])
    assert values(report) == FIGURES
    assert report.agency == layouts.AGENCY
    assert report.agency_printed == convert(layouts.AGENCY)


def test_regional_words_inside_row_labels() -> None:
    printed = [line.replace("信息", "资讯") for line in lines()]
    assert values(read(printed)) == FIGURES


def test_a_report_in_a_layout_of_its_own_with_a_table_of_the_form_inside() -> None:
    table = layouts.piped_rows_closed(layouts.draw(layouts.layout(FORM.tables[1]), TEXTS))
    parts = ["概述", "组织领导", "主动公开", "依申请公开", "复议诉讼", "监督检查", "收费情况", "存在问题", "改进措施"]
    printed = [f"{layouts.AGENCY}2023年政府信息公开工作年度报告"]
    for numeral, part in zip("一二三四五六七八九", parts, strict=True):
        printed += [f"{numeral}、{part}", "本局在这方面做了许多工作。", *(table if numeral == "四" else [])]
    report = read(printed)
    applications = {cell: value for cell, value in FIGURES.items() if cell.startswith("applications.")}
    assert values(report) == applications
    assert report.tables == {"proactive": "missing", "applications": "found", "disputes": "missing"}


# ---------------------------------------------------------------- what cannot be used


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n \n",
        "关于召开供水工作会议的通知\n各单位：定于明日召开会议，请准时参加。\n2024年1月3日",
        f"{layouts.AGENCY}2023年政府信息公开工作年度报告\n本报告由",
        "\n".join(line for copy in range(100) for line in layouts.report_lines(FORM, TEXTS, layouts.plain_cells)),
    ],
)
def test_what_is_no_annual_report_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UnusableDocument, match=r"^[^\n。]+。$"):
        read(text)


def test_a_table_in_several_grids_and_the_rest_as_text() -> None:
    document = layouts.grid_document(FORM, TEXTS)
    blocks: list[Paragraph | Grid] = []
    for block in document.blocks:
        if isinstance(block, Grid) and len(block.rows) > 20:
            blocks += [
                Grid(block.rows[:12], "table 2"),
                Paragraph("第 3 页", "page 3"),
                Grid(block.rows[12:], "table 3"),
            ]
        else:
            blocks.append(block)
    assert values(read_report(Document("docx", blocks), "report.docx")) == FIGURES


def test_a_whole_report_in_one_sheet() -> None:
    document = layouts.grid_document(FORM, TEXTS)
    rows: list[list[GridCell]] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            rows.append([GridCell(block.text, len(rows), 0, place=f"Sheet1!A{len(rows) + 1}")])
            continue
        top = len(rows)
        for cells in block.rows:
            rows.append([GridCell(c.text, top + c.row, c.column, c.rowspan, c.colspan) for c in cells])
    report = read_report(Document("xlsx", [Grid(rows, "Sheet1")]), "report.xlsx")
    assert values(report) == FIGURES
    assert [heading.section for heading in report.headings] == [1, 2, 3, 4, 5, 6]
    assert report.sections["5"] == "第5部分无需要说明的内容，明年继续努力。"
    assert (report.sections["3"], report.agency, report.signed) == ("", layouts.AGENCY, date(2024, 1, 18))


def test_the_date_in_a_table_of_facts_in_front_of_the_report() -> None:
    document = layouts.grid_document(FORM, TEXTS)
    facts = [GridCell(text, 0, at) for at, text in enumerate(["索引号：", "0143/2024-1", "发布日期：", "2024-01-22"])]
    document.blocks.insert(0, Grid([facts], "table 0"))
    report = read_report(document, "report.html")
    assert (report.published, report.signed) == (date(2024, 1, 22), date(2024, 1, 18))
    assert values(report) == FIGURES


def test_menus_in_front_of_the_title_are_no_part_of_the_report() -> None:
    printed = lines(layouts.piped_cells_filled)
    report = read(["首页", "机构概况", "2019年度计划", "发布日期：2024-02-01", *printed])
    assert report.title is not None
    assert report.lines[0].text == report.title
    assert report.published == date(2024, 2, 1)
    assert report.year == read(printed).year
