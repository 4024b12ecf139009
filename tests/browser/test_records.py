"""Columns and records in a browser: every kind of page by axe, on a phone, at 200 %, in the elder mode, by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from gongkai.publishing.models import ColumnPage, Record, ViewCount
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser


IN_EVERY_SCHEME = ("home", "a document", "a list", "the section", "catalogue")


def record(words: str) -> str:
    return f"/wz/{Record.objects.get(title__contains=words).public_id}/"


def column(slug: str, site: str = "ch") -> str:
    return f"/lm/{ColumnPage.objects.get(slug=slug, url_path__startswith=f'/{site}/').public_id}/"


def every_kind() -> dict[str, str]:
    """One address of each kind of page."""
    return {
        "home": "/",
        "a unit's home": "/jg/ch-zrzy/",
        "a document": record("冬春农田"),
        "measures in chapters": record("印发《澄湖市户外"),
        "a record with a picture": record("候鸟"),
        "a wide table": record("出让计划调整"),
        "withdrawn": record("公共自行车"),
        "a list": column("xw-gzdt", "ch-zrzy"),
        "a group": column("gongkai"),
        "functions": column("gk-jgzn"),
        "leaders": column("gk-ldxx"),
        "work points": column("zt-gzyd"),
        "the library": column("flzd-20-1-gfx"),
        "a column of the section": column("flzd-20-3", "ch-zrzy"),
        "the section": "/xxgk/",
        "a unit's section": "/xxgk/jg/ch-zrzy/",
        "guide": "/xxgk/jg/ch/zhinan/",
        "catalogue": "/xxgk/jg/ch/mulu/",
        "embedded": "/qianru/ql-zrzy/",
    }


def test_axe_finds_nothing_and_nothing_scrolls_sideways(page, city, violations, fits):
    pages = every_kind()
    wrong = []
    for way in ("light", "dark", "elder", "phone", "elder on a phone", "200 %"):
        page.emulate_media(color_scheme="dark" if way == "dark" else "light")
        page.context.clear_cookies()
        if "elder" in way:
            page.context.add_cookies([{"name": "elder", "value": "3", "url": city}])
        sizes = {"200 %": {"width": 640, "height": 450}}
        page.set_viewport_size(PHONE if "phone" in way else sizes.get(way, {"width": 1280, "height": 900}))
        for kind, address in pages.items():
            page.goto(city + address)
            if not fits(page):
                wrong.append(f"{way}, {kind}: scrolls sideways")
            # Colours and sizes are the same tokens everywhere: some kinds are enough for the other schemes.
            if way == "light" or (way in ("dark", "elder on a phone") and kind in IN_EVERY_SCHEME):
                wrong += [f"{way}, {kind}: {violation}" for violation in violations(page)]
    assert wrong == []


def test_a_citizen_reads_papers(page, chromium, city):
    """One city for all of it, since making it takes longer than looking at it."""
    one_paper(page, city)
    before_leaving(page, city)
    counting(chromium, city)
    without_scripts(chromium, city)


def one_paper(page, city):
    """From the home page; its letters larger; read aloud sentence by sentence; counted once; by the keyboard alone."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(city)
    page.get_by_role("link", name="澄湖市人民政府办公室关于做好冬春农田水利建设工作的通知").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("冬春农田水利建设")

    def size() -> float:
        return float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('.text')).fontSize)"))

    ordinary = size()
    page.get_by_role("button", name="大", exact=True).click()
    assert size() > ordinary * 1.2
    page.reload()
    assert size() > ordinary * 1.2
    page.get_by_role("button", name="朗读").press("Enter")
    panel = page.get_by_label("大字屏幕")
    expect(panel).to_contain_text("澄湖市人民政府办公室关于做好")
    expect(page.get_by_role("button", name="停止朗读")).to_be_focused()
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('[data-caption]')).fontSize)") >= 30
    page.get_by_role("button", name="下一句").click()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.get_by_role("button", name="朗读")).to_be_focused()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="冬春农田水利建设任务分解表").click()
    assert waiting.value.suggested_filename == "冬春农田水利建设任务分解表.xlsx"
    assert said == []


def counting(chromium, city):
    """Who reads is counted once, a robot is not."""
    address = city + record("候鸟")
    for agent in ("Mozilla/5.0 (X11; Linux) Chrome/140.0", "Mozilla/5.0 (compatible; examplebot/2.0)"):
        window = chromium.new_context(locale="zh-CN", user_agent=agent).new_page()
        for _ in range(2):
            window.goto(address)
            expect(window.locator("[data-views]")).to_have_text("1 次")
        window.context.close()
    assert ViewCount.objects.get(record__title__contains="候鸟").views == 1


def before_leaving(page, city):
    """A link to a site of others leads to a notice, one to a government's does not."""
    page.goto(city + record("媒体关注"))
    expect(page.get_by_role("link", name="中国政府网政策栏目")).to_have_attribute("href", "https://www.gov.cn/zhengce/")
    page.get_by_role("link", name="澄湖日报网站").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您将离开本网站")
    expect(page.get_by_role("link", name="前往 news.example.com")).to_have_attribute(
        "href", "https://news.example.com/chenghu/2026/11/a"
    )


def without_scripts(chromium, city):
    """Nothing is offered that does not work."""
    window = chromium.new_context(locale="zh-CN", java_script_enabled=False).new_page()
    window.goto(city + record("冬春农田"))
    expect(window.get_by_role("button", name="朗读")).to_be_hidden()
    expect(window.get_by_role("link", name="纯文本", exact=True)).to_be_visible()
    window.get_by_role("link", name="繁體").click()
    expect(window.get_by_role("heading", level=1)).to_contain_text("關於做好冬春農田水利")
    window.context.close()
