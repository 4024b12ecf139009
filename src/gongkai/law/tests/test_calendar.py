"""Working days by date, against the announced arrangements and against a day-by-day count."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.calendar import Arrangement, Calendar, packaged_calendar, statutory_feasts

CALENDAR = packaged_calendar()
DAYS = st.dates(date(2008, 1, 1), date(2060, 12, 31))


def test_agrees_with_the_announced_arrangement_on_every_day_of_every_known_year() -> None:
    day = date(2008, 1, 1)
    while day.year in CALENDAR.years:
        assert CALENDAR.is_working_day(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)
    assert day >= date(2027, 1, 1)


@pytest.mark.parametrize(
    ("received", "days", "last"),
    [
        ("2026-01-05", 7, "2026-01-14"), ("2026-01-05", 15, "2026-01-26"),
        ("2026-01-05", 20, "2026-02-02"), ("2026-01-05", 40, "2026-03-06"),
        ("2026-02-13", 7, "2026-03-02"), ("2026-02-13", 20, "2026-03-19"), ("2026-02-13", 40, "2026-04-17"),
        ("2026-04-27", 7, "2026-05-09"), ("2026-04-27", 20, "2026-05-27"),
        ("2026-09-15", 7, "2026-09-23"), ("2026-09-15", 15, "2026-10-12"), ("2026-09-15", 20, "2026-10-19"),
    ],
)  # fmt: skip
def test_counts_the_days_of_2026(received: str, days: int, last: str) -> None:
    assert CALENDAR.add_working_days(date.fromisoformat(received), days) == date.fromisoformat(last)


@given(DAYS, st.integers(1, 60))
def test_adding_is_walking_from_day_to_day(day: date, count: int) -> None:
    walked, left = day, count
    while left:
        walked += timedelta(days=1)
        left -= CALENDAR.is_working_day(walked)
    assert CALENDAR.add_working_days(day, count) == walked
    assert CALENDAR.working_days_between(day, walked) == count


@given(DAYS, st.integers(1, 60))
def test_the_same_count_backwards(day: date, count: int) -> None:
    walked, left = day, count
    while left:
        walked -= timedelta(days=1)
        left -= walked.year >= 2008 and CALENDAR.is_working_day(walked)
        if walked.year < 2008:
            with pytest.raises(ValueError, match="超出工作日历"):
                CALENDAR.add_working_days(day, -count)
            return
    assert CALENDAR.add_working_days(day, -count) == walked


@given(DAYS, DAYS, DAYS)
def test_counts_add_up(first: date, second: date, third: date) -> None:
    between = CALENDAR.working_days_between
    assert between(first, second) + between(second, third) == between(first, third)
    assert between(first, second) == -between(second, first)


def test_an_unknown_year_counts_weekdays_and_feast_days_and_says_so() -> None:
    assert not CALENDAR.is_working_day(date(2027, 2, 8))  # 初三, a Monday
    assert CALENDAR.is_working_day(date(2027, 2, 9))
    assert not CALENDAR.is_working_day(date(2027, 9, 15))  # 中秋, a Wednesday
    assert not CALENDAR.is_working_day(date(2027, 2, 14))  # a Sunday that might be made up for: nobody knows yet
    assert CALENDAR.is_provisional(date(2026, 12, 30), date(2027, 1, 4))
    assert not CALENDAR.is_provisional(date(2025, 12, 30), date(2026, 12, 31))


def test_there_are_thirteen_feast_days_a_year() -> None:
    for year in range(2027, 2100):
        feasts = statutory_feasts(year)
        # 中秋 may fall into the first days of October.
        assert (
            len(feasts) == 13
            or "中秋节" not in feasts.values()
            or date(year, 10, 1) <= min(day for day, name in feasts.items() if name == "中秋节") <= date(year, 10, 3)
        ), year


def test_a_year_is_entered_when_it_is_announced() -> None:
    announced = CALENDAR.with_year(2027, Arrangement(off={date(2027, 1, 4): "元旦"}, work={date(2027, 1, 9): "元旦"}))
    assert not announced.is_working_day(date(2027, 1, 4))
    assert announced.is_working_day(date(2027, 1, 9))
    assert not announced.is_provisional(date(2027, 1, 1), date(2027, 12, 31))
    assert not CALENDAR.is_known(2027)


def test_a_place_has_its_own_holidays() -> None:
    local = CALENDAR.with_local({date(2026, 3, 20): "肉孜节"})
    assert not local.is_working_day(date(2026, 3, 20))
    assert local.add_working_days(date(2026, 3, 19), 1) == date(2026, 3, 23)
    assert [special.name for special in local.special_days(date(2026, 3, 16), date(2026, 3, 22))] == ["肉孜节"]
    assert local.with_local({date(2026, 5, 28): "古尔邦节"}).is_working_day(date(2026, 3, 20)) is False


def test_special_days_are_those_on_which_the_weekday_misleads() -> None:
    days = CALENDAR.special_days(date(2026, 2, 13), date(2026, 2, 28))
    assert [(special.day.day, special.works) for special in days] == [
        (14, True), *((day, False) for day in (16, 17, 18, 19, 20, 23)), (28, True),
    ]  # fmt: skip
    assert {special.name for special in days} == {"春节"}


@pytest.mark.parametrize("day", [date(2007, 12, 31), date(2100, 1, 1), date.max, date.min])
def test_days_outside_the_calendar_are_refused(day: date) -> None:
    with pytest.raises(ValueError, match="2008年至2099年"):
        CALENDAR.is_working_day(day)
    with pytest.raises(ValueError, match="2008年至2099年"):
        CALENDAR.add_working_days(day, 20)


def test_an_arrangement_must_fit_its_year_and_itself() -> None:
    with pytest.raises(ValueError, match="不是2027年的日期"):
        CALENDAR.with_year(2027, Arrangement(off={date(2026, 12, 31): "元旦"}))
    with pytest.raises(ValueError, match="既放假又上班"):
        Calendar({}).with_local({date(2026, 3, 20): "甲"}, {date(2026, 3, 20): "乙"})
