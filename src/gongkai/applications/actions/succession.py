"""When an authority is merged or split, its successor takes over the open cases: same number, same clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from gongkai.agencies.action import NOT_YOURS, Action
from gongkai.agencies.models import Agency
from gongkai.applications.actions.base import CaseAction
from gongkai.applications.models import Application
from gongkai.applications.procedure import acts
from gongkai.ledger.actions import append

if TYPE_CHECKING:
    from gongkai.agencies.models import User

Result = TypeVar("Result")
ROLES = tuple(acts()["hand_over"].roles)
FOLLOWERS: list[Callable[[Application, Agency, Agency], Sequence[str]]] = []
"""What rooms above do with what belongs to a case when it goes from one authority to another, in its transaction; they
return how the ledger names what went along. They add to this in `AppConfig.ready`."""


class BetweenAuthorities(Action[Result]):
    """Something is handed from one authority to another, and both their chains say so.

    The chains are taken in the order of the authorities' codes, as the ledger asks.
    """

    predecessor: Agency
    successor: Agency

    def wrong_successor(self) -> list[str]:
        """Why it cannot go there: no reason, to itself, to an authority that is gone, or to one of somebody else's."""
        if not self.ground.strip():
            return ["请写明移交的依据，如机构改革的文件。"]
        if self.successor.pk == self.predecessor.pk or self.successor.abolished_on:
            return ["请选择现有的另一个机关。"]
        if self.actor is not None and not self.actor.scope.may_act(self.successor, *ROLES):
            return [NOT_YOURS]
        return []

    def change(self) -> Result:
        """Hand it over, and write the first of the two entries."""
        result = super().change()  # type: ignore[safe-super]
        append(
            self.kind,
            actor=self.actor_label(),
            agency=min(self.predecessor.code, self.successor.code),
            subject=self.subject(result),
            ground=self.ground,
            payload=self.payload(result),
        )
        return result

    def agency(self, result: Result) -> Agency | None:
        """The one of the two whose chain has not been written to yet."""
        return max(self.predecessor, self.successor, key=lambda agency: agency.code)

    def payload(self, result: Result) -> dict[str, Any]:
        """From whom to whom."""
        return super().payload(result) | {"from": self.predecessor.code, "to": self.successor.code}


class HandOver(BetweenAuthorities[Application], CaseAction):
    """Hand an open case to the authority that succeeds in the function (国办公开办函〔2019〕14号).

    The year's opening figures then differ from last year's closing ones, which the annual report has to explain.
    """

    kind = "application.handed_over"
    act = "hand_over"

    def __init__(self, actor: User | None, application: Application, successor: Agency, **more: Any) -> None:
        super().__init__(actor, application, **more)
        self.successor = successor
        self.predecessor = application.agency
        self.was_due = application.due_on
        self.followed: list[str] = []

    def refusals(self) -> list[str]:
        """Also where it cannot go there, or where its number is taken there."""
        self.predecessor = self.application.agency
        if reasons := super().refusals() or self.wrong_successor():
            return reasons
        if Application.objects.filter(agency=self.successor, receipt_no=self.application.receipt_no).exists():
            return [f"{self.successor.name}已有登记编号{self.application.receipt_no}。"]
        return []

    def carry_out(self) -> None:
        """Move the case. Departments and people of the old authority have nothing to do with it any more."""
        self.was_due = self.application.due_on
        self.application.agency = self.successor
        self.application.department = self.application.handler = None
        self.followed = [
            name for follower in FOLLOWERS for name in follower(self.application, self.predecessor, self.successor)
        ]

    def payload(self, result: Application) -> dict[str, Any]:
        """Also what went along; where other working days count there, the days on which it was and is due."""
        kept = super().payload(result)
        if self.followed:
            kept["followed"] = self.followed
        if self.was_due != result.due_on:
            kept["due"] = [str(self.was_due), str(result.due_on)]
        return kept
