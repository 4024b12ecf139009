"""答复书体检: what is wrong in a letter before it is signed, from its text and the facts of its case."""

from __future__ import annotations

from datetime import date

from gongkai.applications.letters.examination.citations import examine_citations
from gongkai.applications.letters.examination.finding import RULES, Finding
from gongkai.applications.letters.examination.particulars import (
    PersonalDataFinder,
    examine_contact,
    examine_dates,
    examine_gaps,
    examine_names,
    examine_number,
    examine_personal_data,
)
from gongkai.applications.letters.examination.remedies import examine_remedy
from gongkai.applications.letters.examination.text import letter_text
from gongkai.applications.letters.facts import LetterFacts
from gongkai.applications.letters.kinds import LetterKind
from gongkai.applications.letters.letter import Letter
from gongkai.documents.model import Document

__all__ = ["RULES", "Finding", "PersonalDataFinder", "examine_letter"]

_LEVELS = ("error", "warning", "hint")


def examine_letter(
    source: str | Document | Letter,
    kind: LetterKind,
    facts: LetterFacts,
    today: date,
    find_personal: PersonalDataFinder | None = None,
) -> list[Finding]:
    """Everything found in a letter of that kind, worst first; empty where there is nothing to mend.

    `source` is the text as typed (a paragraph a line), a file as `documents.read_document` reads it, or a merged
    letter. A fact that the case does not know is not compared. `find_personal` looks for personal data.
    """
    text = letter_text(source)
    findings = [
        *examine_gaps(text),
        *examine_citations(text, kind, facts),
        *examine_remedy(text, kind, facts),
        *examine_number(text, kind, facts),
        *examine_dates(text, kind, facts, today),
        *examine_names(text, kind, facts),
        *examine_contact(text, kind, facts),
    ]
    if find_personal is not None:
        findings += examine_personal_data(text, facts, find_personal)
    return sorted(findings, key=lambda finding: _LEVELS.index(finding.level))
