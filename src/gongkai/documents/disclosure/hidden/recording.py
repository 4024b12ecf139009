"""What a sound or film file says beside what is heard and seen: who made it, with what, where, and its cover."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from tinytag import TinyTag
from tinytag.tinytag import TinyTagException

from gongkai.documents.disclosure.finding import Finding, found
from gongkai.documents.disclosure.hidden.picture import find_in_picture, is_picture
from gongkai.documents.model import UnusableDocument

LISTEN = "录音、录像里说的和拍到的内容机器不能检查，请由人听、看一遍。"
_LABELS = {
    "title": "标题", "artist": "演唱、作者", "album": "专辑", "albumartist": "专辑作者", "composer": "作曲",
    "comment": "备注", "copyright": "版权", "encoded_by": "编码者", "genre": "类型", "year": "日期", "url": "网址",
}  # fmt: skip
_TECHNICAL = frozenset({"filename", "filesize", "mime_type", "duration", "channels", "bitrate", "bitdepth",
                        "samplerate", "is_lossless", "extra", "encoder_settings", "encoder"})  # fmt: skip
_PROGRAM = re.compile(r"(?:Lav[fc]|LAME|libwebm|libebml|libmatroska)[\w .\-+]*")
_POSITION = re.compile(rb"(?<![\d.])([+-]\d{2}(?:\d{2}){0,2}\.\d{2,8})([+-]\d{3}(?:\d{2}){0,2}\.\d{2,8})")
"""ISO 6709, as telephones write it into MP4."""
_MASTER = frozenset({0x18538067, 0x1549A966, 0x1254C367, 0x7373, 0x67C8, 0x1941A469, 0x61A7})
"""Matroska elements that hold what is looked for: Segment, Info, Tags, Tag, SimpleTag, Attachments, AttachedFile."""
_TEXTS = {0x7BA9: "标题", 0x4D80: "编码组件", 0x5741: "编码软件", 0x4487: "标签", 0x466E: "内嵌文件"}
_UNKNOWN_SIZE = (1 << 56) - 1
_MOST_NESTED = 8


def find_in_recording(data: bytes, place: str = "音频视频文件") -> Iterator[Finding]:
    """What the file's data tell, and that nobody has listened to it. Raises UnusableDocument for a damaged one."""
    yield found("unchecked", "", place, note=LISTEN)
    if data.startswith(b"\x1aE\xdf\xa3"):
        yield from _matroska(data, 0, len(data), place)
        return
    if data[4:8] == b"ftyp":
        yield from _positions(data, place)
    try:
        tags = TinyTag.get(file_obj=io.BytesIO(data), image=True, duration=False)
    except (TinyTagException, ValueError, LookupError, ArithmeticError, OSError, TypeError, AttributeError):
        # The library says whatever goes wrong first in a damaged file.
        raise UnusableDocument("音频、视频文件的附加信息无法读取，文件可能已损坏，未能检查。") from None
    for name, value in tags.as_dict().items():
        for text in value if isinstance(value, list) else [value]:
            said = str(text).replace("\0", "").strip()
            if name not in _TECHNICAL and said and not _PROGRAM.fullmatch(said) and not _POSITION.search(said.encode()):
                yield found("recording_data", said, f"{place}的“{_LABELS.get(name, name)}”")
    cover = tags.images.any
    if cover is not None and cover.data:
        yield found("recording_data", "", place, note="文件内附有封面图片，请查看。")
        if is_picture(cover.data):
            yield from find_in_picture(cover.data, f"{place}的封面图片")


def _positions(data: bytes, place: str) -> Iterator[Finding]:
    """Where a film was taken: anywhere but in the pictures and sounds themselves."""
    at = 0
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        end = len(data) if size == 0 else min(at + size, len(data))
        if end <= at:
            return
        if kind != b"mdat":
            for match in _POSITION.finditer(data, at, end):
                north, east = match[1].decode(), match[2].decode()
                yield found("location", f"{north}，{east}", place, masked=f"{north.split('.')[0]}.****")
        at = end


def _matroska(data: bytes, at: int, end: int, place: str, depth: int = 0) -> Iterator[Finding]:
    """The texts of a WEBM file's information, tags and attachments; clusters of sound and film are stepped over."""
    while at < end and depth < _MOST_NESTED:
        number, at = _varied(data, at, keep_marker=True)
        size, at = _varied(data, at)
        if at < 0:
            raise UnusableDocument("视频文件的附加信息无法读取，文件可能已损坏，未能检查。")
        last = end if size == _UNKNOWN_SIZE else min(at + size, end)
        if number in _MASTER:
            yield from _matroska(data, at, last, place, depth + 1)
        elif number in _TEXTS:
            text = data[at:last].decode("utf-8", "replace").replace("\0", "").strip()
            if number == 0x466E:
                yield found("embedded", text, place, note="视频文件里附有其他文件，其内容未经检查。")
            elif text and not _PROGRAM.fullmatch(text):
                yield found("recording_data", text, f"{place}的“{_TEXTS[number]}”")
        at = last


def _varied(data: bytes, at: int, *, keep_marker: bool = False) -> tuple[int, int]:
    """A number of varied length and where it ends; (0, -1) where there is none."""
    if not 0 <= at < len(data) or data[at] == 0:
        return 0, -1
    length = 9 - data[at].bit_length()
    value = int.from_bytes(data[at : at + length], "big")
    if not keep_marker:
        value &= (1 << 7 * length) - 1
        if value == (1 << 7 * length) - 1:
            value = _UNKNOWN_SIZE
    return value, at + length
