"""Registering a review or a suit, putting its registration right, and taking back what was registered by mistake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency
from gongkai.applications.models import Application
from gongkai.disputes.actions.base import DisputeAction, may_register, unfit, wrong_days
from gongkai.disputes.enums import Kind, Level, Part, Procedure
from gongkai.disputes.models import Dispute, Instance
from gongkai.law.dispute_terms import SIMPLIFIED_LEVELS

if TYPE_CHECKING:
    from gongkai.agencies.models import User

_OF_INSTANCE = ("body", "number", "procedure", "filed_on", "accepted_on", "copy_received_on")
_OF_DISPUTE = ("kind", "part", "claimant", "others", "subject", "note")


@dataclass(frozen=True)
class Details:
    """What a registration says of a dispute and its first instance."""

    kind: str
    body: str
    claimant: str
    subject: str
    part: str = ""
    """What the agency is in it; "" for the usual: 被申请人 in a review, 被告 in a suit."""
    others: str = ""
    note: str = ""
    number: str = ""
    procedure: str = Procedure.ORDINARY
    filed_on: date | None = None
    accepted_on: date | None = None
    copy_received_on: date | None = None
    application: Application | None = None
    previous: Dispute | None = None
    """The review after which the suit is brought, or None."""

    @property
    def usual_part(self) -> str:
        """The agency's part, the usual one where none is said."""
        return self.part or (Part.RESPONDENT if self.kind == Kind.REVIEW else Part.DEFENDANT)

    def fill(self, dispute: Dispute, instance: Instance) -> None:
        """Put the values into the records."""
        values = {name: value.strip() if isinstance(value, str) else value for name, value in vars(self).items()}
        values["part"] = self.usual_part
        for name in _OF_DISPUTE:
            setattr(dispute, name, values[name])
        for name in _OF_INSTANCE:
            setattr(instance, name, values[name])
        dispute.application, dispute.previous = self.application, self.previous
        dispute.body, dispute.number = instance.body, instance.number

    def problems(self, dispute: Dispute, instance: Instance, today: date) -> list[str]:
        """What is wrong with the filled records."""
        reasons = unfit(dispute, _OF_DISPUTE) + unfit(instance, _OF_INSTANCE)
        if reasons:
            return reasons
        if (self.kind == Kind.REVIEW) != (dispute.part == Part.RESPONDENT):
            reasons.append("复议中本机关是被申请人；诉讼中是被告或者共同被告。")
        if instance.procedure == Procedure.SIMPLIFIED and instance.level not in SIMPLIFIED_LEVELS:
            reasons.append("二审、再审不适用简易程序。")
        reasons += wrong_days(instance, today) + self._wrong_links(dispute, instance)
        same = Dispute.objects.standing().filter(agency=dispute.agency, instances__number=instance.number)
        if instance.number and same.filter(instances__body=instance.body).exclude(pk=dispute.pk).exists():
            reasons.append(f"本机关已经登记过{instance.body}的这一案号（{instance.number}）。")
        return reasons

    def _wrong_links(self, dispute: Dispute, instance: Instance) -> list[str]:
        reasons = []
        case, before = dispute.application, dispute.previous
        # What was linked before the dispute, or the case, went to a successor stays linked.
        kept = Dispute.objects.filter(pk=dispute.pk)
        if case and case.agency_id != dispute.agency_id and not kept.filter(application=case).exists():
            reasons.append("所涉申请不是本机关的申请。")
        elif case and case.received_on and instance.filed_on and instance.filed_on < case.received_on:
            reasons.append(f"提出日期（{instance.filed_on}）早于所涉申请的收到日期（{case.received_on}）。")
        strange = before and before.agency_id != dispute.agency_id and not kept.filter(previous=before).exists()
        if before and (strange or before.pk == dispute.pk):
            reasons.append("前一程序不是本机关的另一件复议、诉讼。")
        elif before and not dispute.retrial and (before.kind != Kind.REVIEW or self.kind != Kind.AFTER_REVIEW):
            reasons.append("只有“复议后起诉”的诉讼可以关联此前的复议。")
        return reasons


class RegisterDispute(Action[Dispute]):
    """Register a review or a suit, linked to the case that it is about or free-standing."""

    kind = "dispute.registered"

    def __init__(self, actor: User | None, agency: Agency, details: Details, *, today: date) -> None:
        super().__init__(actor)
        self.of, self.details, self.today = agency, details, today
        self.dispute = Dispute(agency=agency, registered_by=actor)
        level = Level.REVIEW if details.kind == Kind.REVIEW else Level.FIRST
        self.instance = Instance(dispute=self.dispute, position=1, level=level)

    def refusals(self) -> list[str]:
        """Not this person's, or something is wrong with the details."""
        if self.actor is not None and not may_register(self.actor, self.of):
            return [NOT_YOURS]
        self.details.fill(self.dispute, self.instance)
        return self.details.problems(self.dispute, self.instance, self.today)

    def change(self) -> Dispute:
        """Keep it with its first instance."""
        self.dispute.save()
        self.instance.dispute = self.dispute
        self.instance.save()
        self.dispute.project()
        self.dispute.save()
        return self.dispute

    def subject(self, result: Dispute) -> str:
        """The dispute."""
        return reference_to(result)

    def agency(self, result: Dispute) -> Agency | None:
        """Whose it is."""
        return result.agency

    def payload(self, result: Dispute) -> dict[str, Any]:
        """Its kind, its days and its case; no names."""
        return {
            "kind": result.kind,
            "part": result.part,
            "application": result.application.public_id if result.application else None,
            "previous": result.previous.public_id if result.previous else None,
            **_days(self.details),
        }


class AmendDispute(DisputeAction):
    """Put right what the registration says, with the reason."""

    kind = "dispute.amended"

    def __init__(self, actor: User | None, dispute: Dispute, details: Details, **more: Any) -> None:
        super().__init__(actor, dispute, **more)
        self.details = details

    def problems(self) -> list[str]:
        """No reason, a review made a suit, or something is wrong with the details."""
        if not self.ground:
            return ["请写明更正的理由。"]
        if (self.details.kind == Kind.REVIEW) != (self.dispute.kind == Kind.REVIEW):
            return ["复议和诉讼不能互改：请作废后重新登记。"]
        self.details.fill(self.dispute, self.instances[0])
        return self.details.problems(self.dispute, self.instances[0], self.today)

    def carry_out(self) -> None:
        """Keep the first instance; the dispute itself is saved afterwards."""
        self.instances[0].save()

    def payload(self, result: Dispute) -> dict[str, Any]:
        """The days as they are now."""
        return super().payload(result) | _days(self.details)


class VoidDispute(DisputeAction):
    """Take back what was registered by mistake. It stays readable and counts nowhere."""

    kind = "dispute.voided"

    def problems(self) -> list[str]:
        """No reason, a book of one, or something hangs on it."""
        if not self.ground:
            return ["请写明作废的理由。"]
        if len(self.ground) > 300:
            return ["作废理由不超过300字。"]
        if self.dispute.reanswers.exists():
            return ["已有重新答复任务，不能作废。"]
        if self.dispute.next.filter(void_reason="").exists():
            return ["此后的诉讼关联本件，不能作废。"]
        return []

    def carry_out(self) -> None:
        """Mark it."""
        self.dispute.void_reason = self.ground


def _days(details: Details) -> dict[str, str]:
    days = (details.filed_on, details.accepted_on, details.copy_received_on)
    names = ("filed_on", "accepted_on", "copy_received_on")
    return {name: day.isoformat() for name, day in zip(names, days, strict=True) if day}
