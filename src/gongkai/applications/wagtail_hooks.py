"""The applications in the back office: addresses, the entry in the menu, the panels of dashboard and case page."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies.office.dashboard import register_panel
from gongkai.applications.office import urls
from gongkai.applications.office.case import PANELS
from gongkai.applications.office.panel import waiting_applications
from gongkai.applications.office.registration import registration_panel


class ApplicationsMenuItem(MenuItem):
    """依申请公开, for whoever may read cases."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Editors and the three administrators, for instance, see none."""
        return request.user.has_perm("applications.view_application")


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    """Addresses beneath the back office's root; Wagtail lets nobody in who is not logged in."""
    return [path("shenqing/", include(urls))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """The entry 依申请公开."""
    return ApplicationsMenuItem(
        "依申请公开", reverse("applications:list"), name="shenqing", icon_name="mail", order=100
    )


register_panel(100, waiting_applications)
PANELS.append(registration_panel)
