"""Files of a case: what is taken, by its content and size, and how it is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from gongkai.applications.actions.base import CaseAction
from gongkai.applications.enums import MaterialKind
from gongkai.applications.models import Application, CaseEvent, Inspection, Letter, Material, Party
from gongkai.applications.release import OUTGOING, allowed_contacts, kept, obstacle
from gongkai.documents.disclosure.inspection import inspect_file_apart
from gongkai.documents.file_types import file_type

if TYPE_CHECKING:
    from gongkai.agencies.models import User
    from gongkai.documents.disclosure.finding import Finding

LARGEST = 20 * 1024 * 1024
"""Bytes of one file."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came."""

    name: str
    data: bytes
    kind: str = MaterialKind.EVIDENCE


def refused_upload(upload: Upload) -> str:
    """Why the file is not taken, in one sentence, or ""."""
    if not upload.data:
        return f"文件“{upload.name}”是空的。"
    if len(upload.data) > LARGEST:
        return f"文件“{upload.name}”超过{LARGEST // 1024 // 1024} MB，请压缩或者分开上传。"
    try:
        file_type(upload.data, upload.name)
    except ValueError as error:
        return str(error)
    return ""


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
        application=case,
        event=event,
        party=party,
        letter=letter,
        kind=upload.kind,
        name=upload.name[-200:],
        format=file_type(upload.data, upload.name),
        size=len(upload.data),
        sha256=hashlib.sha256(upload.data).hexdigest(),
        given_out=given_out,
        added_by=actor,
    )
    material.file.save(upload.name, ContentFile(upload.data), save=False)
    material.save(force_insert=True)
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
