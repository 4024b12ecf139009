"""What a PDF hides: who made it, annotations, attachments, scripts, layers, earlier versions, pictures' own data."""

from __future__ import annotations

import ctypes
import re
import zlib
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from gongkai.documents.disclosure.finding import Finding, found
from gongkai.documents.disclosure.hidden.pdf_unseen import find_unseen
from gongkai.documents.disclosure.hidden.picture import find_in_picture, is_picture
from gongkai.documents.limits import Deadline, Limits
from gongkai.documents.model import UnusableDocument
from gongkai.documents.package import BOMB
from gongkai.documents.pdf import STREAM, opened

_METADATA = {"Author": "作者", "Subject": "主题", "Keywords": "关键词", "Company": "单位", "Manager": "经理"}
_FILE_NAME = re.compile(r"(?i)\.(?:docx?|xlsx?|wps|et|pptx?|pdf|txt)\b|[\\/]")
_XMP_AUTHOR = re.compile(rb"<dc:creator>.{0,200}?<rdf:li[^>]{0,80}>([^<]{1,200})</rdf:li>", re.DOTALL)
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|SubmitForm|ImportData)\b")
_LAYER_OFF = re.compile(rb"/OFF\s*\[\s*\d")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_HIDDEN_FLAGS = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_SILENT = (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP)
_DEPTH = 3


def find_in_pdf(data: bytes, limits: Limits) -> Iterator[Finding]:
    """What the file hides. Raises UnusableDocument where it is damaged, encrypted or beyond the limits."""
    deadline = Deadline(limits)
    with opened(data, limits) as pdf:
        yield from _metadata(pdf, data)
        yield from _file(pdf, data, limits)
        seen: set[int] = set()
        for number in range(len(pdf)):
            deadline.check()
            page = pdf[number]
            try:
                source = f"page {number + 1}"
                yield from _annotations(page, source)
                yield from _pictures(page, source, seen)
                yield from find_unseen(page, source)
            finally:
                page.close()


def page_texts(data: bytes, limits: Limits) -> Iterator[tuple[str, str]]:
    """Place and text of each page in the order in which the file has it, and of the form fields filled in on it.

    The reader puts text together by where it stands; what it may cut apart, such as a line that stands upright, is
    whole here. Form fields are shown, and no part of a page's text.
    """
    deadline = Deadline(limits)
    with opened(data, limits) as pdf:
        for number in range(len(pdf)):
            deadline.check()
            page = pdf[number]
            try:
                source = f"page {number + 1}"
                textpage = page.get_textpage()
                yield source, textpage.get_text_range()
                textpage.close()
                for annotation, subtype in _each_annotation(page):
                    if subtype == raw.FPDF_ANNOT_WIDGET and (value := _string(annotation, "V")):
                        yield source, value
            finally:
                page.close()


def _metadata(pdf: pdfium.PdfDocument, data: bytes) -> Iterator[Finding]:
    values = {label: _meta(pdf, key) for key, label in _METADATA.items()}
    title = _meta(pdf, "Title")
    if _FILE_NAME.search(title):
        values["标题"] = title  # a title that is the name of somebody's file tells where it came from
    author = _XMP_AUTHOR.search(data)
    if author and not values["作者"]:
        values["作者"] = author[1].decode("utf-8", errors="replace").strip()
    for label, value in values.items():
        if value:
            yield found("property", value, f"文档属性“{label}”")


def _meta(pdf: pdfium.PdfDocument, key: str) -> str:
    size = raw.FPDF_GetMetaText(pdf.raw, key.encode(), None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_GetMetaText(pdf.raw, key.encode(), buffer, size)
    return buffer.raw[:-2].decode("utf-16-le", errors="replace").strip()


def _file(pdf: pdfium.PdfDocument, data: bytes, limits: Limits) -> Iterator[Finding]:
    for index in range(pdf.count_attachments()):
        yield found("attachment", pdf.get_attachment(index).get_name(), "文件内部", note="附件的内容未经检查。")
    objects = dictionaries(data, limits)
    if raw.FPDFDoc_GetJavaScriptActionCount(pdf.raw) > 0 or _ACTIVE.search(objects):
        yield found("script", "", "文件内部")
    if _LAYER_OFF.search(objects):
        yield found("hidden_layer", "", "文件内部", note="打开时不显示，但可以重新打开。")
    versions = data.count(b"startxref") - (b"/Linearized" in data[:2048])
    if versions > 1:
        note = f"文件曾被追加保存{versions - 1}次，此前的内容仍可恢复。"
        yield found("old_revision", "", "文件内部", note=note)


def dictionaries(data: bytes, limits: Limits) -> bytes:
    """The file's objects without the contents of streams, packed objects unpacked, within the limits."""
    pieces: list[bytes] = []
    start, left = 0, limits.inflated
    for match in STREAM.finditer(data):
        if match.start() < start:
            continue
        end = data.find(b"endstream", match.end())
        if end < 0:
            break
        pieces.append(data[start : match.start()])
        dictionary = data[max(start, data.rfind(b"obj", start, match.start())) : match.start()]
        if b"/ObjStm" in dictionary and b"/Fl" in dictionary:
            unpacked = _unpacked(data[match.end() : end], left)
            left -= len(unpacked)
            pieces.append(unpacked)
        start = end
    pieces.append(data[start:])
    return _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), b"\n".join(pieces))


def _unpacked(packed: bytes, most: int) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(packed, max(most, 1))
    except zlib.error:
        return b""
    if unpacker.unconsumed_tail:
        raise UnusableDocument(BOMB)
    return unpacked


def _annotations(page: pdfium.PdfPage, source: str) -> Iterator[Finding]:
    for annotation, subtype in _each_annotation(page):
        if subtype in _SILENT:
            continue
        if subtype == raw.FPDF_ANNOT_WIDGET:
            value = _string(annotation, "V")
            if value and raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN_FLAGS:
                yield found("hidden_text", value, source, note="隐藏的表单域。")
            continue
        author = _string(annotation, "T")
        text = _string(annotation, "Contents")
        if subtype == raw.FPDF_ANNOT_FILEATTACHMENT:
            yield found("attachment", text, source, note="附件的内容未经检查。")
        else:
            yield found("annotation", text, source, note=f"署名：{author}" if author else "")


def _each_annotation(page: pdfium.PdfPage) -> Iterator[tuple[object, int]]:
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if annotation:
            try:
                yield annotation, raw.FPDFAnnot_GetSubtype(annotation)
            finally:
                raw.FPDFPage_CloseAnnot(annotation)


def _string(annotation: object, key: str) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key.encode(), None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, key.encode(), ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[:-2].decode("utf-16-le", errors="replace").strip()


def _pictures(page: pdfium.PdfPage, source: str, seen: set[int]) -> Iterator[Finding]:
    """What photographs keep of themselves: only those that stand in the file as they were taken."""
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEPTH):
        if picture.get_filters() not in (["DCTDecode"], ["DCT"]):
            continue
        data = bytes(picture.get_data())
        if hash(data) in seen or not is_picture(data):
            continue
        seen.add(hash(data))
        try:
            yield from find_in_picture(data, f"{source} 图片")
        except UnusableDocument as error:
            yield found("unchecked", "", f"{source} 图片", note=str(error))
