"""Reports for tests: a sound one as a file, what is read from it, and records in each state."""

from __future__ import annotations

from functools import cache
from typing import Any

from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, User
from gongkai.agencies.tests.factories import MembershipFactory
from gongkai.annual_reports.actions import PublishReport, TakeInReport, Upload
from gongkai.annual_reports.models import AnnualReport
from gongkai.annual_reports.sample_layouts import render
from gongkai.law.forms import packaged_forms
from gongkai.reports.isolated import answer
from gongkai.reports.model import CellValue, Report

TOTAL = "applications.received.total"


@cache
def report_file(agency: str, year: int = 2023, received: int = 5, total: int | None = None) -> bytes:
    """A report as a text file: so many applications received from people and granted; `total` to print a wrong one."""
    form = packaged_forms()["2021"]
    figures = dict.fromkeys(form.cells, "0")
    for row in ("received", "granted", "concluded"):
        figures |= {f"applications.{row}.natural_person": str(received), f"applications.{row}.total": str(received)}
    if total is not None:
        figures[TOTAL] = str(total)
    report = Report(
        file="",
        agency=agency,
        year=year,
        form=form.id,
        cells={cell: CellValue(0, raw, "") for cell, raw in figures.items()},
        sections={
            "1": f"{year}年，本机关收到政府信息公开申请{received}件，均已答复。",
            "5": "存在的主要问题：个别栏目更新不够及时。",
            "6": "本年度未收取信息处理费。",
        },
    )
    return render("cells", report, form, signed=f"{year + 1}年1月20日", published="", site="")[1]


@cache
def _reading(data: bytes, name: str) -> dict[str, Any]:
    return answer(data, name)


def upload(agency: str, year: int = 2023, **figures: Any) -> Upload:
    """Such a file with its reading; read in this process, since it is our own."""
    name, data = f"{agency}{year}.txt", report_file(agency, year, **figures)
    return Upload(name, data, _reading(data, name))


def draft(agency: Agency, year: int = 2023, **figures: Any) -> AnnualReport:
    """A report of the agency that is not public."""
    return TakeInReport(None, upload(agency.name, year, **figures), agency=agency).perform()


def published(agency: Agency, year: int = 2023, **figures: Any) -> AnnualReport:
    """A report of the agency that is public."""
    report = draft(agency, year, **figures)
    PublishReport(None, report).perform()
    return report


def editor(agency: Agency) -> User:
    """Somebody who may also publish the agency's reports."""
    membership: Any = MembershipFactory(agency=agency, role=Role.EDITOR)
    return membership.user
