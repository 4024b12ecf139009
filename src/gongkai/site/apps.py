"""The app that dresses the back office: its templates and translations go before Wagtail's own."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Settings, addresses and the look of the back office."""

    name = "gongkai.site"
    label = "gongkai_site"
    verbose_name = "平台"
