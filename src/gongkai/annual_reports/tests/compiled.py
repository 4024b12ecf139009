"""Compiled reports for tests: cases by the actions that everybody uses, and a report ready to be submitted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, User
from gongkai.agencies.tests.factories import MembershipFactory
from gongkai.annual_reports.compiled_models import CompiledReport
from gongkai.annual_reports.compiling.actions import StartReport, Stated, TypeFigures, WriteText
from gongkai.applications.models import Application
from gongkai.applications.tests.factories import decided, step, taken_in
from gongkai.law.forms import packaged_forms

YEAR = 2025
TODAY = date(2026, 1, 20)
TEXTS = {
    "1": "{{年度}}年，{{机关}}新收政府信息公开申请{{新收}}件，上年结转{{上年结转}}件，办结{{办结}}件。",
    "5": "存在的主要问题是个别栏目更新不够及时。下一步将逐月检查。",
}


def served(agency: Agency, received: date, on: date, outcome: str = "granted", **fields: Any) -> Application:
    """A case that was decided and handed over on one day."""
    case = taken_in(agency, today=TODAY, arrived_on=received, **fields)
    case = decided(case, on, outcome, today=TODAY)
    return step(case, "served", on, today=TODAY, method="hand")


def some_cases(agency: Agency) -> dict[str, Application]:
    """A case of each sort that the year 2025 has to tell apart."""
    enterprise = {"outcome": "prohibited_by_law", "applicant_type": "enterprise"}
    return {
        "granted": served(agency, date(2025, 3, 3), date(2025, 3, 17)),
        "carried_in": served(agency, date(2024, 12, 20), date(2025, 1, 6), **enterprise),
        "carried_out": taken_in(agency, today=TODAY, arrived_on=date(2025, 12, 22)),
        "next_year": served(agency, date(2025, 12, 15), date(2026, 1, 5)),
        "later": taken_in(agency, today=TODAY, arrived_on=date(2026, 1, 5)),
    }


def begun(agency: Agency, year: int = YEAR) -> CompiledReport:
    """A report that was begun and has nothing in it yet."""
    return StartReport(None, agency, year, today=TODAY).perform()


def ready(agency: Agency, year: int = YEAR) -> CompiledReport:
    """A report with which nothing is left to do but to submit it."""
    report = begun(agency, year)
    stated = {cell: Stated(Decimal(0), "统计台账") for cell in packaged_forms()["2021"].table("proactive").ids()}
    report = TypeFigures(None, report, stated, today=TODAY).perform()
    for section, text in TEXTS.items():
        report = WriteText(None, report, section=section, text=text, was="", today=TODAY).perform()
    return report


def person(agency: Agency, role: Role) -> User:
    """Somebody with this role at the agency."""
    membership: Any = MembershipFactory(agency=agency, role=role)
    return membership.user
