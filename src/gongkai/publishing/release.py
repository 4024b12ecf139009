"""What goes out, and how: the one place where a record becomes public or stops being so."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from gongkai.publishing.event_models import PublicationEvent
from gongkai.publishing.record_models import Record

if TYPE_CHECKING:
    from gongkai.agencies.models import User


def obstacles(record: Record) -> list[str]:
    """Why the record's latest draft may not go out now, a sentence each: approvals, the guard, other bodies, attribute."""
    raise NotImplementedError


def put_out(record: Record, by: User | None, now: datetime) -> list[PublicationEvent]:
    """Make the approved draft what the public reads. For actions, which hold the row and have asked `obstacles`."""
    raise NotImplementedError


def take_away(record: Record, by: User | None, now: datetime) -> None:
    """Take the record from the public: lists, search, attachments. For actions, which hold the row."""
    raise NotImplementedError
