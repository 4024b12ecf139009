"""Text integrity: what is wrong with the words of a report whatever its figures say.

`RULES` lists every rule with its level and meaning. A rule is a warning only where the text itself proves the fault;
whatever an author may have meant so is a hint. The rules read `Report.lines`: the sections' paragraphs, not the tables,
and of the page around the report only what is said so.
"""

from __future__ import annotations

from collections.abc import Callable

from gongkai.reports.checking.text import (
    brackets,
    contact,
    dates,
    numbers,
    page,
    parts,
    repetition,
    residue,
    sequence,
    typography,
    wording,
)
from gongkai.reports.checking.text.rules import RULES, Rule
from gongkai.reports.model import Finding, Report

__all__ = ["RULES", "Rule", "findings"]

_CHECKS: tuple[Callable[[Report], list[Finding]], ...] = (
    residue.findings,
    brackets.findings,
    numbers.findings,
    dates.findings,
    sequence.findings,
    wording.findings,
    repetition.findings,
    parts.findings,
    typography.findings,
    page.findings,
    contact.findings,
)


def findings(report: Report) -> list[Finding]:
    """All findings on the report's words, rule by rule. The report is not changed."""
    return [finding for check in _CHECKS for finding in check(report)]
