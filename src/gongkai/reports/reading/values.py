"""The text of a table cell as a number, as nothing, or as something that is neither."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from gongkai.documents.memory import remembering
from gongkai.reports.model import Number

_UNITS = "亿元|万元|元|万件|件次|人次|件|条|项|个|宗|次|人|篇|份|起|部|家|期|例|本"
_MORE = "增加|新增|上升|增|\\+"
_LESS = "减少|下降|减|-"
_NUMBER = re.compile(
    rf"(?P<sign>{_MORE}|{_LESS})?\s*[¥￥]?\s*(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+)(?P<fraction>\.\d+)?\s*"
    rf"[(\[]?(?P<unit>{_UNITS})?[)\]]?\s*(?P<note>\(.*\)|\[.*\]|[,;]?其中.*)?",
    re.DOTALL,
)
_BLANK = re.compile(r"[-—–―−_/\\＼／*.\s]*|无|暂无|没有|空|空白|不涉及|未涉及|无此项|无数据|暂无数据|不适用|N/?A|n/?a")
_MINUS = str.maketrans("−–—―", "----")
_PAGE_NUMBER = re.compile(r"\s*[-—–·]+\s*\d{1,4}\s*[-—–·]+\s*|\s*第\s*\d+\s*页(?:\s*共\s*\d+\s*页)?\s*")
_LONGEST_VALUE = 60
_LONGEST_PRINTED = 200
"""With the white space around it."""

MOST_DIGITS = 12
"""A longer run of digits is no figure of a report but several of them glued together."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a cell says: a number with the unit printed in it, or nothing (`value` None)."""

    value: Number | None
    raw: str
    """The text without the white space around it."""
    unit: str = ""
    readable: bool = True
    """False where the text holds digits but is no number."""


def is_page_number(text: str) -> bool:
    """Whether a line is a page's number between dashes, which PDF text leaves among the rows."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def _parse(text: str) -> Parsed:
    raw = text.strip()
    nothing, unreadable = Parsed(None, raw), Parsed(None, raw, readable=False)
    if raw.isdigit() and raw.isascii():
        return Parsed(int(raw), raw) if len(raw) <= MOST_DIGITS else unreadable
    if not raw or _BLANK.fullmatch(raw):
        return nothing
    text = unicodedata.normalize("NFKC", raw).strip().translate(_MINUS)
    match = _NUMBER.fullmatch(text)
    if match is None:
        # Text where the cell should be empty is no number; digits in it may be one that must not be lost silently.
        return unreadable if any(map(str.isdigit, text)) else nothing
    digits = match["digits"].replace(",", "")
    if len(digits) > MOST_DIGITS:
        return unreadable
    value: Number = Decimal(digits + match["fraction"]) if match["fraction"] else int(digits)
    if match["sign"] and match["sign"] in _LESS:
        value = -value
    return Parsed(value, raw, match["unit"] or "")


parse_cell = remembering(_parse)
"""The figure in a cell's text, with sign word, thousands commas, unit and note; nothing for blanks and words."""


def _is_value(text: str) -> bool:
    if len(text) > _LONGEST_PRINTED:
        return False
    text = text.strip()
    if text.isdigit():
        return True
    if not text or len(text) > _LONGEST_VALUE:
        return False
    return parse_cell(text).value is not None or _BLANK.fullmatch(text) is not None


is_value = remembering(_is_value)
"""Whether a piece of running text can only be the content of a value cell: a number, or a mark for none."""
