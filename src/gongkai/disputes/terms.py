"""What is due in disputes, and when: replies, decisions that can still be appealed, hearings, answers ordered anew.

Nothing of it is stored: it is computed by `gongkai.law.dispute_terms` from what happened, with the working days of the
agency as they count today.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db.models import Exists, OuterRef, Prefetch, Q

from gongkai.agencies.calendar import current_calendars
from gongkai.agencies.due import NEAR, days_left
from gongkai.disputes.enums import Level
from gongkai.disputes.models import Dispute, DisputeQuerySet, Instance, ReAnswer
from gongkai.disputes.results import results_at
from gongkai.law import dispute_terms
from gongkai.law.calendar import Calendar

REPLY_NAMES = {Level.REVIEW: "提交复议答复和证据", Level.FIRST: "提交答辩状和证据"}


@dataclass(frozen=True, slots=True)
class DueTerm:
    """Something that is due in a dispute."""

    dispute: Dispute
    name: str
    until: date
    article: str
    days_left: int
    """Working days; negative when it is over."""

    @property
    def overdue(self) -> bool:
        """Whether its last day is over."""
        return self.days_left < 0

    @property
    def look(self) -> str:
        """`late`, `soon` or ""."""
        return "late" if self.overdue else "soon" if self.days_left <= NEAR else ""

    @property
    def words(self) -> str:
        """How it stands, in words."""
        if self.overdue:
            return f"已超期{-self.days_left}个工作日"
        return f"还有{self.days_left}个工作日" if self.days_left else "今日到期"


def reply_of(instance: Instance, calendar: Calendar) -> dispute_terms.Term | None:
    """When the agency's reply in an instance is due; None before the copy came, and where it appealed itself."""
    if instance.copy_received_on is None or instance.ours:
        return None
    return dispute_terms.reply_term(
        cast(dispute_terms.Level, instance.level),
        cast(dispute_terms.Procedure, instance.procedure),
        instance.copy_received_on,
        calendar,
    )


def decision_of(instance: Instance, calendar: Calendar) -> dispute_terms.Term | None:
    """By when the body has to decide; None where that is not known or not set."""
    if instance.accepted_on is None:
        return None
    level, procedure = cast(dispute_terms.Level, instance.level), cast(dispute_terms.Procedure, instance.procedure)
    return dispute_terms.decision_term(level, procedure, instance.accepted_on, calendar)


def appeal_of(instance: Instance, calendar: Calendar) -> dispute_terms.Term | None:
    """Until when a first instance's decision can be appealed; None where it cannot, or was not served yet."""
    if instance.level != Level.FIRST or not instance.result or instance.served_on is None:
        return None
    ending = results_at(instance.level).get(instance.result)
    return (
        dispute_terms.appeal_term(ending.appeal_days, instance.served_on, calendar)
        if ending and ending.appeal_days
        else None
    )


def ordered_until(reanswer: ReAnswer, calendar: Calendar) -> date:
    """The last day for answering again."""
    return dispute_terms.ordered_until(
        reanswer.from_on, reanswer.days, cast(dispute_terms.Unit, reanswer.unit), calendar
    )


def terms_of(dispute: Dispute, calendar: Calendar, today: date) -> Iterator[DueTerm]:
    """What is due in a dispute. No query where its instances and re-answers are prefetched."""

    def due(name: str, until: date, article: str) -> DueTerm:
        return DueTerm(dispute, name, until, article, days_left(calendar, today, until))

    instances = sorted(dispute.instances.all(), key=lambda instance: instance.position)
    for instance in instances[-1:] if not dispute.concluded_on else []:
        reply = reply_of(instance, calendar)
        if reply and not instance.replied_on and not instance.result:
            yield due(REPLY_NAMES.get(Level(instance.level), "提交书面意见"), reply.until, reply.article)
        if instance.hearing_on and instance.hearing_on >= today and not instance.result:
            yield due("参加听证、出庭应诉", instance.hearing_on, "行政复议法第五十一条，行政诉讼法第三条")
        appeal = appeal_of(instance, calendar)
        if appeal and not instance.effective_on:
            yield due("上诉，或者登记裁判生效", appeal.until, appeal.article)
    for reanswer in dispute.reanswers.all():
        if not reanswer.done_on:
            yield due("重新答复", ordered_until(reanswer, calendar), "行政复议决定、判决确定的期限")


def open_terms(disputes: DisputeQuerySet, today: date) -> list[DueTerm]:
    """What is due in these disputes, the most urgent first. Three queries, whatever their number."""
    calendars = current_calendars()
    to_answer_again = Exists(ReAnswer.objects.filter(dispute=OuterRef("pk"), done_on=None))
    waiting = disputes.standing().filter(Q(concluded_on__isnull=True) | to_answer_again)
    rows = waiting.select_related("agency", "application").prefetch_related(
        Prefetch("instances", Instance.objects.order_by("position")),
        Prefetch("reanswers", ReAnswer.objects.filter(done_on=None)),
    )
    terms = [term for dispute in rows for term in terms_of(dispute, calendars(dispute.agency), today)]
    return sorted(terms, key=lambda term: (term.until, term.dispute.pk))


def due_terms(today: date, days: int) -> list[DueTerm]:
    """What is over, or due within so many working days, in all agencies: for the reminders."""
    return [term for term in open_terms(Dispute.objects.all(), today) if term.days_left <= days]
