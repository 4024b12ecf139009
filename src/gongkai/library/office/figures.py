"""The year's figures with a picture, each opening its documents; and how the agency counts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.models import Agency
from gongkai.agencies.office.paging import page_of
from gongkai.library.actions import ChangeOffice
from gongkai.library.counting import FIGURES, Figures, count, documents_behind
from gongkai.library.document_models import library_office_of
from gongkai.library.enums import DocumentClass
from gongkai.library.marks import LOOKS
from gongkai.library.office.forms import OfficeForm
from gongkai.library.office.screens import (
    OfficeRequest,
    agencies_for,
    agency_among,
    form_screen,
    list_crumb,
    may_read,
    screen,
    tried,
    typed,
)  # fmt: skip
from gongkai.library.rights import APPLIERS, may_apply
from gongkai.reports.bars import Bar, BarChart, bars_svg

TITLE = "文件数字"
_FIRST_YEAR = 2000
_SHOWN_YEARS = 6


@may_read
@require_safe
def figures(request: OfficeRequest) -> HttpResponse:
    """制发、废止、现行有效 of a year by class, and a picture of each class that has any."""
    agencies = agencies_for(request.user)
    agency, year, units = _asked(request, agencies)
    counted = count(agency, year, with_units=units)
    shown = [(DocumentClass(kind), it) for kind, it in counted.items() if it.standing_before or it.made or it.standing]
    context = {
        "agency": agency,
        "agencies": agencies,
        "year": year,
        "units": units,
        "years": _years(),
        "heads": list(FIGURES.items()),
        "rows": [_row(kind, it, agency, year, units) for kind, it in shown],
        "pictures": [_picture(kind, it, agency, year, units) for kind, it in shown],
        "office": library_office_of(agency),
        "may_set": may_apply(request.user, agency),
    }
    return screen(request, "library/office/figures.html", context, title=TITLE, crumbs=(list_crumb(),))


@may_read
@require_safe
def behind(request: OfficeRequest, document_class: str, figure: str) -> HttpResponse:
    """The documents that a figure counts."""
    agency, year, units = _asked(request, agencies_for(request.user))
    if document_class not in DocumentClass.values or figure not in FIGURES:
        raise Http404
    found = documents_behind(agency, year, document_class, figure, with_units=units)
    title = f"{year}年{DocumentClass(document_class).label}{FIGURES[figure]}"
    context = {
        "page": page_of(request, found.select_related("record", "agency").order_by("made_on", "pk")),
        "agency": agency,
        "several": units,
        "looks": LOOKS,
    }
    here = f"{reverse('library:figures')}?{_query(agency, year, units)}"
    return screen(request, "library/office/behind.html", context, title=title, crumbs=(list_crumb(), (TITLE, here)))


@may_read
@require_http_methods(["GET", "POST"])
def settings(request: OfficeRequest) -> HttpResponse:
    """文件库设置: what is local, each with its remark."""
    agencies = agencies_for(request.user, *APPLIERS)
    agency = agency_among(agencies, typed(request.GET, "agency"))
    if not may_apply(request.user, agency):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = OfficeForm(data, library_office_of(agency))
    refusals: list[str] = []
    if data is not None and form.is_valid():
        values: dict[str, Any] = dict(form.cleaned_data)
        ground = values.pop("ground")
        made, refusals = tried(ChangeOffice(request.user, agency, values, today=timezone.localdate(), ground=ground))
        if made is not None:
            messages.success(request, "已修改。尚未冻结的年报按新的口径计数。")
            return redirect(f"{reverse('library:settings')}?agency={agency.code}")
    context = {
        "form": form, "refusals": refusals, "button": "保存设置", "back": reverse("library:list"),
        "about": agency.name, "agency": agency, "agencies": agencies,
    }  # fmt: skip
    return form_screen(request, context, title="文件库设置", crumbs=(list_crumb(),))


def _asked(request: OfficeRequest, agencies: list[Agency]) -> tuple[Agency, int, bool]:
    agency = agency_among(agencies, typed(request.GET, "agency"))
    year = typed(request.GET, "year")
    wanted = int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else timezone.localdate().year
    # Units whose documents the person may not see are not counted for him either.
    below = typed(request.GET, "units") == "1" and any(
        each.pk != agency.pk and each.path.startswith(agency.path) for each in agencies
    )
    return agency, min(max(wanted, _FIRST_YEAR), timezone.localdate().year + 1), below


def _years() -> list[int]:
    this = timezone.localdate().year
    return list(range(this, this - _SHOWN_YEARS, -1))


def _query(agency: Agency, year: int, units: bool) -> str:
    return urlencode({"agency": agency.code, "year": year} | ({"units": 1} if units else {}))


def _address(kind: str, figure: str, agency: Agency, year: int, units: bool) -> str:
    return f"{reverse('library:behind', args=[kind, figure])}?{_query(agency, year, units)}"


def _row(kind: DocumentClass, it: Figures, agency: Agency, year: int, units: bool) -> dict[str, Any]:
    cells = [(getattr(it, name), _address(kind, name, agency, year, units)) for name in FIGURES]
    return {"label": kind.label, "before": it.standing_before, "cells": cells, "standing": it.standing}


def _picture(kind: DocumentClass, it: Figures, agency: Agency, year: int, units: bool) -> dict[str, Any]:
    bars = tuple(
        Bar(label, getattr(it, name), href=_address(kind, name, agency, year, units)) for name, label in FIGURES.items()
    )
    chart = BarChart(f"{year}年{kind.label}", bars, "件")
    svg = mark_safe(bars_svg(chart, f"figures-{kind.value}"))  # noqa: S308 (escaped there)
    return {"title": kind.label, "svg": svg, "id": f"picture-{kind.value}"}
