"""The arithmetic of a term that runs, stops and runs on: pauses as intervals, the due date, the stretches between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from gongkai.law.calendar import Calendar


@dataclass(slots=True)
class Pause:
    """Days that do not count: those after `after`, up to and including `through` (None: no end in sight).

    The day on which a pause begins still counts and the day on which it ends does not, as the first day of a term is
    left out (民法典 Art 201). So two pauses count once where they overlap, and one that begins on the last day of the
    term still saves it.
    """

    after: date
    through: date | None
    reason: str
    article: str

    def end_by(self, day: date) -> None:
        """Ends the pause on that day, if it would last longer."""
        if self.through is None or day < self.through:
            self.through = max(day, self.after)


@dataclass(frozen=True, slots=True)
class Grant:
    """Days that an authority has to answer: the term itself, its extension, a deferral, in that order.

    So many working days after what was granted before, or, where `until` is given, up to that day.
    """

    days: int
    reason: str
    article: str
    until: date | None = None


def last_days(calendar: Calendar, start: date, grants: Sequence[Grant], pauses: Iterable[Pause]) -> list[date] | None:
    """The day on which each grant ends, if nothing else happens; None if a pause has no end in sight.

    The last one is the due date. A deferral up to a fixed day that is not later than what runs anyway adds nothing.
    """
    pauses = sorted(pauses, key=lambda pause: pause.after)
    ends: list[date] = []
    days = 0
    for grant in grants:
        days += grant.days
        end = _last_day(calendar, start, days, pauses)
        if end is None:
            return None
        if grant.until is not None:
            end = max(end, calendar.on_or_after(grant.until))
        ends.append(max(end, ends[-1]) if ends else end)
    return ends


def _last_day(calendar: Calendar, start: date, days: int, pauses: Sequence[Pause]) -> date | None:
    """The last day of a term that leaves out `start` and the days of the pauses, which are in order of beginning."""
    counted_to = start
    for pause in pauses:
        if pause.through is not None and pause.through <= counted_to:
            continue
        begins = max(pause.after, counted_to)
        if begins > _end(calendar, counted_to, days):
            break
        days -= min(days, calendar.working_days_between(counted_to, begins))
        if pause.through is None:
            return None
        counted_to = pause.through
    return _end(calendar, counted_to, days)


def _end(calendar: Calendar, counted_to: date, days: int) -> date:
    return calendar.add_working_days(counted_to, days) if days else calendar.on_or_after(counted_to)


def stretches(
    start: date, end: date, pauses: Sequence[Pause], cuts: Iterable[date] = ()
) -> Iterator[tuple[date, date, list[Pause]]]:
    """The time after `start` up to `end`, cut wherever a pause begins or ends, and at `cuts` where none runs.

    Yields, for each piece, the day before it, its last day, and the pauses that run in it.
    """
    borders = {start, end}
    pauses = [pause for pause in pauses if pause.through is None or pause.through > pause.after]
    for pause in pauses:
        borders.update(day for day in (pause.after, pause.through) if day is not None)
    for cut in cuts:
        if not _running(pauses, cut):
            borders.add(cut)
    for before, last in pairwise(sorted(day for day in borders if start <= day <= end)):
        yield before, last, _running(pauses, before)


def _running(pauses: Sequence[Pause], day: date) -> list[Pause]:
    """The pauses that run on the day after `day`."""
    return [pause for pause in pauses if pause.after <= day and (pause.through is None or pause.through > day)]
