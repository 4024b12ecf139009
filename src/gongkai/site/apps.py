"""The app that dresses the back office: its templates and translations go before Wagtail's own."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Settings, addresses and the look of the back office."""

    name = "gongkai.site"
    label = "gongkai_site"
    verbose_name = "平台"

    def ready(self) -> None:
        """Put together what rooms that do not know one another have for the same person."""
        from gongkai.applications.reminders import DIGEST_PARTS
        from gongkai.library.office import panels
        from gongkai.publishing import reminders

        for part in (reminders.digest_part, panels.digest_part):
            if part not in DIGEST_PARTS:
                DIGEST_PARTS.append(part)
