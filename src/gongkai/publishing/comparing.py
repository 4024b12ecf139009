"""Two versions of a text beside each other, character by character, since Chinese has no spaces to go by.

Paragraphs are matched first, so that one moved sentence does not make the whole text look new; within a changed
paragraph the characters are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from gongkai.documents.disclosure.html_text import strands

Change = Literal["same", "added", "removed"]
_LONGEST = 4_000
"""Characters of a paragraph that are compared one by one; what is longer is shown whole, old above new."""
_LIKE = 0.35
"""How like two paragraphs must be to be the same one, changed."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters: in both versions, in the new one only, in the old one only."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph."""

    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether anything of it is new or gone."""
        return any(piece.change != "same" for piece in self.pieces)


def shown_lines(html: str) -> list[str]:
    """The paragraphs that a reader sees of a body."""
    return [line.strip() for line in strands(html)[0].text.split("\n") if line.strip()]


def compared_bodies(old: str, new: str) -> list[Line]:
    """Two bodies, paragraph by paragraph; nothing of either is left out."""
    return list(compared(shown_lines(old), shown_lines(new)))


def compared(old: list[str], new: list[str]) -> Iterator[Line]:
    """Two lists of paragraphs."""
    for tag, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Line((Piece("same", text),)) for text in old[a:b])
        elif tag == "replace" and b - a == d - c:
            for before, after in zip(old[a:b], new[c:d], strict=True):
                yield from compared_lines(before, after)
        else:
            yield from (Line((Piece("removed", text),)) for text in old[a:b])
            yield from (Line((Piece("added", text),)) for text in new[c:d])


def compared_lines(old: str, new: str) -> Iterator[Line]:
    """Two paragraphs in one place: one line where they are alike, else the old one and the new one."""
    if max(len(old), len(new)) <= _LONGEST:
        matcher = SequenceMatcher(a=old, b=new, autojunk=False)
        if matcher.ratio() >= _LIKE:
            yield Line(tuple(_pieces(matcher, old, new)))
            return
    if old:
        yield Line((Piece("removed", old),))
    if new:
        yield Line((Piece("added", new),))


def _pieces(matcher: SequenceMatcher[str], old: str, new: str) -> Iterator[Piece]:
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", old[a:b])
            continue
        if b > a:
            yield Piece("removed", old[a:b])
        if d > c:
            yield Piece("added", new[c:d])
