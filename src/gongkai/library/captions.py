"""Captions of a film: WebVTT as browsers show it, made of SubRip (SRT) where that is what there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise

from gongkai.documents.encoding import decode

LARGEST = 2_000_000
"""Bytes: a whole day of talking has less."""
_TIME = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})"
_CUE = re.compile(rf"^[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}([^\n]*)$", re.MULTILINE)
# So long at most, so that what is opened and never closed is not looked for to the end, each time anew.
_TAG = re.compile(r"</?[a-zA-Z][^>]{0,500}>|\{\\[^}]{0,500}\}")
NO_CUES = "字幕文件中没有字幕：应为 WebVTT（首行为 WEBVTT）或者 SRT 格式，写明起止时间和文字。"


class NotCaptions(Exception):
    """The file holds no captions that can be shown. The message is Chinese."""


def as_webvtt(data: bytes) -> bytes:
    """The captions of a WebVTT or SRT file in any encoding, as WebVTT in UTF-8. Raises NotCaptions."""
    text = _text(data)
    if text.startswith("WEBVTT"):
        if not spoken(text):
            raise NotCaptions(NO_CUES)
        return text.encode()
    cues = [f"{_written(start)} --> {_written(end)}\n{said}" for start, end, said in _cues(text) if said]
    if not cues:
        raise NotCaptions(NO_CUES)
    return ("WEBVTT\n\n" + "\n\n".join(cues) + "\n").encode()


def transcript(data: bytes) -> str:
    """What is said, without times: each caption a line, none twice in a row. "" where there is nothing."""
    try:
        return spoken(_text(data))
    except NotCaptions:
        return ""


def spoken(text: str) -> str:
    """The same of a text that was read."""
    lines: list[str] = []
    for _, _, said in _cues(text):
        line = " ".join(unescape(_TAG.sub("", said)).split())
        if line and line not in lines[-1:]:
            lines.append(line)
    return "\n".join(lines)


def _text(data: bytes) -> str:
    if len(data) > LARGEST:
        raise NotCaptions(f"字幕文件超过{LARGEST // 1_000_000} MB，不像字幕。")
    decoded = decode(data)
    if decoded.misfits:
        raise NotCaptions("字幕文件的文字编码有误，请另存为 UTF-8 编码。")
    return decoded.text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _cues(text: str) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], str]]:
    """Begin, end and words of each caption: the lines beneath its times, up to an empty one or the next times."""
    for match, following in pairwise([*_CUE.finditer(text), None]):
        assert match is not None
        numbers = [match[at] for at in range(1, 9)]
        start, end = (_parts(numbers[at : at + 4]) for at in (0, 4))
        until = following.start() if following else len(text)
        empty = text.find("\n\n", match.end(), until)
        yield start, end, text[match.end() : until if empty < 0 else empty].strip("\n")


def _parts(numbers: list[str | None]) -> tuple[int, ...]:
    hours, minutes, seconds, rest = (number or "0" for number in numbers)
    return int(hours), int(minutes), int(seconds), int(rest.ljust(3, "0"))


def _written(time: tuple[int, ...]) -> str:
    hours, minutes, seconds, rest = time
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"
