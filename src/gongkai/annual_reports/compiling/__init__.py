"""The annual report of an agency and year, compiled from its records.

Table 三 counts the cases, table 四 the disputes; table 二 takes its documents from the library, the rest is what people
typed in with its source. What is typed of documents stands in the report instead of what the library counts, and the
difference is said. The texts are templates with figures merged, or what people made of them (`texts`). A figure that
nobody has typed and no records give is missing, never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gongkai.agencies.models import Agency
from gongkai.annual_reports.compiled_models import CompiledReport, TypedFigure
from gongkai.annual_reports.compiling import documents, texts
from gongkai.annual_reports.convert import number, report_of
from gongkai.annual_reports.models import AnnualReport
from gongkai.applications import counting
from gongkai.applications.models import Application
from gongkai.disputes import counting as disputes
from gongkai.disputes.models import Dispute
from gongkai.documents import read_document
from gongkai.law.forms import Form, packaged_forms
from gongkai.reports.checking import check
from gongkai.reports.figures import raw_figure, report_from_figures
from gongkai.reports.json import report_to_json
from gongkai.reports.model import Finding, Number, Report
from gongkai.reports.reading import read_report
from gongkai.reports.writing import write

TYPED = "proactive"
"""The table whose figures people state; registers of permits and penalties come later and are compared with them."""

NoSuchTable = counting.NoSuchTable


@dataclass(frozen=True)
class Compiled:
    """What the records give for one agency and year."""

    agency: Agency
    year: int
    form: Form
    figures: Mapping[str, Number]
    records: Mapping[str, int]
    """By cell, how many records it counts; of a typed figure, the one entry."""
    typed: Mapping[str, TypedFigure]
    documents: Mapping[str, int]
    """What the document library counts, by cell: in the report where nothing was typed."""
    sections: Mapping[str, str]
    """The prose with its figures, by number."""
    drafts: Mapping[str, str]
    """The same with merge fields in the place of figures, for editing."""
    merge_fields: Mapping[str, str]
    """What each merge field stands for, by name."""
    unplaced: int
    """Concluded cases without a known outcome: counted as 其他, to be looked at."""
    signed: date | None = None
    missing: tuple[str, ...] = field(init=False)
    """The form's cells without a figure."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "missing", tuple(cell for cell in self.form.cells if cell not in self.figures))

    @property
    def from_library(self) -> dict[str, int]:
        """The figures that the report takes from the document library."""
        return {cell: value for cell, value in self.documents.items() if cell not in self.typed}

    @property
    def differing(self) -> list[tuple[str, Number, int]]:
        """Typed figures of documents that the library counts otherwise: cell, typed, counted."""
        return [
            (cell, self.figures[cell], value)
            for cell, value in self.documents.items()
            if cell in self.typed and self.figures[cell] != value
        ]

    def report(self) -> Report:
        """The report for writing and showing."""
        made = report_from_figures(
            self.form, self.agency.name, self.year, self.figures, self.sections, signed=self.signed
        )
        for cell, printed in made.cells.items():
            printed.source = self.typed[cell].source if cell in self.typed else "records"
        return made

    def json(self, findings: list[Finding] | None = None) -> dict[str, Any]:
        """The contract's JSON object, each cell with how many records it counts."""
        records = {cell: {"records": self.records[cell]} for cell in self.figures}
        return report_to_json(self.report(), findings, {"cells": records})


def compile_report(agency: Agency, year: int, report: CompiledReport | None = None) -> Compiled:
    """Count, and merge the texts; `report` holds those that were edited. Raises NoSuchTable for a year before 2019."""
    form = packaged_forms()[counting.rows_of(year).form]
    cases = counting.count(agency, year)
    typed = {each.cell: each for each in TypedFigure.objects.filter(agency=agency, year=year)}
    figures: dict[str, Number] = {cell: number(each.value) for cell, each in typed.items() if cell in form.places}
    in_library = documents.counted(agency, year, form)
    counted = cases.cells | disputes.count(agency, year)
    records = in_library | dict.fromkeys(figures, 1) | counted
    figures = {**in_library, **figures, **counted}
    fields = texts.fields(agency, year, form, figures)
    drafts = texts.defaults(fields) | (report.texts if report else {})
    return Compiled(
        agency=agency,
        year=year,
        form=form,
        figures=figures,
        records=records,
        typed=typed,
        documents=in_library,
        sections={section: texts.merged(text, fields) for section, text in drafts.items()},
        drafts=drafts,
        merge_fields=fields,
        unplaced=cases.unplaced,
        signed=report.signed if report else None,
    )


def cases_of(agency: Agency, year: int, cell: str) -> QuerySet[Application]:
    """The cases that a cell of table 三 counts. KeyError for another cell."""
    return counting.cases_of(agency, year, cell)


def disputes_of(agency: Agency, year: int, cell: str) -> QuerySet[Dispute]:
    """The reviews and suits that a cell of table 四 counts. KeyError for another cell."""
    return disputes.cases_of(agency, year, cell)


def previous_report(agency: Agency, year: int) -> AnnualReport | None:
    """What the agency published on the year before."""
    published = AnnualReport.objects.published().filter(agency=agency, year=year - 1)
    return published.select_related("agency").prefetch_related("cells").first()


def examine(report: Report, form: Form, previous: AnnualReport | None = None) -> list[Finding]:
    """What the checker finds in the report as it will be read by others: written as a page, read back, checked."""
    page = write(report, form, "html")
    read = read_report(read_document(page, f"{report.file}.html"), report.file)
    return check(read, previous=report_of(previous) if previous else None)


def remarks(compiled: Compiled, today: date) -> list[str]:
    """What is not finished or wants a look, a sentence each; none of it keeps anybody from going on."""
    found = []
    if compiled.year >= today.year:
        found.append(f"{compiled.year}年尚未结束，数字是截至今天的。")
    if not any(compiled.figures[cell] for cell in compiled.form.table(counting.TABLE).ids()):
        found.append(f"{compiled.agency.name}{compiled.year}年没有任何案件，表三全部为0。")
    found += [
        f"{compiled.form.places[cell].words}填报为{raw_figure(typed)}，文件库计{value}件；报告用填报的数字，请核对。"
        for cell, typed, value in compiled.differing
    ]
    if compiled.missing:
        found.append(f"有{len(compiled.missing)}项数据还没有填报，在报告中留空。")
    if compiled.unplaced:
        found.append(f"有{compiled.unplaced}件已办结的案件没有办理结果，暂计入“其他”，请补登。")
    if any(texts.unwritten(text) for text in compiled.sections.values()):
        found.append("文字部分还有没有写完的内容。")
    return found
