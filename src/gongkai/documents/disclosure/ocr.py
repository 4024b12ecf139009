"""The text in a picture, read where character recognition is installed (`pip install gongkai[ocr]`).

Recognition may err, so that what it reads is looked through like any text and what it does not read is no proof.
"""

from __future__ import annotations

import io
import posixpath
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from gongkai.documents.disclosure.hidden.pdf_unseen import drawn
from gongkai.documents.disclosure.hidden.picture import DAMAGED_PICTURE, is_picture
from gongkai.documents.limits import DEFAULT_LIMITS, Limits
from gongkai.documents.model import UnusableDocument
from gongkai.documents.package import Package
from gongkai.documents.pdf import opened

NOT_INSTALLED = "没有安装文字识别组件，图片里的文字没有检查，请人工查看。"
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 3_000
"""Pixels to which a larger picture is brought: letters of a scanned page of 200 dpi stay legible."""
LEAST_SIDE = 16
"""Pixels: in anything smaller there is nothing to be read."""
_SCALE = 150 / 72
_SHARE = 0.5
"""Of a file's time: the rest is for what recognition leaves behind and for a last page begun in time."""
LEAST_SCORE = 0.5
"""Below this the recogniser says itself that it guesses."""


def is_installed() -> bool:
    """Whether pictures can be read here."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


@dataclass(frozen=True, slots=True)
class PicturedText:
    """A picture in a file, and what can be read in it."""

    place: str
    text: str
    unread: str = ""
    """Why it was not read, in Chinese; "" where it was."""


def read_pictures(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Iterator[PicturedText]:
    """The text of a picture file, of pages of a PDF that have pictures and no text, and of the pictures in a DOCX,
    XLSX or PPTX file. What there is no time for is said.

    Raises UnusableDocument where the file is damaged, encrypted or beyond the limits.
    """
    deadline = time.monotonic() + limits.seconds * _SHARE
    for place, opened_picture in _pictures(data, limits):
        if not is_installed():
            yield PicturedText(place, "", NOT_INSTALLED)
        elif time.monotonic() > deadline:
            yield PicturedText(place, "", "图片过多，来不及识别其中的文字，请人工查看。")
        else:
            try:
                yield PicturedText(place, _read(opened_picture()))
            except UnusableDocument as error:
                yield PicturedText(place, "", str(error))


def _pictures(data: bytes, limits: Limits) -> Iterator[tuple[str, Callable[[], Image.Image]]]:
    if is_picture(data):
        yield "图片", partial(_decoded, data)
    elif data.startswith(b"PK"):
        package = Package.open(data, limits)
        for name in package.names:
            if "/media/" in name and (content := package.read(name)) and is_picture(content):
                yield f"文件内的图片 {posixpath.basename(name)}", partial(_decoded, content)
    elif b"%PDF-" in data[:1024]:
        with opened(data, limits) as pdf:
            for number in range(len(pdf)):
                page = pdf[number]
                try:
                    if _is_scan(page):
                        yield f"page {number + 1}", partial(drawn, page, _SCALE)
                finally:
                    page.close()


def _is_scan(page: pdfium.PdfPage) -> bool:
    textpage = page.get_textpage()
    try:
        if textpage.count_chars():
            return False
    finally:
        textpage.close()
    return next(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=4), None) is not None


def _decoded(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of sizes: bounded below
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "TIFF", "MPO")) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise UnusableDocument("图片过大，其中的文字没有识别，请人工查看。")
                return picture.convert("RGB")
    except (OSError, ValueError, SyntaxError, LookupError, TypeError, ArithmeticError, Image.DecompressionBombError):
        # Pillow says whatever goes wrong first in a damaged file.
        raise UnusableDocument(DAMAGED_PICTURE) from None


def _read(picture: Image.Image) -> str:
    import numpy

    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if min(picture.size) < LEAST_SIDE:
        return ""
    result = _engine()(numpy.asarray(picture)[:, :, ::-1])
    lines = zip(result.txts or (), result.scores or (), strict=True)
    return "\n".join(text for text, score in lines if score >= LEAST_SCORE)


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    # One thread: several files are read by several processes.
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
