"""The form's relations: 一＋二＝（七）＋四, the totals of columns, rows and groups. All of it is the form's data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.law.forms import CellPlace, Form, Forms, Relation, packaged_forms
from gongkai.reports.checking.basis import figure, form_of, place_of, source_of, written
from gongkai.reports.checking.diagnosis import advice_for, diagnose
from gongkai.reports.model import Finding, Number, Report

FEW = 4
"""Up to how many parts of a sum are named; of a longer one the figures alone are given."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A relation that does not hold: `expected` is what its left side gives, `actual` what its right side prints."""

    relation: Relation
    expected: Number
    actual: Number

    @property
    def difference(self) -> Number:
        """By how much the two sides differ."""
        return self.expected - self.actual if self.expected > self.actual else self.actual - self.expected


def checkable(report: Report, form: Form) -> list[Relation]:
    """The relations that the document's figures can be held to.

    An absent cell counts as 0 as long as the relation's own row or column has a number. What could not be read is not
    known to be 0: a relation with such a cell is left alone.
    """
    unread = _unread(report, form)
    return [
        relation
        for relation in form.relations(report.cells)
        if any(cell in report.cells for cell in _line(relation, form)) and not unread.intersection(relation.cells)
    ]


def _line(relation: Relation, form: Form) -> Sequence[str]:
    """The cells of the row or column that a relation is about."""
    if relation.over == "columns":
        table = form.table(relation.table)
        return [
            *relation.cells,
            *(
                block.cell_id(row, column)
                for block in table.blocks
                for column in block.columns
                if column.id == relation.along
                for row in block.rows
            ),
        ]
    return relation.cells


def _unread(report: Report, form: Form) -> set[str]:
    """Cells that the reader could not read, as against those that are not there or blank."""
    troubled = {trouble.table for trouble in report.troubles}
    troubled.update(table for table, state in report.tables.items() if state == "unreadable")
    if not troubled:
        return set()
    return {
        cell
        for cell in form.cells
        if form.places[cell].table.id in troubled and cell not in report.cells and cell not in report.blank
    }


def broken_relations(report: Report, form: Form) -> list[Broken]:
    """The relations that do not hold, in the form's order."""
    broken = []
    for relation in checkable(report, form):
        expected: Number = sum(figure(report, cell) for cell in relation.left)
        actual: Number = sum(figure(report, cell) for cell in relation.right)
        if expected != actual:
            broken.append(Broken(relation, expected, actual))
    return broken


def findings(report: Report, forms: Forms | None = None) -> list[Finding]:
    """A finding for each relation that does not hold, with the smallest change that would mend all of them."""
    forms = forms or packaged_forms()
    form = form_of(report, forms)
    broken = broken_relations(report, form)
    relations = checkable(report, form)
    suggestions = diagnose(report, relations, forms, form)
    return [
        Finding(
            rule=item.relation.rule,
            level=item.relation.level,
            message=_sentence(report, item, form, forms),
            cells=list(item.relation.cells),
            expected=item.expected,
            actual=item.actual,
            source=source_of(report, (*item.relation.right, *item.relation.left)),
            advice=advice_for(item.relation, suggestions, report, relations, forms, form),
        )
        for item in broken
    ]


def _sentence(report: Report, item: Broken, form: Form, forms: Forms) -> str:
    relation = item.relation
    places = {cell: place_of(cell, form, forms) for cell in relation.cells}
    any_place = places[relation.right[0]]
    if relation.over == "columns":
        subject = f"“{any_place.column_words}”一列" if any_place.row.label and len(any_place.block.columns) > 1 else ""
    elif relation.over == "rows":
        subject = f"“{any_place.row_words}”一行"
    else:
        subject = ""
    left = _sum(report, relation.left, places, relation, item.expected)
    right = _sum(report, relation.right, places, relation, item.actual)
    start = f"{subject}：" if subject else ""
    return f"{start}{left}，而{right}，相差 {written(item.difference)}，不符合“{relation.text}”。"


def _sum(report: Report, cells: Sequence[str], places: dict[str, CellPlace], relation: Relation, total: Number) -> str:
    """One side of a relation in words: named cells where they are few, else the figures that are not 0."""
    if len(cells) <= FEW:
        parts = [f"“{_name(places[cell], relation)}”{_printed(report, cell)}" for cell in cells]
        return parts[0] if len(parts) == 1 else f"{'、'.join(parts)}，合计 {written(total)}"
    printed = [written(figure(report, cell)) for cell in cells if figure(report, cell)]
    listed = f"（{'＋'.join(printed)}）" if 1 < len(printed) <= 12 else ""
    return f"各项之和为 {written(total)}{listed}"


def _name(place: CellPlace, relation: Relation) -> str:
    if relation.over == "columns":
        return place.row_words or place.column_words
    return place.column_words


def _printed(report: Report, cell: str) -> str:
    return f" {written(figure(report, cell))}" if cell in report.cells else "没有数据"
