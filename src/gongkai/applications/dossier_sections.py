"""What may go into the file of a case that is handed out: the case's own materials, and what rooms above have to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from gongkai.applications.actions.look import LookAtMaterial
from gongkai.applications.casefile import CaseFile
from gongkai.applications.enums import SENSITIVE_MATERIALS, MaterialKind
from gongkai.applications.kept_files import KeptFile
from gongkai.applications.models import Material
from gongkai.documents.official_pdf import OfficialPdf

Purpose = Literal["whole", "review", "court"]
OWN = "依申请公开办理材料"
PROVES: dict[str, str] = {
    MaterialKind.APPLICATION: "申请人提出申请的时间、方式和内容",
    MaterialKind.IDENTITY: "申请人的身份",
    MaterialKind.AUTHORITY: "代理人的权限",
    MaterialKind.SUPPLEMENT: "申请人补正的时间和内容",
    MaterialKind.REASONS: "申请人说明的理由",
    MaterialKind.OPINION: "本机关依法征求意见及其结果",
    MaterialKind.LETTER: "本机关作出的处理",
    MaterialKind.SEALED: "本机关作出的处理",
    MaterialKind.ANSWER: "本机关提供的信息",
    MaterialKind.SERVICE: "本机关依法送达及其时间",
    MaterialKind.PAYMENT: "费用缴纳情况",
    MaterialKind.EVIDENCE: "本机关办理的经过",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that may go in, as it is offered."""

    file: KeptFile
    name: str
    """What it is called in the list of contents."""
    kind: str
    """What it is, in words."""
    proves: str = ""
    sensitive: bool = False
    """It shows who somebody is: it is not proposed, and taking it is recorded."""
    proposed: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """Files under one heading of the list of contents, in one folder of the archive."""

    heading: str
    folder: str
    subject: str
    """What the ledger calls the record that they belong to."""
    papers: Sequence[Paper]
    look: Callable[[KeptFile], object]
    """Records that a sensitive one was taken. Raises Refused."""
    about: Callable[[], OfficialPdf] | None = None
    """Writes a page of what the record says itself, for the whole file."""


SectionsOf = Callable[[CaseFile, Purpose], Sequence[Section]]
FURTHER: list[SectionsOf] = []
"""What rooms above add."""


def sections_of(file: CaseFile, purpose: Purpose) -> list[Section]:
    """All that may go in, the case's own materials first."""
    return [_own(file), *(section for further in FURTHER for section in further(file, purpose))]


def _own(file: CaseFile) -> Section:
    def look(material: KeptFile) -> object:
        assert isinstance(material, Material)
        return LookAtMaterial(file.user, file.case, material, today=file.today).perform()

    papers = [
        Paper(
            material,
            material.name,
            material.get_kind_display(),
            PROVES[material.kind],
            sensitive=material.kind in SENSITIVE_MATERIALS,
            proposed=material.kind not in SENSITIVE_MATERIALS,
        )
        for material in file.case.materials.all()
        if not material.erased_at
    ]
    return Section(OWN, "材料", f"applications.application:{file.case.public_id}", papers, look)
