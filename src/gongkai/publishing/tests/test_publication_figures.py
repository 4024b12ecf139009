"""Publication figures: parts add up to the whole, and each opens exactly the records that it counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.agencies.models import Department
from gongkai.agencies.tests.factories import AgencyFactory, DepartmentFactory, MembershipFactory
from gongkai.publishing.counting import Counted, Dimension, figures, records_behind, total
from gongkai.publishing.enums import Channel, ContentClass, EventKind, Genre
from gongkai.publishing.models import PublicationEvent, Record
from gongkai.publishing.tests.factories import RecordFactory, column_of

pytestmark = pytest.mark.django_db
FIRST = date(2026, 1, 1)


@pytest.fixture
def filed() -> dict[str, Any]:
    """A government with two departments' units below it, and some columns."""
    city = AgencyFactory()
    agencies = [city, AgencyFactory(parent=city), AgencyFactory()]
    return {
        "agencies": agencies,
        "columns": {agency.pk: [column_of(agency), column_of(agency, "动态")] for agency in agencies},
        "units": {agency.pk: DepartmentFactory(agency=agency) for agency in agencies},
    }


one_event = st.tuples(
    st.integers(0, 2), st.integers(0, 1), st.booleans(), st.sampled_from(EventKind.values), st.integers(-3, 13),
    st.sampled_from(ContentClass.values), st.sampled_from(["", "养老", "教育"]),
    st.sampled_from(["", *Genre.values[:3]]), st.sets(st.sampled_from(Channel.values[1:4])),
)  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(one_event, max_size=12), below=st.booleans(), channel=st.sampled_from([None, Channel.WEBSITE]))
def test_parts_add_up_and_open_their_records(filed: Any, rows: list[Any], below: bool, channel: Channel | None) -> None:
    PublicationEvent.objects.all().delete()
    Record.objects.all().delete()
    for whose, where, unit, kind, day, content_class, key_field, genre, channels in rows:
        agency = filed["agencies"][whose]
        column = filed["columns"][agency.pk][where]
        record = RecordFactory(agency=agency, column=column)
        PublicationEvent.objects.bulk_create(
            PublicationEvent(
                record=record, kind=kind, on=FIRST + timedelta(days=day), channel=by, agency=agency, column=column,
                unit=filed["units"][agency.pk] if unit else None, content_class=content_class, key_field=key_field,
                genre=genre,
            )
            for by in ("website", *channels)
        )  # fmt: skip
    counted = Counted(filed["agencies"][0], FIRST, FIRST + timedelta(days=9), below=below, channel=channel)
    expected = [
        row for row in rows if row[3] == "published" and 0 <= row[4] <= 9 and (row[0] == 0 or (below and row[0] == 1))
    ]
    whole = total(counted)
    assert whole.count == sum(1 + (len(row[-1]) if channel is None else 0) for row in expected)
    assert records_behind(whole).count() == len(expected)
    for dimension in Dimension:
        parts = figures(counted, dimension)
        assert sum(part.count for part in parts) == whole.count
        listed = [set(records_behind(part).values_list("pk", flat=True)) for part in parts]
        assert set().union(*listed) == set(records_behind(whole).values_list("pk", flat=True))
        if channel is not None or dimension == Dimension.CHANNEL:
            assert [len(records) for records in listed] == [part.count for part in parts]
        for part in parts:
            assert sum(finer.count for finer in figures(part.counted, Dimension.GENRE)) == part.count


def test_a_figure_shows_nobody_more_than_he_may_see(filed: Any, django_assert_num_queries: Any) -> None:
    agency, _, other = filed["agencies"]
    for whose in (agency, other):
        record = RecordFactory(agency=whose, column=filed["columns"][whose.pk][0])
        PublicationEvent.objects.create(
            record=record, kind="published", on=FIRST, agency=whose, column=record.column, content_class="news",
            unit=filed["units"][whose.pk],
        )  # fmt: skip
    counted = Counted(agency, FIRST, FIRST)
    assert records_behind(total(counted), MembershipFactory(agency=agency).user).count() == 1
    assert not records_behind(total(counted), MembershipFactory(agency=other).user).exists()
    with django_assert_num_queries(2):
        parts = figures(counted, Dimension.UNIT)
    assert [part.label for part in parts] == [Department.objects.get(agency=agency).name]
    with django_assert_num_queries(1):
        assert [part.label for part in figures(counted, Dimension.CLASS)] == ["动态信息"]
