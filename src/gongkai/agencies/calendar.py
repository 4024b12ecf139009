"""The working days that count for an agency, and how rooms above learn that they have changed.

`gongkai.law.calendar` counts; this says with which days: the packaged years, then the years as entered or corrected
here (`CalendarYear`), then the local days (`LocalDay`) of the agencies from the top down to this one, nearest last.

What holds for freshness. A process remembers the edited days under the token of the one row of `CalendarVersion`,
which every change draws anew.
- Inside a transaction the token is asked each time (one look-up by key): what is computed there is exact, and what a
  transaction has changed but not committed is seen by itself and by nobody else.
- Outside, it is asked at most once in `RECHECK_SECONDS`, so most requests ask nothing. The process that made a change
  sees it as soon as it is committed, every other one at most that many seconds later.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from django.db import connection, transaction

from gongkai.agencies.calendar_models import CalendarVersion, CalendarYear, LocalDay
from gongkai.agencies.identifiers import short_id
from gongkai.agencies.models import Agency
from gongkai.law.calendar import Calendar, packaged_calendar

RECHECK_SECONDS = 3.0
_REMEMBERED = 4


class Calendars:
    """All agencies' calendars at one moment: `calendars(agency)`. Agencies with the same local days share one object.

    Take one for a list of cases of several agencies, and ask it for each row: that costs no further query.
    """

    def __init__(
        self,
        national: Calendar,
        local: dict[str, dict[date, tuple[bool, str]]],
        moved: tuple[str, str] | None = None,
    ) -> None:
        self.national = national
        """What counts where no agency has days of its own."""
        # The path that a branch had before it was moved, by the one that it has now.
        self._moved = moved
        # By the agency's code, which never changes; its place below other agencies may.
        self._local = local
        self._made: dict[tuple[str, ...], Calendar] = {(): national}

    @classmethod
    def load(cls) -> Calendars:
        """As the database has them now; two queries."""
        national = packaged_calendar()
        for edited in CalendarYear.objects.current():
            national = national.with_year(edited.year, edited.arrangement)
        local: dict[str, dict[date, tuple[bool, str]]] = {}
        for code, day, works, name in LocalDay.objects.current().values_list("agency__code", "day", "works", "name"):
            local.setdefault(code, {})[day] = works, name
        return cls(national, local)

    def __call__(self, agency: Agency) -> Calendar:
        """The calendar that counts for this agency."""
        codes = self._with_days(self._path(agency))
        if (made := self._made.get(codes)) is None:
            days = {day: it for code in codes for day, it in self._local[code].items()}
            made = self._made[codes] = self.national.with_local(
                {day: name for day, (works, name) in days.items() if not works},
                {day: name for day, (works, name) in days.items() if works},
            )
        return made

    def before_move(self, was: str, now: str) -> Calendars | None:
        """The same for agencies that stood below `was` and stand below `now`; None where that changes no days."""
        if self._with_days(was) == self._with_days(now):
            return None
        return Calendars(self.national, self._local, (was, now))

    def _path(self, agency: Agency) -> str:
        if self._moved and agency.path.startswith(self._moved[1]):
            return self._moved[0] + agency.path.removeprefix(self._moved[1])
        return agency.path

    def _with_days(self, path: str) -> tuple[str, ...]:
        return tuple(code for code in path.split("/") if code in self._local)


Listener = Callable[[str | None, Calendars, Calendars], None]

_listeners: list[Listener] = []
_by_token: dict[str, Calendars] = {}
_checked: tuple[str, float] | None = None


def calendar_for(agency: Agency) -> Calendar:
    """The working days that count for the agency, now; at most one query, see above. For many: `current_calendars`."""
    return current_calendars()(agency)


def current_calendars() -> Calendars:
    """All agencies' calendars as they are now; at most one query, three after a change."""
    global _checked
    exact, now = connection.in_atomic_block, time.monotonic()
    if not exact and _checked and now - _checked[1] < RECHECK_SECONDS and _checked[0] in _by_token:
        return _by_token[_checked[0]]
    # The token before the days: days newer than their token are put right at the next look, older ones never were.
    token = CalendarVersion.objects.values_list("token", flat=True).first() or ""
    if (found := _by_token.get(token)) is None:
        found = Calendars.load()
        for old in list(_by_token)[: 1 - _REMEMBERED]:
            _by_token.pop(old, None)
        _by_token[token] = found
    if not exact:
        _checked = token, now
    return found


def on_calendar_change(function: Listener) -> Listener:
    """Have `function(prefix, before, after)` called in the transaction of each change of the calendar.

    `prefix` is the path of the agency whose local days have changed (`Agency.objects.below`'s comparison finds it with
    all its units), also because it was moved to where others count; None for a change of the nation's. `before` and
    `after` give an agency's calendar before and after, as `calendar_for` does. The change's own ledger entry is already
    written; an exception undoes the whole change.
    Registered once, in `AppConfig.ready`; returns the function.
    """
    if function not in _listeners:
        _listeners.append(function)
    return function


def announce(prefix: str | None, before: Calendars) -> None:
    """Say that the calendar has just been changed in this transaction: to all processes, then to the listeners.

    For the actions that change it, which hold the row of `CalendarVersion` by `hold`.
    """
    CalendarVersion.objects.filter(pk=1).update(token=short_id())
    transaction.on_commit(_ask_again)
    _tell(prefix, before)


def announce_move(was: str, now: str) -> None:
    """Say that a branch of agencies has just been moved in this transaction, where other days count in its new place.

    The days themselves are the same, so that no process has to read them again. For the action, which holds `hold`.
    """
    if before := current_calendars().before_move(was, now):
        _tell(now, before)


def _tell(prefix: str | None, before: Calendars) -> None:
    after = current_calendars()
    for listener in _listeners:
        listener(prefix, before, after)


def hold() -> Calendars:
    """Let nobody else change the calendar until this transaction ends; returns what counts up to now."""
    CalendarVersion.objects.select_for_update().get_or_create(pk=1)
    return current_calendars()


def _ask_again() -> None:
    global _checked
    _checked = None
