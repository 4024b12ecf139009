"""What a case can be asked for beyond its own columns: how it ended, what happened in it, who applied and how often.

The statistics count by these conditions and the work list filters by them, so that a bar and the list it opens hold
the same cases.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, Value
from django.db.models.functions import Coalesce, NullIf

from gongkai.applications.counting import TABLE, rows_of
from gongkai.applications.enums import Matter, PartyRole, State
from gongkai.applications.models import ApplicationQuerySet, CaseEvent, Party
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


def with_person(cases: ApplicationQuerySet) -> ApplicationQuerySet:
    """With `person`: the digest of the first applicant's document number, else of the telephone; None without both."""
    first = Q(parties__role=PartyRole.APPLICANT, parties__number=1)
    return cases.annotate(first_applicant=FilteredRelation("parties", condition=first)).annotate(
        person=Coalesce(
            NullIf(F("first_applicant__id_digest"), Value("")), NullIf(F("first_applicant__phone_digest"), Value(""))
        )
    )


def applied_before() -> Q:
    """Of cases `with_person`: whether the same person had an earlier case at the same agency.

    To be annotated or filtered by, never to be put into an `aggregate`: there Django takes `person` for a text.
    """
    same = Q(id_digest=OuterRef("person")) | Q(id_digest="", phone_digest=OuterRef("person"))
    earlier = Q(application__received_on__lt=OuterRef("received_on")) | Q(
        application__received_on=OuterRef("received_on"), application__lt=OuterRef("pk")
    )
    known = Party.objects.filter(same, role=PartyRole.APPLICANT, number=1, application__agency=OuterRef("agency"))
    return Q(Exists(known.filter(earlier, counted("application__"))))


def by_identity(cases: ApplicationQuerySet, identity: str) -> ApplicationQuerySet:
    """Those of first-time or of repeat applicants, or of whom neither can be told."""
    cases = with_person(cases)
    if identity == UNKNOWN:
        return cases.filter(person__isnull=True)
    return cases.filter(applied_before() if identity == AGAIN else ~applied_before(), person__isnull=False)


def by_times(cases: ApplicationQuerySet, least: int | None, most: int | None) -> ApplicationQuerySet:
    """Those whose applicant has at least and at most so many cases among these very cases."""
    people = with_person(cases).filter(person__isnull=False).order_by().values("person").annotate(times=Count("pk"))
    if least is not None:
        people = people.filter(times__gte=least)
    if most is not None:
        people = people.filter(times__lte=most)
    return with_person(cases).filter(person__in=people.values("person"))


def by_person(cases: ApplicationQuerySet, among: ApplicationQuerySet, public_id: str) -> ApplicationQuerySet:
    """Those of the person who applied in the case with this number, which is looked for `among` cases only."""
    return with_person(cases).filter(person=with_person(among).filter(public_id=public_id).values("person")[:1])
