"""What goes out and expires by itself. One failing record stops no other, and keeps its schedule."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from gongkai.publishing.record_models import Record


@dataclass(frozen=True, slots=True)
class Failed:
    """A record that could not go out at its time, and why."""

    record: Record
    reasons: list[str]


@dataclass(slots=True)
class Run:
    """What one run of the schedule did."""

    done: list[Record] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)


def publish_due(now: datetime) -> Run:
    """Put out every approved record whose time has come; each in a transaction of its own."""
    raise NotImplementedError


def withdraw_expired(now: datetime) -> Run:
    """Take away every live record whose time is over."""
    raise NotImplementedError


def failures(records: list[Record]) -> dict[int, list[str]]:
    """Why these records did not go out at their time, by the record's key; from the ledger, one query."""
    raise NotImplementedError
