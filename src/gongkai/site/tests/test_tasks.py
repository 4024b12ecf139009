"""What a killed worker left half-done is done again; what another still does is left alone."""

import os
import subprocess
import sys

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.site import tasks

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
