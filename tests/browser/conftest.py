"""What the browser tests share: the sample city, axe, and what "fits" means."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from gongkai.site import sample_city

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def city(public_server):
    """The sample city with its reports, and the address of its public site."""
    sample_city.load()
    return public_server.url


@pytest.fixture
def violations() -> Callable[[Page], list[str]]:
    """What axe-core finds wrong with the page that is open: rule and element, a line each."""
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()

    def run(page: Page) -> list[str]:
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = axe.run(page, options={"runOnly": {"type": "tag", "values": tags}}).response["violations"]
        return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]

    return run


@pytest.fixture
def fits() -> Callable[[Page], bool]:
    """Whether the page as a whole can be read without scrolling sideways."""

    def check(page: Page) -> bool:
        wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return wide <= 0

    return check
