"""What the last look found and what was decided on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gongkai.documents.disclosure.finding import KINDS, Finding
from gongkai.documents.disclosure.rewriting import CLEARABLE, CLEARED, CLEARED_PICTURE, MASKABLE
from gongkai.documents.file_types import TYPES
from gongkai.documents.places import chinese_place
from gongkai.publishing.guard.looking import Keyed
from gongkai.publishing.guard.parts import Part
from gongkai.publishing.record_models import Record
from gongkai.publishing.review_models import GuardDecision, GuardRun

NOT_EXAMINED = "稿件改动后还没有做过发布前检查，请先检查。"
MOST_FINDINGS = 500
"""Kept of one draft, the graver ones first; a draft with more is not put right one by one."""
TELLING = frozenset({
    "secrecy_mark", "work_secret_mark", "internal_mark", "trade_secret_mark", "grave_wording", "wrong_word", "doubled",
    "bracket", "document_number", "impossible_date", "residue", "placeholder", "unnumbered_map",
})  # fmt: skip
"""Kinds whose words are no secret: they are shown, or nobody would know what to put right."""
_LONGEST_SHOWN = 60
_CLEARED = {
    suffix: CLEARED_PICTURE if TYPES[kind].family == "picture" else CLEARED
    for kind in CLEARABLE
    for suffix in TYPES[kind].suffixes
}
"""What clearing takes out of a file, by its suffix."""
_MASKED = frozenset(suffix for kind in MASKABLE | {"pdf"} for suffix in TYPES[kind].suffixes)


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding as it is kept, with what was decided on it."""

    key: str
    kind: str
    level: str
    part: str
    """Key of the part; see `parts`."""
    part_name: str
    place: str
    shown: str
    """The finding as it may be shown, "" where it may not."""
    note: str
    span: tuple[int, int] | None
    maskable: bool
    decision: GuardDecision | None = None

    @property
    def name(self) -> str:
        """What it is, in Chinese."""
        return KINDS[self.kind].name

    @property
    def stands_in_the_way(self) -> bool:
        """Whether the draft may not go out because of it."""
        return self.level == "block" and self.decision is None


def kept(found: Iterable[Keyed]) -> list[dict[str, Any]]:
    """Findings as a run keeps them."""
    ordered = sorted(found, key=lambda keyed: keyed.finding.level != "block")[:MOST_FINDINGS]
    return [
        {
            "key": keyed.key,
            "kind": keyed.finding.kind,
            "level": keyed.finding.level,
            "part": keyed.part.key,
            "part_name": keyed.part.name,
            "place": chinese_place(keyed.finding.source),
            "masked": _shown(keyed.finding),
            "maskable": _maskable(keyed),
            "span": keyed.finding.span,
            "note": keyed.finding.note,
        }
        for keyed in ordered
    ]


def _maskable(keyed: Keyed) -> bool:
    if not keyed.finding.masked or keyed.finding.kind == "location":
        return False
    return keyed.part.file is None or keyed.part.file.file_extension.lower() in _MASKED


def _shown(finding: Finding) -> str:
    if finding.masked:
        return finding.masked
    return finding.text[:_LONGEST_SHOWN] if finding.kind in TELLING else ""


def latest_run(record: Record) -> GuardRun | None:
    """The look at the latest draft as it is now; None where it has changed since the last one. One query."""
    return record.guard_runs.filter(revision=record.latest_revision_id).order_by("-pk").first()


def noted(run: GuardRun) -> list[Noted]:
    """What a look found, in the order of the draft, with the decisions. One query."""
    decided = {each.key: each for each in GuardDecision.objects.filter(record=run.record_id).select_related("by")}
    return [
        Noted(
            entry["key"], entry["kind"], entry["level"], entry["part"], entry["part_name"], entry["place"],
            entry["masked"], entry["note"], tuple(entry["span"]) if entry["span"] else None, entry["maskable"],
            decided.get(entry["key"]),
        )
        for entry in run.findings
    ]  # fmt: skip


def clearable(part: Part, findings: Iterable[Noted]) -> bool:
    """Whether the part is a file in which something was found that clearing takes out."""
    if part.file is None:
        return False
    cleared = _CLEARED.get(part.file.file_extension.lower(), frozenset())
    return any(each.part == part.key and each.kind in cleared and each.decision is None for each in findings)


def open_blocks(record: Record) -> list[Noted]:
    """Findings in the latest draft that hold it back; none also where it was not looked through: see `refusals`."""
    run = latest_run(record)
    return [] if run is None else [each for each in noted(run) if each.stands_in_the_way]


def refusals(record: Record) -> list[str]:
    """Why the latest draft may not go out, a sentence for each part; empty when it may. At most two queries."""
    run = latest_run(record)
    if run is None:
        return [NOT_EXAMINED]
    parts: dict[str, dict[str, None]] = {}
    for each in noted(run):
        if each.stands_in_the_way:
            parts.setdefault(each.part_name, {})[each.name] = None
    return [
        f"{part}中有{'、'.join(names)}，须遮盖、改正，或者由保密审查员写明可以公开的理由。"
        for part, names in parts.items()
    ]
