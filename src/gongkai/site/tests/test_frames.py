"""However deep a view lies, calling functions in it maps no memory anew."""

from __future__ import annotations

import resource

from django.http import HttpRequest, HttpResponse

from gongkai.site.frames import RoomForFramesMiddleware
from gongkai.site.settings import OFFICE_MIDDLEWARE, PUBLIC_MIDDLEWARE

CALLS = 300


def leaf() -> None:
    return None


# Larger than the frames above it, so that at one of the depths it is what begins a new piece.
leaf.__code__ = leaf.__code__.replace(co_stacksize=100)


def at_depth(depth: int) -> None:
    if depth:
        at_depth(depth - 1)
    else:
        for _ in range(CALLS):
            leaf()


def most_faults_of_a_depth() -> int:
    """The most pages that had to be mapped while a small function was called from one depth or another."""
    most = 0
    for depth in range(150):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        at_depth(depth)
        most = max(most, resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
    return most


def test_calls_at_any_depth_of_a_request_map_no_memory() -> None:
    faults = []

    def view(_request: HttpRequest) -> HttpResponse:
        faults.append(most_faults_of_a_depth())
        return HttpResponse()

    answer = RoomForFramesMiddleware(view)
    answer(HttpRequest())
    answer(HttpRequest())
    assert faults[1] < CALLS / 3


def test_it_stands_before_what_answers_requests() -> None:
    name = "gongkai.site.frames.RoomForFramesMiddleware"
    assert PUBLIC_MIDDLEWARE[0] == OFFICE_MIDDLEWARE[0] == name
