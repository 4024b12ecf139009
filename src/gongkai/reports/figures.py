"""A report made from figures, for writing it: compiled from records, or entered by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from gongkai.law.forms import Form
from gongkai.reports.model import CellValue, Number, Report


def raw_figure(value: Number) -> str:
    """A figure as a report prints it: no exponent, no grouping, no trailing zeros that say nothing."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def report_from_figures(
    form: Form,
    agency: str,
    year: int,
    figures: Mapping[str, Number],
    sections: Mapping[str, str] | None = None,
    signed: date | None = None,
) -> Report:
    """A report of `form` for writing. `figures` are by cell id; `sections` hold the prose by number, "1" to "6".

    Cells of the form that `figures` lacks are listed in `missing` and written empty. Raises KeyError for a cell that
    the form does not have: such a figure would have no place on paper.
    """
    unknown = sorted(figures.keys() - form.places.keys())
    if unknown:
        raise KeyError(f"not on form {form.id}: {', '.join(unknown)}")
    return Report(
        file=f"{agency}{year}年政府信息公开工作年度报告",
        agency=agency,
        agency_printed=agency,
        year=year,
        form=form.id,
        title=f"{agency}{year}年政府信息公开工作年度报告",
        signed=signed,
        cells={cell: CellValue(figures[cell], raw_figure(figures[cell]), "") for cell in form.cells if cell in figures},
        missing=[cell for cell in form.cells if cell not in figures],
        sections=dict(sections or {}),
    )
