"""Words replaced in XML wherever they stand: over the bounds of runs, in attributes, in what no reader shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from gongkai.documents.disclosure.folding import fold

_LEAVES = frozenset({"t", "delText", "instrText", "delInstrText"})
"""Elements that a text is cut up into by the formats of its pieces."""
_AROUND = frozenset({"p", "si", "is", "text"})
"""Elements that hold such a text as a whole: a paragraph, a shared or inline string, a comment."""
_DROPPED = "\u200b\ufeff"


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of text in a tree, and how it is set."""

    text: str
    set: Callable[[str], None]


def replace_in(root: etree._Element, words: Mapping[str, str]) -> int:
    """Replace words (compact, see `boxes.compact`) by others throughout a tree. Returns how often that was done."""
    shortest = min(map(len, words), default=0)
    # Most texts of a workbook, and nearly all attributes, are shorter than any word that is looked for.
    long = [strand for strand in _strands(root) if sum(len(node.text) for node in strand) >= shortest]
    return sum(_replaced(strand, words) for strand in long)


def replaced(text: str, words: Mapping[str, str]) -> tuple[str, int]:
    """The same in a plain text: the new one, and how often."""
    made = [text]
    count = _replaced([Node(text, lambda new: made.__setitem__(0, new))], words)
    return made[0], count


def _strands(root: etree._Element) -> Iterator[list[Node]]:
    cut_up: dict[tuple[etree._Element, str], list[Node]] = {}
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        if element.text:
            node = Node(element.text, _text_setter(element))
            around = _around(element) if name in _LEAVES else None
            if around is None:
                yield [node]
            else:
                cut_up.setdefault((around, name), []).append(node)
        if element.tail and element.tail.strip():
            yield [Node(element.tail, _tail_setter(element))]
        for key, value in element.attrib.items():
            yield [Node(value, _attribute_setter(element, key))]
    yield from cut_up.values()


def _around(element: etree._Element) -> etree._Element | None:
    return next((each for each in element.iterancestors() if etree.QName(each).localname in _AROUND), None)


def _text_setter(element: etree._Element) -> Callable[[str], None]:
    def set_text(new: str) -> None:
        element.text = new

    return set_text


def _tail_setter(element: etree._Element) -> Callable[[str], None]:
    def set_tail(new: str) -> None:
        element.tail = new

    return set_tail


def _attribute_setter(element: etree._Element, key: str) -> Callable[[str], None]:
    return lambda new: element.set(key, new)


def _replaced(strand: list[Node], words: Mapping[str, str]) -> int:
    """The first piece that a word stands in takes its replacement, the others lose their part of it."""
    text = "".join(node.text for node in strand)
    spans = sorted(_spans(text, words))
    if not spans:
        return 0
    at = count = 0
    for node in strand:
        end = at + len(node.text)
        pieces, here = [], at
        for start, stop, new in spans:
            if stop <= at or start >= end:
                continue
            pieces.append(text[here : max(start, here)])
            if start >= at:
                pieces.append(new)
                count += 1
            here = min(stop, end)
        pieces.append(text[here:end])
        if (now := "".join(pieces)) != node.text:
            node.set(now)
        at = end
    return count


def _spans(text: str, words: Mapping[str, str]) -> Iterable[tuple[int, int, str]]:
    """Where words stand, and what they give way to: without blanks, and not within a longer number."""
    folded = fold(text)
    places = [at for at, character in enumerate(folded) if not character.isspace() and character not in _DROPPED]
    compact = "".join(folded[at] for at in places)
    taken: list[tuple[int, int]] = []
    for word in sorted(words, key=len, reverse=True):
        found = compact.find(word)
        while found >= 0:
            start, stop = places[found], places[found + len(word) - 1] + 1
            longer = (word[0].isdigit() and folded[start - 1 : start].isdigit()) or (
                word[-1].isdigit() and folded[stop : stop + 1].isdigit()
            )
            if not longer and not any(start < end and begin < stop for begin, end in taken):
                taken.append((start, stop))
                yield start, stop, words[word]
            found = compact.find(word, found + 1)
