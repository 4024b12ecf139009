"""Where a broken sum is most likely wrong: the smallest change of printed figures that mends every relation at once.

A wrong cell breaks exactly the relations that contain it, so few cells can be the culprit. First all ways of changing
one, two or three cells are tried; where more is wrong, single changes that mend something and break nothing are taken
first (a table whose totals were never filled in needs one for each row), and what is left is tried again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.law.forms import Form, Forms, Relation, packaged_forms
from gongkai.reports.checking.basis import figure, form_of, place_of, written
from gongkai.reports.model import Number, Report

DEPTH = 3
"""How many cells are changed at once at most when all ways are tried."""

NAMED = 3
"""How many changes, or ways to choose from, a sentence names."""


@dataclass(frozen=True, slots=True)
class Change:
    """A printed figure and what it would have to be. `old` is None where the document prints none."""

    cell: str
    old: Number | None
    new: Number


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Ways to mend some relations: each alternative is a set of changes that mends all of them and breaks none."""

    relations: tuple[Relation, ...]
    alternatives: tuple[tuple[Change, ...], ...]

    @property
    def certain(self) -> bool:
        """Whether there is only one way."""
        return len(self.alternatives) == 1


def diagnose(
    report: Report,
    relations: Sequence[Relation],
    forms: Forms | None = None,
    form: Form | None = None,
) -> list[Suggestion]:
    """The smallest changes that would mend all relations; an empty list where none of them is broken.

    `relations` are all that the report is held to, whole ones too: a change must not break those.
    """
    forms = forms or packaged_forms()
    form = form or form_of(report, forms)
    return [suggestion for part in _unconnected(relations) for suggestion in _mend(_System(report, part, form, forms))]


def _unconnected(relations: Sequence[Relation]) -> Iterator[list[Relation]]:
    """The relations in groups that share no cell, each of which can be mended by itself."""
    groups: list[tuple[set[str], list[Relation]]] = []
    for relation in relations:
        cells, members = set(relation.cells), [relation]
        for group in [group for group in groups if not cells.isdisjoint(group[0])]:
            groups.remove(group)
            cells |= group[0]
            members = group[1] + members
        groups.append((cells, members))
    return (members for _, members in groups)


def _mend(system: _System) -> Iterator[Suggestion]:
    """The suggestions for one group of connected relations."""
    at_first = set(system.broken)
    taken: list[Change] = []
    ways: list[tuple[Change, ...]] = []
    while system.broken and not (ways := system.all_ways()):
        step = system.best_step()
        if step is None:
            break
        taken.append(system.change(*step))
        system.apply(*step)
    alternatives = sorted((tuple(sorted(way, key=system.order)) for way in ways), key=system.plausibility)
    common = set(alternatives[0]).intersection(*alternatives[1:]) if alternatives else set()
    for change in sorted(common, key=system.order):
        taken.append(change)
        system.apply(change.cell, change.new - system.values[change.cell])
    if taken:
        touched = {index for change in taken for index in system.of_cell[change.cell]}
        mended = sorted(touched & at_first - system.broken)
        yield Suggestion(tuple(system.relations[index] for index in mended), (tuple(taken),))
    if system.broken and alternatives:
        rest = tuple(tuple(change for change in way if change not in common) for way in alternatives)
        yield Suggestion(tuple(system.relations[index] for index in sorted(system.broken)), rest)


class _System:
    """The relations as residuals (left side less right side) that changes of cells move."""

    def __init__(self, report: Report, relations: Sequence[Relation], form: Form, forms: Forms) -> None:
        self.report = report
        self.relations = relations
        self.signs: list[dict[str, int]] = [
            {**dict.fromkeys(relation.left, 1), **dict.fromkeys(relation.right, -1)} for relation in relations
        ]
        self.of_cell: dict[str, list[int]] = {}
        for index, signs in enumerate(self.signs):
            for cell in signs:
                self.of_cell.setdefault(cell, []).append(index)
        self.totals = {relation.right[0] for relation in relations if len(relation.right) == 1}
        by_form = {cell: at for at, cell in enumerate(form.cells)}
        self.position = {cell: by_form.get(cell, len(by_form)) for cell in self.of_cell}
        self.values: dict[str, Number] = {cell: figure(report, cell) for cell in self.of_cell}
        self.kinds = {cell: place_of(cell, form, forms).kind for cell in self.of_cell}
        self.residuals = [
            sum((sign * self.values[cell] for cell, sign in signs.items()), start=0) for signs in self.signs
        ]
        self.broken = {index for index, residual in enumerate(self.residuals) if residual}

    def change(self, cell: str, delta: Number) -> Change:
        printed = self.report.cells.get(cell)
        return Change(cell, printed.value if printed else None, self.values[cell] + delta)

    def apply(self, cell: str, delta: Number) -> None:
        self.values[cell] += delta
        for index in self.of_cell[cell]:
            self.residuals[index] += self.signs[index][cell] * delta
            if self.residuals[index]:
                self.broken.add(index)
            else:
                self.broken.discard(index)

    def _possible(self, cell: str, delta: Number) -> bool:
        """Whether the cell can hold the figure: no negative numbers, no fractions of a case."""
        value = self.values[cell] + delta
        if self.kinds[cell] == "change":
            return True
        return value >= 0 and (self.kinds[cell] == "amount" or value == int(value))

    def steps(self, index: int) -> Iterator[tuple[str, Number]]:
        """The single changes that mend one relation."""
        for cell, sign in self.signs[index].items():
            delta = -sign * self.residuals[index]
            if self._possible(cell, delta):
                yield cell, delta

    def all_ways(self) -> list[tuple[Change, ...]]:
        """All smallest sets of at most DEPTH changes that mend everything."""
        for depth in range(1, DEPTH + 1):
            found: dict[frozenset[str], tuple[Change, ...]] = {}
            self._search(depth, [], found)
            if found:
                return list(found.values())
        return []

    def _search(self, depth: int, path: list[Change], found: dict[frozenset[str], tuple[Change, ...]]) -> None:
        if not self.broken:
            found.setdefault(frozenset(change.cell for change in path), tuple(path))
            return
        most = max(len(indices) for indices in self.of_cell.values())
        if not depth or len(self.broken) > most * depth:
            return
        shortest = min(self.broken, key=lambda index: (len(self.signs[index]), index))
        changed = {change.cell for change in path}
        for cell, delta in list(self.steps(shortest)):
            if cell in changed:
                continue
            path.append(self.change(cell, delta))
            self.apply(cell, delta)
            self._search(depth - 1, path, found)
            self.apply(cell, -delta)
            path.pop()

    def order(self, change: Change) -> int:
        """Sorts changes as their cells stand on the form."""
        return self.position[change.cell]

    def plausibility(self, way: tuple[Change, ...]) -> tuple[bool, bool, list[int]]:
        """Sorts a slip of the pen first, then a wrong total, then by the form."""
        slip = any(change.old is not None and swapped(change.old, change.new) for change in way)
        total = any(change.cell in self.totals for change in way)
        return (not slip, not total, [self.order(change) for change in way])

    def best_step(self) -> tuple[str, Number] | None:
        """The single change that mends the most relations and breaks none; of equal ones, that of an unfilled total."""
        best: tuple[tuple[int, bool, bool], tuple[str, Number]] | None = None
        for index in sorted(self.broken):
            total = self.relations[index].right if len(self.relations[index].right) == 1 else ()
            for cell, delta in self.steps(index):
                before = len(self.broken)
                self.apply(cell, delta)
                gain = before - len(self.broken)
                self.apply(cell, -delta)
                rank = (gain, cell in total and not self.values[cell], cell in total)
                if gain > 0 and (best is None or rank > best[0]):
                    best = (rank, (cell, delta))
        return best[1] if best else None


def swapped(old: Number, new: Number) -> bool:
    """Whether two figures differ by two neighbouring digits that changed places (the difference divides by 9)."""
    one, other = written(old), written(new)
    if len(one) != len(other) or one == other:
        return False
    differing = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    at = differing[0]
    return differing == [at, at + 1] and one[at : at + 2] == other[at : at + 2][::-1]


# ------------------------------------------------------------------ in words


def in_words(changes: Sequence[Change], form: Form, forms: Forms) -> str:
    """Changes as one clause; a row is named once for its neighbouring cells."""
    clauses: list[str] = []
    row = None
    for change in changes:
        place = place_of(change.cell, form, forms)
        name = f"“{place.column_words}”" if row and place.row_words == row else place.words
        row = place.row_words
        if change.old is None:
            clauses.append(f"{name}补填 {written(change.new)}")
        else:
            slip = "（可能是相邻两位数字写颠倒了）" if swapped(change.old, change.new) else ""
            clauses.append(f"{name}由 {written(change.old)} 改为 {written(change.new)}{slip}")
    return "、".join(clauses)


def advice_for(
    relation: Relation,
    suggestions: Sequence[Suggestion],
    report: Report,
    relations: Sequence[Relation],
    forms: Forms,
    form: Form,
) -> str:
    """What would mend a broken relation, as Chinese sentences; "" where nothing can be told."""
    sentences = []
    concerned = [suggestion for suggestion in suggestions if relation in suggestion.relations]
    for suggestion in concerned:
        if suggestion.certain:
            sentences.append(_one_way(relation, suggestion, forms, form))
        else:
            sentences.append(_several_ways(suggestion, forms, form))
    if any(not suggestion.certain for suggestion in concerned):
        sentences[:0] = _confirmed(relation, suggestions, report, relations, forms, form)
    return "".join(sentences)


def _one_way(relation: Relation, suggestion: Suggestion, forms: Forms, form: Form) -> str:
    (way,) = suggestion.alternatives
    own = [change for change in way if change.cell in relation.cells]
    if len(way) == 1:
        count = len(suggestion.relations)
        end = f"，{count} 处不平即可全部相符" if count > 1 else ""
        return f"改动最少的办法：{in_words(way, form, forms)}{end}。"
    if all(not change.old for change in way):
        every = f"（未填或填为 0 的共 {len(way)} 处）"
    else:
        every = f"（共需改动 {len(way)} 处）" if len(own) < len(way) else ""
    named = in_words(own[:NAMED], form, forms) + (f"，等 {len(own)} 处" if len(own) > NAMED else "")
    return f"改动最少的办法：{named}{every}。"


def _several_ways(suggestion: Suggestion, forms: Forms, form: Form) -> str:
    ways = suggestion.alternatives
    listed = "；".join(f"（{number}）{in_words(way, form, forms)}" for number, way in enumerate(ways[:NAMED], start=1))
    more = "；等等" if len(ways) > NAMED else ""
    return f"改动最少的办法有 {len(ways)} 种，请对照台账核实：{listed}{more}。"


def _confirmed(
    relation: Relation,
    suggestions: Sequence[Suggestion],
    report: Report,
    relations: Sequence[Relation],
    forms: Forms,
    form: Form,
) -> list[str]:
    """Says which cell of the relation is borne out by its own parts, so that the fault lies elsewhere."""
    unmended = {other for suggestion in suggestions for other in suggestion.relations}
    for other in relations:
        if other in unmended or other.right == relation.right or len(other.right) != 1:
            continue
        cell = other.right[0]
        if other.over == relation.over and cell in relation.cells and figure(report, cell):
            name = place_of(cell, form, forms).words
            return [f"{name}与其各分项之和相符，问题出在其余各项。"]
    return []
