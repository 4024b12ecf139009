"""A review or suit stands still 中止 and goes on 恢复 (行政复议法 39; 行政诉讼法 61 and 101).

No text lets the agency's own term for its reply stand still; the body's term for deciding is only shown, and says that
it leaves suspensions out.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gongkai.disputes.actions.base import DisputeAction, unfit
from gongkai.disputes.models import Dispute, Suspension

if TYPE_CHECKING:
    from gongkai.agencies.models import User


class _SuspensionAction(DisputeAction):
    """What is done about a suspension of the last instance."""

    suspension: Suspension

    def wrong(self) -> list[str]:
        """What is wrong with the suspension's days and words."""
        it = self.suspension
        if reasons := unfit(it, ("from_on", "resumed_on", "reason")):
            return reasons
        reasons = [
            f"{name}（{day}）晚于今天（{self.today}）。"
            for name, day in (("中止日期", it.from_on), ("恢复日期", it.resumed_on))
            if day and day > self.today
        ]
        begun = self.last.accepted_on or self.last.filed_on
        if begun and it.from_on < begun:
            reasons.append(f"中止日期（{it.from_on}）早于受理、立案或者提出的日期（{begun}）。")
        if it.resumed_on and it.resumed_on < it.from_on:
            reasons.append(f"恢复日期（{it.resumed_on}）早于中止日期（{it.from_on}）。")
        before = self.standing().exclude(pk=it.pk).order_by("-from_on").first()
        if before and (before.resumed_on is None or it.from_on < before.resumed_on):
            reasons.append(f"{before.from_on}中止以后，到恢复以前不能再次中止。")
        return reasons

    def standing(self) -> Any:
        """The last instance's suspensions that were not registered by mistake."""
        return self.last.suspensions.filter(cancelled=False)

    def carry_out(self) -> None:
        """Keep it."""
        self.suspension.save()

    def payload(self, result: Dispute) -> dict[str, Any]:
        """Its days."""
        it = self.suspension
        days = {"from_on": it.from_on.isoformat(), "resumed_on": it.resumed_on.isoformat() if it.resumed_on else None}
        return super().payload(result) | days | {"suspension": it.public_id, "cancelled": it.cancelled}


class Suspend(_SuspensionAction):
    """Record that the body or court has suspended the proceedings."""

    kind = "dispute.suspended"

    def __init__(self, actor: User | None, dispute: Dispute, *, from_on: date, reason: str = "", **more: Any) -> None:
        super().__init__(actor, dispute, **more)
        self.suspension = Suspension(from_on=from_on, reason=reason.strip())

    def problems(self) -> list[str]:
        """Ended, suspended already, or a day that does not fit."""
        if self.last.result:
            return ["已经登记结果，不能登记中止。"]
        if self.standing().filter(resumed_on=None).exists():
            return ["已经登记中止，尚未恢复。"]
        self.suspension.instance = self.last
        return self.wrong()


class Resume(_SuspensionAction):
    """Record that the proceedings go on."""

    kind = "dispute.resumed"

    def __init__(self, actor: User | None, dispute: Dispute, *, resumed_on: date, **more: Any) -> None:
        super().__init__(actor, dispute, **more)
        self.resumed_on = resumed_on

    def problems(self) -> list[str]:
        """Not suspended, or a day that does not fit."""
        found = self.standing().filter(resumed_on=None).first()
        if found is None:
            return ["没有尚未恢复的中止。"]
        self.suspension = found
        found.resumed_on = self.resumed_on
        return self.wrong()


class AmendSuspension(_SuspensionAction):
    """Put the last suspension right, or take it back where there was none; with the reason."""

    kind = "dispute.suspension_amended"

    def __init__(
        self,
        actor: User | None,
        dispute: Dispute,
        *,
        from_on: date,
        resumed_on: date | None = None,
        reason: str = "",
        cancelled: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(actor, dispute, **more)
        self.values = {"from_on": from_on, "resumed_on": resumed_on, "reason": reason.strip(), "cancelled": cancelled}

    def problems(self) -> list[str]:
        """No reason, none to put right, or days that do not fit."""
        if not self.ground:
            return ["请写明更正的理由。"]
        found = self.standing().order_by("from_on").last()
        if found is None:
            return ["没有登记中止。"]
        self.suspension = found
        for name, value in self.values.items():
            setattr(found, name, value)
        return [] if found.cancelled else self.wrong()
