"""Text decoded by the wrong table: UTF-8 read as GB18030, and Chinese bytes read as Latin-1 or Windows-1252.

Certain where the whole passage encodes back by the wrong table and decodes by the right one without a single byte left
over, and what comes out is Chinese: Chinese text in one encoding is practically never valid in another. A passage that
shows the marks of such a misreading and does not pass is said to be damaged.
"""

from __future__ import annotations

import re

from gongkai.documents.damage.characters import PUNCTUATION, is_common, is_han
from gongkai.documents.damage.passages import Passage, Work, excerpt
from gongkai.documents.damage.traces import LATIN_RUN, UTF8_AS_GBK
from gongkai.documents.model import Repair

_GBK_MARK = re.compile(f"[{UTF8_AS_GBK}]")
_LATIN = re.compile(LATIN_RUN)


def decode_again(work: Work) -> None:
    """Decodes passages by the table they were written in."""
    decoded: dict[int, tuple[str, str]] = {}
    for index, passage in enumerate(work.passages):
        if _LATIN.search(passage.text):
            text = _from_latin(passage.text)
            if text is None:
                _report(work, passage, _LATIN)
            else:
                decoded[index] = (text, "原文的字节被误作西文编码解读，按原编码重新解读，字节无一丢失。")
        elif _GBK_MARK.search(passage.text):
            text = _from_gbk(passage.text)
            if text is not None:
                decoded[index] = (text, _REASON_GBK)
            elif len(_GBK_MARK.findall(passage.text)) >= 2:
                _report(work, passage, _GBK_MARK)
    if any(reason is _REASON_GBK for _, reason in decoded.values()):
        # Where some passages were misread, so were their neighbours that happen to hold none of the marks.
        for index, passage in enumerate(work.passages):
            text = None if index in decoded or passage.text.isascii() else _from_gbk(passage.text)
            if text is not None:
                decoded[index] = (text, _REASON_GBK)
    for index in sorted(decoded):
        text, reason = decoded[index]
        passage = work.passages[index]
        raw, right = excerpt(passage.text, 0, 30), excerpt(text, 0, 30)
        work.repaired(passage, text, Repair(passage.place, raw, right, reason, "mojibake"))


_REASON_GBK = "原文的UTF-8字节被误作GB18030解读，按UTF-8重新解读，字节无一丢失。"


def _from_gbk(text: str) -> str | None:
    # Windows reads a byte 0x80 that begins no character as the euro sign.
    try:
        right = b"\x80".join(part.encode("gb18030") for part in text.split("€")).decode("utf-8")
    except UnicodeError:
        return None
    return right if _is_chinese(right) else None


def _from_latin(text: str) -> str | None:
    data = b"".join(_western_byte(character) for character in text)
    for encoding in ("utf-8", "gb18030"):
        try:
            right = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_chinese(right):
            return right
    return None


def _western_byte(character: str) -> bytes:
    for encoding in ("cp1252", "latin-1"):
        try:
            return character.encode(encoding)
        except UnicodeEncodeError:
            continue
    return b"\xff"  # in no Chinese encoding, so that the passage does not pass


def _is_chinese(text: str) -> bool:
    """Whether all that is not ASCII are Chinese characters and their punctuation, and most of them common."""
    others = [character for character in text if not character.isascii() and character not in PUNCTUATION]
    han = [character for character in others if is_han(character)]
    return bool(han) and len(han) == len(others) and sum(map(is_common, han)) >= 0.9 * len(han)


def _report(work: Work, passage: Passage, mark: re.Pattern[str]) -> None:
    found = mark.search(passage.text)
    assert found is not None
    words = excerpt(passage.text, found.start(), found.end())
    work.damaged(passage, f"疑似乱码（文字被按错误的编码解读），部分字节已丢失，未予还原（如“{words}”）。")
