"""Statistics with pictures: pages of bars that open their cases, their tables, a workbook, a version for paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from gongkai.applications import projection
from gongkai.applications.office.screens import OfficeRequest, list_crumb, may_read, screen, typed, typed_day
from gongkai.applications.statistics import SHEETS, Row, Sheet, Table
from gongkai.applications.statistics_scope import BASES, RECEIVED, Scope
from gongkai.applications.worklist import Desk, Filters
from gongkai.reports.bars import Bar, BarChart, bars_svg, percentage
from gongkai.reports.writing.spreadsheet import MEDIA_TYPES, Value, write_tables

TITLE = "统计"
FIRST_YEAR = 2008
"""The Regulation is in force since 2008-05-01."""
DRAWN, LISTED, EXPORTED = 20, 200, 10_000
"""Rows of a table that the picture, the screen and the workbook have room for."""


@dataclass(frozen=True)
class Line:
    """A row of the table beside a picture."""

    row: Row
    share: str
    address: str


@dataclass(frozen=True)
class Picture:
    """A table with its picture."""

    table: Table
    svg: SafeString
    lines: tuple[Line, ...]
    not_drawn: int
    not_listed: int
    not_listed_cases: int

    @property
    def parts(self) -> bool:
        """Whether the rows are parts of something each, as late ones of concluded ones."""
        return bool(self.table.whole)

    @property
    def with_people(self) -> bool:
        """Whether people are counted beside the cases."""
        return any(line.row.people is not None for line in self.lines)


@may_read
@require_safe
def statistics(request: OfficeRequest, sheet: str = "zonglan") -> HttpResponse:
    """One page of pictures."""
    if sheet not in SHEETS:
        raise Http404
    context, scope, desk = _prepared(request)
    counted = SHEETS[sheet][1](scope, desk)
    asked = _asked(scope)
    context |= {
        "pages": [
            (word, f"{reverse('applications:statistics', args=[key])}?{asked}", key == sheet)
            for key, (word, _) in SHEETS.items()
        ],
        "sheet": sheet,
        "figures": [(figure, _address(figure.filters) if figure.filters else "") for figure in counted.figures],
        "pictures": [_picture(table) for table in counted.tables],
        "asked": asked,
        "years": _year_links(request, scope),
        "agencies": desk.agencies if len(desk.agencies) > 1 else [],
        "bases": BASES,
    }
    return screen(request, "applications/office/statistics.html", context, title=TITLE, crumbs=(list_crumb(),))


@may_read
@require_safe
def printed(request: OfficeRequest) -> HttpResponse:
    """All tables on paper, without pictures."""
    context, scope, desk = _prepared(request)
    tables = [table for sheet in _all(scope, desk) for table in sheet.tables]
    context |= {
        "title": TITLE,
        "pictures": [_picture(table) for table in tables],
        "back": f"{reverse('applications:statistics')}?{_asked(scope)}",
    }
    return render(request, "applications/office/statistics_print.html", context)


@may_read
@require_safe
def export(request: OfficeRequest) -> HttpResponse:
    """All tables in a workbook, one a sheet, whole."""
    context, scope, desk = _prepared(request)
    about = ("说明", (("项目", 16), ("内容", 60)), _about(scope, context["whose"]))
    tables = [table for sheet in _all(scope, desk) for table in sheet.tables]
    data = write_tables(TITLE, [about, *((table.title, _header(table), _rows(table)) for table in tables)])
    name = f"tongji-{scope.first:%Y%m%d}-{scope.last:%Y%m%d}.xlsx"
    return HttpResponse(
        data,
        content_type=MEDIA_TYPES["xlsx"],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def scope_from(asked: QueryDict, today: date) -> tuple[Scope, bool]:
    """What the address asks for, else this year's cases; and whether the two ends had to be exchanged."""
    basis = typed(asked, "basis")
    first = _day(asked, "from", date(today.year, 1, 1), end=False)
    last = _day(asked, "to", date(today.year, 12, 31), end=True)
    exchanged = last < first
    if exchanged:
        first, last = last, first
    agency = typed(asked, "agency")[:100]
    below = bool(agency) and typed(asked, "below") == "1"
    return Scope(basis if basis in BASES else RECEIVED, first, last, agency, below), exchanged


def _day(asked: QueryDict, name: str, default: date, *, end: bool) -> date:
    """A day, or a year alone: its first or its last day."""
    text = typed(asked, name)
    if len(text) == 4 and text.isascii() and text.isdecimal() and int(text):
        return date(int(text), 12, 31) if end else date(int(text), 1, 1)
    return typed_day(asked, name) or default


def _prepared(request: OfficeRequest) -> tuple[dict[str, object], Scope, Desk]:
    today = timezone.localdate()
    projection.refresh(today)
    desk = Desk(request.user, today)
    scope, exchanged = scope_from(request.GET, today)
    agency = next((agency for agency in desk.agencies if agency.code == scope.agency), None)
    whose = agency.name if agency else desk.agencies[0].name if len(desk.agencies) == 1 else "可以查看的全部机关"
    context: dict[str, object] = {
        "scope": scope,
        "exchanged": exchanged,
        "whose": f"{whose}（含下级单位）" if agency and scope.below else whose,
        "basis_words": BASES[scope.basis],
        "today": today,
    }
    return context, scope, desk


def _all(scope: Scope, desk: Desk) -> Iterator[Sheet]:
    for _, count in SHEETS.values():
        yield count(scope, desk)


def _asked(scope: Scope) -> str:
    asked = {"basis": scope.basis, "from": scope.first.isoformat(), "to": scope.last.isoformat()}
    if scope.agency:
        asked["agency"] = scope.agency
    if scope.below:
        asked["below"] = "1"
    return urlencode(asked)


def _address(filters: Filters) -> str:
    """The work list with exactly these cases."""
    return f"{reverse('applications:list')}?{urlencode({'tab': 'all'} | filters.asked)}"


def _picture(table: Table) -> Picture:
    lines = tuple(
        Line(row, percentage(row.value, row.of if row.of else table.total), _address(row.filters))
        for row in table.rows[:LISTED]
    )
    bars = tuple(Bar(line.row.label, line.row.value, line.row.of, line.address) for line in lines[:DRAWN])
    # Markup of our own, in which every text is escaped.
    svg = mark_safe(bars_svg(BarChart(table.title, bars), f"tu-{table.id}"))  # noqa: S308
    rest = table.rows[LISTED:]
    return Picture(table, svg, lines, len(table.rows) - len(bars), len(rest), sum(row.value for row in rest))


def _year_links(request: OfficeRequest, scope: Scope) -> list[tuple[str, str, bool]]:
    """This year, the years before, and longer spans, at a touch."""
    this = timezone.localdate().year
    spans = [(f"{year}年", year, year) for year in range(this, this - 4, -1)]
    spans += [("近五年", this - 4, this), (f"{FIRST_YEAR}年以来", FIRST_YEAR, this)]
    asked = {name: value for name in ("basis", "agency", "below") if (value := typed(request.GET, name))}
    return [
        (
            words,
            f"?{urlencode(asked | {'from': str(first), 'to': str(last)})}",
            (scope.first, scope.last) == (date(first, 1, 1), date(last, 12, 31)),
        )
        for words, first, last in spans
    ]


def _about(scope: Scope, whose: object) -> list[Sequence[Value]]:
    return [
        ("机关", str(whose)),
        ("口径", BASES[scope.basis]),
        ("起", scope.first),
        ("止", scope.last),
        ("统计日期", timezone.localdate()),
        ("范围", "不含待确认收到、已作废的申请和更正本人信息的申请。"),
    ]


def _header(table: Table) -> list[tuple[str, int]]:
    whole = [("共", 10)] if table.whole else []
    people = [("人数", 10)] if any(row.people is not None for row in table.rows) else []
    return [(table.head, 36), ("件数", 10), *whole, ("占比", 10), *people]


def _rows(table: Table) -> Iterator[Sequence[Value]]:
    with_people = any(row.people is not None for row in table.rows)
    for row in table.rows[:EXPORTED]:
        whole = [row.of] if table.whole else []
        people = [row.people] if with_people else []
        yield [row.label, row.value, *whole, percentage(row.value, row.of if row.of else table.total), *people]
