"""What is approved goes out, now or at a set time; what was withdrawn can come back, through review."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from gongkai.publishing.actions.base import RecordAction
from gongkai.publishing.record_models import Record

if TYPE_CHECKING:
    from gongkai.agencies.models import User


class Publish(RecordAction):
    """Put out what is approved: now, or at `go_live_at` where that is later than now."""

    kind = "record.published"

    def __init__(
        self, actor: User | None, record: Record, *, now: datetime, go_live_at: datetime | None = None, **more: Any
    ) -> None:
        raise NotImplementedError


class CancelSchedule(RecordAction):
    """What is approved stays so, and goes out when somebody says so."""

    kind = "record.schedule_cancelled"


class Restore(RecordAction):
    """Begin to bring back what was withdrawn: a new draft of it, which goes through review like any other."""

    kind = "record.restore_begun"
