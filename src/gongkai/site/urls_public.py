"""Addresses of the public process. The back office has none here."""

from importlib.util import find_spec

from django.urls import include, path

urlpatterns = [path("", include("gongkai.portal.urls"))] if find_spec("gongkai.portal.urls") else []
