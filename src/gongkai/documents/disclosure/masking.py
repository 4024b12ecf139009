"""PDF pages with parts of them blackened so that nothing stays beneath.

A page with masks becomes a picture of itself: no text, no layer, no annotation of it is left. The file is written new,
so that nothing of an earlier version, no property, attachment or script comes along. What was written is read again
before it is handed out.

A masked page has no text layer: to lay the remaining text beneath it would embed a whole Chinese font in the file, and
what is not there cannot leak.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from gongkai.documents.disclosure.boxes import Box, compact, page_chars
from gongkai.documents.disclosure.hidden.pdf import dictionaries, find_in_pdf
from gongkai.documents.disclosure.hidden.pdf_unseen import drawn
from gongkai.documents.disclosure.mask_drawing import draw_masks
from gongkai.documents.disclosure.personal import find_personal
from gongkai.documents.limits import DEFAULT_LIMITS, Deadline, Limits
from gongkai.documents.pdf import opened

DPI = 200
_SCALE = DPI / 72
_PAGE = re.compile(r"page (\d+)")
_HIDING = frozenset({"covered_text", "invisible_text", "hidden_text", "location", "picture_data", "thumbnail"})
"""Kinds of findings on a page that remain when its content is copied."""
_LEFT = re.compile(rb"/(?:AA|PieceInfo|Metadata|Thumb|JavaScript|JS|Launch|SubmitForm|EmbeddedFile)\b")
"""Names in a page's dictionary that come along with it: its own actions, private data of programs, a preview."""
_INFORMATION = re.compile(rb"/CreationDate\([^)]{0,40}\)/Creator\(PDFium\)(?:/Producer\(PDFium\))?")
"""What the library says of itself and of the day in a new file."""
_QUALITY = 88
_LEAST_WORDS = 2
"""Masked texts of fewer Chinese characters, or of fewer figures and letters than the next, stand everywhere."""
_LEAST_FIGURES = 4


@dataclass(frozen=True, slots=True)
class Mask:
    """A part of a page that is not given out."""

    page: int
    """Counted from 1."""
    box: Box
    ground: str
    """Why, in a few words printed on it: 条例第十五条."""


class NotMasked(Exception):
    """The masks cannot be carried out, or what they should hide can still be read. The message is Chinese."""


def mask_pdf(data: bytes, masks: Sequence[Mask], kept: Collection[str] = (), limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The file with its masks (条例 Art 37: what can be given out is, apart from what cannot).

    Pages with masks become pictures of 200 dpi, and so do pages that hide something; the others keep their text, with
    annotations and form fields drawn in.
    `kept` are masked texts that somebody decided may stand elsewhere in the file.

    Raises NotMasked where a mask lies on no page or has no ground, or where a masked text can still be read: then
    nothing is given out. Raises UnusableDocument where the file is damaged, encrypted or beyond the limits.
    """
    if not masks:
        raise NotMasked("没有指定任何遮盖处。")
    with opened(data, limits) as pdf:
        _require_sound(masks, pdf)
        secrets = _masked_texts(pdf, masks, limits)
        pictured = {mask.page for mask in masks} | _hiding_pages(data, len(pdf), limits)
        pdf.init_forms()  # or filled-in fields would not be drawn
        written = _written(pdf, masks, pictured, limits)
        if _LEFT.search(dictionaries(written, limits)):
            # A kept page brought something along that the library cannot take off it; pictures bring nothing.
            pictured = set(range(1, len(pdf) + 1))
            written = _written(pdf, masks, pictured, limits)
    _verify(written, pictured, secrets - {compact(text) for text in kept}, limits)
    return written


def _require_sound(masks: Sequence[Mask], pdf: pdfium.PdfDocument) -> None:
    for mask in masks:
        if not 1 <= mask.page <= len(pdf):
            raise NotMasked(f"遮盖处在第{mask.page}页，而文件只有{len(pdf)}页。")
        if not mask.ground.strip():
            raise NotMasked(f"第{mask.page}页有一处遮盖没有注明依据。")
        width, height = pdf.get_page_size(mask.page - 1)
        box = mask.box
        if not (box.left < box.right and box.top < box.bottom):
            raise NotMasked(f"第{mask.page}页有一处遮盖没有大小。")
        if box.right <= 0 or box.bottom <= 0 or box.left >= width or box.top >= height:
            raise NotMasked(f"第{mask.page}页有一处遮盖不在页面上。")


# ---------------------------------------------------------------- writing


def _hiding_pages(data: bytes, count: int, limits: Limits) -> set[int]:
    """Pages without masks, counted from 1, that hide something all the same: they become pictures too.

    A new file has no layers, so that what a closed one holds would be shown: then every page becomes a picture.
    """
    hidden = list(find_in_pdf(data, limits))
    if any(finding.kind == "hidden_layer" for finding in hidden):
        return set(range(1, count + 1))
    pages = (_PAGE.match(finding.source) for finding in hidden if finding.kind in _HIDING)
    return {int(page[1]) for page in pages if page}


def _written(pdf: pdfium.PdfDocument, masks: Sequence[Mask], pictured: set[int], limits: Limits) -> bytes:
    """The new file: the pages to be kept, all at once so that they share their fonts, and pictures between them."""
    deadline = Deadline(limits)
    target = pdfium.PdfDocument.new()
    try:
        kept = [number for number in range(len(pdf)) if number + 1 not in pictured]
        for number in kept:
            _flatten(pdf, number)
        if kept:
            target.import_pages(pdf, kept)
        for number in range(len(kept)):
            _remove_annotations(target, number)
        for number in sorted(pictured):
            deadline.check()
            _add_picture(target, pdf, number, [mask for mask in masks if mask.page == number])
        output = io.BytesIO()
        target.save(output)
    finally:
        target.close()
    return _INFORMATION.sub(lambda entry: b" " * len(entry[0]), output.getvalue(), count=1)


def _add_picture(target: pdfium.PdfDocument, pdf: pdfium.PdfDocument, number: int, masks: Sequence[Mask]) -> None:
    page = pdf[number - 1]
    try:
        width, height = page.get_size()
        picture = drawn(page, _SCALE)
    finally:
        page.close()
    draw_masks(picture, picture.width / width, [(mask.box, mask.ground.strip()) for mask in masks])
    new = target.new_page(width, height, index=number - 1)
    try:
        image = pdfium.PdfImage.new(target)
        image.load_jpeg(io.BytesIO(_jpeg(picture)), inline=True)
        image.set_matrix(pdfium.PdfMatrix().scale(width, height))
        new.insert_obj(image)
        new.gen_content()
    finally:
        new.close()


def _jpeg(picture: Image.Image) -> bytes:
    output = io.BytesIO()
    # Without subsampling of colours: the red head of an official document stays sharp.
    picture.save(output, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    return output.getvalue()


def _flatten(pdf: pdfium.PdfDocument, number: int) -> None:
    """Draws a page's annotations and form fields into it, as they look."""
    page = pdf[number]
    try:
        raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
    finally:
        page.close()


def _remove_annotations(target: pdfium.PdfDocument, number: int) -> None:
    """Takes off what flattening left: links, attachments and actions that hang on annotations."""
    page = target[number]
    try:
        for index in reversed(range(raw.FPDFPage_GetAnnotCount(page.raw))):
            raw.FPDFPage_RemoveAnnot(page.raw, index)
    finally:
        page.close()


# ---------------------------------------------------------------- verifying


def _masked_texts(pdf: pdfium.PdfDocument, masks: Sequence[Mask], limits: Limits) -> set[str]:
    """What the masks hide, as texts that must not be found again: each line of a mask, and the personal data in it."""
    texts: set[str] = set()
    for page in sorted({mask.page for mask in masks}):
        chars = page_chars(pdf, page - 1, limits)
        for mask in masks:
            if mask.page == page:
                text = "".join(char.text for char in chars if mask.box.holds(char))
                texts.add(compact(text))
                texts.update(compact(finding.text) for finding in find_personal(text))
    return {text for text in texts if _is_telling(text)}


def _is_telling(text: str) -> bool:
    words = sum("\u4e00" <= character <= "\u9fff" for character in text)
    return words >= _LEAST_WORDS or len(text) >= _LEAST_FIGURES


def _verify(written: bytes, masked_pages: set[int], secrets: set[str], limits: Limits) -> None:
    with opened(written, limits) as pdf:
        for page, text in _texts(pdf, limits):
            if page in masked_pages and text:
                raise NotMasked(f"第{page}页遮盖后仍能提取到文字，未输出。")
            for secret in secrets:
                if secret in text:
                    raise NotMasked(f"已遮盖的文字在第{page}页仍可读到，请一并遮盖，或确认该处可以保留；未输出。")


def _texts(pdf: pdfium.PdfDocument, limits: Limits) -> Iterator[tuple[int, str]]:
    for number in range(len(pdf)):
        yield number + 1, "".join(compact(char.text) for char in page_chars(pdf, number, limits))
