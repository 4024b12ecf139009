"""Publication figures: tables with pictures, by every dimension and any period; every number opens its records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from gongkai.agencies.models import Agency
from gongkai.agencies.office.paging import page_of
from gongkai.publishing.counting import Counted, Dimension, Figure, figures, records_behind, total
from gongkai.publishing.enums import Channel, EventKind
from gongkai.publishing.office.record_screens import (
    OfficeRequest,
    list_crumb,
    may_read,
    screen,
    typed,
    typed_day,
    workbook,
)  # fmt: skip
from gongkai.reports.bars import Bar, BarChart, bars_svg, percentage
from gongkai.reports.writing.spreadsheet import Value, write_tables

TITLE = "发布统计"
DRAWN, LISTED = 15, 200
ALL_CHANNELS = "all"
NAMES = {
    Dimension.COLUMN: "栏目", Dimension.CLASS: "信息分类", Dimension.KEY_FIELD: "重点领域", Dimension.GENRE: "体裁",
    Dimension.ISSUER: "发布机关", Dimension.UNIT: "责任单位", Dimension.CHANNEL: "公开方式",
}  # fmt: skip
_KEYS = (Dimension.COLUMN, Dimension.ISSUER, Dimension.UNIT)
"""Dimensions whose values are rows of a table."""
_NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table."""

    label: str
    count: int
    share: str
    address: str


@dataclass(frozen=True, slots=True)
class Table:
    """One dimension, as a table and a picture."""

    id: str
    title: str
    svg: SafeString
    lines: tuple[Line, ...]
    not_listed: int


@may_read
@require_safe
def figures_page(request: OfficeRequest) -> HttpResponse:
    """All dimensions of what is asked."""
    agencies = _agencies(request)
    counted = counted_from(request.GET, agencies, timezone.localdate())
    whole = total(counted)
    unit = "条" if counted.channel else "条次"
    context = {
        "counted": counted,
        "agencies": agencies,
        "whole": whole,
        "whole_address": _address(whole),
        "unit": unit,
        "tables": [_table(counted, by, whole.count, unit) for by in _dimensions(counted)],
        "kinds": EventKind.choices,
        "channels": [*Channel.choices, (ALL_CHANNELS, "全部方式（条次）")],
        "channel": counted.channel or ALL_CHANNELS,
        "asked": urlencode(_asked(counted)),
        "years": [
            (year, f"?{urlencode(_asked(replace(counted, first=date(year, 1, 1), last=date(year, 12, 31))))}",
             (counted.first, counted.last) == (date(year, 1, 1), date(year, 12, 31)))
            for year in range(timezone.localdate().year, timezone.localdate().year - 4, -1)
        ],
    }  # fmt: skip
    return screen(request, "publishing/office/figures.html", context, title=TITLE, crumbs=(list_crumb(),))


@may_read
@require_safe
def counted_records(request: OfficeRequest) -> HttpResponse:
    """The records that one number counts."""
    counted = counted_from(request.GET, _agencies(request), timezone.localdate())
    figure = Figure("", None, 0, counted)
    rows = (
        records_behind(figure, request.user).select_related("agency", "column", "unit").order_by("-published_at", "-pk")
    )
    context = {
        "page": page_of(request, rows),
        "counted": counted,
        "narrowed": [NAMES[by] for by, _ in counted.narrowed],
    }
    crumbs = (list_crumb(), (TITLE, f"{reverse('publishing:figures')}?{urlencode(_asked(counted))}"))
    return screen(request, "publishing/office/counted_records.html", context, title="所统计的信息", crumbs=crumbs)


@may_read
@require_safe
def export(request: OfficeRequest) -> HttpResponse:
    """All tables in a workbook, one a sheet, whole."""
    counted = counted_from(request.GET, _agencies(request), timezone.localdate())
    whole = total(counted).count
    about: list[Sequence[Value]] = [
        ("机关", f"{counted.agency.name}{'（含下级单位）' if counted.below else ''}"),
        ("统计内容", EventKind(counted.kind).label),
        ("公开方式", Channel(counted.channel).label if counted.channel else "全部方式（条次）"),
        ("起", counted.first), ("止", counted.last), ("合计", whole), ("统计日期", timezone.localdate()),
    ]  # fmt: skip
    tables = [
        (NAMES[by], ((NAMES[by], 40), ("数量", 10), ("占比", 10)), list(_rows(counted, by, whole)))
        for by in _dimensions(counted)
    ]
    data = write_tables(TITLE, [("说明", (("项目", 16), ("内容", 50)), about), *tables])
    return workbook(data, f"fabu-{counted.first:%Y%m%d}-{counted.last:%Y%m%d}")


def counted_from(asked: QueryDict, agencies: list[Agency], today: date) -> Counted:
    """What the address asks for; else what the first agency has published this year."""
    code = typed(asked, "agency")
    agency = next((agency for agency in agencies if agency.code == code), agencies[0])
    first = typed_day(asked, "first") or date(today.year, 1, 1)
    last = typed_day(asked, "last") or date(today.year, 12, 31)
    kind, channel = typed(asked, "kind"), typed(asked, "channel")
    narrowed = tuple((by, _value(by, typed(asked, f"by_{by}"))) for by in Dimension if typed(asked, f"by_{by}"))
    return Counted(
        agency,
        min(first, last),
        max(first, last),
        below=typed(asked, "below") == "1",
        kind=EventKind(kind) if kind in EventKind.values else EventKind.PUBLISHED,
        channel=None if channel == ALL_CHANNELS else Channel(channel) if channel in Channel.values else Channel.WEBSITE,
        narrowed=narrowed,
    )


def _value(by: Dimension, text: str) -> object:
    if by not in _KEYS:
        return "" if text == _NOTHING else text[:60]
    if text == _NOTHING:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise Http404
    return int(text)


def _asked(counted: Counted) -> dict[str, str]:
    asked = {
        "agency": counted.agency.code, "first": counted.first.isoformat(), "last": counted.last.isoformat(),
        "kind": str(counted.kind), "channel": str(counted.channel or ALL_CHANNELS),
    }  # fmt: skip
    if counted.below:
        asked["below"] = "1"
    return asked


def _address(figure: Figure) -> str:
    narrowed = {f"by_{by}": _NOTHING if value in ("", None) else str(getattr(value, "pk", value))
                for by, value in figure.counted.narrowed}  # fmt: skip
    return f"{reverse('publishing:counted_records')}?{urlencode(_asked(figure.counted) | narrowed)}"


def _dimensions(counted: Counted) -> Iterator[Dimension]:
    """By channel only where all are counted; by issuer only where there is more than one."""
    for by in Dimension:
        if (by == Dimension.CHANNEL and counted.channel) or (by == Dimension.ISSUER and not counted.below):
            continue
        yield by


def _table(counted: Counted, by: Dimension, whole: int, unit: str) -> Table:
    found = figures(counted, by)
    lines = tuple(Line(_label(one), one.count, percentage(one.count, whole), _address(one)) for one in found[:LISTED])
    bars = tuple(Bar(line.label, line.count, href=line.address) for line in lines[:DRAWN])
    title = f"按{NAMES[by]}"
    drawn = bars_svg(BarChart(title, bars, unit), id_prefix=by.value) if bars else ""
    return Table(by.value, title, mark_safe(drawn), lines, max(len(found) - LISTED, 0))  # noqa: S308 - made by us


def _rows(counted: Counted, by: Dimension, whole: int) -> Iterator[Sequence[Value]]:
    for one in figures(counted, by):
        yield _label(one), one.count, percentage(one.count, whole)


def _label(figure: Figure) -> str:
    return figure.label or "未填写"


def _agencies(request: OfficeRequest) -> list[Agency]:
    agencies = list(Agency.objects.for_user(request.user).order_by("path"))
    if not agencies:
        raise PermissionDenied
    return agencies
