"""Hypothesis strategies for the figures of annual reports."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import strategies as st

from gongkai.law.forms import Form, Relation, packaged_forms
from gongkai.reports.model import Number


def holds(relation: Relation, cells: Mapping[str, Number]) -> bool:
    """Whether a relation holds for the figures, absent ones counting as 0."""
    return sum(cells.get(cell, 0) for cell in relation.left) == sum(cells.get(cell, 0) for cell in relation.right)


def broken_relations(form: Form, cells: Mapping[str, Number]) -> list[Relation]:
    """The relations of the form that do not hold."""
    return [relation for relation in form.relations() if not holds(relation, cells)]


def counts(largest: int = 10_000) -> st.SearchStrategy[int]:
    """Counts as reports have them: many zeros, many small ones, few large."""
    return st.one_of(st.just(0), st.integers(0, 20), st.integers(0, largest))


def amounts() -> st.SearchStrategy[Decimal]:
    """Amounts in 万元 with up to six decimals."""
    return st.one_of(
        st.just(Decimal(0)),
        st.decimals(0, 500_000, places=2),
        st.decimals(0, 500_000, places=6),
    )


@st.composite
def valid_cells(draw: st.DrawFn, form: Form | None = None, largest: int = 10_000) -> dict[str, Number]:
    """Figures for every cell of a form (default: the newest) in which all its relations hold.

    Works for any form whose sums each have a total of their own: a relation with one cell on its right gives that
    cell, one with several shares out what its right side comes to among its left.
    """
    form = form or next(iter(packaged_forms().values()))
    relations = form.relations()
    totals = {relation.right[0]: relation for relation in relations if len(relation.right) == 1}
    shared = [
        relation
        for relation in relations
        if len(relation.right) > 1 and not any(cell in totals for cell in relation.left)
    ]
    left_to_share = {cell for relation in shared for cell in relation.left}

    figures: dict[str, Number] = {}

    def value(cell: str) -> Number:
        if cell not in figures:
            if cell in totals:
                figures[cell] = sum(value(part) for part in totals[cell].left)
            else:
                kind = form.places[cell].kind
                if kind == "amount":
                    figures[cell] = draw(amounts())
                elif kind == "change":
                    figures[cell] = draw(st.integers(-50, 50))
                else:
                    figures[cell] = draw(counts(largest))
        return figures[cell]

    for relation in shared:
        rest = sum(int(value(cell)) for cell in relation.right)
        *others, first = reversed(relation.left)
        for cell in others:
            figures[cell] = draw(st.one_of(st.just(0), st.integers(0, rest)))
            rest -= int(figures[cell])
        figures[first] = rest
    for cell in form.cells:
        if cell not in left_to_share:
            value(cell)

    wrong = broken_relations(form, figures)
    if wrong:
        raise ValueError(f"the relations of form {form.id} cannot be met one after the other: {wrong[0].text}")
    return {cell: figures[cell] for cell in form.cells}
