"""The public site as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The public site."""

    name = "gongkai.portal"
    label = "portal"
    verbose_name = "门户"

    def ready(self) -> None:
        """Name the event that this room records, say where to look for what is public already, draw home pages."""
        from gongkai.agencies.events import name_kinds
        from gongkai.portal import already_public, search_feed
        from gongkai.portal.views.homes import draft_home
        from gongkai.publishing.office.columns_home import register_drawer

        name_kinds({"site.marks_changed": "修改网站标识"})
        for source in (already_public.found_in_search, already_public.published_pages):
            already_public.register_source(source)
        search_feed.connect()
        register_drawer(draft_home)
        self._follow_changes()

    def _follow_changes(self) -> None:
        """Have the written pages follow whatever the public site shows."""
        from django.db.models.signals import post_save

        from gongkai.agencies.models import Agency, AgencyProfile, Leader
        from gongkai.annual_reports.models import AnnualReport
        from gongkai.applications.models import PublicAnswer
        from gongkai.library.signals import document_changed, interpretation_changed
        from gongkai.portal.models import SiteMarks
        from gongkai.portal.written import following
        from gongkai.publishing.models import PublishingOffice
        from gongkai.publishing.signals import column_changed, record_changed

        record_changed.connect(following.record_changed)
        document_changed.connect(following.document_changed)
        interpretation_changed.connect(following.interpretation_changed)
        column_changed.connect(following.everything_changed)
        for model in (SiteMarks, Agency, AgencyProfile, Leader, PublishingOffice):
            post_save.connect(following.everything_changed, sender=model)
        for listed in (AnnualReport, PublicAnswer):
            post_save.connect(following.lists_changed, sender=listed)
