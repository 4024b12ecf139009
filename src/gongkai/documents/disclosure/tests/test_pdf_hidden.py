"""What a PDF hides is found: by drawing it, and by its own structure."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from tests.support.real_reports import real_report

from gongkai.documents.disclosure.hidden import find_hidden
from gongkai.documents.disclosure.inspection import inspect_file, inspect_file_apart
from gongkai.documents.disclosure.tests.pdf_source import page_pdf, words
from gongkai.documents.limits import Limits
from gongkai.documents.model import UnusableDocument
from gongkai.documents.tests.pdf_files import pdf, table

SECRET = "13800138000"
BLACK = "0 0 0 rg 15 145 120 18 re f\n"
OFF_LAYER = "/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>"


def kinds(data: bytes) -> list[str]:
    return [finding.kind for finding in find_hidden(data)]


def test_sound_page_hides_nothing() -> None:
    body = '#set text(fill: rgb("#888"))\n= 标题\n一一二二、（三）…… 1 l I | “引号” 灰色文字\n' + table(
        2, ["[一]", "[11]"]
    )
    assert kinds(pdf(body)) == []
    assert kinds(pdf("#rect(fill: black)[#text(fill: white)[黑底白字看得见]]")) == []
    assert kinds(pdf("横放的一页", more=", flipped: true")) == []


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_text_under_a_black_rectangle_is_found(turn: int) -> None:
    findings = find_hidden(page_pdf(words("open text", y=100) + words(SECRET) + BLACK, page=f"/Rotate {turn}"))
    assert [(finding.kind, finding.text, finding.place) for finding in findings] == [("covered_text", SECRET, "第1页")]


@pytest.mark.parametrize(
    "content",
    [
        words(SECRET, color="1 1 1 rg"),
        words(SECRET, color="0.98 g"),
        words(SECRET, mode=0) + "1 1 1 rg 15 145 120 18 re f\n",
        words(SECRET, x=400),
    ],
    ids=["white", "nearly white", "white rectangle", "off the page"],
)
def test_unseen_text_is_found(content: str) -> None:
    findings = find_hidden(page_pdf(words("open text", y=100) + content))
    assert [(finding.kind, finding.text) for finding in findings] == [("invisible_text", SECRET)]


def test_text_in_a_closed_layer_is_found() -> None:
    content = words("open text", y=100) + f"/OC /L1 BDC {words(SECRET)} EMC"
    data = page_pdf(
        content, catalogue=OFF_LAYER, resources="/Properties<</L1 6 0 R>>", more={6: "<</Type/OCG/Name(draft)>>"}
    )
    assert kinds(data) == ["hidden_layer", "invisible_text"]


def test_text_layer_of_a_scan_is_no_hidden_text_unless_it_is_blackened() -> None:
    layer = words(SECRET, mode=3)
    assert kinds(page_pdf(layer)) == []
    assert kinds(page_pdf(layer + BLACK)) == ["covered_text"]


def test_annotations_attachments_and_scripts_are_found() -> None:
    note = "<</Type/Annot/Subtype/Text/Rect[0 0 20 20]/Contents(call 13800138000)/T(somebody)>>"
    file = "<</Type/Annot/Subtype/FileAttachment/Rect[0 0 20 20]/Contents(list.xlsx)>>"
    link = "<</Type/Annot/Subtype/Link/Rect[0 0 20 20]>>"
    data = page_pdf(
        words("open text"),
        page=f"/Annots[{note}{file}{link}]",
        catalogue="/OpenAction<</S/J#61vaScript/JS(app.alert\\(1\\))>>/Names<</EmbeddedFiles<</Names[(a.txt)7 0 R]>>>>",
        more={7: "<</Type/Filespec/F(a.txt)/UF(a.txt)/EF<</F 8 0 R>>>>", 8: b"<</Length 2>>stream\nhi\nendstream"},
    )
    assert kinds(data) == ["attachment", "script", "annotation", "attachment"]
    inside = [finding for finding in inspect_file(data, "a.pdf") if finding.kind == "mobile"]
    assert [finding.note for finding in inside] == ["在PDF 注释里"]


def test_author_file_name_and_old_versions_are_found() -> None:
    data = page_pdf(
        words("open text"),
        more={9: "<</Author(somebody)/Title(Microsoft Word - draft.doc)/Company(some office)>>"},
        trailer="/Info 9 0 R",
    )
    assert [finding.text for finding in find_hidden(data)] == [
        "somebody", "some office", "Microsoft Word - draft.doc",
    ]  # fmt: skip
    again = data + b"\nxref\n0 0\ntrailer\n<</Size 10/Root 1 0 R/Prev 1>>\nstartxref\n%d\n%%%%EOF\n" % (len(data) + 1)
    assert "old_revision" in kinds(again)


def test_position_in_a_photograph_inside_is_found() -> None:
    photo = Image.new("RGB", (8, 8))
    exif = photo.getexif()
    exif.get_ifd(0x8825).update({2: (34.0, 45.0, 0.0), 4: (113.0, 40.0, 0.0)})
    jpeg = io.BytesIO()
    photo.save(jpeg, "JPEG", exif=exif)
    image = (
        b"<</Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode"
        b"/Length %d>>stream\n%s\nendstream" % (len(jpeg.getvalue()), jpeg.getvalue())
    )
    data = page_pdf("q 50 0 0 50 0 0 cm /I1 Do Q", resources="/XObject<</I1 6 0 R>>", more={6: image})
    assert [(finding.kind, finding.place) for finding in find_hidden(data)] == [("location", "第1页图片")]


def test_real_reports_hide_nothing_but_who_wrote_them() -> None:
    assert set(kinds(real_report("hongze-2024.pdf").read_bytes())) <= {"property"}
    assert set(kinds(real_report("form-2021-blank.docx").read_bytes())) <= {"property"}


@pytest.mark.parametrize("cut", [20, 300, 500])
def test_damaged_file_is_one_sentence(cut: int) -> None:
    data = page_pdf(words(SECRET) + BLACK)[:cut]
    with pytest.raises(UnusableDocument):
        find_hidden(data)
    assert {finding.kind for finding in inspect_file(data, "a.pdf")} == {"unchecked"}


def test_a_process_of_its_own_finds_the_same() -> None:
    data = page_pdf(words("open text", y=100) + words(SECRET) + BLACK)
    assert inspect_file_apart(data, "a.pdf") == inspect_file(data, "a.pdf")
    assert inspect_file_apart(data, "a.pdf", allowed=[SECRET]) == inspect_file(data, "a.pdf", allowed=[SECRET])
    assert [finding.kind for finding in inspect_file_apart(data, "a.pdf", limits=Limits(seconds=0.01))] == ["unchecked"]
