"""The term of Art 26: what the list of late ones finds is what each record says of itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.agencies.models import Agency
from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.publishing.models import PublicationEvent, PublishingOffice, Record
from gongkai.publishing.terms import Timeliness, late_condition, term_of, timeliness
from gongkai.publishing.tests.factories import RecordFactory, column_of

pytestmark = pytest.mark.django_db


def test_twenty_working_days_from_the_day_it_was_formed() -> None:
    record = RecordFactory(formed_on=date(2026, 1, 5))
    term = term_of(record, date(2026, 2, 2))
    assert (term.due_on, term.days_left, term.late) == (date(2026, 2, 2), 0, False)
    assert term_of(record, date(2026, 2, 3)).late
    record.column.publication_days = 7
    assert term_of(record, date(2026, 1, 14)).due_on == date(2026, 1, 14)
    record.attribute = "withheld"
    assert term_of(record, date(2027, 1, 1)).due_on is None


def test_a_published_record_is_late_by_its_day_of_publication() -> None:
    noon = timezone.make_aware(datetime(2026, 2, 3, 12))
    record = RecordFactory(published=True, formed_on=date(2026, 1, 5), published_at=noon)
    term = term_of(record, date(2026, 12, 1))
    assert (term.late, term.days_left, term.published_on) == (True, None, date(2026, 2, 3))
    for formed_on, on in (
        (date(2026, 1, 5), date(2026, 2, 3)),
        (date(2026, 1, 6), date(2026, 2, 3)),
        (None, noon.date()),
    ):
        made = RecordFactory(agency=record.agency, column=record.column, formed_on=formed_on)
        PublicationEvent.objects.create(
            record=made, kind="published", on=on, agency=made.agency, column=made.column, content_class="business"
        )
    assert timeliness([record.agency], date(2026, 1, 1), date(2026, 12, 31)) == Timeliness(1, 1, 1)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(today=st.dates(date(2026, 1, 1), date(2026, 12, 30)), ages=st.lists(st.integers(0, 60), min_size=1, max_size=6))
def test_the_condition_finds_exactly_what_is_late(db: None, today: date, ages: list[int]) -> None:
    Record.objects.all().delete()
    agency = Agency.objects.first() or AgencyFactory()
    PublishingOffice.objects.update_or_create(agency=agency, defaults={"publication_days": 10})
    plain, quick = _columns(agency)
    for place, age in enumerate(ages):
        column = quick if place % 2 else plain
        RecordFactory(agency=agency, column=column, formed_on=today - timedelta(days=age))
    found = set(Record.objects.filter(late_condition([agency], today)))
    assert found == {record for record in Record.objects.all() if term_of(record, today).late}


def _columns(agency: Agency) -> tuple[Any, Any]:
    from gongkai.publishing.models import ColumnPage

    found = list(ColumnPage.objects.filter(issuer=agency).order_by("pk"))
    return (found[0], found[1]) if found else (column_of(agency), column_of(agency, "快", publication_days=5))


def test_a_list_of_late_ones_costs_the_same_for_many(django_assert_max_num_queries: Any) -> None:
    agencies = [AgencyFactory() for _ in range(4)]
    for agency in agencies:
        RecordFactory(agency=agency, formed_on=date(2026, 1, 5))
    with django_assert_max_num_queries(6):
        assert Record.objects.filter(late_condition(agencies, date(2026, 6, 1))).count() == 4
