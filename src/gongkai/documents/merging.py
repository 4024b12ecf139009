"""Many PDFs and pictures as one PDF with page numbers of its own, in a process of its own (`documents.apart`)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, UnidentifiedImageError

from gongkai.documents.apart import run_apart
from gongkai.documents.limits import DEFAULT_LIMITS, Deadline, Limits
from gongkai.documents.model import UnusableDocument
from gongkai.documents.package import DAMAGED
from gongkai.documents.pdf import opened

A4 = (595.28, 841.89)
_MARGIN = 28.0
_LONGEST_SIDE = 2400
"""Pixels: a photograph is drawn with no more."""
_NUMBER_SIZE = 9.0


def count_pages_apart(data: bytes, limits: Limits = DEFAULT_LIMITS) -> int:
    """How many pages a PDF or a picture comes to in `merge_apart`. Raises UnusableDocument where it has no use."""
    return int(run_apart(["pages"], data, limits))


def merge_apart(parts: Sequence[bytes], limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The parts one after another as one PDF, the pages numbered at their upper right. Raises UnusableDocument."""
    holder = io.BytesIO()
    with zipfile.ZipFile(holder, "w", zipfile.ZIP_STORED) as archive:
        for number, part in enumerate(parts):
            archive.writestr(f"{number:06d}", part)
    return run_apart(["merge"], holder.getvalue(), limits)


def answer_apart(task: Sequence[str], data: bytes, limits: Limits) -> bytes:
    """What that process says to one of the two tasks."""
    if task[0] == "pages":
        target = pdfium.PdfDocument.new()
        try:
            _append(target, data, limits)
            return json.dumps(len(target)).encode()
        finally:
            target.close()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _merged([archive.read(name) for name in sorted(archive.namelist())], limits)


def _merged(parts: Sequence[bytes], limits: Limits) -> bytes:
    deadline = Deadline(limits)
    target = pdfium.PdfDocument.new()
    try:
        for part in parts:
            deadline.check()
            _append(target, part, limits)
        for number in range(len(target)):
            _number(target, number)
        output = io.BytesIO()
        target.save(output)
    finally:
        target.close()
    return output.getvalue()


def _append(target: pdfium.PdfDocument, part: bytes, limits: Limits) -> None:
    if part.startswith(b"%PDF-"):
        with opened(part, limits) as pdf:
            target.import_pages(pdf)
    else:
        _append_picture(target, part)


def _append_picture(target: pdfium.PdfDocument, data: bytes) -> None:
    """A page of A4 for each frame of a picture, turned if it is broad."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            for frame in range(getattr(picture, "n_frames", 1)):
                picture.seek(frame)
                _place(target, picture.convert("RGB"))
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise UnusableDocument(DAMAGED) from None


def _place(target: pdfium.PdfDocument, picture: Image.Image) -> None:
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    width, height = A4 if picture.height >= picture.width else A4[::-1]
    scale = min((width - 2 * _MARGIN) / picture.width, (height - 2 * _MARGIN) / picture.height)
    across, down = picture.width * scale, picture.height * scale
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=85)
    page = target.new_page(width, height)
    try:
        image = pdfium.PdfImage.new(target)
        image.load_jpeg(jpeg, inline=True)
        image.set_matrix(pdfium.PdfMatrix().scale(across, down).translate((width - across) / 2, (height - down) / 2))
        page.insert_obj(image)
        page.gen_content()
    finally:
        page.close()


def _number(target: pdfium.PdfDocument, number: int) -> None:
    """The page's number in the whole, at its upper right: each part has numbers of its own below."""
    page = target[number]
    try:
        width, height = page.get_size()
        text = raw.FPDFPageObj_NewTextObj(target.raw, b"Helvetica-Bold", _NUMBER_SIZE)
        said = f"[{number + 1}]".encode("utf-16-le") + b"\0\0"
        raw.FPDFText_SetText(text, raw.FPDF_WIDESTRING(_wide(said)))
        raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, width - 48, height - 24)
        raw.FPDFPage_InsertObject(page.raw, text)
        page.gen_content()
    finally:
        page.close()


def _wide(said: bytes) -> object:
    from ctypes import c_ushort

    return (c_ushort * (len(said) // 2)).from_buffer_copy(said)
