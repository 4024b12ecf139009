"""The document library in a browser: a repeal is entered by number; the screens fit a phone and axe finds nothing."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import PASSWORD, AgencyFactory, MembershipFactory
from gongkai.library.actions import OpenRound
from gongkai.library.actions.cleanup import Scope
from gongkai.library.tests.factories import TODAY, DocumentFactory, relate
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def agency(transactional_db):
    return AgencyFactory(name="澄湖市自然资源局")


@pytest.fixture
def desk(page, office_server, agency):
    """An editor, logged in, at the library's list."""
    DocumentFactory(agency=agency, title="旧办法", number="澄规〔2024〕1号")
    person = MembershipFactory(agency=agency, role=Role.EDITOR).user
    page.goto(office_server.url)
    page.locator("[name=username]").fill(person.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.get_by_role("link", name="文件库", exact=True).click()
    expect(page.get_by_role("heading", name="文件库")).to_be_visible()
    return page


def test_a_repeal_is_entered_by_number_and_shows_on_the_old_document(desk, agency):
    DocumentFactory(agency=agency, title="新办法", number="澄规〔2025〕2号", signed_on=date(2025, 5, 1))
    desk.reload()
    desk.get_by_role("link", name="新办法").click()
    desk.get_by_role("link", name="登记文件关系").click()
    desk.get_by_label("关系").select_option("repeals")
    desk.get_by_label("另一文件的文号或者登记号").fill("澄规[2024]1号")
    desk.get_by_role("button", name="登记关系").click()
    desk.get_by_role("link", name="《旧办法》").click()
    expect(desk.get_by_text("本文件已于2025年5月1日废止：被《新办法》（澄规〔2025〕2号）废止。")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, {"width": 1366, "height": 768}])
def test_axe_finds_nothing_and_all_fits(desk, agency, violations, fits, size):
    old = agency.documents.get()
    newer = DocumentFactory(agency=agency, signed_on=date(2025, 5, 1), expires_on=date(2027, 1, 1))
    relate("amends", newer, old, date(2025, 5, 1), articles="第三条")
    round = OpenRound(None, agency, Scope("清理", date(2026, 5, 1)), today=TODAY).perform()
    desk.set_viewport_size(size)
    root = desk.url
    places = (
        "", f"{old.public_id}/", f"{old.public_id}/guanxi/", f"qingli/{round.public_id}/", "shuzi/?year=2025",
        "jiedu/meiyou/", "ruku/",
    )  # fmt: skip
    for place in places:
        desk.goto(root + place)
        assert violations(desk) == [], place
        assert fits(desk), place
