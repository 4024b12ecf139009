"""Having a draft looked through: at once where it is text alone, by the worker where there are files to be read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from wagtail.models import WorkflowState
from wagtail.signals import workflow_submitted

from gongkai.publishing import drafts
from gongkai.publishing.guard import runs
from gongkai.publishing.guard.looking import look, questions_of
from gongkai.publishing.record_models import Record
from gongkai.publishing.review_models import GuardRun


def examine(record: Record, today: date) -> GuardRun:
    """Look through the latest draft and keep what is found. Reads its files: not within a transaction that writes."""
    draft = drafts.draft_of(record)
    found = look(draft, questions_of(record.agency, today))
    return GuardRun.objects.create(record=record, revision=record.latest_revision, findings=runs.kept(found))


def arrange(record: Record) -> None:
    """Have the latest draft looked through: now where it is text alone, which takes milliseconds; with attachments
    after what is under way has been saved, by the worker."""
    if runs.latest_run(record) is not None:
        return
    if not drafts.draft_of(record).files.exists():
        examine(record, timezone.localdate())
        return
    key = record.pk
    transaction.on_commit(lambda: examine_record.enqueue(key))


@task()
def examine_record(key: int) -> None:
    """Look through the record's latest draft, unless that was done or the record is gone."""
    record = Record.objects.select_related("agency", "latest_revision").filter(pk=key).first()
    if record is not None and runs.latest_run(record) is None:
        examine(record, timezone.localdate())


def follow_review() -> None:
    """Look through whatever is sent to review; for `AppConfig.ready`."""
    workflow_submitted.connect(_submitted, dispatch_uid="publishing.guard")


def _submitted(sender: Any, instance: WorkflowState, **_: Any) -> None:
    record = instance.content_object
    if isinstance(record, Record):
        arrange(record)
