"""A page of a PDF as the library tells it: characters with their boxes, and the rules that are drawn on it.

Coordinates are turned so that x grows to the right and y grows downwards on the page as one holds it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from ctypes import byref, c_double, c_float, c_int
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from gongkai.documents.limits import Limits, too_much_text

THIN = 3.0
"""Points: what is drawn no thicker than this is a rule."""
STRAIGHT = 0.8
"""Points by which the ends of a straight rule may differ across its direction."""
MAX_DEPTH = 6
MAX_SEGMENTS = 20_000
MAX_OBJECTS = 200_000

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class Char:
    """A character with its box (its full height and advance, not its ink)."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> Point:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        return self.bottom - self.top


@dataclass(slots=True, frozen=True)
class Rule:
    """A straight rule: at `at`, from `start` to `end` along its direction."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class PageContent:
    """What a page holds. `unmapped` counts characters whose font does not tell what they are."""

    width: float
    height: float
    chars: list[Char]
    horizontal: list[Rule]
    vertical: list[Rule]
    pictures: int
    unmapped: int


def read_page(page: pdfium.PdfPage, limits: Limits) -> PageContent:
    """Characters in the order of the page's content, and its rules."""
    width, height = page.get_size()
    turn = _turn(page, width, height)
    textpage = page.get_textpage()
    try:
        chars, unmapped = _chars(textpage, turn, limits)
    finally:
        textpage.close()
    content = PageContent(width, height, chars, [], [], 0, unmapped)
    _Drawing(content, turn).read(page)
    return content


def _turn(page: pdfium.PdfPage, width: float, height: float) -> Callable[[float, float], Point]:
    """From the page's own coordinates to those of the page as one holds it."""
    left, bottom, right, top = page.get_cropbox()
    match page.get_rotation():
        case 90:
            return lambda x, y: (y - bottom, x - left)
        case 180:
            return lambda x, y: (right - x, y - bottom)
        case 270:
            return lambda x, y: (top - y, right - x)
    return lambda x, y: (x - left, top - y)


def _chars(
    textpage: pdfium.PdfTextPage, turn: Callable[[float, float], Point], limits: Limits
) -> tuple[list[Char], int]:
    count = textpage.count_chars()
    if count > limits.characters:
        raise too_much_text(limits)
    chars: list[Char] = []
    numbers: list[int] = []
    unmapped = 0
    box = raw.FS_RECTF()
    box_reference = byref(box)
    handle = textpage.raw
    code_of, box_of, is_generated = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, raw.FPDFText_IsGenerated
    high = 0
    for number in range(count):
        code = code_of(handle, number)
        if code <= 0x20 and (code != 0x20 or is_generated(handle, number) == 1):
            unmapped += code == 0
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if 0xE000 <= code < 0xF900 or 0xFFFD <= code < 0x10000 or code > 0x10FFFF:
            unmapped += 1
            code = min(code, 0xFFFD)
        if not box_of(handle, number, box_reference):
            continue
        char = _char(chr(code), (box.left, box.top), (box.right, box.bottom), turn)
        if chars and _is_printed_twice(chars[-1], char):
            continue
        chars.append(char)
        numbers.append(number)
    _mend_boxes(handle, chars, numbers, turn)
    return chars, unmapped


def _char(text: str, a: Point, b: Point, turn: Callable[[float, float], Point]) -> Char:
    (x0, y0), (x1, y1) = turn(*a), turn(*b)
    return Char(text, min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1))


def _mend_boxes(handle: object, chars: list[Char], numbers: list[int], turn: Callable[[float, float], Point]) -> None:
    """Boxes of characters in upright writing come out twenty times too large: their ink says where they stand."""
    if not chars:
        return
    usual = sorted(char.size for char in chars)[len(chars) // 2]
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    for char, number in zip(chars, numbers, strict=True):
        if char.size <= 2.5 * usual:
            continue
        if raw.FPDFText_GetCharBox(handle, number, byref(left), byref(right), byref(bottom), byref(top)):
            ink = _char(char.text, (left.value, top.value), (right.value, bottom.value), turn)
            if max(ink.size, ink.right - ink.left) < 0.5 * char.size:
                char.left, char.right, char.top, char.bottom = ink.left, ink.right, ink.top, ink.bottom


def _is_printed_twice(last: Char, char: Char) -> bool:
    """Whether a character is the one before once more, a hair's breadth aside, to make it bold."""
    if last.text != char.text:
        return False
    near = 0.15 * last.size
    return abs(last.left - char.left) < near and abs(last.top - char.top) < near


class _Drawing:
    """Collects the rules among a page's graphic objects."""

    def __init__(self, content: PageContent, turn: Callable[[float, float], Point]) -> None:
        self.content = content
        self.turn = turn
        self.segments = 0
        self.objects = 0

    def read(self, page: pdfium.PdfPage) -> None:
        for index in range(raw.FPDFPage_CountObjects(page.raw)):
            self._object(raw.FPDFPage_GetObject(page.raw, index), IDENTITY, 0)

    def _object(self, handle: object, outer: Matrix, depth: int) -> None:
        self.objects += 1
        if self.objects > MAX_OBJECTS:
            return
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(handle, outer)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            self.content.pictures += 1
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            inner = _combined(_matrix(handle), outer)
            for index in range(raw.FPDFFormObj_CountObjects(handle)):
                self._object(raw.FPDFFormObj_GetObject(handle, index), inner, depth + 1)

    def _path(self, handle: object, outer: Matrix) -> None:
        count = raw.FPDFPath_CountSegments(handle)
        left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
        if count < 2 or not raw.FPDFPageObj_GetBounds(handle, byref(left), byref(bottom), byref(right), byref(top)):
            return
        if count <= 5:
            a = self.turn(*_apply(outer, left.value, bottom.value))
            b = self.turn(*_apply(outer, right.value, top.value))
            if abs(a[0] - b[0]) <= THIN or abs(a[1] - b[1]) <= THIN:
                self._rule(a, b)
                return
        fill, stroke = c_int(), c_int()
        raw.FPDFPath_GetDrawMode(handle, byref(fill), byref(stroke))
        if stroke.value or count > 5:
            self.segments += count
            if self.segments <= MAX_SEGMENTS:
                for outline in self._outlines(handle, count, _combined(_matrix(handle), outer)):
                    self._outline(outline, bool(stroke.value))

    def _outlines(self, handle: object, count: int, matrix: Matrix) -> Iterator[list[Point]]:
        """The corners of each part of a path; a part with a curve in it is left out."""
        x, y = c_float(), c_float()
        outline: list[Point] = []
        straight = True
        for index in range(count):
            segment = raw.FPDFPath_GetPathSegment(handle, index)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
            if kind == raw.FPDF_SEGMENT_MOVETO:
                if straight and len(outline) > 1:
                    yield outline
                outline, straight = [], True
            elif kind == raw.FPDF_SEGMENT_BEZIERTO:
                straight = False
            outline.append(self.turn(*_apply(matrix, x.value, y.value)))
            if raw.FPDFPathSegment_GetClose(segment):
                outline.append(outline[0])
        if straight and len(outline) > 1:
            yield outline

    def _outline(self, outline: list[Point], stroked: bool) -> None:
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        low, high = (min(xs), min(ys)), (max(xs), max(ys))
        if high[0] - low[0] <= THIN or high[1] - low[1] <= THIN:
            self._rule(low, high)
        elif stroked:
            for a, b in pairwise(outline):
                if abs(a[0] - b[0]) <= STRAIGHT or abs(a[1] - b[1]) <= STRAIGHT:
                    self._rule(a, b)

    def _rule(self, a: Point, b: Point) -> None:
        across, down = abs(a[0] - b[0]), abs(a[1] - b[1])
        if not (math.isfinite(across) and math.isfinite(down)) or max(across, down) <= THIN:
            return
        if across >= down:
            self.content.horizontal.append(Rule((a[1] + b[1]) / 2, min(a[0], b[0]), max(a[0], b[0])))
        else:
            self.content.vertical.append(Rule((a[0] + b[0]) / 2, min(a[1], b[1]), max(a[1], b[1])))


def _matrix(handle: object) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, byref(matrix)):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _combined(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that does first `inner`, then `outer`."""
    if outer is IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    (x, y), (u, v), (p, q) = _apply(outer, a, b), _apply(outer, c, d), _apply(outer, e, f)
    return x - outer[4], y - outer[5], u - outer[4], v - outer[5], p, q
