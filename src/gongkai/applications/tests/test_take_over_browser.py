"""台账转入 in a browser: upload, look, confirm; nothing is wrong for who cannot see well or has a small screen."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import PASSWORD, AgencyFactory, MembershipFactory
from gongkai.applications.models import Application
from gongkai.applications.tests.test_importing import HEADER, as_xlsx, row

PICTURES = os.environ.get("GONGKAI_PICTURES", "")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_register_is_taken_over(page: Any, office_server: Any, tmp_path: Path, width: int) -> None:
    membership = MembershipFactory(agency=AgencyFactory(), role=Role.REGISTRAR)
    membership.user.set_password(PASSWORD)
    membership.user.save()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(office_server.url + reverse("wagtailadmin_login"))
    page.fill("input[name=username]", membership.user.username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.goto(office_server.url + reverse("applications:take_over"))
    look(page, f"form-{width}")
    for name, rows in (
        ("bad.xlsx", [row(channel="信鸽", outcome="grantd")]),
        ("good.xlsx", [row(), row(receipt_no="2")]),
    ):
        (tmp_path / name).write_bytes(as_xlsx([HEADER, *rows]))
        page.set_input_files("input[type=file]", str(tmp_path / name))
        with page.expect_navigation():
            page.click("#check")
        look(page, f"{name}-{width}")
        if name == "bad.xlsx":
            page.goto(office_server.url + reverse("applications:take_over"))
    page.click("#confirm")
    page.wait_for_selector("text=已转入2件申请。")
    assert Application.objects.count() == 2


def look(page: Any, name: str) -> None:
    """axe finds nothing; the page is not wider than the screen."""
    found = Axe().run(page, context=".desk")
    assert not found.response["violations"], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
