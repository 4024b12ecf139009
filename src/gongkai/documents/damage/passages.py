"""A document's texts taken out of their blocks, so that a pass sees them all alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from gongkai.documents.model import Document, Grid, GridCell, Paragraph, Repair


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

    def repaired(self, passage: Passage, text: str, repair: Repair) -> None:
        """Gives the passage another text and says which words of it were changed, and why that is certain."""
        self.change(passage, text)
        self.repairs.append(repair)

    def damaged(self, passage: Passage, sentence: str) -> None:
        """Says in a Chinese sentence what is damaged in the passage and could not be repaired."""
        self.damage.append((passage.place, sentence))


def texts(document: Document) -> Iterator[str]:
    """All texts of the document: title, named facts, paragraphs and cells."""
    yield document.title or ""
    yield from document.metadata.values()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row)


def work_on(document: Document, *steps: Callable[[Work], None]) -> Document:
    """Runs the passes over all texts of the document.

    The document is left as it is. The result's blocks, rows and cells stand one to one with its own; where no pass
    changed or found anything, it is itself the result.
    """
    passages = [Passage(document.title or "", "title")]
    passages += [Passage(value, f"meta {name}") for name, value in document.metadata.items()]
    for block in document.blocks:
        if isinstance(block, Paragraph):
            passages.append(Passage(block.text, block.place))
        else:
            passages += [Passage(cell.text, "", (block, cell)) for row in block.rows for cell in row]
    work = Work(passages)
    for step in steps:
        step(work)
    return _rebuilt(document, work) if work.changed or work.damage else document


def _rebuilt(document: Document, work: Work) -> Document:
    """A new document with the passages' texts in the places they were taken from."""
    texts = iter(work.passages)
    title = next(texts).text
    metadata = {name: next(texts).text for name in document.metadata}
    blocks: list[Paragraph | Grid] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            blocks.append(Paragraph(next(texts).text, block.place))
        else:
            rows = [[_with_text(cell, next(texts).text) for cell in row] for row in block.rows]
            blocks.append(Grid(rows, block.place))
    return replace(
        document,
        blocks=blocks,
        title=None if document.title is None else title,
        metadata=metadata,
        repairs=document.repairs + work.repairs,
        damage=document.damage + work.damage,
    )


def _with_text(cell: GridCell, text: str) -> GridCell:
    return cell if cell.text == text else replace(cell, text=text)


def excerpt(text: str, start: int, end: int, margin: int = 8) -> str:
    """The words from `start` to `end` with a few around them, for a sentence that quotes them."""
    words = text[max(0, start - margin) : end + margin].strip()
    return words if len(words) <= 60 else words[:60] + "……"
