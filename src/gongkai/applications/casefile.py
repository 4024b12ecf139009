"""One case as the desk reads it: where it stands, what is next, what is missing, everything that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import F, Prefetch, QuerySet

from gongkai.agencies.calendar import calendar_for
from gongkai.applications.enums import PartyRole, State
from gongkai.applications.letters.kinds import letter_kinds
from gongkai.applications.models import (
    Application,
    CaseEvent,
    Decision,
    Letter,
    Material,
    Note,
    Party,
    SearchRecord,
    Task,
)
from gongkai.applications.papers import Stage
from gongkai.applications.procedure import Act, acts, offered
from gongkai.applications.projection import clock_of
from gongkai.law.articles import in_words
from gongkai.law.calendar import Calendar
from gongkai.law.clock import Clock
from gongkai.law.explanation import explain, headline, source
from gongkai.law.outcomes import packaged_outcomes
from gongkai.law.receipt import confirmation_overdue

if TYPE_CHECKING:
    from gongkai.agencies.models import User

EVENTS = CaseEvent.objects.select_related("party", "recorded_by")
# Of the letter it was split from and the case it is the same as, no more than leads there: whole cases cost much.
_OTHERS = {
    f"{other}_{column}": F(f"{other}__{column}")
    for other in ("parent", "same_as")
    for column in ("public_id", "receipt_no")
}


def case_query(user: User) -> QuerySet[Application]:
    """The cases that the person may see, with all that the page shows: the same few queries for every case."""
    return (
        Application.objects.for_user(user)
        .select_related("agency__disclosure_office", "department", "handler")
        .annotate(**_OTHERS)
        .prefetch_related(
            Prefetch("events", EVENTS),
            "parties",
            Prefetch("materials", Material.objects.select_related("added_by")),
            Prefetch("searches", SearchRecord.objects.select_related("recorded_by")),
            Prefetch("notes", Note.objects.select_related("author")),
            Prefetch("tasks", Task.objects.select_related("department", "answered_by")),
            Prefetch("letters", Letter.objects.select_related("drafted_by", "addressee")),
        )
    )


@dataclass(frozen=True, slots=True)
class MadeDecision:
    """A decision as the page shows it."""

    outcome: str
    decided_on: date | None
    """None for one that was entered wrongly."""
    number: str
    grounds: list[tuple[str, str, str]]
    """The article in words, the part that it holds for, the reason."""


@dataclass
class CaseFile:
    """A case that was loaded by `case_query`, read on a day by a person."""

    case: Application
    user: User
    today: date

    @cached_property
    def roles(self) -> frozenset[str]:
        """The person's roles that count for this case."""
        return self.user.scope.roles_at(self.case.agency)

    @cached_property
    def calendar(self) -> Calendar:
        """The agency's working days."""
        return calendar_for(self.case.agency)

    @cached_property
    def clock(self) -> Clock | None:
        """The clock, None before receipt and for a case that is void."""
        return None if self.case.state == State.VOID else clock_of(self.case, self.today, self.calendar)

    @cached_property
    def headline(self) -> str:
        """Where it stands, in one sentence."""
        if self.case.state == State.VOID:
            return f"已作废，不计入年度报告。理由：{self.case.void_reason}"
        if self.clock is None and self.case.state == State.WITHDRAWN:
            return f"申请人已于{self.case.concluded_on}撤回，当时尚未确认收到，不计入年度报告。"
        if self.clock is None:
            return f"{self.case.arrived_on}到达，等待确认收到；确认后开始计算答复期限。"
        return headline(self.clock)

    @cached_property
    def why(self) -> list[str]:
        """Why this day, line by line."""
        return list(explain(self.clock, self.calendar)) if self.clock else []

    @property
    def defects(self) -> list[tuple[str, str]]:
        """What came out of term, with the article."""
        return [(defect.message, source(defect.article)) for defect in self.clock.defects] if self.clock else []

    @cached_property
    def steps(self) -> list[Act]:
        """The next steps that this person may take, those that move the case first."""
        return sorted(offered(self.case.state, self.roles), key=lambda act: not act.moves)

    @property
    def late_steps(self) -> list[Act]:
        """What may be recorded because it happened all the same."""
        return [act for act in acts().values() if self.case.state in act.also and act.roles & self.roles]

    @cached_property
    def outcome(self) -> str:
        """The outcome in words, "" while there is none."""
        known = packaged_outcomes().get(self.case.outcome)
        return known.name if known else ""

    @cached_property
    def decisions(self) -> list[MadeDecision]:
        """The decisions with their grounds, the first one first; one query for both."""
        columns = ("pk", "outcome", "decided_on", "letter__document_number")
        of_ground = ("grounds__article", "grounds__part", "grounds__reason")
        rows = Decision.objects.filter(application=self.case).order_by("pk", "grounds__number")
        made: dict[int, MadeDecision] = {}
        for pk, outcome, decided_on, number, *ground in rows.values_list(*columns, *of_ground):
            known = packaged_outcomes().get(outcome)
            name = known.name if known else outcome
            decision = made.setdefault(pk, MadeDecision(name, decided_on, number or "", []))
            if ground[0]:
                decision.grounds.append((in_words(ground[0]), ground[1], ground[2]))
        return list(made.values())

    def can_begin(self, act_id: str) -> bool:
        """Whether there is anything that the act could answer: without it, its form has nothing to choose from."""
        if act_id == "answer_task":
            return any(task.answered_at is None for task in self.case.tasks.all())
        if act_id == "consultation_received":
            return any(event.kind == "consultation_sent" for event in self.case.events.all())
        return True

    @property
    def letters_under_way(self) -> list[Letter]:
        """Letters that are on their way to the signature."""
        return [letter for letter in self.case.letters.all() if letter.stage not in (Stage.SIGNED, Stage.VOID)]

    @property
    def letters_to_send(self) -> list[Letter]:
        """Signed notices and consultations whose step has not been recorded; the state tells that an answer waits."""
        gone = {file.letter_id for file in self.case.materials.all() if file.event_id}
        steps = {letter.pk: letter_kinds()[letter.kind].step for letter in self.case.letters.all()}
        signed = (letter for letter in self.case.letters.all() if letter.stage == Stage.SIGNED)
        return [letter for letter in signed if steps[letter.pk] and letter.pk not in gone]

    @cached_property
    def parties(self) -> list[Party]:
        """The applicants first, in the order of the application, then the others."""
        return sorted(self.case.parties.all(), key=lambda party: (party.role != PartyRole.APPLICANT, party.pk))

    @property
    def missing(self) -> list[str]:
        """What still has to be done, most urgent first, a sentence each."""
        case, found = self.case, []
        if case.concluded_on or case.state == State.VOID:
            return []
        if case.state == State.SUBMITTED:
            late = confirmation_overdue(case.arrived_on, self.calendar, self.today)
            found.append("到达已超过1个工作日仍未确认收到，请立即与申请人确认。" if late else "尚未确认收到日期。")
        if case.state == State.ABANDONED:
            found.append("等待已到期，视为放弃申请：请终止办理并告知申请人。")
        if case.state == State.DECIDED:
            found.append("答复尚未送达：送达之日才停止计算期限。")
        if case.department is None and case.state != State.SUBMITTED:
            found.append("尚未交办承办机构。")
        for task in case.tasks.all():
            if not task.answered_at and task.due_on and task.due_on < self.today:
                found.append(f"{task.department}应于{task.due_on}前反馈，已逾期。")
        found += [f"文书“{letter.kind_name}”{letter.get_stage_display()}。" for letter in self.letters_under_way]
        found += [f"文书“{letter}”已签发，尚未登记发出。" for letter in self.letters_to_send]
        if case.void_asked_by_id:
            found.append("已申请作废，等待批准。")
        return found
