"""The working-day calendar in a browser: read from a notice, put right by clicking, saved; on a phone too."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from gongkai.agencies import calendar
from gongkai.agencies.calendar_models import CalendarYear
from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import PASSWORD, AgencyFactory, MembershipFactory
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

ENTER = re.compile(r"^录入\s*2027年")
NOTICE = (
    "一、元旦：1月1日（周五）至3日（周日）放假，共3天。二、国庆节：10月1日至7日放假调休，共7天。10月9日（周六）上班。"
)


@pytest.fixture(autouse=True)
def nothing_remembered():
    """The process keeps a calendar for a moment; that tables are emptied after a test, it does not hear of."""
    calendar._ask_again()
    yield
    calendar._ask_again()


@pytest.fixture
def desk(page, office_server):
    """The supervising office, logged in, at the list of years."""
    person = MembershipFactory(agency=AgencyFactory(name="澄湖市人民政府"), role=Role.SUPERVISOR).user
    page.goto(office_server.url)
    page.locator("[name=username]").fill(person.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.get_by_role("link", name="工作日历", exact=True).click()
    expect(page.get_by_role("heading", name="工作日历")).to_be_visible()
    return page


def test_a_year_is_read_from_its_notice_put_right_by_clicking_and_saved(desk):
    desk.get_by_role("link", name=ENTER).click()
    desk.get_by_label("通知全文").fill(NOTICE)
    desk.get_by_role("button", name="读取通知").click()
    expect(desk.get_by_label("放假日期")).to_have_value("元旦 1月1日至3日\n国庆节 10月1日至7日")
    desk.get_by_label("点选的日期属于").fill("春节")
    desk.get_by_role("button", name="2月5日 工作日", exact=True).click()
    desk.get_by_role("button", name="2月6日 周末", exact=True).click()
    expect(desk.get_by_label("调休上班日期")).to_have_value("春节 2月6日\n国庆节 10月9日")
    desk.get_by_role("button", name="2月6日 调休上班 春节", exact=True).click()
    expect(desk.get_by_label("放假日期")).to_have_value("元旦 1月1日至3日\n春节 2月5日至6日\n国庆节 10月1日至7日")
    desk.get_by_role("button", name="2月6日 放假 春节", exact=True).click()
    expect(desk.get_by_role("button", name="2月6日 周末", exact=True)).to_be_visible()
    desk.get_by_label("来源").fill("国务院办公厅通知")
    desk.get_by_role("button", name="确认保存").click()
    expect(desk.get_by_text("2027年工作日历已保存")).to_be_visible()
    assert set(CalendarYear.objects.get().days_off.values()) == {"元旦", "春节", "国庆节"}


def test_clicking_never_undoes_what_was_typed(desk):
    desk.get_by_role("link", name=ENTER).click()
    desk.get_by_label("放假日期").fill("元旦 1月1日")
    desk.get_by_role("button", name="1月4日 工作日", exact=True).click()
    expect(desk.get_by_role("status").filter(has_text="请先点“预览”")).to_be_visible()
    expect(desk.get_by_label("放假日期")).to_have_value("元旦 1月1日")


@pytest.mark.parametrize("size", [PHONE, {"width": 1366, "height": 768}])
def test_axe_finds_nothing_and_all_fits(desk, violations, fits, size):
    root = desk.url
    desk.set_viewport_size(size)
    for address in ("", "2026/", "2027/", "2027/bianji/", "difang/", "2027/difang/"):
        desk.goto(root + address)
        assert [line for line in violations(desk) if "wagtail" not in line] == [], address
        assert fits(desk), address


def test_the_days_can_be_read_on_a_dark_screen(desk, violations):
    desk.emulate_media(color_scheme="dark")
    desk.goto(f"{desk.url}2026/")
    # The colour of links and buttons is every screen's matter; here it is about the days.
    assert [line for line in violations(desk) if not re.search("<a |<button|wagtail", line)] == []
