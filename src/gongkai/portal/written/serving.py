"""Handing out written pages before Django is asked: a look at the disk instead of a page made anew."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from gongkai.portal.written.keeping import for_everybody, store

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

TYPES = {
    "html": "text/html; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}


class WrittenPages:
    """A WSGI application that answers with a written page where there is one, and asks the other where not."""

    def __init__(self, application: Application, headers: Iterable[tuple[str, str]]) -> None:
        self.application = application
        self.headers = list(headers)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        method = environ["REQUEST_METHOD"]
        if not for_everybody(method, environ.get("QUERY_STRING", ""), environ.get("HTTP_COOKIE", "")):
            return self.application(environ, start_response)
        address = environ.get("PATH_INFO", "")
        page = store().read(address)
        kind = TYPES.get(address.rpartition(".")[2] if not address.endswith("/") else "html")
        if page is None or kind is None:
            return self.application(environ, start_response)
        mark = f'"{hashlib.blake2b(page, digest_size=12).hexdigest()}"'
        # A browser asks each time whether the page is still the same: what was withdrawn is not shown from its store.
        headers = [*self.headers, ("Cache-Control", "no-cache"), ("ETag", mark)]
        if environ.get("HTTP_IF_NONE_MATCH") == mark:
            start_response("304 Not Modified", headers)
            return []
        start_response("200 OK", [*headers, ("Content-Type", kind), ("Content-Length", str(len(page)))])
        return [] if method == "HEAD" else [page]
