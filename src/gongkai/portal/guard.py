"""How often, and how many at a time, the public tools may be used."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.http import HttpRequest

from gongkai.agencies.address import origin_of

PER_WINDOW = 30
WINDOW_SECONDS = 60
WAIT_SECONDS = 15

TOO_MANY = "您在一分钟内体检的次数过多，请稍候一分钟再试。"
BUSY = "正在体检的人较多，请稍候再试。"

# Reading is work for the processor: more at a time than there are cores only makes everybody wait longer.
_places = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))


def allow(request: HttpRequest, what: str = "examine", limit: int = 0) -> bool:
    """Whether this address may do it (have one more report read) once more in the present minute."""
    key = f"{what}:{_origin(request)}"
    if cache.add(key, 1, WINDOW_SECONDS):
        return True
    try:
        return cache.incr(key) <= (limit or PER_WINDOW)
    except ValueError:  # the minute ended between the two calls
        return True


def _origin(request: HttpRequest) -> str:
    """The sender's address as a digest."""
    return hashlib.sha256(origin_of(request).encode()).hexdigest()[:32]


@contextmanager
def a_place() -> Iterator[bool]:
    """One of the places where reports are read; False where none became free in time."""
    free = _places.acquire(timeout=WAIT_SECONDS)
    try:
        yield free
    finally:
        if free:
            _places.release()
