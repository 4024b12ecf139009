"""Writing pages ahead of their first reader: what waits, all the time; the whole site, by command."""

from __future__ import annotations

import io
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import close_old_connections
from django.urls import reverse

from gongkai.portal.site_tree import site_url
from gongkai.portal.written.following import follow_abandoned
from gongkai.portal.written.keeping import store
from gongkai.publishing.enums import ColumnStatus
from gongkai.publishing.models import ColumnPage, Record, SiteHome

logger = logging.getLogger(__name__)

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

EVERY = 0.5
"""Seconds between two looks at what waits; a change has to be visible within two."""


def start(application: Application) -> threading.Thread:
    """Write what waits, for as long as the process lives."""
    thread = threading.Thread(target=_keep_writing, args=(application, threading.Event()), daemon=True, name="writer")
    thread.start()
    return thread


def write_waiting(application: Application) -> int:
    """Write what waits now. Returns how many addresses were asked for."""
    follow_abandoned()
    asked = 0
    for address in store().waiting():
        ask(application, address)
        asked += 1
    return asked


def ask(application: Application, address: str) -> int:
    """Ask for one page as a reader would, so that it is written. Returns the status."""
    public = urlsplit(settings.PUBLIC_URL)
    answer: list[int] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": address,
        "QUERY_STRING": "",
        "SERVER_NAME": public.hostname or "localhost",
        "SERVER_PORT": str(public.port or (443 if public.scheme == "https" else 80)),
        "HTTP_HOST": public.netloc,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_USER_AGENT": "gongkai-writer",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": public.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    body = application(environ, lambda status, _headers, _error=None: answer.append(int(status[:3])))
    try:
        for _ in body:
            pass
    finally:
        if close := getattr(body, "close", None):
            close()
    return answer[0]


def addresses() -> Iterator[str]:
    """Every address whose page is written ahead: homes, columns that are shown, published records."""
    for site in SiteHome.objects.live().filter(issuer__isnull=False, embedded=False).select_related("issuer"):
        yield site_url(site.issuer)
    shown = ColumnPage.objects.live().exclude(status=ColumnStatus.CLOSED, numchild=0, newest_at=None)
    for public_id in shown.values_list("public_id", flat=True).iterator():
        yield reverse("portal:column", args=[public_id])
    for public_id in Record.objects.published().values_list("public_id", flat=True).order_by("-pk").iterator():
        yield reverse("portal:record", args=[public_id])


def _keep_writing(application: Application, stop: threading.Event) -> None:
    while not stop.wait(EVERY):
        try:
            write_waiting(application)
        except Exception:  # one page that cannot be made, or a database that restarts, must not end the writing
            logger.exception("writing pages")
        finally:
            close_old_connections()
