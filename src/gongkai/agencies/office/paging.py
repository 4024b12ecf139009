"""Long lists come a page at a time."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

A_PAGE = 50


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page that `?page=` asks for; the nearest one where there is no such page."""
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
