"""A person's own account in the back office: password and looks."""

from typing import Any

from wagtail.admin.views.account import AccountView


class OfficeAccountView(AccountView):
    """Wagtail's account page without the name, which the system administrator gives, and without a portrait."""

    page_title = "我的账号"

    def get_panels(self) -> list[Any]:
        """All but these two."""
        return [panel for panel in super().get_panels() if panel.name not in ("name_email", "avatar")]
