"""Files that are to be published: their writing, their pictures, and maps among them."""

from __future__ import annotations

import io
from importlib.resources import files

import pypdfium2 as pdfium
import pytest
from docx import Document as new_docx
from PIL import Image, ImageDraw, ImageFont

from gongkai.documents.disclosure import ocr
from gongkai.documents.disclosure.inspection import inspect_file, inspect_file_apart
from gongkai.documents.disclosure.publication import Publication
from gongkai.documents.disclosure.wording import Entry

needs_recognition = pytest.mark.skipif(
    not ocr.is_installed(), reason="character recognition is not installed (the extra `ocr`)"
)


def _docx(*paragraphs: str) -> bytes:
    document = new_docx()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _picture(*lines: str) -> bytes:
    font = ImageFont.truetype(str(files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf"), 32)
    picture = Image.new("RGB", (760, 80 + 80 * len(lines)), "white")
    for number, line in enumerate(lines):
        ImageDraw.Draw(picture).text((40, 40 + 80 * number), line, font=font, fill="black")
    output = io.BytesIO()
    picture.save(output, "PNG")
    return output.getvalue()


def _scan(picture: bytes) -> bytes:
    pdf = pdfium.PdfDocument.new()
    page = pdf.new_page(400, 200)
    image = pdfium.PdfImage.new(pdf)
    jpeg = io.BytesIO()
    Image.open(io.BytesIO(picture)).save(jpeg, "JPEG", quality=90)
    image.load_jpeg(jpeg, inline=True)
    image.set_matrix(pdfium.PdfMatrix().scale(400, 200))
    page.insert_obj(image)
    page.gen_content()
    output = io.BytesIO()
    pdf.save(output)
    return output.getvalue()


def test_writing_is_looked_at_only_where_the_file_is_published() -> None:
    data = _docx("中共人民共和国", "根据某政发[2026]3号，副市长李四出席。", "附上《办法")
    kinds = {"grave_wording", "document_number", "bracket"}
    assert kinds.isdisjoint(finding.kind for finding in inspect_file(data, "a.docx"))
    publication = Publication((Entry("副市长李四", "市长李四", unless=("前副市长李四",)),))
    for inspect in (inspect_file, inspect_file_apart):
        found = {finding.kind: finding.place for finding in inspect(data, "a.docx", publication=publication)}
        assert kinds | {"wrong_word"} <= found.keys()
        assert found["bracket"] == "第3段"


def test_word_list_longer_than_a_command_line_reaches_the_other_process() -> None:
    words = tuple(Entry(f"某某{number}号人物的旧职务名称", "新职务名称") for number in range(6_000))
    data = _docx("某某5999号人物的旧职务名称")
    found = inspect_file_apart(data, "a.docx", publication=Publication(words))
    assert "wrong_word" in [finding.kind for finding in found]


def test_map_by_its_files_name_needs_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    data = _scan(_picture("图"))
    published = Publication()

    def levels(name: str, publication: Publication, content: bytes = data) -> list[str]:
        found = inspect_file(content, name, publication=publication)
        return [finding.level for finding in found if finding.kind == "unnumbered_map"]

    assert levels("某区行政区划图.pdf", published) == ["block"]
    assert levels("附件1.pdf", Publication(names=("某区行政区划图",))) == ["block"]
    assert levels("某区征收范围图.pdf", published) == ["warn"]
    assert levels("某区行政区划图.pdf", Publication(map_number="GS（2024）0650号")) == []
    assert levels("业务流程图.pdf", published) == []
    assert levels("某市地图说明.docx", published, _docx("说明")) == ["warn"]
    assert levels("某市地图说明.docx", published, _docx("说明", "审图号：某S（2026）012号")) == []


def test_without_recognition_a_picture_is_said_to_be_unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    for data, name in ((_picture("字"), "a.png"), (_scan(_picture("字")), "a.pdf")):
        notes = [each.note for each in inspect_file(data, name, publication=Publication()) if each.kind == "unchecked"]
        assert notes == [ocr.NOT_INSTALLED]


def test_pictures_for_which_there_is_no_time_are_said_to_be_unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "_SHARE", -1)
    found = inspect_file(_picture("字"), "a.png", publication=Publication())
    assert any("来不及" in finding.note for finding in found)


@needs_recognition
def test_text_in_pictures_is_read_and_looked_through() -> None:
    picture = _picture("内部资料", "身份证号：11010519491231002X")
    found = inspect_file_apart(picture, "a.png", publication=Publication())
    kinds = {(finding.kind, finding.place) for finding in found}
    assert {("identity_number", "图片"), ("internal_mark", "图片")} <= kinds
    assert "unchecked" not in {finding.kind for finding in found}
    assert inspect_file(_picture(), "photo.png", publication=Publication()) == []
    scanned = inspect_file_apart(_scan(picture), "a.pdf", publication=Publication())
    assert ("identity_number", "第1页") in {(finding.kind, finding.place) for finding in scanned}
