"""Uploaded files: read once, told whose they are, and one bad file does not stop the rest."""

import pytest

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.models import AgencyName
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.annual_reports.intake import take_in
from gongkai.annual_reports.models import AnnualReport, UploadBatch
from gongkai.annual_reports.tests.made import report_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(people):
    return UploadBatch.objects.create(uploaded_by=people.handler, expected=2)


def test_a_file_is_read_and_given_to_the_agency_it_names(people, batch):
    item = take_in(people.handler, batch, "年报.txt", report_file(people.agency.name))
    assert (item.error, item.report.agency, item.report.year) == ("", people.agency, 2023)
    assert item.report.uploaded_by == people.handler


def test_a_former_name_is_known(people, batch):
    AgencyName.objects.create(agency=people.agency, name="测试市旧机关")
    item = take_in(people.handler, batch, "年报.txt", report_file("测试市旧机关"))
    assert item.report.agency == people.agency
    assert item.report.agency_printed == "测试市旧机关"


def test_a_report_of_an_agency_one_does_not_work_for_stays_open(people, batch):
    item = take_in(people.handler, batch, "年报.txt", report_file(people.other_agency.name))
    assert item.report.agency is None
    assert AnnualReport.objects.for_user(people.handler).get() == item.report
    assert not AnnualReport.objects.for_user(people.stranger).exists()


def test_the_same_file_is_read_once(people, batch):
    data = report_file(people.agency.name)
    first = take_in(people.handler, batch, "年报.txt", data)
    again = take_in(people.handler, batch, "年报.txt", data)
    assert (again.pk, again.repeated) == (first.pk, False)
    later = UploadBatch.objects.create(uploaded_by=people.handler, expected=1)
    elsewhere = take_in(people.handler, later, "副本.txt", data)
    assert (elsewhere.report, elsewhere.repeated) == (first.report, True)
    assert AnnualReport.objects.count() == 1


def test_the_same_file_of_another_agency_is_not_shown_to_a_stranger(people, batch):
    data = report_file(people.agency.name)
    take_in(people.handler, batch, "年报.txt", data)
    theirs = UploadBatch.objects.create(uploaded_by=people.stranger, expected=1)
    item = take_in(people.stranger, theirs, "年报.txt", data)
    assert item.report.uploaded_by == people.stranger
    assert not item.repeated


def test_a_file_that_is_no_report_gets_one_sentence(people, batch):
    item = take_in(people.handler, batch, "菜单.txt", "今日午餐：番茄炒蛋，米饭。".encode())
    assert item.report is None
    assert item.error.endswith("。")
    assert not AnnualReport.objects.exists()


def test_who_only_reads_cannot_upload(people, batch):
    reader = MembershipFactory(agency=AgencyFactory(), role=Role.DISCIPLINE).user
    with pytest.raises(Refused):
        take_in(reader, batch, "年报.txt", report_file("某机关"))
