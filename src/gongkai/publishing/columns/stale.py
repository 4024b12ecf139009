"""Columns that are not kept up: nothing new for longer than their term, or nothing at all (检查指标, V3 and V4)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.publishing.enums import ColumnStatus, ColumnView
from gongkai.publishing.models import ColumnPage

LISTING = (ColumnView.RECORDS, ColumnView.SINGLE)
"""Columns in which something has to appear; others are drawn from what is kept elsewhere."""


@dataclass(frozen=True)
class Terms:
    """The terms by kind of column, and how many bad columns fail a site."""

    days: dict[str, int]
    uncertain: frozenset[str]
    limits: dict[str, int]

    def of(self, column: ColumnPage) -> int | None:
        """The column's own term, else that of its kind; None where it may stay as it is."""
        return column.update_days or self.days.get(column.kind)


@cache
def _packaged() -> Terms:
    data = tomllib.loads((files(__package__) / "terms.toml").read_text(encoding="utf-8"))
    days = {kind: term["days"] for term in data["term"] for kind in term["kinds"]}
    uncertain = frozenset(kind for term in data["term"] if not term["certain"] for kind in term["kinds"])
    return Terms(days, uncertain, data["limits"])


def terms() -> Terms:
    """The packaged terms with what the installation has set otherwise (`COLUMN_UPDATE_DAYS`: kind → days)."""
    packaged = _packaged()
    return Terms(packaged.days | getattr(settings, "COLUMN_UPDATE_DAYS", {}), packaged.uncertain, packaged.limits)


def kept_up(agencies: Iterable[Agency]) -> QuerySet[ColumnPage]:
    """The columns of these agencies that are to be kept up: open, shown, listing records."""
    return ColumnPage.objects.live().filter(
        issuer__in=[agency.pk for agency in agencies], status=ColumnStatus.OPEN, view__in=LISTING
    )


def stale_columns(agencies: Iterable[Agency], today: date) -> QuerySet[ColumnPage]:
    """Those with something in them, but nothing new within their term; longest untouched first.

    The terms in use are looked up first, so that the database compares plain columns: two queries in all.
    """
    columns, known = kept_up(agencies), terms()
    in_use = columns.filter(update_days__isnull=False).order_by().values_list("update_days", flat=True).distinct()
    over = Q(pk__in=[])
    for days in in_use:
        over |= Q(update_days=days, newest_at__lt=_begin_of(today, days))
    for kind, days in known.days.items():
        over |= Q(update_days__isnull=True, kind=kind, newest_at__lt=_begin_of(today, days))
    found = columns.filter(over).select_related("issuer", "department")
    return found.order_by("newest_at", "path")


def empty_columns(agencies: Iterable[Agency]) -> QuerySet[ColumnPage]:
    """Those in which there is nothing at all; a column with columns below it is filled by them."""
    found = kept_up(agencies).filter(newest_at__isnull=True, numchild=0)
    return found.select_related("issuer", "department").order_by("path")


@dataclass(frozen=True)
class StaleColumn:
    """A line of the list."""

    column: ColumnPage
    days: int
    over: int
    certain: bool


def lines(columns: Iterable[ColumnPage], today: date) -> list[StaleColumn]:
    """A page of stale columns with their terms, and by how many days they are over."""
    known = terms()
    found = []
    for column in columns:
        days = known.of(column) or 0
        newest = timezone.localtime(column.newest_at).date() if column.newest_at else today
        certain = bool(column.update_days) or column.kind not in known.uncertain
        found.append(StaleColumn(column, days, (today - newest).days - days, certain))
    return found


@dataclass(frozen=True)
class SiteState:
    """How many columns of an agency's site are stale and empty, and whether so many fail it."""

    stale: int
    empty: int
    fails: bool


def state_of(agency: Agency, today: date) -> SiteState:
    """Counted as the inspection counts: ten stale columns, or five empty ones, fail a site. Four queries."""
    limits = terms().limits
    stale, empty = stale_columns([agency], today).count(), empty_columns([agency]).count()
    return SiteState(stale, empty, stale >= limits["any"] or empty >= limits["empty"])


def _begin_of(today: date, days: int) -> datetime:
    """Local midnight of the last day on which something new was in time."""
    return timezone.make_aware(datetime.combine(today - timedelta(days=days), time.min))
