"""Texts as the search reads them: one form for all ways of writing the same, cut into units.

A unit is a run of Chinese characters, of letters, or of digits. Punctuation ends a unit and counts for nothing
else, so 〔2026〕, [2026], （2026） and 2026年 all hold the unit 2026. Spaces between Chinese characters are layout
(张　三) and are taken out. Full-width and half-width, upper and lower case, traditional and simplified characters
(one for one) are the same.

`folded` writes the units with a space between them. That text defines what is found: a word is found where its
own folded form, with a space at an edge that is a letter or digit, is part of it (`needle`). So Chinese is
found wherever it stands, 12号 not in 112号, and the databases' indexes are only quicker ways to the same answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import partial

from gongkai.documents.damage.characters import simplified

HAN = "々〇\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""For a character class: what is written without spaces between words (kana too)."""
SPACE = r"\s\u00ad\u200b-\u200f\u2060\ufeff"
"""For a character class: layout, not text."""
LETTER = rf"[^\W\d_{HAN}]"
LONGEST_UNIT = 64
"""A longer run of letters or digits is cut, so that no nonsense makes the index's words long."""

_UNIT = re.compile(rf"[{HAN}]+(?:[{SPACE}]+[{HAN}]+)*|\d{{1,{LONGEST_UNIT}}}|{LETTER}{{1,{LONGEST_UNIT}}}")
_LAYOUT = re.compile(rf"[{SPACE}]+")
_IS_HAN = re.compile(rf"[{HAN}]")


class _Characters(dict[int, str]):
    """For `str.translate`: each character's one form, always one character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        for change in (partial(unicodedata.normalize, "NFKC"), str.lower, _simplified):
            if len(changed := change(character)) == 1:
                character = changed
        self[code] = character
        return character


def _simplified(character: str) -> str:
    return simplified(character) if _IS_HAN.match(character) else character


_CHARACTERS = _Characters()


def same_length(text: str) -> str:
    """The text with each character in its one form; every character keeps its place."""
    return text.translate(_CHARACTERS)


def units(text: str) -> list[str]:
    """The units of a text, in order."""
    return [
        unit if unit.isalnum() or len(unit) == 1 else _LAYOUT.sub("", unit) for unit in _UNIT.findall(same_length(text))
    ]


def is_han(unit: str) -> bool:
    """Whether a unit is of Chinese characters."""
    return _IS_HAN.match(unit) is not None


def folded(text: str) -> str:
    """The text's units with a space between them and at both ends."""
    return f" {' '.join(units(text))} "


def needle(word: tuple[str, ...]) -> str:
    """What a folded text has where it has this word (units that stand beside each other)."""
    before = "" if is_han(word[0]) else " "
    after = "" if is_han(word[-1]) else " "
    return f"{before}{' '.join(word)}{after}"


def words(text: str) -> Iterator[tuple[str, ...]]:
    """The words in what somebody typed, each a tuple of units: spaces part words, and so does punctuation in Chinese.

    A lone character belongs to the number before it (2025 年), lone characters to each other (张 三).
    """
    pieces: list[str] = []
    lone_before = False
    for piece in _LAYOUT.split(same_length(text)):
        lone = len(piece) == 1 and is_han(piece)
        if lone and pieces and (lone_before or pieces[-1][-1:].isdigit()):
            pieces[-1] += piece
        else:
            pieces.append(piece)
        lone_before = lone
    for piece in pieces:
        word: list[str] = []
        for unit in units(piece):
            if word and is_han(word[-1]) and is_han(unit):
                yield tuple(word)
                word = []
            word.append(unit)
        if word:
            yield tuple(word)
