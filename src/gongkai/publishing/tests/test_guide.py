"""The guide names what Art 12 asks for; the catalogue has its columns, filters, and no query a row."""

from datetime import UTC, date, datetime

import pytest

from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.publishing.catalogue import ITEMS, Filters, catalogue, rows, years
from gongkai.publishing.columns.sites import MakeSite
from gongkai.publishing.enums import Attribute, Part
from gongkai.publishing.guide import contacts_of, guide_for
from gongkai.publishing.models import ColumnPage
from gongkai.publishing.profiles import ChangeProfile
from gongkai.publishing.tests.factories import RecordFactory, column_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def test_the_guide_lists_the_statutory_columns_and_says_what_is_missing(django_assert_max_num_queries):
    agency = AgencyFactory()
    assert "法定主动公开内容的栏目" in guide_for(agency).gaps
    MakeSite(None, agency, today=TODAY).perform()
    ChangeProfile(None, agency, address="测试路1号", phone="0000-1", today=TODAY).perform()
    with django_assert_max_num_queries(5):
        guide = guide_for(agency)
    assert [section.title[:2] for section in guide.sections] == ["一、", "二、", "三、", "四、"]
    below = ColumnPage.objects.get(part=Part.STATUTORY)
    assert set(guide.sections[0].columns) == set(ColumnPage.objects.descendant_of(below))
    assert ("办公地址", "测试路1号") in contacts_of(agency).rows()
    assert "机构名称" in guide.gaps
    assert "办公地址" not in guide.gaps


def test_the_catalogue_has_what_is_public_and_proactive_and_is_narrowed(django_assert_num_queries):
    column = column_of(AgencyFactory(), item_code="20(三)")
    agency = column.issuer
    made = [
        RecordFactory(agency=agency, column=column, published=True, formed_on=date(2025, 5, n), theme="land",
                      genre="notice", published_at=datetime(2025, 6, n, tzinfo=UTC), summary="概述")
        for n in (1, 2, 3)
    ]  # fmt: skip
    RecordFactory(agency=agency, column=column)
    RecordFactory(agency=agency, column=column, published=True, attribute=Attribute.ON_APPLICATION)
    with django_assert_num_queries(1):
        found = rows(catalogue(agency))
    assert [row.record for row in found] == made[::-1]
    assert (found[0].index, found[0].summary, found[0].formed_on) == (made[2].index_number, "概述", date(2025, 5, 3))
    assert (found[0].theme, found[0].genre) == ("国土资源、能源", "通知")
    assert catalogue(agency, Filters.of(theme="land", genre="notice", item="20(三)", year="2025")).count() == 3
    for nothing in ({"theme": "health"}, {"item": "20(四)"}, {"year": "2024"}, {"genre": "reply"}):
        assert not catalogue(agency, Filters.of(**nothing)).exists()
    assert years(agency, TODAY) == [2026, 2025]


def test_what_is_no_filter_narrows_nothing():
    assert Filters.of(theme="x", genre="'", item="99", year="20x6") == Filters()
    assert len(ITEMS) == 16


def test_a_record_without_day_of_forming_is_found_by_its_signing():
    record = RecordFactory(published=True, signed_on=date(2024, 1, 5))
    assert rows(catalogue(record.agency, Filters(year=2024)))[0].formed_on == date(2024, 1, 5)
