"""The work list."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from gongkai.applications.office.screens import LIST_CRUMB, OfficeRequest, may_read, screen


@may_read
@require_safe
def work_list(request: OfficeRequest) -> HttpResponse:
    """What waits."""
    return screen(request, "applications/office/list.html", {}, title=LIST_CRUMB)
