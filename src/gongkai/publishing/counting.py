"""Publication figures, counted from publication events: by column, class, field, kind, issuer, unit, channel, period.

Each event bears one value of each dimension, so parts always add up to the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from gongkai.agencies.models import Agency
from gongkai.publishing.enums import Channel, EventKind
from gongkai.publishing.event_models import PublicationEvent
from gongkai.publishing.record_models import RecordQuerySet

if TYPE_CHECKING:
    from gongkai.agencies.models import User


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
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Figure:
    """So many, and what exactly they are."""

    label: str
    value: Any
    count: int
    counted: Counted


def total(counted: Counted) -> Figure:
    """The whole."""
    raise NotImplementedError


def figures(counted: Counted, by: Dimension) -> list[Figure]:
    """The parts, the largest first; one grouped query (and one for labels)."""
    raise NotImplementedError


def records_behind(figure: Figure, user: User | None = None) -> RecordQuerySet:
    """Exactly the records that the figure counts, of those that the person may see (None: all)."""
    raise NotImplementedError
