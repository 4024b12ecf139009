"""The list of records: what waits first, narrowed down, exported, filed anew in bulk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.calendar import Calendars, current_calendars
from gongkai.agencies.due import NEAR
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Department
from gongkai.publishing.column_models import ColumnPage
from gongkai.publishing.desk import Desk, Filters, Tab
from gongkai.publishing.enums import Genre, RecordState, Stage, Theme
from gongkai.publishing.office.record_screens import (
    TITLE,
    OfficeRequest,
    may_read,
    screen,
    typed,
    typed_day,
    workbook,
)  # fmt: skip
from gongkai.publishing.record_models import Record, RecordQuerySet
from gongkai.publishing.terms import Term, term_of
from gongkai.reports.writing.spreadsheet import Value, write_list

A_PAGE = 50
LAST_PAGE = 1_000
LARGEST_EXPORT = 50_000
MOST_CHOICES = 400
_OPENED_FIRST = (Tab.WAITING, Tab.RETURNED, Tab.LATE, Tab.DRAFTS)
_ALARMING = (Tab.LATE, Tab.RETURNED)
EXPORT_HEADER = (
    ("索引号", 22), ("标题", 60), ("文号", 22), ("发布机关", 24), ("责任单位", 18), ("栏目", 20), ("主题分类", 22),
    ("体裁分类", 12), ("公开属性", 12), ("状态", 10), ("审批环节", 12), ("生成日期", 12), ("公开期限", 12),
    ("发布日期", 12), ("编辑", 12),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TabLink:
    """A tab above the list; `count` is None where nothing is counted."""

    label: str
    count: int | None
    address: str
    chosen: bool
    alarm: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list."""

    record: Record
    term: Term | None

    @property
    def days(self) -> tuple[str, str]:
        """What is left of the term in words, and how it looks."""
        if self.term is None or self.term.days_left is None:
            return "", ""
        left = self.term.days_left
        if left < 0:
            return f"超期{-left}个工作日", "late"
        if left == 0:
            return "今日到期", "soon"
        return f"剩{left}个工作日", "soon" if left <= NEAR else "sub"


@may_read
@require_safe
def records(request: OfficeRequest) -> HttpResponse:
    """The tabs with their numbers, and a page of the one that is open."""
    desk = Desk(request.user, timezone.localdate())
    filters, counts = filters_from(request), desk.counts()
    tab = _tab(request, filters, counts)
    number = _page_number(request)
    found = desk.page(tab, filters, (number - 1) * A_PAGE, number * A_PAGE + 1)
    asked = filters.asked
    calendars = current_calendars()
    context = {
        "today": desk.today,
        "now": timezone.now(),
        "tab": tab,
        "tab_label": Tab(tab).label,
        "tabs": list(_tabs(counts, tab, asked)),
        "lines": [Line(record, _term(record, desk.today, calendars)) for record in found[:A_PAGE]],
        "total": counts.get(tab) if not filters else None,
        "earlier": urlencode({"tab": tab, "page": number - 1} | asked) if number > 1 else "",
        "later": urlencode({"tab": tab, "page": number + 1} | asked) if len(found) > A_PAGE else "",
        "filters": filters,
        "filtered": bool(filters),
        "query": urlencode({"tab": tab} | asked),
        "several_agencies": len(desk.agencies) > 1,
        "may_write": Role.EDITOR in request.user.scope.all_roles(),
        **_choices(desk, filters),
    }
    return screen(request, "publishing/office/records.html", context, title=TITLE)


@may_read
@require_safe
def export(request: OfficeRequest) -> HttpResponse:
    """The list as it is narrowed down, as a workbook."""
    desk, tab = Desk(request.user, timezone.localdate()), typed(request.GET, "tab")
    found = desk.listed(tab if tab in Tab.values else Tab.ALL, filters_from(request))
    data = write_list(TITLE, EXPORT_HEADER, _export_rows(found, desk.today), "xlsx")
    return workbook(data, f"xinxi-{desk.today:%Y%m%d}")


def filters_from(request: OfficeRequest) -> Filters:
    """What the address asks for; what no filter takes is left out."""
    asked = request.GET
    values: dict[str, Any] = {field.name: typed(asked, field.name)[:100] for field in fields(Filters)}
    unit = values["unit"]
    values["unit"] = int(unit) if unit.isascii() and unit.isdecimal() and len(unit) < 16 else None
    values |= {"first": typed_day(asked, "first"), "last": typed_day(asked, "last")}
    for name, options in (("genre", Genre), ("theme", Theme), ("state", RecordState)):
        values[name] = values[name] if values[name] in options.values else ""
    return Filters(**values)


def _tab(request: OfficeRequest, filters: Filters, counts: dict[str, int]) -> str:
    """The tab asked for; else, with a filter, everything, and without one the most urgent that has any."""
    asked = typed(request.GET, "tab")
    if asked in Tab.values:
        return asked
    return Tab.ALL if filters else next((tab for tab in _OPENED_FIRST if counts[tab]), Tab.ALL)


def _tabs(counts: dict[str, int], chosen: str, asked: dict[str, str]) -> Iterator[TabLink]:
    for tab in Tab:
        count = counts.get(tab)
        address = f"?{urlencode({'tab': tab.value} | asked)}"
        yield TabLink(tab.label, count, address, tab == chosen, tab in _ALARMING and bool(count))


def _page_number(request: OfficeRequest) -> int:
    asked = typed(request.GET, "page")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 1
    return min(max(number, 1), LAST_PAGE)


def _term(record: Record, today: date, calendars: Calendars) -> Term | None:
    """Its term, while nothing of it is public."""
    return term_of(record, today, calendars) if record.state == RecordState.DRAFT and record.formed_on else None


def _choices(desk: Desk, filters: Filters) -> dict[str, object]:
    agency = next((agency for agency in desk.agencies if agency.code == filters.agency), None)
    whose = [agency] if agency else desk.agencies
    columns = ColumnPage.objects.filter(issuer__in=whose).only("public_id", "title", "depth", "issuer").order_by("path")
    units = Department.objects.filter(agency__in=whose, closed_on=None).order_by("agency__path", "name")
    return {
        "agencies": desk.agencies,
        "columns": columns[:MOST_CHOICES],
        "units": units[:MOST_CHOICES],
        "genres": Genre.choices,
        "themes": Theme.choices,
        "states": RecordState.choices,
    }


def _export_rows(found: RecordQuerySet, today: date) -> Iterator[Sequence[Value]]:
    calendars = current_calendars()
    for record in found[:LARGEST_EXPORT].iterator(chunk_size=2000):
        term = _term(record, today, calendars)
        published = timezone.localdate(record.published_at) if record.published_at else None
        yield (
            record.index_number, record.title, record.document_number, record.agency.name,
            record.unit.name if record.unit else "", record.column.title, record.get_theme_display(),
            record.get_genre_display(), record.get_attribute_display(), record.get_state_display(),
            "" if record.stage == Stage.DONE else record.get_stage_display(), record.formed_on,
            term.due_on if term else None, published, str(record.author) if record.author else "",
        )  # fmt: skip
