"""What the public site asks of the applications: who takes them, one case by number and code, answers made public."""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from django.db.models import Prefetch, Q, QuerySet

from gongkai.agencies.calendar import calendar_for
from gongkai.agencies.enums import Kind
from gongkai.agencies.models import Agency
from gongkai.applications.actions.intake import code_digest
from gongkai.applications.enums import State
from gongkai.applications.models import Application, CaseEvent, Letter, Material, Party, PublicAnswer
from gongkai.applications.papers import Stage
from gongkai.applications.procedure import APPLICANT, acts
from gongkai.applications.projection import clock_of
from gongkai.law.clock import Clock
from gongkai.law.explanation import explain, headline
from gongkai.law.proceedings import CONSULTATION_DAYS

_NUMBER = re.compile(
    r"(?P<agency>[A-Za-z0-9-]{2,32}?)-(?P<year>[0-9]{4})-(?P<serial>[0-9]{1,9})(?P<part>-[1-9][0-9]{0,2})?"
)
"""A receipt number as it is typed; `part` is that of a case split off from a letter."""
_NO_DIGEST = "0" * 64

TIME_LINE = {
    "received": "本机关确认收到申请，答复期限自次日起计算",
    "supplement_asked": "本机关告知申请人补正申请内容",
    "supplement_received": "本机关收到补正，答复期限自次日起重新计算",
    "consultation_sent": "本机关书面征求有关方面的意见",
    "consultation_received": "本机关收到所征求的意见",
    "extended": "本机关告知申请人延长答复期限",
    "fee_notified": "本机关告知申请人缴纳信息处理费",
    "fee_paid": "信息处理费已经缴清，答复期限自次日起重新计算",
    "reasons_asked": "本机关请申请人说明申请的理由",
    "reasons_received": "本机关收到申请人说明的理由",
    "deferred": "本机关确定并告知延迟答复的期限",
    "decided": "本机关作出答复决定，准备送达",
    "served": "本机关送达答复",
    "withdrawn": "申请人撤回申请",
    "abandoned": "因逾期未补正或者未缴费，视为放弃申请",
}
"""What happened, as the applicant reads it."""


def accepting_agencies() -> QuerySet[Agency]:
    """The agencies to which one can apply (Arts 27 and 28), each with its office, in one query.

    Public utilities and the like are left out unless an office was entered for them: for these the rules of their
    sector hold (Art 55).
    """
    without_office = Q(disclosure_office__isnull=True) & ~Q(kind=Kind.PUBLIC_SERVICE)
    return (
        Agency.objects.select_related("disclosure_office")
        .filter(Q(disclosure_office__accepts=True) | without_office, abolished_on__isnull=True)
        .order_by("path")
    )


def find_case(number: str, code: str) -> Application | None:
    """The case with this number and query code, or None; what is compared is as long either way."""
    found = _NUMBER.fullmatch(normalize("NFKC", number).strip())
    case = None
    if found:
        agency = Agency.objects.filter(code__iexact=found["agency"]).first()
        receipt_no = f"{agency.code if agency else ''}-{found['year']}-{int(found['serial']):05d}{found['part'] or ''}"
        case = Application.objects.filter(agency=agency, receipt_no=receipt_no).first()
    given = code_digest(case.receipt_no if case else number, normalize("NFKC", code))
    kept = case.query_digest if case and case.query_digest and case.erased_at is None else _NO_DIGEST
    return case if hmac.compare_digest(given, kept) and case else None


# ---------------------------------------------------------------- the applicant's view of a case


@dataclass(frozen=True, slots=True)
class Tracked:
    """A case as its applicant sees it."""

    case: Application
    clock: Clock | None
    headline: str
    why: Sequence[str]
    time_line: Sequence[tuple[date, str]]
    papers: Sequence[Material]
    parts: Sequence[str]
    """The receipt numbers of the cases that a letter of several matters was split into."""
    offers: frozenset[str]
    """The ids of the acts that the applicant may take now."""
    asked: CaseEvent | None
    """What the office waits for from the applicant: a supplement, reasons, a payment."""

    @property
    def finished(self) -> bool:
        """Whether nothing more is done in it."""
        return self.case.state in (State.SERVED, State.WITHDRAWN, State.ABANDONED, State.VOID)


def applicants_case(public_id: str) -> Application:
    """The case for its applicant, with its events and what was given to him. Raises Application.DoesNotExist."""
    given_out = Material.objects.filter(given_out=True, erased_at__isnull=True)
    return (
        Application.objects.select_related("agency__disclosure_office")
        .prefetch_related("events", Prefetch("materials", given_out, to_attr="papers"))
        .get(public_id=public_id, erased_at__isnull=True)
    )


def tracked(case: Application, today: date) -> Tracked:
    """Where the case is on this day, why, and what the applicant can do."""
    events = case.live_events()
    clock = None if case.state == State.VOID else clock_of(case, today)
    state = str(clock.state) if clock else case.state
    line = [(case.arrived_on, "申请人提交申请")]
    line += [(event.on, TIME_LINE[event.kind]) for event in events]
    return Tracked(
        case=case,
        clock=clock,
        headline=headline(clock) if clock else "",
        why=list(explain(clock, calendar_for(case.agency))) if clock else [],
        time_line=line,
        papers=case.papers,  # type: ignore[attr-defined]
        parts=list(case.children.order_by("pk").values_list("receipt_no", flat=True))
        if case.state == State.VOID
        else [],
        offers=frozenset(act.id for act in acts().values() if act.offered(state, {APPLICANT})),
        asked=_asked(events, state),
    )


_ASKING = {
    State.AWAITING_SUPPLEMENT: "supplement_asked",
    State.AWAITING_FEE: "fee_notified",
    State.AWAITING_REASONS: "reasons_asked",
}


def _asked(events: Sequence[CaseEvent], state: str) -> CaseEvent | None:
    kind = _ASKING.get(State(state))
    answered = {event.answers_id for event in events}
    waiting = [event for event in events if event.kind == kind and event.pk not in answered]
    return waiting[-1] if waiting else None


# ---------------------------------------------------------------- somebody who is asked for an opinion


@dataclass(frozen=True, slots=True)
class Consulted:
    """What somebody who is asked for an opinion sees of the case: nothing of who applies."""

    party: Party
    sent: CaseEvent | None
    """The consultation that waits for an answer."""
    answered: CaseEvent | None
    """The answer that was given to the last one."""
    until: date | None
    information: str
    """What the opinion is asked about."""


def consulted_party(public_id: str) -> Party:
    """Somebody in a case, with the case and its events. Raises Party.DoesNotExist."""
    parties = Party.objects.select_related("application__agency__disclosure_office")
    return parties.prefetch_related("application__events").get(public_id=public_id, application__erased_at__isnull=True)


def consulted(party: Party, today: date) -> Consulted:
    """The consultation of this party that waits, or the answer to the last one, with the term of Arts 32 and 34."""
    events = party.application.live_events()
    sent = [event for event in events if event.kind == "consultation_sent" and event.party_id == party.pk]
    answers = {event.answers_id: event for event in events if event.kind == "consultation_received"}
    waiting = [event for event in sent if event.pk not in answers]
    last = waiting[-1] if waiting else None
    until = None
    if last:
        reached = last.delivered_on or last.on
        until = last.until or calendar_for(party.application.agency).add_working_days(reached, CONSULTATION_DAYS)
    return Consulted(
        party=party,
        sent=last,
        answered=answers.get(sent[-1].pk) if sent and not last else None,
        until=until,
        information=_asked_about(party),
    )


def _asked_about(party: Party) -> str:
    """What the letter to this party says it is about; the officer's words, since the applicant's may say who he is."""
    letters = Letter.objects.filter(addressee=party, stage=Stage.SIGNED).order_by("-pk").values_list("facts", flat=True)
    return next((about for facts in letters if (about := facts.get("consulted_information"))), "")


# ---------------------------------------------------------------- what is public


def public_answers(words: Sequence[str] = ()) -> QuerySet[PublicAnswer]:
    """Answers made public that have any of the words in title or text (all without words), newest first."""
    wanted = Q()
    for word in words:
        wanted |= Q(title__icontains=word) | Q(text__icontains=word)
    published = PublicAnswer.objects.filter(published_on__isnull=False, withdrawn_at__isnull=True)
    return published.filter(wanted).select_related("agency")


def public_answer(public_id: str) -> PublicAnswer:
    """One of them with its files. Raises PublicAnswer.DoesNotExist, also for one that was withdrawn."""
    files = Prefetch("materials", Material.objects.filter(erased_at__isnull=True))
    return public_answers().prefetch_related(files).get(public_id=public_id)
