"""What a file is: told by its content first, by its name only where the content leaves it open."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from gongkai.documents.limits import DEFAULT_LIMITS, MEGABYTE, Limits
from gongkai.documents.model import Format, UnusableDocument

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"BM", "BMP"),
)
OTHERS = (
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "GZIP 压缩包"),
    (b"BZh", "BZIP2 压缩包"),
    (b"\xfd7zXZ", "XZ 压缩包"),
    (b"\x7fELF", "程序"),
    (b"MZ", "程序"),
)
MESSAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:[A-Za-z][A-Za-z-]{1,40}:[^\n]*\n(?:[ \t]+[^\n]*\n)*)*?MIME-Version:", re.IGNORECASE
)
WORD_XML = b'progid="Word.Document"'
TAGS = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p|meta|title|tr|td)[\s>]", re.IGNORECASE)
DAMAGED = "文件已损坏或不完整，无法打开；请重新下载或另存后再试。"
SUPPORTED = "请提供网页、文本、Word、Excel 或带文字的 PDF 文件。"


def sniff(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Format:
    """The format of a file. Raises UnusableDocument, with a sentence, for what is empty, too large or not supported."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnusableDocument("文件是空的，没有可读取的内容。")
    if len(data) > limits.size:
        raise UnusableDocument(f"文件超过{limits.size // MEGABYTE}兆字节，未予读取。")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _container(data, name)
    if data.startswith(OLE):
        return _compound(data, name)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"{\\rtf") or WORD_XML in data[:2000]:
        return "doc"  # what Word also writes under that extension
    for magic, kind in PICTURES:
        if data.startswith(magic) and not _reads_as_text(data):
            raise UnusableDocument(f"这是一张图片（{kind}），暂不能识别图片和扫描件；{SUPPORTED}")
    for magic, kind in OTHERS:
        if data.startswith(magic) and (kind != "程序" or not _reads_as_text(data)):
            raise UnusableDocument(f"这是{kind}，不能读取；{SUPPORTED}")
    if _is_html(data, name):
        return "html"
    if name.lower().endswith(".csv"):  # as plain text its commas would tear the tables apart
        raise UnusableDocument("暂不能读取 CSV 文件；请另存为 XLSX 后再试。")
    return "text"


def is_saved_page(data: bytes, limits: Limits = DEFAULT_LIMITS) -> bool:
    """Whether a file is a page saved with its pictures as one message (MHTML)."""
    return len(data) <= limits.size and MESSAGE.match(data[:4096]) is not None


def _reads_as_text(data: bytes) -> bool:
    return b"\0" not in data[:2000]


def _is_html(data: bytes, name: str) -> bool:
    head = data[:20_000].replace(b"\0", b"")
    if TAGS.search(head[:2_000]) or len(TAGS.findall(head)) >= 3:
        return True
    return name.lower().endswith((".html", ".htm", ".shtml", ".xhtml")) and bool(TAGS.search(data))


def _container(data: bytes, name: str) -> Format:
    try:
        names = set(zipfile.ZipFile(BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError):
        raise UnusableDocument(DAMAGED) from None
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "OFD.xml" in names:
        raise UnusableDocument(f"暂不能读取 OFD 版式文件；{SUPPORTED}")
    if any(name.startswith("ppt/") for name in names):
        raise UnusableDocument(f"这是演示文稿，不能读取；{SUPPORTED}")
    if name.lower().endswith((".docx", ".xlsx")):  # nobody packed files here: the document has lost its parts
        raise UnusableDocument(DAMAGED)
    raise UnusableDocument("这是压缩包；请解压后提供其中的年度报告文件。")


def _compound(data: bytes, name: str) -> Format:
    """A compound file of the older office formats; its directory names its streams in UTF-16."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise UnusableDocument("文件设有密码，无法读取；请取消密码后再试。")
    if has("WordDocument"):
        return "wps" if name.lower().endswith(".wps") else "doc"
    if has("Workbook") or has("Book"):
        raise UnusableDocument("这是旧版 Excel 文件（XLS）；请另存为 XLSX 后再试。")
    raise UnusableDocument(f"无法识别这个文件的格式；{SUPPORTED}")
