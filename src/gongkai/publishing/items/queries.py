"""Reading lists of items: what is missing, which column an item might belong to, the list as a spreadsheet."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.publishing.columns.tree import columns_below, site_of
from gongkai.publishing.enums import ColumnStatus, ColumnView
from gongkai.publishing.items.reading import EXPORTED
from gongkai.publishing.models import ColumnPage, DisclosureItem, ItemList
from gongkai.reports.writing.spreadsheet import write_list

UNMAPPED, EMPTY, STALE = "unmapped", "empty", "stale"
STATES = {UNMAPPED: "未对应栏目", EMPTY: "栏目中没有信息", STALE: "超过更新周期"}
_MADE = frozenset(ColumnView) - {ColumnView.RECORDS, ColumnView.SINGLE, ColumnView.GROUP}
"""Columns whose content is kept elsewhere: there is nothing to be published in them."""


def lists_of(agencies: Iterable[Agency], today: date) -> QuerySet[ItemList]:
    """The lists of these agencies with how many items each has, how many are mapped and how many are not served.

    Two queries.
    """
    lists = ItemList.objects.filter(agency__in=[agency.pk for agency in agencies]).select_related("agency")
    late = _condition(DisclosureItem.objects.filter(items__in=lists), today, "items__")
    return lists.annotate(
        number=Count("items"),
        mapped=Count("items", filter=Q(items__column__isnull=False)),
        unserved=Count("items", filter=late),
    ).order_by("agency__path", "name")


def unserved(items: QuerySet[DisclosureItem], today: date, state: str = "") -> QuerySet[DisclosureItem]:
    """The items without a column, without a record in it, or without one that is fresh enough. Two queries.

    `state` narrows it to one of `STATES`.
    """
    if state == UNMAPPED:
        wanted = Q(column__isnull=True)
    elif state == EMPTY:
        wanted = _empty("")
    else:
        wanted = _stale(items, today, "") if state == STALE else _condition(items, today, "")
    return items.filter(wanted).select_related("items__agency", "column", "column__department").order_by("items", "pk")


def state_of(item: DisclosureItem, today: date) -> str:
    """Which of `STATES` the item is in; "" where it is served."""
    if item.column is None:
        return UNMAPPED
    if item.column.view in _MADE:
        return ""
    if item.column.newest_at is None:
        return EMPTY if item.column.view != ColumnView.GROUP else ""
    if item.fresh_days and item.column.newest_at < _begin(today, item.fresh_days):
        return STALE
    return ""


def _condition(items: QuerySet[DisclosureItem], today: date, prefix: str) -> Q:
    # An item of a list without items joins to nothing, which is no unmapped item.
    unmapped = Q(**{f"{prefix}column__isnull": True, f"{prefix}pk__isnull": False})
    return unmapped | _empty(prefix) | _stale(items, today, prefix)


def _empty(prefix: str) -> Q:
    shown = (ColumnView.RECORDS, ColumnView.SINGLE)
    return Q(**{f"{prefix}column__view__in": shown, f"{prefix}column__newest_at__isnull": True})


def _stale(items: QuerySet[DisclosureItem], today: date, prefix: str) -> Q:
    """The terms in use are few, and known to the database as plain comparisons."""
    terms = items.filter(fresh_days__isnull=False).order_by().values_list("fresh_days", flat=True).distinct()
    over = Q(**{f"{prefix}pk__in": []})
    for days in terms:
        over |= Q(**{f"{prefix}fresh_days": days, f"{prefix}column__newest_at__lt": _begin(today, days or 0)})
    return over


def _begin(today: date, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(today - timedelta(days=days), time.min))


# ---------------------------------------------------------------- proposals


def columns_to_choose(agency: Agency) -> list[ColumnPage]:
    """The agency's open columns that an item can be found in, in the order of the tree."""
    home = site_of(agency)
    if home is None:
        return []
    return list(columns_below(home).filter(status=ColumnStatus.OPEN).exclude(view=ColumnView.LINK))


def proposals(items: Iterable[DisclosureItem], columns: Iterable[ColumnPage]) -> dict[DisclosureItem, ColumnPage]:
    """For items without a column, the one whose title is most like the item's headings; none where none is like them.

    Likeness is the share of a column title's pairs of characters that stand in the heading, then in the content.
    """
    known = [(column, pairs) for column in columns if (pairs := _pairs(column.title))]
    found = {}
    for item in items:
        if item.column_id is not None:
            continue
        own, upper = _pairs(item.subheading), _pairs(item.heading)
        scored = [
            (2 * _share(pairs, own) + _share(pairs, upper) + _share(pairs, _pairs(item.content)) / 4, column)
            for column, pairs in known
        ]
        score, best = max(scored, key=lambda each: (each[0], -each[1].depth), default=(0.0, None))
        if best is not None and score >= 0.9:
            found[item] = best
    return found


def _pairs(text: str) -> frozenset[str]:
    letters = [letter for letter in unicodedata.normalize("NFKC", text) if letter.isalnum()]
    return frozenset("".join(pair) for pair in itertools.pairwise(letters))


def _share(wanted: frozenset[str], there: frozenset[str]) -> float:
    return len(wanted & there) / len(wanted)


# ---------------------------------------------------------------- as a spreadsheet


def export_items(items: ItemList, today: date) -> bytes:
    """The list as XLSX, in the columns that an import reads, with its column and state beside it. One query."""
    rows = items.items.select_related("column").order_by("pk")
    header = [*((known.label, known.width) for known in EXPORTED), ("对应栏目", 24), ("状态", 16)]
    lines = (
        [
            *(getattr(item, known.name) for known in EXPORTED),
            item.column.title if item.column else "",
            STATES.get(state_of(item, today), "已公开"),
        ]
        for item in rows
    )
    return write_list(items.name, header, lines, "xlsx")
