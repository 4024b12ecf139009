"""What every room's tests share: standing people, clients of the two processes, a browser."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings
from django.test.signals import root_urlconf_changed, setting_changed
from django.urls import set_urlconf

from gongkai.site.loading import staying

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

    from gongkai.agencies.models import Agency, User

CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None)
"""The one without windows first: what it does not draw around a page is a fifth of the work."""

FIRST = ("src/gongkai/site/tests/test_commands.py", "tests/", "src/gongkai/site/", "src/gongkai/publishing/")
"""What takes longest: left to the end, it would keep one worker when the others are done. The commands come before all:
they make a database of their own while the other workers wait for the migrated one."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--only-database`: for the second run, on the other database."""
    parser.addoption("--only-database", action="store_true", help="only the tests that use the database, no browser")


def pytest_configure() -> None:
    """Let Ctrl-C reach the programs that tests start, also where this run is in the background and ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What collecting loads is there to the end: no need to look through it for garbage thousands of times."""
    with staying():
        return (yield)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs a browser, order; with `--only-database`, leave out what runs the same on every database."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    items.sort(key=lambda item: next((at for at, path in enumerate(FIRST) if item.nodeid.startswith(path)), len(FIRST)))
    if not config.getoption("--only-database"):
        return
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        uses = item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "database_url"}
        elsewhere = item.get_closest_marker("browser") or item.get_closest_marker("any_database")
        (kept if uses and not elsewhere else left).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left)


@pytest.fixture(scope="session")
def migrated_file(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with all migrations, to be copied: into the memory of a worker, into a home of a test's own."""
    from tests.support import migrated

    cache = getattr(pytestconfig, "cache", None)  # not there with `-p no:cacheprovider`
    return migrated.sqlite_file(cache.mkdir("migrated") if cache else tmp_path_factory.mktemp("migrated"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None, django_db_use_migrations: bool
) -> Iterator[None]:
    """Give the test database, before Django makes it, what migrations make: Django finds none left to be applied."""
    if not django_db_use_migrations:
        yield
    elif connection.vendor == "postgresql":
        from tests.support import migrated

        connection.settings_dict["TEST"]["TEMPLATE"] = migrated.postgresql_template(os.environ["DATABASE_URL"])
        yield
    else:
        name = connection.creation._get_test_db_name()
        # A database in memory is there as long as somebody is connected.
        with closing(sqlite3.connect(name, uri=True)) as own:
            with closing(sqlite3.connect(request.getfixturevalue("migrated_file"))) as kept:
                kept.backup(own)
            yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database, which a test that commits leaves as migrations made it.

    Django empties all tables after such a test. The ledger's triggers would rightly refuse that; and what migrations
    put in (the root page, collections, the locale) would go too, and be missed by the next test of whatever kind.
    """
    by_django = TransactionTestCase._fixture_teardown
    with closing(sqlite3.connect(":memory:")) as kept:
        with django_db_blocker.unblock():
            put_back = _copied_back(kept) if connection.vendor == "sqlite" else _emptied_and_loaded()
        TransactionTestCase._fixture_teardown = lambda _test: put_back()
        yield
    TransactionTestCase._fixture_teardown = by_django


def _copied_back(kept: sqlite3.Connection) -> Callable[[], None]:
    """On SQLite: the whole database from a copy in memory, in a twentieth of the time."""
    connection.connection.backup(kept)

    def put_back() -> None:
        connection.ensure_connection()
        kept.backup(connection.connection)

    return put_back


def _emptied_and_loaded() -> Callable[[], None]:
    """On PostgreSQL: Django's way, with what migrations put in loaded again."""
    from django.contrib.contenttypes.models import ContentType

    from gongkai.ledger import triggers

    made_by_migrations = connection.creation.serialize_db_to_string()

    def put_back() -> None:
        # What is loaded again sets off indexing, which asks for content types: remembered, they are not made anew.
        ContentType.objects.get_for_models(*apps.get_models(), for_concrete_models=False)
        triggers.remove(connection)
        try:
            call_command("flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True)
        finally:
            triggers.install(connection)
        connection.creation.deserialize_db_from_string(made_by_migrations)

    return put_back


@pytest.fixture(scope="session", autouse=True)
def addresses_kept() -> Iterator[None]:
    """Both processes' addresses, read once: Django would read them anew whenever a test goes to the other process."""

    def forget_the_chosen_one(*, setting: str, **_: object) -> None:
        if setting == "ROOT_URLCONF":
            set_urlconf(None)

    setting_changed.disconnect(root_urlconf_changed)
    setting_changed.connect(forget_the_chosen_one)
    yield
    setting_changed.disconnect(forget_the_chosen_one)
    setting_changed.connect(root_urlconf_changed)


@pytest.fixture(autouse=True)
def tree_asked_anew() -> None:
    """Rows of a test go away without a change being announced: what a process knows of them is forgotten."""
    if loaded := sys.modules.get("gongkai.portal.site_tree"):
        loaded.forget_navigation()


@dataclass(frozen=True)
class People:
    """The three who try every protected thing: who may, who may elsewhere, and who has no account."""

    agency: Agency
    other_agency: Agency
    handler: User
    stranger: User
    public: AnonymousUser


@pytest.fixture
def people(db: None) -> People:
    """A handler of this agency, a handler of another, and the public."""
    from gongkai.agencies.enums import Role
    from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory

    agency, other = AgencyFactory(), AgencyFactory()
    handler = MembershipFactory(agency=agency, role=Role.HANDLER).user
    stranger = MembershipFactory(agency=other, role=Role.HANDLER).user
    return People(agency, other, handler, stranger, AnonymousUser())


class RoleClient(Client):
    """A test client that talks to one of the two processes: its addresses and its middleware."""

    def __init__(self, role: str, **options: Any) -> None:
        self.role = role
        super().__init__(**options)

    def request(self, **request: Any) -> Any:
        """Send the request to the process of this client's role."""
        with override_settings(**role_settings(self.role)):
            return super().request(**request)


def role_settings(role: str) -> dict[str, Any]:
    """The settings in which the public process and the back office differ."""
    from django.conf import settings

    if role == "public":
        return {"ROOT_URLCONF": settings.PUBLIC_URLCONF, "MIDDLEWARE": settings.PUBLIC_MIDDLEWARE}
    return {"ROOT_URLCONF": settings.OFFICE_URLCONF, "MIDDLEWARE": settings.OFFICE_MIDDLEWARE}


@pytest.fixture
def public_client(db: None) -> RoleClient:
    """A visitor of the public site."""
    return RoleClient("public")


@pytest.fixture
def office_client(db: None) -> Callable[..., RoleClient]:
    """`office_client(user)`: that person at the back office; without a user, somebody not logged in."""

    def make(user: User | None = None) -> RoleClient:
        client = RoleClient("office")
        if user is not None:
            client.force_login(user)
        return client

    return make


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright; skips where there is none (`make test` installs it if it can)."""
    if CHROMIUM is None:
        pytest.skip("本机没有 Chromium，跳过浏览器测试（Debian：apt-get install chromium）。")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, where Django would take our plain queries for a mistake.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh browser window in Chinese; fails the test at its end if a page tried to reach another host."""
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    elsewhere: list[str] = []
    context.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("http://localhost", "http://127.0.0.1", "data:", "blob:", "about:"))
            else elsewhere.append(request.url)
        ),
    )
    window = context.new_page()
    yield window
    context.close()
    assert not elsewhere, f"requests to other hosts: {elsewhere}"


@pytest.fixture
def public_server(settings: Any, transactional_db: None, live_server: LiveServer) -> LiveServer:
    """The public process, for a browser. Data made in the test is committed, and emptied away after it."""
    for name, value in role_settings("public").items():
        setattr(settings, name, value)
    return live_server


@pytest.fixture
def office_server(settings: Any, transactional_db: None, live_server: LiveServer) -> LiveServer:
    """The back office, for a browser."""
    for name, value in role_settings("office").items():
        setattr(settings, name, value)
    return live_server
