"""Putting entries into the search and taking them out; building it anew from the rooms that own what is public."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from django.db import connection, transaction

from gongkai.publishing.search.entries import Entry
from gongkai.publishing.search.indexes import index_for
from gongkai.publishing.search.numbers import number_for
from gongkai.publishing.search_models import SearchEntry, SearchText

AT_ONCE = 500
_SHORT = ("kind", "title", "agency", "index_number", "document_number", "theme", "validity")


def put(entries: Iterable[Entry]) -> None:
    """Have these entries found from now on, as they are now; what was known under their refs is forgotten.

    In the caller's transaction. What is longer than its column is cut.
    """
    latest = {entry.ref: _storable(entry) for entry in entries}
    with transaction.atomic():
        remove(latest)
        documents = _numbered(list(latest.values()))
        SearchEntry.objects.bulk_create(
            SearchEntry(number=number, ref=entry.ref, on=entry.on, **{name: getattr(entry, name) for name in _SHORT})
            for number, entry in documents
        )
        index_for(connection).add(documents)


def remove(refs: Iterable[str]) -> None:
    """Have these found no more, from the moment the caller's transaction ends; unknown refs do no harm."""
    documents = _stored(list(refs))
    if not documents:
        return
    with transaction.atomic():
        index_for(connection).remove(documents)
        SearchEntry.objects.filter(number__in=[number for number, _ in documents]).delete()


def settle() -> None:
    """Put the index in its best order; of what was removed before, nothing is left in it then (after a purge).

    Takes minutes where there is much, in steps that let others write; not to be called within a transaction.
    """
    index_for(connection).settle()


@dataclass(frozen=True, slots=True)
class Source:
    """Where entries of one sort come from."""

    label: str
    public_ids: Callable[[], Iterable[str]]
    entries: Callable[[Collection[str]], Iterable[Entry]]


_sources: dict[str, Source] = {}


def register_source(
    label: str, public_ids: Callable[[], Iterable[str]], entries: Callable[[Collection[str]], Iterable[Entry]]
) -> None:
    """Have `rebuild` take entries from here, called once by the room that owns them when it starts (`AppConfig.ready`).

    `label` is the model's, with which the refs begin. `public_ids` names all that is public; `entries` gives the
    entries of those of the given ones that are public at the moment when it is called, with few queries.
    """
    _sources[label] = Source(label, public_ids, entries)


@dataclass(slots=True)
class Rebuilt:
    """What a rebuilding changed."""

    put: int = 0
    removed: int = 0
    unchanged: int = 0


def count_public() -> int:
    """So many steps has a rebuilding, about."""
    return sum(1 for source in _sources.values() for _ in source.public_ids())


def rebuild(step: Callable[[], None] = lambda: None, *, fresh: bool = False) -> Rebuilt:
    """Bring the search to what the registered sources hold; `step` is called for each entry.

    Goes on while people search and publish. Interrupted, it has done a part, and the next run does the rest. `fresh`
    forgets everything first, so that the index too is made anew; until the end less is found than there is, on
    PostgreSQL nothing.
    """
    done = Rebuilt()
    if fresh:
        clear()
    for source in _sources.values():
        met: set[str] = set()
        for public_ids in _pieces(source.public_ids()):
            met.update(public_ids)
            _follow(source, public_ids, done, step)
        # What is known but was not met may have gone, or have come since the source was read: it is looked at anew.
        known = SearchEntry.objects.filter(ref__startswith=f"{source.label}:").values_list("ref", flat=True)
        others = [public_id for ref in known if (public_id := ref.partition(":")[2]) not in met]
        for public_ids in _pieces(others):
            _follow(source, public_ids, done, step)
    settle()
    return done


def clear() -> None:
    """Forget everything."""
    with transaction.atomic():
        index_for(connection).clear()
        SearchEntry.objects.all().delete()


def _follow(source: Source, public_ids: Sequence[str], done: Rebuilt, step: Callable[[], None]) -> None:
    """Have the entries of these ids as their source has them now."""
    refs = [f"{source.label}:{public_id}" for public_id in public_ids]
    with transaction.atomic():
        # Nothing is withdrawn between being read here and being put in: a removal waits for us, or we for it.
        index_for(connection).hold()
        known = {entry.ref: entry for _, entry in _stored(refs)}
        public = {entry.ref: _storable(entry) for entry in source.entries(public_ids)}
        gone = known.keys() - public.keys()
        changed = [entry for ref, entry in public.items() if known.get(ref) != entry]
        remove(gone)
        put(changed)
    done.put += len(changed)
    done.removed += len(gone)
    done.unchanged += len(public) - len(changed)
    for _ in public_ids:
        step()


def _stored(refs: Sequence[str]) -> list[tuple[int, Entry]]:
    """What is known of these refs, with the numbers, in their order."""
    rows = list(SearchEntry.objects.filter(ref__in=refs).order_by("number"))
    texts = SearchText.objects.in_bulk([row.number for row in rows])
    return [
        (
            row.number,
            Entry(
                ref=row.ref,
                on=row.on,
                summary=texts[row.number].summary,
                body=texts[row.number].body,
                **{name: getattr(row, name) for name in _SHORT},
            ),
        )
        for row in rows
    ]


def _numbered(entries: Sequence[Entry]) -> list[tuple[int, Entry]]:
    """Entries with free numbers, in their order."""
    taken: set[int] = set()
    while True:
        drawn: dict[int, Entry] = {}
        used = set(taken)
        for entry in entries:
            number = number_for(entry.ref, entry.on, used)
            used.add(number)
            drawn[number] = entry
        clashes = set(SearchEntry.objects.filter(number__in=drawn).values_list("number", flat=True))
        if not clashes:
            return sorted(drawn.items())
        taken |= clashes


def _storable(entry: Entry) -> Entry:
    """The entry as the columns can keep it."""
    texts = {name: _clean(getattr(entry, name)) for name in ("ref", "summary", "body")}
    texts |= {name: _clean(getattr(entry, name))[:most] for name, most in _LENGTHS.items()}
    return replace(entry, on=entry.on, **texts)


_LENGTHS = {name: field.max_length for field in SearchEntry._meta.fields if (name := field.name) in _SHORT}


def _clean(text: str) -> str:
    """Without what a database refuses: NUL, and halves of characters."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode()


def _pieces(values: Iterable[str]) -> Iterator[list[str]]:
    values = iter(values)
    while piece := list(islice(values, AT_ONCE)):
        yield piece
