"""Days off and worked weekends in words: the State Council's notice as it is printed, and lines as people type them.

Nothing is guessed in silence: what could not be read, and what the text itself contradicts (a weekday in brackets, a
stated number of days), is said as a doubt for the person who confirms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

WEEKDAYS = "一二三四五六日"
_DAY = timedelta(days=1)
_SATURDAY = 5
_LONGEST = 31

_DATE = r"(?:(?P<{0}year>\d{{4}})年)?(?:(?P<{0}month>\d{{1,2}})月)?(?P<{0}day>\d{{1,2}})日(?:\((?P<{0}note>[^)]*)\))?"
_ISO = r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})(?:(?:至|到|/|~)(?P<iso_end>\d{4}-\d{1,2}-\d{1,2}))?"
_SPAN = rf"{_DATE.format('')}(?:(?:至|到|[-—–~]+){_DATE.format('end_')})?"
_TOKEN = re.compile(
    rf"{_SPAN}|(?P<moved>调至)|(?P<off>放假|补休|调休|公休(?!日)|休息|为法定节假日)|(?P<work>上班)|共(?P<total>\d+)天"
)
_LINE = re.compile(rf"{_ISO}|{_SPAN}")
_HEAD = re.compile(
    r"(?:^|(?<=[\n。;:]))(?:[一二三四五六七八九十]{1,3}[、.]|\(?\d{1,2}[、.)])?(?P<name>[^\s\d。,;:()]{2,20}):"
)
_ADVICE = re.compile("鼓励|倡导|建议")
_YEAR_OF = re.compile(r"(\d{4})年(?:部分)?(?:节假日|元旦)")
_TITLE = re.compile(r"国务院办公厅关于\d{4}年[^。\n:]{0,20}?安排的通知")
_NUMBER = re.compile(r"国办发(?:明电)?[〔\[(]\d{4}[〕\])]\d+号")
_STATED_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")


class NamedDay(NamedTuple):
    """A day that rests or is worked, with its feast."""

    day: date
    works: bool
    name: str


@dataclass
class Notice:
    """What a notice says."""

    year: int | None
    """The year it is for, where it says so."""
    source: str
    """Its title and number, as far as they are in the text."""
    days: list[NamedDay] = field(default_factory=list)
    """The days of the year asked for."""
    elsewhere: list[NamedDay] = field(default_factory=list)
    """Days of the neighbouring year that the notice arranges as well, as New Year's often does."""
    doubts: list[str] = field(default_factory=list)
    """What is to be looked at before it is confirmed, a sentence each."""


class _Unreadable(ValueError):
    """A date that there is not."""


def read_notice(text: str, year: int) -> Notice:
    """Read 国务院办公厅关于…年部分节假日安排的通知, its numbered items above all, for that year."""
    plain = _plain(text)
    stated = _YEAR_OF.search(plain)
    title, number = _TITLE.search(plain), _NUMBER.search(plain)
    source = (title[0] if title else "") + (f"（{number[0]}）" if number else "")
    notice = Notice(int(stated[1]) if stated else None, source)
    if notice.year not in (None, year):
        notice.doubts.append(f"这是{notice.year}年的通知，现在录入的是{year}年。")
        return notice
    heads = list(_HEAD.finditer(plain))
    for at, head in enumerate(heads):
        end = heads[at + 1].start() if at + 1 < len(heads) else len(plain)
        _Item(notice, year, head["name"]).read(plain[head.end() : end].replace("\n", ""))
    if not notice.days and not notice.doubts:
        notice.doubts.append("没有读出放假日期：每个节日应写成“一、元旦：1月1日至3日放假”这样的条目。")
    return notice


class _Item:
    """One numbered item of a notice, "春节：…", being read into it."""

    def __init__(self, notice: Notice, year: int, name: str) -> None:
        self.notice, self.year, self.name = notice, year, name

    def read(self, text: str) -> None:
        for sentence in re.split("[。;!]", text):
            if not _ADVICE.search(sentence):
                self._read_sentence(sentence)

    def _read_sentence(self, sentence: str) -> None:
        waiting: list[re.Match[str]] = []
        off, month, skip = 0, 0, False
        for token in _TOKEN.finditer(sentence):
            if token["day"]:
                # "公休日调至1月2日": where a rest day moves to is said once more, as a day off.
                if not skip:
                    waiting.append(token)
                skip = False
            elif token["moved"]:
                waiting, skip = [], True
            elif token["total"]:
                if off and int(token["total"]) != off:
                    self.notice.doubts.append(f"{self.name}：写的是共{token['total']}天，读出来是{off}天。")
            else:
                for found in waiting:
                    days, month = self._days(found, month)
                    off += 0 if token["work"] else len(days)
                    for day in days:
                        self._take(NamedDay(day, bool(token["work"]), self.name))
                waiting = []
        for found in waiting:
            # A whole date with nothing said about it is the day of signing.
            if not found["year"]:
                self.notice.doubts.append(f"{self.name}：没有读懂“{found[0]}”是放假还是上班。")

    def _days(self, found: re.Match[str], month: int) -> tuple[list[date], int]:
        try:
            first, last = _span(found, self.year, month)
        except _Unreadable as wrong:
            self.notice.doubts.append(f"{self.name}：{wrong}")
            return [], month
        for day, note in ((first, found["note"]), (last, found["end_note"])):
            stated = _STATED_WEEKDAY.search(note or "")
            if stated and stated[1].replace("天", "日") != WEEKDAYS[day.weekday()]:
                self.notice.doubts.append(f"{self.name}：{said(day)}是{weekday(day)}，原文写的是“{stated[0]}”。")
        return list(days_between(first, last)), last.month

    def _take(self, new: NamedDay) -> None:
        if new.works and new.day.weekday() < _SATURDAY:
            self.notice.doubts.append(
                f"{self.name}：{said(new.day)}是{weekday(new.day)}，平日上班不算调休，没有列入上班日期。"
            )
            return
        into = self.notice.days if new.day.year == self.year else self.notice.elsewhere
        known = next((old for old in into if old.day == new.day), None)
        if known is None:
            into.append(new)
        elif known.works != new.works:
            self.notice.doubts.append(f"{said(new.day)}既写了放假又写了上班，请核对。")


def read_lines(text: str, year: int, *, works: bool) -> tuple[list[NamedDay], list[str]]:
    """Read lines as "元旦 1月1日至3日" or "2027-01-01 元旦", several spans on one if need be; and what is wrong."""
    days: list[NamedDay] = []
    wrong: list[str] = []
    for line in filter(None, (line.strip() for line in _plain(text, " ").splitlines())):
        spans, month = list(_LINE.finditer(line)), 0
        name = re.sub(r"[\s、,;。:]+", "", _LINE.sub("", line))
        if not spans:
            wrong.append(f"“{line[:40]}”里没有日期，应写成“元旦 1月1日至3日”。")
        elif re.search(r"\d", name):
            wrong.append(f"“{line[:40]}”没有全部读懂，应写成“元旦 1月1日至3日”。")
        for found in spans:
            try:
                first, last = _iso_span(found) if found["iso"] else _span(found, year, month)
            except _Unreadable as unreadable:
                wrong.append(str(unreadable))
                continue
            month = last.month
            days += [NamedDay(day, works, name) for day in days_between(first, last)]
    return days, wrong


def write_lines(days: Iterable[NamedDay]) -> str:
    """The days as lines that `read_lines` reads, following days of one feast together."""
    return "\n".join(f"{name} {said_span(first, last)}".strip() for first, last, name in spans_of(days))


def spans_of(days: Iterable[NamedDay]) -> list[tuple[date, date, str]]:
    """First day, last day and name of each run of following days that have the same name."""
    spans: list[tuple[date, date, str]] = []
    for day, _, name in sorted(days):
        if spans and spans[-1][2] == name and day - spans[-1][1] == _DAY:
            spans[-1] = (spans[-1][0], day, name)
        else:
            spans.append((day, day, name))
    return spans


def said(day: date) -> str:
    """A day as people say it, without its year."""
    return f"{day.month}月{day.day}日"


def said_span(first: date, last: date) -> str:
    """A span as people say it."""
    if first == last:
        return said(first)
    return f"{said(first)}至{last.day}日" if first.month == last.month else f"{said(first)}至{said(last)}"


def weekday(day: date) -> str:
    """The day's weekday, "周一"."""
    return f"周{WEEKDAYS[day.weekday()]}"


def days_between(first: date, last: date) -> Iterator[date]:
    """The days of a span, both ends included."""
    while first <= last:
        yield first
        first += _DAY


def doubts_about(days: Iterable[NamedDay], feasts: dict[date, str]) -> list[str]:
    """Statutory feast days (《放假办法》 Art 2) on which people would work: likely something was left out."""
    off = {it.day for it in days if not it.works}
    missing = [
        NamedDay(day, False, name) for day, name in feasts.items() if day not in off and day.weekday() < _SATURDAY
    ]
    return [
        f"{name}（{said_span(first, last)}）是法定节日，没有列入放假日期，请核对。"
        for first, last, name in spans_of(missing)
    ]


def _plain(text: str, space: str = "") -> str:
    """Full-width signs as plain ones, and without spaces (or with single ones); lines stay."""
    return re.sub(r"[^\S\n]+", space, unicodedata.normalize("NFKC", text).replace("\r", "\n"))


def _span(found: re.Match[str], year: int, month: int) -> tuple[date, date]:
    """The span's two days; a month or year that is not said is the one said before."""
    first_month = int(found["month"] or month)
    first_year = int(found["year"] or year)
    if not found["end_day"]:
        first = _date(found[0], first_year, first_month, int(found["day"]))
        return first, first
    last_month = int(found["end_month"] or first_month)
    last_year = int(found["end_year"] or first_year)
    if last_month < first_month and last_year == first_year:
        # "12月31日至1月2日" in this year's arrangement begins in the year before, unless its year is said.
        first_year, last_year = (first_year, last_year + 1) if found["year"] else (first_year - 1, last_year)
    first = _date(found[0], first_year, first_month, int(found["day"]))
    return _in_order(found[0], first, _date(found[0], last_year, last_month, int(found["end_day"])))


def _iso_span(found: re.Match[str]) -> tuple[date, date]:
    first, last = (
        _date(found[0], *map(int, text.split("-"))) for text in (found["iso"], found["iso_end"] or found["iso"])
    )
    return _in_order(found[0], first, last)


def _in_order(text: str, first: date, last: date) -> tuple[date, date]:
    if not 0 <= (last - first).days < _LONGEST:
        raise _Unreadable(f"“{text}”的起止日期不对。")
    return first, last


def _date(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _Unreadable(f"“{text}”不是有效的日期。") from None
