"""What rooms above show beside a record's draft, as the public will see it: on the preview and for reviewers."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

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
