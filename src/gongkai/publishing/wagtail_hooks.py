"""Publishing in the back office: addresses, entries in the menu, the panel of the dashboard."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies.office.dashboard import register_panel
from gongkai.agencies.office.first_steps import register_step
from gongkai.publishing.office import urls
from gongkai.publishing.office.columns import first_site
from gongkai.publishing.office.columns_home import waiting_homes
from gongkai.publishing.office.columns_stale import waiting_columns
from gongkai.publishing.office.record_panel import waiting_records


class PublishingMenuItem(MenuItem):
    """信息发布, for whoever may read records."""

    def is_shown(self, request: HttpRequest) -> bool:
        """The three administrators, for instance, see none."""
        return request.user.has_perm("publishing.view_record")


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    """Addresses beneath the back office's root; Wagtail lets nobody in who is not logged in."""
    return [path("fabu/", include(urls))]


@hooks.register("register_admin_menu_item")
def records_menu_item() -> MenuItem:
    """信息发布."""
    return PublishingMenuItem("信息发布", reverse("publishing:records"), name="xinxi", icon_name="doc-full", order=50)


@hooks.register("register_admin_menu_item")
def columns_menu_item() -> MenuItem:
    """栏目和事项."""
    return PublishingMenuItem("栏目和事项", reverse("publishing:columns"), name="lanmu", icon_name="list-ul", order=51)


register_step(50, first_site)
register_panel(50, waiting_records)
register_panel(51, waiting_columns)
register_panel(52, waiting_homes)
