"""The six sections of a report: headings told by title and number, the prose under them, what stands around it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai.reports.model import Heading
from gongkai.reports.reading.folding import fold
from gongkai.reports.reading.matching import alike
from gongkai.reports.reading.tokens import Line, as_printed, line_of
from gongkai.reports.reading.values import is_value
from gongkai.reports.reading.vocabulary import Vocabulary

_ORDINALS = {character: number for number, character in enumerate("一二三四五六七八九十", 1)}
_NUMBERED = re.compile(
    r"\s*(?:第?(?P<plain>[一二三四五六七八九十]{1,2})(?:部分\s*[、，.:：]?|\s*[、，．.,：:]|\s+)|"
    r"[（(]\s*(?P<bracketed>[一二三四五六七八九十])\s*[)）]\s*[、．.]?)\s*(?P<title>.*)",
    re.DOTALL,
)
_LONGEST_TITLE = 40
_LONGEST_OWN_TITLE = 24
"""A heading with a title of its own is not longer."""
_LIKE_ENOUGH = 0.72
_SENTENCE = re.compile(r"[。；;！!]")
_TITLE_END = re.compile(r"[ \t\u3000\xa0。：:]+")
_SHORTEST_PROSE = 30
"""A shorter line may be a heading within a section."""
_MANY_SPACES = 8
_MOST_CANDIDATES = 500
"""More lines that look like headings are no report; finding the best among them would take long."""


@dataclass(slots=True)
class _Candidate:
    line: int
    section: int
    ordinal: int | None
    style: str
    """"plain" (一、), "bracketed" (（一）) or "" for no number."""
    title: str
    rest: str
    """Prose on the heading's own line."""
    exact: bool


@dataclass(slots=True)
class Outline:
    """Where the sections of a report begin."""

    headings: list[Heading]
    starts: dict[int, tuple[int, str]]
    """By line: the section that begins there, and the prose on the heading's line."""
    openings: list[str] = field(default_factory=list)
    """For each line that is the heading with which a report begins: the beginning of the prose under it, if any."""


def split_inline_headings(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Line]:
    """The lines, with those that hold whole tables and headings in running text cut before each heading."""
    titles = sorted((title for titles in vocabulary.section_titles.values() for title in titles), key=len, reverse=True)
    if not titles:
        return list(lines)
    result: list[Line] = []
    heading: re.Pattern[str] | None = None
    for line in lines:
        if len(line.text) < 150 or line.text.count(" ") < _MANY_SPACES or sum(map(is_value, line.text.split())) < 3:
            result.append(line)
            continue
        if heading is None:
            known = "|".join(map(re.escape, titles))
            heading = re.compile(rf"(?<=\s)[（(]?[一二三四五六七八九十]+[)）]?\s*[、．.，]?\s*(?:{known})(?=\s|$)")
        cuts = sorted({0, len(line.text), *(at for match in heading.finditer(line.text) for at in match.span())})
        printed = as_printed(line)
        same = len(line.text) == len(printed)
        for start, end in pairwise(cuts):
            text = line.text[start:end]
            if text.strip():
                result.append(line_of(text, line.place, printed[start:end] if same else text))
    return result


def find_outline(lines: Sequence[Line], table_lines: Collection[int], vocabulary: Vocabulary) -> Outline:
    """The headings of the sections among the lines, in order; those in lines of tables only by their exact title."""
    may_be_heading = vocabulary.may_be_heading
    likely = [(index, text) for index, line in enumerate(lines) if (text := line.text) and may_be_heading(text)]
    candidates = [
        candidate
        for index, text in likely
        if (candidate := _candidate(index, text, index in table_lines, vocabulary)) is not None
    ]
    chosen = _choose(candidates[:_MOST_CANDIDATES])
    openings = [at for at, text in likely if len(text) < _LONGEST_TITLE and fold(text) in vocabulary.openings]
    outline = Outline([], {})
    if len(openings) > 1:
        others = {candidate.line for candidate in candidates if candidate.section != 1}
        outline.openings = [_prose_under(lines, at, others) for at in openings]
    for candidate in chosen:
        line = lines[candidate.line]
        outline.headings.append(Heading(candidate.section, candidate.ordinal, candidate.title, line.place))
        outline.starts[candidate.line] = (candidate.section, candidate.rest)
    return outline


def _prose_under(lines: Sequence[Line], at: int, others: Collection[int]) -> str:
    """The beginning of the prose under a heading; "" where another section's heading follows, as in a list of them."""
    for index in range(at + 1, len(lines)):
        if index in others:
            break
        if len(text := lines[index].text.strip()) >= _SHORTEST_PROSE:
            return fold(text)[:_SHORTEST_PROSE]
    return ""


def _candidate(index: int, text: str, in_table: bool, vocabulary: Vocabulary) -> _Candidate | None:
    text = text.replace("|", " ") if "|" in text else text
    if not text or text.isspace():
        return None
    match = _NUMBERED.match(text)
    if match is None:
        if len(text) > _LONGEST_TITLE:
            return None
        section = vocabulary.sections.get(fold(text))
        if section is None or in_table:
            return None
        return _Candidate(index, section, None, "", text.strip(), "", True)
    plain, bracketed = match["plain"], match["bracketed"]
    ordinal = _ordinal(plain or bracketed)
    style = "plain" if plain else "bracketed"
    title, rest = _split_title(match["title"].strip(), vocabulary)
    section = vocabulary.sections.get(fold(title))
    if section is not None:
        return _Candidate(index, section, ordinal, style, title, rest, True)
    if in_table or len(title) > _LONGEST_TITLE or not title:
        return None
    if fold(text) in vocabulary.stubs or vocabulary.find(text):
        return None
    short = len(title) <= _LONGEST_TITLE and not _SENTENCE.search(title)
    if not short:
        return None
    folded = fold(title)
    best, section = max((alike(folded, name), number) for name, number in vocabulary.sections.items())
    if best >= _LIKE_ENOUGH:
        return _Candidate(index, section, ordinal, style, title, rest, True)
    if style == "plain" and len(title) <= _LONGEST_OWN_TITLE and 1 <= ordinal <= len(vocabulary.section_titles):
        return _Candidate(index, ordinal, ordinal, style, title, rest, False)
    return None


def _ordinal(text: str) -> int:
    if len(text) == 2:
        return _ORDINALS[text[0]] + _ORDINALS[text[1]]
    return _ORDINALS[text]


def _split_title(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """A heading and the prose that follows it on its line, where a known title or a full stop ends it."""
    if _TITLE_END.search(text) is None:
        return text, ""
    for titles in vocabulary.section_titles.values():
        for title in titles:
            if text.startswith(title):
                after = text[len(title) :]
                if end := _TITLE_END.match(after):
                    return title, after[end.end() :].strip()
    return text.rstrip("。：: "), ""


def _choose(candidates: list[_Candidate]) -> list[_Candidate]:
    """The headings among the candidates: one style of number, sections in rising order, known titles first."""
    plain = [candidate for candidate in candidates if candidate.style == "plain"]
    known = [candidate for candidate in plain if candidate.exact]
    if len({candidate.section for candidate in known}) >= 2 or not any(
        candidate.style == "bracketed" and candidate.exact for candidate in candidates
    ):
        usable = [candidate for candidate in candidates if candidate.style != "bracketed"]
    else:
        usable = [candidate for candidate in candidates if candidate.style == "bracketed" or candidate.exact]
    exact = _rising([candidate for candidate in usable if candidate.exact])
    chosen = list(exact)
    for candidate in usable:
        if candidate.exact or any(other.section == candidate.section for other in chosen):
            continue
        before = [other for other in chosen if other.line < candidate.line]
        after = [other for other in chosen if other.line > candidate.line]
        if all(other.section < candidate.section for other in before) and all(
            other.section > candidate.section for other in after
        ):
            chosen.append(candidate)
    return sorted(chosen, key=lambda candidate: candidate.line)


def _rising(candidates: list[_Candidate]) -> list[_Candidate]:
    """The longest run of candidates whose sections rise: a table of contents or a menu does not spoil it."""
    best: list[tuple[int, int]] = []  # (length of the run that ends here, the one before in it)
    for at, candidate in enumerate(candidates):
        length, before = 1, -1
        for earlier in range(at):
            if candidates[earlier].section < candidate.section and best[earlier][0] + 1 >= length:
                length, before = best[earlier][0] + 1, earlier
        best.append((length, before))
    if not best:
        return []
    at = max(range(len(best)), key=lambda index: (best[index][0], index))
    chosen = []
    while at >= 0:
        chosen.append(candidates[at])
        at = best[at][1]
    return chosen[::-1]
