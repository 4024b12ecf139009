"""The legal day of receipt by channel: Art 31."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.law.calendar import packaged_calendar
from gongkai.law.receipt import confirmation_overdue, receipt_date
from gongkai.law.settings import Settings

FRIDAY, SATURDAY, MONDAY = date(2026, 1, 9), date(2026, 1, 10), date(2026, 1, 12)


@pytest.mark.parametrize("channel", ["counter", "oral"])
def test_at_the_counter_the_day_of_submission(channel: str) -> None:
    receipt = receipt_date(channel, submitted=FRIDAY)
    assert (receipt.on, receipt.article) == (FRIDAY, "31(一)")


def test_a_letter_to_a_division_counts_from_the_mail_rooms_signature() -> None:
    receipt = receipt_date("registered_letter", signed=FRIDAY, confirmed=MONDAY)
    assert (receipt.on, receipt.article) == (FRIDAY, "31(二)")


def test_where_the_older_practice_is_kept_it_counts_from_confirmation() -> None:
    receipt = receipt_date(
        "registered_letter", signed=FRIDAY, confirmed=MONDAY, settings=Settings(mail_room_counts=False)
    )
    assert receipt.on == MONDAY


def test_an_ordinary_letter_counts_from_the_confirmation() -> None:
    assert receipt_date("letter", submitted=FRIDAY, confirmed=MONDAY).on == MONDAY
    waiting = receipt_date("letter", submitted=FRIDAY)
    assert waiting.on is None
    assert "当日与申请人确认" in waiting.missing


def test_an_e_mail_on_a_holiday_counts_from_the_confirmation_on_the_first_working_day() -> None:
    receipt = receipt_date("email", submitted=SATURDAY, confirmed=MONDAY)
    assert (receipt.on, receipt.article) == (MONDAY, "31(三)")


@pytest.mark.parametrize("channel", ["web", "email", "fax"])
def test_an_automatic_acknowledgement_is_no_confirmation(channel: str) -> None:
    receipt = receipt_date(channel, submitted=FRIDAY)
    assert receipt.on is None
    assert "自动回执不算确认" in receipt.missing


def test_an_arrival_that_nobody_confirms_is_alarming_after_a_working_day() -> None:
    calendar = packaged_calendar()
    assert not confirmation_overdue(FRIDAY, calendar, MONDAY)
    assert confirmation_overdue(FRIDAY, calendar, date(2026, 1, 13))


def test_impossible_days_are_refused() -> None:
    with pytest.raises(ValueError, match="早于提交日期"):
        receipt_date("web", submitted=MONDAY, confirmed=FRIDAY)
    with pytest.raises(ValueError, match="应写明提交日期"):
        receipt_date("counter")
    with pytest.raises(ValueError, match="没有“鸽子”这种申请渠道"):
        receipt_date("鸽子")
