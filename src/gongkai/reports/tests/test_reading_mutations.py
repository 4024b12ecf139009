"""Torn and garbled reports: they are read as far as they go or refused in a sentence, and no figure changes column."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.documents.model import GridCell, UnusableDocument
from gongkai.law.forms import packaged_forms
from gongkai.reports.model import Number, Report
from gongkai.reports.reading import read_report
from gongkai.reports.tests import layouts

FORM = packaged_forms()["2021"]
FIGURES: dict[str, Number] = {cell: at for at, cell in enumerate(FORM.cells, 1)}
TEXTS = layouts.texts_of(FIGURES)
JUNK = [
    "|",
    "\n",
    "0",
    "(",
    "）",
    "\t",
    " ",
    "\ufffd",
    "二、",
    "无",
    "—",
    "9" * 30,
    "第二十条",
    "总计",
    "（六）其他处理",
]
FEW = settings(max_examples=150, deadline=None)


def mutated(text: str, chance: random.Random) -> str:
    """The text with a piece lost, doubled, moved or put in, or with one character gone throughout."""
    start = chance.randrange(len(text) + 1)
    end = min(len(text), start + chance.randrange(200))
    ways = [
        lambda: text[:start] + text[end:],
        lambda: text[:end] + text[start:],
        lambda: text[:start],
        lambda: text[start:],
        lambda: text[:start] + chance.choice(JUNK) + text[start:],
        lambda: text.replace("\n", chance.choice(["", " ", "|", "\n\n"]), chance.randrange(1, 50)),
        lambda: "\n".join(reversed(text.split("\n"))),
        lambda: text.replace(chance.choice(text or " "), ""),
    ]
    return chance.choice(ways)()


def read_or_none(text: str) -> Report | None:
    """The report, None where it is refused; anything else that goes wrong is a failure."""
    try:
        return read_report(layouts.text_document(text.split("\n")), "report.txt")
    except UnusableDocument:
        return None


@FEW
@given(st.integers(0, 2**32), st.sampled_from(layouts.READABLE + layouts.UNREADABLE))
def test_mutated_texts_are_read_or_refused(seed: int, printer: layouts.Layout) -> None:
    chance = random.Random(seed)
    text = "\n".join(layouts.report_lines(FORM, TEXTS, printer))
    for _ in range(chance.randrange(1, 5)):
        text = mutated(text, chance)
    report = read_or_none(text)
    assert report is None or report.cells.keys().isdisjoint(report.blank)


@FEW
@given(st.integers(0, 2**32))
def test_figures_of_torn_grids_stay_in_their_cells(seed: int) -> None:
    chance = random.Random(seed)
    document = layouts.grid_document(FORM, TEXTS)
    for _ in range(chance.randrange(1, 4)):
        grid = chance.choice(list(document.grids()))
        row = chance.choice(grid.rows)
        tear = chance.choice([_empty, _widen, _pad, None])
        if tear is None:
            grid.rows.remove(row)
        else:
            tear(chance.choice([cell for cell in row if cell.text.isdigit()] or row))
    report = read_report(document, "report.html")
    assert {cell: figure.value for cell, figure in report.cells.items()}.items() <= FIGURES.items()


def _empty(cell: GridCell) -> None:
    if cell.text.isdigit():
        cell.text = ""


def _widen(cell: GridCell) -> None:
    cell.colspan += 1


def _pad(cell: GridCell) -> None:
    cell.text = f"\n {cell.text}\xa0"
