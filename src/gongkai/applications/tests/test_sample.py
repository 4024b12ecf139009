"""The sample cases: made by the ordinary actions on any day of any year, and something is due that day."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies.tests.factories import AgencyFactory, DepartmentFactory
from gongkai.applications import sample
from gongkai.applications.enums import State
from gongkai.applications.models import Application
from gongkai.ledger.queries import verify

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2026, 1, 2), date(2026, 10, 5), date(2027, 3, 8)])
def test_whatever_the_day_something_is_due_overdue_and_waiting(today: date) -> None:
    agency = AgencyFactory(code=sample.AGENCY)
    for name in ("办公室", "政策法规科", "耕地保护科"):
        DepartmentFactory(agency=agency, name=name)
    assert sample.load(today) > 20
    assert sample.load(today) == 0
    open_cases = Application.objects.unfinished()
    assert open_cases.filter(due_on__lt=today).exists()
    assert open_cases.filter(due_on__gte=today).exists()
    states = set(Application.objects.values_list("state", flat=True))
    assert {
        State.SUBMITTED,
        State.OPEN,
        State.AWAITING_SUPPLEMENT,
        State.CONSULTING,
        State.DECIDED,
        State.SERVED,
    } <= states
    assert verify().sound
