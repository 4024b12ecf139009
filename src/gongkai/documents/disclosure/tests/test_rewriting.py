"""Files without what was found in them: nothing of it is left anywhere, the rest stands."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from typing import Any

import docx as python_docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.comments import Comment
from PIL import ExifTags, Image

from gongkai.documents import read_document
from gongkai.documents.disclosure.inspection import inspect_file
from gongkai.documents.disclosure.masking import NotMasked
from gongkai.documents.disclosure.rewriting import CLEARED, CLEARED_PICTURE, Choice, mask_file, mask_file_apart
from gongkai.documents.disclosure.rewriting.picture import clear_picture
from gongkai.documents.disclosure.rewriting.strands import replace_in
from gongkai.documents.model import UnusableDocument
from gongkai.documents.tests.office import W, package, saved

NUMBER, SHOWN = "11010519491231002X", "110105********002X"
MOBILE, MOBILE_SHOWN = "13800138000", "138****8000"
LINES = [f"身份证号{SHOWN}，其余照旧。", f"手机 {MOBILE_SHOWN}", f"编号9{MOBILE}7不是电话。"]
BOTH = [Choice("identity_number", SHOWN), Choice("mobile", MOBILE_SHOWN)]


def everything(data: bytes) -> str:
    """All parts of a file, without their tags: where a word must not be, however it is cut."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        parts = [archive.read(name) for name in archive.namelist()]
    return "\n".join("".join(etree.fromstring(part).itertext()) + part.decode() for part in parts if part[:1] == b"<")


def word() -> Any:
    """A letter with a person's numbers in every place that a letter has."""
    document = python_docx.Document()
    document.core_properties.author, document.core_properties.comments = "张三", f"电话{MOBILE}"
    paragraph = document.add_paragraph("身份证号")
    for piece in ("1101051949", "1231", "002X"):
        paragraph.add_run(piece).bold = piece == "1231"
    paragraph.add_run("，其余照旧。")
    document.add_table(1, 1).cell(0, 0).text = f"手机 {MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}"
    document.sections[0].header.paragraphs[0].text = f"联系人{MOBILE}"
    document.sections[0].footer.paragraphs[0].text = NUMBER
    document.add_comment(paragraph.runs[0], f"核对{NUMBER}", author="李四")
    document.add_paragraph(f"编号9{MOBILE}7不是电话。")
    return document


def lines_of(data: bytes) -> list[str]:
    return [each.text for each in read_document(data, "a.docx").paragraphs()]


def test_words_are_masked_in_every_part_of_a_word_file_and_nothing_else_changes() -> None:
    data = saved(word())
    written = mask_file(data, "a.docx", BOTH)
    text = everything(written)
    assert NUMBER not in text
    assert text.replace(f"9{MOBILE}7", "").count(MOBILE) == 0
    assert lines_of(written) == LINES
    left = python_docx.Document(io.BytesIO(written))
    assert left.tables[0].cell(0, 0).text == f"手机 {MOBILE_SHOWN}"
    assert [run.bold for run in left.paragraphs[0].runs[2:5]] == [False, True, False]
    assert {each.kind for each in inspect_file(written, "a.docx")} == {"comment", "property", "thumbnail"}


def test_clearing_a_word_file_accepts_changes_and_takes_out_what_is_hidden() -> None:
    document = word()
    body = document.element.body
    for xml in (
        f'<w:p {W}><w:pPr><w:rPr><w:del w:author="王"/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>',
        f'<w:p {W}><w:ins w:author="王"><w:r><w:t>加</w:t></w:r></w:ins><w:del w:author="王"><w:r>'
        "<w:delText>删</w:delText></w:r></w:del><w:r><w:rPr><w:rPrChange/><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:t>后</w:t></w:r></w:p>",
        f"<w:tbl {W}><w:tblPr/><w:tblGrid/><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>留</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    ):
        body.insert(len(body) - 1, parse_xml(xml))
    written = mask_file(saved(document), "a.docx", BOTH, clear=True)
    assert inspect_file(written, "a.docx") == []
    text = everything(written)
    for gone in ("张三", "李四", "王", "删", "隐", "核对", "comments.xml", "w:ins ", "w:del"):
        assert gone not in text
    assert lines_of(written) == [*LINES, "前加后", "留"]
    assert len(python_docx.Document(io.BytesIO(written)).tables) == 2


def workbook() -> openpyxl.Workbook:
    """A table with numbers as texts, as numbers and as results, and hidden things around it."""
    book = openpyxl.Workbook()
    book.properties.creator = "张三"
    sheet = book.active
    sheet.title = "公开表"
    sheet.append(["姓名", "手机", "身份证", "合计"])
    sheet.append(["甲", int(MOBILE), f"证号{NUMBER}", "=SUM(F2:F3)"])
    sheet.append(["乙", f"手机{MOBILE}", 5, "丁"])
    sheet["F2"], sheet["F3"] = 1, 2
    sheet["A2"].comment = Comment(f"核对{NUMBER}", "李四")
    sheet["C3"].hyperlink = f"https://example.com/{NUMBER}"
    sheet.oddHeader.center.text = f"联系{MOBILE}"
    sheet.row_dimensions[5].hidden = True
    sheet["A5"] = "隐行"
    sheet.column_dimensions["F"].hidden = True
    hidden = book.create_sheet("底稿")
    hidden["A1"], hidden.sheet_state = "隐表", "hidden"
    shown = book.create_sheet("说明")
    shown["A1"] = "说明文字"
    book.defined_names["处"] = openpyxl.workbook.defined_name.DefinedName("处", attr_text="底稿!$A$1")
    return book


def written_book(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_words_are_masked_in_every_part_of_a_workbook() -> None:
    data = written_book(workbook())
    assert {("mobile", "公开表!B2"), ("identity_number", "公开表!C2")} <= {
        (f.kind, f.place) for f in inspect_file(data, "a.xlsx")
    }
    written = mask_file(data, "a.xlsx", BOTH)
    text = everything(written)
    assert NUMBER not in text
    assert MOBILE not in text
    sheet = openpyxl.load_workbook(io.BytesIO(written))["公开表"]
    assert [cell.value for cell in sheet[2]][:4] == ["甲", MOBILE_SHOWN, f"证号{SHOWN}", "=SUM(F2:F3)"]
    assert sheet["B3"].value == f"手机{MOBILE_SHOWN}"
    assert sheet["A2"].comment.text == f"核对{SHOWN}"


def test_clearing_a_workbook_leaves_what_was_shown() -> None:
    written = mask_file(written_book(workbook()), "a.xlsx", BOTH, clear=True)
    assert not {each.kind for each in inspect_file(written, "a.xlsx")} & CLEARED
    text = everything(written)
    for gone in ("张三", "李四", "隐行", "隐表", "底稿", NUMBER, MOBILE):
        assert gone not in text
    book = openpyxl.load_workbook(io.BytesIO(written))
    assert book.sheetnames == ["公开表", "说明"]
    assert [cell.value for cell in book["公开表"][3]][:4] == ["乙", f"手机{MOBILE_SHOWN}", 5, "丁"]
    assert (book["公开表"]["A5"].value, book["公开表"]["F2"].value) == (None, None)
    assert "SUM" not in text  # it read what is gone, and would show another sum


def test_result_of_a_formula_that_shows_the_word_takes_its_place() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"] = "138", "00138000"
    book.active["C1"] = "=A1&B1"
    with zipfile.ZipFile(io.BytesIO(written_book(book))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    result = f'<c r="C1" t="str"><f>A1&amp;B1</f><v>{MOBILE}</v></c>'  # as Excel keeps it
    parts[sheet], changed = re.subn(r'<c r="C1".*?</c>', result, parts[sheet])
    assert changed
    written = mask_file(package(parts), "a.xlsx", [Choice("mobile", MOBILE_SHOWN)])
    assert openpyxl.load_workbook(io.BytesIO(written)).active["C1"].value == MOBILE_SHOWN


def test_texts_are_masked_in_their_own_encoding_or_in_utf8() -> None:
    captions = f"WEBVTT\n\n00:00.000 --> 00:02.000\n致电{MOBILE}\n".encode()
    assert mask_file(captions, "a.vtt", [BOTH[1]]).decode() == captions.decode().replace(MOBILE, MOBILE_SHOWN)
    table = mask_file(f"姓名,手机\n甲,{MOBILE}\n".encode("gb18030"), "a.csv", [BOTH[1]])
    assert table.decode() == f"姓名,手机\n甲,{MOBILE_SHOWN}\n"


def test_what_cannot_be_carried_out_is_refused_with_a_sentence() -> None:
    data = saved(word())
    book = workbook()
    book["公开表"].title = f"表{MOBILE}"
    tries: list[tuple[bytes, str, list[Choice], bool]] = [
        (data, "a.docx", [Choice("bank_card", "6222****0000")], False),
        (b"%PDF-1.4", "a.pdf", BOTH, False), (b"plain", "a.txt", [], True),
        (written_book(book), "a.xlsx", BOTH, False),
    ]  # fmt: skip
    for content, name, choices, clear in tries:
        with pytest.raises(NotMasked, match=r"。$"):
            mask_file(content, name, choices, clear=clear)
    with pytest.raises(UnusableDocument):
        mask_file_apart(data[:2000], "a.docx", BOTH)
    with pytest.raises(UnusableDocument, match="没有找到这一项"):
        mask_file_apart(data, "a.docx", [Choice("bank_card", "6222****0000")])


@given(st.lists(st.text(alphabet="138 0号\u200b０", max_size=6), max_size=8))
def test_nothing_is_left_however_a_number_is_cut(pieces: list[str]) -> None:
    runs = "".join(f"<r><t>{piece}</t></r>" for piece in [*pieces, "号1380", "0138", " 000号", *pieces])
    root = etree.fromstring(f"<body><p>{runs}</p></body>")
    before = "".join(root.itertext())
    count = replace_in(root, {MOBILE: "*"})
    assert count >= 1
    assert "".join(root.itertext()).count("*") == count
    assert "号13800138 000号" not in "".join(root.itertext())
    assert len("".join(root.itertext())) < len(before)


# ---------------------------------------------------------------- pictures


def _photograph(form: str, turned: int = 6) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Orientation] = "某相机", turned
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {ExifTags.GPS.GPSLatitude: (30.0, 15.0, 0.0), ExifTags.GPS.GPSLongitude: (120.0, 10.0, 0.0)}
    )
    written = io.BytesIO()
    more = {"progressive": True, "comment": "内部用图"} if form == "JPEG" else {}
    Image.effect_noise((40, 30), 60).convert("RGB").save(written, form, exif=exif, **more)
    return written.getvalue()


@pytest.mark.parametrize(("form", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png")])
def test_a_cleared_picture_shows_the_same_and_tells_nothing(form: str, name: str) -> None:
    taken = _photograph(form)
    assert "location" in {each.kind for each in inspect_file(taken, name)}
    written = mask_file(taken + b"\xff\xd8\xff older picture", name, [], clear=True)
    assert not {each.kind for each in inspect_file(written, name)} & CLEARED_PICTURE
    assert b"older picture" not in written
    with Image.open(io.BytesIO(taken)) as before, Image.open(io.BytesIO(written)) as after:
        assert before.tobytes() == after.tobytes()
        assert after.getexif().get(ExifTags.Base.Orientation) == (6 if form == "JPEG" else None)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 1500), st.sampled_from(["JPEG", "PNG"]))
def test_a_picture_that_was_cut_off_is_told_and_never_loops(length: int, form: str) -> None:
    with contextlib.suppress(UnusableDocument):
        clear_picture(_photograph(form)[:length])
