"""How near something is that is due, in working days: the same steps for lists, reminders and digests of every room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.law.calendar import Calendar

SOON, NEAR = 1, 5
"""Working days before the due date at which a thing is shown apart, and reminded of."""
THRESHOLDS = (0, SOON, NEAR)
"""Working days left at which somebody is reminded; one that was missed is made up for."""
LOOK_AHEAD = timedelta(days=40)
"""Calendar days that `NEAR` working days never exceed."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something that comes due."""

    due_on: date
    days_left: int
    """Working days, negative when it is overdue."""

    @property
    def threshold(self) -> int:
        """The reminder that it has reached."""
        return next(number for number in THRESHOLDS if self.days_left <= number)


def days_left(calendar: Calendar, today: date, due_on: date) -> int:
    """Working days up to a last day, negative after it."""
    left = calendar.working_days_between(today, due_on)
    # A day of rest after the last day is not yet a working day too late; the term is over all the same.
    return min(left, -1) if due_on < today else left
