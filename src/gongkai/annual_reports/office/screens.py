"""What all screens of the room share."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.auth import permission_required

from gongkai.agencies.office.requests import OfficeRequest, screen, typed
from gongkai.annual_reports.models import AnnualReport, ReportCell

__all__ = [
    "LIST_CRUMB",
    "OfficeRequest",
    "list_crumb",
    "may_read",
    "report_for",
    "screen",
    "typed",
]

may_read = permission_required("annual_reports.view_annualreport")


LIST_CRUMB = "年报"


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
