"""Screens of Wagtail that are closed here: they know no agencies, and would show each the drafts of all."""

from __future__ import annotations

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import URLPattern, re_path
from wagtail.admin.auth import require_admin_access

CLOSED = (
    # Titles and addresses of all files and pictures, for whoever is logged in.
    "office/api/",
    # 站点历史 tells every title that anybody's record had; the audit administrator has the ledger.
    "office/reports/",
)


def nowhere(_request: HttpRequest) -> NoReturn:
    """Not there. Raises Http404."""
    raise Http404


def closed_addresses() -> list[URLPattern]:
    """To stand before Wagtail's own: nothing below CLOSED is there, for whoever is logged in."""
    return [re_path(f"^{beginning}", require_admin_access(nowhere)) for beginning in CLOSED]
