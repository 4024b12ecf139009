"""Publication figures, counted from publication events: by column, class, field, kind, issuer, unit, channel, period.

Each event bears one value of each dimension, so parts always add up to the whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Model, QuerySet
from django.db.models.enums import TextChoices

from gongkai.agencies.models import Agency, Department
from gongkai.publishing.column_models import ColumnPage
from gongkai.publishing.enums import Channel, ContentClass, EventKind, Genre
from gongkai.publishing.event_models import PublicationEvent
from gongkai.publishing.record_models import Record, RecordQuerySet

if TYPE_CHECKING:
    from gongkai.agencies.models import User

NOT_STATED = "未登记"


class Dimension(StrEnum):
    """By what figures are told apart; the values are fields of the event."""

    COLUMN = "column"
    CLASS = "content_class"
    KEY_FIELD = "key_field"
    GENRE = "genre"
    ISSUER = "agency"
    UNIT = "unit"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Counted:
    """Which events count: of an agency (with `below` its units too), in a span of days, narrowed further.

    `channel` None counts each channel by which a record went out (条次), else records (条).
    """

    agency: Agency
    first: date
    last: date
    below: bool = False
    kind: EventKind = EventKind.PUBLISHED
    channel: Channel | None = Channel.WEBSITE
    narrowed: tuple[tuple[Dimension, Any], ...] = ()

    def events(self) -> QuerySet[PublicationEvent]:
        """The events themselves."""
        events = PublicationEvent.objects.filter(kind=self.kind, on__range=(self.first, self.last)).order_by()
        events = (
            events.filter(agency__path__startswith=self.agency.path)
            if self.below
            else events.filter(agency=self.agency)
        )
        if self.channel is not None:
            events = events.filter(channel=self.channel)
        return events.filter(**{str(dimension): value for dimension, value in self.narrowed})

    def within(self, dimension: Dimension, value: Any) -> Counted:
        """Only those with this value of the dimension."""
        return replace(self, narrowed=(*self.narrowed, (dimension, value)))


@dataclass(frozen=True, slots=True)
class Figure:
    """So many, and what exactly they are."""

    label: str
    value: Any
    count: int
    counted: Counted


def total(counted: Counted) -> Figure:
    """The whole."""
    return Figure("合计", None, counted.events().count(), counted)


def figures(counted: Counted, by: Dimension) -> list[Figure]:
    """The parts, the largest first; one grouped query (and one for the names of columns, issuers, units)."""
    parts = counted.events().values_list(str(by)).annotate(count=Count("pk"))
    counts = {value: count for value, count in parts if count}
    labels = _labels(by, list(counts))
    found = [Figure(labels.get(value, NOT_STATED), value, n, counted.within(by, value)) for value, n in counts.items()]
    return sorted(found, key=lambda figure: (-figure.count, figure.label))


def records_behind(figure: Figure, user: User | None = None) -> RecordQuerySet:
    """Exactly the records that the figure counts, of the agencies in which the person works (None: all).

    Where several channels are counted together a record that went out by two stands in the list once.
    """
    seen = Record.objects.all() if user is None else Record.objects.inside(user)
    return seen.filter(pk__in=figure.counted.events().values("record"))


def _labels(by: Dimension, values: list[Any]) -> dict[Any, str]:
    choices: dict[Dimension, type[TextChoices]] = {
        Dimension.CLASS: ContentClass,
        Dimension.GENRE: Genre,
        Dimension.CHANNEL: Channel,
    }
    if by in choices:
        return dict(choices[by].choices)
    named: dict[Dimension, tuple[type[Model], str]] = {
        Dimension.COLUMN: (ColumnPage, "title"),
        Dimension.ISSUER: (Agency, "name"),
        Dimension.UNIT: (Department, "name"),
    }
    if by in named:
        model, name = named[by]
        return dict(model._default_manager.filter(pk__in=values).values_list("pk", name))
    return {value: value for value in values if value}
