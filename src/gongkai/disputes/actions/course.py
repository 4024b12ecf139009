"""What happens in a dispute once it is registered: replies, decisions, their effect, appeals and retrials."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gongkai.applications.kept_files import Upload
from gongkai.disputes.actions.base import DisputeAction, unfit, wrong_days
from gongkai.disputes.actions.files import problems_of_file, said_of_file
from gongkai.disputes.enums import SUITS, Direction, Level, Procedure
from gongkai.disputes.file_kinds import result_paper
from gongkai.disputes.models import Dispute, DisputeFile, Instance
from gongkai.disputes.results import results_at

if TYPE_CHECKING:
    from gongkai.agencies.models import User


def problems_of(instance: Instance, before: Instance, today: date) -> list[str]:
    """What is wrong with a further instance after the one before it."""
    reasons = unfit(instance, ("level", "body", "number")) + wrong_days(instance, today)
    if instance.filed_on and before.decided_on and instance.filed_on < before.decided_on:
        reasons.append(f"提出日期（{instance.filed_on}）早于前一裁判的日期（{before.decided_on}）。")
    return reasons


class RecordReply(DisputeAction):
    """Record that the agency replied with its evidence, or when the hearing is; a day given before is put right."""

    kind = "dispute.replied"

    def __init__(
        self,
        actor: User | None,
        dispute: Dispute,
        *,
        replied_on: date | None = None,
        hearing_on: date | None = None,
        **more: Any,
    ) -> None:
        super().__init__(actor, dispute, **more)
        self.replied_on, self.hearing_on = replied_on, hearing_on

    def problems(self) -> list[str]:
        """Neither day, a day out of order, or a reply to what has not come."""
        if self.replied_on is None and self.hearing_on is None:
            return ["请填写答复、答辩日期，或者听证、开庭日期。"]
        if self.replied_on and self.last.copy_received_on is None:
            return ["尚未登记收到申请书、起诉状副本的日期，请先更正登记。"]
        self.last.replied_on = self.replied_on or self.last.replied_on
        self.last.hearing_on = self.hearing_on or self.last.hearing_on
        return wrong_days(self.last, self.today)

    def carry_out(self) -> None:
        """Keep the days."""
        self.last.save()

    def payload(self, result: Dispute) -> dict[str, Any]:
        """The days."""
        days = {"replied_on": self.replied_on, "hearing_on": self.hearing_on}
        return super().payload(result) | {name: day.isoformat() for name, day in days.items() if day}


class RecordResult(DisputeAction):
    """Record how the last instance ended. What cannot be appealed takes effect when it is served.

    A result that is recorded already is put right, with the reason. The `document` that says it is filed with it.
    """

    kind = "dispute.result"

    def __init__(
        self,
        actor: User | None,
        dispute: Dispute,
        *,
        result: str,
        decided_on: date,
        served_on: date | None = None,
        effective_on: date | None = None,
        document: Upload | None = None,
        **more: Any,
    ) -> None:
        super().__init__(actor, dispute, **more)
        self.result, self.decided_on, self.served_on, self.effective_on = result, decided_on, served_on, effective_on
        self.document = document
        self.file: DisputeFile | None = None

    def problems(self) -> list[str]:
        """No such result here, no reason for a change, or days out of order."""
        instance, ending = self.last, results_at(self.last.level).get(self.result)
        if ending is None:
            return [f"{instance.get_level_display()}没有这种结果，请从列出的结果中选择。"]
        if instance.result and not self.ground:
            return ["已登记过结果，更正的请写明理由。"]
        if self.effective_on and self.effective_on > self.today:
            return [f"生效日期（{self.effective_on}）晚于今天（{self.today}）。"]
        instance.result, instance.decided_on, instance.served_on = self.result, self.decided_on, self.served_on
        at_once = instance.level != Level.FIRST or not ending.appeal_days
        instance.effective_on = self.effective_on or ((self.served_on or self.decided_on) if at_once else None)
        return wrong_days(instance, self.today) or self._wrong_document(instance)

    def _wrong_document(self, instance: Instance) -> list[str]:
        if self.document is None:
            return []
        paper = result_paper(instance.level, self.result)
        self.file = DisputeFile(
            dispute=self.dispute,
            instance=instance,
            kind=paper.id,
            direction=Direction.RECEIVED,
            on=self.served_on or self.decided_on,
            title=paper.name,
        )
        return problems_of_file(self.file, self.document, self.today)

    def carry_out(self) -> None:
        """Keep it, with its document."""
        self.last.save()
        if self.document and self.file:
            self.file.take_in(self.document, self.actor)

    def payload(self, result: Dispute) -> dict[str, Any]:
        """How this instance ended, beside what counts, and the digest of the document."""
        said = {
            "level": self.last.level,
            "instance_result": self.last.result,
            "decided_on": self.decided_on.isoformat(),
        }
        return super().payload(result) | said | (said_of_file(self.file) if self.file else {})


class RecordEffect(DisputeAction):
    """Record that the first instance's decision was not appealed and has taken effect (行诉法 Art 85)."""

    kind = "dispute.effective"

    def __init__(self, actor: User | None, dispute: Dispute, *, effective_on: date, **more: Any) -> None:
        super().__init__(actor, dispute, **more)
        self.effective_on = effective_on

    def problems(self) -> list[str]:
        """Nothing decided, in effect already, or a day out of order."""
        if not self.last.result:
            return ["尚未登记裁判结果。"]
        if self.last.effective_on:
            return [f"已登记{self.last.effective_on}生效。"]
        if self.effective_on > self.today:
            return [f"生效日期（{self.effective_on}）晚于今天（{self.today}）。"]
        self.last.effective_on = self.effective_on
        return wrong_days(self.last, self.today)

    def carry_out(self) -> None:
        """Keep it."""
        self.last.save()


class AmendInstance(DisputeAction):
    """Put right what was typed of the last instance, where it is not the first (that one: `AmendDispute`)."""

    kind = "dispute.instance_amended"

    def __init__(
        self,
        actor: User | None,
        dispute: Dispute,
        *,
        body: str,
        number: str = "",
        ours: bool = False,
        filed_on: date | None = None,
        accepted_on: date | None = None,
        copy_received_on: date | None = None,
        **more: Any,
    ) -> None:
        super().__init__(actor, dispute, **more)
        days = {"filed_on": filed_on, "accepted_on": accepted_on, "copy_received_on": copy_received_on}
        self.values = {"body": body.strip(), "number": number.strip(), "ours": ours} | days

    def problems(self) -> list[str]:
        """The first instance, no reason, or something is wrong with what was typed."""
        if self.last.position == 1:
            return ["一审、复议的登记内容，请用“更正登记”。"]
        if not self.ground:
            return ["请写明更正的理由。"]
        for name, value in self.values.items():
            setattr(self.last, name, value)
        return problems_of(self.last, self.instances[-2], self.today)

    def carry_out(self) -> None:
        """Keep it."""
        self.last.save()

    def payload(self, result: Dispute) -> dict[str, Any]:
        """Which instance."""
        return super().payload(result) | {"level": self.last.level}


class AddInstance(DisputeAction):
    """The suit goes on: an appeal, the first instance once more after a remand, or a retrial.

    A retrial of what was final counts by itself, so it becomes a dispute of its own, linked to this one, and is what
    `perform` returns.
    """

    kind = "dispute.instance_added"

    def __init__(
        self,
        actor: User | None,
        dispute: Dispute,
        *,
        level: str,
        body: str,
        number: str = "",
        ours: bool = False,
        filed_on: date | None = None,
        accepted_on: date | None = None,
        copy_received_on: date | None = None,
        **more: Any,
    ) -> None:
        super().__init__(actor, dispute, **more)
        self.instance = Instance(
            level=level,
            body=body.strip(),
            number=number.strip(),
            ours=ours,
            procedure=Procedure.ORDINARY,
            filed_on=filed_on,
            accepted_on=accepted_on,
            copy_received_on=copy_received_on,
        )

    def problems(self) -> list[str]:
        """Not a suit, not the time for it, or something is wrong with what was typed."""
        if refused := self._out_of_turn():
            return [refused]
        return problems_of(self.instance, self.last, self.today)

    def _out_of_turn(self) -> str:
        level, last = self.instance.level, self.last
        if self.dispute.kind not in SUITS:
            return "对复议决定不服的，请另行登记诉讼。"
        ending = results_at(last.level).get(last.result)
        if ending is None:
            return f"{last.get_level_display()}尚未登记结果。"
        if level == Level.APPEAL:
            return "" if last.level in (Level.FIRST, Level.RETRIAL) and not ending.reopens else "只能对一审裁判上诉。"
        if level == Level.FIRST:
            return "" if ending.reopens else "发回重审的，才再次进行一审。"
        if level == Level.RETRIAL:
            return "" if self.dispute.concluded_on else "裁判尚未生效，不能再审。"
        return "没有这一审级。"

    def change(self) -> Dispute:
        """Add the instance here, or make the retrial's own dispute."""
        if self.instance.level != Level.RETRIAL:
            return super().change()
        before = self.dispute
        retrial = Dispute(
            agency=before.agency,
            application=before.application,
            kind=before.kind,
            part=before.part,
            previous=before,
            retrial=True,
            claimant=before.claimant,
            others=before.others,
            subject=before.subject,
            registered_by=self.actor,
            body=self.instance.body,
        )
        retrial.save()
        self._add_to(retrial, 1)
        retrial.project()
        retrial.save()
        return retrial

    def carry_out(self) -> None:
        """Add it. What is appealed has not taken effect."""
        if self.last.effective_on:
            self.last.effective_on = None
            self.last.save()
        self._add_to(self.dispute, self.last.position + 1)

    def _add_to(self, dispute: Dispute, position: int) -> None:
        self.instance.dispute, self.instance.position = dispute, position
        self.instance.save()

    def payload(self, result: Dispute) -> dict[str, Any]:
        """Which instance, after what."""
        return super().payload(result) | {"level": self.instance.level, "after": self.dispute.public_id}
