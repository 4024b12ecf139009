"""The worker of background tasks, and what becomes of a task whose worker died.

A task that a killed worker left half-done is run again from its beginning. Tasks are therefore written so that this is
safe: what one has done already, it finds done and leaves (docs/decisions/0004).
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import sys
import time
from typing import Any

from django.core.management import call_command
from django.db import OperationalError, connection
from django.dispatch import receiver
from django.utils import timezone
from django_tasks.base import TaskResult, TaskResultStatus
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult

from gongkai.site import daily, every_minute

logger = logging.getLogger(__name__)

HOST = socket.gethostname()[:32]
PAUSE_SECONDS = 5.0
"""Before a worker looks again for a database that was locked for too long, or away."""


def work(*, once: bool) -> None:
    """Put abandoned tasks back, plan the day's and the minute's, run what waits.

    Until stopped, or with `once` until nothing waits. A database that others hold for long (a large import on SQLite),
    or that is started anew, ends a worker's turn and not the worker: it begins again with the same.
    """
    while True:
        try:
            return _turn(once=once)
        except OperationalError as error:
            if once:
                raise
            logger.warning("worker: the database did not answer (%s); again in %g s", error, PAUSE_SECONDS)
            connection.close()
            time.sleep(PAUSE_SECONDS)


def _turn(*, once: bool) -> None:
    if returned := requeue_abandoned():
        sys.stderr.write(f"有 {returned} 项任务因上次意外中断，将重新执行。\n")
    daily.plan(timezone.localtime())
    every_minute.plan(timezone.now())
    call_command(
        "db_worker",
        queue_name="*",
        batch=once,
        reload=False,
        startup_delay=False,
        worker_id=f"{HOST}:{os.getpid()}:{secrets.token_hex(4)}",
        verbosity=0,
    )


@receiver(task_finished)
def keep_the_series(task_result: TaskResult[Any], **_kwargs: Any) -> None:
    """A day's or a minute's task that failed before it had planned its successor must not end the series."""
    if task_result.status != TaskResultStatus.FAILED:
        return
    if task_result.task.module_path == daily.daily.module_path:
        daily.plan(timezone.localtime())
    elif task_result.task.module_path == every_minute.every_minute.module_path:
        every_minute.plan(timezone.now() + every_minute.EVERY)


def requeue_abandoned() -> int:
    """Let tasks wait again whose worker on this machine is gone. Returns how many.

    Another machine's workers cannot be seen from here; that machine puts its own back when its worker starts again.
    """
    returned = 0
    for task in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        host, process, _ = task.worker_ids[-1].split(":")
        if host == HOST and not _alive(int(process)):
            # Still running in the database's eyes when it is written: two workers starting together return it once.
            returned += DBTaskResult.objects.filter(
                pk=task.pk, status=TaskResultStatus.RUNNING, worker_ids=task.worker_ids
            ).update(status=TaskResultStatus.READY, started_at=None)
    return returned


def _alive(process: int) -> bool:
    """Whether the process is there. Our own number means an earlier process that had it: we have only begun."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
