"""Which files are taken in, told by their content: a name or a header from outside proves nothing."""

from __future__ import annotations

import io
import zipfile

from gongkai.documents.model import UnusableDocument
from gongkai.documents.sniff import sniff

_STARTS: tuple[tuple[bytes, str, tuple[str, ...]], ...] = (
    (b"%PDF-", "pdf", ("pdf",)),
    (b"\x89PNG\r\n\x1a\n", "png", ("png",)),
    (b"\xff\xd8\xff", "jpeg", ("jpg", "jpeg")),
    (b"GIF8", "gif", ("gif",)),
    (b"II*\0", "tiff", ("tif", "tiff")),
    (b"MM\0*", "tiff", ("tif", "tiff")),
)
_OFFICE = {"docx": ("docx", "wps"), "xlsx": ("xlsx", "et"), "doc": ("doc", "wps"), "text": ("txt",)}
_MACROS = ("vbaproject.bin", "macrosheets/")
ALLOWED = "PDF、OFD、图片（JPG、PNG、TIFF、GIF）、Word（DOCX、DOC、WPS）、Excel（XLSX）和文本文件"


def file_type(data: bytes, name: str) -> str:
    """What the file is by its content: `pdf`, `png`, `jpeg`, `gif`, `tiff`, `ofd`, `docx`, `xlsx`, `doc` or `text`.

    Raises ValueError with one Chinese sentence for anything else, for a name that says something else, and for an
    office file with macros.
    """
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    kind, suffixes = _by_content(data, name)
    if not kind:
        raise ValueError(f"文件“{name}”的类型不能接收；可以上传{ALLOWED}。")
    if suffix not in suffixes:
        raise ValueError(f"文件“{name}”的内容是{kind.upper()}，与扩展名不符，请改正文件名后再上传。")
    if kind in ("docx", "xlsx") and has_macros(data):
        raise ValueError(f"文件“{name}”含有宏，不能接收；请另存为不含宏的文件或者 PDF 后再上传。")
    return kind


def _by_content(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    for start, kind, suffixes in _STARTS:
        if data.startswith(start):
            return kind, suffixes
    if data.startswith(b"PK") and _is_ofd(data):
        return "ofd", ("ofd",)
    try:
        kind = str(sniff(data, name))
    except UnusableDocument:
        return "", ()
    return (kind, _OFFICE[kind]) if kind in _OFFICE else ("", ())


def _names(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [name.lower() for name in archive.namelist()]
    except zipfile.BadZipFile:
        return []


def _is_ofd(data: bytes) -> bool:
    return "ofd.xml" in _names(data)


def has_macros(data: bytes) -> bool:
    """Whether an office file carries a program."""
    return any(macro in name for name in _names(data) for macro in _MACROS)
