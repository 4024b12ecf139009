"""The search in a browser: by axe in every way of reading, suggestions by the keyboard alone, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from gongkai.publishing import search
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
PAGES = (
    "/sousuo/",
    "/sousuo/?q=通知",
    "/sousuo/?q=澄湖市&jg=ch-zrzy&px=shijian",
    "/sousuo/?q=没有这样的信息&lx=document",
)


def test_the_search_is_for_everybody(page, chromium, city, violations, fits):
    """Every kind of its page by axe and by width; suggestions by the keyboard; the box alone where no script runs."""
    search.rebuild()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    wrong = []
    for way in ("light", "dark", "elder on a phone", "phone", "200 %"):
        page.emulate_media(color_scheme="dark" if way == "dark" else "light")
        if way.startswith("elder"):
            page.context.add_cookies([{"name": "elder", "value": "3", "url": city}])
        else:
            page.context.clear_cookies()
        sizes = {"200 %": {"width": 640, "height": 450}}
        page.set_viewport_size(PHONE if "phone" in way else sizes.get(way, {"width": 1280, "height": 900}))
        for address in PAGES:
            page.goto(city + address)
            if not fits(page):
                wrong.append(f"{way}, {address}: scrolls sideways")
            wrong += [f"{way}, {address}: {violation}" for violation in violations(page)]
    page.goto(city)
    box = page.get_by_role("combobox", name="标题、文号、索引号或正文中的词")
    box.press_sequentially("冬春", delay=20)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    wrong += [f"suggestions: {violation}" for violation in violations(page)]
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    chosen = options.first.text_content()
    expect(box).to_have_value(chosen)
    box.press("Escape")
    expect(box).to_have_value("冬春")
    box.press("ArrowDown")
    box.press("Enter")
    expect(page.locator(".hits mark").first).to_be_visible()
    expect(box).to_have_value(chosen)
    assert said == []
    assert wrong == []
    window = chromium.new_context(locale="zh-CN", java_script_enabled=False).new_page()
    window.goto(city)
    window.get_by_role("searchbox").fill("没有这样的信息")
    window.get_by_role("button", name="检索").click()
    expect(window.get_by_role("link", name="向行政机关申请公开")).to_have_attribute(
        "href", "/xxgk/shenqing/?neirong=%E6%B2%A1%E6%9C%89%E8%BF%99%E6%A0%B7%E7%9A%84%E4%BF%A1%E6%81%AF"
    )
    window.context.close()
