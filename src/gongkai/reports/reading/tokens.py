"""Lines of text cut into labels, values and empty cells, whatever separates them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from gongkai.documents.model import Paragraph
from gongkai.reports.reading.values import is_page_number, is_value

Kind = Literal["label", "value", "empty"]

_DRAWN = str.maketrans("│┃║┆┊╎｜￨", "||||||||")
"""Lines drawn between cells, as by browsers for terminals."""
_BOX = frozenset("─━═┄┈┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋")
_BETWEEN = frozenset(" \t\u3000|│┃║")
_MARKDOWN = frozenset("|:- \t")
_SHORTEST_RULE = 3

_TABS_ALONE = 10
"""So many times more lines of nothing but tabs than indented ones stand where cells hold paragraphs."""


Line = Paragraph
"""A line of the document after repairs: most paragraphs are one as they stand."""


@dataclass(slots=True)
class ConvertedLine(Paragraph):
    """A line that is printed in another script."""

    printed: str


def as_printed(line: Line) -> str:
    """The line in the script in which it is printed."""
    return line.printed if isinstance(line, ConvertedLine) else line.text


def line_of(text: str, place: str, printed: str) -> Line:
    """A line of some text that is printed in one script or another."""
    return Line(text, place) if text == printed else ConvertedLine(text, place, printed)


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


def tokenise(lines: Sequence[tuple[int, Line]], tabbed: bool = False) -> list[Token]:
    """The tokens of some lines, given with their indices, in reading order.

    A pipe, or a line drawn like one, closes a cell, and so does a tab in text that is `tabbed`; white space between
    two of them, line ends included, is an empty cell. Where there are neither, a line is a cell, or several separated
    by spaces where values stand among them.
    """
    drawn = [(index, _with_pipes(line)) for index, line in lines if not _is_rule(line.text)]
    return (_Tabbed() if tabbed else _Piped()).read(drawn)


def _with_pipes(line: Line) -> Line:
    """The line with pipes for whatever is drawn between its cells."""
    text = line.text.translate(_DRAWN)
    return line if text == line.text else line_of(text, line.place, as_printed(line))


def _is_rule(text: str) -> bool:
    """Whether a line is one drawn between rows: Markdown's, or one of box characters."""
    text = text.strip()
    if not text or not (text[0] in "|+:-" or text[0] in _BETWEEN or text[0] in _BOX):
        return False
    characters = set(text)
    if characters & _BOX:
        return characters <= _BOX | _BETWEEN
    if characters <= {"+", "-", "="}:
        return text[0] == "+" and len(text) >= _SHORTEST_RULE
    if "|" not in characters or not characters <= _MARKDOWN:
        return False
    return all(":" in part or part.count("-") >= _SHORTEST_RULE for part in text.strip("| \t").split("|"))


def tabs_separate(texts: Iterable[str]) -> bool:
    """Whether tabs stand between cells, as in text copied from a page or a sheet, and do not merely indent lines."""
    behind = before = alone = 0
    for text in texts:
        if "|" in text or "│" in text:
            return False
        if "\t" not in text:
            continue
        if not text.strip():
            alone += 1
        elif "\t" in text.strip(" \n\u3000\xa0").lstrip("\t"):
            behind += 1
        else:
            before += 1
    return behind > before or alone > _TABS_ALONE * before


class _Piped:
    """Text with pipes, or without anything between its cells."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.gap = 0

    def read(self, lines: Sequence[tuple[int, Line]]) -> list[Token]:
        after_pipe = False
        for index, line in lines:
            text = line.text
            if "|" not in text:
                if not text or text.isspace():
                    self.gap += 1
                elif not is_page_number(text):
                    self._add(text, index)
                    after_pipe = False
                continue
            parts = text.split("|")
            bare = not text.replace("|", "").strip()
            alone = len(parts) == 2 or not bare
            for at, part in enumerate(parts):
                if part and not part.isspace():
                    self._add(part, index)
                    after_pipe = False
                if at == len(parts) - 1:
                    break
                if after_pipe:
                    self.tokens.append(Token("empty", "", index, 0, alone))
                elif self.tokens:
                    self.tokens[-1].piped = True
                after_pipe = True
            self.gap = 0
        return self.tokens

    def _add(self, text: str, index: int) -> None:
        for kind, piece in _pieces(text):
            self.tokens.append(Token(kind, piece, index, self.gap))
            self.gap = 0


class _Tabbed(_Piped):
    """Text with tabs between cells. A line's end closes a row, or stands inside a cell that holds paragraphs."""

    def read(self, lines: Sequence[tuple[int, Line]]) -> list[Token]:
        opened = -1  # the line of a tab behind which no cell's text has come yet
        for index, parts, begins_row in self._rows(lines):
            if begins_row and not parts[0].strip():
                opened = index
                if any(kind == "label" for part in parts if part.strip() for kind, _ in _pieces(part)):
                    # What is left empty in front of a row's label hangs down from above.
                    parts = parts[next(at for at, part in enumerate(parts) if part.strip()) :]
                    opened = -1
            for at, part in enumerate(parts):
                if part.strip():
                    first = len(self.tokens)
                    self._add(part, index)
                    if 0 <= opened < index and self.tokens[first].kind == "label":
                        self.tokens.insert(first, Token("empty", "", opened))
                    opened = -1
                if at == len(parts) - 1:
                    break
                if opened >= 0:
                    self.tokens.append(Token("empty", "", index))
                elif self.tokens and self.tokens[-1].line == index:
                    self.tokens[-1].piped = True
                opened = index
        if opened >= 0:
            self.tokens.append(Token("empty", "", opened))
        return self.tokens

    @staticmethod
    def _rows(lines: Sequence[tuple[int, Line]]) -> Iterator[tuple[int, list[str], bool]]:
        """The lines that hold something, cut at their tabs, and whether a tab that one begins with begins a row, too.

        Cells that hold paragraphs have blank lines around them; the end of a row adds one.
        """
        found: list[tuple[int, list[str], int, bool]] = []
        gap, whole = 0, False
        for index, line in lines:
            if "\t" not in line.text and not line.text.strip():
                gap += 1
            elif not is_page_number(line.text):
                parts = line.text.split("\t")
                found.append((index, parts, gap, whole))
                gap, whole = 0, len(parts) > 1 and bool(parts[-1].strip())
        inside = Counter(gap for _, parts, gap, whole in found if not (parts[0].strip() or whole))
        usual = inside.most_common(1)[0][0] if inside else 0
        for index, parts, gap, whole in found:
            yield index, parts, gap > usual or (whole and not gap)


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
