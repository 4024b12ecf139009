"""Lines of text cut into labels, values and empty cells, whatever separates them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from gongkai.reports.reading.values import is_page_number, is_value

Kind = Literal["label", "value", "empty"]


@dataclass(slots=True)
class Line:
    """A line of the document after repairs. `printed` is the same line in the script in which it is printed."""

    text: str
    place: str
    printed: str


@dataclass(slots=True)
class Token:
    """A piece of a table: a label or part of one, a value, or an empty cell between two pipes."""

    kind: Kind
    text: str
    line: int
    gap: int = 0
    """Blank lines in front of it."""
    alone: bool = True
    """For empty cells: whether its line holds no other pipe, so that it is no filling of merged cells."""
    piped: bool = False
    """Whether a pipe closes it."""


def tokenise(lines: Iterable[tuple[int, Line]]) -> list[Token]:
    """The tokens of some lines, given with their indices, in reading order.

    A pipe closes a cell; white space between two pipes, line ends included, is an empty cell. Where no pipes are, a
    line is a cell, or several separated by spaces where values stand among them.
    """
    tokens: list[Token] = []
    after_pipe = False
    gap = 0
    for index, line in lines:
        text = line.text
        if "|" not in text:
            if not text or text.isspace():
                gap += 1
                continue
            if is_page_number(text):
                continue
            for kind, piece in _pieces(text):
                tokens.append(Token(kind, piece, index, gap))
                gap = 0
            after_pipe = False
            continue
        parts = text.split("|")
        bare = not text.replace("|", "").strip()
        alone = len(parts) == 2 or not bare
        for at, part in enumerate(parts):
            if part and not part.isspace():
                for kind, piece in _pieces(part):
                    tokens.append(Token(kind, piece, index, gap))
                    gap = 0
                after_pipe = False
            if at == len(parts) - 1:
                break
            if after_pipe:
                tokens.append(Token("empty", "", index, 0, alone))
            elif tokens:
                tokens[-1].piped = True
            after_pipe = True
        gap = 0
    return tokens


def _pieces(text: str) -> Iterator[tuple[Kind, str]]:
    """A cell's text as one token, or as labels and values in turn where spaces separate them."""
    text = text.strip()
    if is_value(text):
        yield "value", text
        return
    words = text.split()
    if len(words) == 1 or not any(map(is_value, words)):
        yield "label", text
        return
    for word, depth in zip(words, _bracket_depths(words), strict=True):
        yield ("value" if depth == 0 and is_value(word) else "label"), word


def _bracket_depths(words: list[str]) -> list[int]:
    """How deep in brackets each word begins; all 0 where brackets do not pair, as in labels cut by a line's end."""
    depths: list[int] = []
    depth = 0
    for word in words:
        depths.append(max(depth, 0))
        depth += sum(word.count(c) for c in "(（") - sum(word.count(c) for c in ")）")
        if depth < 0:
            return [0] * len(words)
    return depths if depth == 0 else [0] * len(words)
