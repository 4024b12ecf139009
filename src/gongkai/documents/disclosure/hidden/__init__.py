"""What a file carries that its pages do not show, each with its place: looked for before anything goes out."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.documents.disclosure.finding import Finding, found
from gongkai.documents.disclosure.hidden.excel import find_in_excel
from gongkai.documents.disclosure.hidden.office import find_in_package
from gongkai.documents.disclosure.hidden.old_excel import find_in_old_excel
from gongkai.documents.disclosure.hidden.pdf import find_in_pdf, page_texts
from gongkai.documents.disclosure.hidden.picture import find_in_picture, is_picture
from gongkai.documents.disclosure.hidden.recording import find_in_recording
from gongkai.documents.disclosure.hidden.slides import find_in_slides, slide_texts
from gongkai.documents.disclosure.hidden.word import find_in_word, side_texts
from gongkai.documents.file_types import RECORDINGS, kind_of
from gongkai.documents.limits import DEFAULT_LIMITS, MEGABYTE, Limits
from gongkai.documents.model import UnusableDocument
from gongkai.documents.package import Package
from gongkai.documents.sniff import OLE

UNKNOWN_PARTLY = "这种格式的文件只能检查一部分隐藏内容；请另存为 XLSX 或 PDF 后再检查。"
UNKNOWN = "这种格式的文件不能检查隐藏内容；请另存为 DOCX、XLSX 或 PDF 后再检查。"


def find_hidden(data: bytes, limits: Limits = DEFAULT_LIMITS) -> list[Finding]:
    """What a DOCX, XLSX, PPTX, PDF, JPEG, PNG or TIFF file hides; text and web pages hide nothing that is looked for.

    A finding's text is what is hidden; personal data in it are found by scanning that text. A file of another kind
    (the older DOC, XLS, WPS; OFD; an archive) is one finding `unchecked`. Raises UnusableDocument where the file is
    damaged, encrypted or beyond the limits.
    """
    if len(data) > limits.size:
        raise UnusableDocument(f"文件超过{limits.size // MEGABYTE}兆字节，未予检查。")
    if data.startswith(b"PK"):
        package = Package.open(data, limits)
        findings = list(find_in_package(package))
        if "word/document.xml" in package.names or any(name.startswith("word/") for name in package.names):
            return findings + list(find_in_word(package))
        if any(name.startswith("xl/") for name in package.names):
            return findings + list(find_in_excel(package))
        if any(name.startswith("ppt/") for name in package.names):
            return findings + list(find_in_slides(package))
        return [found("unchecked", "", "整个文件", note=UNKNOWN)]
    if b"%PDF-" in data[:1024]:
        return list(find_in_pdf(data, limits))
    if is_picture(data):
        return list(find_in_picture(data))
    if data.startswith((OLE, b"{\\rtf")):
        told = list(find_in_old_excel(data)) if kind_of(data, "") == "xls" else []
        return [*told, found("unchecked", "", "整个文件", note=UNKNOWN_PARTLY if told else UNKNOWN)]
    if kind_of(data, "") in RECORDINGS:
        return list(find_in_recording(data))
    return []


def texts_beside(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Iterable[tuple[str, str]]:
    """Place and text of what is shown and not read as the document: headers, footers, notes, form fields, slides.

    Of a PDF each page's text too, in the file's own order."""
    if data.startswith(b"PK"):
        package = Package.open(data, limits)
        if any(name.startswith("word/") for name in package.names):
            return list(side_texts(package))
        return list(slide_texts(package))
    if b"%PDF-" in data[:1024]:
        return list(page_texts(data, limits))
    return []
