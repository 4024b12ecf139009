"""A report as JSON: the objects that `gongkai report read`, `check` and `compile` give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.reports.model import Finding, Number, Report


def number_to_json(value: Number) -> int | float:
    """A count as an integer, an amount of money as a decimal number."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """A finding with its rule, level, cells, both figures, sentence, place, words and advice."""
    return {
        "rule": finding.rule,
        "level": finding.level,
        "cells": list(finding.cells),
        "expected": _figure(finding.expected),
        "actual": _figure(finding.actual),
        "message": finding.message,
        "source": finding.source,
        "excerpt": finding.excerpt,
        "advice": finding.advice,
    }


def report_to_json(
    report: Report, findings: Iterable[Finding] | None = None, extra: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The report as the contract's JSON object; with `findings` as `report check` gives it.

    `extra` holds further fields; one named `cells` is merged cell by cell (such as the records that a cell counts).
    """
    extra = dict(extra or {})
    more_of_cells: Mapping[str, Mapping[str, Any]] = extra.pop("cells", {})
    result: dict[str, Any] = {
        "file": report.file,
        "agency": report.agency,
        "agency_printed": report.agency_printed,
        "year": report.year,
        "form": report.form,
        "title": report.title,
        "signed": _date(report.signed),
        "published": _date(report.published),
        "cells": {
            cell: {
                "value": number_to_json(figure.value),
                "raw": figure.raw,
                "source": figure.source,
                **more_of_cells.get(cell, {}),
            }
            for cell, figure in report.cells.items()
        },
        "blank": dict(report.blank),
        "missing": list(report.missing),
        "sections": dict(report.sections),
        "repairs": [
            {"source": repair.source, "raw": repair.raw, "repaired": repair.repaired, "reason": repair.reason}
            for repair in report.repairs
        ],
    }
    if findings is not None:
        result["findings"] = [finding_to_json(finding) for finding in findings]
    return result | extra


def error_to_json(file: str, sentence: str) -> dict[str, str]:
    """What stands in a report's place where its file cannot be used."""
    return {"file": file, "error": sentence}


def _date(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _figure(value: Number | str | None) -> int | float | str | None:
    return value if value is None or isinstance(value, str) else number_to_json(value)
