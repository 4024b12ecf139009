"""Records by a part of their title: what `icontains` finds, without reading their texts."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.publishing import record_titles
from gongkai.publishing.record_models import Record
from gongkai.publishing.record_titles import with_title
from gongkai.publishing.tests.factories import RecordFactory, column_of

TITLES = (
    "关于水库水位的公告", "水 库除险加固", "水库，大坝", "关于做好第112号工作的通知", "A类Permit目录", "a类permit",
    "100%公开_不留“死角”", "公", "'; --", "𠀀水库𠀁", "Straße与ÉTÉ", "库水", "水水水库库库",
)  # fmt: skip
LETTERS = sorted({letter for title in TITLES for letter in title})


class TestTheSameAsReadingEachTitle(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        agency = AgencyFactory()
        column = column_of(agency)
        for title in TITLES:
            RecordFactory(agency=agency, column=column, title=title)

    @settings(max_examples=150, deadline=None)
    @given(
        st.one_of(
            st.text(st.sampled_from(LETTERS), min_size=1, max_size=3),
            st.sampled_from(TITLES).flatmap(
                lambda title: st.builds(
                    lambda start, length: title[start : start + length],
                    st.integers(0, max(0, len(title) - 2)),
                    st.integers(1, 6),
                )
            ),
        ),
        st.sampled_from([2, record_titles.MANY]),
    )
    def test_for_any_part(self, part: str, many: int) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(record_titles, "MANY", many)
            found = Record.objects.filter(with_title(Record.objects.all(), part))
        assert set(found) == set(Record.objects.filter(title__icontains=part))


@pytest.mark.django_db
def test_the_rows_with_their_texts_are_not_read() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        with CaptureQueriesContext(connection) as captured:
            with_title(Record.objects.all(), "水库")
        explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{explain} {captured[0]['sql']}")
        plan = " ".join(str(field) for row in cursor.fetchall() for field in row)
    assert "publishing_record_title" in plan
    assert connection.vendor == "postgresql" or "COVERING INDEX" in plan
