"""Columns, items, work points and profiles in a browser: the home page composed with Wagtail's blocks, axe, a phone."""

from __future__ import annotations

import os
from datetime import date

import pytest
from playwright.sync_api import expect

from gongkai.agencies.enums import Kind, Level, Role
from gongkai.agencies.models import Leader
from gongkai.agencies.tests.factories import PASSWORD, AgencyFactory, DepartmentFactory, MembershipFactory
from gongkai.publishing.columns.sites import MakeSite
from gongkai.publishing.models import ColumnPage, DisclosureItem, ItemList, RecordTemplate, SiteHome, WorkPoint
from gongkai.publishing.profiles import ChangeProfile, SaveLeader
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
TODAY = date(2026, 3, 2)
TABS = ("栏目", "信息模板", "更新情况", "首页", "公开事项", "工作要点", "机构资料")


@pytest.fixture
def desk(page, office_server):
    """An editor of an agency with a portal, at its columns."""
    agency = AgencyFactory(name="澄湖市测试局", kind=Kind.DEPARTMENT, level=Level.MUNICIPAL)
    DepartmentFactory(agency=agency, name="办公室")
    MakeSite(None, agency, "portal", today=TODAY).perform()
    ChangeProfile(
        None, agency, functions="（一）拟订规划。\n（二）组织实施。", address="测试路1号", today=TODAY
    ).perform()
    SaveLeader(None, Leader(agency=agency), name="示例", post="局长", duties="主持全面工作。", today=TODAY).perform()
    items = ItemList.objects.create(agency=agency, name="国土空间规划领域", field="国土空间规划")
    column = ColumnPage.objects.get(slug="gk-ghjh")
    for n in range(3):
        DisclosureItem.objects.create(
            items=items, heading="规划计划", subheading=f"事项{n}", content="规划文本、图件和说明", term="20个工作日",
            basis="《中华人民共和国城乡规划法》第二十六条", column=column if n else None,
        )  # fmt: skip
    RecordTemplate.objects.create(
        agency=agency, name="部门预算", required_fields=["summary", "responsible"], required_attachments=["预算公开表"],
        body="<h2>一、部门概况</h2>",
    )  # fmt: skip
    points = ColumnPage.objects.get(slug="zt-gzyd")
    WorkPoint.objects.create(column=points, year=2026, number=1, text="深化重点领域信息公开", due_on=date(2026, 6, 30))
    person = MembershipFactory(agency=agency, role=Role.EDITOR).user
    page.goto(office_server.url)
    page.locator("[name=username]").fill(person.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.get_by_role("link", name="栏目和事项", exact=True).first.click()
    expect(page.locator(".where-it-stands")).to_contain_text("个栏目")
    return page


def shoot(desk, name):
    if folder := os.environ.get("SHOTS"):
        desk.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_no_page_has_an_obstacle_and_all_fit_a_phone(desk, violations, fits):
    tree = desk.url
    column = ColumnPage.objects.get(slug="gk-ghjh").public_id
    items = ItemList.objects.get().public_id
    template = RecordTemplate.objects.get().public_id
    base = tree.split("lanmu/")[0]
    others = (
        f"lanmu/{column}/", f"lanmu/{column}/xiugai/", f"lanmu/{column}/yidong/", f"lanmu/{column}/riqi/tingzhi/",
        "moban/xinjian/", f"moban/{template}/", "lanmu/yushe/", "lanmu/gengxin/?empty=1", f"shixiang/{items}/",
        f"shixiang/{items}/daoru/",
        f"shixiang/{items}/duiying/", f"shixiang/{items}/dengji/", "shixiang/weiluoshi/", "jigou/weihedui/",
    )  # fmt: skip
    for width in ({"width": 1280, "height": 900}, PHONE):
        desk.set_viewport_size(width)
        desk.goto(tree)
        for word in TABS:
            desk.locator(".tabs").get_by_role("link", name=word, exact=True).click()
            expect(desk.locator(".tabs a[aria-current]")).to_have_text(word)
            shoot(desk, f"{word}-{width['width']}")
            assert [line for line in violations(desk) if "wagtail" not in line] == [], word
            assert fits(desk), word
        for n, path in enumerate(others):
            desk.goto(base + path)
            shoot(desk, f"{n:02d}-{width['width']}")
            assert [line for line in violations(desk) if "wagtail" not in line] == [], path
            assert fits(desk), path


def test_a_home_page_is_composed_with_blocks(desk, violations, fits):
    desk.locator(".tabs").get_by_role("link", name="首页", exact=True).click()
    desk.get_by_role("link", name="编排首页").click()
    shoot(desk, "compose")
    block = desk.locator("[name=body-0-value-title]")
    block.fill("本局要闻")
    choice = desk.locator(".compose select").first
    expect(choice).not_to_have_value("")
    chosen = ColumnPage.objects.get(slug="gk-ghjh")
    choice.select_option(str(chosen.pk))
    desk.get_by_role("button", name="保存草稿").click()
    expect(desk.locator(".where-it-stands").first).to_contain_text("等待发布")
    expect(desk.locator("section").filter(has_text="草稿").first).to_contain_text("本局要闻")
    drawn = desk.frame_locator(".as-public")
    expect(drawn.get_by_role("link", name="申请公开政府信息")).to_be_visible()
    shoot(desk, "judged")
    desk.set_viewport_size(PHONE)
    assert [line for line in violations(desk) if "wagtail" not in line] == []
    assert fits(desk)
    shoot(desk, "composed")
    home = SiteHome.objects.get()
    assert home.latest_revision.as_object().body[0].value["columns"][0].pk == chosen.pk
    assert home.latest_revision.as_object().body[0].value["title"] == "本局要闻"
    assert home.body[0].value["title"] == ""
