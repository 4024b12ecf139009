"""Terms of a review or a suit that is under way, for the authority in it: 《行政复议法》 (2023), 《行政诉讼法》 (2017).

Each comes with the article that it rests on. Where 行诉法 has no rule of its own, its Art 101 refers to 《民事诉讼法》
(2023). What opens a way to review or court in the first place is in `remedies`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from gongkai.law.calendar import Calendar
from gongkai.law.remedies import evidence_until, months_later, review_reply_until

Level = Literal["review", "first", "appeal", "retrial"]
Procedure = Literal["ordinary", "simplified"]
Unit = Literal["working_days", "days"]

SIMPLIFIED_LEVELS: frozenset[str] = frozenset({"review", "first"})
"""Who may simplify: 复议法 Art 53, 行诉法 Art 82, whose last paragraph leaves out remanded cases and retrials."""
_REPLY_DAYS = 15
_REVIEW_DAYS = {"ordinary": 60, "simplified": 30}
_FIRST_MONTHS, _FIRST_SIMPLIFIED_DAYS, _APPEAL_MONTHS = 6, 45, 3
_REPLY_ARTICLES = {
    ("review", "ordinary"): "行政复议法第四十八条",
    ("review", "simplified"): "行政复议法第五十四条",
    ("first", "ordinary"): "行政诉讼法第六十七条",
    ("first", "simplified"): "行政诉讼法第六十七条",
    ("appeal", "ordinary"): "行政诉讼法第一百零一条，民事诉讼法第一百七十四条",
    ("retrial", "ordinary"): "行政诉讼法第一百零一条，民事诉讼法第二百一十四条",
}


@dataclass(frozen=True, slots=True)
class Term:
    """The last day of a term, and where the term comes from."""

    until: date
    article: str


def reply_term(level: Level, procedure: Procedure, received: date, calendar: Calendar) -> Term:
    """The authority's last day for its reply, in review and first instance with evidence, from the copy's receipt.

    ValueError for a simplified appeal or retrial, which there is not, and for days outside the calendar.
    """
    if procedure == "simplified" and level not in SIMPLIFIED_LEVELS:
        raise ValueError("二审、再审不适用简易程序。")
    article = _REPLY_ARTICLES[level, procedure]
    if level == "review":
        return Term(review_reply_until(received, calendar, procedure), article)
    if level == "first":
        return Term(evidence_until(received, calendar), article)
    return Term(calendar.on_or_after(received + timedelta(days=_REPLY_DAYS)), article)


def decision_term(level: Level, procedure: Procedure, accepted: date, calendar: Calendar) -> Term | None:
    """By when the body has to decide, without extensions; None for a retrial. Good to know, not its own term."""
    if level == "review":
        return Term(calendar.on_or_after(accepted + timedelta(days=_REVIEW_DAYS[procedure])), "行政复议法第六十二条")
    if level == "first" and procedure == "simplified":
        day = accepted + timedelta(days=_FIRST_SIMPLIFIED_DAYS)
        return Term(calendar.on_or_after(day), "行政诉讼法第八十三条")
    if level == "first":
        return Term(calendar.on_or_after(months_later(accepted, _FIRST_MONTHS)), "行政诉讼法第八十一条")
    if level == "appeal":
        return Term(calendar.on_or_after(months_later(accepted, _APPEAL_MONTHS)), "行政诉讼法第八十八条")
    return None


def appeal_term(days: int, served: date, calendar: Calendar) -> Term:
    """The last day for appealing: 15 days from a judgment's service, 10 from a ruling's (行诉法 Art 85)."""
    return Term(calendar.on_or_after(served + timedelta(days=days)), "行政诉讼法第八十五条")


def ordered_until(start: date, days: int, unit: Unit, calendar: Calendar) -> date:
    """The last day of a term that a review decision or a judgment set, its first day left out."""
    if unit == "working_days":
        return calendar.add_working_days(start, days)
    return calendar.on_or_after(start + timedelta(days=days))
