"""Home pages: the platform's own, which is that of the agency above all, and those of its units."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_urlconf, set_urlconf
from django.views.decorators.http import require_safe
from wagtail.rich_text import expand_db_html

from gongkai.agencies.models import Agency
from gongkai.annual_reports import queries
from gongkai.portal.bodies import public_body
from gongkai.portal.leaving import departure
from gongkai.portal.listing import Listed, newest_in, newest_of_agency
from gongkai.portal.pages import HOME, Column, page
from gongkai.portal.section import section_navigation
from gongkai.portal.site_tree import column_url, columns_of, section_url, site_url, top_site
from gongkai.portal.views.columns import Group, groups
from gongkai.portal.views.section import section_units
from gongkai.portal.written.keeping import ALL_SITES, agency_tag, keep
from gongkai.publishing.enums import ColumnKind, ColumnStatus, ColumnView
from gongkai.publishing.models import ColumnPage, SiteHome

LATEST_REPORTS = 5
IN_A_COLUMN = 6
MOST_GROUPS = 8


@dataclass
class Part:
    """A part of a home page, drawn by the template of its kind."""

    kind: str
    title: str = ""
    value: dict[str, Any] = field(default_factory=dict)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the platform."""
    site = top_site()
    columns = columns_of(site.path) if site else []
    issuers = {one.issuer.code for one in columns if one.issuer}
    return keep(_platform(request, site, columns), ALL_SITES, *map(agency_tag, issuers))


def _platform(request: HttpRequest, site: SiteHome | None, columns: list[ColumnPage]) -> HttpResponse:
    agency = site.issuer if site else None
    context = {
        "agency": agency,
        "parts": parts_of(site, columns) if site else [],
        "section": section_navigation(agency, columns)[:4] if agency else [],
        "section_url": section_url(agency) if agency else "",
        "units": section_units(agency) if agency else [],
        "reports": queries.latest_published(LATEST_REPORTS),
        "total": queries.published_reports().count(),
    }
    return page(request, "portal/home.html", context, here="home", column=HOME)


@require_safe
def agency_home(request: HttpRequest, code: str) -> HttpResponse:
    """The home page of a unit; its section where it has nothing but that."""
    site = SiteHome.objects.live().filter(issuer__code=code).select_related("issuer").order_by("path").first()
    if site is None or site.issuer is None:
        raise Http404
    agency = site.issuer
    if site.embedded:
        return HttpResponseRedirect(section_url(agency))
    if (address := site_url(agency)) != request.path:
        return HttpResponseRedirect(address)
    columns = columns_of(site.path)
    response = _unit(request, site, agency, columns)
    return keep(response, agency_tag(code), *(agency_tag(one.issuer.code) for one in columns if one.issuer))


def _unit(request: HttpRequest, site: SiteHome, agency: Agency, columns: list[ColumnPage]) -> HttpResponse:
    context = {
        "agency": agency,
        "parts": parts_of(site, columns),
        "section": section_navigation(agency, columns)[:4],
        "section_url": section_url(agency),
        "modules": [(one, column_url(one)) for one in columns if one.depth == site.depth + 1],
    }
    tags = Column(
        agency.name, ColumnKind.HOME.label, f"{agency.name}首页，公开本机关的政府信息。", f"{agency.name},政府信息公开"
    )
    crumbs = [("首页", "/"), (agency.short_name or agency.name, "")]
    return page(request, "portal/agency_home.html", context, here="", column=tags, breadcrumb=crumbs)


def draft_home(request: HttpRequest, draft: SiteHome) -> HttpResponse:
    """A home page as it would look, drawn within the back office for who judges it: never kept."""
    columns = columns_of(draft.path)
    office = get_urlconf()
    set_urlconf(settings.PUBLIC_URLCONF)  # the page's links are those of the public site
    try:
        if draft.issuer is None or draft.issuer.parent_id is None:
            return _platform(request, draft, columns)
        return _unit(request, draft, draft.issuer, columns)
    finally:
        set_urlconf(office)


def parts_of(site: SiteHome, columns: list[ColumnPage]) -> list[Part]:
    """What the home page is composed of: its blocks, or where nobody has composed any, its columns that have news.

    The entry for applications is among them in any case.
    """
    if not site.body:
        return _uncomposed(site, columns)
    live = {one.pk: one for one in columns}
    blocks = list(site.body)
    shown = {one.pk for block in blocks for one in _columns_of(block.block_type, block.value) if one}
    most = max((block.value.get("rows") or IN_A_COLUMN for block in blocks if "rows" in block.value), default=1)
    others = ColumnPage.objects.live().filter(pk__in=shown - live.keys()).select_related("issuer")
    live |= {one.pk: one for one in others}
    newest = _newest([live[key] for key in shown if key in live], columns, most) if shown else {}
    parts = [part for block in blocks if (part := _part(block.block_type, block.value, live, newest, columns))]
    if not any(part.kind == "application" for part in parts):
        parts.append(Part("application"))
    return parts


def _newest(named: list[ColumnPage], columns: list[ColumnPage], number: int) -> dict[int, list[Listed]]:
    """The newest of each column that a block names; of a column that only gathers others, those of the ones below."""
    gathers = [one for one in named if one.view == ColumnView.GROUP]
    paths = {one.path for one in columns}
    foreign = Q()
    for one in gathers:
        if one.path not in paths:
            foreign |= Q(path__startswith=one.path)
    below = [*columns, *(ColumnPage.objects.live().filter(foreign) if foreign else ())]
    under = {
        one.pk: [each for each in below if each.path.startswith(one.path) and each.pk != one.pk] for one in gathers
    }
    found = newest_in({*named, *(each for ones in under.values() for each in ones)}, number)
    for key, ones in under.items():
        rows = {row.public_id: row for each in ones for row in found.get(each.pk, [])}
        found[key] = sorted(rows.values(), key=lambda row: row.published_at, reverse=True)[:number]
    return found


def _uncomposed(site: SiteHome, columns: list[ColumnPage]) -> list[Part]:
    lists = [one for one in columns if one.view == ColumnView.RECORDS]
    fresh = sorted((one for one in lists if one.newest_at), key=lambda one: one.newest_at, reverse=True)  # type: ignore[arg-type,return-value]
    latest = newest_of_agency(site.issuer_id, IN_A_COLUMN) if site.issuer_id else []
    parts = [Part("latest", "最新公开", {"rows": latest})] if latest else []
    if fresh:
        parts.append(Part("side_by_side", "", {"groups": groups(fresh[:MOST_GROUPS])}))
    return [*parts, Part("application")]


def _columns_of(kind: str, value: Any) -> list[Any]:
    return list(value["columns"]) if kind in ("latest", "side_by_side") else []


def _part(
    kind: str, value: Any, live: dict[int, ColumnPage], newest: dict[int, list[Listed]], columns: list[ColumnPage]
) -> Part | None:
    """A block as a part of the page; None where there is nothing to show in it."""
    title = value.get("title") or ""
    named = [live[one.pk] for one in _columns_of(kind, value) if one and one.pk in live]
    rows = value.get("rows") or IN_A_COLUMN
    match kind:
        case "latest":
            found = {row.public_id: row for one in named for row in newest.get(one.pk, [])}
            latest = sorted(found.values(), key=lambda row: row.published_at, reverse=True)[:rows]
            more = column_url(named[0]) if len(named) == 1 else ""
            heading = title or (named[0].title if len(named) == 1 else "最新信息")
            return Part(kind, heading, {"rows": latest, "more": more}) if latest else None
        case "side_by_side":
            shown: list[Group] = [(one, column_url(one), newest.get(one.pk, [])[:rows]) for one in named]
            return Part(kind, "", {"groups": shown}) if shown else None
        case "links":
            return Part(kind, title or "常用链接", {"links": _links(value["links"])})
        case "topics":
            open_topics = [
                one for one in columns
                if one.kind == ColumnKind.TOPIC and one.status == ColumnStatus.OPEN and one.view != ColumnView.GROUP
            ]  # fmt: skip
            # What opened on a day is of its day; else a seventh topic would stand behind six that stay for years.
            open_topics.sort(key=lambda one: one.opens_on or date.min, reverse=True)
            return Part(kind, title or "专题专栏", {"topics": [(one, column_url(one)) for one in open_topics[:rows]]})
        case "notice":
            return Part(kind, title, {"text": public_body(expand_db_html(value["text"].source)).html})
        case "figures":
            return Part(kind, title, {"block": value})
        case "application":
            return Part(kind, title, {"text": value.get("text") or ""})
    return None


def _links(links: Any) -> list[tuple[str, str, str]]:
    """Text, address and note of each link."""
    return [
        (
            link["text"],
            column_url(link["column"]) if link["column"] else departure(link["address"]),
            link["note"] or "",
        )
        for link in links
        if link["address"] or link["column"]
    ]
