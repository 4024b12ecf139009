"""The dashboard says which annual reports wait, and its links show just these."""

from datetime import date

import pytest

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.annual_reports.office.panel import waiting_reports
from gongkai.annual_reports.tests.made import draft, editor, published

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 5)


def test_what_waits_is_counted_with_its_findings_and_leads_to_its_list(office_client):
    agency = AgencyFactory()
    draft(agency, 2021)
    draft(agency, 2022, total=6)
    published(agency, 2023, total=6)
    draft(AgencyFactory(), 2022, total=6)
    person = editor(agency)
    panel = waiting_reports(person, TODAY)
    counts = {row.label: row.count for row in panel.rows}
    assert counts["待公布"] == 2
    assert counts["待公布，有错误"] == 1
    client = office_client(person)
    for row in panel.rows:
        assert f"共 {row.count} 份" in client.get(row.url).content.decode(), row.label


def test_it_costs_one_query(django_assert_num_queries):
    agency = AgencyFactory()
    for year in (2021, 2022, 2023):
        draft(agency, year)
    person = editor(agency)
    assert person.scope.all_roles()
    with django_assert_num_queries(1):
        waiting_reports(person, TODAY)


def test_nothing_waiting_is_said_and_who_only_reads_sees_no_panel():
    agency = AgencyFactory()
    assert waiting_reports(editor(agency), TODAY).rows == ()
    draft(agency)
    for role in (Role.DISCIPLINE, Role.RESEARCHER, Role.SECRECY_REVIEWER):
        assert waiting_reports(MembershipFactory(agency=agency, role=role).user, TODAY) is None
