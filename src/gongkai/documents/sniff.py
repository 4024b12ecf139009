"""Which format a file has: by its content first, by its name's extension where the content leaves a choice."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePath

from gongkai.documents.encoding import UNKNOWN
from gongkai.documents.model import Format, UnusableDocument

PICTURES = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\0\x0cJXL", b"\xff\x0a",
)  # fmt: skip
ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Opens an OLE compound file: what Office wrote until 2003, and the wrapper of an encrypted file since."""

PICTURE = "这是一张图片，目前还不能识别图片中的文字；请提供原始的网页、Word 或带文字的 PDF 文件。"
ARCHIVE = "这是一个压缩包，请解压后逐个提供其中的文件。"
ENCRYPTED = "这个文件设有密码，无法读取；请取消密码后再提供。"
BROKEN_ZIP = "文件不完整或已损坏，无法打开；请重新下载或另存后再试。"

HTML_START = re.compile(
    rb"(?:\s|<!--.{0,2000}?-->|<\?xml.{0,200}?\?>)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
HTML_TAGS = re.compile(rb"</(?:p|div|table|tr|td|span|body|html)\s*>", re.I)
HTML_EXTENSIONS = frozenset({".html", ".htm", ".shtml", ".xhtml", ".jsp", ".asp", ".aspx", ".php"})


def sniff(data: bytes, name: str) -> Format:
    """The format of a file. Raises UnusableDocument where it is none that can be read, with what it is instead."""
    extension = PurePath(name).suffix.lower()
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _sniff_zip(data)
    if data.startswith(b"PK"):
        raise UnusableDocument(BROKEN_ZIP)
    if data.startswith(COMPOUND):
        return _sniff_compound(data, extension)
    if data.startswith((b"{\\rtf", b"<?xml")) and _is_word_text(data):
        return "doc"
    if data.startswith(PICTURES) or data[4:12] in (b"ftypheic", b"ftypavif", b"ftypmif1") or _is_webp(data):
        raise UnusableDocument(PICTURE)
    if data.startswith(ARCHIVES):
        raise UnusableDocument(ARCHIVE)
    return _sniff_text(data, extension)


def _is_webp(data: bytes) -> bool:
    return data.startswith(b"RIFF") and data[8:12] == b"WEBP"


def _is_word_text(data: bytes) -> bool:
    """Word documents that are text files: rich text, and the XML of Word 2003 and of flat packages."""
    return data.startswith(b"{\\rtf") or b'progid="Word.Document"' in data[:2000]


def _sniff_zip(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = {info.filename.lower() for info in package.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
        raise UnusableDocument(BROKEN_ZIP) from error
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "ofd.xml" in names:
        raise UnusableDocument("目前还不能读取 OFD 文件；请提供网页、Word 或带文字的 PDF 文件。")
    if "[content_types].xml" in names:
        raise UnusableDocument("这个 Office 文件不是 Word 文档或 Excel 工作簿（.xlsx），无法读取。")
    if "mimetype" in names:
        raise UnusableDocument("目前还不能读取 ODF 文件；请另存为 .docx 或 .xlsx 后再提供。")
    raise UnusableDocument(ARCHIVE)


def _sniff_compound(data: bytes, extension: str) -> Format:
    """Streams of a compound file are known by their names in its directory, written in UTF-16."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise UnusableDocument(ENCRYPTED)
    if has("WordDocument"):
        return "wps" if extension == ".wps" else "doc"
    if has("Workbook") or has("Book"):
        raise UnusableDocument("这是旧版 Excel 文件（.xls），请另存为 .xlsx 后再提供。")
    raise UnusableDocument("无法识别这个旧版 Office 文件；请另存为 .docx 后再提供。")


def _sniff_text(data: bytes, extension: str) -> Format:
    head = data[:100_000]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:4000]:
        head = head.replace(b"\0", b"").lstrip(b"\xff\xfe")
    head = head.removeprefix(b"\xef\xbb\xbf")
    if HTML_START.match(head):
        return "html"
    if not head.strip():
        raise UnusableDocument("文件是空的。")
    if extension in HTML_EXTENSIONS and b"<" in head:
        return "html"
    if extension != ".txt" and len(HTML_TAGS.findall(head)) > 2:
        return "html"
    if head.startswith(b"<?xml"):
        raise UnusableDocument(UNKNOWN)
    return "text"
