"""Records in the search: put there when they become public or change, gone in the same transaction as from the site."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from gongkai.agencies.action import reference_to
from gongkai.publishing import search
from gongkai.publishing.record_models import Record
from gongkai.publishing.rich_text import plain
from gongkai.publishing.search import Entry
from gongkai.publishing.signals import record_changed

KIND = "record"
Addition = Callable[[Sequence[Record]], Mapping[int, Mapping[str, str]]]
"""What a room above says of some records, by their keys: fields of `Entry` with their values."""
_additions: list[Addition] = []


def connect() -> None:
    """Follow what changes before the public, and name the source for rebuilding; for `AppConfig.ready`."""
    record_changed.connect(_follow, dispatch_uid="publishing.search")
    search.register_source(Record._meta.label_lower, _public_ids, _entries)


def add_to_entries(addition: Addition) -> None:
    """Have a room above say more of the records that are its own, in a query or two for many; for `AppConfig.ready`."""
    if addition not in _additions:
        _additions.append(addition)


def entries_of(records: Sequence[Record]) -> list[Entry]:
    """What is found of live records, with what rooms above add. Ask with `agency` selected."""
    entries = {record.pk: entry_of(record) for record in records}
    for addition in _additions:
        for key, values in addition(records).items():
            entries[key] = replace(entries[key], **values)  # type: ignore[arg-type]  # `on` and `ref` are no texts to add
    return list(entries.values())


def put_anew(records: Sequence[Record]) -> None:
    """Bring the entries of these up to date, as far as they are public: what a room above says of them has changed."""
    search.put(entries_of([record for record in records if record.live]))


def entry_of(record: Record) -> Entry:
    """What is found of a live record. Ask with `agency` selected."""
    assert record.published_at is not None
    return Entry(
        ref=reference_to(record),
        kind=KIND,
        title=record.title,
        body=plain(record.body),
        agency=record.agency.code,
        on=timezone.localdate(record.published_at),
        index_number=record.index_number,
        document_number=record.document_number,
        theme=record.theme,
        summary=record.summary,
    )


def _follow(sender: Any, record: Record, **_: Any) -> None:
    if record.live:
        search.put(entries_of([record]))
    else:
        search.remove([reference_to(record)])


def _public_ids() -> Iterator[str]:
    return Record.objects.published().order_by("pk").values_list("public_id", flat=True).iterator(chunk_size=2000)


def _entries(public_ids: Collection[str]) -> Iterable[Entry]:
    found = Record.objects.published().filter(public_id__in=public_ids).select_related("agency")
    return entries_of(list(found))
