"""What the site says of itself is changed by the system administrator alone, and the ledger has it."""

import pytest
from django.conf import settings
from django.urls import reverse

from gongkai.agencies.action import Refused
from gongkai.agencies.tests.factories import UserFactory
from gongkai.ledger.models import Entry
from gongkai.portal.models import SiteMarks
from gongkai.portal.office import ChangeSiteMarks

pytestmark = pytest.mark.django_db

MARKS = {
    "name": "测试市政府信息公开",
    "domain": "www.test.example",
    "id_code": "1234567890",
    "organiser": "测试市政府办公室",
    "contact": "",
    "icp": "",
    "police_record": "",
    "mark_url": "",
    "report_errors_url": "",
}


@pytest.fixture
def url():
    return reverse("site_marks", urlconf=settings.OFFICE_URLCONF)


def test_the_system_administrator_changes_them_and_the_ledger_says_what(office_client, public_client, url):
    person = UserFactory(system=True)
    office_client(person).post(url, MARKS)
    assert SiteMarks.current().name == MARKS["name"]
    entry = Entry.objects.get(kind="site.marks_changed")
    assert entry.actor == person.label
    assert entry.payload["to"] == {name: value for name, value in MARKS.items() if value}
    assert MARKS["organiser"] in public_client.get("/").content.decode()


def test_nobody_else_does(people, office_client, url):
    for person in (people.handler, people.stranger, UserFactory(security=True), None):
        office_client(person).post(url, MARKS)
    assert not SiteMarks.objects.exists()


def test_a_wrong_code_gets_its_sentence(office_client, url):
    response = office_client(UserFactory(system=True)).post(url, MARKS | {"id_code": "12AB"})
    assert response.status_code == 422
    assert "标识码为 10 位数字" in response.content.decode()
    assert not SiteMarks.objects.exists()


def test_marks_hold_nothing_that_the_public_may_not_read():
    with pytest.raises(Refused, match="“联系方式”中有居民身份证号码"):
        ChangeSiteMarks(None, MARKS | {"contact": "站长 11010519491231002X"}).perform()
    ChangeSiteMarks(None, MARKS | {"contact": "站长 13812345678"}).perform()
