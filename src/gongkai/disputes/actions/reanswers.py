"""Answering again what a review or a court has quashed: a task with the ordered term, no new application."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gongkai.agencies.action import NOT_YOURS
from gongkai.applications.models import Letter
from gongkai.applications.papers import Stage
from gongkai.disputes.actions.base import DisputeAction, unfit
from gongkai.disputes.enums import Unit
from gongkai.disputes.models import Dispute, ReAnswer
from gongkai.disputes.results import results_at

if TYPE_CHECKING:
    from gongkai.agencies.models import User

LONGEST_TERM = 365


class OrderReAnswer(DisputeAction):
    """Record that the agency was ordered to answer again, from when and within how long."""

    kind = "dispute.reanswer_ordered"

    def __init__(
        self,
        actor: User | None,
        dispute: Dispute,
        *,
        ordered: str,
        from_on: date,
        days: int,
        unit: str = Unit.WORKING_DAYS,
        **more: Any,
    ) -> None:
        super().__init__(actor, dispute, **more)
        self.reanswer = ReAnswer(ordered=ordered.strip(), from_on=from_on, days=days, unit=unit, ordered_by=actor)

    def problems(self) -> list[str]:
        """Nothing was quashed, a task is open already, or the term makes no sense."""
        ending = results_at(self.last.level).get(self.last.result)
        standing = results_at(self.last.level).get(self.dispute.result)
        if not any(each and each.quashes for each in (ending, standing)):
            return ["登记的结果不是撤销、责令履行或者确认违法、无效，没有重新答复的任务。"]
        if self.dispute.reanswers.filter(done_on=None).exists():
            return ["已有未完成的重新答复任务。"]
        reasons = unfit(self.reanswer, ("ordered", "unit", "days"))
        if not 1 <= self.reanswer.days <= LONGEST_TERM:
            reasons.append(f"期限应为1至{LONGEST_TERM}。")
        if self.reanswer.from_on > self.today:
            reasons.append(f"期限起算日期（{self.reanswer.from_on}）晚于今天（{self.today}）。")
        if self.last.decided_on and self.reanswer.from_on < self.last.decided_on:
            reasons.append(f"期限起算日期（{self.reanswer.from_on}）早于裁决日期（{self.last.decided_on}）。")
        return reasons

    def carry_out(self) -> None:
        """Keep the task, with the case that the dispute is about."""
        self.reanswer.dispute, self.reanswer.application = self.dispute, self.dispute.application
        self.reanswer.save()

    def payload(self, result: Dispute) -> dict[str, Any]:
        """The task and its term."""
        task = self.reanswer
        kept = {"reanswer": task.public_id, "from_on": task.from_on.isoformat(), "days": task.days, "unit": task.unit}
        return super().payload(result) | kept


class CompleteReAnswer(DisputeAction):
    """Record that the agency has answered again, with the letter."""

    kind = "dispute.reanswered"

    def __init__(
        self,
        actor: User | None,
        reanswer: ReAnswer,
        *,
        done_on: date,
        letter: Letter | None = None,
        letter_number: str = "",
        **more: Any,
    ) -> None:
        super().__init__(actor, reanswer.dispute, **more)
        self.reanswer, self.done_on, self.letter = reanswer, done_on, letter
        self.letter_number = letter_number.strip()

    def problems(self) -> list[str]:
        """Done already, before the order, in the future, without its letter, or with one of another case."""
        self.reanswer = ReAnswer.objects.get(pk=self.reanswer.pk)
        if self.reanswer.done_on:
            return [f"已登记{self.reanswer.done_on}重新答复。"]
        if self.letter and self.letter.application_id != self.reanswer.application_id:
            return [NOT_YOURS]
        reasons = []
        if self.letter and self.letter.stage != Stage.SIGNED:
            reasons.append("这份文书还没有签发。")
        if not self.letter and not self.letter_number:
            reasons.append("请选择重新答复的文书，或者填写文书编号。")
        if self.done_on > self.today:
            reasons.append(f"重新答复日期（{self.done_on}）晚于今天（{self.today}）。")
        if self.done_on < self.reanswer.from_on:
            reasons.append(f"重新答复日期（{self.done_on}）早于期限起算日期（{self.reanswer.from_on}）。")
        self.reanswer.letter_number = self.letter_number or (self.letter.document_number if self.letter else "")
        return reasons + unfit(self.reanswer, ("letter_number",))

    def carry_out(self) -> None:
        """Close the task."""
        self.reanswer.done_on, self.reanswer.letter = self.done_on, self.letter
        self.reanswer.save()

    def payload(self, result: Dispute) -> dict[str, Any]:
        """Which task, when, by which letter."""
        kept = {"reanswer": self.reanswer.public_id, "done_on": self.done_on.isoformat()}
        return super().payload(result) | kept | ({"letter": self.letter.public_id} if self.letter else {})
