"""The sample city's sites are made once."""

from datetime import date

import pytest

from gongkai.agencies.models import AgencyProfile, Leader
from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.publishing import sample
from gongkai.publishing.models import ColumnPage, SiteHome

pytestmark = pytest.mark.django_db


def test_the_sample_sites_are_made_once():
    city = AgencyFactory(code="ch", kind="government", level="municipal")
    AgencyFactory(code="ql-xitang", kind="township", level="township", parent=city)
    assert sample.load_columns(date(2026, 3, 2)) == 2
    assert sample.load_columns(date(2026, 3, 3)) == 0
    assert SiteHome.objects.get(issuer__code="ql-xitang").embedded
    topic = ColumnPage.objects.get(title="2026年湿地保护宣传月")
    assert topic.live
    assert topic.closes_on == date(2026, 3, 12)
    assert AgencyProfile.objects.filter(checked_on=date(2026, 3, 2)).count() == 2
    assert Leader.objects.filter(agency=city).count() == 2
