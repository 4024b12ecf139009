"""Addresses of the room's screens, below `fabu/`."""

from __future__ import annotations

from gongkai.publishing.office import columns_urls, record_urls

app_name = "publishing"
urlpatterns = [
    *record_urls.urlpatterns,
    *columns_urls.urlpatterns,
]
