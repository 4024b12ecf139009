"""A letter's text to be examined, whatever it comes from: lines without white space, each with its place in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from gongkai.applications.letters.letter import Letter
from gongkai.documents.model import Document, Paragraph
from gongkai.documents.places import chinese_place

WHOLE = "全文"
_PAGE_NUMBER = re.compile(r"[—–-]*\d{1,3}[—–-]*")
_SPACE = re.compile(r"\s+")
_FULL_LINE = 23
"""Characters from which a printed line may go on in the next: a line of a title has at most 20, one of the text 28."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a table's cell."""

    text: str
    """Without white space."""
    place: str
    raw: str


@dataclass(frozen=True)
class LetterText:
    """The letter, line by line."""

    lines: tuple[Line, ...]

    @cached_property
    def whole(self) -> str:
        """All lines, each on its own."""
        return "\n".join(line.text for line in self.lines)

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and squeezed(text) in self.whole


def squeezed(text: str) -> str:
    """Without white space, in which print and screen differ."""
    return _SPACE.sub("", text)


def letter_text(source: str | Document | Letter) -> LetterText:
    """The text of a letter typed, read from a file, or merged."""
    if isinstance(source, Document):
        pairs = _of_document(source)
    else:
        lines = source.lines() if isinstance(source, Letter) else source.splitlines()
        pairs = ((line, f"第{number}段") for number, line in enumerate(_not_blank(lines), start=1))
    return LetterText(tuple(Line(squeezed(text), place, text) for text, place in pairs if text.strip()))


def _not_blank(lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if line.strip())


def _of_document(document: Document) -> Iterator[tuple[str, str]]:
    """Paragraphs and cells in their order. A PDF's lines are put together again where a paragraph goes on."""
    held, held_place = "", ""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            text = squeezed(block.text)
            if document.format != "pdf":
                yield block.text, chinese_place(block.place)
            elif not _PAGE_NUMBER.fullmatch(text):
                if _goes_on(held):
                    held += text
                    continue
                yield held, held_place
                held, held_place = text, chinese_place(block.place)
        else:
            yield held, held_place
            held = ""
            for row in block.rows:
                for cell in row:
                    yield cell.text, chinese_place(block.place_of(cell))
    yield held, held_place


def _goes_on(line: str) -> bool:
    last = line.rsplit("\n", 1)[-1]
    return len(last) >= _FULL_LINE and not last.endswith(("。", "：", "；"))
