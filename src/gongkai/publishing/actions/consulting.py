"""What concerns other bodies goes to them first, with a term, and what they answered is kept (条例 Art 11)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.publishing import consultations
from gongkai.publishing.access import CONSULTERS, may_act
from gongkai.publishing.actions.base import RecordAction
from gongkai.publishing.record_models import Record
from gongkai.publishing.review_models import Consulted

if TYPE_CHECKING:
    from gongkai.agencies.models import User


class _Consultation(RecordAction):
    """What asking, answering and settling have in common. `asked` is the row."""

    asked: Consulted

    def allowed(self) -> bool:
        """Who prepares the record, or reviews whether it may go out."""
        return may_act(self.actor, self.record.agency, *CONSULTERS)

    def payload(self, result: Record) -> dict[str, Any]:
        """Which consultation; what was said is kept with it, where it can be erased."""
        return super().payload(result) | {"consulted": self.asked.public_id}


class AskBody(_Consultation):
    """Ask another body whether what concerns it may go out. Until it answers nothing does. `asked` is the row."""

    kind = "record.body_asked"

    def __init__(
        self,
        actor: User | None,
        record: Record,
        body: str,
        question: str,
        *,
        sent_on: date,
        due_on: date,
        agency: Agency | None = None,
        **more: Any,
    ) -> None:
        """`body` is its name; `agency` the same body, where it works on this platform."""
        super().__init__(actor, record, **more)
        name = body.strip() or (agency.name if agency else "")
        self.asked = Consulted(
            record=record,
            body=name[:100],
            agency=agency,
            question=question.strip()[:300],
            sent_on=sent_on,
            due_on=due_on,
        )

    def refusals(self) -> list[str]:
        """Also nobody, nothing asked, no time to answer, or a body that is being asked already."""
        if reasons := super().refusals():
            return reasons
        if not self.asked.body or not self.asked.question:
            return ["请写明征求哪个机关的意见、征求什么事项。"]
        if self.asked.agency_id == self.record.agency_id:
            return ["这是本机关的信息，不必征求本机关的意见。"]
        if self.asked.due_on < self.asked.sent_on:
            return ["答复期限不能早于发出日期。"]
        open_ones = self.record.consulted.filter(body=self.asked.body, agreed=None, settled_on=None)
        return [f"正在征求{self.asked.body}的意见，尚未答复。"] if open_ones.exists() else []

    def carry_out(self) -> None:
        """Keep the question with its term; a body that works here is told by mail."""
        self.asked.save()
        if self.asked.agency_id:
            key = self.asked.pk
            transaction.on_commit(lambda: consultations.tell_body.enqueue(key))


class RecordAnswer(_Consultation):
    """Record what the body answered."""

    kind = "record.body_answered"

    def __init__(
        self, actor: User | None, asked: Consulted, agreed: bool, answer: str, *, answered_on: date, **more: Any
    ) -> None:
        super().__init__(actor, asked.record, **more)
        self.asked, self.agreed, self.answer, self.answered_on = asked, agreed, answer.strip(), answered_on

    def find(self) -> None:
        """The question as it stands."""
        self.asked = self.record.consulted.select_related("agency").get(pk=self.asked.pk)

    def refusals(self) -> list[str]:
        """Also where it has answered already, before it was asked, or a no without a word."""
        if reasons := super().refusals():
            return reasons
        if self.asked.agreed is not None:
            return [f"{self.asked.body}的答复已经登记。"]
        if self.answered_on < self.asked.sent_on:
            return ["答复日期不能早于发出日期。"]
        return [] if self.agreed or self.answer else ["不同意公开的，须写明理由。"]

    def carry_out(self) -> None:
        """Keep the answer, and who took it down."""
        self.asked.agreed, self.asked.answer, self.asked.answered_on = self.agreed, self.answer, self.answered_on
        self.asked.answered_by = self.actor
        self.asked.save()


class AnswerAsBody(RecordAnswer):
    """The answer that the body itself gives here, on the day on which it gives it.

    It sees no version of the record, and who writes the draft meanwhile is not held up: the version stays.
    """

    def __init__(self, actor: User, asked: Consulted, agreed: bool, answer: str, *, today: date) -> None:
        super().__init__(actor, asked, agreed, answer, answered_on=today)

    def allowed(self) -> bool:
        """Who gives the body's answers."""
        return consultations.may_answer(self.actor, self.asked)

    def refusals(self) -> list[str]:
        """Also where the asking agency has settled the matter since."""
        if reasons := super().refusals():
            return reasons
        return ["对方已经登记协调结果，不再需要答复。"] if self.asked.settled_on else []

    def change(self) -> Record:
        """Keep the answer."""
        self.asked.answered_here = True
        self.carry_out()
        return self.record

    def payload(self, result: Record) -> dict[str, Any]:
        """Also whose answer it is."""
        assert self.asked.agency is not None
        return super().payload(result) | {"body": self.asked.agency.code}


class Settle(_Consultation):
    """Record how a no, or a silence after the term, was settled; only then can the record go out."""

    kind = "record.consultation_settled"

    def __init__(self, actor: User | None, asked: Consulted, settlement: str, *, settled_on: date, **more: Any) -> None:
        super().__init__(actor, asked.record, **more)
        self.asked, self.settlement, self.settled_on = asked, settlement.strip(), settled_on

    def find(self) -> None:
        """The question as it stands."""
        self.asked = self.record.consulted.get(pk=self.asked.pk)

    def refusals(self) -> list[str]:
        """Also where there is nothing to settle, or the body's term still runs."""
        if reasons := super().refusals():
            return reasons
        if self.asked.agreed or self.asked.settled_on:
            return ["没有需要协调的意见。"]
        if self.asked.agreed is None and self.settled_on <= self.asked.due_on:
            return [f"{self.asked.body}的答复期限（{self.asked.due_on:%Y-%m-%d}）未到。"]
        return [] if self.settlement else ["请写明协调结果。"]

    def carry_out(self) -> None:
        """Keep what came of it."""
        self.asked.settlement, self.asked.settled_on = self.settlement, self.settled_on
        self.asked.save()
