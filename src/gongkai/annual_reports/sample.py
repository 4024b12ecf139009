"""The sample city's annual reports: real figures, with their real defects, in our own words.

The figures of `sample_data` are those of five reports that authorities published; every sentence is invented. Each is
written as a file in a layout met on real pages, read by the same reader as any upload, and published. Loading again
changes nothing that is there.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.annual_reports.actions import PublishReport, ShowFindings, TakeInReport, Upload
from gongkai.annual_reports.models import AnnualReport
from gongkai.annual_reports.sample_layouts import render
from gongkai.law.forms import Form, packaged_forms
from gongkai.reports.isolated import read_and_check
from gongkai.reports.model import CellValue, Report

GROUND = "示例数据"
CITY = "澄湖市"


@dataclass(frozen=True)
class SampleFile:
    """A sample report as a file."""

    code: str
    year: int
    name: str
    data: bytes
    show_findings: bool


def sample_files() -> list[SampleFile]:
    """All sample reports as the files that their agencies would have put on their pages."""
    names = {agency.code: agency.name for agency in Agency.objects.all()}
    folder = files(__package__) / "sample_data"
    plans = [
        tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    ]
    return [_written(plan, names[plan["agency"]]) for plan in plans if plan["agency"] in names]


def load() -> int:
    """Take in and publish what is missing of the sample reports. Returns how many were added."""
    present = set(AnnualReport.objects.values_list("agency__code", "year"))
    added = 0
    for file in sample_files():
        if (file.code, file.year) in present:
            continue
        reading = read_and_check(file.data, file.name)
        if "error" in reading:
            raise RuntimeError(f"{file.name}: {reading['error']}")
        agency = Agency.objects.get(code=file.code)
        report = TakeInReport(None, Upload(file.name, file.data, reading), agency=agency, ground=GROUND).perform()
        if report.year != file.year:
            raise RuntimeError(f"{file.name}: read as of {report.year}")
        if file.show_findings:
            numbers = report.findings.exclude(level="hint").values_list("number", flat=True)
            ShowFindings(None, report, numbers=list(numbers), ground=GROUND).perform()
        PublishReport(None, report, ground=GROUND).perform()
        added += 1
    return added


def _written(plan: dict[str, Any], agency: str) -> SampleFile:
    form = packaged_forms()[plan["form"]]
    report = _report(plan, form, agency)
    if wrong := plan.get("replaced"):
        report.sections = {number: text.replace(*wrong) for number, text in report.sections.items()}
    suffix, data = render(
        plan["layout"], report, form,
        signed=plan["signed"], published=plan.get("published", ""), site=f"{CITY}人民政府",
    )  # fmt: skip
    if wrong and suffix in (".html", ".txt"):
        data = data.decode().replace(*wrong).encode()
    name = f"{agency}{plan['year']}年政府信息公开工作年度报告{suffix}"
    return SampleFile(plan["agency"], plan["year"], name, data, plan["show_findings"])


def _date(written: str) -> date | None:
    """The date of sign-off as a date; None for one that the report prints damaged."""
    parts = re.fullmatch(r"(\d+)年(\d+)月(\d+)日", written)
    return date(*map(int, parts.groups())) if parts else None


def _report(plan: dict[str, Any], form: Form, agency: str) -> Report:
    """The report with every cell of its form as 0 unless the plan says otherwise, printed as the plan has it."""
    absent = set(plan["absent"])
    if plan.get("undivided_other"):
        absent |= {cell for cell in form.cells if cell.startswith("applications.other.")}
    stated = {cell: str(figure) for cell, figure in plan["cells"].items()}
    printed = {cell: "0" for cell in form.cells if cell not in absent} | stated
    if plan.get("undivided_other"):
        columns = [column.id for column in form.table("applications").blocks[0].columns]
        printed |= {f"applications.other.{column}": "0" for column in columns}
    if plan["layout"] == "pictures":
        printed = {}
    return Report(
        file="",
        agency=agency,
        year=plan["year"],
        form=form.id,
        signed=_date(plan["signed"]),
        cells={cell: CellValue(0, raw, "") for cell, raw in printed.items()},
        sections={number: text.strip() for number, text in plan["sections"].items()},
    )
