"""Masking in a text and in an HTML body: what was found gives way to its masked form, and nothing else changes."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.documents.disclosure.finding import Finding
from gongkai.documents.disclosure.html_text import Strand, strands


class NotMaskable(Exception):
    """The finding cannot be masked here. The message is Chinese."""


NO_MASK = "这一项没有可以替换的遮盖形式，请修改原文。"
MOVED = "内容已经变动，请重新检查后再遮盖。"


def mask_text(text: str, finding: Finding) -> str:
    """The text with the finding's words replaced by its masked form, wherever they stand in it.

    Raises NotMaskable where the finding has no masked form, or where the text is no longer as it was found.
    """
    _require_maskable(finding, text)
    return text.replace(finding.text, finding.masked)


def mask_html(html: str, findings: Iterable[Finding]) -> str:
    """The body with the findings' words replaced by their masked forms, in the text and in attributes and comments.

    What was found is masked wherever it stands. Tags within a number stay, around the masked form. Raises NotMaskable
    as `mask_text` does, before anything is changed.
    """
    findings = list(findings)
    read = strands(html)
    by_place = {strand.place: strand for strand in read}
    for finding in findings:
        strand = by_place.get(finding.source)
        if strand is None:
            raise NotMaskable(MOVED if finding.masked else NO_MASK)
        _require_maskable(finding, strand.text)
    edits: dict[tuple[int, int], str] = {}
    for strand in read:
        for finding in findings:
            for start in _occurrences(strand.text, finding.text):
                edits.update(_edits(strand, start, start + len(finding.text), finding.masked))
    for (start, end), replacement in sorted(edits.items(), reverse=True):
        html = html[:start] + replacement + html[end:]
    return html


def _require_maskable(finding: Finding, text: str) -> None:
    if not finding.masked or not finding.text:
        raise NotMaskable(NO_MASK)
    start, end = finding.span or (0, 0)
    if text[start:end] != finding.text:
        raise NotMaskable(MOVED)


def _occurrences(text: str, sought: str) -> Iterable[int]:
    at = text.find(sought)
    while at >= 0:
        yield at
        at = text.find(sought, at + len(sought))


def _edits(strand: Strand, start: int, end: int, masked: str) -> Iterable[tuple[tuple[int, int], str]]:
    """The first character's place in the source takes the masked form, the others' become empty."""
    places = [place for place in strand.at[start:end] if place[0] < place[1]]
    for number, place in enumerate(places):
        yield place, masked if number == 0 else ""
