"""What the screens of records share: who comes in, which record, the way back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.auth import permission_required

from gongkai.agencies.office.requests import OfficeRequest, perform, screen, typed, typed_day
from gongkai.publishing import queries
from gongkai.publishing.record_models import Record
from gongkai.reports.writing.spreadsheet import MEDIA_TYPES

__all__ = [
    "TITLE",
    "OfficeRequest",
    "list_crumb",
    "may_read",
    "perform",
    "record_crumb",
    "record_for",
    "screen",
    "typed",
    "typed_day",
    "workbook",
]

TITLE = "信息"

may_read = permission_required("publishing.view_record")


def list_crumb() -> tuple[str, str]:
    """The way back to the list."""
    return TITLE, reverse("publishing:records")


def record_crumb(record: Record) -> tuple[str, str]:
    """The way back to a record."""
    return "本条信息", reverse("publishing:record", args=[record.public_id])


def record_for(request: HttpRequest, public_id: str) -> Record:
    """The record, if the person may see it; else it is not there (404)."""
    records = queries.desk(request.user).defer(None)  # type: ignore[arg-type]
    return get_object_or_404(records, public_id=public_id)


def workbook(data: bytes, name: str) -> HttpResponse:
    """A spreadsheet to be kept."""
    disposition = f'attachment; filename="{name}.xlsx"'
    return HttpResponse(data, content_type=MEDIA_TYPES["xlsx"], headers={"Content-Disposition": disposition})
