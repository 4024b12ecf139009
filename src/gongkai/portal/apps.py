"""The public site as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The public site."""

    name = "gongkai.portal"
    label = "portal"
    verbose_name = "门户"

    def ready(self) -> None:
        """Name the event that this room records, and say where to look for what is public already."""
        from gongkai.agencies.events import name_kinds
        from gongkai.portal import already_public

        name_kinds({"site.marks_changed": "修改网站标识"})
        for source in (
            already_public.answers_made_public,
            already_public.annual_reports,
            already_public.published_pages,
        ):
            already_public.register_source(source)
