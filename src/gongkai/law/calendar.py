"""Working days by date: weekends and holidays rest, Saturdays and Sundays made up for (调休) are worked.

A year is known once the State Council's office has announced its arrangement; the years up to now come with the
package, later ones (and corrections, and the feast days of ethnic areas) are handed in from outside. A year that is
not known counts by weekdays and the statutory feast days, which is a guess: `is_provisional` says where one enters.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

FIRST_YEAR = 2008
"""The year in which disclosure on application began."""
LAST_YEAR = 2099
"""The last year of the table of feast days that move."""

_FOLDER = Path(__file__).parent
_DAY = timedelta(days=1)
_BASE = date(FIRST_YEAR, 1, 1).toordinal()
_LENGTH = date(LAST_YEAR, 12, 31).toordinal() - _BASE + 1
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Days that rest and weekend days that are worked, each with the name of its feast."""

    off: Mapping[date, str] = field(default_factory=dict)
    work: Mapping[date, str] = field(default_factory=dict)


class SpecialDay(NamedTuple):
    """A day that is not what its weekday says: a weekday that rests, or a weekend day that is worked."""

    day: date
    works: bool
    name: str


@dataclass(frozen=True)
class Calendar:
    """The working days from 2008 to 2099 by the years' arrangements, with what differs in one place (`local`)."""

    years: Mapping[int, Arrangement]
    local: Arrangement = field(default_factory=Arrangement)

    def __post_init__(self) -> None:
        for year, arrangement in self.years.items():
            for day in (*arrangement.off, *arrangement.work):
                if day.year != year:
                    raise ValueError(f"{day}不是{year}年的日期。")
        for arrangement in (*self.years.values(), self.local):
            for day in arrangement.off.keys() & arrangement.work.keys():
                raise ValueError(f"{day}不能既放假又上班。")

    def with_year(self, year: int, arrangement: Arrangement) -> Calendar:
        """The calendar with a year's arrangement added, or put right. ValueError for days of another year."""
        return Calendar({**self.years, year: arrangement}, self.local)

    def with_local(self, off: Mapping[date, str], work: Mapping[date, str] | None = None) -> Calendar:
        """The calendar with a place's own days (《放假办法》 Art 4: ethnic areas) on top of the national ones."""
        return Calendar(self.years, Arrangement({**self.local.off, **off}, {**self.local.work, **(work or {})}))

    def is_known(self, year: int) -> bool:
        """Whether the year's arrangement has been announced."""
        return year in self.years

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether days between the two, both included, are of a year whose arrangement is not known."""
        return any(not self.is_known(year) for year in range(first.year, last.year + 1))

    def is_working_day(self, day: date) -> bool:
        """Whether people work on the day. ValueError outside the years that the calendar covers."""
        return self._works[self._place(day)]

    def add_working_days(self, day: date, days: int) -> date:
        """The working day that is the given number after `day`, which itself is not counted; before it if negative.

        0 gives the day itself. The first day is left out as in 民法典 Art 201; a count of working days ends on a
        working day, so that Art 203 has nothing to move. ValueError outside the years that the calendar covers.
        """
        if not days:
            return day
        place = day.toordinal() - _BASE
        if not 0 <= place < _LENGTH:
            raise _outside(day)
        rank = self._ranks[place] + days - 1
        if days < 0:
            rank += not self._works[place]
        if not 0 <= rank < len(self._dates):
            raise ValueError(f"{day}起算{days}个工作日，超出工作日历的范围（{FIRST_YEAR}年至{LAST_YEAR}年）。")
        return self._dates[rank]

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days there are after `first`, up to and including `last`; negative if `last` is earlier."""
        return self._ranks[self._place(last)] - self._ranks[self._place(first)]

    def on_or_after(self, day: date) -> date:
        """The day if it is a working day, else the first one after: where a term in days ends (民法典 Art 203)."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def special_days(self, first: date, last: date) -> list[SpecialDay]:
        """The days between the two, both included, on which the weekday alone would mislead."""
        found = []
        day = first
        while day <= last:
            works, weekday = self.is_working_day(day), day.weekday() < _SATURDAY
            if works != weekday:
                found.append(SpecialDay(day, works, self._name(day, works)))
            day += _DAY
        return found

    def _name(self, day: date, works: bool) -> str:
        national = self._arrangement(day.year)
        for arrangement in (self.local, national):
            if name := (arrangement.work if works else arrangement.off).get(day, ""):
                return name
        return ""

    def _arrangement(self, year: int) -> Arrangement:
        return self.years.get(year) or Arrangement(off=statutory_feasts(year))

    def _place(self, day: date) -> int:
        place = day.toordinal() - _BASE
        if not 0 <= place < _LENGTH:
            raise _outside(day)
        return place

    @cached_property
    def _works(self) -> list[bool]:
        """For each day from the first on, whether it is worked."""
        monday = date.fromordinal(_BASE).weekday()
        works = [(monday + place) % 7 < _SATURDAY for place in range(_LENGTH)]
        for arrangement in (*map(self._arrangement, range(FIRST_YEAR, LAST_YEAR + 1)), self.local):
            for days, value in ((arrangement.off, False), (arrangement.work, True)):
                for day in days:
                    place = day.toordinal() - _BASE
                    if 0 <= place < _LENGTH:
                        works[place] = value
        return works

    @cached_property
    def _ranks(self) -> list[int]:
        """How many working days there are up to and including each day: a count is then one subtraction."""
        return list(accumulate(self._works))

    @cached_property
    def _dates(self) -> list[date]:
        """The working days in order: the n-th one is then one look-up."""
        return [date.fromordinal(_BASE + place) for place, works in enumerate(self._works) if works]


def _outside(day: date) -> ValueError:
    return ValueError(f"工作日历只有{FIRST_YEAR}年至{LAST_YEAR}年，{day}不在其中。")


def statutory_feasts(year: int) -> dict[date, str]:
    """The feast days on which everybody rests: 《全国年节及纪念日放假办法》 (2024) Art 2.

    Where one falls on a weekend Art 6 gives a weekday instead; which one only the announcement says, so none is taken.
    """
    new_year, tomb_sweeping, dragon_boat, mid_autumn = _moving_feasts()[year]
    return {
        date(year, 1, 1): "元旦",
        **{new_year + offset * _DAY: "春节" for offset in range(-1, 3)},
        tomb_sweeping: "清明节",
        date(year, 5, 1): "劳动节",
        date(year, 5, 2): "劳动节",
        dragon_boat: "端午节",
        mid_autumn: "中秋节",
        **{date(year, 10, day): "国庆节" for day in (1, 2, 3)},
    }


@cache
def packaged_calendar() -> Calendar:
    """The calendar with the announced years that come with the package."""
    data = tomllib.loads((_FOLDER / "working_days.toml").read_text(encoding="utf-8"))
    return Calendar(
        {
            int(year): Arrangement(
                **{
                    kind: {day: name for item in items for day, name in _days(year, item)}
                    for kind, items in lists.items()
                }
            )
            for year, lists in data.items()
        }
    )


@cache
def _moving_feasts() -> dict[int, tuple[date, ...]]:
    data = tomllib.loads((_FOLDER / "feasts.toml").read_text(encoding="utf-8"))
    return {int(year): tuple(date.fromisoformat(f"{year}-{day}") for day in days) for year, days in data.items()}


def _days(year: str, item: str) -> Iterator[tuple[date, str]]:
    """The days of an entry of the data file, "春节 02-15/02-23" or "元旦 01-04"."""
    name, _, span = item.partition(" ")
    first, _, last = span.partition("/")
    day, end = (date.fromisoformat(f"{year}-{text}") for text in (first, last or first))
    while day <= end:
        yield day, name
        day += _DAY
