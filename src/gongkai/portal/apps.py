"""The public site as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The public site."""

    name = "gongkai.portal"
    label = "portal"
    verbose_name = "门户"

    def ready(self) -> None:
        """Name the event that this room records."""
        from gongkai.agencies.events import name_kinds

        name_kinds({"site.marks_changed": "修改网站标识"})
