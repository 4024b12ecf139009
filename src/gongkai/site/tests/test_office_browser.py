"""The back office in a real browser: it works under its own content security policy, and in Chinese."""

import pytest
from playwright.sync_api import Page, expect

from gongkai.agencies.models import Agency
from gongkai.agencies.tests.factories import PASSWORD, UserFactory


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser's console says is wrong: a script or style that the policy refused among it."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def test_an_administrator_logs_in_and_makes_an_agency(office_server, page: Page, complaints: list[str]) -> None:
    UserFactory(system=True, username="xitong", display_name="系统管理员甲")
    page.goto(office_server.url)
    page.get_by_label("用户名").fill("xitong")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("系统管理员甲，您好")
    page.get_by_role("link", name="机关", exact=True).click()
    page.get_by_role("link", name="建立机关").click()
    page.get_by_label("机关代码").fill("ZRZY")
    page.get_by_label("全称").fill("某市自然资源局")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("某市自然资源局")
    assert Agency.objects.filter(code="ZRZY").exists()
    assert complaints == []


def test_a_wrong_password_is_said_in_chinese(office_server, page: Page) -> None:
    UserFactory(system=True, username="xitong")
    page.goto(office_server.url)
    page.get_by_label("用户名").fill("xitong")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.locator(".messages li.error")).to_contain_text("密码")
