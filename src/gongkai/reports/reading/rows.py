"""Rows of figures as a document prints them, whatever its layout: the meeting point of the two producers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.documents.model import Grid, GridCell
from gongkai.reports.reading.folding import fold
from gongkai.reports.reading.vocabulary import Entry, Shape, Variant


@dataclass(slots=True)
class Head:
    """What is printed over the columns of some rows."""

    text: str
    """All of it folded and run together, so that heads broken over lines or rows are whole again."""
    labels: list[str]
    caption: str
    source: str
    columns: dict[int, str] = field(default_factory=dict)
    """In grids: the folded head over each column, from the top down."""
    _positions: dict[int, list[int] | None] = field(default_factory=dict)
    _scores: dict[int, int] = field(default_factory=dict)
    """What was told of columns, by the id of their names: one object for all rows of a block."""

    def standing(self, source: str) -> Head:
        """The same head where it stands in a document."""
        return Head(self.text, self.labels, self.caption, source, self.columns, self._positions, self._scores)

    def score(self, variant: Variant) -> int:
        """How well the head fits these columns; 0 or less: not at all."""
        key = id(variant.names)
        score = self._scores.get(key)
        if score is None:
            self._scores[key] = score = variant.score(self.text) if self.text else 0
        return score

    def fitting(self, shapes: Sequence[Shape]) -> list[tuple[Shape, Variant]]:
        """Of all that fit, those that fit best."""
        best = 1
        found: list[tuple[Shape, Variant]] = []
        for shape in shapes:
            for variant in shape.variants:
                score = self.score(variant)
                if score > best:
                    best, found = score, []
                if score == best:
                    found.append((shape, variant))
        return found

    def positions(self, shape: Shape) -> list[int] | None:
        """The grid column of each of the shape's columns, None unless every one of them is found."""
        key = id(shape.variants[0].names)
        if key not in self._positions:
            self._positions[key] = self._find_positions(shape)
        return self._positions[key]

    def _find_positions(self, shape: Shape) -> list[int] | None:
        # A head that covers several columns counts at the first of them.
        columns = sorted(self.columns.items())
        columns = [(column, text) for at, (column, text) in enumerate(columns) if not at or columns[at - 1][1] != text]
        for variant in shape.variants:
            in_order = _match_in_order(columns, variant.names)
            if in_order is not None:
                return in_order
            anywhere = _match_anywhere(columns, variant.names)
            if anywhere is not None:
                return anywhere
        return None


def _match_in_order(columns: list[tuple[int, str]], names: Sequence[tuple[str, ...]]) -> list[int] | None:
    found: list[int] = []
    remaining = iter(columns)
    for spellings in names:
        for column, text in remaining:
            if text.endswith(spellings):
                found.append(column)
                break
        else:
            return None
    return found


def _match_anywhere(columns: list[tuple[int, str]], names: Sequence[tuple[str, ...]]) -> list[int] | None:
    """For heads in another order than the form's: only where each label stands over exactly one column."""
    found = []
    for spellings in names:
        matching = [column for column, text in columns if text.endswith(spellings)]
        if len(matching) != 1:
            return None
        found.append(matching[0])
    return found if len(set(found)) == len(found) else None


@dataclass(slots=True)
class TableRow:
    """A row of the vocabulary found in the document."""

    entry: Entry
    label: str
    slots: list[GridCell]
    """The cells in the place of figures, left to right; those read from text know their place only."""
    head: Head | None
    source: str
    trailing: list[GridCell] = field(default_factory=list)
    """Empty cells behind the last value, which are cells only if the row has room for them."""
    trouble: str = ""
    """Why the row's figures cannot be told, where they cannot."""
    order: int = 0
    """Among the rows found by one producer, where it stands in the document."""
    grid: Grid | None = None

    def places(self) -> Mapping[int, str]:
        """By column, where those of the row's cells stand that do not know their place."""
        if self.grid is not None and self.slots:
            return self.grid.places_in_row(self.slots[0].row)
        return defaultdict(str)


@dataclass(slots=True)
class Found:
    """What a producer found in the document."""

    rows: list[TableRow] = field(default_factory=list)
    troubles: list[tuple[str, str, str]] = field(default_factory=list)
    """(table, Chinese sentence, place)."""
    extra: list[tuple[str, str, str]] = field(default_factory=list)
    """Rows that no form has: (table, label, place)."""
    unreadable: set[str] = field(default_factory=set)
    """Tables whose text stands in the document in a way that cannot be read."""
    lines: set[int] = field(default_factory=set)
    """Indices of the lines of text that belong to tables."""
    copies: int = 1
    """How often the longest table stands in the document."""
    unknown_labels: bool = False
    """Whether a label of a table is none of any form, as where a word was replaced throughout the document."""


def arrange(row: TableRow, shape: Shape, units: set[str]) -> list[GridCell | None] | None:
    """The row's cells under the shape's columns, None for one that is absent; None if they do not fit."""
    wanted = len(shape.cells)
    slots = row.slots
    if len(slots) < wanted and row.trailing:
        slots = [*slots, *row.trailing[: wanted - len(slots)]]
    positions = row.head.positions(shape) if row.head is not None and row.head.columns else None
    if len(slots) == wanted and (positions is None or positions == sorted(positions)):
        return list(slots)
    if positions is not None:
        arranged = _by_columns(slots, positions)
        if arranged is not None:
            return arranged
    if len(slots) > wanted:
        slots = [slot for slot in slots if slot.text.strip() not in units]
        while len(slots) > wanted and not fold(slots[-1].text) and not slots[-1].text.strip():
            slots = slots[:-1]
        while len(slots) > wanted and not slots[0].text.strip():
            slots = slots[1:]
        if len(slots) > wanted:
            slots = [slot for slot in slots if slot.text.strip()]
            if len(slots) != wanted:
                return None
    return [*slots, *[None] * (wanted - len(slots))]


def _by_columns(slots: list[GridCell], positions: list[int]) -> list[GridCell | None] | None:
    """Each column's cell by where its head stands; None where a figure would be left over."""
    arranged: list[GridCell | None] = []
    used: set[int] = set()
    for position in positions:
        covering = next((slot for slot in slots if slot.column <= position < slot.column + slot.colspan), None)
        if covering is not None and id(covering) in used and any(map(str.isdigit, covering.text)):
            covering = None  # a figure in a merged cell stands for one column only
        if covering is not None:
            used.add(id(covering))
        arranged.append(covering)
    if any(id(slot) not in used and slot.text.strip() for slot in slots):
        return None
    return arranged
