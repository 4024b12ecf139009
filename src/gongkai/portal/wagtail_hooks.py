"""The site's marks in the back office: address and entry in the menu."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies.models import User
from gongkai.portal.office import MarksScreen, may_change_marks


class MarksMenuItem(MenuItem):
    """网站标识, for the system administrator."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person keeps the marks."""
        return may_change_marks(cast(User, request.user))


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """The screen's address."""
    return [path("wangzhan/", MarksScreen.as_view(), name="site_marks")]


@hooks.register("register_admin_menu_item")
def marks_menu_item() -> MenuItem:
    """网站标识."""
    return MarksMenuItem("网站标识", reverse("site_marks"), name="site_marks", icon_name="site", order=730)
