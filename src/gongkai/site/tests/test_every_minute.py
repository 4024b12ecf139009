"""The minute's work plans its successor before it begins, once, and leaves no heap of what it did."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.publishing import schedule
from gongkai.publishing.tests.factories import RecordFactory
from gongkai.site import every_minute

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tasks_in_the_database(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def ours() -> Any:
    return DBTaskResult.objects.filter(task_path=every_minute.every_minute.module_path)


def test_the_next_minute_is_planned_once_and_before_anything_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    every_minute.plan(timezone.now())
    every_minute.plan(timezone.now())
    assert ours().count() == 1
    ours().delete()
    monkeypatch.setattr(schedule, "publish_due", lambda now: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        every_minute.every_minute.func()
    waiting = ours().get()
    assert waiting.status == TaskResultStatus.READY
    assert waiting.run_after > timezone.now()


def test_a_run_takes_away_what_has_expired_and_forgets_old_runs() -> None:
    hour_ago = timezone.now() - timedelta(hours=2)
    every_minute.plan(hour_ago)
    ours().update(status=TaskResultStatus.SUCCESSFUL, finished_at=hour_ago)
    record = RecordFactory(published=True, expire_at=hour_ago)
    every_minute.every_minute.func()
    record.refresh_from_db()
    assert (record.live, record.expired) == (False, True)
    assert ours().get().status == TaskResultStatus.READY


def test_a_minute_with_nothing_due_is_cheap(django_assert_num_queries: Any) -> None:
    RecordFactory(published=True)
    with django_assert_num_queries(3):
        every_minute.run(timezone.now())
