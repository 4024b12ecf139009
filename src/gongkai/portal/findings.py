"""A reading as pages show it: findings that lead to their cell and to their place in the source, and the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from gongkai.law.forms import packaged_forms
from gongkai.reports.layout import layout_for
from gongkai.reports.model import CellValue, Finding, Report
from gongkai.reports.writing.html import table_html
from gongkai.reports.writing.marks import Mark, marks
from gongkai.reports.writing.outline import chinese_number

LEVEL_WORDS = {"error": "错误", "warning": "警示", "hint": "提示"}


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
        return LEVEL_WORDS[self.finding.level]


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
    """A section of the report with its tables."""

    heading: str
    anchor: str
    tables: list[SafeString]


@dataclass(frozen=True, slots=True)
class Examined:
    """All that the page of a result shows."""

    data: dict[str, Any]
    signed: date | None
    tallies: list[tuple[str, str, int]]
    """(level, word, how many), levels that do not occur left out."""
    findings: list[FindingView]
    sections: list[Section]
    source: list[SourceLine]
    figures: int


def finding_views(
    findings: Iterable[Finding], marked: Mapping[str, Mark], printed: Iterable[str], anchors: Mapping[str, str]
) -> list[FindingView]:
    """The findings, numbered, with the cell that each one marks (else its first printed one) and its source's anchor."""
    have = set(printed)
    first_marked: dict[int, str] = {}
    for cell, mark in marked.items():
        first_marked.setdefault(mark.number, cell)
    views = []
    for number, finding in enumerate(findings, start=1):
        cell = first_marked.get(number) or next((cell for cell in finding.cells if cell in have), "")
        views.append(FindingView(number, finding, f"cell-{cell}" if cell else "", _anchor(finding.source, anchors)))
    return views


def examined(data: dict[str, Any]) -> Examined:
    """The result of reading and checking (the contract's JSON with findings and blocks) for its page."""
    report = report_from_json(data)
    findings = [Finding(**item) for item in data["findings"]]
    forms = packaged_forms()
    form = forms.get(report.form or "") or (forms.for_year(report.year) if report.year else None) or next(iter(forms.values()))
    printed = report.cells.keys() | report.blank.keys()
    marked = marks(findings, form, printed)
    source, anchors = source_lines(data.get("blocks", []), {finding.source for finding in findings if finding.source})
    titles = {section.number: section.title for section in form.sections}
    missing = frozenset(report.missing)
    sections = [
        Section(
            f"{chinese_number(table.section)}、{titles.get(table.section, table.title)}",
            f"part-{table.id}",
            [mark_safe(table_html(table, marked, missing=missing, labelled_by=f"part-{table.id}"))],  # noqa: S308 - escaped there
        )
        for table in layout_for(report, form, forms)
    ]
    counts = Counter(finding.level for finding in findings)
    return Examined(
        data=data,
        signed=report.signed,
        tallies=[(level, word, counts[level]) for level, word in LEVEL_WORDS.items() if counts[level]],  # type: ignore[index]
        findings=finding_views(findings, marked, printed, anchors),
        sections=sections,
        source=source,
        figures=len(report.cells),
    )


def report_from_json(data: dict[str, Any]) -> Report:
    """The report of the contract's JSON, as far as showing and writing it need it."""
    return Report(
        file=data["file"],
        agency=data.get("agency"),
        agency_printed=data.get("agency_printed"),
        year=data.get("year"),
        form=data.get("form"),
        title=data.get("title"),
        signed=date.fromisoformat(data["signed"]) if data.get("signed") else None,
        published=date.fromisoformat(data["published"]) if data.get("published") else None,
        cells={
            cell: CellValue(
                figure["value"] if isinstance(figure["value"], int) else Decimal(str(figure["value"])),
                figure["raw"],
                figure["source"],
            )
            for cell, figure in data["cells"].items()
        },
        blank=dict(data["blank"]),
        missing=list(data["missing"]),
        sections=dict(data["sections"]),
    )


def source_lines(blocks: list[dict[str, Any]], noted: set[str]) -> tuple[list[SourceLine], dict[str, str]]:
    """The source for reading along, and each place's anchor. `noted` are places that findings speak of."""
    lines, anchors = [], {}
    for index, block in enumerate(blocks):
        anchor = f"src-{index}"
        anchors[block["place"]] = anchor
        rows = []
        for row in block.get("rows", []):
            cells = []
            for cell in row:
                own = f"{anchor}-{cell['row']}-{cell['column']}"
                anchors[cell["place"]] = own
                cells.append({**cell, "anchor": own, "noted": cell["place"] in noted})
            rows.append(cells)
        lines.append(SourceLine(anchor, block["place"], block.get("text", ""), block["place"] in noted, rows))
    return lines, anchors


def _anchor(place: str, anchors: Mapping[str, str]) -> str:
    """The anchor of a place, else that of the nearest thing that contains it: "table 3 row 2" lies in "table 3"."""
    while place:
        if place in anchors:
            return anchors[place]
        place = place.rpartition(" ")[0]
    return ""
