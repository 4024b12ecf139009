"""Rule `text.damaged`: what was found wrong with the characters of the text, repaired or not, in few sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai.documents.model import Repair, RepairKind
from gongkai.reports.model import Finding, Report

RULE = "text.damaged"


def findings(report: Report) -> list[Finding]:
    """A finding for each kind of damage, with how often and where first. A conversion of script is a hint only."""
    found: list[Finding] = []
    for kind, sentence in _SENTENCES.items():
        repairs = [repair for repair in report.repairs if repair.kind == kind]
        if repairs:
            found.append(_finding(repairs, sentence(repairs, sum(repair.count for repair in repairs))))
    found += _replacements(report.repairs)
    found += _script(report.repairs)
    found += _not_repaired(report.document.damage if report.document else [])
    return found


def _finding(repairs: list[Repair], message: str) -> Finding:
    first = repairs[0]
    return Finding(
        RULE,
        "warning",
        message,
        source=first.source,
        excerpt=first.raw,
        advice="请与原件核对后重新发布正确的文本。",
    )


def _shown(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 40 else text[:40] + "……"


def _example(repair: Repair) -> str:
    """The first words of a repair that lists several."""
    return _shown(repair.raw.split("、")[0])


_SENTENCES: dict[RepairKind, Callable[[list[Repair], int], str]] = {
    "reading": lambda repairs, count: (
        f"正文有{count}处在汉字后插入了拼音（如“{_example(repairs[0])}”），不是原文内容，读取时已删去。"
    ),
    "shifted": lambda repairs, count: (
        f"正文有{count}处汉字编码错位成为乱码（如“{_shown(repairs[0].raw)}”应为“{_shown(repairs[0].repaired)}”），"
        "读取时已按字节还原。"
    ),
    "mojibake": lambda repairs, count: (
        f"有{count}段文字按错误的编码存储成为乱码（如“{_shown(repairs[0].raw)}”应为“{_shown(repairs[0].repaired)}”），"
        "读取时已还原。"
    ),
    "control": lambda repairs, count: f"文中夹有{count}个不可见的控制字符，读取时已删去。",
}


def _replacements(repairs: list[Repair]) -> Iterator[Finding]:
    """One finding for each phrase that stands in place of a word."""
    phrases: dict[tuple[str, str], list[Repair]] = {}
    for repair in repairs:
        if repair.kind == "replacement":
            phrases.setdefault((repair.raw, repair.repaired), []).append(repair)
    for (phrase, word), group in phrases.items():
        message = f"“{word}”一词在全文{len(group)}处（包括法定表样文字）被误替换为“{phrase}”，读取时已还原。"
        finding = _finding(group, message)
        finding.expected, finding.actual = word, phrase
        yield finding


def _script(repairs: list[Repair]) -> Iterator[Finding]:
    for repair in repairs:
        if repair.kind == "script":
            message = "全文为繁体字，读取时已转换为简体；面向内地公众的年度报告应使用规范汉字。"
            yield Finding("text.script", "hint", message, source=repair.source, excerpt=repair.raw)


def _not_repaired(damage: list[tuple[str, str]]) -> Iterator[Finding]:
    """One finding for each kind of damage that was left, named by its sentence up to the quotation."""
    kinds: dict[str, list[tuple[str, str]]] = {}
    for place, sentence in damage:
        kinds.setdefault(sentence.split("（")[0], []).append((place, sentence))
    for sentences in kinds.values():
        place, message = sentences[0]
        if len(sentences) > 1:
            message = f"共{len(sentences)}处，首处：{message}"
        yield Finding(RULE, "warning", message, source=place, advice="请与原件核对后重新发布正确的文本。")
