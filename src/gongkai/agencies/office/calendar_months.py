"""A year as twelve small months."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.agencies.calendar_text import NamedDay, days_between, said_span, spans_of
from gongkai.law.calendar import Calendar, statutory_feasts

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in its month: `state` is "off" (of a feast), "work" (a weekend day made up), "weekend" or ""."""

    day: date
    state: str
    name: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks from Monday on, None for days of its neighbours; and its special days in words."""

    number: int
    weeks: list[list[Cell | None]]
    off: list[str]
    work: list[str]


def days_of(calendar: Calendar, year: int) -> list[NamedDay]:
    """The year's days off and days made up, local ones on top; the statutory feasts where nothing is announced."""
    national = calendar.years.get(year)
    off = national.off if national else statutory_feasts(year)
    days = {day: NamedDay(day, False, name) for day, name in off.items()}
    for arrangement in (*([national] if national else []), calendar.local):
        for works, listed in ((False, arrangement.off), (True, arrangement.work)):
            days |= {day: NamedDay(day, works, name) for day, name in listed.items() if day.year == year}
    return sorted(days.values())


def months_of(year: int, days: Iterable[NamedDay]) -> list[Month]:
    """The year's months with these days marked."""
    named = {it.day: it for it in days}
    weeks = months.Calendar().monthdatescalendar
    return [
        Month(
            number,
            [
                [_cell(day, named.get(day)) if day.month == number else None for day in week]
                for week in weeks(year, number)
            ],
            *(_in_words(named, number, works) for works in (False, True)),
        )
        for number in range(1, 13)
    ]


def working_days(calendar: Calendar, year: int) -> int:
    """How many days of the year are worked."""
    first = date(year, 1, 1)
    return calendar.is_working_day(first) + calendar.working_days_between(first, date(year, 12, 31))


def differences(before: Calendar, after: Calendar, year: int) -> list[tuple[date, bool]]:
    """The days of the year on which the second calendar differs, and whether they are worked by it."""
    return [
        (day, works)
        for day in days_between(date(year, 1, 1), date(year, 12, 31))
        if (works := after.is_working_day(day)) != before.is_working_day(day)
    ]


def _cell(day: date, named: NamedDay | None) -> Cell:
    if named:
        return Cell(day, "work" if named.works else "off", named.name)
    return Cell(day, "weekend" if day.weekday() >= _SATURDAY else "", "")


def _in_words(named: dict[date, NamedDay], month: int, works: bool) -> list[str]:
    listed = (it for it in named.values() if it.works is works and it.day.month == month)
    return [f"{name} {said_span(first, last)}" for first, last, name in spans_of(listed)]
