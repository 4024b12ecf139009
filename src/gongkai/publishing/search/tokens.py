"""What the indexes keep of a document: pairs of neighbouring characters, and marks for everything else.

The tokens of a text stand in its order, so that a word is a phrase of tokens. A run of Chinese characters
gives its pairs; where a letter or digit touches it, also the character at that end by itself, so that 12号 is
found in 12号令. Punctuation between two runs of characters leaves a break, elsewhere nothing. A phrase of
tokens stands in a text exactly where the folded word stands in the folded text (`folding.needle`); single
characters alone are not asked of texts, only of titles.

Tokens of other kinds begin with a character that no text can give, as it is no letter: those of the title
again, so that titles can be searched by themselves; each single character of the title; the marks that
filters ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from operator import add

from gongkai.publishing.search.folding import is_han, units

BREAK = "\ue000"
"""What stands on its two sides is no phrase, though 公开，开展 gives the pairs of 公开展."""
_TITLE = "\ue001"
_CHARACTER = "\ue002"
_MARK = "\ue003"
EVERY = f"{_MARK}every"
"""A mark that each document has."""

Phrase = tuple[str, ...]


def text_tokens(text: str) -> list[str]:
    """The tokens of a text, in order."""
    return _tokens(units(text), whole=True)


def phrase(word: tuple[str, ...]) -> Phrase:
    """The tokens that stand in a row wherever this word of more than one character stands."""
    return tuple(_tokens(list(word), whole=False))


def _tokens(parts: list[str], *, whole: bool) -> list[str]:
    """`whole`: the first and last unit are complete; otherwise they may be a piece of what stands in a text."""
    result: list[str] = []
    last = len(parts) - 1
    after_han = True  # as at the beginning: nothing that touches
    for number, part in enumerate(parts):
        if not is_han(part):
            result.append(part)
            after_han = False
            continue
        if after_han and number:
            result.append(BREAK)
        before_other = number < last and not is_han(parts[number + 1])
        if len(part) == 1:
            if before_other or not after_han:
                result.append(part)
        else:
            if not after_han:
                result.append(part[0])
            result += map(add, part, part[1:])
            if before_other:
                result.append(part[-1])
        after_han = True
    return result


def in_title(tokens: Iterable[str]) -> Phrase:
    """The same tokens, asked of titles only."""
    return tuple(_TITLE + token for token in tokens)


def character_in_title(character: str) -> str:
    """The token of a title that has this character."""
    return _CHARACTER + character


def title_characters(title: str) -> Iterator[str]:
    """A token for each Chinese character in a title."""
    return map(character_in_title, {character for unit in units(title) if is_han(unit) for character in unit})


def mark(name: str, value: str) -> str:
    """The token of documents that have this value. It begins like no other and holds letters and digits only."""
    return f"{_MARK}{name}{blake2b(value.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"


def whole(text: str) -> str:
    """The token of documents of which this is the whole title, index number or document number."""
    return mark("whole", "".join(units(text)))
