"""Opening, closing and archiving columns: at once, or on a day that is set beforehand."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gongkai.agencies.action import Refused
from gongkai.publishing.columns.actions import FIXED_PART
from gongkai.publishing.columns.base import PageAction, StatusAction, told
from gongkai.publishing.enums import ColumnStatus
from gongkai.publishing.models import ColumnPage

logger = logging.getLogger(__name__)


class OpenColumn(PageAction):
    """Show a column whose opening day has come."""

    kind = "column.opened"

    def refusals(self) -> list[str]:
        """Only one that is not shown yet."""
        return super().refusals() + (["栏目已经开设。"] if self.column.live else [])

    def change(self) -> ColumnPage:
        """From now on the public sees it."""
        ColumnPage.objects.filter(pk=self.column.pk).update(live=True, first_published_at=timezone.now())
        self.column.refresh_from_db()
        told(self.column)
        return self.column


class CloseColumn(StatusAction):
    """Nothing more is published in the column, or in those below it, from a day on; what it holds stays readable."""

    kind = "column.closed"

    def refusals(self) -> list[str]:
        """An open column that is not a fixed part, and no day before its opening."""
        reasons, column = super().refusals(), self.column
        if column.part:
            reasons.append(FIXED_PART)
        if column.status != ColumnStatus.OPEN:
            reasons.append(f"栏目{column.get_status_display()}。")
        if column.opens_on and self.on < column.opens_on:
            reasons.append("停止更新日期不能早于开设日期。")
        return reasons

    def change(self) -> ColumnPage:
        """Close it with all open columns below it, or note the day."""
        open_ones = _branch(self.column).filter(status=ColumnStatus.OPEN)
        if self.due:
            open_ones.update(status=ColumnStatus.CLOSED, closes_on=self.on)
        else:
            ColumnPage.objects.filter(pk=self.column.pk).update(closes_on=self.on)
        return _anew(self.column)


class ArchiveColumn(StatusAction):
    """The column is history from a day on: out of the menus, marked as archived, readable as before."""

    kind = "column.archived"

    def refusals(self) -> list[str]:
        """Only one that is closed."""
        reasons, column = super().refusals(), self.column
        if column.status == ColumnStatus.OPEN:
            reasons.append("栏目还在更新，请先停止更新。")
        if column.status == ColumnStatus.ARCHIVED:
            reasons.append("栏目已归档。")
        if column.closes_on and self.on < column.closes_on:
            reasons.append("归档日期不能早于停止更新日期。")
        return reasons

    def change(self) -> ColumnPage:
        """Archive it with what is below it, or note the day."""
        if self.due:
            _branch(self.column).update(status=ColumnStatus.ARCHIVED, archived_on=self.on)
        else:
            ColumnPage.objects.filter(pk=self.column.pk).update(archived_on=self.on)
        return _anew(self.column)


class ReopenColumn(PageAction):
    """Go on publishing in a column that was closed, or whose closing is set; those closed with it open too."""

    kind = "column.reopened"

    def refusals(self) -> list[str]:
        """Not below one that is closed itself, and only where there is something to undo."""
        reasons, column = super().refusals(), self.column
        if column.status == ColumnStatus.OPEN and column.closes_on is None:
            reasons.append("栏目正在更新。")
        if ColumnPage.objects.ancestor_of(column).exclude(status=ColumnStatus.OPEN).exists():
            reasons.append("上级栏目已停止更新，请先恢复上级栏目。")
        return reasons

    def change(self) -> ColumnPage:
        """Open it; no day of closing stands any more."""
        column = self.column
        with_it = _branch(column).filter(Q(pk=column.pk) | Q(status=column.status, closes_on=column.closes_on))
        with_it.update(status=ColumnStatus.OPEN, closes_on=None, archived_on=None)
        return _anew(column)

    def payload(self, result: ColumnPage) -> dict[str, Any]:
        """What it was."""
        return {"was": self.column.status}


def turn_columns(today: date) -> int:
    """Open, close and archive the columns whose day has come. Returns how many were turned.

    One that cannot be turned is logged and stops no other. May run twice.
    """
    live = ColumnPage.objects.select_related("issuer")
    turns: list[PageAction] = [
        *(OpenColumn(None, column) for column in live.filter(live=False, opens_on__lte=today)),
        *(
            CloseColumn(None, column, on=column.closes_on, today=today)
            for column in live.filter(status=ColumnStatus.OPEN, closes_on__lte=today)
            if column.closes_on
        ),
    ]
    done = _turn(turns)
    archiving = live.filter(status=ColumnStatus.CLOSED, archived_on__lte=today)
    return done + _turn(
        [ArchiveColumn(None, column, on=column.archived_on, today=today) for column in archiving if column.archived_on]
    )


def _turn(turns: list[PageAction]) -> int:
    done = 0
    for turn in turns:
        try:
            turn.perform()
        except Refused as refused:
            logger.warning("column %s not turned: %s", turn.column.public_id, "".join(refused.reasons))
        else:
            done += 1
    return done


def _branch(column: ColumnPage) -> Any:
    return ColumnPage.objects.descendant_of(column, inclusive=True)


def _anew(column: ColumnPage) -> ColumnPage:
    """The column as it stands now; the rooms that show it, or one below it, are told."""
    fresh = ColumnPage.objects.select_related("issuer").get(pk=column.pk)
    for page in _branch(fresh):
        told(page)
    return fresh
