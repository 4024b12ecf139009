"""What the screens of every room share: who asks, how a screen is drawn with its way back, what was typed, and how a
one-button act is carried out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.agencies.action import Action, Refused
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


def typed_day(values: QueryDict, name: str) -> date | None:
    """The day in a field; None where there is none, or none that exists."""
    try:
        return date.fromisoformat(typed(values, name))
    except ValueError:
        return None


def perform(request: HttpRequest, action: Action[Any], done: str, after: str) -> HttpResponse:
    """Carry out a one-button act: say that it is done, or why not, and go to `after` either way."""
    try:
        action.perform()
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, done)
    return redirect(after)
