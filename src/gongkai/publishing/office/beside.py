"""What rooms above show and offer beside a record: what the public will see there, and the way to where it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from gongkai.agencies.models import User
from gongkai.publishing.record_models import Record

Shown = Callable[[Record], SafeString]
_SHOWN: list[Shown] = []


def show_beside(shown: Shown) -> None:
    """Let a room above show what it puts beside a record, as its latest draft has it; "" where it has nothing. For
    `AppConfig.ready`; the words of it are told in `approved.tell_beside`."""
    _SHOWN.append(shown)


def shown_beside(record: Record) -> SafeString:
    """What stands beside the record's latest draft."""
    return format_html_join("", "{}", ((shown(record),) for shown in _SHOWN))


@dataclass(frozen=True, slots=True)
class Link:
    """A way from a record's page to where a room above tells something beside it."""

    name: str
    address: str


Offered = Callable[[User, Record], Link | None]
_OFFERED: list[Offered] = []
Wanting = Callable[[Record], str]
_WANTING: list[Wanting] = []


def offer_beside(link: Offered, wanting: Wanting) -> None:
    """Let a room above offer a way to its own screen on a record's page, and say what is still wanting there, one
    sentence, "" for nothing. For `AppConfig.ready`."""
    _OFFERED.append(link)
    _WANTING.append(wanting)


def links_beside(user: User, record: Record) -> list[Link]:
    """Where this person can go from the record's page."""
    return [found for link in _OFFERED if (found := link(user, record))]


def wanting_beside(record: Record) -> list[str]:
    """What the rooms above still miss of the record. A hint: nothing is refused for it."""
    return [sentence for wanting in _WANTING if (sentence := wanting(record))]
