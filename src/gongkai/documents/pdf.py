"""PDF files with a text layer: tables by the rules drawn around their cells, all other text line by line."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from gongkai.documents.limits import DEFAULT_LIMITS, Deadline, Limits, too_many_cells, too_much_text
from gongkai.documents.model import Document, Grid, Paragraph, UnusableDocument
from gongkai.documents.package import BOMB, DAMAGED, ENCRYPTED
from gongkai.documents.pdf_grid import find_tables, text_lines
from gongkai.documents.pdf_page import read_page
from gongkai.documents.pdf_pages import GridMaker, Item, TextLine, joined, without_furniture

SCAN = "这份 PDF 是扫描件，页面上只有图片、没有文字，暂不能识别；请提供带文字的 PDF 或原始的 Word、网页文件。"
NO_TEXT = "这份 PDF 里没有文字。"
UNMAPPED = "这份 PDF 的字体没有标明文字编码，无法得知写的是什么；请提供原始的 Word 或网页文件。"
PICTURE_PAGE = "这一页只有图片，没有文字，未能读取。"

STREAM = re.compile(rb"stream\r?\n")
DOUBLE_FILTER = re.compile(rb"/Fl(?:ateDecode)?\s*/Fl(?:ateDecode)?\b")
LARGE_STREAM = 100_000
"""Bytes: a smaller stream, packed once, cannot unpack to more than 100 MB."""


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The pages' text and tables, a table over several pages as one; places are "page 2 row 5 column 3".

    Raises UnusableDocument where the file is damaged, encrypted, a scan or beyond the limits.
    """
    deadline = Deadline(limits)
    with opened(data, limits) as pdf:
        return _read(pdf, limits, deadline)


@contextmanager
def opened(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Iterator[pdfium.PdfDocument]:
    """The file as the library opens it, within the limits, closed at the end.

    Raises UnusableDocument where it is damaged, encrypted or beyond the limits, and for what the library says later.
    """
    _refuse_bomb(data, limits)
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "assword" in str(error)
        raise UnusableDocument(ENCRYPTED if locked else DAMAGED) from None
    try:
        if len(pdf) > limits.pages:
            raise UnusableDocument(f"这份 PDF 有{len(pdf)}页，超过{limits.pages}页的上限，未予读取。")
        yield pdf
    except pdfium.PdfiumError:
        raise UnusableDocument(DAMAGED) from None
    finally:
        pdf.close()


def _read(pdf: pdfium.PdfDocument, limits: Limits, deadline: Deadline) -> Document:
    document = Document("pdf", [], (pdf.get_metadata_value("Title") or "").strip() or None)
    pages: list[list[Item]] = []
    characters = unmapped = pictures = cells = 0
    for number in range(len(pdf)):
        deadline.check()
        page = pdf[number]
        try:
            content = read_page(page, limits)
        finally:
            page.close()
        characters += len(content.chars)
        unmapped += content.unmapped
        pictures += content.pictures
        if content.pictures and not content.chars:
            document.damage.append((f"page {number + 1}", PICTURE_PAGE))
        tables, outside = find_tables(content, number, limits)
        cells += sum(len(table.cells) for table in tables)
        if cells > limits.cells:
            raise too_many_cells(limits)
        if characters > limits.characters:
            raise too_much_text(limits)
        height = content.height or 1.0
        items: list[tuple[float, Item]] = [(table.ys[0], table) for table in tables]
        items += [(at, TextLine(number, at / height, text)) for at, text in text_lines(outside)]
        items.sort(key=lambda item: item[0])
        pages.append([item for _, item in items])
    if not characters:
        raise UnusableDocument(SCAN if pictures else NO_TEXT)
    if unmapped * 2 > characters:
        raise UnusableDocument(UNMAPPED)
    document.blocks = _blocks(without_furniture(pages))
    return document


def _blocks(pages: list[list[Item]]) -> list[Paragraph | Grid]:
    maker = GridMaker(pages)
    blocks: list[Paragraph | Grid] = []
    page = line = 0
    for item in joined(pages):
        if isinstance(item, TextLine):
            line = line + 1 if item.page == page else 1
            page = item.page
            blocks.append(Paragraph(item.text, f"page {item.page + 1} line {line}"))
        else:
            blocks.append(maker.grid(item))
    return blocks


def _refuse_bomb(data: bytes, limits: Limits) -> None:
    """Unpacks the large streams that hold no picture, piece by piece, up to the limit."""
    if DOUBLE_FILTER.search(data):
        raise UnusableDocument(BOMB)
    left = limits.inflated
    for match in STREAM.finditer(data):
        end = data.find(b"endstream", match.end())
        if end < 0 or end - match.end() < LARGE_STREAM:
            continue
        dictionary = data[data.rfind(b"obj", 0, match.start()) : match.start()]
        if b"/Fl" not in dictionary or b"/Image" in dictionary:
            continue
        packed = data[match.end() : end]
        unpacker = zlib.decompressobj()
        try:
            while packed:
                left -= len(unpacker.decompress(packed, 1 << 20))
                if left < 0:
                    raise UnusableDocument(BOMB)
                packed = unpacker.unconsumed_tail
        except zlib.error:
            continue  # damaged, or encrypted: the library will see
