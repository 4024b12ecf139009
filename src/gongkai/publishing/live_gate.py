"""The one door to the public: `GUARDED` fields, and live rows, are changed by this room's acts only, which open it.

Wagtail would let whoever may publish go round the review (`Record.publish`, a workflow that finishes, a plain `save`).
Here each of these ends at a closed gate, whatever rights the person has.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import PermissionDenied

GUARDED = ("live", "state", "stage", "live_revision")
"""Fields of a record that say what the public sees and how far the draft has come."""

UNPUBLISHED: dict[str, Any] = {"live": False, "state": "draft", "stage": "writing", "live_revision": None}
"""What these are on a record that is only just being made."""
HARMLESS = frozenset({"latest_revision", "has_unpublished_changes"})
"""What saving a draft sets on a live row: the public does not see it."""
WAY = "信息只能经审批后由发布程序发布或者撤回。"

_open: ContextVar[bool] = ContextVar("publishing_live_gate", default=False)


class NotThisWay(PermissionDenied):
    """Somebody tried to put a record out, or take it away, without the acts of this room."""


@contextmanager
def opened() -> Iterator[None]:
    """Let what is done in here set the guarded fields. For actions, the schedule, importers and generators."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def is_open() -> bool:
    """Whether this is inside `opened()`."""
    return _open.get()


def check(what: str) -> None:
    """Raises NotThisWay while the gate is closed; `what` says what was tried."""
    if not is_open():
        raise NotThisWay(f"{what}：{WAY}")
