"""The disputes in the back office: addresses, the entry in the menu, the panels of dashboard and case page."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies.office.dashboard import register_panel
from gongkai.applications.office.case import PANELS
from gongkai.disputes.office import urls
from gongkai.disputes.office.panels import case_panel, waiting_disputes


class DisputesMenuItem(MenuItem):
    """复议诉讼, for whoever may read cases."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Editors and the three administrators, for instance, see none."""
        return request.user.has_perm("disputes.view_dispute")


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    """Addresses beneath the back office's root; Wagtail lets nobody in who is not logged in."""
    return [path("fuyi-susong/", include(urls))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """The entry 复议诉讼."""
    return DisputesMenuItem(
        "复议诉讼", reverse("disputes:list"), name="fuyi-susong", icon_name="clipboard-list", order=110
    )


register_panel(110, waiting_disputes)
PANELS.append(case_panel)
