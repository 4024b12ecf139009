"""Records on top of a column, the stages of review and what other agencies ask, in a browser: axe, and on a phone."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import PASSWORD, MembershipFactory
from gongkai.publishing.actions import AskBody, PinRecord
from gongkai.publishing.tests.factories import RecordFactory
from gongkai.publishing.tests.line import Line
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
TODAY = timezone.localdate()


@pytest.fixture
def asked():
    """What one agency asks another, which has two records on top of a column; its signer edits as well."""
    here, other = Line(), Line()
    MembershipFactory(user=here.signer, agency=here.agency, role=Role.EDITOR)
    for number in (1, 2):
        record = RecordFactory(
            agency=here.agency, column=here.column, title=f"关于防汛的通知（{number}）", published=True
        )
        PinRecord(None, record, here.column, until=TODAY + timedelta(days=number), today=TODAY).perform()
    question = AskBody(
        other.handler, other.draft(), "", "附表第二行的工程是否由贵局负责", sent_on=TODAY,
        due_on=TODAY + timedelta(days=15), agency=here.agency,
    )  # fmt: skip
    question.perform()
    return here, record, question.asked


def shoot(page, name):
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_no_screen_has_an_obstacle_and_all_fit_a_phone(page, office_server, asked, violations, fits):
    here, record, question = asked
    page.goto(office_server.url)
    page.locator("[name=username]").fill(here.signer.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    expect(page.get_by_role("link", name="其他机关征求意见，待答复")).to_be_visible()
    screens = {
        "column": ("column", here.column.public_id), "record": ("record", record.public_id),
        "pin": ("pin", record.public_id), "review": ("set_review", here.agency.code),
        "questions": ("consultations",), "question": ("consultation", question.public_id),
        "ask": ("record_act", here.draft().public_id, "zhengqiu"),
    }  # fmt: skip
    root = office_server.url.split("/office/")[0]
    for width in ({"width": 1280, "height": 900}, PHONE):
        page.set_viewport_size(width)
        for name, (address, *arguments) in screens.items():
            page.goto(root + reverse(f"publishing:{address}", args=arguments))
            shoot(page, f"{name}-{width['width']}")
            assert [line for line in violations(page) if "wagtail" not in line] == [], name
            assert fits(page), name
    page.goto(root + reverse("publishing:column", args=[here.column.public_id]))
    page.get_by_role("button", name="下移").click()
    expect(page.locator(".pins li a").first).to_have_text("关于防汛的通知（1）")
    page.goto(root + reverse("publishing:consultation", args=[question.public_id]))
    page.get_by_label("不同意").check()
    page.get_by_label("答复意见").fill("该工程由水利局负责。")
    page.get_by_role("button", name="答复").click()
    expect(page.get_by_text("没有待答复的。")).to_be_visible()
