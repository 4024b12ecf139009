"""What has changed since the report was frozen: figures, and the cases that moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.agencies.models import Agency
from gongkai.annual_reports.compiled_models import CompiledReport
from gongkai.annual_reports.compiling import compile_report, disputes_of
from gongkai.annual_reports.compiling.documents import documents_behind
from gongkai.applications import counting
from gongkai.applications.counting import Placing
from gongkai.disputes.counting import CELLS
from gongkai.disputes.enums import TOTAL
from gongkai.law.forms import cell_id
from gongkai.reports.model import Number


@dataclass(frozen=True, slots=True)
class MovedCase:
    """A case that counts otherwise than when the report was frozen. None: it did not count, or counts no more."""

    case: str
    was: Placing | None
    now: Placing | None


@dataclass(frozen=True, slots=True)
class MovedFigure:
    """A figure that would be another one today, with the cases, disputes or documents that left it and that came."""

    cell: str
    was: Number
    now: Number
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """All that has changed."""

    figures: tuple[MovedFigure, ...]
    cases: tuple[MovedCase, ...]


def differences(report: CompiledReport) -> Differences:
    """Between the frozen report and what the records give now; nothing for one that is not frozen.

    A figure is listed too where cases came and went and its number stayed the same.
    """
    if not report.is_frozen:
        return Differences((), ())
    moved = _moved_cases(report)
    gone: dict[str, list[str]] = {}
    come: dict[str, list[str]] = {}
    for case in moved:
        was, now = _cells(case.was), _cells(case.now)
        for into, cells in ((gone, was - now), (come, now - was)):
            for cell in cells:
                into.setdefault(cell, []).append(case.case)
    frozen = {cell: figure["value"] for cell, figure in report.frozen["cells"].items()}
    compiled = compile_report(report.agency, report.year)
    current = compiled.figures
    behind = disputes_behind(report.agency, report.year, current) | documents_behind(
        report.agency, report.year, compiled.from_library
    )
    frozen_behind = report.frozen_disputes | report.frozen_documents
    for cell in behind.keys() | frozen_behind.keys():
        counted, kept = set(behind.get(cell, ())), set(frozen_behind.get(cell, ()))
        if kept - counted:
            gone[cell] = sorted(kept - counted)
        if counted - kept:
            come[cell] = sorted(counted - kept)
    figures = [
        MovedFigure(cell, was, current.get(cell, 0), tuple(gone.get(cell, ())), tuple(come.get(cell, ())))
        for cell, was in frozen.items()
        if cell in gone or cell in come or float(current.get(cell, 0)) != float(was)
    ]
    return Differences(tuple(figures), tuple(moved))


def disputes_behind(agency: Agency, year: int, figures: Mapping[str, Number]) -> dict[str, list[str]]:
    """The reviews and suits that each cell of table 四 counts, by their public numbers; cells that count none left out.

    `figures` are the counted ones: a query only for each cell that has something, and the totals follow from them.
    """
    found: dict[str, list[str]] = {}
    for cell in CELLS:
        kind, _, column = cell.partition(".")
        if column == TOTAL or not figures.get(cell):
            continue
        found[cell] = list(disputes_of(agency, year, cell).values_list("public_id", flat=True))
        found.setdefault(cell_id(kind, TOTAL), []).extend(found[cell])
    return found


def _moved_cases(report: CompiledReport) -> list[MovedCase]:
    kept = {
        case: Placing(column, opening, closing)
        for case, column, opening, closing in report.counted_cases.values_list("case", "column", "opening", "closing")
    }
    moved = []
    for case, now in counting.placings(report.agency, report.year):
        was = kept.pop(case, None)
        if was != now:
            moved.append(MovedCase(case, was, now))
    return moved + [MovedCase(case, was, None) for case, was in kept.items()]


def _cells(place: Placing | None) -> set[str]:
    """The cells of table 三 that count a case so placed."""
    if place is None:
        return set()
    rows = {place.opening, place.closing}
    if place.closing != counting.CARRIED_OUT:
        rows.add(counting.CONCLUDED)
    return {cell_id(counting.TABLE, row, column) for row in rows for column in (place.column, counting.TOTAL)}
