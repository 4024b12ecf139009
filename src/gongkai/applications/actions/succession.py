"""When an authority is merged or split, its successor takes over the open cases: same number, same clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.agencies.action import NOT_YOURS, reference_to
from gongkai.agencies.models import Agency
from gongkai.applications.actions.base import CaseAction
from gongkai.applications.models import Application
from gongkai.applications.procedure import acts
from gongkai.ledger.actions import append

if TYPE_CHECKING:
    from gongkai.agencies.models import User


class HandOver(CaseAction):
    """Hand an open case to the authority that succeeds in the function (国办公开办函〔2019〕14号).

    Both authorities' chains say so. The year's opening figures then differ from last year's closing ones, which the
    annual report has to explain.
    """

    kind = "application.handed_over"
    act = "hand_over"

    def __init__(self, actor: User | None, application: Application, successor: Agency, **more: Any) -> None:
        super().__init__(actor, application, **more)
        self.successor = successor
        self.predecessor = application.agency
        self.was_due = application.due_on

    def refusals(self) -> list[str]:
        """Also without a reason, to itself, to an authority that is gone, or where the number is taken there."""
        if reasons := super().refusals():
            return reasons
        if not self.ground.strip():
            return ["请写明移交的依据，如机构改革的文件。"]
        if self.successor.pk == self.application.agency_id or self.successor.abolished_on:
            return ["请选择现有的另一个机关。"]
        roles = acts()[self.act].roles
        if self.actor is not None and not self.actor.scope.may_act(self.successor, *roles):
            return [NOT_YOURS]
        if Application.objects.filter(agency=self.successor, receipt_no=self.application.receipt_no).exists():
            return [f"{self.successor.name}已有登记编号{self.application.receipt_no}。"]
        return []

    def carry_out(self) -> None:
        """Move the case. Departments and people of the old authority have nothing to do with it any more."""
        self.predecessor, self.was_due = self.application.agency, self.application.due_on
        self.application.agency = self.successor
        self.application.department = self.application.handler = None

    def change(self) -> Application:
        """As every act, with an entry in the other authority's chain: the chains are taken in the order of codes."""
        case = super().change()
        append(
            self.kind,
            actor=self.actor_label(),
            agency=min(self.predecessor.code, self.successor.code),
            subject=reference_to(case),
            ground=self.ground,
            payload=self.payload(case),
        )
        return case

    def agency(self, result: Application) -> Agency | None:
        """The one of the two whose chain has not been written to yet."""
        return max(self.predecessor, self.successor, key=lambda agency: agency.code)

    def payload(self, result: Application) -> dict[str, Any]:
        """From whom to whom; where other working days count there, also the days on which it was and is due."""
        kept = super().payload(result) | {"from": self.predecessor.code, "to": self.successor.code}
        if self.was_due != result.due_on:
            kept["due"] = [str(self.was_due), str(result.due_on)]
        return kept
