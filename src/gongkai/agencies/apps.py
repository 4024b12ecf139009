"""Authorities and people as a Django app."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Authorities and the people who work in them."""

    name = "gongkai.agencies"
    label = "agencies"
    verbose_name = "机关与人员"
