"""The desk of published records: what waits for a person, narrowed down; how a record stands on its term."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db.models import Count, Q
from django.db.models.enums import TextChoices
from django.utils import timezone

from gongkai.agencies.models import Agency, User
from gongkai.publishing import queries
from gongkai.publishing.enums import REVIEW_STAGES, Attribute, Genre, RecordState, Stage, Theme
from gongkai.publishing.record_models import Record, RecordQuerySet
from gongkai.publishing.record_titles import with_title
from gongkai.publishing.terms import late_condition

UNFINISHED = tuple(stage for stage in Stage if stage != Stage.DONE)
_HELD = (RecordState.DRAFT, RecordState.PUBLISHED, RecordState.WITHDRAWN)
"""All states in which there may be a draft: named one by one, so that the desk's index is used."""

_AWAY = (RecordState.WITHDRAWN, RecordState.PURGED)


class Tab(TextChoices):
    """What lies on the desk; the order is that of the tabs."""

    WAITING = "waiting", "待我审核"
    RETURNED = "returned", "退回待改"
    LATE = "late", "超期未公开"
    DUE = "due", "期限内待公开"
    DRAFTS = "drafts", "草稿"
    REVIEW = "review", "审核中"
    SCHEDULED = "scheduled", "待发布"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"
    ALL = "all", "全部"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed down to."""

    q: str = ""
    number: str = ""
    agency: str = ""
    column: str = ""
    unit: int | None = None
    genre: str = ""
    theme: str = ""
    state: str = ""
    first: date | None = None
    last: date | None = None

    def __bool__(self) -> bool:
        return bool(self.asked)

    @property
    def asked(self) -> dict[str, str]:
        """Only what is asked for, as an address says it."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(value) for name, value in given.items() if value not in ("", None)}

    def condition(self) -> Q:
        """The records that fit, but for title and number; see `Desk.listed`."""
        found = Q()
        if self.agency:
            found &= Q(agency__code=self.agency)
        if self.column:
            found &= Q(column__public_id=self.column)
        if self.unit:
            found &= Q(unit=self.unit)
        if self.genre in Genre.values:
            found &= Q(genre=self.genre)
        if self.theme in Theme.values:
            found &= Q(theme=self.theme)
        if self.state in RecordState.values:
            found &= Q(state=self.state)
        if self.first:
            found &= Q(published_at__gte=_midnight(self.first))
        if self.last:
            found &= Q(published_at__lt=_midnight(self.last + timedelta(days=1)))
        return found


class Desk:
    """One person's desk on one day."""

    def __init__(self, user: User, today: date) -> None:
        self.user, self.today = user, today

    @cached_property
    def agencies(self) -> list[Agency]:
        """The agencies whose records the person sees, from the highest down."""
        return list(Agency.objects.for_user(self.user).select_related("publishing_office").order_by("path"))

    @cached_property
    def tabs(self) -> dict[Tab, Q]:
        """What each tab of unfinished drafts holds."""
        unpublished = Q(state=RecordState.DRAFT, attribute=Attribute.PROACTIVE, formed_on__isnull=False)
        late = late_condition(self.agencies, self.today)
        return {
            Tab.RETURNED: Q(stage=Stage.RETURNED),
            Tab.LATE: late,
            Tab.DUE: unpublished & ~late,
            Tab.DRAFTS: Q(stage=Stage.WRITING),
            Tab.REVIEW: Q(stage__in=REVIEW_STAGES),
            Tab.SCHEDULED: Q(stage=Stage.APPROVED),
        }

    def counts(self) -> dict[str, int]:
        """How many each tab of unfinished drafts has: two queries, whose cost follows what is unfinished."""
        unfinished = Record.objects.inside(self.user).filter(state__in=_HELD, stage__in=UNFINISHED).order_by()
        asked = {tab.value: Count("pk", filter=condition) for tab, condition in self.tabs.items()}
        return {Tab.WAITING.value: self.waiting().count()} | unfinished.aggregate(**asked)

    def waiting(self) -> RecordQuerySet:
        """What waits for this person's review."""
        return queries.waiting_for(self.user).filter(state__in=_HELD)

    def listed(self, tab: str, filters: Filters) -> RecordQuerySet:
        """The tab's records in their order, narrowed down."""
        rows = self.waiting() if tab == Tab.WAITING else queries.desk(self.user)
        rows = rows.filter(filters.condition())
        if filters.q:
            rows = rows.filter(with_title(Record.objects.filter(agency__in=self.agencies), filters.q))
        if filters.number:
            rows = rows.filter(pk__in=self._numbered(filters.number))
        if tab == Tab.PUBLISHED:
            return rows.filter(live=True).order_by("-published_at", "-pk")
        if tab not in self.tabs and tab != Tab.WITHDRAWN:
            return rows.order_by("-pk")
        # Agencies by their keys, which the desk's index takes; the person's scope may also say them by their path.
        rows = rows.filter(agency__in=[agency.pk for agency in self.agencies])
        if tab == Tab.WITHDRAWN:
            return rows.filter(state__in=_AWAY).order_by("-last_published_at", "-pk")
        rows = rows.filter(self.tabs[Tab(tab)], state__in=_HELD, stage__in=UNFINISHED)
        if tab in (Tab.LATE, Tab.DUE):
            return rows.order_by("formed_on", "pk")
        return rows.order_by("go_live_at", "pk") if tab == Tab.SCHEDULED else rows.order_by("-pk")

    def page(self, tab: str, filters: Filters, start: int, stop: int) -> list[Record]:
        """Some of `listed`: first their keys, for which no row is read that is not shown, then what a list shows."""
        keys = list(self.listed(tab, filters).values_list("pk", flat=True)[start:stop])
        rows = queries.desk(self.user).in_bulk(keys)
        return [rows[key] for key in keys if key in rows]

    def _numbered(self, number: str) -> list[int]:
        """Keys of the records with this index number or document number: each found by its own index, which a
        condition of both together would not use."""
        by_index_number = Record.objects.filter(index_number=number).exclude(index_number="").order_by()
        agencies = [agency.pk for agency in self.agencies]
        by_document_number = Record.objects.filter(agency__in=agencies, document_number=number).order_by()
        return [key for (key,) in by_index_number.values_list("pk").union(by_document_number.values_list("pk"))]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
