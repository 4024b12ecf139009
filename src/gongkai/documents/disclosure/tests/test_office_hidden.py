"""What office files and photographs hide is found, each with its place."""

from __future__ import annotations

import contextlib
import io
import random

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from PIL import Image

from gongkai.documents.disclosure.finding import KINDS, Finding
from gongkai.documents.disclosure.hidden import find_hidden
from gongkai.documents.disclosure.inspection import inspect_file
from gongkai.documents.limits import Limits
from gongkai.documents.model import UnusableDocument
from gongkai.documents.tests.office import W, docx, p, package, tbl, tc

NUMBER = "11010519491231002X"
SECRET = f"证号{NUMBER}"
BY = 'w:author="经办人" w:date="2024-01-15T08:00:00Z"'


def word(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.kind, finding.text) for finding in findings]


WHITE = "<w:color w:val='FFFFFF'/>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


# ---------------------------------------------------------------- Word


def test_sound_word_file_hides_nothing() -> None:
    shaded = '<w:shd w:val="clear" w:fill="000000"/>'
    body = p("公开的内容") + f"<w:p>{run('黑底白字', WHITE + shaded)}</w:p>"
    body += "<w:p>" + run("显示", '<w:vanish w:val="0"/>') + "</w:p>"
    assert find_hidden(docx(body)) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f"<w:p><w:ins {BY}>{run(SECRET)}</w:ins></w:p>", "insertion"),
        (f"<w:p><w:del {BY}><w:r><w:delText>{SECRET}</w:delText></w:r></w:del></w:p>", "deletion"),
        (f"<w:p><w:moveFrom {BY}>{run(SECRET)}</w:moveFrom></w:p>", "deletion"),
        (f"<w:p>{run('前')}{run(SECRET[:5], '<w:vanish/>')}{run(SECRET[5:], '<w:vanish/>')}</w:p>", "hidden_text"),
        (f"<w:p><w:pPr><w:pStyle w:val='gone'/></w:pPr>{run(SECRET)}</w:p>", "hidden_text"),
        (f"<w:p>{run(SECRET, WHITE)}</w:p>", "invisible_text"),
        ("<w:p>" + run(SECRET, '<w:sz w:val="2"/>') + "</w:p>", "invisible_text"),
        (f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr>{tc(SECRET)}</w:tr></w:tbl>", "hidden_row"),
        (f"<w:tbl><w:tr><w:trPr><w:del {BY}/></w:trPr>{tc(SECRET)}</w:tr></w:tbl>", "deletion"),
    ],
)
def test_hidden_text_in_word_is_found_with_what_it_holds(body: str, kind: str) -> None:
    styles = '<w:style w:styleId="gone"><w:rPr><w:vanish/></w:rPr></w:style>'
    data = docx(p("正文") + body, styles=styles)
    assert (kind, SECRET) in word(find_hidden(data))
    assert (f"在{KINDS[kind].name}里") in [
        finding.note for finding in inspect_file(data, "a.docx") if finding.kind == "identity_number"
    ]


def test_who_changed_what_and_where_is_said() -> None:
    body = f"<w:p>{run('关于某事项的答复意见如下')}<w:ins {BY}>{run('插入')}</w:ins></w:p>"
    [finding] = find_hidden(docx(body))
    assert finding.place == "正文，“关于某事项的答复意见如下插入……”一段"
    assert finding.note == "署名：经办人；日期：2024-01-15"


def test_comments_variables_and_fields_are_found() -> None:
    field = "<w:p><w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\\\x cmd</w:instrText></w:r></w:p>"
    data = docx(
        p("正文") + field,
        comments=f'<w:comment w:id="1" {BY}>{p("请核对")}</w:comment>',
        settings='<w:docVars><w:docVar w:name="稿次" w:val="内部第三稿"/></w:docVars>',
    )
    assert word(find_hidden(data)) == [
        ("comment", "请核对"), ("dde", "DDEAUTO c:\\\\x cmd"), ("property", "内部第三稿"),
    ]  # fmt: skip


def test_headers_and_notes_are_read_for_marks_and_personal_data() -> None:
    data = docx(p("正文"), header1=p("机密★10年"), footnotes=p(SECRET)).replace(b"<w:header1", b"<w:hdr")
    found = [(finding.kind, finding.place) for finding in inspect_file(data, "a.docx")]
    assert found == [("secrecy_mark", "页眉"), ("identity_number", "脚注")]


def test_parts_of_any_office_file_are_found() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>某经办</dc:creator>'
        "<cp:lastModifiedBy>某科室</cp:lastModifiedBy><dc:title>题</dc:title></cp:coreProperties>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="1" Type="x/attachedTemplate" Target="file:///C:/a.dotm" TargetMode="External"/>'
        '<Relationship Id="2" Type="x/hyperlink" Target="https://www.example.gov.cn/" TargetMode="External"/>'
        '<Relationship Id="3" Type="x/hyperlink" Target="http://10.1.2.3/oa" TargetMode="External"/></Relationships>'
    )
    crop = (
        f'<w:document {W} xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:body>{p("正文")}'
        '<a:srcRect l="20000"/><a:srcRect/></w:body></w:document>'
    )
    data = package(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": crop,
            "word/_rels/document.xml.rels": relations,
            "word/vbaProject.bin": b"x",
            "word/embeddings/oleObject1.bin": b"x",
            "docProps/core.xml": core,
            "docProps/thumbnail.jpeg": b"x",
            "word/media/image1.jpeg": photo(),
        }
    )
    assert [finding.kind for finding in find_hidden(data)] == [
        "property", "property", "macro", "embedded", "thumbnail", "location", "picture_data",
        "external_link", "external_link", "cropped_picture",
    ]  # fmt: skip


# ---------------------------------------------------------------- Excel


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def workbook() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = "公示"
    for number in range(1, 7):
        book.active.append([f"姓名{number}", SECRET if number == 3 else "", number])
    return book


def test_sound_workbook_hides_nothing() -> None:
    assert find_hidden(saved(workbook())) == []


def test_hidden_rows_columns_and_sheets_are_found_with_what_they_hold() -> None:
    book = workbook()
    book.active.column_dimensions["B"].hidden = True
    for row in (3, 4, 6):
        book.active.row_dimensions[row].hidden = True
    for name, state in (("底稿", "hidden"), ("台账", "veryHidden")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        sheet["A1"] = f"{name}{NUMBER}"
    found = [(finding.kind, finding.place, finding.level) for finding in find_hidden(saved(book))]
    assert found == [
        ("hidden_row", "工作表“公示”第3至4行", "block"),
        ("hidden_row", "工作表“公示”第6行", "block"),
        ("hidden_column", "工作表“公示”B列", "block"),
        ("hidden_sheet", "工作表“底稿”", "block"),
        ("hidden_sheet", "工作表“台账”", "block"),
    ]
    inside = [finding.note for finding in inspect_file(saved(book), "a.xlsx") if finding.kind == "identity_number"]
    assert inside == ["在隐藏的行里", "在隐藏的列里", "在隐藏的工作表里", "在隐藏的工作表里"]


def test_comments_unseen_cells_and_dde_are_found() -> None:
    book = workbook()
    sheet = book.active
    sheet["A1"].comment = Comment("请核实", "经办人")
    sheet["A2"].number_format = ";;;"
    sheet["A3"].font = Font(color="FFFFFFFF")
    sheet["A4"].font = Font(color="FFFFFFFF")
    sheet["A4"].fill = PatternFill("solid", fgColor="FF000000")
    sheet["D1"] = "=cmd|'/c calc'!A1"
    sheet["D2"] = '=WEBSERVICE("http://example.com")'
    found = {finding.kind: finding for finding in find_hidden(saved(book))}
    assert set(found) == {"comment", "invisible_text", "dde", "external_link"}
    assert found["comment"].source == "公示!A1"
    assert found["invisible_text"].place == "工作表“公示”A2、A3单元格"
    assert found["invisible_text"].text == "姓名2 | 姓名3"
    assert found["dde"].source == "公示!D1"


def test_data_behind_pivot_tables_and_connections_are_found() -> None:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": f"<workbook {main}/>",
        "xl/pivotCache/pivotCacheDefinition1.xml": (
            f'<pivotCacheDefinition {main}><s v="{SECRET}"/></pivotCacheDefinition>'
        ),
        "xl/connections.xml": f'<connections {main}><connection name="库" connection="Server=10.0.0.1"/></connections>',
        "xl/externalLinks/externalLink1.xml": (
            f'<externalLink {main}><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
        ),
    }
    assert word(find_hidden(package(parts))) == [
        ("data_connection", "库 | Server=10.0.0.1"), ("cached_data", SECRET), ("dde", "cmd|/c calc"),
    ]  # fmt: skip


# ---------------------------------------------------------------- slides, pictures, other files


def test_hidden_slides_notes_and_comments_are_found() -> None:
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    text = "<a:p><a:r><a:t>{}</a:t></a:r></a:p>"
    data = package(
        {
            "ppt/slides/slide1.xml": f"<sld {a}>{text.format(SECRET)}</sld>",
            "ppt/slides/slide2.xml": f'<sld {a} show="0">{text.format("底稿")}</sld>',
            "ppt/notesSlides/notesSlide1.xml": f"<notes {a}>{text.format('讲稿')}</notes>",
            "ppt/comments/comment1.xml": "<cmLst><cm><text>改一下</text></cm></cmLst>",
        }
    )
    assert word(find_hidden(data)) == [("hidden_slide", "底稿"), ("notes", "讲稿"), ("comment", "改一下")]
    assert ("identity_number", "幻灯片1") in [(each.kind, each.place) for each in inspect_file(data, "a.pptx")]


def photo(kind: str = "JPEG") -> bytes:
    picture = Image.new("RGB", (8, 8))
    exif = picture.getexif()
    exif[0x013B] = "拍摄者"
    exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 45.0, 0.0), 3: "E", 4: (113.0, 40.0, 12.0)})
    target = io.BytesIO()
    picture.save(target, kind, exif=exif.tobytes())
    return target.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_position_and_author_of_a_photograph_are_found(kind: str) -> None:
    findings = find_hidden(photo(kind))
    assert [finding.kind for finding in findings] == ["location", "picture_data"]
    assert findings[0].text == "34.75000，113.67000"
    assert "34.7" not in findings[0].masked


def test_sound_picture_hides_nothing() -> None:
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, "JPEG")
    assert find_hidden(target.getvalue()) == []


@pytest.mark.parametrize("data", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", b"{\\rtf1 x}", package({"OFD.xml": "<a/>"})])
def test_what_cannot_be_looked_into_is_said(data: bytes) -> None:
    assert [finding.kind for finding in find_hidden(data)] == ["unchecked"]


def test_text_hides_nothing() -> None:
    assert inspect_file("公开的内容。".encode(), "a.txt") == []


@pytest.mark.parametrize("seed", range(60))
def test_damaged_files_give_findings_or_one_sentence(seed: int) -> None:
    dice = random.Random(seed)
    sample = dice.choice([docx(p(SECRET) + tbl([900], [[tc("甲")]])), saved(workbook()), photo(), photo("PNG")])
    data = bytearray(sample)
    for _ in range(dice.randrange(1, 5)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    with contextlib.suppress(UnusableDocument):
        assert isinstance(find_hidden(bytes(data), Limits(seconds=5)), list)


def test_bomb_is_refused() -> None:
    data = package({"word/document.xml": "<a/>", "word/settings.xml": b" " * 3_000_000})
    with pytest.raises(UnusableDocument, match="压缩炸弹"):
        find_hidden(data, Limits(inflated=1_000_000))
