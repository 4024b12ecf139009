"""Years and dates: a year without its mark, no day of the calendar, a sign-off without marks, another year's text."""

from __future__ import annotations

import re
from calendar import monthrange
from itertools import pairwise

from gongkai.reports.checking.text.lines import BODY, body, on, search
from gongkai.reports.model import Finding, Report, SectionLine

_YEAR_WITHOUT_MARK = re.compile(
    r"(?:^|(?<=[。；！？]))\s*(20[0-4]\d)(?:(?=[,，]\s*[\u4e00-\u9fff])|(?=(?:根据|按照|我[局市县区镇委办院]|本[局市县区镇]|"
    r"本单位|本机关|全[市县区局省镇]|各级|在|通过|围绕|认真|严格|坚持|持续|深入|进一步|继续|积极)))"
    r"|(?:截至|截止|到|至)(20[0-4]\d)(?=[底末初])"
)
_GOES_ON = re.compile(r"[^。；！？：:;.]{40,}$|[，、,]\s*$")
"""How a line ends whose sentence goes on in the next one: a number there need not be a year."""

_DATE = re.compile(r"(?<!\d)(20\d\d)\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?")
_DIGITS = re.compile(r"\s*(20[0-4]\d\d{3,4})\s*")
_SIGNER = re.compile(r"(?:局|府|委|厅|办|室|处|院|会|所|站|队|中心|公司|学校)\s*$")
_SUBJECT = re.compile(
    r"(?:^|[。；])\s*(20\d\d)\s*年(?:度)?[，,]?\s*"
    r"(?:我[局市县区镇委办院厅]|本[局市县区镇]|本单位|本机关|全[市县区局省镇])"
)


def findings(report: Report) -> list[Finding]:
    """Findings on years and dates in the text and at its end."""
    lines = body(report)
    return [*_marks(lines), *_calendar(lines), *_sign_off(report), *_other_year(report, lines)]


def _marks(lines: list[SectionLine]) -> list[Finding]:
    found = []
    before = {id(line): previous for previous, line in pairwise(lines) if previous.section == line.section}
    for line, match in search(lines, _YEAR_WITHOUT_MARK):
        previous = before.get(id(line))
        if match[1] and not match.start() and previous and _GOES_ON.search(previous.text[-80:]):
            continue
        year = match[1] or match[2]
        message = f"年份“{year}”后面缺少“年”字。"
        found.append(on(line, "text.year_mark", message, match.start(), match.end(), actual=year, expected=f"{year}年"))
    return found


def _calendar(lines: list[SectionLine]) -> list[Finding]:
    found = []
    for line, match in search(lines, _DATE):
        year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
        if not (1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
            message = f"日期“{match[0]}”不存在。"
            found.append(on(line, "text.date", message, match.start(), match.end()))
    return found


def _sign_off(report: Report) -> list[Finding]:
    """A date under the signer's name of which only the digits are left."""
    printed = [line for line in report.lines if line.text.strip()]
    for before, line in pairwise(printed):
        match = _DIGITS.fullmatch(line.text)
        if match and line.section in (5, 6, 7) and _SIGNER.search(before.text) and len(before.text.strip()) <= 40:
            message = f"落款日期“{match[1]}”缺少“年、月、日”。"
            return [on(line, "text.date", message, 0, len(line.text))]
    return []


def _other_year(report: Report, lines: list[SectionLine]) -> list[Finding]:
    """The text throughout is of another year than the report."""
    if report.year is None:
        return []
    found = []
    first = [line for line in lines if line.section == BODY[0]]
    subjects = search(first, _SUBJECT)
    told = {int(match[1]) for _, match in subjects}
    if told and report.year not in told and not any(str(report.year) in line.text for line in first):
        line, match = subjects[0]
        message = f"总体情况部分叙述的是{match[1]}年的工作，没有提到报告年度{report.year}年。"
        found.append(_year_finding(report, line, match, message))
    return found


def _year_finding(report: Report, line: SectionLine, match: re.Match[str], message: str) -> Finding:
    finding = on(line, "text.year_differs", message, match.start(), match.end())
    finding.expected, finding.actual = report.year, int(match[1])
    return finding
