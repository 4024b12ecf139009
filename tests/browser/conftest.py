"""What the browser tests share: the sample city, axe, and what "fits" means."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from django.core.cache import cache
from django.db import connection
from playwright.sync_api import Page

from gongkai.site import sample_city

PHONE = {"width": 390, "height": 844}
AT_REST = """() => {
  const still = new CSSStyleSheet();
  still.replaceSync("*, ::before, ::after { transition: none !important; }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
  document.getAnimations().forEach((each) => { if (isFinite(each.effect.getComputedTiming().endTime)) each.finish(); });
}"""
"""Colours are judged as they stay: a message that is just fading in has less contrast."""


@pytest.fixture(scope="session")
def kept_city() -> Iterator[sqlite3.Connection]:
    """A copy of the database with the sample city, empty until a test has loaded it: putting it back costs no time."""
    with closing(sqlite3.connect(":memory:")) as kept:
        yield kept


@pytest.fixture
def city(public_server, kept_city):
    """The sample city with its reports, and the address of its public site."""
    if connection.vendor != "sqlite":
        sample_city.load()
    elif kept_city.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        connection.ensure_connection()
        kept_city.backup(connection.connection)
        # What loading would have told: the site's addresses and the like are asked for anew.
        cache.clear()
    else:
        sample_city.load()
        connection.connection.backup(kept_city)
    return public_server.url


@pytest.fixture
def violations() -> Callable[[Page], list[str]]:
    """What axe-core finds wrong with the page that is open: rule and element, a line each."""
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()

    def run(page: Page) -> list[str]:
        page.evaluate(AT_REST)
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        # Of what is in order nothing is gathered: that took a third of the time.
        options = {"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]}
        found = axe.run(page, options=options).response["violations"]
        return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]

    return run


@pytest.fixture
def fits() -> Callable[[Page], bool]:
    """Whether the page as a whole can be read without scrolling sideways."""

    def check(page: Page) -> bool:
        wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return wide <= 0

    return check
