"""Addresses of one case's own screens, below the desk's; the case page itself is named `case`."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
