"""The statutory section 政府信息公开 of an agency, on its own and to be embedded in its government's site."""

from __future__ import annotations

import re
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from gongkai.agencies.models import Agency
from gongkai.portal.listing import column_page, newest_in
from gongkai.portal.pages import Column, Crumb, page
from gongkai.portal.section import SectionEntry, section_navigation
from gongkai.portal.site_tree import column_url, columns_of, navigation, section_url, site_url
from gongkai.portal.views.columns import filled_and_others, groups, number_in
from gongkai.portal.written.keeping import ALL_SITES, agency_tag, keep
from gongkai.publishing.catalogue import ITEMS, Filters, years
from gongkai.publishing.catalogue import catalogue as catalogue_of
from gongkai.publishing.catalogue import rows as catalogue_rows
from gongkai.publishing.column_models import publishing_office_of
from gongkai.publishing.enums import ColumnKind, ColumnView, Genre, Part, Theme
from gongkai.publishing.guide import guide_for
from gongkai.publishing.models import ColumnPage, SiteHome

IN_A_GROUP = 4
IN_THE_CATALOGUE = 30
_HOST = re.compile(r"[A-Za-z0-9*][A-Za-z0-9.*-]*(:\d{1,5})?")


def home_of(code: str | None) -> SiteHome:
    """The site of an agency, or without a code that of the agency above all. Raises Http404 where there is none."""
    homes = SiteHome.objects.live().select_related("issuer__publishing_office").order_by("path")
    found = (homes.filter(issuer__code=code) if code else homes.filter(issuer__parent=None)).first()
    if found is None:
        raise Http404
    return found


def section_column(agency: Agency) -> Column:
    """The column tags of the section itself."""
    return Column(
        "政府信息公开", "信息公开目录",
        f"{agency.name}政府信息公开专栏：指南、制度、法定主动公开内容、年报。",
        "政府信息公开,指南,制度,法定主动公开内容,年报",
    )  # fmt: skip


def section_crumbs(agency: Agency, *more: Crumb) -> list[Crumb]:
    """首页, the unit where it is one, 政府信息公开."""
    unit = [] if agency.parent_id is None else [(agency.short_name or agency.name, site_url(agency))]
    return [("首页", reverse("portal:home")), *unit, ("政府信息公开", section_url(agency) if more else ""), *more]


@require_safe
def section(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """The section: its navigation, what is new in what has to be public by statute, and the units' sections."""
    home = home_of(code)
    agency = _agency_of(home)
    columns = columns_of(home.path)
    shown = _statutory(columns)
    parts = section_navigation(agency, columns, here=section_url(agency), open_part=Part.STATUTORY)
    context = {
        "agency": agency,
        "entries": parts,
        **filled_and_others(groups(shown, IN_A_GROUP)),
        "units": section_units(agency),
    }
    response = page(
        request, "portal/section/section.html", context, here="section", column=section_column(agency),
        breadcrumb=section_crumbs(agency),
    )  # fmt: skip
    issuers = {one.issuer.code for one in shown if one.issuer} | {agency.code}
    return keep(response, ALL_SITES, *map(agency_tag, issuers))


def _statutory(columns: list[ColumnPage]) -> list[ColumnPage]:
    """The columns beneath 法定主动公开内容."""
    part = next((one for one in columns if one.part == Part.STATUTORY), None)
    return [one for one in columns if part and one.path.startswith(part.path) and one.depth > part.depth]


def section_units(agency: Agency) -> list[tuple[str, str]]:
    """The units below the agency that have a section of their own, with its address. One query."""
    units = Agency.objects.below(agency).exclude(pk=agency.pk).filter(
        pages__sitehome__isnull=False, pages__live=True
    ).order_by("path").distinct()  # fmt: skip
    return [(unit.short_name or unit.name, reverse("portal:section", args=[unit.code])) for unit in units]


def _agency_of(home: SiteHome) -> Agency:
    if home.issuer is None:
        raise Http404
    return home.issuer


@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """政府信息公开指南 (Art 12)."""
    home = home_of(code)
    agency = _agency_of(home)
    made = guide_for(agency)
    sections = [(one, [(column.title, column_url(column)) for column in one.columns]) for one in made.sections]
    context = {"agency": agency, "sections": sections, "accepts": made.contacts.accepts}
    return _of_section(request, home, "portal/section/guide.html", context, "政府信息公开指南", ColumnKind.GUIDE)


@require_safe
def catalogue(request: HttpRequest, code: str) -> HttpResponse:
    """政府信息公开目录 (Art 12): what there is, by index number."""
    home = home_of(code)
    agency = _agency_of(home)
    asked = request.GET
    filters = Filters.of(*(asked.get(name, "") for name in ("zhuti", "ticai", "xiang", "nian")))
    shown = Paginator(catalogue_of(agency, filters), IN_THE_CATALOGUE).get_page(asked.get("page"))
    context = {
        "agency": agency,
        "page": shown,
        "rows": catalogue_rows(shown),
        "filters": filters,
        "themes": Theme.choices,
        "genres": Genre.choices,
        "items": ITEMS,
        "years": years(agency, timezone.localdate()),
    }
    template = "portal/section/catalogue.html"
    return _of_section(request, home, template, context, "政府信息公开目录", ColumnKind.CATALOGUE)


def _of_section(
    request: HttpRequest, home: SiteHome, template: str, context: dict[str, Any], title: str, kind: ColumnKind
) -> HttpResponse:
    """A page of the section that is made from other records."""
    agency = _agency_of(home)
    tags = Column(title, kind.label, f"{agency.name}{title}。", f"{title},政府信息公开")
    context["entries"] = section_navigation(agency, columns_of(home.path), here=request.path)
    response = page(
        request, template, context, here="section", column=tags, breadcrumb=section_crumbs(agency, (title, ""))
    )
    return keep(response, agency_tag(agency.code))


# ---------------------------------------------------------------- inside another site


@xframe_options_exempt
@require_safe
def embedded(request: HttpRequest, code: str, public_id: str | None = None) -> HttpResponse:
    """The section without our frame, for a government's page; only the sites that the agency names may hold it.

    What leads to a paper opens a window of its own, since a frame has no address that can be passed on.
    """
    home = home_of(code)
    agency = _agency_of(home)
    columns = columns_of(home.path)
    here = next((one for one in columns if one.public_id == public_id), None)
    if public_id and here is None:
        raise Http404
    entries = section_navigation(agency, columns, open_part=Part.STATUTORY)
    _keep_inside(entries, columns, code, here)
    context: dict[str, Any] = {"agency": agency, "entries": entries, "here_column": here, "embedded": True}
    if here is not None:
        context["page"] = column_page(here, number_in(request, "page") or 1)
    else:
        listed = _statutory(columns)
        newest = newest_in(listed, IN_A_GROUP)
        context |= filled_and_others([(one, _inside(one, code), newest.get(one.pk, [])) for one in listed])
    response = page(
        request, "portal/section/embedded.html", context, here="", column=section_column(agency), main=navigation(),
    )  # fmt: skip
    office = publishing_office_of(agency)
    hosts = [line.strip() for line in office.embedding_hosts.splitlines() if _HOST.fullmatch(line.strip())]
    response["Content-Security-Policy"] = (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
        f"script-src 'self'; style-src 'self'; frame-ancestors {' '.join([chr(39) + 'self' + chr(39), *hosts])}"
    )
    return response


def _inside(column: ColumnPage, code: str) -> str:
    """The column's address within the embedded section, where it is a plain list."""
    if column.view in (ColumnView.RECORDS, ColumnView.GROUP, ColumnView.SINGLE):
        return reverse("portal:embedded_column", args=[code, column.public_id])
    return column_url(column)


def _keep_inside(entries: list[SectionEntry], columns: list[ColumnPage], code: str, here: ColumnPage | None) -> None:
    by_url = {column_url(one): one for one in columns}
    for entry in [beneath for one in entries for beneath in (one, *one.beneath)]:
        column = by_url.get(entry.url)
        if column is not None and column.part != Part.STATUTORY:
            entry.url = _inside(column, code)
            entry.current = here is not None and column.pk == here.pk
        elif column is not None:
            entry.url = reverse("portal:embedded", args=[code])
            entry.current = here is None
