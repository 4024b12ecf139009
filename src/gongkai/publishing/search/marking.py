"""Where the words that were looked for stand in a text. Places only: how they are shown is the page's matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gongkai.publishing.search.folding import LETTER, SPACE, is_han, same_length

Word = tuple[str, ...]
Span = tuple[int, int]

LENGTH = 160
_LEAD = 30
"""So many characters stand before the first word in a snippet, if no sentence begins there."""
_ENDS = re.compile(r"[。！？；\n]")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text, or a piece of one, with the places (from, to) that are to be marked, in order and apart."""

    text: str
    spans: tuple[Span, ...] = ()
    cut_before: bool = False
    cut_after: bool = False


def mark(text: str, words: Sequence[Word]) -> Marked:
    """The whole text with its places."""
    return Marked(text, tuple(found.span() for found in _finditer(text, words)))


def snippet(text: str, words: Sequence[Word], length: int = LENGTH) -> Marked:
    """The piece of the text with most of the words in it, the first of such; its beginning if there is none."""
    text = re.sub(rf"[{SPACE}]", " ", text).strip()
    places = [(found.start(), found.end(), found.lastgroup) for found in _finditer(text, words)]
    start, best = 0, (0, 0)
    for number, (at, _, _) in enumerate(places):
        inside = []
        for _, end, word in places[number:]:
            if end > at + length - _LEAD:
                break
            inside.append(word)
        if (worth := (len(set(inside)), len(inside))) > best:
            start, best = at, worth
    start = _beginning(text, start)
    stop = min(len(text), start + length)
    spans = tuple((begin - start, end - start) for begin, end, _ in places if start <= begin and end <= stop)
    return Marked(text[start:stop], spans, start > 0, stop < len(text))


def _finditer(text: str, words: Sequence[Word]) -> Iterator[re.Match[str]]:
    if not words:
        return iter(())
    return _pattern(tuple(words)).finditer(same_length(text))


def _beginning(text: str, at: int) -> int:
    """Where to begin so that the place is seen: at a sentence that begins shortly before, else a little before."""
    earliest = max(0, at - _LEAD)
    ends = [found.end() for found in _ENDS.finditer(text, earliest, at)]
    return ends[-1] if ends else earliest


@lru_cache(maxsize=256)
def _pattern(words: tuple[Word, ...]) -> re.Pattern[str]:
    """Finds any of the words in a text of single forms (`same_length`); the longest where several begin."""
    longest_first = sorted(enumerate(words), key=lambda numbered: -len("".join(numbered[1])))
    return re.compile("|".join(f"(?P<word{number}>{_as_pattern(word)})" for number, word in longest_first))


def _as_pattern(word: Word) -> str:
    """As `folding` reads it: layout within Chinese, anything but letters and digits between other units."""
    result = _edge(word[0], "<!")
    before = ""
    for unit in word:
        if before:
            alike = before.isdigit() == unit.isdigit() and not is_han(before) and not is_han(unit)
            result += r"[\W_]+" if alike else r"[\W_]*"
        result += rf"[{SPACE}]*".join(map(re.escape, unit)) if is_han(unit) else re.escape(unit)
        before = unit
    return result + _edge(word[-1], "!")


def _edge(unit: str, look: str) -> str:
    """That a number or a word in letters is whole."""
    if is_han(unit):
        return ""
    return rf"(?{look}\d)" if unit.isdigit() else f"(?{look}{LETTER})"
