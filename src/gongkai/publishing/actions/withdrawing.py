"""Taking a record away at once, everywhere; and what is done about it where it was a leak."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from gongkai.agencies.action import Action
from gongkai.publishing.actions.base import RecordAction
from gongkai.publishing.enums import WithdrawalKind
from gongkai.publishing.event_models import Withdrawal
from gongkai.publishing.record_models import Record

if TYPE_CHECKING:
    from gongkai.agencies.models import User


class Withdraw(RecordAction):
    """Take a live record away: lists, search, attachments and written pages lose it in the same moment.

    `withdrawal` is the row afterwards. A leak (`enums.LEAKS`) stands in its register from then on.
    """

    kind = "record.withdrawn"

    def __init__(
        self,
        actor: User | None,
        record: Record,
        why: WithdrawalKind,
        ground: str,
        *,
        now: datetime,
        notice: str = "",
        found_on: date | None = None,
        **more: Any,
    ) -> None:
        """`notice` is what the public reads at its address; "" for a silent withdrawal."""
        raise NotImplementedError


class SetLeakHandling(Action[Withdrawal]):
    """Write down what was done about a leak, and when it was closed."""

    kind = "withdrawal.handled"

    def __init__(
        self, actor: User | None, withdrawal: Withdrawal, handling: str, *, closed_on: date | None = None
    ) -> None:
        raise NotImplementedError
