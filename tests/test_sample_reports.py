"""The sample city's reports carry the figures and the faults of real ones."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from gongkai.annual_reports import sample
from gongkai.annual_reports.models import AnnualReport
from gongkai.site import sample_city

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Loaded once for all: what a test changes is taken back to here after it, the city itself at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        sample_city.load()
        yield
        transaction.set_rollback(True)


def test_loading_again_changes_nothing(city):
    before = list(AnnualReport.objects.values_list("public_id", flat=True))
    assert len(before) == 8
    assert sample.load() == 0
    assert list(AnnualReport.objects.values_list("public_id", flat=True)) == before


def test_every_figure_is_read_from_every_layout(city):
    counted = {
        (report.agency.code, report.year): report.cells.count()
        for report in AnnualReport.objects.select_related("agency")
    }
    assert counted == {
        ("ch-zrzy", 2020): 198,
        ("ch-zrzy", 2021): 200,
        ("ch-zrzy", 2022): 200,
        ("ch-zrzy", 2023): 185,
        ("ch-zrzy", 2024): 200,
        ("ql-zrzy", 2023): 204,
        ("ch", 2023): 200,
        ("ch-zjj", 2020): 0,
    }


@pytest.mark.parametrize(
    ("code", "year", "errors"),
    [
        ("ch-zrzy", 2023, {"applications.row_total": 7, "applications.balance": 2, "applications.concluded_sum": 1}),
        ("ql-zrzy", 2023, {"applications.balance": 2, "applications.concluded_sum": 2}),
        ("ch-zjj", 2020, {"form.missing_cells": 3}),
        ("ch", 2023, {}),
        ("ch-zrzy", 2020, {}),
        ("ch-zrzy", 2021, {}),
        ("ch-zrzy", 2022, {}),
        ("ch-zrzy", 2024, {}),
    ],
)
def test_the_errors_are_those_of_the_real_reports(city, code, year, errors):
    report = AnnualReport.objects.get(agency__code=code, year=year)
    found: dict[str, int] = {}
    for finding in report.findings.filter(level="error"):
        found[finding.rule] = found.get(finding.rule, 0) + 1
    assert found == errors


def test_sound_reports_have_nothing_above_a_hint(city):
    for year in (2021, 2022, 2024):
        report = AnnualReport.objects.get(agency__code="ch-zrzy", year=year)
        assert not report.findings.exclude(level="hint").exists()
