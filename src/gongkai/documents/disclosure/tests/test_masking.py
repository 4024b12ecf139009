"""Masked pages: nothing stays beneath, and what could still be read stops the file."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gongkai.documents import read_document
from gongkai.documents.disclosure.boxes import Box, find_boxes
from gongkai.documents.disclosure.hidden import find_hidden
from gongkai.documents.disclosure.inspection import inspect_file
from gongkai.documents.disclosure.masking import Mask, NotMasked, mask_pdf
from gongkai.documents.disclosure.scan import scan_document
from gongkai.documents.disclosure.tests.pdf_source import page_pdf, words
from gongkai.documents.model import UnusableDocument
from gongkai.documents.tests.pdf_files import pdf

NUMBER = "11010519491231002X"
GROUND = "条例第十五条"
TWO_PAGES = f"申请人身份证号 {NUMBER}，其余照旧。\n#pagebreak()\n第二页没有个人信息。"


def masks_for(data: bytes) -> list[Mask]:
    findings = scan_document(read_document(data, "a.pdf"))
    return [Mask(found.page, found.box, GROUND) for found in find_boxes(data, findings)]


def texts(data: bytes) -> list[str]:
    pages = pdfium.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in pages]


def picture(data: bytes, page: int = 0, scale: float = 2) -> Image.Image:
    return pdfium.PdfDocument(data)[page].render(scale=scale).to_pil().convert("L")


def test_masked_page_has_no_text_and_the_others_keep_theirs() -> None:
    written = mask_pdf(pdf(TWO_PAGES), masks_for(pdf(TWO_PAGES)))
    first, second = texts(written)
    assert first == ""
    assert "第二页没有个人信息" in second
    assert NUMBER.encode() not in written


def test_masked_place_is_black_and_the_rest_is_as_before() -> None:
    data = pdf(TWO_PAGES)
    [mask] = masks_for(data)
    before, after = picture(data), picture(mask_pdf(data, [mask]))
    assert before.size == after.size
    box = mask.box
    inside = after.crop(tuple(round(2 * edge) for edge in (box.left, box.top, box.right, box.bottom)))
    dark = sum(inside.histogram()[:80]) / (inside.width * inside.height)
    assert dark > 0.6  # the rest is the label
    assert sum(inside.histogram()[150:]) > 0
    left = tuple(round(2 * edge) for edge in (0, 0, box.left - 2, before.height / 2))
    assert before.crop(left).getbbox() == after.crop(left).getbbox()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_and_masks_agree_on_turned_and_cropped_pages(turn: int) -> None:
    data = page_pdf(words("open", y=100) + words(NUMBER), page=f"/Rotate {turn}/CropBox[10 20 190 190]")
    findings = [finding for finding in inspect_file(data, "a.pdf") if finding.kind == "identity_number"]
    [found] = find_boxes(data, findings)
    written = mask_pdf(data, [Mask(1, found.box, GROUND)])
    assert texts(written) == [""]
    box = tuple(round(2 * edge) for edge in (found.box.left, found.box.top, found.box.right, found.box.bottom))
    assert sum(picture(written).crop(box).histogram()[:80]) > 0.5 * (box[2] - box[0]) * (box[3] - box[1])


def test_written_file_has_no_properties_annotations_scripts_or_attachments() -> None:
    note = "<</Type/Annot/Subtype/Text/Rect[0 0 20 20]/Contents(secret note)/T(somebody)>>"
    page = f"/Annots[{note}]/AA<</O<</S/JavaScript/JS(app.alert\\(1\\))>>>>/PieceInfo<</App<</Private(draft)>>>>"
    one = page_pdf(
        words("open text"), page=page, catalogue="/OpenAction<</S/JavaScript/JS(x)>>",
        more={9: "<</Author(somebody)>>"}, trailer="/Info 9 0 R",
    )  # fmt: skip
    two = pdfium.PdfDocument(one)
    two.new_page(200, 200)
    output = io.BytesIO()
    two.save(output)
    written = mask_pdf(output.getvalue(), [Mask(2, Box(10, 10, 100, 30), GROUND)])
    assert find_hidden(written) == []
    assert not any(pdfium.PdfDocument(written).get_metadata_dict().values())
    for left in (b"somebody", b"secret note", b"JavaScript", b"PieceInfo", b"draft"):
        assert left not in written


def test_pages_without_masks_that_hide_something_become_pictures() -> None:
    black = "0 0 0 rg 15 145 120 18 re f\n"
    document = pdfium.PdfDocument(page_pdf(words("open", y=100) + words("covered words") + black))
    document.new_page(200, 200)
    output = io.BytesIO()
    document.save(output)
    written = mask_pdf(output.getvalue(), [Mask(2, Box(10, 10, 100, 30), GROUND)])
    assert texts(written) == ["", ""]
    assert len(pdfium.PdfDocument(written)) == 2


def test_what_a_closed_layer_holds_does_not_come_to_light() -> None:
    data = page_pdf(
        f"/OC /L1 BDC {words('draft words')} EMC", catalogue="/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>",
        resources="/Properties<</L1 6 0 R>>", more={6: "<</Type/OCG/Name(draft)>>"},
    )  # fmt: skip
    document = pdfium.PdfDocument(data)
    document.new_page(200, 200)
    output = io.BytesIO()
    document.save(output)
    written = mask_pdf(output.getvalue(), [Mask(2, Box(10, 10, 100, 30), GROUND)])
    assert texts(written) == ["", ""]
    assert picture(written).getextrema() == (255, 255)


def test_masked_text_that_stands_elsewhere_stops_the_file() -> None:
    data = pdf(f"证号 {NUMBER}\n#pagebreak()\n又见 {NUMBER}")
    first = [mask for mask in masks_for(data) if mask.page == 1]
    with pytest.raises(NotMasked, match="第2页仍可读到"):
        mask_pdf(data, first)
    assert mask_pdf(data, first, kept=[NUMBER])
    assert texts(mask_pdf(data, masks_for(data))) == ["", ""]


def test_number_inside_a_large_mask_must_not_stand_elsewhere() -> None:
    data = pdf(f"第一段文字\n\n证号 {NUMBER} 其他\n#pagebreak()\n另见{NUMBER}")
    with pytest.raises(NotMasked, match="第2页"):
        mask_pdf(data, [Mask(1, Box(0, 0, 595, 200), GROUND)])


def test_text_over_two_lines_has_two_boxes() -> None:
    data = pdf("#block(width: 60pt)[110105194912 31002X]")
    findings = scan_document(read_document(data, "a.pdf"))
    boxes = find_boxes(data, findings)
    assert [finding.kind for finding in findings] == ["identity_number"]
    assert len(boxes) == 2
    assert boxes[0].box.bottom <= boxes[1].box.top + 2
    assert texts(mask_pdf(data, [Mask(1, found.box, GROUND) for found in boxes])) == [""]


@pytest.mark.parametrize(
    ("mask", "said"),
    [
        (Mask(3, Box(0, 0, 9, 9), GROUND), "只有2页"),
        (Mask(0, Box(0, 0, 9, 9), GROUND), "第0页"),
        (Mask(1, Box(0, 0, 9, 9), " "), "没有注明依据"),
        (Mask(1, Box(9, 0, 9, 9), GROUND), "没有大小"),
        (Mask(1, Box(600, 0, 700, 9), GROUND), "不在页面上"),
    ],
)
def test_masks_that_cannot_be_carried_out_are_said(mask: Mask, said: str) -> None:
    with pytest.raises(NotMasked, match=said):
        mask_pdf(pdf(TWO_PAGES), [mask])


def test_nothing_to_mask_and_damaged_files_are_said() -> None:
    with pytest.raises(NotMasked):
        mask_pdf(pdf(TWO_PAGES), [])
    with pytest.raises(UnusableDocument):
        mask_pdf(b"%PDF-1.7 broken", [Mask(1, Box(0, 0, 9, 9), GROUND)])


def test_ground_that_does_not_fit_stands_at_the_foot() -> None:
    data = pdf("短 " + "字" * 3)
    written = mask_pdf(data, [Mask(1, Box(50, 50, 56, 56), GROUND)])
    foot = (0, 2 * 820, 2 * 595, 2 * 842)
    assert sum(picture(data).crop(foot).histogram()[:100]) == 0
    assert sum(picture(written).crop(foot).histogram()[:100]) > 0


@settings(max_examples=15, deadline=None)
@given(
    st.floats(0, 150), st.floats(0, 150), st.floats(5, 150), st.floats(5, 60), st.text("abc中文条例第十", min_size=1)
)
def test_any_mask_leaves_no_text(left: float, top: float, width: float, height: float, ground: str) -> None:
    data = page_pdf("".join(words("line of text 12345", y=y) for y in range(20, 190, 20)))
    written = mask_pdf(data, [Mask(1, Box(left, top, left + width, top + height), ground)])
    assert texts(written) == [""]
