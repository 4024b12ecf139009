"""PDF files become text lines and grids, over page breaks too."""

from __future__ import annotations

import io
import random
from contextlib import suppress

import pypdfium2 as pdfium
import pytest
from PIL import Image

from gongkai.documents.limits import Limits
from gongkai.documents.model import Document, Grid, Paragraph, UnusableDocument
from gongkai.documents.pdf import read
from gongkai.documents.tests.pdf_files import pdf, table


def grids(document: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in grid.rows] for grid in document.grids()]


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def row(*cells: object) -> list[str]:
    return [f"[{cell}]" for cell in cells]


def shapes(grid: Grid) -> list[list[tuple[str, int, int, int, int]]]:
    return [[(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in row] for row in grid.rows]


def test_text_stands_line_by_line_around_tables() -> None:
    document = read(pdf("一、总体情况\\ 第二行\n\n" + table(2, row("甲", 1, "乙", 2)) + "\n尾"))
    assert [block.text if isinstance(block, Paragraph) else "表" for block in document.blocks] == [
        "一、总体情况", "第二行", "表", "尾",
    ]  # fmt: skip
    assert texts(document) == ["一、总体情况", "第二行", "尾"]
    assert [paragraph.place for paragraph in document.paragraphs()] == [
        "page 1 line 1",
        "page 1 line 2",
        "page 1 line 3",
    ]


def test_merged_cells_and_places() -> None:
    cells = ["table.cell(rowspan: 2, colspan: 2)[角]", "[甲]", "[乙]", *row("丙", 1, 2)]
    (grid,) = read(pdf(table(3, cells))).grids()
    assert shapes(grid) == [
        [("角", 0, 0, 2, 2), ("甲", 0, 2, 1, 1)],
        [("乙", 1, 2, 1, 1)],
        [("丙", 2, 0, 1, 1), ("1", 2, 1, 1, 1), ("2", 2, 2, 1, 1)],
    ]
    assert grid.rows[2][1].place == "page 1 row 3 column 2"


def test_blank_cells_stay_blank_and_lines_in_a_cell_are_kept() -> None:
    assert grids(read(pdf(table(3, row("商业\\ 企业", "", "0"))))) == [[["商业\n企业", "", "0"]]]


def test_backgrounds_frames_and_underlines_are_no_tables() -> None:
    body = "#rect(width: 100%, fill: yellow)[框里的字]\n#underline[划线]\n" + table(
        2, row("甲", 1), 'fill: (x, y) => if x == 0 { aqua }, '
    )  # fmt: skip
    document = read(pdf(body))
    assert texts(document) == ["框里的字", "划线"]
    assert grids(document) == [[["甲", "1"]]]


def test_a_table_without_rules_at_its_sides() -> None:
    body = table(2, row("甲", 1, "乙", 2), "stroke: (x, y) => (top: 0.5pt, bottom: 0.5pt, left: if x > 0 { 0.5pt }), ")
    assert grids(read(pdf(body))) == [[["甲", "1"], ["乙", "2"]]]


def test_text_without_rules_is_lines() -> None:
    document = read(pdf("#grid(columns: 3, column-gutter: 30pt, row-gutter: 10pt, [甲], [1], [2], [乙], [3], [4])"))
    assert texts(document) == ["甲 1 2", "乙 3 4"]


# ---------------------------------------------------------------- page breaks


def labelled(count: int) -> list[str]:
    return [cell for index in range(count) for cell in row(f"{index + 1}.标签", index, index + 1, index + 2)]


@pytest.mark.parametrize("height", [300, 317, 333, 350, 400])
def test_a_table_over_page_breaks_is_one(height: int) -> None:
    document = read(pdf("前\n" + table(4, labelled(40)) + "\n后", height))
    (found,) = grids(document)
    assert found == [[f"{index + 1}.标签", str(index), str(index + 1), str(index + 2)] for index in range(40)]
    assert texts(document) == ["前", "后"]
    assert next(document.grids()).rows[39][0].place.startswith("page ")


def test_page_numbers_and_running_heads_do_not_part_a_table() -> None:
    more = ', header: [某局年度报告], footer: align(center, context counter(page).display("- 1 -"))'
    document = read(pdf(table(4, labelled(40)), 300, more))
    assert len(grids(document)) == 1
    assert texts(document) == ["某局年度报告"]


def test_bare_page_numbers_are_no_text() -> None:
    document = read(pdf("甲\n#pagebreak()\n乙", 300, ', numbering: "1"'))
    assert texts(document) == ["甲", "乙"]


def test_repeated_heads_are_dropped() -> None:
    head = "table.header([项目], [自然人], [企业], [总计])"
    (found,) = grids(read(pdf(table(4, [head, *labelled(40)]), 300)))
    assert found[0] == ["项目", "自然人", "企业", "总计"]
    assert len(found) == 41


def test_a_merged_cell_goes_on_over_the_page_break() -> None:
    cells = ["table.cell(rowspan: 30, align: top)[三、办理结果]"]
    cells += [cell for index in range(30) for cell in row(f"{index + 1}.标签", index, index, index)]
    (grid,) = read(pdf(table(5, cells), 300)).grids()
    assert (grid.rows[0][0].text, grid.rows[0][0].rowspan) == ("三、办理结果", 30)
    assert all(len(each) == 4 for each in grid.rows[1:])


def cut_row(label: str, figures: str, height: int) -> list[list[list[str]]]:
    """A table whose second row breaks over the page: the label takes two lines there, the figures stand at the top."""
    filler = "#v(1fr)\n" if height else ""
    cells = [*row("1.甲", 1, 2, 3), f"[{label}]", *[f"table.cell(align: {figures})[{value}]" for value in (4, 5, 6)]]
    cells += row("3.丙", 7, 8, 9)
    return grids(read(pdf(filler + table(4, cells, "inset: 2pt, "), height)))


def test_a_row_that_the_page_end_cuts_is_one() -> None:
    label = "2.其他法律" + "\\ 行政法规" * 3
    body = "#v({}pt)\n" + table(
        4,
        [*row("1.甲", 1, 2, 3), f"[{label}]", *row(4, 5, 6), *row("3.丙", 7, 8, 9)],
        "columns: (80pt, 1fr, 1fr, 1fr), ",
    ).replace("columns: 4, ", "")
    for space in range(100, 190, 7):
        (found,) = grids(read(pdf(body.format(space), 300)))
        assert [["".join(cell.split()) for cell in each] for each in found] == [
            ["1.甲", "1", "2", "3"], ["2.其他法律行政法规行政法规行政法规", "4", "5", "6"], ["3.丙", "7", "8", "9"],
        ], space  # fmt: skip


def test_blank_rows_at_a_page_end_are_not_put_together() -> None:
    cells = [cell for index in range(40) for cell in row(f"{index + 1}.标签", "", "", "")]
    (found,) = grids(read(pdf(table(4, cells), 300)))
    assert [each[0] for each in found] == [f"{index + 1}.标签" for index in range(40)]


def test_tables_with_other_columns_stay_apart() -> None:
    body = table(2, row("甲", 1)) + "#pagebreak()\n" + table(3, row("乙", 2, 3), "align: right, ")
    assert len(grids(read(pdf(body, 300)))) == 2


def test_a_text_between_parts_two_tables() -> None:
    body = table(2, row("甲", 1)) + "#pagebreak()\n四、情况\n" + table(2, row("乙", 2))
    assert len(grids(read(pdf(body, 300)))) == 2


@pytest.mark.parametrize("seed", range(12))
def test_any_ruled_table_comes_back(seed: int) -> None:
    dice = random.Random(seed)
    columns = dice.randrange(2, 12)
    expected = [
        [str(dice.randrange(10 ** dice.randrange(1, 4))) for _ in range(columns)] for _ in range(dice.randrange(2, 60))
    ]
    for index, each in enumerate(expected):
        each[0] = f"{index + 1}.行"
    cells = [cell for each in expected for cell in row(*each)]
    assert grids(read(pdf(table(columns, cells, "inset: 3pt, "), dice.randrange(250, 842)))) == [expected]


# ---------------------------------------------------------------- what cannot be used


def picture_pdf() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (200, 300), "white").save(target, "PDF")
    return target.getvalue()


def test_a_scan_says_so() -> None:
    with pytest.raises(UnusableDocument, match="扫描件"):
        read(picture_pdf())


def test_a_scanned_page_among_others_is_said() -> None:
    whole = pdfium.PdfDocument(pdf("甲"))
    whole.import_pages(pdfium.PdfDocument(picture_pdf()))
    target = io.BytesIO()
    whole.save(target)
    document = read(target.getvalue())
    assert texts(document) == ["甲"]
    assert [place for place, _ in document.damage] == ["page 2"]


def test_an_encrypted_file_says_so() -> None:
    # The trailer of a file that asks for a password; nothing else of it is looked at.
    whole = pdf("甲")
    locked = whole.replace(
        b"trailer\n<<",
        b"trailer\n<< /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (" + b"x" * 32 + b") /U (" + b"y" * 32 + b") >>",
    )
    if locked == whole:
        pytest.skip("this typst writes no plain trailer")
    with pytest.raises(UnusableDocument, match="密码"):
        read(locked)


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"%PDF-" + b"\0" * 1000])
def test_a_broken_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableDocument):
        read(data)


def test_a_cut_file_is_read_or_refused() -> None:
    whole = pdf(table(4, labelled(10)))
    for end in range(0, len(whole), len(whole) // 15):
        with suppress(UnusableDocument):
            assert read(whole[:end]).blocks


def test_more_pages_than_any_report_has_are_refused() -> None:
    with pytest.raises(UnusableDocument, match="页"):
        read(pdf("#pagebreak()\n" * 5), Limits(pages=3))


def test_streams_that_unpack_without_end_are_refused() -> None:
    import zlib

    content = zlib.compress(b" " * 150_000_000, 9)
    data = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj 4 0 obj<</Length "
        + str(len(content)).encode() + b"/Filter/FlateDecode>>stream\n" + content + b"\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>"
    )  # fmt: skip
    with pytest.raises(UnusableDocument, match="压缩炸弹"):
        read(data, Limits(inflated=100_000_000))
