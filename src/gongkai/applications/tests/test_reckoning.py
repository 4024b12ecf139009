"""Due dates that move because other working days count: open cases are reckoned anew, old and new are in the ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from gongkai.agencies.actions import CorrectYear, MoveAgency, SetLocalDays
from gongkai.agencies.calendar_text import NamedDay
from gongkai.agencies.models import Agency
from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.applications.actions.succession import HandOver
from gongkai.applications.models import Application
from gongkai.applications.tests.factories import TODAY, decided, step, taken_in
from gongkai.law.calendar import packaged_calendar
from gongkai.ledger.models import Entry
from gongkai.ledger.queries import verify

pytestmark = pytest.mark.django_db
DUE, NEXT = date(2026, 2, 2), date(2026, 2, 3)
FEAST = NamedDay(date(2026, 1, 14), False, "某节")


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch: Any) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


@pytest.fixture
def agency() -> Agency:
    return AgencyFactory()


def due(case: Application) -> date | None:
    case.refresh_from_db()
    return case.due_on


def moved() -> list[tuple[str, str, str]]:
    """What the ledger says of due dates that moved."""
    entries = Entry.objects.filter(kind="application.due_recomputed").order_by("pk")
    return [(entry.chain, entry.payload["from"], entry.payload["to"]) for entry in entries]


def test_a_corrected_year_moves_open_cases_and_leaves_finished_ones(agency: Agency) -> None:
    case = taken_in(agency)
    finished = step(decided(taken_in(agency), date(2026, 1, 15)), "served", date(2026, 1, 16))
    known = packaged_calendar().years[2026]
    days = [NamedDay(day, day in known.work, "安排") for day in (*known.off, *known.work)]
    CorrectYear(None, 2026, days=[*days, FEAST], source="某通知", ground="补录一天").perform()
    used = finished.days_used
    finished.refresh_from_db()
    assert (due(case), finished.days_used) == (NEXT, used)
    assert moved() == [(agency.code, str(DUE), str(NEXT))]
    assert verify().sound


def test_an_agency_moved_beneath_another_with_days_of_its_own_is_told_old_and_new(agency: Agency) -> None:
    region = AgencyFactory()
    SetLocalDays(None, region, days=[FEAST], basis="某自治州通知").perform()
    case = taken_in(agency)
    elsewhere = taken_in(AgencyFactory())
    MoveAgency(None, agency, parent=region).perform()
    assert (due(case), due(elsewhere)) == (NEXT, DUE)
    agency.refresh_from_db()
    MoveAgency(None, agency, parent=None).perform()
    assert due(case) == DUE
    assert moved() == [(agency.code, str(DUE), str(NEXT)), (agency.code, str(NEXT), str(DUE))]
    assert verify().sound


def test_a_case_handed_to_a_successor_with_other_days_says_which_day_it_was_due(agency: Agency) -> None:
    successor = AgencyFactory()
    SetLocalDays(None, successor, days=[FEAST], basis="某自治州通知").perform()
    case = HandOver(None, taken_in(agency), successor, today=TODAY, ground="机构改革").perform()
    assert case.due_on == NEXT
    told = Entry.objects.filter(kind="application.handed_over")
    assert {entry.chain for entry in told} == {agency.code, successor.code}
    assert all(entry.payload["due"] == [str(DUE), str(NEXT)] for entry in told)
