"""Addresses of the public process. The back office has none here."""

from django.urls import include, path

urlpatterns = [
    path("", include("gongkai.portal.urls")),
]
