"""A database of its own with made-up cases, for the benchmarks that need one: `with case_table(1_000_000) as made:`."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

HISTORIES = 20_000
"""So many of the cases have their events and people too."""


@dataclass
class Made:
    """What is there: the agency, a registrar of it, and today."""

    agency: Any
    user: Any
    today: Any


def prepare(role: str, keep: str | None = None) -> None:
    """Settings in a home of its own that goes away, before anything of the platform is imported; then its tables.

    `keep` names a home that stays.

    DATABASE_URL, where set (`python -m tests.support.postgresql python -m benchmarks.…`), names the server.
    """
    import atexit

    home = keep or tempfile.mkdtemp(prefix="gongkai-bench-")
    if keep is None:
        atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ |= {
        "GONGKAI_HOME": home, "GONGKAI_ROLE": role, "DJANGO_SETTINGS_MODULE": "gongkai.site.settings",
        "GONGKAI_ALLOWED_HOSTS": "testserver,127.0.0.1",
    }  # fmt: skip
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def case_table(number: int) -> Iterator[Made]:
    """So many cases of one agency, and nothing of them afterwards."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.utils import timezone

    from gongkai.agencies.enums import Role
    from gongkai.agencies.models import Agency, Membership
    from gongkai.applications import models
    from gongkai.applications.synthetic import write_cases

    agency, _ = Agency.objects.get_or_create(code="BENCH", defaults={"name": "某市档案局", "path": "BENCH/"})
    user, _ = get_user_model().objects.get_or_create(username="bench", defaults={"display_name": "登记人员"})
    Membership.objects.get_or_create(agency=agency, user=user, role=Role.REGISTRAR)
    today = timezone.localdate()
    started = perf_counter()
    write_cases([agency], number, today=today, histories=min(number, HISTORIES))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{number:,} cases on {connection.vendor}, written in {perf_counter() - started:.0f} s")
    yield Made(agency, user, today)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # which looks for what refers to each row that is deleted
            cursor.execute(f"TRUNCATE {models.Application._meta.db_table} CASCADE")
            return
        for model in (models.Decision, models.CaseEvent, models.Party, models.Application):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


def cpu_per_call(call: Any, runs: int) -> float:
    """Seconds of this process's CPU for one call: the least of several, after one that fills caches."""
    from time import process_time

    call()
    least = float("inf")
    for _ in range(runs):
        started = process_time()
        call()
        least = min(least, process_time() - started)
    return least
