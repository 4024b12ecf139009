"""A spreadsheet from the web, unpacked in a process of its own, which may use so much memory and time and no more."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from gongkai.documents.apart import run_apart
from gongkai.documents.limits import MEGABYTE, Limits
from gongkai.documents.model import UnusableDocument
from gongkai.documents.sheets import LIMITS, Line, Sheet, sheets

LIMITS_APART = replace(LIMITS, seconds=60.0, memory=1_024 * MEGABYTE)


def sheets_apart(
    data: bytes, name: str, most_lines: int, too_many: str, limits: Limits = LIMITS_APART
) -> list[Sheet]:  # fmt: skip
    """The tables of a file as `sheets` gives them. Raises UnusableDocument, with `too_many` for more lines."""
    answer = run_apart(["sheets", name, str(most_lines), too_many], data, limits)
    return [
        Sheet(name, (Line(*line) for line in lines), date.fromisoformat(epoch))
        for name, epoch, lines in json.loads(answer)
    ]


def answer_apart(task: list[str], data: bytes, limits: Limits) -> bytes:
    """The process's own part: the tables as JSON."""
    _, name, most, too_many = task
    found: list[object] = []
    number = 0
    for sheet in sheets(data, name, limits):
        lines = []
        for line in sheet.lines:
            if any(line.texts):
                lines.append([line.number, line.texts, line.hidden])
                number += 1
            if number > int(most):
                raise UnusableDocument(too_many)
        found.append([sheet.name, sheet.epoch.isoformat(), lines])
    return json.dumps(found, ensure_ascii=False).encode(errors="replace")
