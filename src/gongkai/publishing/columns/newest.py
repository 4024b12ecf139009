"""When a column last had something new: kept on the column's row, which the lists of stale columns read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Max, OuterRef, Subquery

from gongkai.publishing.models import ColumnPage, Placement, Record


def refresh(columns: Iterable[int]) -> None:
    """Set anew the day of the newest published record of these columns (keys). One statement."""
    newest = (
        Placement.objects.filter(column=OuterRef("pk"))
        .order_by()
        .values("column")
        .annotate(at=Max("published_at"))
        .values("at")
    )
    ColumnPage.objects.filter(pk__in=set(columns)).update(newest_at=Subquery(newest))


def follow(sender: Any, record: Record, **_: Any) -> None:
    """A record was published, changed or taken away: its columns follow, those that it has left too."""
    held = set(record.placements.values_list("column", flat=True))
    refresh({record.column_id, *held, *record.also_in.values_list("pk", flat=True)})
