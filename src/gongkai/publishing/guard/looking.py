"""The look itself: every part of a draft by the means of `documents.disclosure`, each finding with its key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from gongkai.agencies.models import Agency
from gongkai.agencies.protected import keyed_digest
from gongkai.documents.disclosure.finding import Finding
from gongkai.documents.disclosure.hidden.picture import is_picture
from gongkai.documents.disclosure.hidden.recording import LISTEN
from gongkai.documents.disclosure.html_text import BODY as SHOWN
from gongkai.documents.disclosure.inspection import inspect_file_apart
from gongkai.documents.disclosure.publication import Publication
from gongkai.documents.disclosure.web import inspect_html, inspect_line, plain_text
from gongkai.documents.disclosure.wording import Entry
from gongkai.documents.limits import DEFAULT_LIMITS, MEGABYTE
from gongkai.publishing.base_models import Attachment
from gongkai.publishing.column_models import PublishingOffice, publishing_office_of
from gongkai.publishing.guard.parts import BODY, Part, parts_of
from gongkai.publishing.record_models import Record

LIMITS = replace(DEFAULT_LIMITS, seconds=120.0, size=1_024 * MEGABYTE)
"""Recognising the text of a few scanned pages takes longer than reading a file; how large one may be was asked when it
was taken in."""


@dataclass(frozen=True, slots=True)
class Questions:
    """What the look depends on besides the draft."""

    allowed: tuple[str, ...]
    words: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Keyed:
    """A finding in a part of a draft."""

    key: str
    part: Part
    finding: Finding


def questions_of(agency: Agency, today: date) -> Questions:
    """The agency's office lines, and its heads who have left: their posts beside their names are wrong from then on."""
    left = agency.leaders.filter(until__lt=today).values_list("name", "post", "until")
    words = tuple(
        Entry(f"{post}{name}", "", note=f"{name}已于{until:%Y-%m-%d}不再担任{post}，请核对职务。")
        for name, post, until in left
    )
    return Questions(allowed_lines(publishing_office_of(agency)), words)


def allowed_lines(office: PublishingOffice) -> tuple[str, ...]:
    """The telephones and mailboxes that the agency lists as its own."""
    return tuple(line.strip() for line in office.office_lines.splitlines() if line.strip())


def look(draft: Record, questions: Questions) -> list[Keyed]:
    """What is found in a draft, part by part. Reads files, each in a process of its own: not for a transaction."""
    return [keyed for part in parts_of(draft) for keyed in look_at(part, draft.map_number, questions)]


def look_at(part: Part, map_number: str, questions: Questions) -> Iterator[Keyed]:
    """What is found in one part."""
    if part.file is not None:
        findings = [
            *inspect_line(part.text, "附件名称", questions.allowed, questions.words),
            *_in_file(part.file, part.text, map_number, questions),
        ]
        around = ""
    elif part.key == BODY:
        findings = inspect_html(part.text, questions.allowed, questions.words, map_number)
        around = plain_text(part.text)
    else:
        findings = inspect_line(part.text, part.name, questions.allowed, questions.words)
        around = part.text
    for finding in findings:
        shown = part.key != BODY or finding.source == SHOWN
        yield Keyed(_key(part, finding, around if shown else ""), part, finding)


def _in_file(file: Attachment, title: str, map_number: str, questions: Questions) -> list[Finding]:
    if not file.file:
        return []  # purged: the draft's completeness says so
    with file.file.open("rb") as opened:
        data = opened.read()
    name = PurePath(file.file.name or file.title).name
    publication = Publication(questions.words, map_number, (title,))
    findings = inspect_file_apart(data, name, questions.allowed, LIMITS, publication)
    if is_picture(data):
        return findings
    # A photograph that no machine could read, or a film, is looked at by everybody; a file that could not be opened by
    # nobody.
    return [replace(each, level="block") if _is_closed(each) else each for each in findings]


def _is_closed(finding: Finding) -> bool:
    return finding.kind == "unchecked" and finding.note != LISTEN


def _key(part: Part, finding: Finding, around: str) -> str:
    """The same for the same words in the same line of the same part; it tells nothing without the key of the
    installation."""
    line = ""
    if around and finding.span:
        start, end = finding.span
        line = around[around.rfind("\n", 0, start) + 1 : max(around.find("\n", end), end)]
    place = "" if line else finding.source
    return keyed_digest("\n".join((part.key, finding.kind, place, finding.text, line)))
