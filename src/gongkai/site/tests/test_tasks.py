"""What a killed worker left half-done is done again; what another still does is left alone."""

import os
import subprocess
import sys

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.site import daily, every_minute, tasks

pytestmark = pytest.mark.django_db


def running(worker):
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="x.y",
        backend_name="default",
        run_after=timezone.now(),
        worker_ids=[worker],
        exception_class_path="",
        traceback="",
    )


@pytest.fixture
def dead():
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_dead_workers_task_waits_again(dead):
    task = running(f"{tasks.HOST}:{dead}:aa")
    assert tasks.requeue_abandoned() == 1
    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY
    assert task.started_at is None
    assert tasks.requeue_abandoned() == 0


def test_a_living_workers_task_is_left(dead):
    task = running(f"{tasks.HOST}:{os.getppid()}:aa")
    assert tasks.requeue_abandoned() == 0
    task.refresh_from_db()
    assert task.status == TaskResultStatus.RUNNING


def test_another_machines_task_is_left(dead):
    running(f"elsewhere:{dead}:aa")
    assert tasks.requeue_abandoned() == 0


def test_a_worker_with_the_dead_ones_number_takes_its_task_back():
    running(f"{tasks.HOST}:{os.getpid()}:aa")
    assert tasks.requeue_abandoned() == 1


def test_a_database_that_is_locked_for_long_does_not_end_the_worker(monkeypatch):
    turns = []

    def turn(*, once):
        turns.append(once)
        if len(turns) < 3:
            raise OperationalError("database is locked")

    monkeypatch.setattr(tasks, "_turn", turn)
    monkeypatch.setattr(tasks, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(tasks.connection, "close", lambda: None)
    tasks.work(once=False)
    assert turns == [False] * 3
    turns.clear()
    with pytest.raises(OperationalError):
        tasks.work(once=True)


@pytest.mark.parametrize("series", [daily.daily, every_minute.every_minute])
def test_a_series_goes_on_after_a_task_that_failed_before_it_planned_the_next(series, settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    waiting = DBTaskResult.objects.filter(task_path=series.module_path, status=TaskResultStatus.READY)
    series.enqueue()
    task = waiting.get()
    task.claim("here:1:aa")
    task.set_failed(OperationalError("database is locked"))
    assert not waiting.exists()
    tasks.keep_the_series(task.task_result)
    assert waiting.count() == 1
    tasks.keep_the_series(task.task_result)
    assert waiting.count() == 1
