"""kill -9 at random moments under load: what was acknowledged is there, nothing by half, and the chain is whole."""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import migrated
from tests.support.public_site import AGENCY, Citizen, PublicSite, Sending, environment, gongkai

CITIZENS = 4
GONE = (OSError, http.client.HTTPException)

LOOK = """
import django, hashlib, json
django.setup()
from gongkai.applications.models import Application
from gongkai.ledger.models import Entry
cases = {}
for case in Application.objects.prefetch_related("parties", "materials"):
    whole = len(case.parties.all()) == 1 and len(case.materials.all()) == 1 and bool(case.query_digest)
    for material in case.materials.all():
        with material.file.open("rb") as file:
            whole = whole and hashlib.sha256(file.read()).hexdigest() == material.sha256
    cases.setdefault(case.subject, []).append([case.public_id, case.receipt_no, whole])
entries = list(Entry.objects.filter(kind="application.taken_in").values_list("subject", flat=True))
print(json.dumps({"cases": cases, "entries": entries}))
"""


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Nothing for SQLite; the address of a database of its own on the server on which the tests run, if they do."""
    if server := os.environ.get("DATABASE_URL"):
        with migrated.postgresql_copy(server, "gongkai_crash") as url:
            yield url
    else:
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "gongkai.sqlite3")
        yield ""


class Crowd:
    """Citizens who apply one after another until the site is gone; what each was told is kept."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, str] = {}
        self.unanswered: list[Sending] = []

    def apply_until_killed(self, site: PublicSite, seconds: float) -> None:
        """Load the site with all citizens, and kill it after so long under load."""
        threads = [threading.Thread(target=self._apply, args=(site.port,)) for _ in range(CITIZENS)]
        before = len(self.acknowledged)
        for thread in threads:
            thread.start()
        until = time.monotonic() + 60
        while len(self.acknowledged) == before and time.monotonic() < until:
            time.sleep(0.01)  # the first answers are slow: a kill before any of them would test little
        time.sleep(seconds)
        site.kill()
        for thread in threads:
            thread.join()

    def _apply(self, port: int) -> None:
        citizen = Citizen(port)
        while True:
            try:
                sending = citizen.fill_in()
            except GONE:
                return
            try:
                self.acknowledged[sending.subject] = citizen.send(sending)
            except GONE:
                self.unanswered.append(sending)
                return

    def send_again(self, site: PublicSite) -> None:
        """Whoever got no answer sends the same form again, and is answered."""
        for sending in self.unanswered:
            self.acknowledged[sending.subject] = Citizen(site.port).send(sending)


def crash(home: Path, database_url: str, kills: int, seed: int) -> None:
    """The whole course: load, kill, start again, so many times; then look at everything that is there."""
    dice = random.Random(seed)
    own = environment(home, database_url)
    made = gongkai(own, "agencies", "add", AGENCY, "某市档案局")
    assert made.returncode == 0, made.stderr
    site, crowd = PublicSite(own), Crowd()
    try:
        for _ in range(kills):
            site.start()
            crowd.apply_until_killed(site, dice.uniform(0.0, 1.5))
        told = dict(crowd.acknowledged)
        before = look(own)
        site.start()
        crowd.send_again(site)
    finally:
        site.kill()
    assert len(told) >= kills
    found = look(own)
    for state, acknowledged in ((before, told), (found, crowd.acknowledged)):
        cases = state["cases"]
        lost = {
            subject for subject, public_id in acknowledged.items() if cases.get(subject, [[None]])[0][0] != public_id
        }
        assert not lost, f"acknowledged and lost: {lost}"
        assert all(len(same) == 1 for same in cases.values()), "an application that is there twice"
        assert all(whole for same in cases.values() for _, _, whole in same), "a case that is there by half"
        numbers = [number for same in cases.values() for _, number, _ in same]
        assert len(numbers) == len(set(numbers))
        recorded = sorted(entry.partition(":")[2] for entry in state["entries"])
        assert recorded == sorted(public_id for same in cases.values() for public_id, _, _ in same)
    verified = gongkai(own, "ledger", "verify")
    assert verified.returncode == 0, verified.stdout


def look(own: dict[str, str]) -> dict[str, object]:
    """What the database and the files have."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK], env=own | {"DJANGO_SETTINGS_MODULE": "gongkai.site.settings"},
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_three_kills_lose_nothing(database_url: str, tmp_path: Path) -> None:
    crash(tmp_path, database_url, kills=3, seed=1)


@pytest.mark.slow
def test_twenty_kills_lose_nothing(database_url: str, tmp_path: Path) -> None:
    crash(tmp_path, database_url, kills=20, seed=2)
