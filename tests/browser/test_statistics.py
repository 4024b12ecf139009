"""The statistics in a browser: bars that lead to their cases by mouse and keyboard, tables, a phone's width, paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import PASSWORD, AgencyFactory, DepartmentFactory, MembershipFactory
from gongkai.applications.models import Application
from gongkai.applications.statistics import SHEETS
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(page, office_server):
    """A reviewer whose agency answered a hundred applications of 2025, at its statistics."""
    agency = AgencyFactory(name="澄湖市测试局")
    departments = [
        DepartmentFactory(agency=agency, name=name) for name in ("政策法规科", "自然资源所有者权益与耕地保护科")
    ]
    Application.objects.bulk_create(
        Application(
            agency=agency, receipt_no=f"T-{n}", public_id=f"t{n}", subject=f"事项{n}",
            arrived_on=f"2025-{n % 12 + 1:02d}-05", received_on=f"2025-{n % 12 + 1:02d}-05",
            concluded_on=f"2025-{n % 12 + 1:02d}-25", state="served",
            channel=("web", "web", "registered_letter", "counter")[n % 4], days_used=n % 44, on_time=n % 44 <= 20,
            applicant_type="natural_person" if n % 5 else "enterprise", department=departments[n % 2],
            outcome=("granted", "not_existing", "part_withheld")[n % 3], region=("城东", "", "湖西")[n % 3],
            topic="征地", information_year=2015 + n % 9,
        )
        for n in range(100)
    )  # fmt: skip
    person = MembershipFactory(agency=agency, role=Role.REVIEWER).user
    page.goto(office_server.url)
    page.locator("[name=username]").fill(person.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.get_by_role("link", name="依申请公开", exact=True).first.click()
    page.get_by_role("link", name="统计", exact=True).click()
    page.get_by_label("自", exact=True).fill("2025-01-01")
    page.get_by_label("至", exact=True).fill("2025-12-31")
    page.get_by_role("button", name="统计").click()
    expect(page.locator(".where-it-stands")).to_contain_text("2025年1月1日至2025年12月31日")
    return page


def test_a_bar_leads_to_its_cases_by_mouse_and_by_keyboard(desk):
    desk.get_by_role("link", name="当面提交：25件").first.click()
    expect(desk.locator(".rows tbody tr")).to_have_count(25)
    desk.go_back()
    bar = desk.locator("svg.bars a").first
    name = bar.get_attribute("aria-label")
    bar.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(".rows tbody tr")).to_have_count(int(name.split("：")[1].removesuffix("件")))


def test_a_further_filter_keeps_what_the_bar_asked_for(desk):
    desk.get_by_role("link", name="内容和结果").click()
    desk.get_by_role("link", name="部分公开：33件").first.click()
    expect(desk.get_by_text("办理结果：部分公开")).to_be_visible()
    desk.get_by_label("编号、申请人或事项").fill("事项5")
    desk.get_by_role("button", name="筛选").click()
    expect(desk.locator(".rows tbody tr")).to_have_count(5)


def test_no_page_has_an_obstacle_and_all_fit_a_phone(desk, violations, fits):
    address = desk.url
    for width in ({"width": 1280, "height": 900}, PHONE):
        desk.set_viewport_size(width)
        desk.goto(address)
        for word, _ in SHEETS.values():
            desk.locator(".tabs").get_by_role("link", name=word, exact=True).click()
            expect(desk.locator(".tabs a[aria-current]")).to_have_text(word)
            for summary in desk.locator(".picture summary").all():
                summary.click()
            assert [line for line in violations(desk) if "wagtail" not in line] == [], word
            assert fits(desk)


def test_paper_has_every_table_and_no_picture(desk, violations):
    desk.get_by_role("link", name="打印全部表格").click()
    expect(desk.locator("table").nth(12)).to_be_visible()
    assert desk.locator("svg").count() == 0
    assert violations(desk) == []
