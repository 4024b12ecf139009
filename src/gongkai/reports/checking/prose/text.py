"""A report's prose as passages and sentences whose every character still knows where it stands in the document.

White space, titles in 《》, and what stands in brackets are taken out of a sentence before it is read; the brackets
become sentences of their own, hung on the place that they were taken from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from gongkai.reports.checking.prose.quantities import Quantity, quantities
from gongkai.reports.model import Report, SectionLine

_WIDTH = str.maketrans("０１２３４５６７８９％，：；！？．＋／", "0123456789%,:;!?.+/")
"""One character for one, so that places stay what they are. Brackets are told by both widths where they matter."""

_TRADITIONAL = re.compile("[開發條萬與關總結轉報數據網務業類請訴處復辦]")
_ENDS_OPEN = re.compile(r"[^。！？!?；;：:.…”」）)]\s*$")
_STARTS_ITEM = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十]+[）)、]|[（(]\d+[）)]|\d+[.、．]\s*\D|[一二三四五六七八九]是)"
)
_PAGE_NUMBER = re.compile(r"\s*[-—–－]?\s*\d{1,3}\s*[-—–－]?\s*$")
_WRAPPED = 20
"""A line that ends without a stop is taken as wrapped from this length on; shorter ones are headings."""

_DEEPEST = 4
"""How deep brackets are followed into one another."""
_LONGEST_SENTENCE = 2000
"""What goes on longer without a full stop is no prose, and is left alone."""

_TITLE = re.compile(r"《[^《》]*》")
_BRACKET = re.compile(r"[（()）]")
_STOP = re.compile(r"[。！？!?\n]")


@dataclass(frozen=True)
class Passage:
    """A paragraph, put together again where the document breaks it over lines."""

    section: int
    raw: str
    sources: tuple[tuple[int, str], ...]
    """The place of the line that starts at each offset, in order."""

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The passage's sentences, white space gone, digits and commas of one width, in simplified characters."""
        plain = simplified(self.raw).translate(_WIDTH)
        kept = [index for index, char in enumerate(plain) if char == "\n" or not (char.isspace() or char == "\u200b")]
        whole = Words("".join(plain[index] for index in kept), tuple(kept), self)
        whole = whole.without([match.span() for match in _TITLE.finditer(whole.text)])
        return _split(*_take_out_notes(whole))

    def source(self, offset: int) -> str:
        """The place of the line that the character at `offset` stands in."""
        return [place for start, place in self.sources if start <= offset][-1]


@dataclass(frozen=True)
class Words:
    """A text with the offset of each of its characters in the passage."""

    text: str
    at: tuple[int, ...]
    passage: Passage = field(repr=False)

    def cut(self, start: int, end: int) -> Words:
        return Words(self.text[start:end], self.at[start:end], self.passage)

    def without(self, spans: list[tuple[int, int]]) -> Words:
        """The text with the spans taken out."""
        out = {index for start, end in spans for index in range(start, end)}
        kept = [index for index in range(len(self.text)) if index not in out]
        return Words("".join(self.text[i] for i in kept), tuple(self.at[i] for i in kept), self.passage)

    def span(self, start: int, end: int) -> tuple[Passage, int, int]:
        """The passage, and the offsets in it of the words from `start` to `end`, brackets between them included."""
        return self.passage, self.at[start], self.at[max(end, start + 1) - 1] + 1


@dataclass(frozen=True)
class Sentence:
    """A sentence without its brackets and titles. `notes` are the bracketed words, each with the index it stood at."""

    words: Words
    notes: tuple[tuple[int, Sentence], ...] = ()

    @property
    def text(self) -> str:
        return self.words.text

    @cached_property
    def quantities(self) -> list[Quantity]:
        """The sentence's quantities, those in its brackets not included."""
        return quantities(self.text)

    @cached_property
    def clauses(self) -> tuple[tuple[int, int], ...]:
        """Start and end of each clause: what stands between commas, semicolons and colons."""
        result, start = [], 0
        for mark in re.finditer(r"(?<!\d)[,;:]|[,;:](?!\d{3}(?!\d))", self.text):
            result.append((start, mark.start()))
            start = mark.end()
        return (*result, (start, len(self.text)))

    def clause_at(self, index: int) -> tuple[int, int]:
        """Start and end of the clause that holds the character at `index`."""
        return next(((start, end) for start, end in self.clauses if index <= end), self.clauses[-1])

    def with_notes(self) -> Iterator[Sentence]:
        """The sentence itself, then its brackets' contents."""
        yield self
        for _, note in self.notes:
            yield from note.with_notes()


def passages(report: Report) -> list[Passage]:
    """The paragraphs of the report's six sections, and of what stands before them (section 0)."""
    result: list[Passage] = []
    open_lines: list[SectionLine] = []

    def close() -> None:
        if open_lines:
            raw, sources = "", []
            for line in open_lines:
                sources.append((len(raw), line.source))
                raw += line.text
            result.append(Passage(open_lines[0].section, raw, tuple(sources)))
            open_lines.clear()

    for line in report.lines:
        if line.section > 6 or _PAGE_NUMBER.fullmatch(line.text):
            continue
        if open_lines and not _continues(open_lines[-1], line):
            close()
        open_lines.append(line)
    close()
    return result


def _continues(line: SectionLine, following: SectionLine) -> bool:
    return (
        line.section == following.section
        and len(line.text.strip()) >= _WRAPPED
        and bool(_ENDS_OPEN.search(line.text))
        and not _STARTS_ITEM.match(following.text)
    )


def _take_out_notes(words: Words, depth: int = 0) -> tuple[Words, tuple[tuple[int, Sentence], ...]]:
    """The words without their brackets, and each bracket's content with the index that it stood at."""
    notes: list[tuple[int, Sentence]] = []
    spans = _brackets(words.text)
    taken_out = 0
    for start, end in spans:
        inner = words.cut(start + 1, end - 1)
        notes.append(
            (start - taken_out, Sentence(*_take_out_notes(inner, depth + 1)) if depth < _DEEPEST else Sentence(inner))
        )
        taken_out += end - start
    return words.without(spans), tuple(notes)


def _brackets(text: str) -> list[tuple[int, int]]:
    """Start and end of each outermost pair of brackets; a bracket without its other half is none."""
    open_at: list[int] = []
    pairs: list[tuple[int, int]] = []
    for mark in _BRACKET.finditer(text):
        if mark.group() in "（(":
            open_at.append(mark.start())
        elif open_at:
            start = open_at.pop()
            while pairs and pairs[-1][0] > start:
                pairs.pop()
            pairs.append((start, mark.end()))
    return pairs


def _split(words: Words, notes: tuple[tuple[int, Sentence], ...]) -> list[Sentence]:
    """The sentences of a passage, each with its own notes."""
    result, start, first = [], 0, 0
    for end in [*(match.end() for match in _STOP.finditer(words.text)), len(words.text)]:
        last = first
        while last < len(notes) and notes[last][0] <= end:
            last += 1
        body = words.cut(start, end - 1 if end > start and _STOP.match(words.text, end - 1) else end)
        if 0 < len(body.text) <= _LONGEST_SENTENCE:
            result.append(Sentence(body, tuple((at - start, note) for at, note in notes[first:last])))
        start, first = end, last
    return result


def simplified(text: str) -> str:
    """The text in simplified characters, one for one; as it is where it has no traditional ones."""
    if not _TRADITIONAL.search(text):
        return text
    from opencc import OpenCC  # only here: loading its dictionaries takes longer than checking a report

    converter = OpenCC("t2s")
    converted = converter.convert(text)
    return converted if len(converted) == len(text) else "".join(converter.convert(char)[:1] or char for char in text)
