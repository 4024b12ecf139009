"""Checking a kept report again, with its hand corrections in the place of what was read."""

from __future__ import annotations

from django.db import transaction

from gongkai.annual_reports.actions import replace_findings
from gongkai.annual_reports.convert import number, storable
from gongkai.annual_reports.models import AnnualReport
from gongkai.reports.isolated import read_and_check


def recheck(record: AnnualReport) -> None:
    """Read the original anew, put the corrected figures in, check, and keep the findings.

    The original is read again because rules look at more than the figures: at rows, heads and sentences. Where it
    cannot be read any more (a limit was changed), the findings stay as they are.
    """
    corrections = {
        cell.cell: None if cell.value is None else number(cell.value)
        for cell in record.cells.exclude(corrected_at=None)
    }
    with record.file.open("rb") as file:
        data = file.read()
    result = read_and_check(data, record.file_name, corrections=corrections)
    if "error" not in result:
        with transaction.atomic():
            replace_findings(record, storable(result["findings"]))
