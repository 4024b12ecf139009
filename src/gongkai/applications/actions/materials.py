"""Files of a case: put into it, and looked through where they are to go out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.applications.actions.base import CaseAction
from gongkai.applications.kept_files import Upload, refused_upload
from gongkai.applications.models import Application, CaseEvent, Inspection, Letter, Material, Party
from gongkai.applications.release import OUTGOING, allowed_contacts, kept, obstacle
from gongkai.documents.disclosure.inspection import inspect_file_apart

if TYPE_CHECKING:
    from gongkai.agencies.models import User
    from gongkai.documents.disclosure.finding import Finding


def keep(
    case: Application,
    upload: Upload,
    actor: User | None,
    *,
    event: CaseEvent | None = None,
    party: Party | None = None,
    letter: Letter | None = None,
    given_out: bool = False,
) -> Material:
    """Save a file that `refused_upload` lets through."""
    material = Material(
        application=case, event=event, party=party, letter=letter, kind=upload.kind, given_out=given_out
    )
    material.take_in(upload, actor)
    return material


class AddMaterial(CaseAction):
    """Put a file into the case.

    What is to go out is looked through first. Where something in it holds it back, the file is kept all the same and is
    not given out; `held_back` says why.
    """

    kind = "application.material_added"
    act = "add_material"

    def __init__(
        self,
        actor: User | None,
        application: Application,
        upload: Upload,
        *,
        event: CaseEvent | None = None,
        party: Party | None = None,
        letter: Letter | None = None,
        given_out: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(actor, application, **more)
        self.upload, self.event, self.party, self.letter, self.given_out = upload, event, party, letter, given_out
        self.findings: list[Finding] | None = None
        self.held_back = ""
        self.material: Material | None = None

    def perform(self) -> Application:
        """Look the file through before the case is held: that takes a while."""
        if (self.given_out or self.upload.kind in OUTGOING) and not self.not_allowed() and not self.refused_file():
            contacts = allowed_contacts(self.application.agency)
            self.findings = inspect_file_apart(self.upload.data, self.upload.name, contacts)
        return super().perform()

    def refusals(self) -> list[str]:
        """Also what is no file for a case."""
        if reasons := super().refusals():
            return reasons
        return [sentence] if (sentence := self.refused_file()) else []

    def refused_file(self) -> str:
        """Why the file is not taken, or ""."""
        return refused_upload(self.upload)

    def carry_out(self) -> None:
        """Save it, and give it out where that was asked for and nothing holds it back."""
        self.material = keep(
            self.application, self.upload, self.actor, event=self.event, party=self.party, letter=self.letter
        )
        if self.findings is not None:
            Inspection.objects.create(material=self.material, findings=kept(self.findings))
        if self.given_out:
            self.held_back = obstacle(self.material)
            self.material.given_out = not self.held_back
            self.material.save(update_fields=["given_out"])

    def payload(self, result: Application) -> dict[str, Any]:
        """The file's digest and what it is."""
        assert self.material is not None
        return {
            "material": self.material.public_id,
            "kind": self.material.kind,
            "sha256": self.material.sha256,
            "given_out": self.material.given_out,
        }
