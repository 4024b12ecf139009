"""Which files are taken in, told by their content: a name or a header from outside proves nothing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from gongkai.documents.model import UnusableDocument
from gongkai.documents.sniff import OLE, sniff

Family = Literal["paper", "picture", "archive", "audio", "video"]


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file: how its names end and what it is called on the web."""

    family: Family
    suffixes: tuple[str, ...]
    media_type: str


TYPES: dict[str, FileType] = {
    "pdf": FileType("paper", ("pdf",), "application/pdf"),
    "ofd": FileType("paper", ("ofd",), "application/ofd"),
    "docx": FileType(
        "paper", ("docx", "wps"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    "xlsx": FileType("paper", ("xlsx", "et"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": FileType(
        "paper", ("pptx", "dps"), "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ),
    "doc": FileType("paper", ("doc", "wps"), "application/msword"),
    "xls": FileType("paper", ("xls", "et"), "application/vnd.ms-excel"),
    "ppt": FileType("paper", ("ppt", "dps"), "application/vnd.ms-powerpoint"),
    "text": FileType("paper", ("txt",), "text/plain"),
    "csv": FileType("paper", ("csv",), "text/csv"),
    "vtt": FileType("paper", ("vtt",), "text/vtt"),
    "srt": FileType("paper", ("srt",), "application/x-subrip"),
    "png": FileType("picture", ("png",), "image/png"),
    "jpeg": FileType("picture", ("jpg", "jpeg"), "image/jpeg"),
    "gif": FileType("picture", ("gif",), "image/gif"),
    "tiff": FileType("picture", ("tif", "tiff"), "image/tiff"),
    "zip": FileType("archive", ("zip",), "application/zip"),
    "mp3": FileType("audio", ("mp3",), "audio/mpeg"),
    "m4a": FileType("audio", ("m4a",), "audio/mp4"),
    "wav": FileType("audio", ("wav",), "audio/wav"),
    "ogg": FileType("audio", ("ogg", "oga"), "audio/ogg"),
    "mp4": FileType("video", ("mp4", "m4v"), "video/mp4"),
    "webm": FileType("video", ("webm",), "video/webm"),
}
PAPERS = frozenset({"pdf", "png", "jpeg", "gif", "tiff", "ofd", "docx", "xlsx", "doc", "text"})
"""What is taken in everywhere, also from the public."""
EVERYTHING = frozenset(TYPES)
"""What can be attached to published information."""
RECORDINGS = frozenset(kind for kind, each in TYPES.items() if each.family in ("audio", "video"))
_PLAYED = frozenset(suffix for kind in RECORDINGS for suffix in TYPES[kind].suffixes)
ALLOWED = "PDF、OFD、图片（JPG、PNG、TIFF、GIF）、Word（DOCX、DOC、WPS）、Excel（XLSX）和文本文件"
ALL_ALLOWED = (
    "PDF、OFD、图片（JPG、PNG、TIFF、GIF）、Word（DOCX、DOC、WPS）、Excel（XLSX、XLS、ET）、演示文稿（PPTX、PPT、DPS）、文本（TXT、CSV）、"
    "ZIP 压缩包、音频（MP3、M4A、WAV、OGG）、视频（MP4、WEBM）和字幕（VTT、SRT）"
)

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"ID3\2", "mp3"),
    (b"ID3\3", "mp3"),
    (b"ID3\4", "mp3"),
)
_OTHER_BRANDS = (b"qt  ", b"heic", b"heix", b"mif1", b"msf1", b"avif", b"crx ")
"""First brands of files that are built like MP4 and are none: QuickTime, pictures of telephones and cameras."""
_PICTURES_IN_MOTION = re.compile(rb"hdlr.{8}vide", re.DOTALL)
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_SRT_CUE = re.compile(r"\d{1,2}:\d{2}:\d{2}[,.]\d{3}\s*-->\s*\d{1,2}:\d{2}:\d{2}[,.]\d{3}")
_MACROS = ("vbaproject.bin", "macrosheets/")
_VBA = "_VBA_PROJECT".encode("utf-16-le")
_VBA_IN_SLIDES = re.compile(
    rb"\x1f\x00\xff\x03\x14\x00\x00\x00\x02\x00\x00\x04\x0c\x00\x00\x00.{4}\x01\x00\x00\x00", re.DOTALL
)
"""[MS-PPT] VBAInfoContainer whose atom says that there are macros; the project itself is packed."""


def file_type(data: bytes, name: str, taken: Collection[str] = PAPERS) -> str:
    """What the file is by its content: a key of `TYPES`, one of `taken`.

    Raises ValueError with one Chinese sentence for anything else, for a name that says something else, and for an
    office file with macros.
    """
    kind = kind_of(data, name)
    if kind not in taken:
        raise ValueError(f"文件“{name}”的类型不能接收；可以上传{ALLOWED if taken is PAPERS else ALL_ALLOWED}。")
    if _suffix(name) not in TYPES[kind].suffixes:
        raise ValueError(f"文件“{name}”的内容是{kind.upper()}，与扩展名不符，请改正文件名后再上传。")
    if has_macros(data):
        raise ValueError(f"文件“{name}”含有宏，不能接收；请另存为不含宏的文件或者 PDF 后再上传。")
    return kind


def media_type(name: str) -> str:
    """What a file that was taken in under this name is called on the web."""
    suffix = _suffix(name)
    return next((each.media_type for each in TYPES.values() if suffix in each.suffixes), "application/octet-stream")


def promised_family(name: str, media_type: str = "") -> Family | None:
    """Which family of files a name promises, or the type that a header gives where the name says nothing; None where
    neither does. For what has to be known before the content is there; `file_type` judges by that."""
    suffix = _suffix(name)
    by_name = (each.family for each in TYPES.values() if suffix in each.suffixes)
    by_header = (each.family for each in TYPES.values() if media_type == each.media_type)
    return next(by_name, None) or next(by_header, None)


def kind_of(data: bytes, name: str) -> str:
    """A key of `TYPES`, "" for what is none. The name decides only between kinds of plain text."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data.startswith(b"PK"):
        return _packed(data, name)
    if data.startswith(OLE):
        return _compound(data, name)
    if kind := _recording(data):
        return kind
    return "" if _suffix(name) in _PLAYED else _text(data, name)


def has_macros(data: bytes) -> bool:
    """Whether an office file, of today's formats or the older ones, carries a program."""
    if data.startswith(OLE):
        return _VBA in data or _VBA_IN_SLIDES.search(data) is not None
    return data.startswith(b"PK") and any(macro in name for name in _names(data) for macro in _MACROS)


def _packed(data: bytes, name: str) -> str:
    names = _names(data)
    if "ofd.xml" in names:
        return "ofd"
    if any(each.startswith("ppt/") for each in names):
        return "pptx"
    try:
        return str(sniff(data, name))
    except UnusableDocument:
        # Nobody packed files under such a name: an office file has lost its parts.
        return "" if _suffix(name) in ("docx", "xlsx", "pptx", "ofd") or not names else "zip"


def _compound(data: bytes, name: str) -> str:
    """A file of the older office formats; one may lie inside another, and then its name says which is around."""
    streams = {"doc": ("WordDocument",), "ppt": ("PowerPoint Document",), "xls": ("Workbook", "Book")}
    if "EncryptedPackage".encode("utf-16-le") in data:
        return ""
    found = [
        kind for kind, each in streams.items() if any(f"{stream}\0".encode("utf-16-le") in data for stream in each)
    ]
    named = [kind for kind in found if _suffix(name) in TYPES[kind].suffixes]
    return (named or found or [""])[0]


def _recording(data: bytes) -> str:
    head = data[:64]
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav"
    if head.startswith(b"OggS"):
        return "ogg" if re.search(rb"\x01vorbis|OpusHead|\x7fFLAC|Speex ", data[:4096]) else ""
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "webm" if b"webm" in head else ""
    if head[4:8] == b"ftyp":
        if head[8:12] in _OTHER_BRANDS:
            return ""
        return "mp4" if _PICTURES_IN_MOTION.search(data) else "m4a"
    # A frame of MPEG audio, layer III, of a known bit rate and sample rate.
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 != 0xF0 and head[2] & 0xC != 0xC:
        return "mp3"
    return ""


def _text(data: bytes, name: str) -> str:
    suffix = _suffix(name)
    if suffix not in ("csv", "vtt", "srt"):
        return _office_text(data, name)
    if b"\0" in data[:4096] and not data.startswith(_WIDE):
        return ""
    # By its name `sniff` would refuse a CSV file, which is no document.
    kind = _office_text(data, "text.txt")
    if kind != "text":
        return kind
    words = data[:20_000].decode("utf-8-sig", "ignore").lstrip()
    if suffix == "vtt" and not words.startswith("WEBVTT"):
        return "text"
    return "text" if suffix == "srt" and not _SRT_CUE.search(words) else suffix


def _office_text(data: bytes, name: str) -> str:
    try:
        kind = str(sniff(data, name))
    except UnusableDocument:
        return ""
    return kind if kind in TYPES else ""


def _suffix(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _names(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [name.lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError):
        return []
