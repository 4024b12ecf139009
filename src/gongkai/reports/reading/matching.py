"""Damaged labels told by their likeness to the rows that are due where they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import SequenceMatcher

from gongkai.reports.reading.folding import fold, without_enumerator, without_notes
from gongkai.reports.reading.vocabulary import Entry, Vocabulary

_LIKE_ENOUGH = 0.6
_SHORTEST_PART = 4


def alike(one: str, other: str) -> float:
    """How like two folded texts are, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def likeness(text: str, entry: Entry) -> float:
    """How like a printed label is to a row's, from 0 to 1; a label cut off, or with words added, is like enough."""
    printed = {fold(text), fold(without_notes(text)), fold(without_enumerator(without_notes(text)))} - {""}
    best = 0.0
    for name in (*entry.names, *entry.cores):
        for label in printed:
            if label == name:
                return 1.0
            shorter, longer = sorted((label, name), key=len)
            if len(shorter) >= _SHORTEST_PART and longer.startswith(shorter):
                best = max(best, 0.9)
            if len(longer) <= 2 * len(shorter):  # others cannot be alike enough
                best = max(best, alike(label, name))
    return best


def closest(
    vocabulary: Vocabulary, texts: Iterable[str], before: Entry | None, after: Entry | None, seen: Collection[str]
) -> Entry | None:
    """The row not `seen` yet, between the rows `before` and `after`, whose label is most like one of the texts."""
    near = before or after
    if near is None:
        return None
    first = before.order + 1 if before is not None else 0
    last = after.order if after is not None and after.table == near.table else len(vocabulary.entries[near.table])
    candidates = [entry for entry in vocabulary.entries[near.table][first:last] if entry.key not in seen]
    if after is not None and after.table != near.table:
        candidates += [entry for entry in vocabulary.entries[after.table][: after.order] if entry.key not in seen]
    scored = [(likeness(text, entry), entry) for text in texts for entry in candidates if entry.names]
    if not scored:
        return None
    best, entry = max(scored, key=lambda pair: pair[0])
    return entry if best >= _LIKE_ENOUGH else None
