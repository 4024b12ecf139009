"""What a case can be asked for beyond its own columns: how it ended, what happened in it, who applied and how often.

The statistics count by these conditions and the work list filters by them, so that a bar and the list it opens hold
the same cases.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from django.db.models import Count, Exists, OuterRef, Q

from gongkai.applications.counting import TABLE, rows_of
from gongkai.applications.enums import Matter, State
from gongkai.applications.models import Application, ApplicationQuerySet, CaseEvent
from gongkai.law.forms import packaged_forms

STEPS = {
    "supplement_asked": "告知补正",
    "consultation_sent": "征求意见",
    "extended": "延长答复期限",
    "fee_notified": "通知收费",
    "reasons_asked": "要求说明理由",
    "deferred": "确定延迟答复",
}
"""What may happen on the way to an answer, as filters and statistics call it."""
FIRST, AGAIN, UNKNOWN = "first", "again", "unknown"
IDENTITIES = {FIRST: "首次申请", AGAIN: "再次申请", UNKNOWN: "没有登记证件号码和电话"}
ORGANISATION = "organisation"
"""A filter's word for every applicant who is no natural person."""
KNOWN = ~Q(applicant_digest="")
"""The cases whose applicant can be told from others: by document number, else by telephone (`Party.digest`)."""
UNFINISHED = "unfinished"
_NEWEST_FORM = 2021
"""A year whose form names the outcomes as they are named today."""


def counted(prefix: str = "") -> Q:
    """The cases that count, as in the annual report: received, asking for disclosure, not registered by mistake.

    With a prefix (`application__`), of what belongs to cases.
    """
    received = {f"{prefix}matter": Matter.DISCLOSURE, f"{prefix}received_on__isnull": False}
    return Q(**received) & ~Q(**{f"{prefix}state": State.VOID})


@cache
def result_names() -> Mapping[str, str]:
    """The rows of table 三 for outcomes with their words, without ordinals, in the form's order."""
    wanted = rows_of(_NEWEST_FORM).outcome_rows
    form = packaged_forms().for_year(_NEWEST_FORM)
    rows = form.table(TABLE).blocks[0].rows if form else ()
    return {row.id: re.sub(r"^(（.）|\d+\.)", "", row.label) for row in rows if row.id in wanted}


def result_row(outcome: str, outcome_row: str) -> str:
    """The row in which a concluded case counts."""
    rows = rows_of(_NEWEST_FORM)
    return rows.place(outcome, outcome_row) or rows.rest


def ended_in(row: str) -> Q:
    """Concluded in a row of table 三; UNFINISHED for what is not concluded yet."""
    if row == UNFINISHED:
        return Q(concluded_on__isnull=True)
    return Q(concluded_on__isnull=False) & rows_of(_NEWEST_FORM).concluded_in(row)


def took(step: str) -> Q:
    """In which such a step was taken, entries put right later aside."""
    events = CaseEvent.objects.filter(application=OuterRef("pk"), kind=step, replaced=False)
    return Q(Exists(events))


def applied_before() -> Q:
    """Whether the same person had an earlier case at the same agency; never so of somebody who is not KNOWN."""
    # The day stands by itself, so that the index is read no further.
    earlier = Q(received_on__lte=OuterRef("received_on")) & (
        Q(received_on__lt=OuterRef("received_on")) | Q(pk__lt=OuterRef("pk"))
    )
    same = Application.objects.filter(KNOWN, agency=OuterRef("agency"), applicant_digest=OuterRef("applicant_digest"))
    return Q(Exists(same.filter(earlier, counted())))


def by_identity(cases: ApplicationQuerySet, identity: str) -> ApplicationQuerySet:
    """Those of first-time or of repeat applicants, or of whom neither can be told."""
    if identity == UNKNOWN:
        return cases.exclude(KNOWN)
    return cases.filter(KNOWN, applied_before() if identity == AGAIN else ~applied_before())


def by_times(cases: ApplicationQuerySet, least: int | None, most: int | None) -> ApplicationQuerySet:
    """Those whose applicant has at least and at most so many cases among these very cases."""
    people = cases.filter(KNOWN).order_by().values("applicant_digest").annotate(times=Count("pk"))
    if least is not None:
        people = people.filter(times__gte=least)
    if most is not None:
        people = people.filter(times__lte=most)
    return cases.filter(applicant_digest__in=people.values("applicant_digest"))


def by_person(cases: ApplicationQuerySet, among: ApplicationQuerySet, public_id: str) -> ApplicationQuerySet:
    """Those of the person who applied in the case with this number, which is looked for `among` cases only."""
    person = among.filter(public_id=public_id).order_by().values("applicant_digest")[:1]
    return cases.filter(KNOWN, applicant_digest=person)
