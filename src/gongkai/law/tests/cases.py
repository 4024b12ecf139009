"""Cases for the tests of the clock, written briefly."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.law.calendar import packaged_calendar
from gongkai.law.clock import Clock, clock
from gongkai.law.events import Event
from gongkai.law.settings import Settings

CALENDAR = packaged_calendar()
RECEIVED = "2026-01-05"


def event(kind: str, on: str, **fields: Any) -> Event:
    """An event with its dates as text."""
    for name in ("delivered_on", "until"):
        if name in fields:
            fields[name] = date.fromisoformat(fields[name])
    return Event(kind, date.fromisoformat(on), **fields)


def run(on: str, *events: Event, received: str = RECEIVED, **settings: Any) -> Clock:
    """The clock on a day of a case received on 5 January 2026 that then had these events."""
    case = [event("received", received), *events]
    return clock(case, CALENDAR, date.fromisoformat(on), Settings(**settings))


def due(answer: Clock) -> str | None:
    return answer.due.isoformat() if answer.due else None
