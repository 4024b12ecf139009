"""A reading as pages show it: findings that lead to their cell and to their place in the source, and the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from gongkai.annual_reports.convert import form_of
from gongkai.law.forms import Form, packaged_forms
from gongkai.reports.layout import LayoutTable, layout_for
from gongkai.reports.model import Finding, Report
from gongkai.reports.rule_names import LEVELS
from gongkai.reports.writing.html import Links, table_html
from gongkai.reports.writing.marks import Mark, marked_cells, marks
from gongkai.reports.writing.outline import chinese_number


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with its links. `cell` and `anchor` are ids on the page, "" where there is no such place."""

    number: int
    finding: Finding
    cell: str
    anchor: str

    @property
    def word(self) -> str:
        """The level in Chinese."""
        return LEVELS[self.finding.level]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A paragraph or a grid of the source, with the id that links lead to."""

    anchor: str
    place: str
    text: str
    noted: bool
    rows: list[list[dict[str, Any]]]
    """Of a grid: cells with text, rowspan, colspan, anchor, noted."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report with its table; None where the document has no such table."""

    heading: str
    anchor: str
    table: SafeString | None


@dataclass(frozen=True, slots=True)
class ShownReport:
    """All that a page shows of a reading: tables, findings, source."""

    tallies: list[tuple[str, str, int]]
    """(level, word, how many), levels that do not occur left out."""
    findings: list[FindingView]
    sections: list[Section]
    source: list[SourceLine]
    figures: int


def finding_views(
    findings: Iterable[Finding],
    form: Form,
    printed: Collection[str],
    on_page: Collection[str],
    anchors: Mapping[str, str],
) -> list[FindingView]:
    """The findings, numbered from 1, each with the first cell that it marks, and its source's anchor.

    `printed` are the cells that the document has, `on_page` those that the tables show, empty ones included.
    """
    views = []
    for number, finding in enumerate(findings, start=1):
        cell = next((cell for cell in marked_cells(finding, form, printed) if cell in on_page), "")
        views.append(FindingView(number, finding, f"cell-{cell}" if cell else "", _anchor(finding.source, anchors)))
    return views


def marks_of(findings: Sequence[Finding], form: Form, printed: Collection[str]) -> dict[str, Mark]:
    """The cells to mark. What is missing is said by its finding and by the empty cell, not by a hundred red frames."""
    marked = marks(findings, form, printed)
    return {cell: mark for cell, mark in marked.items() if findings[mark.number - 1].rule != "form.missing_cells"}


def written_table(
    table: LayoutTable,
    marked: Mapping[str, Mark],
    printed: Collection[str],
    missing: frozenset[str],
    links: Links | None = None,
    labelled_by: str = "",
) -> SafeString | None:
    """The table with its marks; None where the document has none of its cells: an empty grid would say nothing."""
    if not cells_of([table]) & set(printed):
        return None
    # Escaped where it is written.
    return mark_safe(table_html(table, marked, links, missing=missing, labelled_by=labelled_by))  # noqa: S308


def cells_of(tables: Iterable[LayoutTable]) -> set[str]:
    """The ids of all figures that the tables have a place for."""
    return {cell.cell for table in tables for cell in table.cells() if cell.cell}


def shown_report(
    report: Report, findings: Sequence[Finding], blocks: list[dict[str, Any]], links: Links | None = None
) -> ShownReport:
    """A reading as pages show it. `blocks` are the source's; `links` says where a figure leads."""
    forms = packaged_forms()
    form = form_of(report)
    printed = report.cells.keys() | report.blank.keys()
    marked = marks_of(findings, form, printed)
    source, anchors = source_lines(blocks, {finding.source for finding in findings if finding.source})
    titles = {section.number: section.title for section in form.sections}
    missing = frozenset(report.missing)
    tables = layout_for(report, form, forms)
    shown = [table for table in tables if cells_of([table]) & printed]
    sections = [
        Section(
            f"{chinese_number(table.section)}、{titles.get(table.section, table.title)}",
            f"part-{table.id}",
            written_table(table, marked, printed, missing, links, labelled_by=f"part-{table.id}"),
        )
        for table in tables
    ]
    counts = Counter[str](finding.level for finding in findings)
    return ShownReport(
        tallies=[(level, word, counts[level]) for level, word in LEVELS.items() if counts[level]],
        findings=finding_views(findings, form, printed, cells_of(shown), anchors),
        sections=sections,
        source=source,
        figures=len(report.cells),
    )


def source_lines(blocks: list[dict[str, Any]], noted: set[str]) -> tuple[list[SourceLine], dict[str, str]]:
    """The source for reading along, and each place's anchor. `noted` are places that findings speak of."""
    lines: list[SourceLine] = []
    anchors: dict[str, str] = {}

    def placed(place: str, anchor: str) -> str:
        anchors[place] = anchor
        return anchor

    for index, block in enumerate(blocks):
        anchor = placed(block["place"], f"src-{index}")
        rows = [
            [
                cell | {"anchor": placed(cell["place"], f"{anchor}-{row}-{column}"), "noted": cell["place"] in noted}
                for column, cell in enumerate(cells)
            ]
            for row, cells in enumerate(block.get("rows", []))
        ]
        lines.append(SourceLine(anchor, block["place"], block.get("text", ""), block["place"] in noted, rows))
    return lines, anchors


def _anchor(place: str, anchors: Mapping[str, str]) -> str:
    """The anchor of a place, else that of the nearest thing that contains it: "table 3 row 2" lies in "table 3"."""
    while place:
        if place in anchors:
            return anchors[place]
        place = place.rpartition(" ")[0]
    return ""
