"""Searching, and suggesting what to search for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, TypeVar

from django.db import connection

from gongkai.publishing.search import tokens
from gongkai.publishing.search.folding import is_han, needle, units
from gongkai.publishing.search.folding import words as words_in
from gongkai.publishing.search.indexes import Index, Question, index_for
from gongkai.publishing.search.marking import Marked, Word, mark, snippet
from gongkai.publishing.search_models import SearchEntry, SearchText

MOST = 1000
"""So many hits can be paged through; whether there are more is told, how many is not counted."""
LONGEST = 200
"""Of what somebody types, so many characters are used."""
_FEW = 100
"""Up to so many hits of one rank are ordered among themselves by how well they fit; more only by date."""
_TYPICAL_LENGTH = 1000
_TITLES_FOR_SUGGESTIONS = 200
_TITLES_FOR_SIMILAR = 200
_CLAUSE = re.compile(r"[^\s，。、；：！？《》“”]{1,24}")

Order = Literal["relevance", "date"]
Row = TypeVar("Row", SearchEntry, SearchText)


@dataclass(frozen=True, slots=True)
class Hit:
    """A hit as a list shows it."""

    ref: str
    kind: str
    title: Marked
    snippet: Marked
    agency: str
    on: date
    index_number: str
    document_number: str
    theme: str
    validity: str


Facets = dict[str, Counter[str]]
"""By filter (kind, agency, year, validity, theme): which values hits have, and how many have each."""
FILTERS = ("kind", "agency", "year", "validity", "theme")


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, and how many there are: `total` of them, or more than that if it is not exact.

    `facets` counts the hits that can be paged through, where they were asked for: all of them if the total is exact.
    """

    hits: tuple[Hit, ...]
    total: int
    total_is_exact: bool
    facets: Facets = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed, as words of two characters and more, and single characters, which are asked of titles."""

    words: tuple[Word, ...]
    characters: tuple[str, ...]
    text: str

    def __bool__(self) -> bool:
        return bool(self.words or self.characters)

    @property
    def marked(self) -> tuple[Word, ...]:
        """What is marked in a title."""
        return (*self.words, *((character,) for character in self.characters))


def read(text: str) -> Asked:
    """The words in what somebody typed."""
    text = text[:LONGEST]
    words: dict[Word, None] = {}
    characters: dict[str, None] = {}
    for word in words_in(text):
        if len(word) == 1 and len(word[0]) == 1 and is_han(word[0]):
            characters[word[0]] = None
        else:
            words[word] = None
    return Asked(tuple(words), tuple(characters), text)


def search(
    text: str,
    *,
    kind: str = "",
    agency: Collection[str] | None = None,
    year: int | None = None,
    validity: str = "",
    theme: str = "",
    order: Order = "relevance",
    title_only: bool = False,
    page: int = 1,
    per_page: int = 20,
    facets: bool = False,
) -> Found:
    """What has all the words, in the title or elsewhere, and passes the filters; without words, all that passes.

    Several words are parted by spaces. `agency` is the codes of whose entries are meant (a body and those below it).
    By relevance, what is named exactly so (title, index number, document number) comes first, then what has all words
    in the title, then the rest; the newest first among those that fit alike. Only the first `MOST` can be paged to.
    """
    asked = read(text)
    if (not asked and text.strip()) or (agency is not None and not agency):
        return Found((), 0, True)
    index = index_for(connection)
    marks, one_of = _filters(kind, agency, year, validity, theme)
    question = _of_words(asked, in_title=title_only)
    question = replace(question, marks=question.marks + marks, one_of=one_of)
    numbers = index.newest(question, MOST + 1)
    exact = len(numbers) <= MOST
    total = min(len(numbers), MOST)
    shelf = _Shelf()
    counted = _counted(shelf.entries(numbers).values()) if facets else {}
    first = max(0, (page - 1) * per_page)
    shown = slice(first, min(first + per_page, MOST))
    if asked and order == "relevance" and len(numbers) > 1:
        numbers = _by_relevance(index, question, asked, numbers, shelf, shown)
    return Found(tuple(_hits(numbers[shown], asked, shelf)), total, exact, counted)


def similar(pieces: Sequence[str], limit: int = 50) -> list[Hit]:
    """What has some of the pieces in its title: those with the most of them first, the newest among those alike.

    For somebody who describes what is wanted in words of his own. Of a piece in many titles, the newest are looked at.
    """
    index = index_for(connection)
    shares: Counter[int] = Counter()
    for piece in pieces:
        if asked := read(piece):
            shares.update(index.newest(_of_words(asked, in_title=True), _TITLES_FOR_SIMILAR))
    numbers = sorted(shares, key=lambda number: (-shares[number], -number))[:limit]
    return _hits(numbers, read(" ".join(pieces)), _Shelf())


def suggest(beginning: str, limit: int = 8) -> list[str]:
    """What may be meant by somebody who has typed so much: how titles go on after it, the most frequent first."""
    asked = read(beginning)
    if len(asked.marked) != 1:
        return []
    titles = index_for(connection).newest(_of_words(asked, in_title=True), _TITLES_FOR_SUGGESTIONS)
    # By the folded text, so that the same in other characters or with a space within is one; shown as first written.
    written: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for title in SearchEntry.objects.filter(number__in=titles).order_by("-number").values_list("title", flat=True):
        for start, _ in mark(title, asked.marked).spans:
            piece = _CLAUSE.findall(title[start:])[0]
            key = "".join(units(piece))
            written.setdefault(key, piece)
            counts[key] += 1
    return [written[key] for key, _ in counts.most_common(limit)]


def _filters(
    kind: str, agency: Collection[str] | None, year: int | None, validity: str, theme: str
) -> tuple[tuple[str, ...], tuple[str, ...] | None]:
    wanted = {"kind": kind, "year": str(year) if year else "", "validity": validity, "theme": theme}
    marks = tuple(tokens.mark(name, value) for name, value in wanted.items() if value)
    if agency is None:
        return marks, None
    return marks, tuple(tokens.mark("agency", code) for code in sorted(agency))


def _of_words(asked: Asked, *, in_title: bool) -> Question:
    """The question that asks for the words alone."""
    phrases = [tokens.phrase(word) for word in asked.words]
    return Question(
        phrases=tuple(map(tokens.in_title, phrases)) if in_title else tuple(phrases),
        marks=tuple(map(tokens.character_in_title, asked.characters)),
        needles=tuple(needle(word) for word, phrase in zip(asked.words, phrases, strict=True) if len(phrase) > 1),
        in_title=in_title,
    )


def _by_relevance(
    index: Index, question: Question, asked: Asked, numbers: list[int], shelf: _Shelf, shown: slice
) -> list[int]:
    """The hits of all ranks in order; `numbers` are the newest of all that fit the question."""
    in_title = _of_words(asked, in_title=True)
    in_title = replace(in_title, marks=in_title.marks + question.marks, one_of=question.one_of)
    whole = index.newest(replace(question, marks=(*question.marks, tokens.whole(asked.text)), few=True), _FEW)
    titles = numbers if question.in_title else index.newest(in_title, MOST + 1)
    rest = sorted(set(numbers) - set(titles) - set(whole), reverse=True)
    first = list(dict.fromkeys([*whole, *_closest(titles, asked, shelf)]))
    if len(rest) > _FEW:
        return first + rest
    shelf.texts([*rest, *first[shown]])  # at once, what is weighed and what is shown
    return first + _densest(rest, asked, shelf)


def _closest(numbers: list[int], asked: Asked, shelf: _Shelf) -> list[int]:
    """Titles of which the words are the greater part first, if there are few."""
    if len(numbers) > _FEW:
        return numbers
    length = len("".join("".join(word) for word in asked.marked))
    entries = shelf.entries(numbers)
    shares = {number: int(4 * length / max(1, len("".join(units(entry.title))))) for number, entry in entries.items()}
    return sorted(numbers, key=lambda number: -shares.get(number, 0))


def _densest(numbers: list[int], asked: Asked, shelf: _Shelf) -> list[int]:
    """Texts in which the words are met more often first, as their length goes (as BM25 weighs it).

    Counted as they are written: reading each text's folded form would take longer than finding it did.
    """
    weights = {}
    texts = ["".join(word) for word in asked.words]
    for number, text in shelf.texts(numbers).items():
        often = sum(map(text.body.lower().count, texts))
        weights[number] = round(often / (often + 0.3 + 0.9 * len(text.body) / _TYPICAL_LENGTH), 1)
    return sorted(numbers, key=lambda number: -weights.get(number, 0))


class _Shelf:
    """What was read for one search, each row once. An index that still knows what has gone gives no row."""

    def __init__(self) -> None:
        self._entries: dict[int, SearchEntry] = {}
        self._texts: dict[int, SearchText] = {}

    def entries(self, numbers: Sequence[int]) -> dict[int, SearchEntry]:
        """The entries of these numbers."""
        return self._of(self._entries, SearchEntry, numbers)

    def texts(self, numbers: Sequence[int]) -> dict[int, SearchText]:
        """The texts of these numbers."""
        return self._of(self._texts, SearchText, numbers)

    @staticmethod
    def _of(known: dict[int, Row], model: type[Row], numbers: Sequence[int]) -> dict[int, Row]:
        if missing := [number for number in numbers if number not in known]:
            known.update({row.number: row for row in model.objects.filter(number__in=missing)})
        return {number: known[number] for number in numbers if number in known}


def _counted(entries: Iterable[SearchEntry]) -> Facets:
    """How many entries have each value of what filters ask for."""
    counts: Facets = {name: Counter() for name in FILTERS}
    for entry in entries:
        counts["kind"][entry.kind] += 1
        counts["agency"][entry.agency] += 1
        counts["year"][str(entry.on.year)] += 1
        counts["validity"][entry.validity] += 1
        counts["theme"][entry.theme] += 1
    return counts


def _hits(numbers: Sequence[int], asked: Asked, shelf: _Shelf) -> list[Hit]:
    entries, texts = shelf.entries(numbers), shelf.texts(numbers)
    return [_hit(entry, texts[number], asked) for number, entry in entries.items()]


def _hit(entry: SearchEntry, text: SearchText, asked: Asked) -> Hit:
    piece = snippet(text.body, asked.words)
    if not piece.spans and text.summary:
        piece = snippet(text.summary, asked.words)
    return Hit(
        ref=entry.ref,
        kind=entry.kind,
        title=mark(entry.title, asked.marked),
        snippet=piece,
        agency=entry.agency,
        on=entry.on,
        index_number=entry.index_number,
        document_number=entry.document_number,
        theme=entry.theme,
        validity=entry.validity,
    )
