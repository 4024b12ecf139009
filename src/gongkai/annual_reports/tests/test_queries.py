"""What lists show and to whom."""

from decimal import Decimal

import pytest

from gongkai.agencies.enums import Role
from gongkai.agencies.models import AgencyName
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.annual_reports import queries
from gongkai.annual_reports.actions import CorrectCell
from gongkai.annual_reports.models import AnnualReport
from gongkai.annual_reports.tests.made import TOTAL, draft, published

pytestmark = pytest.mark.django_db


def test_each_sees_the_reports_of_their_own_agency(people):
    own = draft(people.agency)
    assert list(AnnualReport.objects.for_user(people.handler)) == [own]
    assert not AnnualReport.objects.for_user(people.stranger).exists()
    assert not AnnualReport.objects.for_user(people.public).exists()


def test_the_supervising_office_sees_the_units_below(people):
    unit = AgencyFactory(parent=people.agency)
    supervisor = MembershipFactory(agency=people.agency, role=Role.SUPERVISOR).user
    report = draft(unit)
    assert list(AnnualReport.objects.for_user(supervisor)) == [report]


def test_only_published_reports_are_public(people):
    draft(people.agency, 2022)
    public = published(people.agency, 2023)
    assert list(queries.published_reports()) == [public]
    assert queries.published_years() == [2023]
    assert queries.agencies_with_reports().get().count == 1


def test_lists_carry_the_figure_that_counts(people):
    report = draft(people.agency)
    CorrectCell(people.handler, report, cell=TOTAL, value=Decimal(7), reason="程序读错").perform()
    listed = queries.with_listed_figures(AnnualReport.objects.all()).get()
    assert (listed.received, listed.concluded) == (7, 5)


def test_a_former_name_finds_the_report_once(people):
    published(people.agency)
    for name in ("旧名称甲", "旧名称乙"):
        AgencyName.objects.create(agency=people.agency, name=name)
    assert len(queries.published_reports("旧名称")) == 1
    assert not queries.published_reports("没有的名称")


def test_neighbouring_years_skip_gaps(people):
    for year in (2021, 2023, 2024):
        published(people.agency, year)
    report = queries.published_report(people.agency.code, 2023)
    assert queries.published_neighbours(report) == {"previous": 2021, "next": 2024}


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 2),
        ({"year": 2023}, 1),
        ({"state": "draft"}, 1),
        ({"found": "error"}, 1),
        ({"found": "sound"}, 1),
        ({"q": "测试局"}, 2),
        ({"q": "别的"}, 0),
    ],
)
def test_the_office_list_is_filtered(people, filters, count):
    published(people.agency, 2022)
    draft(people.agency, 2023, total=9)
    assert len(queries.office_reports(people.handler, filters)) == count
