"""What is done once a minute: records go out, expire and come off the top of their columns at their time.

Like the day's work (`daily`) a task that plans its own successor before it begins. One run with nothing due costs three
look-ups by index; what it did is kept an hour and not for good, or there would be half a million rows a year.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.publishing import schedule

logger = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
KEPT = timedelta(hours=1)


@task()
def every_minute() -> None:
    """The minute's work; the next minute's is planned first."""
    now = timezone.now()
    plan(now + EVERY)
    run(now)
    DBTaskResult.objects.filter(
        task_path=every_minute.module_path, status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEPT
    ).delete()


def run(now: datetime) -> None:
    """Put out and take away what is due now."""
    out, expired = schedule.publish_due(now), schedule.withdraw_expired(now)
    schedule.end_pins(timezone.localdate(now))
    if failed := len(out.failed) + len(expired.failed):
        logger.warning("schedule: %s records not published or withdrawn at their time", failed)
    if done := len(out.done) + len(expired.done):
        logger.info("schedule: %s records published or withdrawn at their time", done)


def plan(at: datetime) -> None:
    """See to it that a run waits: then, or earlier; a time that is past means at once."""
    if not DBTaskResult.objects.filter(task_path=every_minute.module_path, status=TaskResultStatus.READY).exists():
        every_minute.using(run_after=at).enqueue()
