"""What is done once a day: cases, columns and documents turned by the passing of time, reminders, digests.

A task that plans its own successor before it begins, so that neither a failure nor a restart ends the series; a day on
which no worker ran is made up for when one starts. Everything in it may run twice: what was sent is not sent again.
"""

from __future__ import annotations

import logging
from datetime import datetime, time, timedelta

from django.db import connection
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.applications import projection, reminders
from gongkai.library.downloads import make_missing
from gongkai.library.projection import refresh as turn_documents
from gongkai.publishing.columns.status import turn_columns

logger = logging.getLogger(__name__)

AT = time(7, 30)
"""Local time: before people begin."""
AGAIN = timedelta(minutes=30)
"""When the mail server did not take everything."""


@task()
def daily() -> None:
    """The day's work; the next day's is planned first."""
    now = timezone.localtime()
    plan(now + timedelta(days=1))
    sent = run()
    if sent.failed and (now + AGAIN).date() == now.date():
        daily.using(run_after=now + AGAIN).enqueue()


def run() -> reminders.Sent:
    """Do the day's work now."""
    today = timezone.localdate()
    count_rows()
    turned = projection.refresh(today)
    columns = turn_columns(today)
    documents = turn_documents(today)
    make_missing()
    sent = reminders.send_all(today)
    logger.info(
        "daily: %s cases turned, %s columns turned, %s documents turned, %s reminders, %s digests, %s not taken",
        turned, columns, documents, sent.reminders, sent.digests, len(sent.failed),
    )  # fmt: skip
    return sent


def count_rows() -> None:
    """Let SQLite look at samples of its tables, so that it chooses the right index; PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")


def plan(day: datetime) -> None:
    """See to it that the work of that day, or an earlier one, is waiting; a time that is past means at once."""
    if not DBTaskResult.objects.filter(task_path=daily.module_path, status=TaskResultStatus.READY).exists():
        daily.using(run_after=timezone.make_aware(datetime.combine(day.date(), AT))).enqueue()
