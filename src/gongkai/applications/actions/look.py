"""Looking at a proof of identity: no change, but the ledger knows who looked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.agencies.action import NOT_YOURS
from gongkai.applications.actions.base import CaseAction
from gongkai.applications.models import Application, Material

if TYPE_CHECKING:
    from gongkai.agencies.models import User


class LookAtMaterial(CaseAction):
    """Open a file that shows who somebody is."""

    kind = "application.identity_seen"
    act = "reveal"

    def __init__(self, actor: User | None, application: Application, material: Material, **more: Any) -> None:
        super().__init__(actor, application, **more)
        self.material = material

    def refusals(self) -> list[str]:
        """Also for a file of another case."""
        if reasons := super().refusals():
            return reasons
        return [] if self.material.application_id == self.application.pk else [NOT_YOURS]

    def change(self) -> Application:
        """Nothing changes."""
        return self.application

    def payload(self, result: Application) -> dict[str, Any]:
        """Which file."""
        return {"material": self.material.public_id}
