"""A report from the first count to a difference after publishing, in a browser."""

from __future__ import annotations

import os
from datetime import date

import pytest
from playwright.sync_api import expect

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import PASSWORD, AgencyFactory
from gongkai.annual_reports.models import AnnualReport
from gongkai.annual_reports.tests.compiled import TEXTS, YEAR, person, some_cases
from gongkai.applications.models import Application
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser


def enter(page, server, user):
    page.context.clear_cookies()
    page.goto(server.url)
    page.locator("[name=username]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.get_by_role("link", name="年报", exact=True).click()
    page.get_by_role("link", name="编制年报").click()


@pytest.fixture
def looked_at(page, violations, fits):
    """Says that a screen is sound for assistive technology, and fits on a phone."""

    def look(name):
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=f"{folder}/{name}.png", full_page=True)
        assert violations(page) == []
        wide = page.viewport_size
        page.set_viewport_size(PHONE)
        if folder:
            page.screenshot(path=f"{folder}/{name}-phone.png", full_page=True)
        assert fits(page)
        page.set_viewport_size(wide)

    return look


def test_compile_open_a_figure_freeze_publish_and_correct(page, office_server, looked_at):
    agency = AgencyFactory(name="澄湖市测试局")
    cases = some_cases(agency)
    handler, signer = person(agency, Role.HANDLER), person(agency, Role.SIGNER)
    enter(page, office_server, handler)
    page.get_by_label("年度").select_option(str(YEAR))
    page.get_by_role("button", name="开始编制").click()
    expect(page.locator("#to-do")).to_contain_text("10项数据没有填报")
    looked_at("begun")
    report = page.url

    page.locator('[id="cell-applications.carried_out.total"] a').click()
    expect(page.get_by_text("共 2 件")).to_be_visible(timeout=30_000)
    looked_at("cases")
    page.get_by_role("link", name=cases["next_year"].receipt_no).click()
    expect(page).to_have_url(f"{office_server.url}/office/shenqing/{cases['next_year'].public_id}/")

    page.goto(report)
    page.get_by_role("link", name="填报这张表的数字").click()
    page.get_by_label("全部数字的来源").fill("统计台账")
    for field in page.locator("tbody input[inputmode=decimal]").all():
        field.fill("0")
    looked_at("figures")
    page.get_by_role("button", name="保存").click()
    for section, text in TEXTS.items():
        page.goto(f"{report}wenzi/{section}/")
        page.locator("#section-text").fill(text)
        if section == "1":
            looked_at("text")
        page.get_by_role("button", name="保存文字").click()
    page.get_by_role("link", name="年末核对").click()
    expect(page.get_by_role("row").filter(has_text="次年才送达")).to_contain_text("0")
    looked_at("edges")
    page.goto(report)
    page.get_by_role("button", name="送批").click()
    expect(page.locator(".where-it-stands").first).to_contain_text("待批准")

    enter(page, office_server, signer)
    page.get_by_role("link", name=agency.name).click()
    page.get_by_role("button", name="批准并冻结").click()
    expect(page.locator(".where-it-stands").first).to_contain_text("已批准冻结")
    page.get_by_role("button", name="公布报告").click()
    expect(page.get_by_text("冻结以后没有变动")).to_be_visible()
    assert AnnualReport.objects.published().get().year == YEAR

    Application.objects.filter(pk=cases["granted"].pk).update(outcome="privacy")
    Application.objects.filter(pk=cases["later"].pk).update(received_on=date(2025, 12, 31))
    page.reload()
    page.get_by_role("link", name="查看差异").click()
    expect(page.get_by_role("row").filter(has_text=cases["granted"].receipt_no)).to_contain_text("（一）予以公开")
    looked_at("moved")
    page.goto(report)
    looked_at("published")
