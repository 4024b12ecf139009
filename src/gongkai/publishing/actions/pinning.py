"""置顶: a published record stands on top of its column's list until a day, in an order that the column's editors set.

It says nothing new, so no review is asked for; a draft under way goes on, and the record's version stays.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from gongkai.publishing.access import may_edit
from gongkai.publishing.actions.base import RecordAction
from gongkai.publishing.actions.releasing import SCHEDULE
from gongkai.publishing.column_models import ColumnPage
from gongkai.publishing.enums import EventKind
from gongkai.publishing.record_models import Placement, Record
from gongkai.publishing.signals import record_changed

if TYPE_CHECKING:
    from gongkai.agencies.models import User

MOST = 10
"""On top of one column: with more, nothing new would be seen on the first page."""
NOT_THERE = "这条信息没有在该栏目公开。"
NOT_PINNED = "这条信息没有在该栏目置顶。"


class Move(StrEnum):
    """Where a pinned record goes among those on top."""

    UP = "up"
    DOWN = "down"


class _PinAction(RecordAction):
    """What these acts have in common: the record in one column, which its editors keep."""

    def __init__(self, actor: User | None, record: Record, column: ColumnPage, **more: Any) -> None:
        super().__init__(actor, record, **more)
        self.column = column
        self.placement: Placement | None = None

    def find(self) -> None:
        """What stands on top of the column, held, the uppermost first; and where the record stands."""
        self.on_top = list(
            Placement.objects.select_for_update(of=("self",))
            .filter(column=self.column, pinned__gt=0)
            .order_by("-pinned", "pk")
        )
        self.placement = Placement.objects.filter(column=self.column, record=self.record).first()

    def allowed(self) -> bool:
        """Who edits in the column."""
        return may_edit(self.actor, self.column)

    def refusals(self) -> list[str]:
        """Also what is not public in this column."""
        if reasons := super().refusals():
            return reasons
        return [] if self.record.live and self.placement else [NOT_THERE]

    def change(self) -> Record:
        """Do it, and have the lists follow."""
        self.carry_out()
        record_changed.send(sender=Record, record=self.record, kind=EventKind.CHANGED)
        return self.record

    def payload(self, result: Record) -> dict[str, Any]:
        """In which column."""
        return {"column": self.column.public_id}


class PinRecord(_PinAction):
    """Put the record on top of the column, above what is there; or set another last day for one that is there."""

    kind = "record.pinned"

    def __init__(
        self, actor: User | None, record: Record, column: ColumnPage, *, until: date, today: date, **more: Any
    ) -> None:
        """`until` is the last day on top."""
        super().__init__(actor, record, column, **more)
        self.until, self.today = until, today

    def refusals(self) -> list[str]:
        """Also a last day that is past, or too many on top."""
        if reasons := super().refusals():
            return reasons
        if self.until < self.today:
            return ["置顶的截止日期不能早于今天。"]
        full = len(self.on_top) >= MOST and self.placement not in self.on_top
        return [f"“{self.column.title}”已置顶{MOST}条，请先取消一条。"] if full else []

    def carry_out(self) -> None:
        """Put it above the uppermost."""
        assert self.placement is not None
        if not self.placement.pinned:
            self.placement.pinned = 1 + max((each.pinned for each in self.on_top), default=0)
        self.placement.pinned_until = self.until
        self.placement.save(update_fields=["pinned", "pinned_until"])

    def payload(self, result: Record) -> dict[str, Any]:
        """Also until when."""
        return super().payload(result) | {"until": f"{self.until}"}


class UnpinRecord(_PinAction):
    """Take the record off the top of the column: it stands where its day puts it."""

    kind = "record.unpinned"

    def refusals(self) -> list[str]:
        """Also what is not on top."""
        return super().refusals() or ([] if self.placement in self.on_top else [NOT_PINNED])

    def carry_out(self) -> None:
        """Take it off."""
        assert self.placement is not None
        self.placement.pinned, self.placement.pinned_until = 0, None
        self.placement.save(update_fields=["pinned", "pinned_until"])


class EndPin(UnpinRecord):
    """Take off what was on top until a day that is past: what the schedule does."""

    def __init__(self, record: Record, column: ColumnPage, *, today: date) -> None:
        super().__init__(None, record, column)
        self.today = today

    def refusals(self) -> list[str]:
        """Also where somebody has set another day since."""
        if reasons := super().refusals():
            return reasons
        assert self.placement is not None
        until = self.placement.pinned_until
        return [] if until and until < self.today else ["置顶的截止日期已改变。"]

    def actor_label(self) -> str:
        """The schedule."""
        return SCHEDULE


class MovePin(_PinAction):
    """Move the record up or down by one among those on top of the column."""

    kind = "record.pin_moved"

    def __init__(self, actor: User | None, record: Record, column: ColumnPage, move: Move, **more: Any) -> None:
        super().__init__(actor, record, column, **more)
        self.move = Move(move)

    def refusals(self) -> list[str]:
        """Also what is not on top, and what is at the end already."""
        if reasons := super().refusals():
            return reasons
        if self.placement not in self.on_top:
            return [NOT_PINNED]
        last = 0 if self.move == Move.UP else len(self.on_top) - 1
        end = "最前" if self.move == Move.UP else "最后"
        return [f"已经排在置顶的{end}。"] if self.on_top.index(self.placement) == last else []

    def carry_out(self) -> None:
        """Change places with the neighbour; places are counted anew, since two may have been given the same."""
        assert self.placement is not None
        at = self.on_top.index(self.placement)
        beside = at - 1 if self.move == Move.UP else at + 1
        self.on_top[at], self.on_top[beside] = self.on_top[beside], self.on_top[at]
        for place, each in enumerate(reversed(self.on_top), start=1):
            each.pinned = place
        Placement.objects.bulk_update(self.on_top, ["pinned"])

    def payload(self, result: Record) -> dict[str, Any]:
        """Also which way."""
        return super().payload(result) | {"move": self.move.value}
