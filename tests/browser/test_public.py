"""The public site in a browser: a citizen's way to a report; 年报体检 by file, by paste, by keyboard, on a phone."""

from __future__ import annotations

import io
import re
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from gongkai.annual_reports.tests.made import TOTAL, report_file
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

REPORT = "/xxgk/nianbao/ch-zrzy/2023/"
PAGES = ("/", "/xxgk/nianbao/", "/xxgk/nianbao/ch-zrzy/", REPORT, "/tijian/", "/ditu/", "/nichts/")


def wrong_report(total: int = 9) -> dict[str, object]:
    return {"name": "年报.txt", "mimeType": "text/plain", "buffer": report_file("澄湖市测试局", total=total)}


def examine(page, city, total=9):
    page.goto(f"{city}/tijian/")
    page.get_by_label("选择年报文件").set_input_files(wrong_report(total))
    page.get_by_role("button", name="开始体检").click()
    expect(page.get_by_role("heading", name="体检结果")).to_be_visible()


def test_from_the_home_page_to_a_reports_figures_and_back(page, city):
    page.goto(city)
    page.get_by_role("link", name="政府信息公开年报", exact=True).first.click()
    page.get_by_label("机关名称").fill("自然资源和规划")
    page.get_by_label("年度", exact=True).select_option("2023")
    page.get_by_role("button", name="查找年报").click()
    page.get_by_role("link", name=re.compile("自然资源和规划局 ?2023年")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2023年政府信息公开工作年度报告")
    expect(page.locator(f"#cell-{TOTAL.replace('.', chr(92) + '.')}")).to_contain_text("149")
    page.get_by_role("link", name="历年年报对照").click()
    expect(page.locator("svg.chart")).to_have_count(3)


def test_each_finding_on_a_report_leads_to_its_cell(page, city):
    page.goto(city + REPORT)
    page.locator(".finding").first.get_by_role("link", name="看表格").click()
    expect(page.locator("td.figure:target")).to_be_focused()
    expect(page.locator("td.figure:target")).to_be_in_viewport()


def test_a_file_shows_its_wrong_cell_and_the_place_in_the_source(page, city):
    examine(page, city)
    wrong = page.locator(f'[id="cell-{TOTAL}"]')
    expect(wrong).to_have_class(re.compile("wrong"))
    expect(wrong).to_contain_text("应为")
    finding = page.locator(".finding").first
    finding.get_by_role("link", name="看表格").click()
    expect(page.locator("td.figure:target")).to_be_focused()
    expect(page.locator("td.figure:target")).to_be_in_viewport()
    finding.get_by_role("link", name="看原文").click()
    line = page.locator(".source-view :target")
    expect(line).to_be_focused()
    expect(line).to_be_in_viewport()
    expect(line).to_contain_text("9")


LINES = (
    "cell => new Set([...(r => (r.selectNodeContents(cell), r.getClientRects()))(new Range())].map(b => b.top)).size"
)


@pytest.mark.parametrize(("width", "total"), [(PHONE["width"], 123456), (1280, 1234567)])
def test_a_long_figure_is_not_broken(page, city, width, total):
    page.set_viewport_size({"width": width, "height": 900})
    examine(page, city, total)
    assert page.locator(f'[id="cell-{TOTAL}"] .printed').evaluate(LINES) == 1


def test_a_wrong_cell_leads_back_to_its_finding(page, city):
    examine(page, city)
    page.locator("td.wrong a.computed").first.click()
    expect(page.locator(".finding:target")).to_be_focused()


def test_pasted_text_is_examined_and_its_list_downloaded(page, city):
    page.goto(f"{city}/tijian/")
    page.get_by_label("或者粘贴网页上的年报文字").fill(report_file("澄湖市测试局", total=9).decode())
    page.get_by_role("button", name="开始体检").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载问题清单").click()
    assert waiting.value.suggested_filename == "年报问题清单.docx"
    with open(waiting.value.path(), "rb") as file:
        assert "澄湖市测试局" in ZipFile(io.BytesIO(file.read())).read("word/document.xml").decode()


def test_a_file_can_be_dropped(page, city):
    page.goto(f"{city}/tijian/")
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "年报.txt", { type: "text/plain" }));
            document.getElementById("drop").dispatchEvent(
                new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        report_file("澄湖市测试局", total=9).decode(),
    )
    expect(page.get_by_role("heading", name="体检结果")).to_be_visible()


def test_nothing_given_is_said_beside_the_form(page, city):
    page.goto(f"{city}/tijian/")
    page.get_by_role("button", name="开始体检").click()
    expect(page.get_by_role("alert")).to_contain_text("请选择一个文件")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("选择年报文件")).to_be_focused()


def test_what_is_too_large_is_told_before_it_is_sent_and_stays(page, city):
    page.goto(f"{city}/tijian/")
    page.get_by_label("或者粘贴网页上的年报文字").fill("年" * 500_001)
    page.get_by_role("button", name="开始体检").click()
    expect(page.get_by_role("status").filter(has_text="超过 50 万字")).to_be_visible()
    assert page.get_by_label("或者粘贴网页上的年报文字").evaluate("field => field.value.length") == 500_001
    page.get_by_label("或者粘贴网页上的年报文字").fill("")
    large = {"name": "年报.txt", "mimeType": "text/plain", "buffer": b"0" * (20 * 1024 * 1024 + 1)}
    page.get_by_label("选择年报文件").set_input_files(large)
    expect(page.get_by_role("status").filter(has_text="文件超过 20 MB")).to_be_visible()


def test_everything_works_with_the_keyboard_alone(page, city):
    page.goto(f"{city}/tijian/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("选择年报文件")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.insert_text(report_file("澄湖市测试局", total=9).decode())
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="开始体检")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="体检结果")).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.startsWith('看表格')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("td.figure:target")).to_be_focused()


def test_without_script_the_tool_works_too(chromium, city):
    context = chromium.new_context(locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    examine(page, city)
    page.locator(".finding").first.get_by_role("link", name="看表格").click()
    expect(page.locator("td.figure:target")).to_be_in_viewport()
    page.get_by_role("button", name="长辈模式").click()
    expect(page.locator("html[data-elder='1']")).to_be_attached()
    context.close()


@pytest.mark.parametrize("elder", ["", "3"])
def test_no_page_scrolls_sideways_on_a_phone(page, city, fits, elder):
    page.set_viewport_size(PHONE)
    if elder:
        page.context.add_cookies([{"name": "elder", "value": elder, "url": city}])
    for path in PAGES:
        page.goto(city + path)
        assert fits(page), path
    examine(page, city)
    assert fits(page)


def test_pages_can_be_read_at_200_percent(page, city, fits):
    page.set_viewport_size({"width": 640, "height": 450})
    for path in PAGES:
        page.goto(city + path)
        assert fits(page), path


def test_elder_mode_enlarges_and_can_be_left(page, city):
    page.goto(city + REPORT)
    page.get_by_role("button", name="长辈模式").click()
    assert page.url == city + REPORT

    def size() -> float:
        return float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))

    assert size() >= 24
    page.get_by_role("button", name="最大字").click()
    assert size() >= 40
    heights = page.evaluate("[...document.querySelectorAll('header button')].map(b => b.offsetHeight)")
    assert min(heights) >= 60
    page.get_by_role("button", name="退出长辈模式").click()
    assert size() < 20


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page(page, city, violations, scheme):
    page.emulate_media(color_scheme=scheme)
    for path in PAGES:
        page.goto(city + path)
        assert violations(page) == [], path
    page.goto(f"{city}/tijian/")
    page.get_by_role("button", name="开始体检").click()
    assert violations(page) == []
    examine(page, city)
    assert violations(page) == []


def test_axe_finds_nothing_in_elder_mode(page, city, violations):
    page.context.add_cookies([{"name": "elder", "value": "2", "url": city}])
    for path in PAGES:
        page.goto(city + path)
        assert violations(page) == [], path


def test_the_console_stays_silent(page, city):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in PAGES[:-2]:
        page.goto(city + path)
    examine(page, city)
    assert said == []
