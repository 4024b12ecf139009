"""The draft's texts with what was found marked in them."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.documents.disclosure.finding import Finding
from gongkai.documents.disclosure.html_text import BODY as SHOWN
from gongkai.documents.disclosure.web import pieces, plain_text
from gongkai.documents.file_types import media_type
from gongkai.publishing import drafts
from gongkai.publishing.guard.parts import BODY, Part, parts_of
from gongkai.publishing.guard.runs import Noted, clearable, latest_run, noted
from gongkai.publishing.record_models import Record


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A piece of a text, with the finding in it. Plain text: a template prints it as it prints any."""

    text: str
    noted: Noted | None


@dataclass(frozen=True, slots=True)
class MarkedPart:
    """A part of the draft: its text cut at the findings, and the findings that stand in no shown text."""

    name: str
    pieces: list[MarkedPiece]
    beside: list[Noted]
    key: str
    clearable: bool = False
    """Whether it is a file that can be written without what it hides."""
    picture: bool = False

    @property
    def findings(self) -> list[Noted]:
        """All of the part's."""
        return [piece.noted for piece in self.pieces if piece.noted] + self.beside


def marked(record: Record) -> list[MarkedPart]:
    """The parts of the latest draft in which anything was found, with the body always first to be read as a whole;
    empty where it was not looked through."""
    run = latest_run(record)
    if run is None:
        return []
    by_part: dict[str, list[Noted]] = {}
    for each in noted(run):
        by_part.setdefault(each.part, []).append(each)
    parts = parts_of(drafts.draft_of(record))
    return [_marked(part, by_part.get(part.key, [])) for part in parts if part.key in by_part or part.key == BODY]


def _marked(part: Part, findings: list[Noted]) -> MarkedPart:
    if part.file is not None:
        picture = media_type(part.file.filename).startswith("image/")
        return MarkedPart(part.name, [], findings, part.key, clearable(part, findings), picture)
    text = plain_text(part.text) if part.key == BODY else part.text
    place = SHOWN if part.key == BODY else part.name
    in_text = [(_finding(text, each), each) for each in findings if each.span and each.place == place]
    noted_of = {id(finding): each for finding, each in in_text}
    cut = [
        MarkedPiece(piece.text, noted_of[id(piece.finding)] if piece.finding else None)
        for piece in pieces(text, [finding for finding, _ in in_text])
    ]
    shown = {id(piece.noted) for piece in cut if piece.noted}
    return MarkedPart(part.name, cut, [each for each in findings if id(each) not in shown], part.key)


def _finding(text: str, each: Noted) -> Finding:
    start, end = each.span or (0, 0)
    return Finding(each.kind, text[start:end], each.place, "block" if each.level == "block" else "warn", span=each.span)
