"""The labels of a set of forms, indexed for reading: which row, which columns, which form a printed text belongs to."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from gongkai.documents.memory import remembering
from gongkai.law.forms import Block, Form, Forms, Kind, Row, cell_id
from gongkai.reports.reading.folding import fold, without_enumerator, without_notes

_SHORTEST_CORE = 4
"""A shorter label without its number ("其他", "总计") is also a column's; it is taken for a row by its place only."""

_LONGEST_DEBRIS = 60
"""Words that are all a label's, in more characters than this, are prose."""

_LONGEST_HEAD = 200
"""Longer ones are not worth remembering."""


def names_of(texts: Iterable[str]) -> tuple[str, ...]:
    """The folded spellings of a label: whole, and without its bracketed notes."""
    spellings: dict[str, None] = {}
    for text in texts:
        spellings[fold(text)] = None
        spellings[fold(without_notes(text))] = None
    spellings.pop("", None)
    return tuple(spellings)


@lru_cache(maxsize=1024)
def _score(variant: Variant, head: str) -> int:
    at, score = 0, 0
    for spellings in variant.names:
        for name in spellings:
            found = head.find(name, at)
            if found >= 0:
                at, score = found + len(name), score + 2 * len(name)
                break
        else:
            found, length = _find_beginning(head, at, spellings[0])
            if length:
                at, score = found + length, score + length
            else:
                score -= len(spellings[0])
    return score


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """The heads over a row's columns as some forms print them."""

    forms: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    """The folded spellings of each column's label, left to right."""

    def score(self, head: str) -> int:
        """How well a folded head, read from left to right, fits these columns; 0 or less: not at all."""
        return (_score if len(head) <= _LONGEST_HEAD else _score.__wrapped__)(self, head)


def _find_beginning(head: str, at: int, name: str) -> tuple[int, int]:
    """Where the longest beginning of the name, half of it at least, stands in the head: heads lose their ends."""
    for length in range(len(name) - 1, max(1, (len(name) - 1) // 2), -1):
        found = head.find(name[:length], at)
        if found >= 0:
            return found, length
    return -1, 0


@dataclass(slots=True)
class Shape:
    """The cells that a row has on one or several forms."""

    cells: tuple[str, ...]
    kinds: tuple[Kind, ...]
    units: tuple[str, ...]
    variants: list[Variant]
    forms: tuple[str, ...] = ()


@dataclass(slots=True)
class Entry:
    """A row of the vocabulary: one id, with the shapes that it has on the forms."""

    table: str
    key: str
    order: int = 0
    """Its place among the table's rows, those of all forms taken together."""
    label: str = ""
    names: list[str] = field(default_factory=list)
    cores: list[str] = field(default_factory=list)
    stubs: list[str] = field(default_factory=list)
    """The folded labels of the groups that the row belongs to."""
    shapes: list[Shape] = field(default_factory=list)
    head_words: list[str] = field(default_factory=list)
    """For a row without label: the folded words over its columns."""
    caption: str = ""
    forms: frozenset[str] = frozenset()
    width: int = 0
    """The most figures that any form has in this row."""

    def add(self, form: Form, block: Block, row: Row, names: tuple[tuple[str, ...], ...]) -> None:
        """Take in how a form prints this row; `names` are the folded spellings of the block's columns."""
        cells = tuple(block.cell_id(row, column) for column in block.columns)
        for shape in self.shapes:
            if shape.cells == cells:
                break
        else:
            shape = Shape(
                cells,
                tuple(block.kind(row, column) for column in block.columns),
                tuple(block.unit(row, column) for column in block.columns),
                [],
            )
            self.shapes.append(shape)
        for at, variant in enumerate(shape.variants):
            if variant.names == names:
                shape.variants[at] = Variant((*variant.forms, form.id), names)
                break
        else:
            shape.variants.append(Variant((form.id,), names))
        shape.forms = (*shape.forms, form.id)
        self.forms |= {form.id}
        self.width = max(self.width, len(cells))
        for name in names_of((row.label, row.printed, *row.aliases)):
            if name not in self.names:
                self.names.append(name)
        self.stubs.extend(stub for stub in map(fold, row.stub) if stub not in self.stubs)
        for text in (row.label, *row.aliases):
            core = fold(without_enumerator(without_notes(text)))
            if core and core not in self.cores:
                self.cores.append(core)
        self.label = self.label or row.label
        self.caption = self.caption or block.caption
        if not row.label:
            words = (fold(word) for column in block.columns for word in (*column.heads, column.label))
            self.head_words = list(dict.fromkeys((*self.head_words, *words)))


class Vocabulary:
    """All labels of a set of forms."""

    def __init__(self, forms: Forms) -> None:
        self.entries: dict[str, list[Entry]] = {}
        self.table_titles: dict[str, str] = {}
        self.table_sections: dict[str, int] = {}
        self.rows: dict[str, list[Entry]] = {}
        self.unlabelled: list[Entry] = []
        self.captions: set[str] = set()
        self.corners: set[str] = set()
        self.group_heads: set[str] = set()
        """Heads that stand over several columns."""
        self.stubs: set[str] = set()
        self.units: set[str] = set()
        self.sections: dict[str, int] = {}
        self.section_titles: dict[int, list[str]] = {}
        keyed: dict[tuple[str, str], Entry] = {}
        words: set[str] = set()
        columns: dict[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]] = {}
        self.table_cells: dict[str, dict[str, frozenset[str]]] = {}
        for form in forms.values():
            self.table_cells[form.id] = {table.id: frozenset(table.ids()) for table in form.tables}
            for section in form.sections:
                for title in (section.title, *section.aliases):
                    if self.sections.setdefault(fold(title), section.number) == section.number:
                        titles = self.section_titles.setdefault(section.number, [])
                        if title not in titles:
                            titles.append(title)
            for table in form.tables:
                self.table_titles.setdefault(table.id, table.title)
                self.table_sections.setdefault(table.id, table.section)
                order = self.entries.setdefault(table.id, [])
                before = -1
                for block in table.blocks:
                    self.captions.add(fold(block.caption))
                    self.corners.add(fold(block.corner))
                    names = tuple(names_of((column.label, *column.aliases)) for column in block.columns)
                    names = columns.setdefault(names, names)
                    self.group_heads.update(fold(head) for column in block.columns for head in column.heads)
                    words.update(name for spellings in names for name in spellings)
                    for row in block.rows:
                        self.stubs.update(fold(stub) for stub in row.stub)
                        self.units.update(block.unit(row, column) for column in block.columns)
                        key = cell_id(block.prefix, row.id)
                        entry = keyed.get((table.id, key))
                        if entry is None:
                            entry = keyed[table.id, key] = Entry(table.id, key)
                            order.insert(before + 1, entry)
                        before = order.index(entry)
                        entry.add(form, block, row, names)
        words |= self.group_heads
        for order in self.entries.values():
            for at, entry in enumerate(order):
                entry.order = at
                if not entry.names:
                    self.unlabelled.append(entry)
                for name in entry.names:
                    self._index(name, entry)
        for order in self.entries.values():
            for entry in order:
                for core in entry.cores:
                    if len(core) >= _SHORTEST_CORE and core not in words:
                        self._index(core, entry)
        self.openings = {fold(f"一、{title}") for title in self.section_titles.get(1, ())}
        for found in (self.captions, self.corners, self.stubs, self.units):
            found.discard("")
        self._beginnings = frozenset("第（(一二三四五六七八九十").union(title[0] for title in self.sections if title)
        self.longest = max(map(len, self.rows), default=0)
        words |= self.captions | self.corners | self.stubs | set(self.rows) | set(self.sections)
        self.words = words
        self._text = "\n".join(sorted(words))
        self._characters = frozenset(self._text)
        self.forms = tuple(forms)
        # The same labels, and a site's same words around them, are asked for again and again.
        self.is_label = remembering(self._is_label)
        self.is_debris = remembering(self._is_debris)
        self.find = remembering(self._find)
        self.find_after_group = remembering(self._find_after_group)
        self.may_be_heading = remembering(self._may_be_heading)

    def _index(self, name: str, entry: Entry) -> None:
        entries = self.rows.setdefault(name, [])
        if entry not in entries:
            entries.append(entry)

    def _may_be_heading(self, text: str) -> bool:
        """Whether a line can be a section's heading by its first character: it tells nearly all other lines."""
        folded = fold(text[0])
        return not folded or text[0] in self._beginnings or folded[0] in self._beginnings

    def _is_label(self, text: str) -> bool:
        """Whether the text is a label of a table or a part of one, as heads broken over lines are."""
        folded = fold(text)
        if not folded or self._is_part(folded) or fold(without_notes(text)) in self.words:
            return True
        words = text.split()
        return len(words) > 1 and all(self._is_part(fold(word)) for word in words)

    def _is_debris(self, text: str) -> bool:
        """Whether a line of a section with a table is a piece of that table which no row was made of."""
        bare = text.replace("|", " ").strip() if "|" in text else text
        return not bare or (len(bare) < _LONGEST_DEBRIS and self.is_label(bare) and not bare.isascii())

    def _is_part(self, folded: str) -> bool:
        """Whether a folded text stands in any label. Most other texts are told by a character that no label has."""
        return self._characters.issuperset(folded) and folded in self._text

    def _find(self, text: str) -> Sequence[Entry]:
        """The rows that a printed label names: several where a form prints one twice, none where it is unknown."""
        folded = fold(text)
        found = self.rows.get(folded)
        if found is not None:
            return found
        if len(folded) < 2 or len(text) > 400:
            return ()
        bare = without_notes(text)
        for spelling in (fold(bare), fold(without_enumerator(text)), fold(without_enumerator(bare))):
            found = self.rows.get(spelling)
            if found is not None:
                return found
        return ()

    def _find_after_group(self, text: str) -> Sequence[Entry]:
        """The rows that a label names which is run together with its group's label in front of it."""
        folded = fold(text)
        rows = (self.rows.get(folded[len(stub) :]) for stub in self.stubs if folded.startswith(stub))
        return next(filter(None, rows), ())


_CACHE: dict[int, tuple[weakref.ref[Forms], Vocabulary]] = {}


def vocabulary(forms: Forms) -> Vocabulary:
    """The vocabulary of a set of forms, made once for each set."""
    kept = _CACHE.get(id(forms))
    if kept is not None and kept[0]() is forms:
        return kept[1]
    made = Vocabulary(forms)
    _CACHE[id(forms)] = (weakref.ref(forms), made)
    return made
