"""Lists of records for who works here. Drafts are inside an agency; a researcher sees what is public."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from gongkai.publishing.record_models import RecordQuerySet

if TYPE_CHECKING:
    from gongkai.agencies.models import User


def desk(user: User) -> RecordQuerySet:
    """Records that the person may see, drafts included, with what a list shows selected."""
    raise NotImplementedError


def waiting_for(user: User) -> RecordQuerySet:
    """Records in a stage that the person's roles pass, in his agencies, that he did not write or pass already."""
    raise NotImplementedError


def overdue_scheduled(user: User, now: datetime) -> RecordQuerySet:
    """Approved records that did not go out at their time; `schedule.failures` says why."""
    raise NotImplementedError
