"""The back office as ours: our colours, a dashboard of duties, and nothing in the menu that has no use yet."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

# Pages, pictures and files have our own screens, reports are closed (`site.closed`), the help is of Wagtail's own site.
_NOT_OURS = frozenset({"explorer", "images", "documents", "reports", "help"})


@hooks.register("insert_global_admin_css")
def office_css() -> SafeString:
    """Our colours, after Wagtail's style."""
    return format_html('<link rel="stylesheet" href="{}">', static("gongkai/office.css"))


@hooks.register("construct_main_menu")
def hide_what_has_no_use(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out of the main menu what is not used here."""
    items[:] = [item for item in items if item.name not in _NOT_OURS]


class DutiesPanel(Component):
    """Who one is here: the part of the three, or the roles by agency."""

    name = "duties"
    template_name = "gongkai/duties_panel.html"
    order = 900

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The person's roles that have not ended."""
        user = parent_context["request"].user
        return {
            "administrator": user.get_administrator_display() if user.administrator else "",
            "memberships": user.memberships.current().select_related("agency", "department"),
            "public_url": settings.PUBLIC_URL,
        }


@hooks.register("construct_homepage_panels", order=-1)
def our_panels(_request: HttpRequest, panels: list[Component]) -> None:
    """Only ours, before the rooms add their own: Wagtail's tell of pages, which nobody edits here yet."""
    panels[:] = [DutiesPanel()]


@hooks.register("construct_homepage_summary_items", order=-1)
def no_summary(_request: HttpRequest, items: list[Component]) -> None:
    """No counts of pages."""
    items.clear()
