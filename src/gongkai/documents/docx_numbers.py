"""Automatic numbers of Word paragraphs: 一、 before a heading is often no text but a property of its list level."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from gongkai.documents.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
LEVELS = 9
PLACEHOLDER = re.compile(r"%([1-9])")
DIGITS = "零一二三四五六七八九"
LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
         (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(slots=True)
class Level:
    """A level of a list: how it counts and what it prints."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    """Prints the numbers of higher levels in Arabic digits."""
    restart: int | None = None
    """The level after which it begins anew, counted from 1; 0: never. None: after any higher one."""
    spaced: bool = True
    """Whether a tab or space follows the number."""


@dataclass(slots=True)
class _List:
    """A list in use: whose counters it moves, and what it changes in the levels."""

    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


class Numbering:
    """Counts a document's numbered paragraphs, which have to be given in order."""

    def __init__(self, package: Package) -> None:
        self._abstracts: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, tuple[str | None, int | None]] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        by_style = self._read_lists(package)
        if self._lists:
            self._read_styles(package, by_style)

    def label(self, properties: etree._Element | None) -> str:
        """The number before the paragraph with these properties, "" where it has none. Moves the counters."""
        if not self._lists or properties is None:
            return ""
        number, level = self._of(properties)
        found = self._lists.get(number or "")
        if found is None or not 0 <= level < LEVELS:
            return ""
        return self._count(number or "", found, level)

    # ------------------------------------------------------------ reading

    def _read_lists(self, package: Package) -> dict[str, int]:
        """Reads the lists; gives the level of each style that a level names as its own."""
        root = package.xml("word/numbering.xml")
        by_style: dict[str, int] = {}
        if root is None:
            return by_style
        for abstract in root.iterfind(f"{W}abstractNum"):
            levels = {}
            for element in abstract.iterfind(f"{W}lvl"):
                at = _integer(element.get(f"{W}ilvl"), 0)
                levels[at] = _level(element)
                if style := _value(element, "pStyle"):
                    by_style[style] = at
            self._abstracts[abstract.get(f"{W}abstractNumId", "")] = levels
        for num in root.iterfind(f"{W}num"):
            entry = _List(_value(num, "abstractNumId") or "")
            for override in num.iterfind(f"{W}lvlOverride"):
                at = _integer(override.get(f"{W}ilvl"), 0)
                if (start := _value(override, "startOverride")) is not None:
                    entry.starts[at] = _integer(start, 1)
                if (changed := override.find(f"{W}lvl")) is not None:
                    entry.levels[at] = _level(changed)
            self._lists[num.get(f"{W}numId", "")] = entry
        return by_style

    def _read_styles(self, package: Package, by_style: dict[str, int]) -> None:
        root = package.xml("word/styles.xml")
        if root is None:
            return
        based: dict[str, str | None] = {}
        for style in root.iterfind(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            based[name] = _value(style, "basedOn")
            properties = style.find(f"{W}pPr/{W}numPr")
            if properties is not None:
                level = _value(properties, "ilvl")
                at = _integer(level, 0) if level is not None else by_style.get(name)
                self._styles[name] = (_value(properties, "numId"), at)
        for name in based:
            seen = {name}
            ancestor = based[name]
            while name not in self._styles and ancestor and ancestor not in seen:
                if ancestor in self._styles:
                    self._styles[name] = self._styles[ancestor]
                seen.add(ancestor)
                ancestor = based.get(ancestor)

    def _of(self, properties: etree._Element) -> tuple[str | None, int]:
        """List and level of a paragraph: its own, else its style's."""
        style_number, style_level = self._styles.get(_value(properties, "pStyle") or "", (None, None))
        own = properties.find(f"{W}numPr")
        if own is None:
            return style_number, style_level or 0
        level = _value(own, "ilvl")
        number = _value(own, "numId")
        return number if number is not None else style_number, _integer(level, 0) if level else style_level or 0

    # ------------------------------------------------------------ counting

    def _count(self, number: str, found: _List, level: int) -> str:
        levels = self._abstracts.get(found.abstract, {}) | found.levels
        counters = self._counters.setdefault(found.abstract, [None] * LEVELS)
        if level in found.starts and (number, level) not in self._started:
            counters[level] = found.starts[level]
        else:
            before = counters[level]
            counters[level] = levels.get(level, Level()).start if before is None else before + 1
        self._started.add((number, level))
        for deeper in range(level + 1, LEVELS):
            restart = levels.get(deeper, Level()).restart
            if restart is None or 0 < restart >= level + 1:
                counters[deeper] = None
        own = levels.get(level)
        if own is None or own.format in ("bullet", "none"):
            return ""

        def printed(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = levels.get(at, Level())
            value = counters[at] if counters[at] is not None else other.start
            return formatted(value or 0, "decimal" if own.legal and at != level else other.format)

        text = PLACEHOLDER.sub(printed, own.text)
        return text + " " if own.spaced and text[-1:].isalnum() else text


def _level(element: etree._Element) -> Level:
    restart = _value(element, "lvlRestart")
    return Level(
        _value(element, "numFmt") or "decimal",
        _value(element, "lvlText") or "",
        _integer(_value(element, "start"), 1),
        element.find(f"{W}isLgl") is not None,
        None if restart is None else _integer(restart, 0),
        _value(element, "suff") != "nothing",
    )


def _value(element: etree._Element, name: str) -> str | None:
    child = element.find(W + name)
    return None if child is None else child.get(VAL)


def _integer(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,9}", text) else default


# ---------------------------------------------------------------- numbers as printed


def chinese(number: int, digits: str = DIGITS, units: str = "十百千") -> str:
    """A number up to 9999 in Chinese: 十二, 二十, 一百零三."""
    if not 0 < number < 10_000:
        return str(number)
    text = ""
    gap = False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            text += (digits[0] if gap else "") + digits[digit] + (units[power - 1] if power else "")
            gap = False
        else:
            gap = bool(text)
    return text[1:] if text.startswith("一十") else text


def _letters(number: int) -> str:
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 1000 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letters in ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "koreanCounting": str,
    "chineseLegalSimplified": lambda number: chinese(number, LEGAL_DIGITS, "拾佰仟"),
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "ideographDigital": lambda number: "".join("〇一二三四五六七八九"[int(digit)] for digit in str(abs(number))),
    "japaneseDigitalTenThousand": lambda number: "".join(
        "〇一二三四五六七八九"[int(digit)] for digit in str(abs(number))
    ),
    "decimalFullWidth": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(abs(number))),
    "decimalEnclosedCircle": _one_of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedCircleChinese": _one_of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedParen": _one_of("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": _one_of("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


def formatted(number: int, name: str) -> str:
    """A number in one of Word's number formats; in Arabic digits where the format is not known."""
    return FORMATS.get(name, str)(number)
