"""Steps on the clock: something happened, and the case has an event for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from gongkai.applications.actions.base import CaseAction
from gongkai.applications.actions.materials import keep
from gongkai.applications.kept_files import Upload, refused_upload
from gongkai.applications.letters.kinds import letter_kinds
from gongkai.applications.models import Application, CaseEvent, Decision, DecisionGround, Party, payload_of
from gongkai.applications.papers import Stage
from gongkai.applications.release import letter_obstacles, outgoing_files
from gongkai.law.articles import in_words
from gongkai.law.events import KINDS, Event, check_events
from gongkai.law.outcomes import packaged_outcomes

if TYPE_CHECKING:
    from gongkai.agencies.models import User
    from gongkai.applications.models import Letter


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, as it is entered; the fields are those of `CaseEvent`."""

    kind: str
    on: date
    answers: CaseEvent | None = None
    party_kind: str = ""
    party: Party | None = None
    delivered_on: date | None = None
    days: int | None = None
    until: date | None = None
    method: str = ""
    approved: bool = True
    partial: bool = False
    amount: int | None = None
    tracking_no: str = ""

    def event(self, application: Application, **more: Any) -> CaseEvent:
        """The event (unsaved), next in the case's own numbering."""
        number = max((event.number for event in application.events.all()), default=0) + 1
        fields = {name: getattr(self, name) for name in self.__slots__}
        return CaseEvent(application=application, number=number, **fields, **more)


class RecordStep(CaseAction):
    """Record that something happened. Out of term or out of turn it is recorded all the same, as it happened.

    `new_party` (unsaved) is somebody whom the step brings into the case; `uploads` are what proves the step; `sends` is
    the signed letter that goes out with it, which the applicant can then read where it is for him.
    """

    kind = "application.step"

    def __init__(
        self,
        actor: User | None,
        application: Application,
        happening: Happening,
        *,
        new_party: Party | None = None,
        uploads: Sequence[Upload] = (),
        sends: Letter | None = None,
        **more: Any,
    ) -> None:
        super().__init__(actor, application, **more)
        self.happening, self.new_party, self.uploads, self.sends = happening, new_party, tuple(uploads), sends
        self.event: CaseEvent | None = None

    def perform(self) -> Application:
        """Look through what goes out before the case is held: that takes a while."""
        if self.sends:
            letter_obstacles(self.sends)
        return super().perform()

    def act_id(self) -> str:
        """The step's own row."""
        return self.happening.kind

    def refusals(self) -> list[str]:
        """Also what cannot have happened: in the future, before receipt, an answer to nothing."""
        if reasons := super().refusals():
            return reasons
        step = KINDS[self.happening.kind]
        if self.application.concluded_on and not self.happening.partial:
            return [f"这件申请已于{self.application.concluded_on}办结，不能再登记“{step}”；登记有误的，请更正原事项。"]
        if self.happening.on > self.today:
            return [f"“{step}”的日期（{self.happening.on}）晚于今天（{self.today}）。"]
        if self.application.received_on and self.happening.on < self.application.received_on:
            return [f"“{step}”的日期（{self.happening.on}）早于收到申请的日期（{self.application.received_on}）。"]
        if not self.application.received_on and self.happening.on < self.application.arrived_on:
            return [f"“{step}”的日期（{self.happening.on}）早于申请到达的日期（{self.application.arrived_on}）。"]
        if self.happening.party and self.happening.party.application_id != self.application.pk:
            return ["所选的对象不是本件的当事人。"]
        if self.new_party and not self.new_party.name.strip():
            return ["请填写被征求意见的人的姓名或者名称。"]
        if self.sends and (self.sends.application_id != self.application.pk or self.sends.stage != Stage.SIGNED):
            return ["只能发出本件已经签发的文书。"]
        if self.sends and (held := letter_obstacles(self.sends)):
            return held
        if refused := [sentence for upload in self.uploads if (sentence := refused_upload(upload))]:
            return refused
        return impossible([*self.application.live_events(), self.happening.event(self.application)])

    def carry_out(self) -> None:
        """Add the event."""
        if self.new_party:
            add_party(self.application, self.new_party)
            self.happening = replace(self.happening, party=self.new_party)
        self.event = self.happening.event(self.application, ground=self.said(), recorded_by=self.actor)
        self.event.save(force_insert=True)
        for upload in self.uploads:
            keep(self.application, upload, self.actor, event=self.event, party=self.event.party)
        if self.sends:
            to_applicant = letter_kinds()[self.sends.kind].to == "applicant"
            out = [file.pk for file in outgoing_files(self.sends)]
            self.sends.materials.filter(given_out=True).exclude(pk__in=out).update(given_out=False)
            self.sends.materials.filter(pk__in=out).update(event=self.event, given_out=to_applicant)
        forget_events(self.application)

    def said(self) -> str:
        """What the event says of its ground; the ledger keeps `ground`, so what somebody outside wrote is not in it."""
        return self.ground

    def payload(self, result: Application) -> dict[str, Any]:
        """The event, and where the case stands now."""
        assert self.event is not None
        return super().payload(result) | payload_of(self.event)


class Decide(RecordStep):
    """Record the decision, with the outcome and the grounds it rests on (Arts 36 to 39)."""

    kind = "application.decided"

    def __init__(
        self,
        actor: User | None,
        application: Application,
        *,
        on: date,
        outcome: str,
        grounds: Sequence[Ground] = (),
        letter: Letter | None = None,
        **more: Any,
    ) -> None:
        super().__init__(actor, application, Happening("decided", on), **more)
        self.outcome, self.grounds, self.letter = outcome, tuple(grounds), letter

    def refusals(self) -> list[str]:
        """Also an unknown outcome, or one without the ground that it needs."""
        return super().refusals() or missing_grounds(self.outcome, self.grounds, self.application)

    def carry_out(self) -> None:
        """Add the event and the decision."""
        super().carry_out()
        decision = Decision.objects.create(
            application=self.application, outcome=self.outcome, letter=self.letter, decided_on=self.happening.on
        )
        DecisionGround.objects.bulk_create(
            DecisionGround(decision=decision, number=number, article=g.article, part=g.part, reason=g.reason)
            for number, g in enumerate(self.grounds, 1)
        )
        self.application.__dict__.get("_prefetched_objects_cache", {}).pop("decisions", None)

    def payload(self, result: Application) -> dict[str, Any]:
        """The outcome with its articles."""
        return super().payload(result) | {
            "outcome": self.outcome,
            "grounds": [ground.article for ground in self.grounds],
        }


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground of a decision: an article as in `gongkai.law.articles`, for which part, and why."""

    article: str
    part: str = ""
    reason: str = ""


def missing_grounds(outcome: str, grounds: Sequence[Ground], application: Application) -> list[str]:
    """What a decision with this outcome lacks, a sentence each.

    A part withheld needs the ground of what is withheld; a refusal its reasons (Art 36(三)); 本机关不掌握 its record of
    the search (Art 36(四)), a state secret what classified it.
    """
    known = packaged_outcomes().get(outcome)
    if known is None:
        return ["请选择办理结果。"]
    cited = {ground.article for ground in grounds}
    reasons = []
    if known.needs and not any(_covers(need, article) for need in known.needs for article in cited):
        words = "、".join(in_words(article) for article in known.needs)
        reasons.append(f"“{known.name}”须写明所依据的条款，至少一项：{words}。")
    if (known.needs or known.remedy == "review_first") and not any(ground.reason.strip() for ground in grounds):
        reasons.append(f"“{known.name}”须说明理由。")
    if known.id == "state_secret" and not application.classification:
        reasons.append("认定属于国家秘密，须先由保密审查员登记定密依据（密级、保密期限、定密机关和文号）。")
    if known.id == "not_existing" and not application.searches.exists():
        reasons.append("认定信息不存在，须先登记检索记录（检索范围、关键词、检索人和日期）。")
    return reasons


def _covers(need: str, article: str) -> bool:
    """Whether the article cited is the one needed, or an item or paragraph of it."""
    return article == need or (article.startswith(need) and not article[len(need)].isdigit())


class CorrectStep(CaseAction):
    """Correct a wrong step: a new entry takes its place, or none does. The old one stays readable."""

    kind = "application.step_corrected"
    act = "correct_event"

    def __init__(
        self, actor: User | None, application: Application, wrong: CaseEvent, right: Happening | None, **more: Any
    ) -> None:
        super().__init__(actor, application, **more)
        self.wrong, self.right = wrong, right
        self.event: CaseEvent | None = None

    def refusals(self) -> list[str]:
        """Also without a reason, for another case's entry, or where the case would become impossible."""
        if reasons := super().refusals():
            return reasons
        if not self.ground.strip():
            return ["更正须写明理由。"]
        if self.wrong.application_id != self.application.pk or self.wrong.replaced:
            return ["这一事项已经更正过，或者不属于本件。"]
        if self.wrong.kind == "received" and self.right is None:
            return ["收到申请不能取消，登记有误的请申请作废。"]
        rest = [event for event in self.application.live_events() if event.pk != self.wrong.pk]
        if self.right is None:
            return impossible(rest)
        if self.right.kind != self.wrong.kind:
            return ["更正不能改变事项的种类，请取消原事项后另行登记。"]
        if self.right.on > self.today:
            return [f"更正后的日期（{self.right.on}）晚于今天（{self.today}）。"]
        return impossible([*rest, self._entry()])

    def carry_out(self) -> None:
        """Mark the old entry and add the new one, to which what answered the old one refers from now on."""
        CaseEvent.objects.filter(pk=self.wrong.pk).update(replaced=True)
        if self.right is not None:
            self.event = self._entry()
            self.event.save(force_insert=True)
            self.application.events.filter(answers=self.wrong).update(answers=self.event)
            if self.right.kind == "received":
                self.application.received_on = self.right.on
            if self.right.kind == "decided":
                self.application.decisions.filter(decided_on=self.wrong.on).update(decided_on=self.right.on)
        elif self.wrong.kind == "decided":
            self.application.decisions.filter(decided_on=self.wrong.on).update(decided_on=None)
        forget_events(self.application)

    def _entry(self) -> CaseEvent:
        assert self.right is not None
        entry = self.right.event(self.application, ground=self.ground, recorded_by=self.actor, replaces=self.wrong)
        entry.answers = entry.answers or self.wrong.answers
        return entry

    def payload(self, result: Application) -> dict[str, Any]:
        """Which entry, and what stands in its place."""
        instead = payload_of(self.event) if self.event else {"replaces": self.wrong.public_id}
        return super().payload(result) | instead


def impossible(events: Sequence[CaseEvent]) -> list[str]:
    """Why no case can have these events, as a list of at most one sentence."""
    if all(event.kind == "withdrawn" for event in events):
        return []  # Before the receipt nothing else can happen, and that can be put right.
    # A new entry has no key yet, and what is replaced is gone: answers to either are told from the text alone.
    keys = {str(event.pk) for event in events}
    ordered = sorted(events, key=lambda event: (event.on, event.number))
    try:
        check_events([_known(event.as_law(), keys) for event in ordered])
    except ValueError as error:
        return [str(error)]
    return []


def _known(event: Event, keys: set[str]) -> Event:
    return event if event.answers in keys else replace(event, answers=None)


def forget_events(application: Application) -> None:
    application.__dict__.get("_prefetched_objects_cache", {}).pop("events", None)


def add_party(application: Application, party: Party) -> None:
    """Save somebody as the next of his role in the case, with the digests by which he is found again."""
    last = application.parties.filter(role=party.role).aggregate(last=Max("number"))["last"] or 0
    party.application, party.number = application, last + 1
    party.fill_digests()
    party.save(force_insert=True)
