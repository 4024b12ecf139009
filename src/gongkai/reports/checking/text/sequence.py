"""Enumerations in the text: 一是、二是、三是 and （一）（二）（三）.

Lists may stand in one another and go on after the inner one has ended, so a number fits if any open list waits for it;
only a number that no list waits for shows a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from gongkai.reports.checking.text.lines import BODY, body, on
from gongkai.reports.model import Finding, Report, SectionLine

_NUMERALS = "一二三四五六七八九十"
_MARK = re.compile(rf"(?:^|(?<=[。；：！？，、,;:\s]))([{_NUMERALS}])(?:是|要)")
_HEADING = re.compile(rf"^\s*[（(]([{_NUMERALS}])[）)]")
_LONGEST_ITEM = 600
_VERBS = "加强推完健落抓做深规优提严积持建拓创细增扩全进注狠夯压聚紧开组广充及认明突着坚切继强"


def findings(report: Report) -> list[Finding]:
    """Gaps in enumerations, section by section."""
    found: list[Finding] = []
    for number, section in groupby(body(report), key=lambda line: line.section):
        lines = list(section)
        found += _enumerations(lines)
        if number in BODY:
            found += _headings(lines)
    return found


def _gaps(marks: list[tuple[SectionLine, re.Match[str]]]) -> Iterator[tuple[SectionLine, re.Match[str], int]]:
    """Each mark that no list waits for, with the number last seen before it."""
    open_lists: list[int] = []
    for line, match in marks:
        ordinal = _NUMERALS.index(match[1]) + 1
        if ordinal == 1:
            open_lists.append(1)
            continue
        while open_lists and open_lists[-1] != ordinal - 1 and ordinal - 1 in open_lists:
            open_lists.pop()
        if open_lists and open_lists[-1] == ordinal - 1:
            open_lists[-1] = ordinal
        else:
            # A list that began before what was read (a page cut off) shows no gap.
            if open_lists and ordinal > open_lists[-1]:
                yield line, match, open_lists[-1]
                open_lists[-1] = ordinal


def _enumerations(lines: list[SectionLine]) -> list[Finding]:
    marks = [(line, match) for line in lines for match in _MARK.finditer(line.text)]
    found = []
    for line, match, last in _gaps(marks):
        message = f"列举的序号不连续：“{_NUMERALS[last - 1]}是”之后是“{match[0]}”，缺少“{_NUMERALS[last]}是”。"
        found.append(on(line, "text.enumeration", message, match.start(), match.end()))
    return found or _without_word(marks)


def _without_word(marks: list[tuple[SectionLine, re.Match[str]]]) -> list[Finding]:
    """An enumeration's last item that lacks the word 是: 一是……。二加大……。"""
    for at, (line, match) in enumerate(marks):
        ordinal = _NUMERALS.index(match[1]) + 1
        goes_on = at + 1 < len(marks) and _NUMERALS.index(marks[at + 1][1][1]) + 1 == ordinal + 1
        if goes_on or ordinal == len(_NUMERALS):
            continue
        following = _NUMERALS[ordinal]
        without = re.compile(rf"(?<=[。；]){following}(?!严三)(?=[{_VERBS}][\u4e00-\u9fff])")
        bare = without.search(line.text, match.end(), match.end() + _LONGEST_ITEM)
        if bare:
            message = f"列举的“{following}”后面缺少“是”字。"
            return [on(line, "text.enumeration", message, bare.start(), bare.end() + 4)]
    return []


def _headings(lines: list[SectionLine]) -> list[Finding]:
    marks = [(line, match) for line in lines if (match := _HEADING.match(line.text))]
    found = []
    for line, match, last in _gaps(marks):
        message = f"序号不连续：“（{_NUMERALS[last - 1]}）”之后是“{match[0].strip()}”，缺少“（{_NUMERALS[last]}）”。"
        found.append(on(line, "text.numbering", message, match.start(), match.end()))
    return found
