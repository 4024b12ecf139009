"""Which printed figures a set of findings makes wrong, and what they should be: for every view that marks cells."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.law.forms import Form, Relation
from gongkai.reports.figures import raw_figure
from gongkai.reports.model import Finding

_RANK = {"error": 0, "warning": 1}


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked cell. `number` counts the findings from 1, in the order in which they were given."""

    level: str
    words: str
    """What stands beneath the printed figure: what it should be, or where to look. "" where a cell beside says it."""
    number: int
    message: str


def marks(findings: Sequence[Finding], form: Form, printed: Collection[str]) -> dict[str, Mark]:
    """The cells to mark, each for the gravest finding that concerns it. Hints mark nothing.

    A broken sum marks its total (the form says which side that is), not the parts. A relation with two cells on that
    side, as 三+四, marks both, unless one of them is the wrong total of a sum of its own, which then is the likelier
    fault. `printed` are the ids that the document has.
    """
    concerned = [
        (finding, number, marked_cells(finding, form, printed))
        for number, finding in enumerate(findings, start=1)
        if finding.level in _RANK
    ]
    # The gravest first, and of these what points at the fewest cells.
    concerned.sort(key=lambda item: (_RANK[item[0].level], len(item[2])))
    result: dict[str, Mark] = {}
    for finding, number, cells in concerned:
        if _is_relation(finding, form, printed) and any(cell in result for cell in cells):
            continue
        for cell in cells:
            words = _words(finding, number, cells, form, printed) if cell == cells[0] else ""
            result.setdefault(cell, Mark(finding.level, words, number, finding.message))
    return result


def marked_cells(finding: Finding, form: Form, printed: Collection[str]) -> Sequence[str]:
    """The cells of a finding that a reader should look at: of a broken sum its total, else all."""
    relation = _relation(finding, form, printed)
    return relation.right if relation else finding.cells


def _relation(finding: Finding, form: Form, printed: Collection[str]) -> Relation | None:
    concerned = set(finding.cells)
    return next(
        (
            relation
            for relation in form.relations(printed)
            if relation.rule == finding.rule and concerned in (set(relation.cells), set(relation.right))
        ),
        None,
    )


def _is_relation(finding: Finding, form: Form, printed: Collection[str]) -> bool:
    return _relation(finding, form, printed) is not None


def _words(finding: Finding, number: int, cells: Sequence[str], form: Form, printed: Collection[str]) -> str:
    """Only what a sum gives, or what a single cell is held against, can be said in figures."""
    if isinstance(finding.expected, int | Decimal):
        if len(cells) == 1:
            return f"应为{raw_figure(finding.expected)}"
        if _is_relation(finding, form, printed):
            return f"{len(cells)}项合计应为{raw_figure(finding.expected)}"
    return f"见第{number}条"
