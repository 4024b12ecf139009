"""The worker of background tasks, and what becomes of a task whose worker died.

A task that a killed worker left half-done is run again from its beginning. Tasks are therefore written so that this is
safe: what one has done already, it finds done and leaves (docs/decisions/0004).
"""

from __future__ import annotations

import os
import secrets
import socket
import sys

from django.core.management import call_command
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.site import daily, every_minute

HOST = socket.gethostname()[:32]


def work(*, once: bool) -> None:
    """Put abandoned tasks back, plan the day's and the minute's, run what waits.

    Until stopped, or with `once` until nothing waits.
    """
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
