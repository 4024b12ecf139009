"""A secret that got out is removed for good from rows, revisions, files and search: by two people, with a tombstone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from gongkai.publishing.actions.base import RecordAction
from gongkai.publishing.record_models import Record

if TYPE_CHECKING:
    from gongkai.agencies.models import User


class AskPurge(RecordAction):
    """Ask for it; the record has to be withdrawn. `ground` is the reason."""

    kind = "record.purge_asked"


class ApprovePurge(RecordAction):
    """Agree, as somebody else: it is removed in this moment. `backups` says what backups still hold, and what is done.

    The `Purge` row is the tombstone: how much of what was removed, a salted digest of each file.
    """

    kind = "record.purged"

    def __init__(self, actor: User | None, record: Record, backups: str, *, now: datetime, **more: Any) -> None:
        raise NotImplementedError


class DeclinePurge(RecordAction):
    """Do not agree: the request is gone, `ground` is the reason."""

    kind = "record.purge_declined"
