"""Whose cases statistics count, of which days, and the months or years that these days are shown by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import CharField, DateField, F, Value
from django.db.models.functions import Cast, Coalesce, Substr

from gongkai.applications import narrowing
from gongkai.applications.models import ApplicationQuerySet
from gongkai.applications.worklist import Desk, Filters

RECEIVED, CONCLUDED = "received", "concluded"
BASES = {RECEIVED: "按收到日期", CONCLUDED: "按办结日期"}
MOST_MONTHS = 36
"""A longer span is shown by years."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose cases, and of which days."""

    basis: str
    first: date
    last: date
    agency: str = ""
    below: bool = False

    @property
    def filters(self) -> Filters:
        """The scope as a filter of the work list."""
        span = (
            {"received_from": self.first, "received_to": self.last}
            if self.basis == RECEIVED
            else {"concluded_from": self.first, "concluded_to": self.last}
        )
        return replace(self._anytime, **span)  # type: ignore[arg-type]

    @property
    def day(self) -> str:
        """The column by which a case belongs to the span."""
        return "received_on" if self.basis == RECEIVED else "concluded_on"

    def within(self, first: date, last: date) -> Filters:
        """The scope's days from `first` to `last`."""
        return replace(self, first=max(self.first, first), last=min(self.last, last)).filters

    def cases(self, desk: Desk) -> ApplicationQuerySet:
        """The cases that count, of those that the person may see."""
        return self.filters.narrow(desk.cases(self.agency, self.below)).order_by()

    def known(self, desk: Desk) -> ApplicationQuerySet:
        """Those of them whose applicant can be told from others, asked for so that they are read person by person.

        The index of people has all that is asked. A plain span of days would make SQLite begin with the days instead,
        and look up every case in the table for its person.
        """
        cases = self._anytime.narrow(desk.cases(self.agency, self.below)).order_by().filter(narrowing.KNOWN)
        day = Coalesce(F(self.day), Value(None), output_field=DateField())
        return cases.alias(day=day).filter(day__range=(self.first, self.last))

    @property
    def month(self) -> Substr:
        """A case's month as text, cut by the database itself: its dates are written year first everywhere."""
        return Substr(Cast(F(self.day), CharField()), 1, 7)

    @property
    def by_years(self) -> bool:
        """Whether the span is too long for months."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month >= MOST_MONTHS

    def period(self, month: str) -> str:
        """The period that a month belongs to: its year where the span is shown by years, else itself."""
        return month[:4] if self.by_years else month

    def periods(self, found: Iterable[str]) -> Iterator[str]:
        """From the first period with cases to the last, those without any between them too."""
        ends = sorted(found)
        if not ends:
            return
        day, last = days_of(ends[0])[0], days_of(ends[-1])[0]
        while day <= last:
            yield self.period(f"{day:%Y-%m}")
            day = days_of(self.period(f"{day:%Y-%m}"))[1] + timedelta(days=1)

    @property
    def _anytime(self) -> Filters:
        return Filters(agency=self.agency, below=self.below, counted=True)


def days_of(period: str) -> tuple[date, date]:
    """First and last day of a year or a month."""
    year, _, month = period.partition("-")
    if not month:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    first = date(int(year), int(month), 1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def period_name(period: str) -> str:
    """What a year or a month is called."""
    year, _, month = period.partition("-")
    return f"{year}年{int(month)}月" if month else f"{year}年"
