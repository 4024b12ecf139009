"""Word documents become paragraphs and grids as Word shows them."""

from __future__ import annotations

import docx as python_docx
import pytest

from gongkai.documents.docx import read
from gongkai.documents.docx_numbers import chinese, formatted
from gongkai.documents.limits import Limits
from gongkai.documents.model import Document, Grid, GridCell, Paragraph, UnusableDocument
from gongkai.documents.tests.office import docx, p, package, saved, tbl, tc


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def table(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def shape(cell: GridCell) -> tuple[str, int, int, int, int]:
    return cell.text, cell.row, cell.column, cell.rowspan, cell.colspan


def test_what_python_docx_writes_is_read_back() -> None:
    document = python_docx.Document()
    document.core_properties.title = "某局年报"
    document.add_heading("一、总体情况", 1)
    made = document.add_table(3, 4)
    for row in range(3):
        for column in range(4):
            made.cell(row, column).text = f"{row}{column}"
    made.cell(0, 0).merge(made.cell(1, 1)).text = "角"
    document.add_paragraph("尾")
    found = read(saved(document))
    assert found.title == "某局年报"
    assert [type(block) for block in found.blocks] == [Paragraph, Grid, Paragraph]
    (grid,) = found.grids()
    assert [shape(cell) for cell in grid.rows[0]] == [("角", 0, 0, 2, 2), ("02", 0, 2, 1, 1), ("03", 0, 3, 1, 1)]
    assert [shape(cell) for cell in grid.rows[1]] == [("12", 1, 2, 1, 1), ("13", 1, 3, 1, 1)]
    assert grid.place_of(grid.rows[2][3]) == "table 1 row 3 column 4"


def test_text_comes_from_runs_links_fields_and_insertions_but_not_from_deletions() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>".format
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("5")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = (
        f"<w:p>{run('甲')}<w:ins>{run('乙')}</w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('丁')}</w:moveFrom><w:moveTo>{run('戊')}</w:moveTo><w:hyperlink>{run('己')}</w:hyperlink>"
        f"<w:sdt><w:sdtContent>{run('庚')}</w:sdtContent></w:sdt>{field}<w:fldSimple>{run('6')}</w:fldSimple>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/></w:r></w:p>"
    )
    assert texts(read(docx(body))) == ["甲乙戊己庚56a\tb-"]


def test_readings_beside_characters_are_left_out() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>".format
    ruby = f"<w:ruby><w:rt>{run('hàn')}</w:rt><w:rubyBase>{run('汉')}</w:rubyBase></w:ruby>"
    assert texts(read(docx(f"<w:p><w:r>{ruby}</w:r>{run('字')}</w:p>"))) == ["汉字"]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('框里')}</w:txbxContent>"
    drawing = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(read(docx(f"<w:p><w:r><w:t>框外</w:t>{drawing}</w:r></w:p>"))) == ["框外", "框里"]


def test_line_breaks_end_paragraphs_and_stay_in_cells() -> None:
    broken = "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:br w:type='page'/><w:t>丙</w:t></w:r></w:p>"
    assert texts(read(docx(broken))) == ["甲", "乙丙"]
    cell = f"<w:tc>{broken}{p(' 丁 ')}</w:tc>"
    (grid,) = read(docx(tbl([900, 900], [[cell, tc("1")]]))).grids()
    assert table(grid) == [["甲\n乙丙\n丁", "1"]]


# ---------------------------------------------------------------- tables


def test_merged_cells() -> None:
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        [tc("角", '<w:gridSpan w:val="2"/>' + restart), tc("甲")],
        [tc("藏", '<w:gridSpan w:val="2"/>' + go_on), tc("乙")],
        [tc("丙", '<w:hMerge w:val="restart"/>'), tc("", '<w:hMerge w:val="continue"/>'), tc("1")],
    ]
    (grid,) = read(docx(tbl([900] * 3, rows))).grids()
    assert [[shape(cell) for cell in row] for row in grid.rows] == [
        [("角", 0, 0, 2, 2), ("甲", 0, 2, 1, 1)],
        [("乙", 1, 2, 1, 1)],
        [("丙", 2, 0, 1, 2), ("1", 2, 2, 1, 1)],
    ]


def test_grid_columns_of_a_hair_are_no_columns() -> None:
    rows = [
        [tc("甲", '<w:gridSpan w:val="2"/>'), tc("1")],
        [tc("乙"), tc("2", '<w:gridSpan w:val="2"/>')],
        [tc("丙"), tc(""), tc("3")],
    ]
    (grid,) = read(docx(tbl([900, 1, 900], rows))).grids()
    assert [[shape(cell) for cell in row] for row in grid.rows] == [
        [("甲", 0, 0, 1, 1), ("1", 0, 1, 1, 1)],
        [("乙", 1, 0, 1, 1), ("2", 1, 1, 1, 1)],
        [("丙", 2, 0, 1, 1), ("3", 2, 1, 1, 1)],
    ]


def test_a_narrow_column_with_text_of_its_own_stays() -> None:
    (grid,) = read(docx(tbl([900, 50, 900], [[tc("甲"), tc("7"), tc("3")]]))).grids()
    assert table(grid) == [["甲", "7", "3"]]


def test_rows_may_begin_further_right_and_be_deleted() -> None:
    body = (
        f"<w:tbl><w:tr>{tc('甲')}{tc('乙')}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{tc('删')}{tc('删')}</w:tr>"
        f"<w:sdt><w:sdtContent><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{tc('1')}</w:tr>"
        "</w:sdtContent></w:sdt></w:tbl>"
    )
    (grid,) = read(docx(body)).grids()
    assert [shape(cell) for row in grid.rows for cell in row] == [
        ("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1), ("1", 1, 1, 1, 1),
    ]  # fmt: skip


def test_tables_inside_tables() -> None:
    inner = tbl([900, 900], [[tc("甲"), tc("1")]])
    outer = tbl([900, 900], [[f"<w:tc>{p('前')}{inner}{p('后')}</w:tc>"]])
    found = read(docx(outer)).blocks
    assert [block.text if isinstance(block, Paragraph) else table(block) for block in found] == [
        "前",
        [["甲", "1"]],
        "后",
    ]


# ---------------------------------------------------------------- automatic numbers


def level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


LISTS = (
    f'<w:abstractNum w:abstractNumId="0">{level(0, "chineseCounting", "%1、")}{level(1, "chineseCounting", "（%2）")}'
    f"{level(2, 'decimal', '%3.')}{level(3, 'decimal', '%1.%4', '<w:isLgl/>')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def numbered(text: str, at: int = 0, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_come_before_their_text() -> None:
    body = (
        numbered("总体情况") + numbered("机构", 1) + numbered("人员", 1) + numbered("其他", 2) + numbered("主动公开")
        + numbered("文件", 1) + numbered("细目", 3) + numbered("点", 0, 2) + numbered("无", 0, 0) + numbered("新", 0, 3)
    )  # fmt: skip
    assert texts(read(docx(body, numbering=LISTS))) == [
        "一、总体情况", "（一）机构", "（二）人员", "1.其他", "二、主动公开", "（一）文件", "2.1 细目",
        "点", "无", "五、新",
    ]  # fmt: skip


def test_styles_number_too_and_inherit() -> None:
    styles = (
        '<w:style w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="child"><w:basedOn w:val="h"/></w:style>'
    )
    body = p("甲", '<w:pStyle w:val="h"/>') + p("乙", '<w:pStyle w:val="child"/>') + p("丙", '<w:pStyle w:val="none"/>')
    assert texts(read(docx(body, numbering=LISTS, styles=styles))) == ["一、甲", "二、乙", "丙"]


def test_an_empty_numbered_cell_stays_blank() -> None:
    cell = f"<w:tc>{numbered('', 2)}</w:tc>"
    (grid,) = read(docx(tbl([900, 900], [[cell, tc("甲")]]), numbering=LISTS)).grids()
    assert table(grid) == [["", "甲"]]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (2005, "二千零五"),
        (0, "0"),
    ],
)
def test_chinese_numbers(number: int, text: str) -> None:
    assert chinese(number) == text


@pytest.mark.parametrize(
    ("form", "number", "text"),
    [
        ("decimal", 12, "12"), ("japaneseCounting", 3, "三"), ("decimalFullWidth", 12, "１２"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 28, "bb"), ("decimalEnclosedCircle", 3, "③"), ("ideographTraditional", 2, "乙"),
        ("chineseLegalSimplified", 21, "贰拾壹"), ("of the future", 7, "7"), ("decimalEnclosedCircle", 99, "99"),
    ],
)  # fmt: skip
def test_number_formats(form: str, number: int, text: str) -> None:
    assert formatted(number, form) == text


# ---------------------------------------------------------------- what cannot be used


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]>'
    content = package({"word/document.xml": bomb + "<a>&y;</a>"})
    with pytest.raises(UnusableDocument, match="实体"):
        read(content)


def test_a_file_outside_is_not_fetched(tmp_path: object) -> None:
    outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    with pytest.raises(UnusableDocument):
        read(package({"word/document.xml": outside + "<a>&x;</a>"}))


def test_a_document_of_pictures_says_so() -> None:
    with pytest.raises(UnusableDocument, match="图片"):
        read(docx("<w:p><w:r><w:drawing/></w:r></w:p>"))


@pytest.mark.parametrize("content", ["<w:document", "", "<a/>", "\0\0"])
def test_broken_content_is_refused(content: str) -> None:
    with pytest.raises(UnusableDocument):
        read(package({"word/document.xml": content}))


def test_a_million_cells_are_refused() -> None:
    wide = tc("1", '<w:gridSpan w:val="1000"/>')
    with pytest.raises(UnusableDocument, match="单元格"):
        read(docx(tbl([900], [[wide] * 10] * 200)), Limits(cells=100_000))


def test_tables_nested_without_end_are_refused() -> None:
    body = p("x")
    for _ in range(60):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc><w:tc>{p('1')}</w:tc></w:tr></w:tbl>"
    with pytest.raises(UnusableDocument):
        read(docx(body))
