"""The lines that the rules read, and findings on a part of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile
from typing import Any

from gongkai.reports.checking.text.rules import LEVELS
from gongkai.reports.model import Finding, Report, SectionLine

SENTENCE_END = "。！？!?"
CLAUSE_END = "，。；：、！？,;:!?"
BODY = range(1, 7)
_PROSE = re.compile(r"[。；，,]")


def body(report: Report) -> list[SectionLine]:
    """The lines of the preamble and of the six sections; no titles, facts about the page or menus before them."""
    in_order = [line for line in report.lines if line.section in (0, *BODY)]
    return list(dropwhile(lambda line: line.section == 0 and not is_prose(line.text), in_order))


def is_prose(text: str) -> bool:
    """Whether a line before the first section is a paragraph and not a title, a menu or a fact about the page."""
    return len(text.strip()) >= 20 and _PROSE.search(text) is not None and text.count("|") < 2


def is_pdf(report: Report) -> bool:
    """Whether the lines are those of a printed page and no paragraphs: any may end in the middle of a sentence."""
    return report.document is not None and report.document.format == "pdf"


def on(line: SectionLine, rule: str, message: str, start: int, end: int, **more: Any) -> Finding:
    """A finding on the words from `start` to `end` of a line, with `more` of its fields."""
    return Finding(rule, LEVELS[rule], message, source=line.source, excerpt=quoted(line.text, start, end), **more)


def quoted(text: str, start: int, end: int, margin: int = 8) -> str:
    """The words from `start` to `end` with a few around them."""
    return text[max(0, start - margin) : min(len(text), end + margin)].strip()


def several(rule: str, found: Sequence[tuple[SectionLine, re.Match[str]]], message: str, **more: Any) -> list[Finding]:
    """One finding, at the first of several places, or none; `{n}` in the message is their number."""
    if not found:
        return []
    line, first = found[0]
    finding = on(line, rule, message.replace("{n}", str(len(found))), first.start(), first.end(), **more)
    return [finding]


def search(lines: Sequence[SectionLine], pattern: re.Pattern[str]) -> list[tuple[SectionLine, re.Match[str]]]:
    """Every match of the pattern, with its line."""
    return [(line, match) for line in lines for match in pattern.finditer(line.text)]
