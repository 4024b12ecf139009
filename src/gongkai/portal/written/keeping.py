"""Which answers of the public site become files: those a view says so of, as everybody gets them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gongkai.portal.written.store import Store

# A reader who has one of these gets pages of his own: larger letters, traditional characters.
OWN_PAGE_COOKIES = ("elder", "script")
_TAGS = "_hangs_on"


@cache
def store() -> Store:
    """The written pages of this installation."""
    return Store(settings.PAGES)


def keep(response: HttpResponse, *tags: str) -> HttpResponse:
    """Let this answer be written, as hanging on these tags (`agency_tag`, `record_tag`, ALL_SITES).

    A view may say so only of what is the same for everybody and changes with nothing but what the tags name.
    """
    setattr(response, _TAGS, tags)
    return response


def agency_tag(code: str) -> str:
    """Lists, sections and home of one agency: they change with each of its records."""
    return f"agency:{code}"


def record_tag(public_id: str) -> str:
    """What shows this one record whole."""
    return f"record:{public_id}"


ALL_SITES = "all-sites"
"""What lists records of all agencies: the first page, the map of the site, the feeds of everything."""


def for_everybody(method: str, query: str, cookies: str) -> bool:
    """Whether a request asks for the page that everybody gets. `cookies` is the header as it came."""
    return method in ("GET", "HEAD") and not query and not any(f"{name}=" in cookies for name in OWN_PAGE_COOKIES)


class KeepPagesMiddleware:
    """Writes what a view lets be written. The outermost, so that the file has what a reader would have got."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and keep the answer where that is allowed."""
        meta = request.META
        if request.method != "GET" or not for_everybody(
            "GET", meta.get("QUERY_STRING", ""), meta.get("HTTP_COOKIE", "")
        ):
            return self.get_response(request)
        generation = store().generation()
        response = self.get_response(request)
        tags = getattr(response, _TAGS, None)
        if tags is not None and response.status_code == 200 and not response.streaming and not response.cookies:
            store().write(request.path_info, response.content, tags, generation)
        return response
