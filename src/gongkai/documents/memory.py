"""What was told of short texts, remembered: reports have the same labels, and pages the same tags, again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Text = TypeVar("Text", str, bytes)
Told = TypeVar("Told")

LONGEST = 1000
"""Longer texts are not worth remembering."""


class _Memory(dict[Text, Told]):
    """Filled as it is asked, emptied when full: a look-up is a dictionary's and no more, a third of `lru_cache`'s."""

    def __init__(self, tell: Callable[[Text], Told], most: int) -> None:
        self._tell: Callable[[Text], Told] = tell
        self._most = most

    def __missing__(self, text: Text) -> Told:
        told = self._tell(text)
        if len(text) <= LONGEST:
            if len(self) >= self._most:
                self.clear()
            self[text] = told
        return told


def remembering(tell: Callable[[Text], Told], most: int = 8192) -> Callable[[Text], Told]:
    """The same function, which remembers what it told of `most` texts."""
    return _Memory(tell, most).__getitem__
