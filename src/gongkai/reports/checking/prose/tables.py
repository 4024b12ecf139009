"""The tables' figures as the prose may mean them: a row's total, two rows together, a group of outcomes.

Where a table contradicts itself, each of its readings counts as agreeing with the text: the contradiction is another
rule's finding, and is not said twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

from gongkai.law.forms import Block, Form, cell_id
from gongkai.reports.checking.basis import form_of
from gongkai.reports.model import Number, Report

_NUMBERED = re.compile(r"^(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]、|\d+\.)")


class Tables:
    """A report's figures by what they mean."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.form: Form = form_of(report)

    @property
    def _applications(self) -> Block | None:
        return next((t.blocks[0] for t in self.form.tables if t.id == "applications"), None)

    def has_applications(self) -> bool:
        """Whether the report prints figures on applications received."""
        return bool(self.row("received"))

    def row(self, row: str) -> set[Number]:
        """A row's total as printed, and as its columns give it; nothing where the report prints neither."""
        block = self._applications
        if block is None:
            return set()
        cells = self.report.cells
        parts = [cell_id(block.prefix, row, c.id) for c in block.columns if c.id != "total"]
        printed = [cells[part].value for part in parts if part in cells]
        total = cell_id(block.prefix, row, "total")
        values: set[Number] = {cells[total].value} if total in cells else set()
        if printed:
            values.add(sum(printed))
        return values

    def column(self, row: str, columns: Iterable[str]) -> Number | None:
        """The sum of some columns of a row; None where the report prints none of them."""
        block = self._applications
        if block is None:
            return None
        ids = [cell_id(block.prefix, row, column) for column in columns]
        printed = [self.report.cells[cell].value for cell in ids if cell in self.report.cells]
        return sum(printed) if printed else None

    def taken_in(self) -> set[Number]:
        """New applications with those carried in."""
        return _plus(self.row("received"), self.row("carried_in") or {0})

    def concluded(self) -> set[Number]:
        """Applications concluded: as printed, as the outcomes give it, and as the balance leaves it."""
        outcomes = self.outcomes()
        values = self.row("concluded") | (self.group(outcomes) if outcomes else set())
        carried_out = self.row("carried_out") or {0}
        return values | {a - b for a, b in product(self.taken_in(), carried_out) if a >= b}

    def concluded_of_new(self) -> set[Number]:
        """Applications concluded without those carried in, where a text counts these apart."""
        return {a - b for a, b in product(self.concluded(), self.row("carried_in")) if a >= b}

    def answered(self) -> set[Number]:
        """Applications answered: some bodies leave out those that were abandoned or set aside."""
        set_aside = [self.group(self.outcomes(name)) for name in ("other", "declined") if self.outcomes(name)]
        values = self.concluded() | self.row("received") | self.taken_in()
        for amounts in set_aside:
            values |= {a - b for a, b in product(values, amounts) if a >= b}
        return values

    def outcomes(self, group: str = "") -> list[str]:
        """The outcome rows that the report prints: all, or those of one group (`refused`, `other` ...)."""
        block = self._applications
        if block is None:
            return []
        alternatives = {part for item in self.form.alternatives for part in (item.row, *item.parts)}
        named = [row.id for row in block.rows if len(row.stub) > 0 and row.id != "concluded"]
        rows = dict.fromkeys([*named, *sorted(alternatives)])
        return [
            row for row in rows if (not group or row == group or row.startswith(f"{group}.")) and self.row(row)
        ]  # fmt: skip

    def group(self, rows: Iterable[str]) -> set[Number]:
        """The sum of several rows' totals: of the printed totals, and of what the columns give."""
        low: Number = 0
        high: Number = 0
        for row in rows:
            values = self.row(row)
            low, high = low + min(values, default=0), high + max(values, default=0)
        return {low, high}

    def outcome_labels(self) -> dict[str, str]:
        """The group or row id of each kind of outcome, by its printed label without number and note."""
        block = self._applications
        labels: dict[str, str] = {}
        for row in block.rows if block else ():
            if not row.stub or row.id == "concluded":
                continue
            if len(row.stub) > 1:
                labels[_NUMBERED.sub("", row.stub[-1])] = row.id.split(".")[0]
            else:
                labels[_NUMBERED.sub("", row.label)] = row.id
        return labels

    def disputes(self, groups: Iterable[str]) -> set[Number]:
        """What the reviews or suits of some groups may be counted as: all, or without those still pending."""
        totals: list[Number] = []
        pending: list[Number] = []
        for group in groups:
            cell = self.report.cells.get(f"{group}.total")
            if cell is not None:
                totals.append(cell.value)
                left = self.report.cells.get(f"{group}.pending")
                pending.append(left.value if left else 0)
        if not totals:
            return set()
        return {sum(totals), sum(totals) - sum(pending), *totals}

    def value(self, cell: str) -> Number | None:
        """A printed figure, None where the report has none."""
        printed = self.report.cells.get(cell)
        return printed.value if printed else None


def _plus(one: set[Number], other: set[Number]) -> set[Number]:
    return {a + b for a, b in product(one, other)}
