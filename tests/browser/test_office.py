"""The back office in a browser: log in, upload, correct, publish, withdraw."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import PASSWORD, AgencyFactory, MembershipFactory
from gongkai.annual_reports.models import AnnualReport
from gongkai.annual_reports.tests.made import TOTAL, report_file

pytestmark = pytest.mark.browser

AGENCY = "澄湖市测试局"


@pytest.fixture
def desk(page, office_server):
    """An editor, logged in, at the list of reports."""
    person = MembershipFactory(agency=AgencyFactory(name=AGENCY), role=Role.EDITOR).user
    page.goto(office_server.url)
    page.locator("[name=username]").fill(person.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.get_by_role("link", name="年报", exact=True).click()
    expect(page.get_by_role("link", name="上传年报").first).to_be_visible()
    return page


def files(*totals: int | None) -> list[dict[str, object]]:
    return [
        {"name": f"{2020 + at}.txt", "mimeType": "text/plain", "buffer": report_file(AGENCY, 2020 + at, total=total)}
        for at, total in enumerate(totals)
    ]


def upload(desk, *given):
    desk.get_by_role("link", name="上传年报").first.click()
    desk.get_by_label("年报文件").set_input_files(list(given))
    desk.get_by_role("button", name="上传并核对").click()
    expect(desk.get_by_role("link", name="查看上传结果")).to_be_visible(timeout=60_000)


def test_many_files_with_progress_and_one_that_is_none(desk):
    upload(desk, *files(None, 9), {"name": "菜单.txt", "mimeType": "text/plain", "buffer": "番茄炒蛋".encode()})
    expect(desk.get_by_role("status").filter(has_text="已处理 3 个文件")).to_be_visible()
    expect(desk.locator("#upload-items li")).to_have_count(3)
    expect(desk.locator("#upload-items .state.error")).to_have_count(1)
    desk.get_by_role("link", name="查看上传结果").click()
    expect(desk.locator(".where-it-stands")).to_contain_text("共 3 个文件，已读取 3 个，其中 1 个不能使用")
    assert AnnualReport.objects.count() == 2


def test_a_broken_connection_loses_nothing(desk):
    desk.get_by_role("link", name="上传年报").first.click()
    failures = iter([True])
    desk.route(
        "**/shangchuan/*/",
        lambda route: route.abort() if next(failures, False) else route.continue_(),
    )
    desk.get_by_label("年报文件").set_input_files(files(None, None))
    desk.get_by_role("button", name="上传并核对").click()
    desk.get_by_role("button", name="继续上传").click()
    expect(desk.get_by_role("link", name="查看上传结果")).to_be_visible(timeout=60_000)
    assert AnnualReport.objects.count() == 2


def test_correct_publish_and_withdraw(desk):
    upload(desk, *files(9))
    desk.locator("#upload-items a").click()
    expect(desk.locator(".where-it-stands")).to_contain_text("待公布")
    cell = desk.locator(f'[id="cell-{TOTAL}"]')
    cell.locator("a.records").click()
    expect(desk.locator("#value-help")).to_contain_text("程序读到“9”")
    desk.get_by_label("更正为").fill("5")
    desk.get_by_label("理由", exact=True).fill("原件第1页为 5")
    desk.get_by_role("button", name="保存更正").click()
    expect(desk.get_by_text("更正已保存，并按更正后的数字重新核对。")).to_be_visible()
    expect(cell).to_contain_text("5")
    expect(desk.locator(".finding .state.error")).to_have_count(0)
    desk.get_by_role("button", name="公布报告").click()
    expect(desk.locator(".where-it-stands")).to_contain_text("已公布")
    desk.get_by_text("撤回报告").first.click()
    desk.get_by_label("撤回理由").fill("附件有误")
    desk.locator("form").get_by_role("button", name="撤回报告").click()
    expect(desk.locator(".where-it-stands")).to_contain_text("撤回，理由：附件有误")


def test_a_finding_leads_to_its_cell_beside_the_source(desk):
    upload(desk, *files(9))
    desk.locator("#upload-items a").click()
    finding = desk.locator(".finding").first
    finding.get_by_role("link", name="看表格").click()
    expect(desk.locator("td.figure:target")).to_be_focused()
    finding.get_by_role("link", name="看原文").click()
    expect(desk.locator(".source-view :target")).to_be_in_viewport()


def test_axe_finds_nothing_on_our_screens(desk, violations):
    def ours() -> list[str]:
        desk.wait_for_load_state()
        return [line for line in violations(desk) if "wagtail" not in line]

    assert ours() == []
    upload(desk, *files(9))
    assert ours() == []
    desk.locator("#upload-items a").click()
    expect(desk.locator(".where-it-stands")).to_be_visible()
    assert ours() == []
