"""What a cell says: days in every way that people write them, years, numbers and texts."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

EARLIEST = date(2000, 1, 1)
"""Unless a caller says otherwise: an earlier day is a slip of the pen."""
EXCEL = date(1899, 12, 30)
ERRORS = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)", re.IGNORECASE)
NOTHING = frozenset({"", "/", "\\", "-", "--", "—", "——", "无", "空", "未", "暂无", "不适用"})
"""What people write where there is nothing to write."""

_PARTED = re.compile(r"([0-9]{4})\s*([-./。年\\])\s*([0-9]{1,2})\s*[-./。月\\]\s*([0-9]{1,2})\s*[日号]?(.*)", re.DOTALL)
_RUN_ON = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME = re.compile(r"[T\s]*(?:\(?(?:星期|周)[一二三四五六日天]\)?)?[\s上下午0-9:时分秒点.Z+]*")
"""A time of day or a weekday behind the day: left out."""
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_IN_WORDS = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十廿]{1,3})[日号]"
)
_DIGITS = {**{sign: n for n, sign in enumerate("〇一二三四五六七八九")}, "零": 0, "○": 0}
_YEAR = re.compile(r"([0-9]{4})(?:\.0+)?\s*年?度?")
_NARROW_IN_NUMBERS = str.maketrans(
    {
        chr(code): chr(code - 0xFEE0)
        for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF0D, 0xFF0F)
    }
)
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile(r"\s+")


def text_of(text: str) -> str:
    """A text in one line, without what is not seen."""
    return _SPACES.sub(" ", _UNSEEN.sub("", text)).strip()


def is_nothing(text: str) -> bool:
    """Whether a cell is blank, or says that there is nothing."""
    return text in NOTHING


def receipt_no(text: str) -> str:
    """A number of the register: full-width digits and letters are the same as narrow ones."""
    return text_of(text).translate(_NARROW_IN_NUMBERS)


@lru_cache(maxsize=50_000)
def day(text: str, epoch: date = EXCEL, earliest: date = EARLIEST) -> date:
    """The day that a cell says: ISO, 2025年3月1日, 2025.3.1, 20250301, in words, or a day number of Excel.

    Raises ValueError with one Chinese sentence.
    """
    said = text_of(unicodedata.normalize("NFKC", text))
    if ERRORS.fullmatch(said):
        raise ValueError(f"单元格的公式出错（{said}），没有日期。")
    if (parted := _PARTED.fullmatch(said)) and _TIME.fullmatch(parted[5]):
        return _existing(int(parted[1]), int(parted[3]), int(parted[4]), text, earliest)
    if run_on := _RUN_ON.fullmatch(said.removesuffix(".0")):
        return _existing(int(run_on[1]), int(run_on[2]), int(run_on[3]), text, earliest)
    if serial := _SERIAL.fullmatch(said):
        return _plausible(epoch + timedelta(days=int(serial[1])), text, earliest)
    if words := _IN_WORDS.fullmatch(said.replace(" ", "")):
        year = int("".join(str(_DIGITS[sign]) for sign in words[1]))
        return _existing(year, _tens(words[2]), _tens(words[3]), text, earliest)
    raise ValueError(f"“{text[:40]}”不是日期，请写成 2025-03-01 的样子。")


def year(text: str) -> int:
    """A year: 2021, 2021年, full-width too. Raises ValueError with one Chinese sentence."""
    found = _YEAR.fullmatch(text_of(unicodedata.normalize("NFKC", text)))
    if not found or not 1900 <= int(found[1]) <= 2100:
        raise ValueError(f"“{text[:40]}”不是年度，请写成 2021 的样子。")
    return int(found[1])


def _existing(year: int, month: int, day: int, text: str, earliest: date) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueError(f"“{text[:40]}”不是日历上有的日期。") from None
    return _plausible(found, text, earliest)


def _plausible(found: date, text: str, earliest: date) -> date:
    if found < earliest:
        raise ValueError(f"“{text[:40]}”是{found}，早于{earliest}，不像是要填的日期。")
    return found


def _tens(words: str) -> int:
    words = words.replace("廿", "二十")
    before, ten, after = words.partition("十")
    if not ten:
        return _DIGITS[before] if len(before) == 1 else 99
    if len(before) > 1 or len(after) > 1:
        return 99
    return (_DIGITS[before] if before else 1) * 10 + (_DIGITS[after] if after else 0)
