"""A document's texts taken out of their blocks, so that a pass sees them all alike."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.documents.model import Grid, GridCell, Repair


@dataclass(slots=True)
class Passage:
    """The text of a paragraph, a cell, the title or a named fact, to be changed in place."""

    text: str
    _place: str
    _cell: tuple[Grid, GridCell] | None = None

    @property
    def place(self) -> str:
        if self._cell is None:
            return self._place
        grid, cell = self._cell
        return grid.place_of(cell)


@dataclass(slots=True)
class Work:
    """What the passes work on and what they have to say."""

    passages: list[Passage]
    repairs: list[Repair] = field(default_factory=list)
    damage: list[tuple[str, str]] = field(default_factory=list)
    changed: bool = False

    def change(self, passage: Passage, text: str) -> None:
        """Gives the passage another text, silently."""
        passage.text = text
        self.changed = True

    def repaired(self, passage: Passage, text: str, raw: str, repaired: str, reason: str) -> None:
        """Gives the passage another text and says which words of it were changed, and why that is certain."""
        self.change(passage, text)
        self.repairs.append(Repair(passage.place, raw, repaired, reason))

    def damaged(self, passage: Passage, sentence: str) -> None:
        """Says in a Chinese sentence what is damaged in the passage and could not be repaired."""
        self.damage.append((passage.place, sentence))


def excerpt(text: str, start: int, end: int, margin: int = 8) -> str:
    """The words from `start` to `end` with a few around them, for a sentence that quotes them."""
    words = text[max(0, start - margin) : end + margin].strip()
    return words if len(words) <= 60 else words[:60] + "……"
