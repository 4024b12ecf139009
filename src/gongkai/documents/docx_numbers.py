"""Automatic numbers of Word paragraphs: 一、 before a heading is often no text but a property of its list level."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from gongkai.documents.package import Package, parse_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
PSTYLE, NUMPR = f"{W}pStyle", f"{W}numPr"
LEVELS = 9
Place = tuple[str | None, int | None]
"""A list and a level in it."""
NOWHERE: Place = (None, None)
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

    def __init__(self, package: Package, content: bytes) -> None:
        """For the document with this content: what it does not use is not read."""
        self._abstracts: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, _List] = {}
        self._by_style: dict[str, int] = {}
        """The level of each style that a level names as its own."""
        self._styles: dict[str, Place] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        self._sheet = (package.read("word/styles.xml") or b"") if b"pStyle" in content else b""
        if b"numPr" in content or b"numPr" in self._sheet:
            self._read_lists(package)

    def __bool__(self) -> bool:
        """Whether there are lists at all."""
        return bool(self._lists)

    def label(self, properties: etree._Element | None) -> str:
        """The number before the paragraph with these properties, "" where it has none. Moves the counters."""
        if properties is None:
            return ""
        number, level = self._of(properties)
        found = self._lists.get(number or "")
        if found is None or (level is not None and not 0 <= level < LEVELS):
            return ""
        return self._count(number or "", found, level or 0)

    # ------------------------------------------------------------ reading

    def _read_lists(self, package: Package) -> None:
        root = package.xml("word/numbering.xml")
        if root is None:
            return
        for abstract in root.iterfind(f"{W}abstractNum"):
            levels = {}
            for element in abstract.iterfind(f"{W}lvl"):
                at = _integer(element.get(f"{W}ilvl"), 0)
                levels[at] = _level(element)
                if style := _value(element, "pStyle"):
                    self._by_style[style] = at
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

    def _of(self, properties: etree._Element) -> Place:
        """List and level of a paragraph: its own, else its style's."""
        inherited, own = NOWHERE, None
        for child in properties.iterchildren(PSTYLE, NUMPR):
            if child.tag == NUMPR:
                own = child
            else:
                inherited = self._of_style(child.get(VAL, ""))
        return inherited if own is None else _place(own, inherited)

    def _of_style(self, name: str) -> Place:
        """List and level of a style, its own or that of the style it is based on."""
        chain: list[str] = []
        place = NOWHERE
        while name and name not in chain and name not in self._styles:
            chain.append(name)
            style = self._style(name)
            own = None if style is None else style.find(f"{W}pPr/{W}numPr")
            if own is not None:
                place = _place(own, (None, self._by_style.get(name)))
                break
            name = (None if style is None else _value(style, "basedOn")) or ""
        else:
            place = self._styles.get(name, NOWHERE)
        self._styles.update(dict.fromkeys(chain, place))
        return place

    def _style(self, name: str) -> etree._Element | None:
        """One style of the style sheet, cut out of it: a sheet holds hundreds of them, and a document uses a few."""
        sheet = self._sheet
        at = sheet.find(f'w:styleId="{name}"'.encode())
        begin, end = sheet.rfind(b"<w:style ", 0, max(at, 0)), sheet.find(b"</w:style>", at)
        head = sheet[: sheet.find(b">", sheet.find(b"<w:styles")) + 1]
        if at < 0 or begin < 0 or end < 0:
            return None
        return next(iter(parse_xml(head + sheet[begin:end] + b"</w:style></w:styles>")), None)

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


def _place(own: etree._Element, inherited: Place) -> Place:
    """What a numPr element says, completed by what it inherits."""
    number, level = _value(own, "numId"), _value(own, "ilvl")
    return (inherited[0] if number is None else number, inherited[1] if level is None else _integer(level, 0))


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
