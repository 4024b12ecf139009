"""Voiding a registration made by mistake: one person asks with the reason, another approves; the number stays."""

from __future__ import annotations

from typing import Any

from gongkai.applications.actions.base import CaseAction
from gongkai.applications.enums import State
from gongkai.applications.models import Application


class AskVoid(CaseAction):
    """The registrar asks that a registration be void; `ground` is the reason."""

    kind = "application.void_asked"
    act = "ask_void"

    def refusals(self) -> list[str]:
        """Also without a reason, or while an earlier request waits."""
        if reasons := super().refusals():
            return reasons
        if self.application.void_asked_by_id:
            return ["这件申请已经申请作废，正在等待批准。"]
        return [] if self.ground.strip() else ["申请作废须写明理由。"]

    def carry_out(self) -> None:
        """Keep who asked and why."""
        self.application.void_asked_by = self.actor
        self.application.void_reason = self.ground.strip()[:300]


class _AnswerToVoid(CaseAction):
    """What both answers to such a request have in common: it was made, and by somebody else."""

    act = "void"

    def refusals(self) -> list[str]:
        """Also where nobody asked, and for whoever asked."""
        if reasons := super().refusals():
            return reasons
        if not self.application.void_reason:
            return ["没有人申请作废这件申请。"]
        if self.actor is not None and self.actor.pk == self.application.void_asked_by_id:
            return ["申请作废的人不能自己审批。"]
        return []

    def payload(self, result: Application) -> dict[str, Any]:
        """The number, which is never used again."""
        return super().payload(result) | {"receipt_no": result.receipt_no}


class ApproveVoid(_AnswerToVoid):
    """The signer approves: the case counts nowhere any more, and can still be read."""

    kind = "application.voided"

    def carry_out(self) -> None:
        """The only state that no event leads to."""
        self.application.state = State.VOID


class DeclineVoid(_AnswerToVoid):
    """The signer does not approve; the case goes on as it is."""

    kind = "application.void_declined"

    def refusals(self) -> list[str]:
        """Also without saying why."""
        return super().refusals() or ([] if self.ground.strip() else ["不同意作废须写明理由。"])

    def carry_out(self) -> None:
        """The request is gone from the case; the ledger keeps both."""
        self.application.void_asked_by = None
        self.application.void_reason = ""
