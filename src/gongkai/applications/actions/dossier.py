"""The file of a case is handed out as a whole: nothing changes, but the ledger knows who took what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.applications.actions.base import CaseAction
from gongkai.applications.models import Application

if TYPE_CHECKING:
    from gongkai.agencies.models import User


class ExportFile(CaseAction):
    """Record that the file was put together: what for, and its digest."""

    kind = "application.file_exported"
    act = "export"

    def __init__(self, actor: User | None, application: Application, *, purpose: str, sha256: str, **more: Any) -> None:
        super().__init__(actor, application, **more)
        self.purpose, self.sha256 = purpose, sha256

    def change(self) -> Application:
        """Nothing changes."""
        return self.application

    def payload(self, result: Application) -> dict[str, Any]:
        """What for, and the digest of what was handed out."""
        return {"purpose": self.purpose, "sha256": self.sha256}
