"""The desk in a browser: intake with its live proposals, the work list, and what axe says of both."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import PASSWORD, AgencyFactory, DepartmentFactory, MembershipFactory
from gongkai.applications.actions import Route
from gongkai.applications.models import Application
from gongkai.applications.tests.factories import taken_in

pytestmark = pytest.mark.browser
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def desk(page, office_server):
    """A registrar, logged in, at the work list with two cases."""
    agency = AgencyFactory(name="澄湖市测试局")
    person = MembershipFactory(agency=agency, role=Role.REGISTRAR).user
    today = timezone.localdate()
    case = taken_in(agency, arrived_on=today, today=today)
    Route(None, case, DepartmentFactory(agency=agency, name="法规科"), asked="请提供全文", today=today).perform()
    taken_in(agency, channel="email", arrived_on=today, today=today)
    page.goto(office_server.url)
    page.locator("[name=username]").fill(person.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.get_by_role("link", name="依申请公开", exact=True).click()
    expect(page.get_by_role("link", name="登记申请")).to_be_visible()
    return page


def test_an_application_is_registered_with_what_is_known_beside_it(desk):
    desk.get_by_role("link", name="登记申请").click()
    known = desk.locator("#known")
    expect(known).to_contain_text("以提交之日为收到申请之日")
    desk.get_by_label("提交方式").select_option("fax")
    expect(known).to_contain_text("系统自动回执不算确认")
    desk.get_by_label("提交方式").select_option("counter")
    desk.get_by_label("姓名或者名称").fill("申请人甲")
    desk.get_by_label("证件号码").fill("110101199003070038")
    desk.get_by_label("申请事项").fill("某地块征收补偿安置方案")
    expect(known).to_contain_text("本件为第 3 件")
    expect(known).to_contain_text("与以往申请相近")
    desk.get_by_label("申请书扫描件").set_input_files(
        {"name": "申请书.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    desk.get_by_label("到达日期").fill("2099-01-01")
    desk.get_by_role("button", name="登记", exact=True).click()
    alert = desk.get_by_role("alert").filter(has_text="晚于今天")
    expect(alert).to_be_focused()
    desk.get_by_label("到达日期").fill(timezone.localdate().isoformat())
    desk.get_by_role("button", name="登记", exact=True).click()
    expect(desk.locator(".messages .success")).to_contain_text("查询码")
    assert Application.objects.get(receipt_no__endswith="00003").materials.count() == 1


def test_a_file_that_is_too_large_is_told_before_it_is_sent(desk, tmp_path):
    desk.get_by_role("link", name="登记申请").click()
    desk.get_by_label("姓名或者名称").fill("申请人甲")
    large = tmp_path / "申请书.pdf"
    large.write_bytes(PDF + b"0" * (21 * 1024 * 1024))  # by its path: from memory it would go to the browser as text
    desk.get_by_label("申请书扫描件").set_input_files(large)
    desk.get_by_role("button", name="登记", exact=True).click()
    expect(desk.get_by_role("alert").filter(has_text="超过20 MB")).to_be_visible()
    expect(desk.get_by_label("姓名或者名称")).to_have_value("申请人甲")


def test_the_work_list_opens_with_what_waits_and_is_narrowed_down(desk):
    expect(desk.locator(".tabs a[aria-current]")).to_contain_text("待确认收到")
    desk.get_by_role("link", name="全部", exact=True).click()
    expect(desk.locator("table.rows tbody tr")).to_have_count(2)
    desk.get_by_label("承办机构").select_option(label="法规科")
    desk.get_by_role("button", name="筛选").click()
    expect(desk.locator("table.rows tbody tr")).to_have_count(1)
    desk.locator("summary", has_text="常用视图").click()
    desk.get_by_label("名称", exact=True).fill("法规科的")
    desk.get_by_role("button", name="保存当前条件").click()
    desk.get_by_role("link", name="清除条件").click()
    desk.get_by_role("link", name="法规科的", exact=True).click()
    expect(desk.locator("table.rows tbody tr")).to_have_count(1)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="导出 Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")


SCREENS = ("", "?tab=all", "dengji/", "rili/", "xianchang/", "shezhi/", "{case}/gaidengji/", "{case}/chaifen/",
           "{case}/guanlian/", "{case}/zuofei/", "{case}/cuibandan/")  # fmt: skip


def test_axe_finds_nothing_and_every_screen_fits_a_phone(desk, violations, fits, office_server):
    case = Application.objects.filter(department__isnull=False).get()
    for at in SCREENS:
        desk.set_viewport_size({"width": 1280, "height": 900})
        desk.goto(f"{office_server.url}/office/shenqing/{at.format(case=case.public_id)}")
        desk.wait_for_load_state()
        assert [line for line in violations(desk) if "wagtail" not in line] == [], at
        desk.set_viewport_size({"width": 390, "height": 844})
        assert fits(desk), at
