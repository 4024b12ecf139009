"""Web pages become paragraphs and grids as a browser shows them."""

from __future__ import annotations

import random

import pytest

from gongkai.documents import read_document
from gongkai.documents.html import PLAIN_TAG, read
from gongkai.documents.limits import Limits
from gongkai.documents.model import Document, Grid, GridCell, Paragraph, UnusableDocument

selectolax = pytest.importorskip("selectolax.lexbor")


def page(body: str, head: str = "") -> Document:
    return read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def table(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def tables(body: str) -> list[list[list[str]]]:
    return [table(grid) for grid in page(body).grids()]


def shape(cell: GridCell) -> tuple[int, int, int, int]:
    return cell.row, cell.column, cell.rowspan, cell.colspan


# ---------------------------------------------------------------- text


def test_blocks_and_line_breaks_end_paragraphs() -> None:
    document = page("前<p>一、<b>总体</b>情况</p>中<div>甲<br>乙<div>丙</div>丁</div><h2>戊</h2><ul><li>己<li>庚</ul>")
    assert texts(document) == ["前", "一、总体情况", "中", "甲", "乙", "丙", "丁", "戊", "己", "庚"]
    assert [paragraph.place for paragraph in document.paragraphs()][:2] == ["paragraph 1", "paragraph 2"]


def test_white_space_is_as_shown_and_references_are_resolved() -> None:
    assert texts(page("<p>  第 1\n\t 项&nbsp;&lt;甲&gt;&amp;&#x4E59; </p>")) == ["第 1 项\xa0<甲>&乙"]


def test_a_link_in_running_text_ends_no_line() -> None:
    assert texts(page('<div>见<a href="/1">指南</a>第<a class="x" href="/2">二</a>章</div>')) == ["见指南第二章"]


def test_tags_in_a_title_are_its_text() -> None:
    assert page("<p>甲</p>", "<title>甲</td>  <td>1</td> 乙</title>").title == "甲</td> <td>1</td> 乙"


def test_preformatted_text_keeps_its_lines() -> None:
    assert texts(page("<pre>一、甲\n  二、乙\r\n</pre><textarea>三\n四</textarea>")) == [
        "一、甲",
        "  二、乙",
        "三",
        "四",
    ]


def test_what_is_not_shown_is_left_out() -> None:
    document = page(
        "<script>if (1<2) document.write('<p>脚本</p>')</script><style>p{}</style><noscript>无</noscript>"
        "<!-- 注释 <p>里</p> --><p style='color:red; DISPLAY : none'>藏</p><div hidden><p>藏</p></div>"
        '<select><option>选</select><p>显<span style="visibility:hidden">藏</span>示</p><input type=hidden value=值>'
        "<ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>"
    )
    assert texts(document) == ["显示", "汉"]


def test_an_element_that_hides_most_of_the_page_is_shown_by_a_script() -> None:
    assert texts(page("<p>页眉</p><div style='display:none'><p>正文正文正文正文</p></div>")) == [
        "页眉",
        "正文正文正文正文",
    ]


def test_a_hidden_element_without_an_end_hides_nothing_behind_it() -> None:
    assert texts(page("<div style='display:none'><p>甲</p><p>乙</p>")) == ["甲", "乙"]
    assert texts(page("<ul><li hidden>甲<li>乙乙</ul><p>丙</p>")) == ["乙乙", "丙"]


def test_scripts_may_hold_what_looks_like_markup() -> None:
    assert texts(page('<script><!-- document.write("<script>a</script>"); //--></script><p>甲</p>')) == ["甲"]
    assert texts(page("<script>var a = '<td>1</td></scr' + 'ipt>';</script><p>甲</p>")) == ["甲"]
    assert texts(page("<!-- <table><tr><td>1</td></tr></table> --><p>甲</p><!--><p>乙</p>")) == ["甲", "乙"]


def test_a_bracket_in_a_quoted_value_does_not_end_the_tag() -> None:
    assert texts(page("""<p title="a > b" class=x>甲</p><a alt='1>0'>乙</a>""")) == ["甲", "乙"]
    assert tables("""<table><tr><td title="1>0">1</td><td><span title='>'>2</span></td></tr></table>""") == [
        [["1", "2"]]
    ]


def test_signs_that_begin_no_tag_are_text() -> None:
    assert texts(page("<p>1<2 且 3 > 2</p>")) == ["1<2 且 3 > 2"]
    assert texts(page("<p>甲</p>乙 <div")) == ["甲", "乙"]


def test_title_and_meta_tags_stand_beside_the_text() -> None:
    document = page("<p>甲</p>", '<title> 某局\n年报 </title><meta name="PubDate" content="2024-01-20">'
                    "<META property='og:x' content=y><meta charset=utf-8>")  # fmt: skip
    assert document.title == "某局 年报"
    assert document.metadata == {"PubDate": "2024-01-20", "og:x": "y"}


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("gb18030", "gb2312"),
        ("gbk", None),
        ("gbk", "utf-8"),
        ("utf-8", "gb2312"),
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", None),
        ("utf-16-le", "gbk"),
        ("big5", "big5"),
    ],
)
def test_the_bytes_tell_the_encoding(encoding: str, declared: str | None) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    text = "主動公開數量，年度報告" if encoding == "big5" else "主动公开数量，年度报告"
    source = f"<html><head>{meta}</head><body><p>{text}</p></body></html>"
    assert texts(read(source.encode(encoding))) == [text]


def test_characters_outside_gb2312_survive_its_declaration() -> None:
    source = '<meta charset="gb2312"><p>朱镕基、㛃、𠮷</p>'
    assert texts(read(source.encode("gb18030"))) == ["朱镕基、㛃、𠮷"]


def test_nul_characters_are_dropped() -> None:
    assert texts(read("<p>甲\0乙</p><ta\0ble><tr><td>1\0</td><td>2</td></tr></table>".encode())) == ["甲乙"]


def test_bytes_that_fit_no_character_are_said() -> None:
    document = read("<p>年度报告甲乙丙丁戊己庚辛，主动公开政府信息情况说明</p>".encode() + b"<p>\xff</p>")
    assert document.damage
    assert "\ufffd" in texts(document)[-1]


# ---------------------------------------------------------------- tables


def test_merged_cells_stand_where_a_browser_puts_them() -> None:
    (grid,) = page(
        "<table><tr><td rowspan=2 colspan=2>角</td><td>甲</td></tr><tr><th>乙</th></tr>"
        "<tr><td>1</td><td rowspan='2'>2</td><td>3</td></tr><tr><td>4</td><td>5</td></tr></table>"
    ).grids()
    found = {cell.text: shape(cell) for row in grid.rows for cell in row}
    assert found["角"] == (0, 0, 2, 2)
    assert found["乙"] == (1, 2, 1, 1)
    assert found["2"] == (2, 1, 2, 1)
    assert found["5"] == (3, 2, 1, 1)
    assert grid.width == 3
    assert grid.place_of(grid.rows[3][1]) == "table 1 row 4 column 3"


def test_a_rowspan_beyond_the_table_ends_where_rows_would_grow_too_wide() -> None:
    (grid,) = page(
        "<table><tr><td>头</td><td>甲</td><td>乙</td></tr><tr><td rowspan=99>组</td><td>1</td><td>2</td></tr>"
        "<tr><td>3</td><td>4</td></tr><tr><td>尾</td><td>5</td><td>6</td></tr></table>"
    ).grids()
    assert shape(grid.rows[1][0]) == (1, 0, 2, 1)
    assert [shape(cell)[:2] for cell in grid.rows[3]] == [(3, 0), (3, 1), (3, 2)]


@pytest.mark.parametrize(
    ("attribute", "span"),
    [
        ("rowspan=0", 2),
        ("rowspan=-3", 1),
        ("rowspan=x", 1),
        ("rowspan='2;'", 2),
        ("ROWSPAN=2", 2),
        ("data-rowspan=2", 1),
    ],
)
def test_odd_rowspans_are_read_as_browsers_do(attribute: str, span: int) -> None:
    (grid,) = page(f"<table><tr><td {attribute}>甲</td><td>1</td></tr><tr><td>2</td></tr></table>").grids()
    assert grid.rows[0][0].rowspan == span


def test_a_span_that_is_no_number_or_nothing_is_one() -> None:
    (grid,) = page("<table><tr><td colspan=0>甲</td><td colspan=>1</td></tr></table>").grids()
    assert [shape(cell) for cell in grid.rows[0]] == [(0, 0, 1, 1), (0, 1, 1, 1)]


def test_rowspans_end_with_their_row_group() -> None:
    (grid,) = page(
        "<table><thead><tr><td rowspan=9>头</td><td>甲</td></tr></thead>"
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    ).grids()
    assert [shape(cell) for row in grid.rows for cell in row] == [
        (0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1),
    ]  # fmt: skip


def test_broken_tables_are_mended_as_browsers_do() -> None:
    assert tables("<table><td>1<td>2<tr><td>3<td>4</table>") == [[["1", "2"], ["3", "4"]]]
    assert tables("<table><tr><form><td>1</td><td>2</td></tr></form><form><tr><td>3</td><td>4</td></form></table>") == [
        [["1", "2"], ["3", "4"]]
    ]
    document = page("<table>前<tr>中<td>1</td>后<td>2</td></tr></table>")
    assert [table(grid) for grid in document.grids()] == [[["1", "2"]]]
    assert texts(document) == ["前", "中", "后"] or texts(document) == ["前中后"]


def test_cells_outside_tables_are_kept_apart() -> None:
    assert texts(page("<div><tr><td>12</td><td>34</td></tr></div>")) == ["12", "34"]


def test_lines_in_a_cell_are_kept() -> None:
    cells = tables(
        "<table><tr><td><p>1.属于</p><p>国家秘密</p></td><td>甲<br/>乙</td><td><p>&nbsp;</p></td></tr></table>"
    )
    assert cells == [[["1.属于\n国家秘密", "甲\n乙", ""]]]


def test_figures_in_two_paragraphs_are_not_glued() -> None:
    assert tables("<table><tr><td><p>12</p><p>34</p></td><td>5</td></tr></table>") == [[["12\n34", "5"]]]


def test_nested_word_markup_gives_the_text() -> None:
    cell = (
        "<td width=64 style='width:48pt;font-family:\"Times New Roman\"'><p class=MsoNormal\r\n align=center><b>"
        "<span\r\n lang=EN-US style='font-size:9.0pt;font-family:宋体'>{}<o:p></o:p></span></b></p></td>"
    )
    row = "".join(cell.format(text) for text in ("0", "12", "1.属于"))
    assert tables(f"<table><tr>{row}</tr></table>") == [[["0", "12", "1.属于"]]]


def test_a_hidden_part_of_a_cell_is_no_part_of_its_figure() -> None:
    hidden = "<span style='display:none'>9</span>"
    body = f"<table><tr><td>{hidden}1</td><td>{hidden}</td></tr></table>"
    assert tables(body) == [[["1", ""]]]
    assert tables("<table><tr style='display:none'><td>9</td><td>9</td></tr><tr><td>1</td><td>2</td></tr></table>") == [
        [["1", "2"]]
    ]
    assert tables("<table><tr><td>1<td style='display:none'>9<td>2</table>") == [[["1", "2"]]]


def test_the_row_that_sets_widths_is_no_row() -> None:
    widths = "<![if !supportMisalignedColumns]><tr height=0><td width=1></td><td width=1></td><td></td></tr><![endif]>"
    assert tables(f"<table><tr><td colspan=2>甲</td><td>1</td></tr>{widths}</table>") == [[["甲", "1"]]]


def test_a_caption_stands_before_its_table() -> None:
    document = page("<table><caption>单位：<b>件</b></caption><tr><td>1</td><td>2</td></tr></table>")
    assert isinstance(document.blocks[0], Paragraph)
    assert document.blocks[0].text == "单位：件"


# ---------------------------------------------------------------- tables inside tables

INNER = "<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>"


def test_tables_for_layout_give_their_content_in_order() -> None:
    document = page(
        f"<table><tr><td>菜单</td><td><p>一、总体情况</p><p>文字</p>{INNER}<p>三、情况</p>{INNER}</td></tr>"
        "<tr><td colspan=2>主办单位</td></tr></table>"
    )
    found = [block.text if isinstance(block, Paragraph) else table(block) for block in document.blocks]
    inner = [["甲", "1"], ["乙", "2"]]
    assert found == ["菜单", "一、总体情况", "文字", inner, "三、情况", inner, "主办单位"]
    assert [grid.place for grid in document.grids()] == ["table 1", "table 2"]


def test_rows_of_metadata_in_a_layout_table_stay_a_table() -> None:
    document = page(
        "<table><tr><td>索引号</td><td>A1</td><td>分类</td><td>年报</td></tr>"
        f"<tr><td colspan=4>文字{INNER}</td></tr></table>"
    )
    assert [table(grid) for grid in document.grids()] == [
        [["索引号", "A1", "分类", "年报"]],
        [["甲", "1"], ["乙", "2"]],
    ]
    assert texts(document) == ["文字"]


def test_a_table_in_a_row_of_data_comes_after_the_table_that_holds_it() -> None:
    document = page(
        f"<table><tr><td>甲</td><td>1</td><td>{INNER}</td><td>3</td></tr><tr><td>乙</td><td>4</td><td>5</td></tr></table>"
    )
    assert [table(grid) for grid in document.grids()] == [
        [["甲", "1", "", "3"], ["乙", "4", "5"]],
        [["甲", "1"], ["乙", "2"]],
    ]


def test_a_figure_wrapped_in_a_table_of_one_cell_is_the_cells_own() -> None:
    body = "<table><tr><td>甲</td><td><table><tr><td><p>12</p></td></tr></table></td></tr></table>"
    assert tables(body) == [[["甲", "12"]]]


def test_a_table_of_one_column_is_text() -> None:
    document = page("<table><tr><td>一、总体情况</td></tr><tr><td>文字</td></tr></table>")
    assert texts(document) == ["一、总体情况", "文字"]
    assert not list(document.grids())


def test_running_text_in_a_layout_cell_is_paragraphs() -> None:
    text = "".join(f"<p>{'这是正文的一段话，' * 20}</p>" for _ in range(4))
    document = page(f"<table><tr><td>栏目</td><td>{text}</td></tr></table>")
    assert len(texts(document)) == 5


def test_a_table_directly_in_a_row_ends_the_one_around_it() -> None:
    assert tables(f"<table><tr><td>0</td><td>0</td></tr><tr>{INNER}</table>") == [
        [["0", "0"]],
        [["甲", "1"], ["乙", "2"]],
    ]


# ---------------------------------------------------------------- limits


@pytest.mark.parametrize(
    "body",
    [
        "<table>" * 200 + "<tr><td>1<td>2",
        "<table><tr>" + "<td colspan=1000>1</td>" * 500 + "</tr></table>",
        "<table>" + "<tr><td rowspan=60000>1</td></tr>" * 700 + "</table>",
        "<table><tr>" + "<td>1</td>" * 300_000 + "</tr></table>",
    ],
)
def test_boundless_tables_are_refused(body: str) -> None:
    with pytest.raises(UnusableDocument, match="未予读取"):
        read(("<table><tr><td>x</td><td>" * 50 + body).encode(), Limits(cells=100_000))


@pytest.mark.parametrize(
    "piece",
    [
        "<", "<a", "<!--", "<script>", "<div hidden>", "<p hidden>", '<a b="', "<td", "<table", "&#", "<p><b>", "<b>",
        '<li><a b="c">', '<li b="c" ', '<a b="c"> ', "<td><p>", "</b>",
    ],
)  # fmt: skip
def test_repeated_beginnings_take_time_in_proportion(piece: str) -> None:
    read(b"<p>x</p>" + piece.encode() * 50_000 + b"<p>y</p>", Limits(seconds=20))


def test_deep_nesting_of_blocks_is_no_trouble() -> None:
    assert texts(read(b"<div>" * 100_000 + "甲".encode() + b"</div>" * 100_000)) == ["甲"]


def test_more_tags_than_any_report_has_are_refused() -> None:
    with pytest.raises(UnusableDocument, match="标签超过1万个"):
        read(b"<b>x</b>" * 6_000, Limits(elements=10_000))


# ---------------------------------------------------------------- the same as a browser's parser sees


def seen_by_lexbor(source: str) -> list[list[str]]:
    """Rows of cells without spans, from a tree that a standard parser builds; innermost tables only."""
    tree = selectolax.LexborHTMLParser(source)
    rows = []
    for row in tree.css("tr"):
        if row.css_first("table") is None and (cells := row.css("td,th")):
            rows.append(["".join(cell.text().split()) for cell in cells])
    return rows


PIECES = [
    "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "<td rowspan=2>", "<td colspan='2'>", "<tbody>",
    "</tbody>", "<p>", "</p>", "<span style='a:b'>", "</span>", "<br>", "<b>", "</b>", "<div>", "</div>", "1", "23",
    "甲", "乙丙", "&amp;", " ", "\n", "<!-- x -->", "<td class=\"a>b\">", "<o:p></o:p>", "<form>", "</form>",
    "<caption>", "</caption>", "<TD>", "</TR>",
]  # fmt: skip


def soup(seed: int) -> str:
    """A table with a heap of tags and text thrown into it."""
    dice = random.Random(seed)
    row = "<tr><td>1</td><td><p><span>2</span></p></td><td>甲<br>乙</td></tr>"
    middle = "".join(dice.choice(PIECES) for _ in range(dice.randrange(5, 40)))
    return f"<!DOCTYPE html><body><table>{row}{middle}{row}</table>"


def lost_cells(source: str) -> list[str]:
    """Cells of the standard parser's tree that the reader did not find, neither as cells nor in their table's text."""
    document = read(source.encode())
    cells = (cell.text for grid in document.grids() for row in grid.rows for cell in row)
    found = ["".join(text.split()) for text in cells]
    outside = "".join("".join(text.split()) for text in texts(document))
    unmatched = list(found)
    lost = []
    for text in (text for row in seen_by_lexbor(source) for text in row if text):
        if text in unmatched:
            unmatched.remove(text)
        elif text not in outside and not any(text in other for other in found):
            lost.append(text)
    return lost


@pytest.mark.parametrize("seed", range(300))
def test_cells_are_those_of_a_standard_parser(seed: int) -> None:
    assert not lost_cells(soup(seed)), soup(seed)


@pytest.mark.slow
def test_cells_of_ten_thousand_heaps_are_those_of_a_standard_parser() -> None:
    lost = [seed for seed in range(10_000) if lost_cells(soup(seed))]
    assert not lost


WHOLES = [
    '<li class="x"><a href="/c/1" target="_blank">栏目</a></li>', '<p><span class="k">行</span></p>',
    "<p hidden>丙</p>",
    '<a href="x">', "</a>", "<li>", "<li hidden>", "<span hidden>", "<div hidden>", '<p title="a>b">', "<script>",
    "</script>", "<!--", "-->", "<pre>", "</pre>", "<textarea>", "</textarea>", "<title>", "</title>", "if(a<p ) x",
    '"', "<tr hidden>", "</tr> <tr>", "<td/>", "<td-x>", "<p-x>", "<b x>", "<o:p>", "</o:p>", "<p >", "</td >",
    "<table><tr><td>3</td></tr><tr></tr></table>",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(400))
def test_wholes_at_once_read_as_tag_by_tag(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(seed)
    row = "<tr><td>1</td><td><p><span>2</span></p></td><td style='display:none'>9</td></tr>"
    pieces = [*PIECES, *WHOLES, row, row]
    source = f"<table>{row}{''.join(dice.choice(pieces) for _ in range(30))}{row}</table>".encode()
    quick = read(source)
    monkeypatch.setattr("gongkai.documents.html.TAG", PLAIN_TAG)
    assert quick.blocks == read(source).blocks, source


def test_a_page_is_told_by_its_content() -> None:
    assert read_document("<html><p>甲</p></html>".encode(), "x.txt").format == "html"
