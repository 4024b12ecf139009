"""The list of annual reports."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from gongkai.agencies.enums import INSIDE_ROLES
from gongkai.agencies.models import Agency
from gongkai.annual_reports import permissions, queries
from gongkai.annual_reports.models import AnnualReport, State
from gongkai.annual_reports.office.screens import LIST_CRUMB, OfficeRequest, may_read, screen, typed

A_PAGE = 50
FOUND = (("error", "有错误"), ("warning", "有警告"), ("hint", "有提示"), ("sound", "没有错误"))


@may_read
@require_safe
def report_list(request: OfficeRequest) -> HttpResponse:
    """What the person may see, filtered, a page at a time."""
    asked = {name: typed(request.GET, name)[:60] for name in ("q", "agency", "year", "state", "found")}
    filters = {
        "q": asked["q"],
        "agency": asked["agency"],
        "year": int(asked["year"]) if asked["year"].isascii() and asked["year"].isdecimal() else None,
        "state": asked["state"] if asked["state"] in State.values else "",
        "found": asked["found"] if asked["found"] in dict(FOUND) else "",
    }
    seen = AnnualReport.objects.for_user(request.user)
    context = {
        "filters": filters,
        "filtered": any(filters.values()),
        "page": Paginator(queries.office_reports(request.user, filters), A_PAGE).get_page(request.GET.get("page")),
        "agencies": Agency.objects.filter(pk__in=seen.values("agency")),
        "years": seen.exclude(year=None).order_by("-year").values_list("year", flat=True).distinct(),
        "states": State.choices,
        "found_choices": FOUND,
        "may_upload": permissions.may_upload(request.user),
        "may_compile": bool(request.user.scope.all_roles() & INSIDE_ROLES),
    }
    return screen(request, "annual_reports/office/list.html", context, title=LIST_CRUMB)
