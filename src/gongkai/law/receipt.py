"""The day on which an application counts as received: 《政府信息公开条例》 Art 31, by channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from gongkai.law.calendar import Calendar
from gongkai.law.settings import Settings

Channel = Literal["web", "counter", "letter", "registered_letter", "fax", "email", "oral"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)

CONFIRMATION_DAYS = 1
"""Working days after which an arrival that nobody confirmed is alarming (practice; Art 31 says the same day)."""

GROUNDS = {
    "submitted": ("31(一)", "当面提交的，以提交之日为收到申请之日"),
    "signed": ("31(二)", "邮寄的，以行政机关签收之日为收到申请之日"),
    "confirmed_letter": ("31(二)", "无需签收的平常信函，以与申请人确认之日为收到申请之日"),
    "confirmed": ("31(三)", "通过互联网渠道或者传真提交的，以双方确认之日为收到申请之日"),
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """The proposed legal date of receipt with its ground; no date yet while a confirmation is missing."""

    on: date | None
    ground: str
    article: str
    missing: str = ""
    """What must happen for the date to be fixed, in one sentence; or ""."""


def receipt_date(
    channel: Channel,
    *,
    submitted: date | None = None,
    signed: date | None = None,
    confirmed: date | None = None,
    settings: Settings = Settings(),  # noqa: B008 - immutable
) -> Receipt:
    """The day of receipt by Art 31, from when the application was handed in or arrived, signed for, and confirmed.

    Counter and oral applications: the day of submission. Letters that somebody signed for, the mail room included:
    that day, whomever of the authority they are addressed to. Ordinary letters: the day on which the office confirmed
    with the applicant. Web, e-mail and fax: the day on which both sides confirmed, which an automatic acknowledgement
    is not. ValueError for an unknown channel, a missing day, or a day before the submission.
    """
    if channel not in CHANNELS:
        raise ValueError(f"没有“{channel}”这种申请渠道。")
    for later, word in ((signed, "签收"), (confirmed, "确认")):
        if submitted and later and later < submitted:
            raise ValueError(f"{word}日期（{later}）早于提交日期（{submitted}）。")
    if channel in ("counter", "oral"):
        if submitted is None:
            raise ValueError("当面或者口头提出的申请，应写明提交日期。")
        return _receipt("submitted", submitted)
    if channel in ("letter", "registered_letter"):
        if signed and settings.mail_room_counts:
            return _receipt("signed", signed)
        if channel == "registered_letter" and not settings.mail_room_counts and confirmed:
            return _receipt("signed", confirmed)
        if channel == "registered_letter":
            return _receipt("signed", None, "尚未登记签收日期。")
        return _receipt("confirmed_letter", confirmed, "应于收到信件的当日与申请人确认。")
    return _receipt("confirmed", confirmed, "应由工作人员与申请人确认收到；系统自动回执不算确认。")


def confirmation_overdue(arrived: date, calendar: Calendar, today: date) -> bool:
    """Whether an arrival that waits for its confirmation has waited for more than a working day."""
    return calendar.working_days_between(arrived, today) > CONFIRMATION_DAYS


def _receipt(ground: str, on: date | None, missing: str = "") -> Receipt:
    article, sentence = GROUNDS[ground]
    return Receipt(on, sentence, article, "" if on else missing)
