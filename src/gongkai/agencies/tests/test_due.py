"""How near something is that is due, and how much of it a mail lists."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies.due import Due, days_left
from gongkai.agencies.mails import LISTED, listed
from gongkai.law.calendar import packaged_calendar


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2026, 1, 9), 0),
        (date(2026, 1, 8), 1),
        (date(2026, 1, 5), 4),
        (date(2026, 1, 10), -1),  # a Saturday: no working day has passed, but the term is over
        (date(2026, 1, 12), -1),
        (date(2026, 1, 13), -2),
    ],
)
def test_a_term_is_over_on_the_day_after_its_last_also_on_a_day_of_rest(today: date, left: int) -> None:
    assert days_left(packaged_calendar(), today, date(2026, 1, 9)) == left


@pytest.mark.parametrize(("left", "threshold"), [(-7, 0), (0, 0), (1, 1), (2, 5), (5, 5)])
def test_a_threshold_that_was_missed_is_made_up_for(left: int, threshold: int) -> None:
    assert Due(date(2026, 1, 9), left).threshold == threshold


def test_a_mail_lists_so_many_and_says_how_many_more_there_are() -> None:
    lines = [f"- {number}" for number in range(LISTED + 2)]
    assert listed(lines[:LISTED], "件") == lines[:LISTED]
    assert listed(lines, "件") == listed(lines[:LISTED], "件", LISTED + 2) == [*lines[:LISTED], "- 另有 2 件"]
