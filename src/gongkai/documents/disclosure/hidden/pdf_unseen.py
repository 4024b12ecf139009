"""Text of a PDF page that can be taken out and cannot be seen: blackened, in white, in a closed layer, off the page.

Not the ways of hiding are looked for, but their result: the page is drawn, and where a character should be, nothing
stands out. So one rule holds for a rectangle over the text, a picture over it, white letters and layers alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_double, c_int
from itertools import groupby
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from gongkai.documents.disclosure.finding import Finding, found

_SCALE = 100 / 72
"""Pixels a point; enough for letters of 5 points."""
MOST_PIXELS = 40_000_000
"""Larger pages are drawn smaller: a page may call itself 200 inches wide."""
_CONTRAST = 40
"""Of 255. What stands out less than this from its ground is not seen."""
_DARK = 80
_SOLID = frozenset("一丨-—–―_|.·•,、，。'‘’“”\"`1lIi:;：；~～…■□●○◆▲★/\\()（）[]")
"""Characters that may fill their box evenly, or are so small that nothing can be told of them."""
_LEAST = 2
"""So many characters in a row, those above not counted, make a finding."""


class _Seen(NamedTuple):
    text: str
    how: str
    """"" where it is seen, else "dark", "plain" or "outside"."""


def find_unseen(page: pdfium.PdfPage, source: str) -> Iterator[Finding]:
    """Stretches of text on the page that are not seen."""
    textpage = page.get_textpage()
    try:
        if textpage.count_chars() < _LEAST:
            return
        picture = drawn(page, _SCALE).convert("L")
        chars = list(_chars(page, textpage, picture))
    finally:
        textpage.close()
    for how, run in groupby(chars, lambda char: char.how):
        text = "".join(char.text for char in run)
        if not how or sum(char not in _SOLID for char in text) < _LEAST:
            continue
        if how == "dark":
            yield found("covered_text", text, source, note="涂黑或遮盖只改变了外观，文字仍在文件中，复制即可读到。")
        elif how == "plain":
            yield found("invisible_text", text, source, note="文字为背景色、被图形盖住或在关闭的图层中。")
        else:
            yield found("invisible_text", text, source, note="文字在页面边缘之外。")


def drawn(page: pdfium.PdfPage, scale: float) -> Image.Image:
    """The page as it is shown, annotations and form fields with it, at so many pixels a point or fewer."""
    width, height = page.get_size()
    scale = min(scale, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
    picture: Image.Image = page.render(scale=scale).to_pil()
    return picture.convert("RGB")


def _chars(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, picture: Image.Image) -> Iterator[_Seen]:
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    handle = textpage.raw
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code <= 0x20 or code == 0xA0 or code == 0x3000 or raw.FPDFText_IsGenerated(handle, index) == 1:
            continue
        if not raw.FPDFText_GetCharBox(handle, index, byref(left), byref(right), byref(bottom), byref(top)):
            continue
        a = _pixel(page, picture, left.value, top.value)
        b = _pixel(page, picture, right.value, bottom.value)
        text = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        how = _how(picture, (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))
        if how and how != "dark" and _is_recognised(handle, index):
            how = ""  # the text layer of a scan is invisible by design, and never quite in its place
        yield _Seen(text, how)


def _pixel(page: pdfium.PdfPage, picture: Image.Image, x: float, y: float) -> tuple[int, int]:
    across, down = c_int(), c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, picture.width, picture.height, 0, x, y, byref(across), byref(down))
    return across.value, down.value


def _how(picture: Image.Image, box: tuple[int, int, int, int]) -> str:
    left, top = max(box[0], 0), max(box[1], 0)
    right, bottom = min(max(box[2], box[0] + 1), picture.width), min(max(box[3], box[1] + 1), picture.height)
    if left >= right or top >= bottom:
        return "outside"
    darkest, lightest = picture.crop((left, top, right, bottom)).getextrema()
    if lightest - darkest >= _CONTRAST:  # type: ignore[operator]
        return ""
    return "dark" if lightest < _DARK else "plain"  # type: ignore[operator]


def _is_recognised(textpage: object, index: int) -> bool:
    """Whether a character is drawn with neither fill nor stroke, as text recognition does."""
    piece = raw.FPDFText_GetTextObject(textpage, index)
    return bool(piece) and raw.FPDFTextObj_GetTextRenderMode(piece) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
