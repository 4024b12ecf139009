"""A unit, a per cent sign or the mark of a date without the number that belongs before it."""

from __future__ import annotations

import re

from gongkai.reports.checking.text.lines import body, on, search
from gongkai.reports.model import Finding, Report

_END = r"(?=\s*(?:[，。；、,;]|其中|$))"
_MISSING = re.compile(
    # 召开推进会议次， - the nouns are such as do not form a word with the unit (场次, 活动期, 申请件 are words)
    rf"(?:会议|培训|活动|讲座|检查|督查|演练|座谈会|推进会|发布会|调度会)\s*次{_END}"
    rf"|(?:信息|文件|公文|稿件|动态|公告|留言|咨询)\s*(?:条|篇){_END}"
    rf"|申请\s+件{_END}|共收到(?:政府信息公开)?申请件{_END}"
    rf"|(?:共计|合计|总计|累计|共有)\s*(?:件|条|份|篇|次|个){_END}"
    r"|(?:增长|下降|上升|降低|减少|提高|提升|达到|占比|占|率为|率达)(?:了|为|到)?\s*[%％]"
    r"|(?<!\d)\d{4}\s*年(?:\s*月\s*日|\s*\d{1,2}\s*月\s*日|\s*月\s*\d{1,2}\s*日)(?![常均益程报期志夜渐])"
)


def findings(report: Report) -> list[Finding]:
    """A finding for each place where a number is certainly missing."""
    found = []
    for line, match in search(body(report), _MISSING):
        message = f"“{match[0].strip()}”缺少数字。"
        found.append(on(line, "text.number_missing", message, match.start(), match.end()))
    return found
