"""Wrong words: misspelt names of the state and its organs, misquoted laws and phrases, common misspellings.

The list is ours (`words.toml`); an installation adds its own, such as the names and posts of its leaders. A hit says
what was probably meant. Nothing is ever replaced: a right word in an unforeseen place must not become a wrong one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gongkai.documents.disclosure.finding import Finding, Level, found

_KINDS: dict[Level, str] = {"block": "grave_wording", "warn": "wrong_word"}
_REACH = 12
"""Characters on either side of a word in which the words stand that excuse it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A wrong word."""

    wrong: str
    """As it stands in a text; with `pattern`, a regular expression."""
    right: str
    """What was probably meant."""
    level: Level = "warn"
    note: str = ""
    """Why, in Chinese."""
    source: str = ""
    """From where it is known, in Chinese."""
    unless: tuple[str, ...] = ()
    """Words around it in which it is right."""
    pattern: bool = False


@cache
def own_entries() -> tuple[Entry, ...]:
    """The words of `words.toml`, longest first."""
    listed = tomllib.loads(files("gongkai.documents.disclosure").joinpath("words.toml").read_text("utf-8"))
    entries = [
        Entry(
            wrong,
            right,
            group["level"],
            group["note"],
            f"{group['name']}（{group['source']}）",
            tuple(group.get("unless", {}).get(wrong, ())),
            pattern=part == "patterns",
        )
        for group in listed["group"]
        for part in ("words", "patterns")
        for wrong, right in group.get(part, {}).items()
    ]
    return tuple(sorted(entries, key=lambda entry: -len(entry.wrong)))


def find_wrong_words(text: str, place: str = "", entries: Collection[Entry] = ()) -> list[Finding]:
    """Wrong words in a text, in its order: the project's and `entries`. Of words in one another the first wins, those
    of `entries` before ours."""
    taken: set[int] = set()
    findings: list[Finding] = []
    for entry in (*entries, *own_entries()):
        for start, end in _occurrences(text, entry):
            if taken.isdisjoint(range(start, end)) and not _is_excused(text, start, end, entry):
                taken.update(range(start, end))
                meant = f"疑为“{entry.right}”。" if entry.right else ""
                note = meant + entry.note
                findings.append(
                    found(_KINDS[entry.level], text[start:end], place, level=entry.level, span=(start, end), note=note)
                )
    return sorted(findings, key=lambda finding: finding.span or (0, 0))


def _occurrences(text: str, entry: Entry) -> Iterator[tuple[int, int]]:
    if entry.pattern:
        for match in re.finditer(entry.wrong, text):
            yield match.span()
        return
    at = text.find(entry.wrong) if entry.wrong else -1
    while at >= 0:
        yield at, at + len(entry.wrong)
        at = text.find(entry.wrong, at + len(entry.wrong))


def _is_excused(text: str, start: int, end: int, entry: Entry) -> bool:
    """Whether the word is part of one that is right."""
    around = text[max(0, start - _REACH) : end + _REACH]
    offset = start - max(0, start - _REACH)
    for excuse in entry.unless:
        at = around.find(excuse)
        while at >= 0:
            if at < offset + (end - start) and offset < at + len(excuse):
                return True
            at = around.find(excuse, at + 1)
    return False
