"""Between records and the `Report` that reading, checking and writing speak of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.annual_reports.models import AnnualReport, ReportCell, ReportFinding
from gongkai.law.forms import Form, packaged_forms
from gongkai.reports.figures import raw_figure
from gongkai.reports.json import finding_to_json, report_to_json
from gongkai.reports.model import CellValue, Finding, Number, Report


def form_of(report: Report) -> Form:
    """The form that the report was recognised as, else the one its year asks for, else the newest."""
    forms = packaged_forms()
    by_year = forms.for_year(report.year) if report.year else None
    return forms.get(report.form or "") or by_year or next(iter(forms.values()))


def number(value: Decimal) -> Number:
    """A stored figure as the reader gives it: a whole number as an integer."""
    return int(value) if value == value.to_integral_value() else value.normalize()


def report_of(record: AnnualReport) -> Report:
    """The record as a report with the figures that count: corrected ones in the place of those printed."""
    reading = record.reading
    report = Report(
        file=record.file_name,
        agency=record.agency.name if record.agency else reading.get("agency"),
        agency_printed=record.agency_printed or None,
        year=record.year,
        form=record.form or None,
        title=record.title or None,
        signed=record.signed,
        published=_date(reading.get("published")),
        blank=dict(reading.get("blank", {})),
        missing=list(reading.get("missing", [])),
        sections=dict(reading.get("sections", {})),
    )
    for cell in record.cells.all():
        if cell.value is None:
            report.blank.setdefault(cell.cell, cell.raw)
            continue
        raw = raw_figure(number(cell.value)) if cell.corrected else cell.raw
        report.cells[cell.cell] = CellValue(number(cell.value), raw, cell.source)
        report.blank.pop(cell.cell, None)
    report.missing = [cell for cell in report.missing if cell not in report.cells]
    return report


def figures_of(record: AnnualReport) -> Report:
    """The record's figures alone, for pictures and comparisons over the years."""
    report = Report(file=record.file_name, year=record.year, form=record.form or None)
    for cell in record.cells.all():
        if cell.value is not None:
            report.cells[cell.cell] = CellValue(number(cell.value), cell.raw, cell.source)
    return report


def report_json(record: AnnualReport, findings: Iterable[ReportFinding]) -> dict[str, Any]:
    """The record as the contract's JSON; a corrected cell says so, and gives what is printed."""
    corrected = {
        cell.cell: {
            "corrected": True,
            "printed": {"value": _plain(cell.printed_value), "raw": cell.raw},
            "reason": cell.correction_reason,
        }
        for cell in record.cells.all()
        if cell.corrected and cell.value is not None
    }
    result = report_to_json(report_of(record), [finding_of(finding) for finding in findings], {"cells": corrected})
    result["repairs"] = record.reading.get("repairs", [])
    return result


def finding_of(finding: ReportFinding) -> Finding:
    """A stored finding as the checker gave it."""
    return Finding(**finding.to_json())


def finding_from_json(data: dict[str, Any]) -> Finding:
    """A finding from its JSON."""
    return Finding(**{name: data[name] for name in finding_to_json(Finding("", "hint", "")) if name in data})


def report_from_json(data: dict[str, Any]) -> Report:
    """The report of the contract's JSON, as far as showing and writing it need it."""
    return Report(
        file=data["file"],
        agency=data.get("agency"),
        agency_printed=data.get("agency_printed"),
        year=data.get("year"),
        form=data.get("form"),
        title=data.get("title"),
        signed=_date(data.get("signed")),
        published=_date(data.get("published")),
        cells={
            cell: CellValue(
                figure["value"] if isinstance(figure["value"], int) else Decimal(str(figure["value"])),
                figure["raw"],
                figure["source"],
            )
            for cell, figure in data["cells"].items()
        },
        blank=dict(data["blank"]),
        missing=list(data["missing"]),
        sections=dict(data["sections"]),
    )


def storable(data: Any) -> Any:
    """The same JSON without NUL characters: a damaged file may hold some, and PostgreSQL keeps none."""
    if isinstance(data, str):
        return data.replace("\0", "")
    if isinstance(data, list):
        return [storable(item) for item in data]
    if isinstance(data, dict):
        return {storable(name): storable(value) for name, value in data.items()}
    return data


def cells_from_json(record: AnnualReport, data: dict[str, Any]) -> list[ReportCell]:
    """The rows of a reading's cells, unsaved."""
    return [
        ReportCell(
            report=record,
            cell=cell,
            printed_value=Decimal(str(figure["value"])),
            raw=figure["raw"][:200],
            source=figure["source"][:120],
        )
        for cell, figure in data["cells"].items()
    ]


def _plain(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    plain = number(value)
    return plain if isinstance(plain, int) else float(plain)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
