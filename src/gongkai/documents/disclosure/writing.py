"""How official texts are written: brackets and quotes in pairs, nothing twice, document numbers and dates as they are.

Document numbers after GB/T 9704-2012 7.2.5 (issuer's code, year in full in hexagonal brackets, running number).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from gongkai.documents.disclosure.finding import Finding, found
from gongkai.documents.disclosure.folding import fold

_PAIRS = {"（": "）", "〔": "〕", "【": "】", "《": "》", "“": "”", "「": "」", "『": "』", "(": ")", "[": "]"}
_OPENING = {closing: opening for opening, closing in _PAIRS.items()}
_WIDTHS = {"(": "（", ")": "）"}
"""Of either width: an opening one and a closing one of the other are a pair all the same."""
_PLAIN = "()[]"
"""Of ASCII's width they also stand in formulas and intervals, where one without the other is right."""
_ENUMERATOR = re.compile(r"(?:^|[\s。；;：:，,、|])[0-9一二三四五六七八九十A-Za-z①-⑳]{1,3}$")
_SPANNING = "“”「」『』"
"""Quotes may run over paragraphs, each of which begins with one."""

_DOUBLED = (
    (re.compile(r"(?<![目标有])的的(?!确)"), "“的”字重复。"),
    (re.compile(r"(?<![不为除])了了(?![解之结却然])"), "“了”字重复。"),
    (re.compile(r"(进行|根据|按照|以及|并且|关于|有关|落实|推进|加强|开展)\1"), "词语重复。"),
    (re.compile(r"：：|(?<!。)。。(?!。)|[，、；]。|。[，、；]|[，、；]{2}"), "标点重复。"),
)  # fmt: skip
_NUMBERED = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{2,16})(?P<open>[〔\[【((])\s?(?P<year>[0-9]{2,4})\s?(?P<close>[〕\]】))])\s?第?\s?"
    r"[0-9]{1,5}\s?号"
)
_DOCUMENT_CODE = re.compile(r"(?:[发函办政字规通令文党委组议纪任批复告示]|会议)$")
_OTHER_NUMBERS = re.compile(r"(?:审图|批准|许可|备案|证|案|执|民|刑|行|字第|国药准|药|械|消|卫)[字号]?$")

_DAY = re.compile(
    r"(?<![0-9])(?:(?P<year>[0-9]{4})年)?(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})"
    r"(?:日|号(?!楼|线|院|[0-9]))"
)
_MONTH = re.compile(r"(?<![0-9])[0-9]{4}年(?P<month>[0-9]{1,2})月(?!份?[0-9]{1,2}日)")
_DASHED = re.compile(
    r"(?<![0-9A-Za-z\-/])(?P<year>(?:19|20)[0-9]{2})-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3][0-9])(?![0-9A-Za-z\-/])"
)
_CHINESE_DAY = re.compile(
    r"(?P<year>[一二三四五六七八九〇○零]{4})年(?P<month>[一二三四五六七八九十]{1,3})月(?P<day>[一二三四五六七八九十]{1,3})日"
)
_WEEKDAY_AFTER = re.compile(r"[（(](?:星期|周)(?P<weekday>[一二三四五六日天])[）)]")
_DIGITS = "〇一二三四五六七八九"
_WEEKDAYS = "一二三四五六日"


def find_writing(text: str, place: str = "", *, by_line: bool = False) -> list[Finding]:
    """What is not written as official texts are, in the text's order. `by_line`: its lines are those of a page, over
    which brackets may run, so that they are not counted."""
    findings = [*_doubled(text, place), *_document_numbers(text, place), *_dates(text, place)]
    if not by_line:
        findings += _brackets(text, place)
    return sorted(findings, key=lambda finding: finding.span or (0, 0))


def _doubled(text: str, place: str) -> Iterator[Finding]:
    for pattern, note in _DOUBLED:
        for match in pattern.finditer(text):
            yield found("doubled", match[0], place, span=match.span(), note=note)


# ---------------------------------------------------------------- brackets


def _brackets(text: str, place: str) -> Iterator[Finding]:
    """Brackets within their line, quotes within the whole text."""
    at = 0
    for line in text.split("\n"):
        yield from _unpaired(line, at, place, skip=_SPANNING)
        at += len(line) + 1
    quotes = "".join(character if character in _SPANNING else " " for character in text)
    if quotes.count("“") == quotes.count("”"):
        return
    opening: int | None = None
    for index, character in enumerate(quotes):
        if character == "“" and not (opening is not None and _begins_line(text, index)):
            if opening is not None:
                yield _one(text, opening, place)
            opening = index
        elif character == "”":
            if opening is None:
                yield _one(text, index, place)
            opening = None
    if opening is not None:
        yield _one(text, opening, place)


def _unpaired(line: str, at: int, place: str, skip: str) -> Iterator[Finding]:
    open_ones: list[int] = []
    waiting: Counter[str] = Counter()
    for index, character in enumerate(line):
        character = _of_one_width(character)
        if character in skip:
            continue
        if character in _PAIRS:
            open_ones.append(index)
            waiting[character] += 1
        elif character in _OPENING:
            if not waiting[_OPENING[character]]:
                if line[index] not in _PLAIN and not (character == "）" and _ENUMERATOR.search(line[:index][-6:])):
                    yield _one(line, index, place, at)
                continue
            while True:
                opening = open_ones.pop()
                waiting[_of_one_width(line[opening])] -= 1
                if _of_one_width(line[opening]) == _OPENING[character]:
                    break
                if line[opening] not in _PLAIN:
                    yield _one(line, opening, place, at)
    for index in open_ones:
        if line[index] not in _PLAIN:
            yield _one(line, index, place, at)


def _of_one_width(character: str) -> str:
    return _WIDTHS.get(character, character)


def _one(text: str, index: int, place: str, at: int = 0) -> Finding:
    note = f"“{text[index]}”没有与之成对的另一半。"
    return found("bracket", text[index], place, span=(at + index, at + index + 1), note=note)


def _begins_line(text: str, index: int) -> bool:
    return not text[:index].rpartition("\n")[2].strip()


# ---------------------------------------------------------------- numbers and dates


def _document_numbers(text: str, place: str) -> Iterator[Finding]:
    for match in _NUMBERED.finditer(fold(text)):
        code, year = match["code"], match["year"]
        hexagonal = match["open"] == "〔" and match["close"] == "〕"
        if _OTHER_NUMBERS.search(code) or (hexagonal and len(year) == 4):
            continue
        if match["open"] in "(" and not _DOCUMENT_CODE.search(code):
            continue  # round ones are right in numbers of court cases, maps and licences
        start = match.start("open")
        span = (start, match.end())
        wrong = "年份应当用六角括号〔〕括入" if not hexagonal else "年份应当写全"
        if len(year) != 4 and not hexagonal:
            wrong += "，并且写全"
        yield found("document_number", text[span[0] : span[1]], place, span=span, note=f"{wrong}（GB/T 9704—2012）。")


def _dates(text: str, place: str) -> Iterator[Finding]:
    folded = fold(text)
    for pattern in (_DAY, _DASHED, _CHINESE_DAY):
        for match in pattern.finditer(folded):
            year, month, day = (_number(match[part]) for part in ("year", "month", "day"))
            # Without a year, 29 February may have been.
            known = _day(year if year is not None else 2024, month or 0, day or 0)
            said = _WEEKDAY_AFTER.match(text, match.end())
            if known is None:
                span = match.span()
                yield found("impossible_date", text[slice(*span)], place, span=span, note="没有这一天。")
            elif year is not None and said and _weekday(said["weekday"]) != known.weekday():
                note = f"这一天是星期{_WEEKDAYS[known.weekday()]}。"
                span = (match.start(), said.end())
                yield found("impossible_date", text[slice(*span)], place, span=span, note=note)
    for match in _MONTH.finditer(folded):
        if not 1 <= int(match["month"]) <= 12:
            yield found("impossible_date", text[slice(*match.span())], place, span=match.span(), note="没有这个月份。")


def _number(written: str | None) -> int | None:
    """A figure in digits or in Chinese: 2026, 二〇二六, 十一, 三十."""
    if written is None:
        return None
    if written.isdigit():
        return int(written)
    plain = written.replace("○", "〇").replace("零", "〇")
    if "十" not in plain:
        return int("".join(str(_DIGITS.index(each)) for each in plain))
    tens, _, ones = plain.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0  # no figure that a month or a day has
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(word: str) -> int:
    return 6 if word == "天" else _WEEKDAYS.index(word)
