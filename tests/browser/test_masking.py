"""The masking screen and the template editor in a browser: boxes by mouse, by keyboard and without scripts."""

from __future__ import annotations

import os

import docx as python_docx
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import PASSWORD, AgencyFactory, MembershipFactory
from gongkai.applications.actions import AddMaterial, Upload
from gongkai.applications.models import Masking
from gongkai.applications.tests.factories import taken_in
from gongkai.documents.official_pdf import OfficialPdf
from gongkai.documents.tests.office import saved
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def officer(db_ready):
    """Somebody who registers, handles and may edit templates."""
    agency = AgencyFactory(name="澄湖市自然资源和规划局")
    user = MembershipFactory(agency=agency, role=Role.REGISTRAR).user
    MembershipFactory(agency=agency, user=user, role=Role.HANDLER)
    return agency, user


@pytest.fixture
def db_ready(office_server):
    """The back office's address; its database is open."""
    return office_server.url


@pytest.fixture
def desk(page, db_ready, officer):
    """That person, logged in."""
    return logged_in(page, db_ready, officer[1])


def logged_in(page, url, user):
    page.goto(url)
    page.locator("[name=username]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    expect(page.get_by_role("link", name="依申请公开", exact=True)).to_be_attached()
    return page


@pytest.fixture
def material(officer):
    """An agreement with somebody's number in it, in a case."""
    today = timezone.localdate()
    case = taken_in(officer[0], today=today, arrived_on=today)
    document = OfficialPdf("协议")
    document.title("征收补偿安置协议")
    document.paragraph("安置户主身份证号码110101199003070038，联系电话13800138000，补偿面积120平方米。")
    document.paragraph("双方按照补偿安置方案履行。")
    action = AddMaterial(None, case, Upload("协议.pdf", document.to_bytes(), "answer"), today=today)
    action.perform()
    return action.material


def address(url, material, name):
    return f"{url}/office/shenqing/{material.application.public_id}/cailiao/{material.public_id}/{name}/"


def test_boxes_are_drawn_switched_off_and_typed(desk, db_ready, material):
    desk.set_viewport_size({"width": 1366, "height": 1500})
    desk.goto(address(db_ready, material, "zhegai"))
    boxes = desk.locator(".page .box")
    expect(boxes).to_have_count(2)
    boxes.first.click()
    expect(boxes.first).to_have_attribute("aria-pressed", "false")
    boxes.first.press("Enter")
    expect(boxes.first).to_have_attribute("aria-pressed", "true")
    area = desk.locator(".page").first.bounding_box()
    desk.mouse.move(area["x"] + 100, area["y"] + area["height"] - 160)
    desk.mouse.down()
    desk.mouse.move(area["x"] + 260, area["y"] + area["height"] - 120, steps=4)
    desk.mouse.up()
    expect(boxes).to_have_count(3)
    expect(desk.get_by_role("status").filter(has_text="已在第1页添加一处遮盖")).to_be_visible()
    row = desk.locator("#mask-rows tr").nth(3)
    row.get_by_label("遮盖").check()
    for label, value in (("页", "1"), ("左", "20"), ("上", "200"), ("右", "60"), ("下", "210")):
        row.get_by_label(label, exact=True).fill(value)
    expect(boxes).to_have_count(4)
    desk.get_by_role("button", name="遮盖并写成新的 PDF").click()
    expect(desk.get_by_text("遮盖之下没有留下文字")).to_be_visible()
    assert len(Masking.objects.get().masks) == 4


def test_proposed_boxes_work_without_scripts(chromium, db_ready, officer, material):
    context = chromium.new_context(locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(db_ready)
    page.locator("[name=username]").fill(officer[1].username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.goto(address(db_ready, material, "zhegai"))
    page.get_by_role("button", name="遮盖并写成新的 PDF").click()
    expect(page.get_by_text("遮盖之下没有留下文字")).to_be_visible()
    context.close()
    assert len(Masking.objects.get().masks) == 2


@pytest.mark.parametrize("size", [PHONE, {"width": 1366, "height": 900}])
def test_axe_finds_nothing_and_all_fits(desk, db_ready, material, violations, fits, size):
    desk.set_viewport_size(size)
    for name in ("jiancha", "zhegai"):
        desk.goto(address(db_ready, material, name))
        desk.wait_for_load_state("networkidle")
        assert [line for line in violations(desk) if "wagtail" not in line] == [], name
        assert fits(desk), name


def test_a_word_file_is_written_anew_where_it_is_checked(desk, db_ready, material, violations, fits):
    paper = python_docx.Document()
    paper.core_properties.author = "某作者"
    paper.add_paragraph("联系电话13800138000，身份证号码110101199003070038。")
    today = timezone.localdate()
    action = AddMaterial(None, material.application, Upload("协议.docx", saved(paper), "answer"), today=today)
    action.perform()
    for size in (PHONE, {"width": 1366, "height": 900}):
        desk.set_viewport_size(size)
        desk.goto(address(db_ready, action.material, "jiancha"))
        assert [line for line in violations(desk) if "wagtail" not in line] == []
        assert fits(desk)
        if folder := os.environ.get("SHOTS"):
            desk.screenshot(path=f"{folder}/gaixie-{size['width']}.png", full_page=True)
    desk.get_by_label("清除批注、修订、隐藏内容和属性").check()
    desk.get_by_role("button", name="写成新的文件").click()
    expect(desk.get_by_text("已写成新的文件")).to_be_visible()
    expect(desk.get_by_text("没有发现个人信息、秘密标志或者隐藏内容。")).to_be_visible()
