"""Which printed figures a set of findings makes wrong, and what they should be: for every view that marks cells."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.law.forms import Form, Relation
from gongkai.reports.figures import raw_figure
from gongkai.reports.model import Finding, Number

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
    relations = form.relations(printed)
    grave = [(number, finding) for number, finding in enumerate(findings, start=1) if finding.level in _RANK]
    pointed = [(number, finding, _relation(finding, relations)) for number, finding in grave]
    # The gravest first, and of these what points at the fewest cells.
    pointed.sort(key=lambda item: (_RANK[item[1].level], len(_targets(item[1], item[2]))))
    result: dict[str, Mark] = {}
    for number, finding, relation in pointed:
        cells = _targets(finding, relation)
        if relation and any(cell in result for cell in cells):
            continue
        for cell in cells:
            words = _words(finding, number, relation, form) if cell == cells[0] else ""
            result.setdefault(cell, Mark(finding.level, words, number, finding.message))
    return result


def marked_cells(finding: Finding, form: Form, printed: Collection[str]) -> Sequence[str]:
    """The cells of a finding that a reader should look at: of a broken sum its total, else all."""
    return _targets(finding, _relation(finding, form.relations(printed)))


def _relation(finding: Finding, relations: Sequence[Relation]) -> Relation | None:
    """The relation that the finding is about, if it is about one."""
    cells = set(finding.cells)
    return next(
        (
            relation
            for relation in relations
            if relation.rule == finding.rule and cells in (set(relation.cells), set(relation.right))
        ),
        None,
    )


def _targets(finding: Finding, relation: Relation | None) -> Sequence[str]:
    return relation.right if relation else finding.cells


def _words(finding: Finding, number: int, relation: Relation | None, form: Form) -> str:
    """The computed figure only where it is the cell itself that is wrong; else where to look."""
    right = _computed(finding, relation, form)
    return f"见第{number}条" if right is None else f"应为{raw_figure(right)}"


def computed(finding: Finding, form: Form, printed: Collection[str]) -> Number | None:
    """What the one cell that a broken sum makes wrong should have; None where other cells may be the wrong ones."""
    return _computed(finding, _relation(finding, form.relations(printed)), form)


def _computed(finding: Finding, relation: Relation | None, form: Form) -> Number | None:
    if relation is None or len(relation.right) != 1 or not isinstance(finding.expected, int | Decimal):
        return None
    # The smallest change that mends all relations may leave this sum alone and change its parts.
    name, right = re.escape(form.places[relation.right[0]].words), re.escape(raw_figure(finding.expected))
    changed = re.search(rf"：{name}(?:由 \S+ 改为|补填) {right}(?![\d.])", finding.advice)
    return finding.expected if changed or not finding.advice else None
