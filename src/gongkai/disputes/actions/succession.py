"""An authority that succeeds in a function goes on with its reviews and suits (行政复议法 19, 行政诉讼法 26).

Those of an open case go with it; one that is free-standing, or whose case is finished and stays where it was counted,
is handed over by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.agencies.action import reference_to
from gongkai.agencies.models import Agency
from gongkai.applications.actions.succession import ROLES, BetweenAuthorities
from gongkai.applications.models import Application
from gongkai.disputes.actions.base import DisputeAction
from gongkai.disputes.models import Dispute

if TYPE_CHECKING:
    from gongkai.agencies.models import User


def follow_case(case: Application, predecessor: Agency, successor: Agency) -> list[str]:
    """Let the disputes of the predecessor that are not over go with the case; how the ledger names them."""
    gone = []
    for dispute in Dispute.objects.standing().filter(application=case, agency=predecessor).order_by("pk"):
        if under_way(dispute):
            dispute.agency = successor
            dispute.version += 1
            dispute.save(update_fields=["agency", "version"])
            gone.append(reference_to(dispute))
    return gone


def under_way(dispute: Dispute) -> bool:
    """Whether there is still something to do: no final result, or an answer that was ordered and not given."""
    return dispute.concluded_on is None or any(task.done_on is None for task in dispute.reanswers.all())


class HandOverDispute(BetweenAuthorities[Dispute], DisputeAction):
    """Hand a review or suit to the authority that succeeds in the function."""

    kind = "dispute.handed_over"
    roles = ROLES

    def __init__(self, actor: User | None, dispute: Dispute, successor: Agency, **more: Any) -> None:
        super().__init__(actor, dispute, **more)
        self.successor = successor
        self.predecessor = dispute.agency

    def problems(self) -> list[str]:
        """Over already, or it cannot go there."""
        self.predecessor = self.dispute.agency
        if not under_way(self.dispute):
            return ["这件复议、诉讼已经审结，仍由原机关计数，不移交。"]
        return self.wrong_successor()

    def carry_out(self) -> None:
        """Move it."""
        self.dispute.agency = self.successor
