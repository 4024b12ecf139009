"""How fast working days are counted, beside asking chinese_calendar day by day: `python -m benchmarks.calendar`.

Held: a million deadlines of 20 working days in at most a second of CPU.
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from time import process_time

import chinese_calendar

from gongkai.law.calendar import Calendar, packaged_calendar
from gongkai.law.clock import clock
from gongkai.law.events import Event

DEADLINES = 1_000_000
BY_WALKING = 5_000
CLOCKS = 5_000
LIMIT = 1.0
DAY = timedelta(days=1)


def walk(day: date, days: int) -> date:
    """The obvious way: ask of each day whether it is worked."""
    while days:
        day += DAY
        days -= chinese_calendar.is_workday(day)
    return day


def main() -> int:
    """Prints the figures; 1 if deadlines take longer than is promised or differ from those by walking."""
    dice = random.Random(1)
    first, last = date(2008, 1, 1).toordinal(), date(2026, 10, 31).toordinal()
    days = [date.fromordinal(dice.randrange(first, last)) for _ in range(DEADLINES)]

    started = process_time()
    fresh = Calendar(packaged_calendar().years)
    fresh.add_working_days(days[0], 20)
    built = process_time() - started

    add = fresh.add_working_days
    started = process_time()
    deadlines = [add(day, 20) for day in days]
    ours = process_time() - started

    started = process_time()
    walked = [walk(day, 20) for day in days[:BY_WALKING]]
    theirs = (process_time() - started) * DEADLINES / BY_WALKING

    print(f"{DEADLINES:,} deadlines of 20 working days: {ours:.2f} s CPU (at most {LIMIT:g} s)")
    print(f"  the tables, once a calendar: {built * 1000:.0f} ms")
    print(f"  day by day with chinese_calendar: {theirs:.0f} s (from {BY_WALKING:,}); ratio {theirs / ours:.0f}")

    started = process_time()
    for day in days[:CLOCKS]:
        sent = Event("consultation_sent", day + 3 * DAY, party="third_party", delivered_on=day + 4 * DAY)
        clock([Event("received", day), sent, Event("extended", day + 12 * DAY, days=10)], fresh, day + 30 * DAY)
    each = (process_time() - started) / CLOCKS
    print(f"the clock of a case with a consultation and an extension: {each * 1e6:.0f} µs, {1 / each:,.0f} a second")
    return 0 if ours <= LIMIT and walked == deadlines[:BY_WALKING] else 1


if __name__ == "__main__":
    sys.exit(main())
