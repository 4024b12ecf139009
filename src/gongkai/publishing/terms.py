"""The term of publication: 20 working days from the day on which the information was formed, or another (条例 Art 26).

The day itself is not counted. A column may have a term of its own where a law sets one; an agency's office sets the
rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from gongkai.agencies.calendar import Calendars, current_calendars
from gongkai.agencies.models import Agency
from gongkai.publishing.column_models import ColumnPage, PublishingOffice, publishing_office_of
from gongkai.publishing.enums import Attribute, Channel, EventKind, RecordState
from gongkai.publishing.event_models import PublicationEvent
from gongkai.publishing.record_models import Record

_DEFAULT: int = PublishingOffice._meta.get_field("publication_days").default


@dataclass(frozen=True, slots=True)
class Term:
    """Where a record stands on its term; `due_on` None where no day of forming is known or nothing has to go out."""

    due_on: date | None
    working_days: int
    published_on: date | None
    days_left: int | None
    """Working days up to the due day, negative after it; None once published, and without a due day."""
    today: date

    @property
    def late(self) -> bool:
        """Published after the term, or not published and past it."""
        return self.due_on is not None and (self.published_on or self.today) > self.due_on


def term_of(record: Record, today: date, calendars: Calendars | None = None) -> Term:
    """The record's term. Ask with `column` and `agency__publishing_office` selected; at most one query then, and none
    with `calendars`, which a list asks for once."""
    own = record.column.publication_days
    days = publishing_office_of(record.agency).publication_days if own is None else own
    published = timezone.localdate(record.published_at) if record.published_at else None
    if record.formed_on is None or record.attribute != Attribute.PROACTIVE:
        return Term(None, days, published, None, today)
    calendar = (calendars or current_calendars())(record.agency)
    due = calendar.add_working_days(record.formed_on, days)
    return Term(due, days, published, None if published else calendar.working_days_between(today, due), today)


def late_condition(agencies: Iterable[Agency], today: date) -> Q:
    """Records of these agencies that should be public and are not, past their term: for `filter()`, no query a row.

    What a record's day of forming is compared with is worked out once for each calendar and term: three queries.
    """
    agencies = list(agencies)
    calendars = current_calendars()
    offices = dict(PublishingOffice.objects.filter(agency__in=agencies).values_list("agency", "publication_days"))
    own = _own_terms(agencies)
    groups: defaultdict[tuple[date, int | None], list[int]] = defaultdict(list)
    for agency in agencies:
        calendar = calendars(agency)
        groups[calendar.add_working_days(today, -offices.get(agency.pk, _DEFAULT)), None].append(agency.pk)
        for set_days in own:
            groups[calendar.add_working_days(today, -set_days), set_days].append(agency.pk)
    late = Q(pk__in=())
    for (before, days), keys in groups.items():
        term = Q(column__publication_days=days) if days is not None else Q(column__publication_days__isnull=True)
        late |= Q(agency__in=keys, formed_on__lt=before) & term
    return Q(state=RecordState.DRAFT, attribute=Attribute.PROACTIVE) & late


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Of what was published in a span: how many in time, how many late, how many without a day of forming."""

    in_time: int
    late: int
    unknown: int


def timeliness(agencies: Iterable[Agency], first: date, last: date) -> Timeliness:
    """How much of what these agencies published between the two days, both included, was in time. Two queries more
    than `late_condition`, however many records there are."""
    agencies = list(agencies)
    calendars = current_calendars()
    offices = dict(PublishingOffice.objects.filter(agency__in=agencies).values_list("agency", "publication_days"))
    by_key = {agency.pk: agency for agency in agencies}
    counts = [0, 0, 0]
    events = PublicationEvent.objects.filter(
        agency__in=agencies, kind=EventKind.PUBLISHED, channel=Channel.WEBSITE, on__range=(first, last)
    ).order_by()
    groups = events.values_list("agency", "column__publication_days", "record__formed_on", "on").annotate(Count("pk"))
    for key, days, formed_on, on, many in groups:
        if formed_on is None:
            counts[2] += many
            continue
        due = calendars(by_key[key]).add_working_days(formed_on, offices.get(key, _DEFAULT) if days is None else days)
        counts[on > due] += many
    return Timeliness(*counts)


def _own_terms(agencies: list[Agency]) -> list[int]:
    own = ColumnPage.objects.filter(issuer__in=agencies, publication_days__isnull=False).order_by()
    return sorted({days for days in own.values_list("publication_days", flat=True).distinct() if days is not None})
