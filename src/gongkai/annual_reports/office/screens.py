"""What all screens of the room share."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from wagtail.admin.auth import permission_required

from gongkai.agencies.models import User
from gongkai.annual_reports.models import AnnualReport, ReportCell


class OfficeRequest(HttpRequest):
    """A request of the back office: Wagtail lets nobody in who is not logged in."""

    user: User


may_read = permission_required("annual_reports.view_annualreport")


def screen(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    title: str,
    crumbs: tuple[tuple[str, str], ...] = (),
) -> HttpResponse:
    """A screen with its way back."""
    trail = [("首页", reverse("wagtailadmin_home")), *crumbs, (title, "")]
    items = [{"label": label, "url": url} for label, url in trail]
    return render(request, template, {"title": title, "breadcrumbs_items": items} | context)


LIST_CRUMB = "年报"


def typed(values: QueryDict, name: str) -> str:
    """What was typed into a field, without what no database takes."""
    return values.get(name, "").replace("\0", "").strip()


def list_crumb() -> tuple[str, str]:
    """The way back to the list."""
    return LIST_CRUMB, reverse("annual_reports:list")


def report_for(request: HttpRequest, public_id: str) -> AnnualReport:
    """The report, if the person may see it; else it is not there (404)."""
    reports = (
        AnnualReport.objects.for_user(request.user)
        .select_related("agency", "uploaded_by", "published_by")
        .prefetch_related(Prefetch("cells", ReportCell.objects.select_related("corrected_by")))
    )
    return get_object_or_404(reports, public_id=public_id)
