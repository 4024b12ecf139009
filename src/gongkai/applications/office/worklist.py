"""The work list: what waits today, narrowed down, kept as a view, exported, and as a month of due dates."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_type_hints
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies.enums import Role
from gongkai.agencies.models import Department
from gongkai.applications import projection
from gongkai.applications.actions.office import SETTING_ROLES
from gongkai.applications.actions.templates import EDITING_ROLES
from gongkai.applications.enums import Channel, State, applicant_types
from gongkai.applications.models import Application, ApplicationQuerySet, SavedView
from gongkai.applications.narrowing import IDENTITIES, ORGANISATION, STEPS, UNFINISHED, result_names
from gongkai.applications.office.list_rows import row
from gongkai.applications.office.screens import (
    LIST_CRUMB,
    OfficeRequest,
    list_crumb,
    may_read,
    screen,
    typed,
    typed_day,
)  # fmt: skip
from gongkai.applications.worklist import Desk, Filters, Tab, due_dates, listed, newest
from gongkai.law.outcomes import packaged_outcomes
from gongkai.reports.writing.spreadsheet import MEDIA_TYPES, Value, write_list

A_PAGE = 50
LARGEST_EXPORT = 50_000
CALENDAR_TITLE = "到期日历"
_LISTED = (
    "public_id", "agency_id", "receipt_no", "channel", "applicant_type", "applicant_name", "subject", "arrived_on",
    "state", "due_on", "lapses_on", "provisional", "concluded_on", "void_asked_by_id",
    "department__name", "handler__username", "handler__display_name",
)  # fmt: skip
"""What a row shows or is reckoned from: whole cases, departments and people would double what a page costs."""
_NOT_EXPORTED = ("description", "query_digest", "void_reason", "received_ground")
_FILTERS = get_type_hints(Filters)
_LAST_TAB_OPENED = (Tab.OVERDUE, Tab.TODAY, Tab.SOON, Tab.UNCONFIRMED, Tab.MINE, Tab.NEAR, Tab.UNSERVED)
_CARRIED = (
    "below", "counted", "information_year", "result", "identity", "times_from", "times_to", "person",
)  # fmt: skip
"""What has no field on the screen: the statistics ask for it, and a further filter keeps it."""
_ALWAYS_SHOWN = ("q", "agency", "state", "department")
"""The fields that stand above 更多条件."""
EXPORT_HEADER = (
    ("登记编号", 24), ("申请人", 16), ("申请人类别", 14), ("申请事项", 48), ("提交方式", 14), ("到达日期", 12),
    ("收到日期", 12), ("状态", 16), ("答复期限", 12), ("期限说明", 18), ("承办机构", 16), ("承办人", 12),
    ("办理结果", 20), ("办结日期", 12), ("地域", 12), ("主题", 12), ("信息年度", 10), ("受理机关", 24),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A row of the list."""

    case: Application
    html: SafeString


@dataclass(frozen=True)
class TabLink:
    """A tab above the list; `count` is None where nothing is counted."""

    id: str
    label: str
    count: int | None
    address: str
    chosen: bool
    alarm: bool


@may_read
@require_safe
def work_list(request: OfficeRequest) -> HttpResponse:
    """The tabs with their numbers, and a page of the one that is open."""
    today = timezone.localdate()
    projection.refresh(today)
    desk = Desk(request.user, today)
    filters = filters_from(request)
    counts = desk.counts()
    tab = _tab(request, filters, counts)
    cases, earlier, later = _page(request, listed(desk, tab, filters), tab, desk, filters)
    asked = {name: str(value) for name, value in request.GET.items() if value and name not in ("tab", "page", "after")}
    context = {
        "today": today,
        "tab": tab,
        "tab_label": Tab(tab).label,
        "tabs": list(_tabs(counts, tab, asked)),
        "lines": list(_lines(desk, cases)),
        "total": counts.get(tab) if not filters else None,
        "earlier": earlier,
        "later": later,
        "filters": filters,
        "filtered": bool(filters),
        "carried": {name: value for name, value in filters.asked.items() if name in _CARRIED},
        "carried_words": carried_words(filters),
        "more_open": not set(filters.asked).issubset((*_ALWAYS_SHOWN, *_CARRIED)),
        "query": urlencode({"tab": tab} | asked),
        "several_agencies": len(desk.agencies) > 1,
        "views": SavedView.objects.filter(owner=request.user),
        "may_register": Role.REGISTRAR in request.user.scope.all_roles(),
        "may_set": bool(set(SETTING_ROLES) & request.user.scope.all_roles()),
        "may_word": bool(set(EDITING_ROLES) & request.user.scope.all_roles()),
        **_choices(desk),
    }
    return screen(request, "applications/office/list.html", context, title=LIST_CRUMB)


@may_read
@require_safe
def export(request: OfficeRequest, form: str) -> HttpResponse:
    """The list as it is narrowed down, as a spreadsheet."""
    if form not in MEDIA_TYPES:
        raise Http404
    today = timezone.localdate()
    desk, filters = Desk(request.user, today), filters_from(request)
    tab = typed(request.GET, "tab")
    cases = listed(desk, tab if tab in Tab.values else Tab.ALL, filters)
    data = write_list("依申请公开", EXPORT_HEADER, _export_rows(desk, cases), form)  # type: ignore[arg-type]
    return HttpResponse(
        data,
        content_type=MEDIA_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="shenqing-{today:%Y%m%d}.{form}"'},
    )


@may_read
@require_POST
def save_view(request: OfficeRequest) -> HttpResponse:
    """Keep the present filter under a name."""
    view = SavedView(owner=request.user, name=typed(request.POST, "name"), query=typed(request.POST, "query"))
    try:
        view.full_clean()
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, f"视图没有保存：{sentence}")
    else:
        view.save()
        messages.success(request, f"已保存视图“{view.name}”。")
    return HttpResponseRedirect(f"{reverse('applications:list')}?{view.query}")


@may_read
@require_POST
def drop_view(request: OfficeRequest, public_id: str) -> HttpResponse:
    """Forget a view of one's own."""
    view = get_object_or_404(SavedView, owner=request.user, public_id=public_id)
    view.delete()
    messages.success(request, f"已删除视图“{view.name}”。")
    return HttpResponseRedirect(reverse("applications:list"))


@may_read
@require_safe
def due_calendar(request: OfficeRequest) -> HttpResponse:
    """A month with the number of cases that are due on each day."""
    today = timezone.localdate()
    first = typed_day(request.GET, "month") or today
    first = first.replace(day=1)
    if not 2008 <= first.year <= 2100:
        raise Http404
    desk, filters = Desk(request.user, today), filters_from(request)
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    due = due_dates(desk, first, last, filters)
    working = desk.calendars(desk.agencies[0]) if desk.agencies else desk.calendars.national
    weeks = [
        [
            {"day": day, "rest": not working.is_working_day(day), "due": due.get(day, 0), "today": day == today,
             "late": day < today}
            if day.month == first.month else None
            for day in week
        ]
        for week in months.Calendar().monthdatescalendar(first.year, first.month)
    ]  # fmt: skip
    context = {
        "first": first,
        "weeks": weeks,
        "total": sum(due.values()),
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": last + timedelta(days=1),
    }
    return screen(request, "applications/office/calendar.html", context, title=CALENDAR_TITLE, crumbs=(list_crumb(),))


def filters_from(request: OfficeRequest) -> Filters:
    """What the address asks for; what no filter takes is left out."""
    asked = request.GET
    known = {
        "state": State.values,
        "channel": Channel.values,
        "applicant_type": [ORGANISATION, *(value for value, _ in flat_choices(applicant_types()))],
        "outcome": list(packaged_outcomes()),
        "on_time": ["yes", "no"],
        "step": list(STEPS),
        "result": [UNFINISHED, *result_names()],
        "identity": list(IDENTITIES),
    }
    values: dict[str, object] = {}
    for name, kind in _FILTERS.items():
        if kind == date | None:
            values[name] = typed_day(asked, name)
        elif kind == int | None:
            number = typed(asked, name)
            values[name] = int(number) if number.isascii() and number.isdecimal() and len(number) < 16 else None
        elif kind is bool:
            values[name] = typed(asked, name) == "1"
        elif name in ("region", "topic") and asked.get(name, "").startswith("="):
            # Exactly as it was registered, spaces too.
            values[name] = asked[name].replace("\0", "")[:100]
        else:
            word = typed(asked, name)[:100]
            values[name] = word if name not in known or word in known[name] else ""
    return Filters(**values)  # type: ignore[arg-type]


def carried_words(filters: Filters) -> list[str]:
    """What the list is narrowed down to by conditions without a field on the screen."""
    least, most = filters.times_from, filters.times_to
    times = f"{least or 1}件" if least == most else f"{least or 1}件以上" if most is None else f"{least or 1}至{most}件"
    asked = {
        "含下级单位": filters.below,
        "不含待确认收到、已作废和更正本人信息的申请": filters.counted,
        f"信息年度：{filters.information_year or '没有注明'}": filters.information_year is not None,
        f"办理结果：{result_names().get(filters.result, '未办结')}": filters.result,
        IDENTITIES.get(filters.identity, ""): filters.identity,
        f"同一申请人在所列期间有{times}": least is not None or most is not None,
        "同一申请人": filters.person,
    }
    return [words for words, wanted in asked.items() if wanted]


def flat_choices(choices: Sequence[tuple[str, object]]) -> Iterator[tuple[str, str]]:
    """Choices without their groups."""
    for value, label in choices:
        if isinstance(label, str):
            yield value, label
        else:
            yield from label  # type: ignore[misc]


def _tab(request: OfficeRequest, filters: Filters, counts: dict[str, int]) -> str:
    """The tab asked for; else, with a filter, all cases, and without one the most urgent that has any."""
    asked = typed(request.GET, "tab")
    if asked in Tab.values:
        return asked
    if filters:
        return Tab.ALL
    return next((tab for tab in _LAST_TAB_OPENED if counts[tab]), Tab.ALL)


def _tabs(counts: dict[str, int], chosen: str, asked: dict[str, str]) -> Iterator[TabLink]:
    for tab in Tab:
        count = counts.get(tab)
        alarm = (tab == Tab.OVERDUE and bool(count)) or (tab == Tab.UNCONFIRMED and bool(counts["alarm"]))
        yield TabLink(tab, tab.label, count, f"?{urlencode({'tab': tab.value} | asked)}", tab == chosen, alarm)


def _page(
    request: OfficeRequest, cases: ApplicationQuerySet, tab: str, desk: Desk, filters: Filters
) -> tuple[list[Application], str, str]:
    """A page of the cases, and what the addresses of the one before and the one after ask for ("" where none is).

    All cases are paged by the keys of the last row shown, the tabs of unfinished ones by number.
    """
    # The desk knows its agencies: joined, they would keep a database from reading the cases in the index's order.
    rows = cases.select_related("department", "handler").only(*_LISTED)
    asked = request.GET.copy()
    if tab != Tab.ALL:
        number = typed(request.GET, "page")
        page = int(number) if number.isascii() and number.isdecimal() and 0 < int(number[:6]) < 10_000 else 1
        found = list(rows[(page - 1) * A_PAGE : page * A_PAGE + 1])
        asked["page"] = str(page - 1)
        earlier = asked.urlencode() if page > 1 else ""
        asked["page"] = str(page + 1)
        return found[:A_PAGE], earlier, asked.urlencode() if len(found) > A_PAGE else ""
    by_arrival = newest(desk, filters)[0] == "-arrived_on"
    shown = _key(typed(request.GET, "after"))
    if shown:
        day, key = shown
        # Two bounds, the first of which the index takes: a single "or" would be looked for row by row.
        rows = (
            rows.filter(arrived_on__lte=day).exclude(arrived_on=day, pk__gte=key)
            if by_arrival
            else rows.filter(pk__lt=key)
        )
    found = list(rows[: A_PAGE + 1])
    earlier = ""
    if shown:
        asked.pop("after", None)
        earlier = asked.urlencode() or f"tab={Tab.ALL.value}"
    if len(found) <= A_PAGE:
        return found, earlier, ""
    last = found[A_PAGE - 1]
    asked["after"] = f"{last.arrived_on.isoformat()}_{last.pk}"
    return found[:A_PAGE], earlier, asked.urlencode()


def _lines(desk: Desk, cases: Sequence[Application]) -> Iterator[Line]:
    agencies = {agency.pk: agency for agency in desk.agencies}
    for case in cases:
        case.agency = agencies[case.agency_id]
        yield Line(case, row(case, desk.days_left(case), len(agencies) > 1))


def _key(text: str) -> tuple[date, int] | None:
    day, _, key = text.partition("_")
    try:
        return date.fromisoformat(day), int(key[:18])
    except ValueError:
        return None


def _choices(desk: Desk) -> dict[str, object]:
    departments = Department.objects.filter(agency__in=[agency.pk for agency in desk.agencies], closed_on=None)
    return {
        "agencies": [(agency.code, agency.name) for agency in desk.agencies],
        "departments": [(0, "未交办"), *departments.order_by("agency__path", "name").values_list("pk", "name")[:500]],
        "states": State.choices,
        "channels": Channel.choices,
        "applicant_types": list(flat_choices(applicant_types())),
        "outcomes": [(outcome.id, outcome.name) for outcome in packaged_outcomes().values()],
        "in_time": [("yes", "按期"), ("no", "超期")],
        "steps": STEPS.items(),
    }


def _export_rows(desk: Desk, cases: ApplicationQuerySet) -> Iterator[Sequence[Value]]:
    outcomes = packaged_outcomes()
    rows = cases.select_related("agency", "department", "handler").defer(*_NOT_EXPORTED)[:LARGEST_EXPORT]
    for case in rows.iterator(chunk_size=2000):
        outcome = outcomes.get(case.outcome)
        yield (
            case.receipt_no, case.applicant_name, case.get_applicant_type_display(), case.subject,
            case.get_channel_display(), case.arrived_on, case.received_on, case.get_state_display(), case.due_on,
            desk.days_left(case).words, case.department.name if case.department else "",
            str(case.handler) if case.handler else "", outcome.name if outcome else case.outcome,
            case.concluded_on, case.region, case.topic, case.information_year, case.agency.name,
        )  # fmt: skip
