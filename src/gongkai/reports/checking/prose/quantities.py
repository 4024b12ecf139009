"""What is a quantity in official Chinese prose: a number with the word that it is counted by.

Dates, document and article numbers, telephone numbers, durations and ranks are none. A number that the text itself
calls rough (约、近、余、多, or rounded to 万) is kept, but marked as inexact; no rule adds or compares such a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_MEASURE = (
    "万元|亿元|千元|元|人次|件次|条次|篇次|场次|户次|家次|个次|批次|班次|"
    "件|宗|条|篇|期|次|份|项|起|例|个|部|场|名|人|家|户|批|封|张|幅|集|辑|册|则|本|处|类|封次|%"
)
_DIGITS = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?"
_SPELLED = "[零一二三四五六七八九十百千两〇]{1,9}"
_NUMBER = re.compile(
    rf"(?P<number>{_DIGITS}|{_SPELLED}(?=(?:余|多)?(?:{_MEASURE})(?:[,、;:。]|$)))"
    rf"(?P<unit>(?:百万|千万|万|亿|千|百)(?!元))?(?P<rough>余|多|来|几)?(?P<measure>{_MEASURE})(?P<after>以上|以内|左右|上下|不到|多|余)?"
)
_LIST_NUMBER = re.compile(rf"(?P<number>{_DIGITS})(?=[、,])")
"""A number without a measure word: one of a list that names the measure once, at its end (3、4和5件)."""

_ROUGH_BEFORE = re.compile(r"(?:约|近|超|超过|逾|突破|不少于|不低于|至少|不到|不足|不超过|大约|将近|接近|达到?近)$")
_NO_QUANTITY_BEFORE = re.compile(
    r"(?:第|前|[-—~～/.·:\dA-Za-z]|No|〔|\[|全省第|排名|得分|分值|连续|每|各|任一|任何|同一)$"
)
_NO_QUANTITY_AFTER = re.compile(r"个?(?:月|工作日|自然日|小时|百分点|分|年度|百分比)|一点|人大|[-—~～至]\d")
_DIGIT_OF = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_UNIT_OF = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its measure word, at its place in a sentence's words."""

    value: Decimal
    exact: bool
    measure: str
    start: int
    end: int
    before: str
    """The words of its list item that stand before it: back to the last separator or number."""
    after: str
    """The words behind it, up to the next separator or number."""
    item_start: int

    @property
    def whole(self) -> int | Decimal:
        """The value as an integer where it is one."""
        return int(self.value) if self.value == self.value.to_integral_value() else self.value


def spelled_number(text: str) -> int:
    """The value of a number below ten thousand in Chinese numerals: 三十五 is 35."""
    total, digit = 0, 0
    for char in text:
        if char in _DIGIT_OF:
            digit = _DIGIT_OF[char]
        else:
            total += (digit or 1) * _UNIT_OF[char]
            digit = 0
    return total + digit


def _value(number: str, unit: str | None) -> Decimal:
    plain = number.replace(",", "")
    base = Decimal(plain) if plain[0].isdigit() else Decimal(spelled_number(plain))
    return base * _UNIT_OF.get(unit or "", 1)


def quantities(text: str) -> list[Quantity]:
    """The quantities of a sentence without its brackets, in the order of the text."""
    found: list[tuple[re.Match[str], bool]] = []
    position = 0
    while match := _NUMBER.search(text, position):
        position = match.end()
        if not _is_quantity(text, match):
            position = match.start() + len(match["number"])
            continue
        listed = _listed_before(text, match, found[-1][0].end() if found else 0)
        found.extend((item, False) for item in listed)
        found.append((match, True))
    return [_quantity(text, found, index) for index in range(len(found))]


def _is_quantity(text: str, match: re.Match[str]) -> bool:
    return not (
        _NO_QUANTITY_BEFORE.search(text[max(match.start() - 8, 0) : match.start()])
        or _NO_QUANTITY_AFTER.match(text, match.end())
        or (match["measure"] == "个" and _NO_QUANTITY_AFTER.match(text, match.end() - 1))
        or _in_quotes(text, match.start())
    )


def _in_quotes(text: str, index: int) -> bool:
    return text.count("“", 0, index) > text.count("”", 0, index) and "”" in text[index:]


def _listed_before(text: str, match: re.Match[str], start: int) -> list[re.Match[str]]:
    """The numbers without measure word directly before `match` in its list: 甲类8、 before 乙类23条."""
    listed: list[re.Match[str]] = []
    for bare in _LIST_NUMBER.finditer(text, start, match.start()):
        separator = text[bare.end() : bare.end() + 1]
        inside = text[bare.end() + 1 : match.start()]
        preceded = _NO_QUANTITY_BEFORE.search(text[max(bare.start() - 8, 0) : bare.start()])
        if separator == "、" and not re.search("[,;:。]", inside) and not preceded and len(bare["number"]) < 8:
            listed.append(bare)
    return listed


def _quantity(text: str, found: list[tuple[re.Match[str], bool]], index: int) -> Quantity:
    match, measured = found[index]
    own = next(item for item, has_measure in found[index:] if has_measure)
    floor = found[index - 1][0].end() if index else 0
    ceiling = found[index + 1][0].start() if index + 1 < len(found) else len(text)
    start = max(floor, *(text.rfind(mark, 0, match.start()) + 1 for mark in ",、;:"))
    after = re.match(r"[^,、;:]*", text[match.end() : ceiling])
    unit = match["unit"] if measured else None
    rough = measured and bool(match["rough"] or match["after"] or unit)
    return Quantity(
        value=_value(match["number"], unit),
        exact=not rough and not _ROUGH_BEFORE.search(text[max(match.start() - 8, 0) : match.start()]),
        measure=own["measure"],
        start=match.start(),
        end=match.end(),
        before=text[start : match.start()],
        after=after.group() if after else "",
        item_start=start,
    )
