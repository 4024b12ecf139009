"""What the screens of every room share: who asks, how a screen is drawn with its way back, what was typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from gongkai.agencies.models import User


class OfficeRequest(HttpRequest):
    """A request of the back office: Wagtail lets nobody in who is not logged in."""

    user: User


def screen(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    title: str,
    crumbs: tuple[tuple[str, str], ...] = (),
    status: int = 200,
) -> HttpResponse:
    """A screen with its way back."""
    trail = [("首页", reverse("wagtailadmin_home")), *crumbs, (title, "")]
    items = [{"label": label, "url": url} for label, url in trail]
    return render(request, template, {"title": title, "breadcrumbs_items": items} | context, status=status)


def typed(values: QueryDict, name: str) -> str:
    """What was typed into a field, without what no database takes."""
    return values.get(name, "").replace("\0", "").strip()
