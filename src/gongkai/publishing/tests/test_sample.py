"""The sample city's sites are made once."""

from datetime import date

import pytest

from gongkai.agencies.enums import Role
from gongkai.agencies.models import AgencyProfile, Leader
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory, UserFactory
from gongkai.publishing import sample, sample_drafts
from gongkai.publishing.models import ColumnPage, DisclosureItem, Record, SiteHome, WorkPoint

pytestmark = pytest.mark.django_db


def test_the_sample_sites_are_made_once():
    city = AgencyFactory(code="ch", kind="government", level="municipal")
    AgencyFactory(code="ch-zrzy", kind="department", level="municipal", parent=city)
    AgencyFactory(code="ql-xitang", kind="township", level="township", parent=city)
    assert sample.load_columns(date(2026, 3, 2)) == 3
    assert sample.load_columns(date(2026, 3, 3)) == 0
    assert SiteHome.objects.get(issuer__code="ql-xitang").embedded
    topic = ColumnPage.objects.get(title="2026年湿地保护宣传月")
    assert topic.live
    assert topic.closes_on == date(2026, 3, 12)
    assert AgencyProfile.objects.filter(checked_on=date(2026, 3, 2)).count() == 3
    assert Leader.objects.filter(agency=city).count() == 2
    assert WorkPoint.objects.count() == 3
    mapped = dict(DisclosureItem.objects.values_list("subheading", "column__title"))
    assert mapped["建设工程规划许可"] == "行政许可"
    assert mapped["征收土地公告"] == "征地补偿"


def test_a_draft_waits_at_every_stage_of_review():
    city = AgencyFactory(code="ch", kind="government", level="municipal")
    bureau = AgencyFactory(code="ch-zrzy", kind="department", level="municipal", parent=city)
    sample.load_columns(date(2026, 3, 2))
    roles = {
        "editor": Role.EDITOR, "first": Role.HANDLER, "second": Role.REVIEWER,
        "secrecy": Role.SECRECY_REVIEWER, "third": Role.SIGNER,
    }  # fmt: skip
    for name, role in roles.items():
        MembershipFactory(user=UserFactory(username=name), agency=bureau, role=role)
    people = {name: name for name in roles}
    assert sample_drafts.load_drafts(people, date(2026, 3, 2)) == 7
    assert sample_drafts.load_drafts(people, date(2026, 3, 2)) == 0
    waiting = set(Record.objects.values_list("stage", flat=True))
    assert waiting == {"writing", "returned", "first", "second", "secrecy", "third", "approved"}
    assert not Record.objects.published().exists()
