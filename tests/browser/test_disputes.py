"""Reviews and suits in a browser: registered, ended, read; the screens fit a phone and axe finds nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import PASSWORD, AgencyFactory, MembershipFactory
from gongkai.applications.kept_files import Upload
from gongkai.disputes.actions import AddFile, OrderReAnswer, Suspend, WithdrawFile
from gongkai.disputes.tests.factories import ended, registered, suit
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def agency(transactional_db):
    return AgencyFactory(name="澄湖市自然资源局")


@pytest.fixture
def desk(page, office_server, agency):
    """A registrar, logged in, at the list."""
    person = MembershipFactory(agency=agency, role=Role.REGISTRAR).user
    page.goto(office_server.url)
    page.locator("[name=username]").fill(person.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.get_by_role("link", name="复议诉讼", exact=True).click()
    expect(page.get_by_role("heading", name="复议诉讼")).to_be_visible()
    return page


def test_a_review_is_registered_and_its_term_computed(desk):
    today = timezone.localdate()
    desk.get_by_role("link", name="登记复议、诉讼").click()
    desk.get_by_label("复议机关、法院").fill("澄湖市人民政府")
    desk.get_by_label("申请人、原告").fill("申请人甲")
    desk.get_by_label("争议事项").fill("不服不予公开答复")
    desk.get_by_label("收到副本日期").fill((today + timedelta(days=1)).isoformat())
    desk.get_by_role("button", name="登记").click()
    expect(desk.get_by_role("alert")).to_contain_text("晚于今天")
    desk.get_by_label("收到副本日期").fill(today.isoformat())
    desk.get_by_role("button", name="登记").click()
    expect(desk.get_by_role("heading", name="要办的期限")).to_be_visible()
    expect(desk.get_by_text("还有10个工作日")).to_be_visible()


def test_a_paper_is_filed_opened_and_withdrawn_by_the_keyboard(desk, agency, tmp_path):
    """From the button to the list without a mouse."""
    case = suit(agency, today=timezone.localdate())
    paper = tmp_path / "应诉通知.txt"
    paper.write_text("应诉通知", encoding="utf-8")
    desk.goto(f"{desk.url}{case.public_id}/")
    desk.get_by_role("link", name="存入文件").focus()
    desk.keyboard.press("Enter")
    desk.get_by_label(re.compile("^种类")).focus()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Tab")
    expect(desk.get_by_label(re.compile("^文件"))).to_be_focused()
    desk.get_by_label(re.compile("^文件")).set_input_files(paper)
    desk.get_by_label("标题").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("存入文件：已登记。")).to_be_visible()
    with desk.expect_download() as opened:
        desk.get_by_role("link", name="应诉通知书", exact=True).click()
    assert opened.value.suggested_filename == "应诉通知.txt"
    desk.get_by_role("link", name="撤回").focus()
    desk.keyboard.press("Enter")
    desk.get_by_label("撤回的理由").fill("存错了案件")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("理由：存错了案件")).to_be_visible()
    expect(desk.get_by_role("link", name="撤回")).to_have_count(0)


@pytest.mark.parametrize("size", [PHONE, {"width": 1366, "height": 768}])
def test_axe_finds_nothing_and_all_fits(desk, agency, violations, fits, size):
    today = timezone.localdate()
    then = today - timedelta(days=60)
    days = {"filed_on": then, "accepted_on": then, "copy_received_on": then, "today": today}
    stopped = registered(agency, number="澄复〔2026〕1号", **days)
    Suspend(None, stopped, from_on=today, reason="等待另案", today=today).perform()
    review = ended(registered(agency, number="澄复〔2026〕2号", **days), "quashed", today, today=today)
    OrderReAnswer(None, review, ordered="责令重新答复", from_on=today, days=20, today=today).perform()
    case = ended(suit(agency, **days), "claim_rejected", today, served_on=today, today=today)
    add = AddFile(None, case, Upload("答辩状.txt", b"1", "answer"), on=today, title="关于本案的答辩意见", today=today)
    add.perform()
    wrong = AddFile(None, case, Upload("错.txt", b"1", "other"), on=today, today=today)
    wrong.perform()
    WithdrawFile(None, wrong.file, ground="存错了案件", today=today).perform()
    root = desk.url
    desk.set_viewport_size(size)
    own = f"{case.public_id}/"
    places = (
        "", "?state=open&year=2026", "dengji/", "koujing/", "wenjian-zhonglei/", f"{stopped.public_id}/",
        f"{review.public_id}/", own, f"{own}ban/jieguo/", f"{own}ban/wenjian/", f"{own}gengzheng/",
        f"{own}wenjian/{add.file.public_id}/chehui/",
    )  # fmt: skip
    for place in places:
        desk.goto(root + place)
        assert [line for line in violations(desk) if "wagtail" not in line] == [], place
        assert fits(desk), place
