"""依申请公开 in a browser: from the form to the receipt and the case, on a phone, by keyboard, without a connection."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from gongkai.agencies.models import Agency
from gongkai.applications.actions import ConfirmReceipt, Happening, RecordStep
from gongkai.applications.actions.public import OpenAnswerLink, answer_path, code_of
from gongkai.applications.models import Application, Party, PublicAnswer
from gongkai.portal.tests.citizens import ID_NUMBER, PNG
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

FORM = "/xxgk/shenqing/?jg=ch-zrzy"
SUBJECT = "东湖街道老旧小区改造项目清单"
IDENTITY = {"name": "身份证.png", "mimeType": "image/png", "buffer": PNG}


def fill(page, city, subject: str = SUBJECT) -> None:
    page.goto(city + FORM)
    page.get_by_label("所需信息的名称或者内容").fill(subject)
    page.get_by_label("电子文件", exact=True).check()
    page.get_by_label("在本网站下载").check()
    page.get_by_label("自然人").check()
    page.get_by_label("姓名或者名称").fill("申请人甲")
    page.get_by_label("证件号码").first.fill(ID_NUMBER)
    page.get_by_label("身份证明").first.set_input_files(IDENTITY)
    page.get_by_label("联系电话").fill("010-00000000")


def submit(page) -> None:
    page.locator("#send-button").click()


def apply(page, city) -> Application:
    fill(page, city)
    submit(page)
    expect(page.get_by_role("heading", name="提交回执")).to_be_visible()
    return Application.objects.latest("pk")


def consulted(city) -> Party:
    """Somebody who is asked for an opinion in a case that is there."""
    today = timezone.localdate()
    case = ConfirmReceipt(None, Application.objects.latest("pk"), confirmed_on=today, today=today).perform()
    party = Party(role="third_party", name="被征求意见的公司")
    sent = Happening("consultation_sent", today, party_kind="third_party")
    RecordStep(None, case, sent, new_party=party, today=today).perform()
    OpenAnswerLink(None, case, party, today=today).perform()
    return party


def draft(page) -> str | None:
    kept: str | None = page.evaluate("localStorage.getItem('gongkai-draft-ch-zrzy')")
    return kept


def wait_until_forgotten(page) -> None:
    """The receipt forgets the draft by a script, which may run after the heading is seen."""
    page.wait_for_function("localStorage.getItem('gongkai-draft-ch-zrzy') === null")


def wait_for_draft(page, words: str) -> None:
    """The page keeps the draft a moment after the last word is typed."""
    page.wait_for_function("words => localStorage.getItem('gongkai-draft-ch-zrzy')?.includes(words)", arg=words)


def test_from_the_home_page_to_the_receipt_and_the_case(page, city):
    page.goto(city)
    page.get_by_role("link", name="申请公开政府信息").click()
    page.get_by_role("link", name="澄湖市自然资源和规划局").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("自然资源和规划局")
    case = apply(page, city)
    assert case.subject == SUBJECT
    code = code_of(case)
    expect(page.locator(".receipt")).to_contain_text(code)
    expect(page.locator(".receipt")).to_contain_text("不是收到申请的确认")
    page.get_by_role("link", name="查看办理情况").click()
    expect(page.locator(".case-line")).to_contain_text("等待工作人员与申请人确认收到")
    page.get_by_role("button", name="退出查询").click()
    page.get_by_label("登记编号").fill(case.receipt_no)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(case.receipt_no)


def test_a_double_click_makes_one(page, city):
    before = Application.objects.count()
    fill(page, city)
    page.locator("#send-button").dblclick()
    expect(page.get_by_role("heading", name="提交回执")).to_be_visible()
    page.go_back()
    fill(page, city)
    page.reload()
    assert Application.objects.count() == before + 1


def test_the_form_outlives_a_reload_without_numbers_and_files_and_is_forgotten_once_sent(page, city):
    fill(page, city)
    page.get_by_role("button", name="增加一名申请人").click()
    page.get_by_label("证件号码").nth(1).fill("E7654321")
    page.get_by_label("姓名或者名称").nth(1).fill("申请人乙")
    wait_for_draft(page, "申请人乙")
    expect(page.locator("#draft-line")).to_be_visible()
    assert SUBJECT in draft(page)
    assert ID_NUMBER not in draft(page)
    assert "E7654321" not in draft(page)
    assert "身份证.png" not in draft(page)
    page.goto(city + FORM)
    expect(page.get_by_label("所需信息的名称或者内容")).to_have_value(SUBJECT)
    expect(page.get_by_label("姓名或者名称").nth(1)).to_have_value("申请人乙")
    expect(page.get_by_label("证件号码").first).to_have_value("")
    page.get_by_role("button", name="去掉最后一名").click()
    page.get_by_label("证件号码").first.fill(ID_NUMBER)
    page.get_by_label("身份证明").first.set_input_files(IDENTITY)
    submit(page)
    expect(page.get_by_role("heading", name="提交回执")).to_be_visible()
    wait_until_forgotten(page)


def test_the_draft_can_be_discarded(page, city):
    fill(page, city)
    wait_for_draft(page, SUBJECT)
    page.get_by_role("button", name="清除暂存并重新填写").click()
    expect(page.get_by_label("所需信息的名称或者内容")).to_have_value("")
    assert draft(page) is None


def test_a_lost_connection_is_told_and_nothing_is_lost(page, city):
    before = Application.objects.count()
    fill(page, city)
    page.context.set_offline(True)
    submit(page)
    expect(page.locator("#error-list")).to_contain_text("网络不通")
    page.context.set_offline(False)
    submit(page)
    expect(page.get_by_role("heading", name="提交回执")).to_be_visible()
    assert Application.objects.count() == before + 1


def test_an_answer_that_got_lost_makes_no_second_application(page, city):
    before = Application.objects.count()
    fill(page, city)

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/xxgk/shenqing/", lose, times=1)
    submit(page)
    expect(page.locator("#error-list")).to_contain_text("网络不通")
    page.unroute("**/xxgk/shenqing/")
    submit(page)
    expect(page.get_by_role("heading", name="提交回执")).to_be_visible()
    assert Application.objects.count() == before + 1


def test_errors_lead_to_their_fields_and_keep_the_files(page, city):
    fill(page, city)
    page.get_by_label("姓名或者名称").fill("")
    page.get_by_label("证件号码").first.fill("110101199003070039")
    submit(page)
    expect(page.locator("#error-list")).to_be_focused()
    page.locator("#error-list").get_by_role("link", name=re.compile("身份证号码有误")).click()
    expect(page.get_by_label("证件号码").first).to_be_focused()
    assert page.evaluate("document.getElementById('f-identity-1').files.length") == 1
    page.get_by_label("姓名或者名称").fill("申请人甲")
    page.get_by_label("证件号码").first.fill(ID_NUMBER)
    submit(page)
    expect(page.get_by_role("heading", name="提交回执")).to_be_visible()


def test_a_wrong_file_is_told_of_at_once(page, city):
    page.goto(city + FORM)
    page.get_by_label("身份证明").first.set_input_files(
        {"name": "程序.exe", "mimeType": "application/x", "buffer": b"MZ"}
    )
    expect(page.locator("#e-identity-1")).to_contain_text("类型不能接收")
    page.get_by_label("身份证明").first.set_input_files(IDENTITY)
    expect(page.locator("#e-identity-1")).to_have_count(0)


def test_what_is_public_already_appears_while_one_types(page, city):
    agency = Agency.objects.get(code="ch-zrzy")
    PublicAnswer.objects.create(agency=agency, title=SUBJECT, published_on=timezone.localdate())
    page.goto(city + FORM)
    page.get_by_label("所需信息的名称或者内容").press_sequentially("老旧小区改造", delay=20)
    found = page.locator("#already").get_by_role("link", name=SUBJECT)
    expect(found).to_be_visible()
    with page.context.expect_page() as opened:
        found.click()
    expect(opened.value.get_by_role("heading", name=SUBJECT)).to_be_visible()


def test_everything_works_with_the_keyboard_alone(page, city):
    page.goto(city + FORM)
    page.get_by_label("所需信息的名称或者内容").focus()
    page.keyboard.insert_text(SUBJECT)
    for _ in range(80):
        page.keyboard.press("Tab")
        kind = page.evaluate("document.activeElement.name + '|' + document.activeElement.type")
        name = kind.partition("|")[0]
        if name in ("form", "way", "type"):
            page.keyboard.press("Space")
        elif name == "name-1":
            page.keyboard.insert_text("申请人甲")
        elif name == "id_number-1":
            page.keyboard.insert_text(ID_NUMBER)
        elif name == "identity-1":
            page.get_by_label("身份证明").first.set_input_files(IDENTITY)
        elif name == "phone":
            page.keyboard.insert_text("010-00000000")
        if page.evaluate("document.activeElement.id") == "send-button":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="提交回执")).to_be_visible()


def test_without_scripts_one_applies_all_the_same(chromium, city):
    context = chromium.new_context(locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    fill(page, city)
    page.get_by_role("button", name="增加一名申请人").click()
    expect(page.get_by_label("所需信息的名称或者内容")).to_have_value(SUBJECT)
    page.get_by_role("button", name="去掉最后一名").click()
    page.get_by_label("身份证明").first.set_input_files(IDENTITY)
    submit(page)
    expect(page.get_by_role("heading", name="提交回执")).to_be_visible()
    context.close()


def pages_of(page, city) -> list[str]:
    """The addresses of all kinds of pages, in a browser that may see them."""
    case = apply(page, city)
    party = consulted(city)
    at = f"/xxgk/chaxun/{case.public_id}/"
    made = PublicAnswer.objects.create(agency=case.agency, title=SUBJECT, published_on=timezone.localdate())
    return [
        "/xxgk/shenqing/", FORM, "/xxgk/chaxun/", at, f"{at}huizhi/", f"{at}chehui/", answer_path(party),
        "/xxgk/yigongkai/?q=老旧小区改造", "/xxgk/yishenqing-gongkai/", f"/xxgk/yishenqing-gongkai/{made.public_id}/",
    ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_the_console_stays_silent(page, city, violations, scheme):
    page.emulate_media(color_scheme=scheme)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in pages_of(page, city):
        page.goto(city + path)
        assert violations(page) == [], path
    assert said == []
    page.goto(city + FORM)
    page.locator("#agent summary").click()
    page.get_by_role("button", name="增加一名申请人").click()
    submit(page)
    expect(page.locator("#error-list")).to_be_focused()
    assert violations(page) == []


@pytest.mark.parametrize("elder", ["", "3"])
def test_no_page_scrolls_sideways_on_a_phone(page, city, fits, elder):
    page.set_viewport_size(PHONE)
    addresses = pages_of(page, city)
    if elder:
        page.context.add_cookies([{"name": "elder", "value": elder, "url": city}])
    for path in addresses:
        page.goto(city + path)
        assert fits(page), path
