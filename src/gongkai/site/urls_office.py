"""Addresses of the back office process."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from gongkai.site.account import OfficeAccountView
from gongkai.site.closed import closed_addresses

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="wagtailadmin_home"), name="office_root"),
    path("office/account/", require_admin_access(OfficeAccountView.as_view())),
    *closed_addresses(),
    path("office/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
