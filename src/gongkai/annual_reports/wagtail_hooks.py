"""The annual reports in the back office: addresses, the entry in the menu, the dashboard's panel."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies.office.dashboard import register_panel
from gongkai.annual_reports.office import urls
from gongkai.annual_reports.office.panel import waiting_reports


class ReportsMenuItem(MenuItem):
    """年报, for whoever may read reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        """The three administrators, for instance, see none."""
        return request.user.has_perm("annual_reports.view_annualreport")


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    """Addresses beneath the back office's root; Wagtail lets nobody in who is not logged in."""
    return [path("nianbao/", include(urls))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """The entry 年报."""
    return ReportsMenuItem("年报", reverse("annual_reports:list"), name="nianbao", icon_name="table", order=150)


register_panel(200, waiting_reports)
