"""Dates as reports print them: whole, in Chinese numerals, and damaged ones with the readings that they allow."""

from __future__ import annotations

import re
from datetime import date

from gongkai.documents.memory import remembering

_DIGITS = {character: str(number) for number, character in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_CHINESE = re.compile(
    r"(?P<year>[〇零○一二三四五六七八九]{4})\s*年\s*(?P<month>[一二三四五六七八九十]{1,3})\s*月\s*(?P<day>[一二三四五六七八九十]{1,3})\s*日"
)
_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*(?P<mark>[年\-./])\s*(?P<month>\d{1,2})\s*[月\-./]\s*(?P<day>\d{1,2})(?!\d)\s*日?"
)
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}")
_DAMAGED = re.compile(r"[（(]?\s*(?P<year>20\d\d)\s*年?\s*(?P<rest>[\d年月日\s]{1,8})\s*[)）]?")


def _find_date(text: str) -> tuple[date | None, str] | None:
    if "年" not in text and "20" not in text and "19" not in text:
        return None
    found: list[tuple[int, str, tuple[int, int, int]]] = []
    for match in _DATE.finditer(text):
        found.append((match.start(), match[0], (int(match["year"]), int(match["month"]), int(match["day"]))))
    for match in _CHINESE.finditer(text):
        year = int("".join(_DIGITS[character] for character in match["year"]))
        found.append((match.start(), match[0], (year, _numeral(match["month"]), _numeral(match["day"]))))
    if not found:
        return None
    _, words, parts = max(found)
    return _make(*parts), words.strip()


find_date = remembering(_find_date, 4096)
"""The last date in a text and the words that make it up; (None, words) where no calendar has that day."""


def has_clock(text: str) -> bool:
    """Whether a time of day stands in the text: then its date is that of a page and not of a signature."""
    return _CLOCK.search(text) is not None


def readings(text: str) -> list[date] | None:
    """The dates that a damaged one such as "2021122" can be, in order; None where the text is no such thing."""
    match = _DAMAGED.fullmatch(text.strip())
    if match is None:
        return None
    digits = "".join(filter(str.isdigit, match["rest"]))
    if not 2 <= len(digits) <= 4:
        return None
    found = set()
    for cut in range(1, len(digits)):
        month, day = digits[:cut], digits[cut:]
        if len(month) > 2 or len(day) > 2 or (month.startswith("0") and len(month) == 1) or day == "0":
            continue
        # A leading zero is only printed where both parts have two digits.
        if (month[0] == "0" or day[0] == "0") and len(digits) < 4:
            continue
        made = _make(int(match["year"]), int(month), int(day))
        if made is not None:
            found.add(made)
    return sorted(found)


def _numeral(text: str) -> int:
    if "十" not in text:
        return int("".join(_DIGITS[character] for character in text))
    tens, _, ones = text.partition("十")
    return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0"))


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
