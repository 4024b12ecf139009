"""Proactive disclosure as a Django app."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """What is made public without being asked."""

    name = "gongkai.publishing"
    label = "publishing"
    verbose_name = "主动公开"
