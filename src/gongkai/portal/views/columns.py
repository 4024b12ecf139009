"""A column's page, drawn as the column says: a list, a group of columns, one record, a profile, work points."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.models import AgencyProfile, Leader
from gongkai.library.enums import DocumentClass
from gongkai.library.public import filters_from, library_list
from gongkai.portal.column_pages import crumbs_to, module_key
from gongkai.portal.listing import Listed, column_page, newest_in
from gongkai.portal.pages import column_tags, page
from gongkai.portal.section import SectionEntry, section_navigation
from gongkai.portal.site_tree import Navigation, Surroundings, column_url, navigation, surroundings
from gongkai.portal.views.records import live_record, record_response
from gongkai.portal.written.keeping import agency_tag, keep
from gongkai.publishing.enums import ColumnStatus, ColumnView, Part
from gongkai.publishing.models import ColumnPage, Placement, Record, WorkPoint

IN_A_GROUP = 6
_DRAWN_ELSEWHERE = {
    ColumnView.LINK, ColumnView.ANNUAL_REPORTS, ColumnView.APPLICATION, ColumnView.GUIDE, ColumnView.CATALOGUE,
}  # fmt: skip


def live_column(public_id: str) -> ColumnPage:
    """The column at this number, with the day of its oldest record. Raises Http404 where there is none."""
    oldest = Placement.objects.filter(column=OuterRef("pk"), pinned=0).order_by("published_at")
    found = (
        ColumnPage.objects.live()
        .filter(public_id=public_id)
        .select_related("issuer")
        .annotate(oldest_at=Subquery(oldest.values("published_at")[:1]))
        .first()
    )
    if found is None:
        raise Http404
    return found


@require_safe
def column(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page of a column."""
    shown = live_column(public_id)
    view = ColumnView(shown.view)
    if view in _DRAWN_ELSEWHERE and (address := column_url(shown)) != request.path:
        return HttpResponseRedirect(address)
    if view == ColumnView.SINGLE:
        return _single(request, shown)
    around = surroundings(shown)
    if not around.children and view == ColumnView.GROUP:
        view = ColumnView.RECORDS
    draw = _DRAWN.get(view, _list)
    template, context = draw(request, shown, around)
    main = navigation()
    context |= {
        "shown": shown,
        "state": _state(shown),
        "entries": _section_entries(shown, around),
        "agency": shown.issuer,
        "beside": [(one, column_url(one)) for one in _beside(around, main)],
        "lead": lead_of(shown),
        "above": around.above[-1] if around.above else None,
        "beneath": [(one, column_url(one)) for one in around.children],
    }
    crumbs = crumbs_to(shown, around, main)
    crumbs[-1] = (shown.title, "")
    response = page(
        request, template, context, here=module_key(shown, around), column=column_tags(shown), breadcrumb=crumbs,
        main=main,
    )  # fmt: skip
    issuers = {one.issuer.code for one in (shown, *around.children) if one.issuer}
    return keep(response, *map(agency_tag, issuers))


def _beside(around: Surroundings, main: Navigation) -> tuple[ColumnPage, ...]:
    """The columns beside this one; none where the main navigation shows them already."""
    modules = not around.above and around.site is not None and around.site.path == main.top
    return () if modules or len(around.siblings) < 2 else around.siblings


def lead_of(column: ColumnPage) -> str:
    """What a column says of itself, unless that is no more than whose it is and what it is called."""
    said = column.description.rstrip("。")
    return "" if said in (column.title, f"{column.issuer or ''}{column.title}") else column.description


def _section_entries(shown: ColumnPage, around: Surroundings) -> list[SectionEntry]:
    """The statutory section's own navigation, for what stands in it; [] elsewhere."""
    section = around.section
    if section is None or section.issuer is None:
        return []
    columns = [*around.beside_above, *around.siblings, *around.children]
    within = next((one for one in (*around.above, shown) if one.part), None)
    part = Part(within.part) if within is not None else None
    return section_navigation(section.issuer, columns, here=column_url(shown), open_part=part)


Drawn = tuple[str, dict[str, Any]]


def _list(request: HttpRequest, shown: ColumnPage, around: Surroundings) -> Drawn:
    """Its records, a page at a time, of all years or of one."""
    oldest: Any = shown.oldest_at
    years = years_between(oldest, shown.newest_at)
    year = number_in(request, "nian")
    year = year if year in years else None
    until = _day(request.GET.get("zhi", ""))
    rows = column_page(shown, number_in(request, "page") or 1, year=year, until=until)
    return "portal/column/list.html", {"page": rows, "years": years, "year": year, "until": until}


def _group(_request: HttpRequest, _shown: ColumnPage, around: Surroundings) -> Drawn:
    """The columns beneath it, each with its newest."""
    return "portal/column/group.html", filled_and_others(groups(around.children))


Group = tuple[ColumnPage, str, list[Listed]]


def filled_and_others(columns: list[Group]) -> dict[str, list[Group]]:
    """Columns that have records, to be drawn with them, and the others, to be drawn as plain links."""
    return {"groups": [one for one in columns if one[2]], "others": [one for one in columns if not one[2]]}


def groups(columns: tuple[ColumnPage, ...] | list[ColumnPage], number: int = IN_A_GROUP) -> list[Group]:
    """Columns with their addresses and their newest records. Two queries."""
    newest = newest_in([one for one in columns if one.view not in _DRAWN_ELSEWHERE], number)
    return [(one, column_url(one), newest.get(one.pk, [])) for one in columns]


def _profile(_request: HttpRequest, shown: ColumnPage, _around: Surroundings) -> Drawn:
    """概况 or 机构职能, as the agency entered it."""
    profile = AgencyProfile.objects.filter(agency=shown.issuer_id).first()
    text = (profile.overview if shown.view == ColumnView.OVERVIEW else profile.functions) if profile else ""
    departments: list[str] = []
    if shown.view == ColumnView.FUNCTIONS and shown.issuer:
        departments = list(shown.issuer.departments.filter(closed_on=None).values_list("name", flat=True))
    context = {"profile": profile, "text": text, "departments": departments}
    return "portal/column/profile.html", context


def _leaders(_request: HttpRequest, shown: ColumnPage, _around: Surroundings) -> Drawn:
    """Who heads the agency now, in their order."""
    today = timezone.localdate()
    heads = [
        head for head in Leader.objects.filter(agency=shown.issuer_id).order_by("number", "id")
        if (head.until is None or head.until >= today) and (head.since is None or head.since <= today)
    ]  # fmt: skip
    checked = [head.checked_on for head in heads if head.checked_on]
    return "portal/column/leaders.html", {"leaders": heads, "checked_on": min(checked, default=None)}


def _work_points(_request: HttpRequest, shown: ColumnPage, _around: Surroundings) -> Drawn:
    """The year's points, each with what shows it done."""
    proofs = Record.objects.published().only("public_id", "title", "published_at").order_by("published_at")
    points = (
        WorkPoint.objects.filter(column=shown)
        .select_related("unit")
        .prefetch_related(Prefetch("evidence", queryset=proofs, to_attr="proofs"))
        .order_by("-year", "number")
    )
    by_year: dict[int, list[WorkPoint]] = {}
    for point in points:
        by_year.setdefault(point.year, []).append(point)
    return "portal/column/work_points.html", {"by_year": by_year, "today": timezone.localdate()}


def _library(request: HttpRequest, shown: ColumnPage, _around: Surroundings) -> Drawn:
    """The documents of the agency and its units; a column that bears the name of a class shows that class."""
    asked = request.GET.dict()
    named = next((value for value, label in DocumentClass.choices if label == shown.title), None)
    found = library_list(
        filters_from(asked | ({"class": named} if named else {})), request.GET.get("page"), below=shown.issuer
    )
    return "portal/column/library.html", {"found": found, "named": named}


_DRAWN: dict[ColumnView, Callable[[HttpRequest, ColumnPage, Surroundings], Drawn]] = {
    ColumnView.RECORDS: _list,
    ColumnView.GROUP: _group,
    ColumnView.OVERVIEW: _profile,
    ColumnView.FUNCTIONS: _profile,
    ColumnView.LEADERS: _leaders,
    ColumnView.WORK_POINTS: _work_points,
    ColumnView.LIBRARY: _library,
}


def _single(request: HttpRequest, shown: ColumnPage) -> HttpResponse:
    """The one record of the column, at the column's address; a list where there is none yet."""
    newest = newest_in([shown], 1)[shown.pk]
    if newest:
        return record_response(request, live_record(newest[0].public_id), alone=True)
    around = surroundings(shown)
    main = navigation()
    context: dict[str, Any] = {
        "shown": shown,
        "state": None,
        "beside": [],
        "beneath": [],
        "page": column_page(shown),
        "years": [],
    }
    return page(
        request, "portal/column/list.html", context, here=module_key(shown, around), column=column_tags(shown),
        breadcrumb=crumbs_to(shown, around, main), main=main,
    )  # fmt: skip


def _state(column: ColumnPage) -> tuple[str, date | None] | None:
    """What is said of a topic that is over (政府网站发展指引): that it is archived or no longer updated, since when."""
    if column.status == ColumnStatus.ARCHIVED:
        return "已归档", column.archived_on
    if column.status == ColumnStatus.CLOSED:
        return "已停止更新", column.closes_on
    return None


def years_between(oldest: Any, newest: Any) -> list[int]:
    """The years in which a column may have records, newest first; [] where one year is all."""
    if oldest is None or newest is None:
        return []
    first, last = timezone.localtime(oldest).year, timezone.localtime(newest).year
    return list(range(last, first - 1, -1)) if last > first else []


def number_in(request: HttpRequest, name: str) -> int | None:
    """A number among the parameters of an address; None where it is none, or none that makes sense."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
