"""Published records in lists: a column's pages, and the newest of several columns. All by the index of placements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from datetime import timedelta as days

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.publishing.models import ColumnPage, Placement, Record

A_PAGE = 20
MOST = 2_000
"""A list goes back so far by page numbers; further by day and year, so that no page costs more than another."""
_MOST_PINNED = 20
_ORDER = ("-pinned", "-published_at", "-record_id")
_FIELDS = ("public_id", "title", "published_at", "document_number", "agency__name", "agency__short_name")


@dataclass(frozen=True, slots=True)
class Listed:
    """A record as lists show it."""

    public_id: str
    title: str
    published_at: datetime
    document_number: str
    agency: str
    pinned: bool = False

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("portal:record", args=[self.public_id])

    @property
    def on(self) -> date:
        """The day of its publication."""
        return timezone.localdate(self.published_at)


@dataclass(frozen=True)
class Page:
    """One page of a column's list."""

    rows: Sequence[Listed]
    number: int
    pages: int
    count: int
    more: bool
    """Whether there is more than pages are numbered for."""
    until: date | None = None
    """The day to go on from, on the last page of those."""

    @property
    def numbers(self) -> list[int | None]:
        """Page numbers to show: the first, the last, those around this one; None for a gap."""
        near = sorted({1, self.pages, *range(max(1, self.number - 2), min(self.pages, self.number + 2) + 1)})
        shown: list[int | None] = []
        for number in near:
            if shown and shown[-1] is not None and number - shown[-1] > 1:
                shown.append(None)
            shown.append(number)
        return shown

    @property
    def previous(self) -> int | None:
        """The page before, if any."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The page after, if any."""
        return self.number + 1 if self.number < self.pages else None


def column_page(column: ColumnPage, number: int = 1, *, year: int | None = None, until: date | None = None) -> Page:
    """A page of a column's list: pinned records in their order, then the newest. Three queries, whatever it holds."""
    pinned = _rows(_within(column, True, year, until)[:_MOST_PINNED], pinned=True)
    rest = _within(column, False, year, until)
    found = rest.order_by()[: MOST + 1].count()
    more = found > MOST
    count = len(pinned) + min(found, MOST)
    pages = max(1, -(-count // A_PAGE))
    number = min(max(1, number), pages)
    start, end = (number - 1) * A_PAGE, min(number * A_PAGE, count)
    rows = pinned[start:end]
    if end > len(pinned):
        # First the index alone, then the records of this page: an offset would otherwise fetch all that it leaves out.
        keys = rest.values("pk")[max(0, start - len(pinned)) : end - len(pinned)]
        rows += _rows(Placement.objects.filter(pk__in=keys).order_by(*_ORDER))
    last = rows[-1].on if more and number == pages and rows else None
    return Page(rows, number, pages, count, more, last)


def _within(column: ColumnPage, pinned: bool, year: int | None, until: date | None) -> QuerySet[Placement]:
    found = Placement.objects.filter(column=column, **({"pinned__gt": 0} if pinned else {"pinned": 0}))
    if year is not None:
        begins, ends = _midnight(date(year, 1, 1)), _midnight(date(year + 1, 1, 1))
        found = found.filter(published_at__gte=begins, published_at__lt=ends)
    if until is not None:
        found = found.filter(published_at__lt=_midnight(until + days(days=1)))
    return found.order_by(*_ORDER)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _rows(placements: QuerySet[Placement], *, pinned: bool = False) -> list[Listed]:
    rows = placements.values_list(*(f"record__{name}" for name in _FIELDS))
    return [_row(*row, pinned=pinned) for row in rows]


def _row(
    public_id: str, title: str, published_at: datetime, number: str, name: str, short: str, *, pinned: bool = False
) -> Listed:
    return Listed(public_id, title, published_at, number, short or name, pinned)


def newest_in(columns: Iterable[ColumnPage], number: int = 6) -> dict[int, list[Listed]]:
    """The newest records of each of several columns, by the column's key. Two queries, however many columns."""
    keys = [column.pk for column in columns]
    if not keys:
        return {}
    of_column = Placement.objects.filter(column=OuterRef("pk")).order_by(*_ORDER)
    places = {f"newest_{at}": Subquery(of_column.values("record")[at : at + 1]) for at in range(number)}
    rows = list(ColumnPage.objects.filter(pk__in=keys).annotate(**places).values_list("pk", *places))
    wanted = {key for _, *found in rows for key in found if key is not None}
    records = Record.objects.published().filter(pk__in=wanted).order_by().values_list("pk", *_FIELDS)
    listed = {key: _row(*rest) for key, *rest in records}
    return {pk: [listed[key] for key in found if key in listed] for pk, *found in rows}


def newest_of_agency(agency_id: int, number: int = 10) -> list[Listed]:
    """The newest records of an agency, of all columns. One query."""
    found = Record.objects.published().filter(agency=agency_id).order_by("-published_at", "-id")
    return [_row(*row) for row in found.values_list(*_FIELDS)[:number]]


def newest_of_all(number: int = 30) -> list[Listed]:
    """The newest records of the whole platform. Two queries, by the index of each agency's records."""
    of_agency = Record.objects.published().filter(agency=OuterRef("pk")).order_by("-published_at", "-id")
    places = {f"newest_{at}": Subquery(of_agency.values("pk")[at : at + 1]) for at in range(number)}
    keys = {key for row in Agency.objects.order_by().annotate(**places).values_list(*places) for key in row}
    found = Record.objects.published().filter(pk__in=keys - {None}).order_by("-published_at", "-id")
    return [_row(*row) for row in found.values_list(*_FIELDS)[:number]]
