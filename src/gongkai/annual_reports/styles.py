"""The style sheet of statutory tables and charts, for the pages of both processes: the one that written files carry."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gongkai.reports import charts
from gongkai.reports.writing import html


@require_safe
@cache_control(max_age=3600)
def report_styles(_request: HttpRequest) -> HttpResponse:
    """Tables and charts in one sheet."""
    return HttpResponse(html.stylesheet() + charts.stylesheet(), content_type="text/css; charset=utf-8")
