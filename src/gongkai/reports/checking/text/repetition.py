"""Words and sentences that stand there twice.

Chinese doubles characters on purpose and by chance: 目的的, 参与与, 以及及时, 县人民政府政府信息公开网, 研究研究.
Only a few doubled particles between words that do not end or begin in them are certain.
"""

from __future__ import annotations

import re

from gongkai.reports.checking.text.lines import body, on, search, several
from gongkai.reports.model import Finding, Report, SectionLine

_DOUBLED_CHARACTER = re.compile(
    r"(?<![目标的端有中众鹄])的的(?![确士的卢])|(?<![不])了了(?![解之事当然])|我我局|于于(?=20)"
)
_DOUBLED_WORD = re.compile(r"([\u4e00-\u9fff]{3,10})\1")
_MEANT = re.compile(r"一[\u4e00-\u9fff]{1,2}一|服务中心服务中心|人民政府政府|(.)\1(.)\2")
_SENTENCE = re.compile(r"[^。！？\n]+")
_CLAUSE = re.compile(r"[^，。；：！？,;:!?\s]+")
_SHORTEST_SENTENCE, _SHORTEST_CLAUSE = 20, 8


def findings(report: Report) -> list[Finding]:
    """Doubled characters, one finding each; doubled words and repeated sentences, one for all."""
    lines = body(report)
    found = []
    for line, match in search(lines, _DOUBLED_CHARACTER):
        message = f"“{match[0]}”重复了一个字。"
        found.append(on(line, "text.doubled_character", message, match.start(), match.end()))
    doubled = [(line, match) for line, match in search(lines, _DOUBLED_WORD) if not _MEANT.match(match[0])]
    if doubled:
        message = f"“{doubled[0][1][1]}”接连出现两次（共{{n}}处），请核对。"
        found += several("text.doubled_word", doubled, message)
    return found + _repeated(lines)


def _repeated(lines: list[SectionLine]) -> list[Finding]:
    """A sentence that occurs twice in the report, or a clause twice in a paragraph."""
    seen: set[str] = set()
    again: list[tuple[SectionLine, re.Match[str]]] = []
    for line in lines:
        for match in _SENTENCE.finditer(line.text):
            sentence = match[0].strip()
            if len(sentence) < _SHORTEST_SENTENCE:
                continue
            if sentence in seen:
                again.append((line, match))
            seen.add(sentence)
        clauses: set[str] = set()
        for match in _CLAUSE.finditer(line.text):
            if len(match[0]) < _SHORTEST_CLAUSE:
                continue
            if match[0] in clauses and not any(line is other and match[0] in whole[0] for other, whole in again):
                again.append((line, match))
            clauses.add(match[0])
    return several("text.repeated", again, "有语句重复出现（共{n}处），请核对是否误植。")
