"""Text reduced to what makes two printings of one label equal."""

from __future__ import annotations

import re
import unicodedata

from gongkai.documents.memory import remembering

_DROPPED = dict.fromkeys(
    map(
        ord,
        " \t\r\n\v\f\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff\u00ad"
        "\"'“”‘’「」『』`´()[]{}<>（）【】〔〕《》〈〉"
        "、，,。．.；;：:·•…/\\|-—–―−_~*＊?？!！",
    )
)

_ENUMERATOR = re.compile(
    r"\s*(?:[（(]\s*[一二三四五六七八九十]+\s*[)）][、.．]?|[一二三四五六七八九十]+\s*[、.．,，]|\d+\s*[、.．)）,，]|其中\s*[:：])\s*"
)
_NOTE = re.compile(r"[（(\[【][^（()）\[\]【】]*[)）\]】]")


def _fold(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text.translate(_DROPPED)


fold = remembering(_fold, 16384)
"""The text in NFKC without white space, quotes, brackets and punctuation."""


def without_enumerator(text: str) -> str:
    """The label without the "一、", "（二）", "3." or "其中：" in front of it."""
    return _ENUMERATOR.sub("", text, count=1) if _ENUMERATOR.match(text) else text


def without_notes(text: str) -> str:
    """The label without bracketed notes; an enumerator in brackets at its start stays."""
    if _NOTE.search(text) is None:
        return text
    start = _ENUMERATOR.match(text)
    at = start.end() if start else 0
    rest, before = text[at:], ""
    while rest != before:  # brackets within brackets go from the inside out
        before, rest = rest, _NOTE.sub("", rest)
    return text[:at] + rest
