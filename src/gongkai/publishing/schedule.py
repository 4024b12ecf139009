"""What goes out and expires by itself. One failing record stops no other, and keeps its schedule."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.action import Refused, reference_to
from gongkai.ledger.actions import append
from gongkai.ledger.models import Entry
from gongkai.publishing.actions.base import RecordAction
from gongkai.publishing.actions.pinning import EndPin
from gongkai.publishing.actions.releasing import SCHEDULE, ReleaseDue
from gongkai.publishing.actions.withdrawing import ExpireRecord
from gongkai.publishing.enums import Stage
from gongkai.publishing.record_models import Placement, Record

logger = logging.getLogger(__name__)

FAILED = "record.schedule_failed"
OURS = "程序出错，系统管理员可在运行日志中查看原因。"


@dataclass(frozen=True, slots=True)
class Failed:
    """A record that could not go out, or be taken away, at its time, and why."""

    record: Record
    reasons: list[str]


@dataclass(slots=True)
class Run:
    """What one run of the schedule did."""

    done: list[Record] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)


def publish_due(now: datetime) -> Run:
    """Put out every approved record whose time has come; each in a transaction of its own."""
    due = Record.objects.filter(stage=Stage.APPROVED, go_live_at__lte=now).order_by("go_live_at", "pk")
    return _run(due, lambda record: ReleaseDue(None, record, now=now))


def withdraw_expired(now: datetime) -> Run:
    """Take away every live record whose time is over; each in a transaction of its own."""
    due = Record.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
    return _run(due, lambda record: ExpireRecord(record, now=now))


def end_pins(today: date) -> int:
    """Take off the top of their columns what was to stand there until a day that is past. Returns how many."""
    over = Placement.objects.filter(pinned__gt=0, pinned_until__lt=today).select_related("record__agency", "column")
    ended = 0
    for each in over.order_by("pk"):
        try:
            EndPin(each.record, each.column, today=today).perform()
        except Refused:
            continue
        ended += 1
    return ended


def failures(records: Iterable[Record]) -> dict[int, list[str]]:
    """Why these records did not go out at their time, by the record's key; from the ledger, one query."""
    by_reference = {reference_to(record): record.pk for record in records}
    last: dict[str, Entry] = {}
    for entry in Entry.objects.filter(subject__in=by_reference).order_by("pk"):
        last[entry.subject] = entry
    return {by_reference[subject]: entry.payload["reasons"] for subject, entry in last.items() if entry.kind == FAILED}


def _run(due: Iterable[Record], act: Callable[[Record], RecordAction]) -> Run:
    run = Run()
    for record in due:
        try:
            run.done.append(act(record).perform())
        except Refused as refused:
            run.failed.append(_failed(record, refused.reasons))
        except Exception:
            logger.exception("schedule: %s", record.public_id)
            run.failed.append(_failed(record, [OURS]))
    return run


def _failed(record: Record, reasons: list[str]) -> Failed:
    """Tell the ledger, once as long as it is for the same reasons: the schedule tries again every minute."""
    if failures([record]).get(record.pk) != reasons:
        with transaction.atomic():
            append(
                FAILED,
                actor=SCHEDULE,
                agency=record.agency.code,
                subject=reference_to(record),
                payload={"reasons": reasons},
            )
    return Failed(record, reasons)
