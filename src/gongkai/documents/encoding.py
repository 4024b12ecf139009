"""Bytes of a text or a web page as characters.

Chinese sites declare gb2312 and write GB18030, or declare UTF-8 and write GBK. What the bytes are is told from the
bytes; a declaration only decides where they leave a choice.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass

from gongkai.documents.model import UnusableDocument

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARABLE = frozenset({"big5", "big5hkscs", "shift_jis", "euc-jp", "euc-kr"})
"""Encodings that are believed when declared, if the bytes fit: no other sign tells them from GB18030."""

SAMPLE = 100_000
CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
UNKNOWN = "无法识别这个文件的格式；请提供网页、文本、Word、Excel 或 PDF 文件。"


@dataclass(slots=True)
class Decoded:
    """Text, the encoding that it was in, and how many bytes did not fit it (each is a U+FFFD in the text)."""

    text: str
    encoding: str
    misfits: int = 0


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text that the bytes stand for, without byte order mark and NUL characters.

    Raises UnusableDocument where they are no text.
    """
    decoded = _decode(data, declared)
    if b"\0" in data:
        decoded.text = decoded.text.replace("\0", "")
    return decoded


def _decode(data: bytes, declared: str | None) -> Decoded:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _sound(_leniently(data[len(bom) :], encoding))
    if guess := _utf16_without_bom(data):
        return _sound(_leniently(data, guess))
    with suppress(UnicodeDecodeError):
        return _sound(Decoded(data.decode("utf-8"), "utf-8"))
    damaged = _leniently(data, "utf-8")
    if sum(not character.isascii() for character in damaged.text[:SAMPLE]) > 20 * damaged.misfits:
        return _sound(damaged)  # in bytes of another encoding so few would not be wrong
    choices = ["gb18030"]
    if declared and (name := _known(declared)) in DECLARABLE:
        choices.insert(0, name)
    for encoding in choices:
        with suppress(UnicodeDecodeError):
            return _sound(Decoded(data.decode(encoding), encoding))
    return _sound(min(damaged, _leniently(data, "gb18030"), key=lambda found: found.misfits))


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""


def _leniently(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def _sound(decoded: Decoded) -> Decoded:
    """The text, unless it is so full of misfits and control characters that it cannot be one."""
    sample = decoded.text[:SAMPLE]
    if decoded.misfits * 20 > len(decoded.text) or len(CONTROL.findall(sample)) * 100 > len(sample):
        raise UnusableDocument(UNKNOWN)
    return decoded


def _utf16_without_bom(data: bytes) -> str | None:
    """UTF-16 shows by the zero high bytes of its line ends, digits and spaces, which all stand at one parity."""
    sample = data[:4000]
    zeros = sample.count(0)
    if zeros * 50 < len(sample) or zeros < 2:
        return None
    odd = sample[1::2].count(0)
    if odd * 4 >= zeros * 3:
        return "utf-16-le"
    return "utf-16-be" if odd * 4 <= zeros else None


def misfit_damage(decoded: Decoded, place: str) -> list[tuple[str, str]]:
    """The damage entries of a document for bytes that fit no character."""
    if not decoded.misfits:
        return []
    return [
        (place, f"有{decoded.misfits}处字节不是有效的{decoded.encoding.upper()}编码，原字已无法得知，以“\ufffd”代替。")
    ]
