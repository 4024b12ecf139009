"""Where and until when an answer can be contested: 《行政复议法》 (2023) and 《行政诉讼法》 (2017).

Periods leave out their first day, and one that would end on a day of rest ends on the first working day after
(《民事诉讼法》 on periods, by 复议法 Art 88 and 行诉法 Art 101).
"""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from gongkai.law.calendar import Calendar
from gongkai.law.outcomes import Outcome, RemedyKind

REVIEW_DAYS = 60
"""复议法 Art 20."""
SUIT_MONTHS = 6
"""行诉法 Art 46."""
SUIT_AFTER_REVIEW_DAYS = 15
"""行诉法 Art 45, 复议法 Art 34."""
REPLY_WORKING_DAYS = {"ordinary": 10, "simplified": 5}
"""The respondent's reply with its evidence: 复议法 Arts 48 and 54."""
EVIDENCE_DAYS = 15
"""The defendant's answer with its evidence: 行诉法 Art 67."""
REVIEW_FIRST_SINCE = date(2024, 1, 1)
"""复议法 Art 90: since then review comes before the court where information is withheld (Art 23)."""

Standing = Literal[
    "department", "government", "province", "ministry", "vertical", "justice", "dispatched_office", "dispatched_body"
]


@dataclass(frozen=True, slots=True)
class ReviewBody:
    """Who hears the review of what an authority of some standing did."""

    text: str
    article: str
    choice: str = ""
    """Another body that may be chosen instead, or ""."""


REVIEW_BODIES: dict[Standing, ReviewBody] = {
    "department": ReviewBody("本级人民政府", "24"),
    "government": ReviewBody("上一级人民政府", "24"),
    "province": ReviewBody("本省（自治区、直辖市）人民政府", "24"),
    "ministry": ReviewBody("本部门", "25"),
    "vertical": ReviewBody("上一级主管部门", "27"),
    "justice": ReviewBody("本级人民政府", "28", "上一级司法行政部门"),
    "dispatched_office": ReviewBody("设立该派出机关的人民政府", "24"),
    "dispatched_body": ReviewBody(
        "设立该派出机构的部门的本级人民政府", "24", "派出机构所在地的人民政府（按行政区划设立的）"
    ),
}
"""By standing, since 2024: 工作部门 · 地方人民政府 · 省级人民政府 · 国务院部门 · 海关、金融、外汇、税务、国家安全等 ·
履行复议机构职责的司法行政部门 · 政府的派出机关 · 部门的派出机构."""


def remedy_of(outcome: Outcome, decided: date) -> RemedyKind:
    """The remedy that a decision of that day must name: review came first only since 2024 (复议法 Art 23(四))."""
    if outcome.remedy == "review_first" and decided < REVIEW_FIRST_SINCE:
        return "either"
    return outcome.remedy


def review_until(known: date, calendar: Calendar) -> date:
    """The last day for asking for review: 60 days from when the person knew of the act (复议法 Art 20)."""
    return calendar.on_or_after(known + timedelta(days=REVIEW_DAYS))


def sue_until(known: date, calendar: Calendar) -> date:
    """The last day for a direct suit: six months from when the person knew of the act (行诉法 Art 46)."""
    return calendar.on_or_after(months_later(known, SUIT_MONTHS))


def sue_after_review_until(received: date, calendar: Calendar) -> date:
    """The last day for a suit after review: 15 days from receiving its decision (行诉法 Art 45)."""
    return calendar.on_or_after(received + timedelta(days=SUIT_AFTER_REVIEW_DAYS))


def untold_until(known: date, calendar: Calendar) -> date:
    """The last day, for review or suit, where right, body and term were not told: a year from knowing the content.

    复议法 Art 20, 司法解释 (2018) Art 64.
    """
    return calendar.on_or_after(months_later(known, 12))


def review_reply_until(received: date, calendar: Calendar, procedure: Literal["ordinary", "simplified"]) -> date:
    """The respondent's last day for its reply and evidence, from receiving the copy (复议法 Arts 48, 54, 88)."""
    return calendar.add_working_days(received, REPLY_WORKING_DAYS[procedure])


def evidence_until(received: date, calendar: Calendar) -> date:
    """The defendant's last day for its answer and evidence, from receiving the complaint (行诉法 Art 67)."""
    return calendar.on_or_after(received + timedelta(days=EVIDENCE_DAYS))


def months_later(day: date, count: int) -> date:
    """The corresponding day so many months later, or that month's last one where it has none (民法典 Art 202)."""
    years, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))
