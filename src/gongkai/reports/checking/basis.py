"""What all rules share: the form that a report goes by, its figures, and how a figure is written in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from gongkai.law.forms import CellPlace, Form, Forms, packaged_forms
from gongkai.reports.model import Finding, Number, Report


def form_of(report: Report, forms: Forms | None = None) -> Form:
    """The form that a report is checked by: the one it was recognised as, else its year's, else the newest."""
    forms = forms or packaged_forms()
    if report.form in forms:
        return forms[report.form or ""]
    by_year = forms.for_year(report.year) if report.year else None
    return by_year or next(iter(forms.values()))


def figure(report: Report, cell: str) -> Number:
    """The printed figure; 0 where there is none."""
    printed = report.cells.get(cell)
    return printed.value if printed else 0


def written(value: Number) -> str:
    """A figure as a sentence writes it."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def source_of(report: Report, cells: Iterable[str]) -> str:
    """The place of the first of these cells that the document prints, or leaves blank."""
    cells = list(cells)
    for cell in cells:
        if cell in report.cells:
            return report.cells[cell].source
    return next((report.blank_sources[cell] for cell in cells if cell in report.blank_sources), "")


def place_of(cell: str, form: Form, forms: Forms) -> CellPlace:
    """Where a cell stands on the form, or on the newest form that has it."""
    return form.places.get(cell) or forms.places[cell]


def numbers_in(source: str) -> tuple[int, ...]:
    """The numbers of a place, by which places sort: "line 57" before "line 103"."""
    return tuple(int(number) for number in re.findall(r"\d+", source))


LEVELS = {"error": 0, "warning": 1, "hint": 2}


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The gravest first, then as they stand in the document; those without a place last."""
    return sorted(findings, key=lambda found: (LEVELS[found.level], not found.source, numbers_in(found.source)))
