"""The WSGI application of one process; GONGKAI_ROLE says whether it is the public site or the back office."""

import os
from collections.abc import Callable, Iterable

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.site.settings")

django_application = get_wsgi_application()
"""Asked for everything, written pages too: the writer makes them by it."""

application: Callable[..., Iterable[bytes]] = django_application

from django.conf import settings  # noqa: E402 - there is nothing to read before Django has started

if settings.ROLE == "public":
    from gongkai.portal.written.serving import WrittenPages
    from gongkai.site.middleware import PAGE_HEADERS

    application = WrittenPages(django_application, PAGE_HEADERS)
