"""The written pages as readers meet them: processes of their own, nginx in front with the shipped configuration."""

from __future__ import annotations

import http.client
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import nginx
from tests.support.public_site import HOST, PublicSite, environment, free_port, gongkai

# What another process does, as the back office or the worker would. `{}` takes the lines.
OTHER_PROCESS = """
import django, json
django.setup()
from django.db import transaction
from gongkai.agencies.models import Agency
from gongkai.publishing.live_gate import opened
from gongkai.publishing.models import Placement, Record
from gongkai.publishing.signals import record_changed
from gongkai.publishing.tests.factories import RecordFactory, column_of
{}
"""
MADE = """
agency = Agency.objects.get(code="CH")
column = column_of(agency, "通知公告")
with transaction.atomic(), opened():
    record = RecordFactory(published=True, agency=agency, column=column, title="关于水库水位的公告")
    record_changed.send(Record, record=record, kind="published")
print(json.dumps([record.public_id, column.public_id]))
"""
WITHDRAWN = """
with transaction.atomic(), opened():
    record = Record.objects.get(public_id="{}")
    Placement.objects.filter(record=record).delete()
    Record.objects.filter(pk=record.pk).update(live=False, state="withdrawn")
    record.refresh_from_db()
    record_changed.send(Record, record=record, kind="withdrawn")
"""
CHANGED = """
with transaction.atomic(), opened():
    record = Record.objects.get(public_id="{}")
    Record.objects.filter(pk=record.pk).update(title="关于水库水位的公告（更正）")
    record.refresh_from_db()
    record_changed.send(Record, record=record, kind="changed")
"""
PROMISED = 2.0
"""Seconds in which a change is to be seen everywhere."""
SAME_HEADERS = (
    "Cache-Control", "Content-Security-Policy", "Content-Type", "Permissions-Policy", "X-Content-Type-Options",
    "Referrer-Policy", "Cross-Origin-Opener-Policy", "X-Frame-Options",
)  # fmt: skip
NOT_WRITTEN = 503
"""What nginx says where the application is to answer and is not there."""


@dataclass
class Published:
    """A site with one record in one column, nginx before it."""

    home: Path
    own: dict[str, str]
    site: PublicSite
    port: int
    record: str
    column: str

    def elsewhere(self, lines: str) -> str:
        """Do something in another process."""
        program = OTHER_PROCESS.format(lines)
        settings = {"DJANGO_SETTINGS_MODULE": "gongkai.site.settings"}
        done = subprocess.run(
            [sys.executable, "-c", program], env=self.own | settings, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """What a reader gets from nginx."""
        return ask(self.port, path, **headers)[:2]


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, str, dict[str, str | None]]:
    """The status, the text and the headers that are to be the same whoever answers."""
    with closing(http.client.HTTPConnection(HOST, port, timeout=20)) as line:
        line.request(method, path, headers=headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode(), {name: answer.getheader(name) for name in SAME_HEADERS}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Published]:
    """A running site; skipped where there is no nginx."""
    if nginx.program() is None:
        pytest.skip(nginx.MISSING)
    home = tmp_path_factory.mktemp("written")
    shutil.copy(migrated_file, home / "gongkai.sqlite3")
    own = environment(home)
    assert gongkai(own, "agencies", "add", "CH", "某市水利局").returncode == 0
    site = PublicSite(own)
    with ExitStack() as stack:
        stack.callback(site.kill)
        site.start()
        port = stack.enter_context(nginx.in_front_of(site.port, home / "pages")).port
        made = Published(home, own, site, port, "", "")
        made.record, made.column = json.loads(made.elsewhere(MADE).splitlines()[-1])
        yield made


def test_pages_follow_every_change_and_outlive_the_application(published: Published) -> None:
    record, column = f"/wz/{published.record}/", f"/lm/{published.column}/"

    # Written ahead of the first reader: the files are there though nobody has asked.
    live = published.home / "pages" / "live"
    until = time.monotonic() + 20
    while not (live / record[1:] / "index.html").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert "关于水库水位的公告" in (live / record[1:] / "index.html").read_text(encoding="utf-8")
    assert published.get(column)[0] == 200

    # A reader is protected alike, whoever answers.
    of_nginx, of_application = (ask(port, record)[2] for port in (published.port, published.site.port))
    assert None not in of_nginx.values()
    assert {name: (value or "").lower() for name, value in of_nginx.items()} == {
        name: (value or "").lower() for name, value in of_application.items()
    }

    # A change is seen in the page and in the list.
    published.elsewhere(CHANGED.format(published.record))
    changed = time.monotonic()
    while not all("（更正）" in published.get(address)[1] for address in (record, column)):
        assert time.monotonic() - changed < PROMISED
        time.sleep(0.05)

    # Larger letters are a page of their own, made by the application.
    assert "data-elder" in published.get(record, Cookie="elder=2")[1]

    # The application goes; what is written stays readable with its style sheet, the rest says so.
    assert gongkai(published.own, "pages", "write").returncode == 0
    published.site.kill()
    assert "（更正）" in published.get(record)[1]
    assert published.get("/static/portal/portal.css")[0] == 200
    status, said = published.get("/xxgk/shenqing/")
    assert (status, "暂时不能使用" in said) == (503, True)

    # Withdrawn while the public process is away: gone at once all the same.
    published.elsewhere(WITHDRAWN.format(published.record))
    assert published.get(record)[0] == 503
    published.site.start()
    assert published.get(record)[0] in (404, 410)
    assert "水库水位" not in published.get(column)[1]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int]]:
    """A folder of written pages and the port of nginx before it; there is no application."""
    if nginx.program() is None:
        pytest.skip(nginx.MISSING)
    folder = tmp_path_factory.mktemp("files")
    (folder / "live" / "wz").mkdir(parents=True)
    (folder / "live" / "wz" / "index.html").write_text("written")
    (folder / "live" / "wz" / ".half").write_text("half a page")
    (folder / "live" / "feed.xml").write_text("feed")
    with nginx.in_front_of(free_port(), folder) as running:
        yield folder / "live", running.port


@pytest.mark.parametrize(
    ("path", "method", "cookie", "status"),
    [
        ("/wz/", "GET", "", 200),
        ("/wz/", "HEAD", "", 200),
        ("/wz/", "GET", "csrftoken=abc", 200),
        ("/feed.xml", "GET", "", 200),
        ("/wz/", "GET", "csrftoken=abc; elder=2", NOT_WRITTEN),
        ("/wz/", "GET", "script=hant", NOT_WRITTEN),
        ("/wz/?page=2", "GET", "", NOT_WRITTEN),
        ("/feed.xml?x", "GET", "", NOT_WRITTEN),
        ("/wz/", "POST", "", NOT_WRITTEN),
        ("/lm/", "GET", "", NOT_WRITTEN),
        ("/wz/.half", "GET", "", 404),
        ("/.never/wz/", "GET", "", 404),
    ],
)
def test_only_who_gets_the_written_page_is_answered_from_the_disk(
    files: tuple[Path, int], path: str, method: str, cookie: str, status: int
) -> None:
    assert ask(files[1], path, method, Cookie=cookie)[0] == status


def test_a_page_that_has_just_been_read_changes_and_goes_at_once(files: tuple[Path, int]) -> None:
    live, port = files
    page, made = live / "wz" / "index.html", live / "wz" / ".made"
    for text in ("first", "second, longer", "third"):
        made.write_text(text)
        made.replace(page)
        assert [ask(port, "/wz/")[1] for _ in range(3)] == [text] * 3
    page.unlink()
    assert ask(port, "/wz/")[0] == NOT_WRITTEN
    page.write_text("again")
    assert ask(port, "/wz/")[1] == "again"
    live.rename(live.with_name("old"))
    assert ask(port, "/wz/")[0] == NOT_WRITTEN
    live.with_name("old").rename(live)
