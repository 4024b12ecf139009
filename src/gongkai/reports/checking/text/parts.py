"""The title, and the parts that the preamble names against those that the body has."""

from __future__ import annotations

import re

from gongkai.reports.checking.text.lines import is_prose, on
from gongkai.reports.model import Finding, Report, SectionLine

_PARTS = re.compile(r"(?:部分|项内容|个方面|等内容)")
_COUNT = re.compile(r"([一二三四五六七八九十]|\d{1,2})\s*(?:个|大)?(?:部分|项内容)")
_NUMERALS = "〇一二三四五六七八九十"
_ENOUGH = 3
"""From so many headings in the body, and so many of them named, on it is a list of the parts."""

_FILLERS = re.compile(r"[的和及与、，,\s]|情况|存在|主要|工作|政府信息公开|政府信息")

_ALSO_CALLED = {"收到处理申请": "依申请公开"}
"""By a title's words without fillers: what preambles call the part instead."""


def findings(report: Report) -> list[Finding]:
    """Hints on the parts named at the beginning and on the title."""
    return [*_parts(report), *_title(report)]


def _parts(report: Report) -> list[Finding]:
    titles = {heading.section: heading.title for heading in reversed(report.headings)}
    if len(titles) < _ENOUGH:
        return []
    for line in report.lines:
        if line.section > 1 or not is_prose(line.text):
            continue
        for sentence in re.finditer(r"[^。]+。?", line.text):
            named = [title for title in titles.values() if _is_named(title, sentence[0])]
            if len(named) >= _ENOUGH and _PARTS.search(sentence[0]):
                return _compare(line, sentence, titles, named)
    return []


def _compare(line: SectionLine, sentence: re.Match[str], titles: dict[int, str], named: list[str]) -> list[Finding]:
    count = _COUNT.search(sentence[0])
    if count:
        stated = int(count[1]) if count[1].isdigit() else _NUMERALS.index(count[1])
        if stated != len(titles):
            message = f"开头称报告分为{count[1]}部分，正文实有{len(titles)}部分。"
            finding = on(line, "text.parts", message, sentence.start() + count.start(), sentence.start() + count.end())
            finding.expected, finding.actual = len(titles), stated
            return [finding]
    unnamed = [title for title in titles.values() if title not in named]
    if not unnamed:
        return []
    message = f"开头列举的各部分与正文的标题不一致：没有列出{'、'.join(f'“{title}”' for title in unnamed)}。"
    return [on(line, "text.parts", message, sentence.start(), min(sentence.end(), sentence.start() + 30))]


def _is_named(title: str, sentence: str) -> bool:
    """Whether the sentence names the part, in these words or nearly so."""
    core, text = _FILLERS.sub("", title), _FILLERS.sub("", sentence)
    if core in _ALSO_CALLED and _ALSO_CALLED[core] in text:
        return True
    pairs = [core[at : at + 2] for at in range(len(core) - 1)]
    return bool(core) and (core in text or (bool(pairs) and sum(pair in text for pair in pairs) >= 0.8 * len(pairs)))


def _title(report: Report) -> list[Finding]:
    if not report.title:
        if len(report.headings) < _ENOUGH or not report.lines:
            return []
        message = "没有报告标题，按规定格式应为“××机关××××年政府信息公开工作年度报告”。"
        return [on(report.lines[0], "text.title_missing", message, 0, min(len(report.lines[0].text), 30))]
    title = re.sub(r"\s", "", report.title)
    places = [line for line in report.lines if line.section in (0, 7) and re.sub(r"\s", "", line.text) == title]
    if not places:
        return []
    found = []
    if len(places) > 1:
        found.append(on(places[1], "text.title_repeated", f"标题印了{len(places)}遍。", 0, len(places[1].text)))
    if re.search(r"\d{4}年度.*年度报告", title):
        message = "标题中“年度”重复，按规定格式应为“××机关××××年政府信息公开工作年度报告”。"
        found.append(on(places[0], "text.title_wording", message, 0, len(places[0].text)))
    return found
