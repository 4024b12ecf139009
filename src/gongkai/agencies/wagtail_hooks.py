"""Authorities, people and the ledger in the back office: addresses, entries in the menu, and the dashboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from gongkai.agencies.enums import Administrator
from gongkai.agencies.models import User
from gongkai.agencies.office import calendar_urls, urls
from gongkai.agencies.office.calendar import reads_calendar, waiting_years
from gongkai.agencies.office.dashboard import Panel, panels_for, register_panel
from gongkai.agencies.office.first_steps import Step, steps_for
from gongkai.agencies.office.ledger import may_read_ledger


class _MenuItem(MenuItem):
    """An entry for some people."""

    def __init__(self, label: str, url: str, shown_to: Callable[[User], bool], **options: Any) -> None:
        super().__init__(label, url, **options)
        self.shown_to = shown_to

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person is one of those."""
        return self.shown_to(request.user)  # type: ignore[arg-type]


def keeps_people(user: User) -> bool:
    """Whether accounts and authorities are this person's matter."""
    return user.administrator in (Administrator.SYSTEM, Administrator.SECURITY)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    """The screens' addresses."""
    return [path("", include(calendar_urls)), path("", include(urls))]


@hooks.register("register_admin_menu_item")
def calendar_menu_item() -> MenuItem:
    """工作日历."""
    return _MenuItem(
        "工作日历", reverse("calendar:years"), reads_calendar, name="calendar", icon_name="calendar", order=690
    )


@hooks.register("register_admin_menu_item")
def agencies_menu_item() -> MenuItem:
    """机关."""
    return _MenuItem("机关", reverse("agencies:list"), keeps_people, name="agencies", icon_name="home", order=700)


@hooks.register("register_admin_menu_item")
def people_menu_item() -> MenuItem:
    """人员."""
    return _MenuItem("人员", reverse("agencies:people"), keeps_people, name="people", icon_name="group", order=710)


@hooks.register("register_admin_menu_item")
def ledger_menu_item() -> MenuItem:
    """存证台账."""
    return _MenuItem(
        "存证台账", reverse("agencies:ledger"), may_read_ledger, name="ledger", icon_name="history", order=720
    )


class WaitingPanel(Component):
    """One room's panel on the dashboard."""

    template_name = "agencies/office/waiting.html"
    order = 100  # what waits stands first, who one is here after it
    media = Media(css={"all": ["agencies/office.css"]})

    def __init__(self, panel: Panel) -> None:
        self.panel = panel

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The panel as registered."""
        return {"panel": self.panel}


class FirstStepsPanel(Component):
    """What is left to do in a new installation."""

    template_name = "agencies/office/first_steps.html"
    order = 50
    media = Media(css={"all": ["agencies/office.css"]})

    def __init__(self, steps: list[Step]) -> None:
        self.steps = steps

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The steps in order."""
        return {"steps": self.steps}


@hooks.register("construct_homepage_panels")
def waiting_panels(request: HttpRequest, panels: list[Component]) -> None:
    """What waits for this person, room by room."""
    waiting = panels_for(request.user, timezone.localdate())  # type: ignore[arg-type]
    panels += [WaitingPanel(panel) for panel in waiting]
    if steps := steps_for(request.user):  # type: ignore[arg-type]
        panels.append(FirstStepsPanel(steps))


register_panel(900, waiting_years)
