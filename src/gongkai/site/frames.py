"""Room for the frames of a whole request, given once at its beginning.

CPython (3.11 and later) keeps the frames of running functions in pieces of 16 KiB, and gives a piece back to the system
as soon as no frame stands in it. Where a function that a page calls a thousand times happens to begin a new piece, each
call maps and unmaps memory: up to a fifth of what a page of the back office cost, and which page was hit depended on
nothing but how deep its view lay. A frame that is larger than a piece is given a piece with room to spare, and what is
called from it stands there.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_WORDS = 9_000
"""72 KiB for this one frame: the piece is the next power of two, 128 KiB, of which only what is used is touched."""


class RoomForFramesMiddleware:
    """Stands first, so that everything that answers a request is called from its frame."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    __call__.__code__ = __call__.__code__.replace(co_stacksize=_WORDS)
