"""Whether a file may go out: it is looked through first, and what it gives away holds it back until it is masked or
somebody whose duty that is has decided that it may stand (条例 Arts 14 to 17 and 37)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from gongkai.applications.enums import SENSITIVE_MATERIALS, MaterialKind
from gongkai.applications.models import Inspection, Letter, Material
from gongkai.applications.office_settings import office_of
from gongkai.documents.disclosure.finding import Finding
from gongkai.documents.disclosure.inspection import inspect_file, inspect_file_apart

if TYPE_CHECKING:
    from gongkai.agencies.models import Agency, User

OUTGOING = frozenset({MaterialKind.ANSWER, MaterialKind.LETTER, MaterialKind.SEALED})
"""Kinds that are in the case in order to go out: looked through as soon as they are there."""
MOST_FINDINGS = 500
"""Kept of one file; a file with more is not put right one by one."""


def allowed_contacts(agency: Agency) -> list[str]:
    """Telephones and addresses that may stand in what the agency sends: its own office's, and the public site's, whose
    links our letters carry."""
    office = office_of(agency)
    return [contact for contact in (office.phone, office.fax, office.email, settings.PUBLIC_URL) if contact]


def inspection_of(material: Material) -> Inspection:
    """What the file gives away; looked through now where nobody has done so. Files from outside are read in a process
    of their own, our own letters here."""
    known = Inspection.objects.filter(material=material).first()
    if known is not None:
        return known
    with material.file.open("rb") as file:
        data = file.read()
    look = inspect_file if material.kind == MaterialKind.LETTER else inspect_file_apart
    findings = look(data, material.name, allowed_contacts(material.application.agency))
    return Inspection.objects.get_or_create(material=material, defaults={"findings": kept(findings)})[0]


def kept(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Findings as they are kept: without what they found."""
    return [
        {"kind": found.kind, "name": found.name, "place": found.place, "level": found.level, "masked": found.masked,
         "note": found.note}
        for found in list(findings)[:MOST_FINDINGS]
    ]  # fmt: skip


def obstacle(material: Material) -> str:
    """Why the file may not go out as it is, in one sentence, or ""."""
    if material.kind in SENSITIVE_MATERIALS:
        return f"“{material.name}”是{material.get_kind_display()}，不能对外提供。"
    if material.erased_at:
        return f"“{material.name}”已经清除。"
    inspection = inspection_of(material)
    if not inspection.holds_back:
        return ""
    names = "、".join(dict.fromkeys(finding["name"] for finding in inspection.blocking))
    return f"“{material.name}”中有{names}，须先遮盖，或者由签发人、保密审查员写明可以提供的理由。"


def outgoing_files(letter: Letter) -> list[Material]:
    """The files that go out with a signed letter: the masked one where there is one, the sealed scan, or what was
    written."""
    files = list(letter.materials.filter(erased_at__isnull=True).select_related("application__agency", "masking"))
    masked = [file for file in files if hasattr(file, "masking")]
    sealed = [file for file in files if file.kind == MaterialKind.SEALED]
    return masked[-1:] or sealed[-1:] or [file for file in files if file.kind == MaterialKind.LETTER]


def letter_obstacles(letter: Letter) -> list[str]:
    """Why a signed letter may not go out, a sentence a file."""
    return [sentence for file in outgoing_files(letter) if (sentence := obstacle(file))]


def note_decision(material: Material, actor: User | None, reason: str) -> None:
    """Keep that somebody has decided that what the file gives away may stand."""
    inspection = inspection_of(material)
    inspection.decided_by, inspection.decided_at, inspection.reason = actor, timezone.now(), reason.strip()[:500]
    inspection.save(update_fields=["decided_by", "decided_at", "reason"])
