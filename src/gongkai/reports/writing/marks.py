"""Which printed figures a set of findings makes wrong, and what they should be: for every view that marks cells."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.law.forms import Form
from gongkai.reports.figures import raw_figure
from gongkai.reports.model import Finding

_RANK = {"error": 0, "warning": 1}


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked cell. `number` counts the findings from 1, in the order in which they were given."""

    level: str
    computed: str
    """The figure that the parts give, in words short enough to stand in the cell; "" where no figure can be told."""
    number: int
    message: str


def marks(findings: Sequence[Finding], form: Form, printed: Collection[str]) -> dict[str, Mark]:
    """The cells to mark, each with the gravest finding that concerns it. Hints mark nothing.

    A broken sum marks its total (the form says which side that is), not the parts; a relation with two cells on that
    side, as 三+四, marks both and says what they should come to together. `printed` are the ids that the document has.
    """
    result: dict[str, Mark] = {}
    for number, finding in enumerate(findings, start=1):
        if finding.level not in _RANK:
            continue
        cells = marked_cells(finding, form, printed)
        for cell in cells:
            if cell not in result or _RANK[finding.level] < _RANK[result[cell].level]:
                result[cell] = Mark(finding.level, _computed(finding, len(cells)), number, finding.message)
    return result


def marked_cells(finding: Finding, form: Form, printed: Collection[str]) -> Sequence[str]:
    """The cells of a finding that a reader should look at: of a broken sum its total, else all."""
    concerned = set(finding.cells)
    for relation in form.relations(printed):
        if relation.rule == finding.rule and concerned in (set(relation.cells), set(relation.right)):
            return relation.right
    return finding.cells


def _computed(finding: Finding, cells: int) -> str:
    # A rule on the form itself counts cells, not what stands in them.
    if finding.rule.startswith("form.") or not isinstance(finding.expected, int | Decimal):
        return ""
    figure = raw_figure(finding.expected)
    return f"应为{figure}" if cells == 1 else f"合计应为{figure}"
