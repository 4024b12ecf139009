"""Made-up cases are cases: what stands in their columns is what their events give, and the figures add up."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.applications import counting
from gongkai.applications.models import Application, CaseEvent
from gongkai.applications.projection import FIELDS, project
from gongkai.applications.synthetic import write_cases
from gongkai.law.outcomes import packaged_outcomes

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 20)


def test_their_columns_are_what_the_clock_makes_of_their_events() -> None:
    agencies = [AgencyFactory(), AgencyFactory()]
    write_cases(agencies, 300, today=TODAY, seed=3)
    cases = Application.objects.select_related("agency").prefetch_related("events", "decisions")
    assert {case.agency for case in cases} == set(agencies)
    for case in cases:
        written = [getattr(case, name) for name in FIELDS]
        project(case, TODAY)
        assert [getattr(case, name) for name in FIELDS] == written
        assert case.outcome in {"", *packaged_outcomes()}


def test_the_figures_of_every_year_carry_over_into_the_next() -> None:
    agency = AgencyFactory()
    write_cases([agency], 2_000, today=TODAY, histories=50)
    assert CaseEvent.objects.values("application").distinct().count() == 50
    years = [counting.count(agency, year) for year in range(2019, 2027)]
    assert sum(year.cells["applications.received.total"] for year in years) > 1_500
    for before, after in pairwise(years):
        assert before.cells["applications.carried_out.total"] == after.cells["applications.carried_in.total"]
        assert not after.unplaced


def test_the_same_seed_makes_the_same_cases() -> None:
    said = []
    for _ in range(2):
        agency = AgencyFactory()
        write_cases([agency], 50, today=TODAY, seed=7, histories=0)
        said.append(list(Application.objects.filter(agency=agency).order_by("pk").values_list("receipt_no", *FIELDS)))
        Application.objects.all().delete()
    assert said[0] == said[1]
