"""The library in the back office: addresses, the entry in the menu, the panel of the dashboard."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies.office.dashboard import register_panel
from gongkai.library.office import urls
from gongkai.library.office.panels import waiting_documents


class LibraryMenuItem(MenuItem):
    """文件库, for whoever may read documents."""

    def is_shown(self, request: HttpRequest) -> bool:
        """The three administrators, for instance, see none."""
        return request.user.has_perm("library.view_document")


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    """Addresses beneath the back office's root; Wagtail lets nobody in who is not logged in."""
    return [path("wenjianku/", include(urls))]


@hooks.register("register_admin_menu_item")
def library_menu_item() -> MenuItem:
    """The entry 文件库."""
    return LibraryMenuItem(
        "文件库", reverse("library:list"), name="wenjianku", icon_name="folder-open-inverse", order=60
    )


register_panel(60, waiting_documents)
