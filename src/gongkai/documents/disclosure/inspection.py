"""Everything that an outgoing file gives away, in one list: its text, what stands beside it, and what it hides."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, replace

from gongkai.documents import read_document
from gongkai.documents.apart import run_apart
from gongkai.documents.disclosure.boxes import compact
from gongkai.documents.disclosure.finding import Finding, found
from gongkai.documents.disclosure.hidden import find_hidden, texts_beside
from gongkai.documents.disclosure.scan import scan_document, scan_text
from gongkai.documents.limits import DEFAULT_LIMITS, Limits
from gongkai.documents.model import UnusableDocument


def inspect_file(
    data: bytes, name: str, allowed: Collection[str] = (), limits: Limits = DEFAULT_LIMITS
) -> list[Finding]:
    """What a file gives away: personal data and marks in what it shows and in what it hides, and what it hides.

    `allowed` are telephones and e-mail addresses that may stand in it. What cannot be looked into (a scan, an older
    format, a damaged file) is a finding `unchecked` that says why: silence means that everything was looked at.
    """
    findings: list[Finding] = []
    try:
        findings += scan_document(read_document(data, name, limits), allowed)
    except UnusableDocument as error:
        findings.append(found("unchecked", "", "正文", note=str(error)))
    try:
        known = {(finding.kind, compact(finding.text)) for finding in findings}
        for place, text in texts_beside(data, limits):
            beside = scan_text(text, place, allowed)
            findings += [finding for finding in beside if (finding.kind, compact(finding.text)) not in known]
        for hidden in find_hidden(data, limits):
            findings.append(hidden)
            findings += [_inside(hidden, finding) for finding in scan_text(hidden.text, hidden.source, allowed)]
    except UnusableDocument as error:
        findings.append(found("unchecked", "", "隐藏内容", note=str(error)))
    return findings


def inspect_file_apart(
    data: bytes, name: str, allowed: Collection[str] = (), limits: Limits = DEFAULT_LIMITS
) -> list[Finding]:
    """The same in a process of its own, held to `limits.memory` and `limits.seconds`: for files from the web."""
    try:
        answer = run_apart(["inspect", name, *allowed], data, limits)
    except UnusableDocument as error:
        return [found("unchecked", "", "整个文件", note=str(error))]
    return [
        Finding(**{**entry, "span": tuple(entry["span"]) if entry["span"] else None}) for entry in json.loads(answer)
    ]


def answer_apart(data: bytes, name: str, allowed: Collection[str], limits: Limits) -> bytes:
    """What that process says: the findings as JSON."""
    return json.dumps([asdict(finding) for finding in inspect_file(data, name, allowed, limits)]).encode()


def _inside(hidden: Finding, finding: Finding) -> Finding:
    return replace(finding, note="；".join(filter(None, (f"在{hidden.name}里", finding.note))))
