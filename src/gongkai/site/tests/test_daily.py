"""The day's work is planned once, survives a restart, and mail goes where the environment says."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.applications.reminders import Sent
from gongkai.site import daily
from gongkai.site.mail import mail_from

ZONE = timezone.get_default_timezone()


@pytest.fixture(autouse=True)
def _tasks_in_the_database(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def waiting() -> list[datetime]:
    ready = DBTaskResult.objects.filter(task_path=daily.daily.module_path, status=TaskResultStatus.READY)
    return [timezone.localtime(at) for at in ready.values_list("run_after", flat=True)]


@pytest.mark.django_db
def test_the_day_is_planned_once_however_often_a_worker_starts() -> None:
    now = datetime(2026, 1, 20, 12, 0, tzinfo=ZONE)
    for _ in range(3):
        daily.plan(now)
    assert waiting() == [datetime(2026, 1, 20, 7, 30, tzinfo=ZONE)]


@pytest.mark.django_db
@pytest.mark.parametrize(("failed", "planned"), [([], 1), (["a@example.org"], 2)])
def test_a_day_plans_the_next_and_tries_again_what_was_not_taken(
    monkeypatch: pytest.MonkeyPatch, failed: list[str], planned: int
) -> None:
    now = datetime(2026, 1, 20, 7, 30, tzinfo=ZONE)
    monkeypatch.setattr(timezone, "localtime", lambda value=None: now if value is None else value.astimezone(ZONE))
    monkeypatch.setattr(daily, "run", lambda: Sent(failed=failed))
    daily.daily.func()
    expected = [now + daily.AGAIN, now + timedelta(days=1)]
    assert sorted(waiting()) == expected[-planned:]


@pytest.mark.django_db
def test_a_day_that_fails_has_planned_the_next_already(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise RuntimeError

    monkeypatch.setattr(daily, "run", broken)
    with pytest.raises(RuntimeError):
        daily.daily.func()
    assert len(waiting()) == 1


@pytest.mark.parametrize(
    ("url", "port", "starttls", "tls"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtp+tls://mail.example.org", 587, True, False),
        ("smtps://mail.example.org:4650", 4650, False, True),
    ],
)
def test_a_mail_server_is_named_by_its_address(url: str, port: int, starttls: bool, tls: bool) -> None:
    mail = mail_from(url.replace("://", "://gongkai:a%40b%3A@"))
    assert (mail.host, mail.port, mail.user, mail.password) == ("mail.example.org", port, "gongkai", "a@b:")
    assert (mail.starttls, mail.tls) == (starttls, tls)


def test_without_a_server_mail_goes_to_files() -> None:
    assert mail_from("").backend.endswith("filebased.EmailBackend")


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://a:x"])
def test_a_wrong_address_is_said_in_one_sentence(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="GONGKAI_EMAIL_URL"):
        mail_from(url)
