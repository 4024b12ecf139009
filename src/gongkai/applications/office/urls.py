"""Addresses of the desk, below `shenqing/`."""

from __future__ import annotations

from django.urls import path

from gongkai.applications.office import case_urls, worklist

app_name = "applications"
urlpatterns = [
    path("", worklist.work_list, name="list"),
    # The case's own addresses come last: a case's id is what none of the words above is.
    *case_urls.urlpatterns,
]
