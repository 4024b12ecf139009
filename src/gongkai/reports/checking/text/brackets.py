"""Brackets, titles' marks and quotation marks that do not come in pairs.

Half- and full-width brackets pair with each other: mixing them is another matter. Brackets may reach over paragraphs
(lines of a PDF are not even paragraphs), so each section is read as one text. A closing bracket after a list number
("1)", "a）") has no opening one. Quotation marks may be opened anew by every paragraph of a long quotation, so that
they only raise a hint.
"""

from __future__ import annotations

import re
from itertools import groupby

from gongkai.reports.checking.text.lines import body, is_pdf, is_prose, on, search, several
from gongkai.reports.model import Finding, Report, SectionLine

_FAMILIES = ("（(|）)", "《|》", "〈|〉", "〔|〕", "【|】", "［[|］]", "「|」", "『|』")
_OPENS = {character: family for family in _FAMILIES for character in family.split("|")[0]}
_CLOSES = {character: family for family in _FAMILIES for character in family.split("|")[1]}
_EITHER = re.compile("[" + re.escape("".join([*_OPENS, *_CLOSES])) + "]")

_LIST_NUMBER = re.compile(r"(?:^|[\s，。；：、！？,;:!?])(?:\d{1,2}|[A-Za-z]|[一二三四五六七八九十]{1,3}|[①-⑳])$")
_SMILEY = re.compile(r"[:;]-?$")
_WITH_TABLES = (2, 3, 4)
_FARTHEST = 400
"""A closing bracket farther away than so many characters belongs to another opening one, that is missing."""

_EMPTY = re.compile("（）|\\(\\)|《》|“”|〔〕|【】")
_MOST = 6


def findings(report: Report) -> list[Finding]:
    """Findings on the first few brackets without another half; one on quotation marks, one on empty pairs."""
    lines = body(report)
    found: list[Finding] = []
    for number, section in groupby(lines, key=lambda line: line.section):
        if number in _WITH_TABLES:
            # What stands beside a table may be the half of a label whose other half was taken for a cell.
            for line in section:
                found += _unpaired([line]) if is_prose(line.text) and not is_pdf(report) else []
        else:
            found += _unpaired(list(section))
    found = found[:_MOST]
    found += _quotes(lines)
    found += several("text.empty_brackets", search(lines, _EMPTY), "括号或引号内没有文字（共{n}处），可能脱落了内容。")
    return found


def _unpaired(lines: list[SectionLine]) -> list[Finding]:
    waiting: dict[str, list[tuple[int, SectionLine, int]]] = {family: [] for family in _FAMILIES}
    alone: list[tuple[int, SectionLine, int]] = []
    offset = 0
    for line in lines:
        for match in _EITHER.finditer(line.text):
            place = (offset + match.start(), line, match.start())
            if match[0] in _OPENS:
                waiting[_OPENS[match[0]]].append(place)
                continue
            opened = waiting[_CLOSES[match[0]]]
            if opened and place[0] - opened[-1][0] <= _FARTHEST:
                opened.pop()
            elif not _is_no_bracket(line.text[max(0, match.start() - 8) : match.start()]):
                alone.append(place)
        offset += len(line.text)
    alone += [place for opened in waiting.values() for place in opened]
    return [_finding(line, at) for _, line, at in sorted(alone, key=lambda place: place[0])[:_MOST]]


def _is_no_bracket(before: str) -> bool:
    """Whether a closing bracket after these words ends a list number or a smiley."""
    return bool(_LIST_NUMBER.search(before) or _SMILEY.search(before))


def _finding(line: SectionLine, at: int) -> Finding:
    bracket = line.text[at]
    if bracket in _OPENS:
        other = _OPENS[bracket].split("|")[1][0]
        message = f"“{bracket}”没有对应的“{other}”。"
    else:
        other = _CLOSES[bracket].split("|")[0][0]
        message = f"“{bracket}”没有对应的“{other}”。"
    return on(line, "text.brackets", message, max(0, at - 4), at + 5)


def _quotes(lines: list[SectionLine]) -> list[Finding]:
    odd = [line for line in lines if line.text.count("“") != line.text.count("”")]
    opened = sum(line.text.count("“") for line in lines)
    if not odd or opened == sum(line.text.count("”") for line in lines):
        return []
    at = next(index for index, character in enumerate(odd[0].text) if character in "“”")
    return [on(odd[0], "text.quotes", f"引号不成对（{len(odd)}段），请核对。", at, at + 10)]
