"""Personal data in a text that everybody may read."""

from __future__ import annotations

import re

from gongkai.reports.checking.text.lines import on
from gongkai.reports.model import Finding, Report

_PERSON = re.compile(
    r"(?:联系人|经办人|填报人|填表人|撰稿人|负责人)\s*[:：]\s*(?P<words>[^;；,，。]{2,20})[;；,，\s]*.{0,12}?"
    r"(?:0\d{2,3}\s*[-—－]?\s*\d{7,8}|1[3-9]\d{9})"
)
_OFFICE = re.compile(r"(?:办|办公室|科|处|股|室|中心|局|窗口|电话)$")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")


def findings(report: Report) -> list[Finding]:
    """Names with telephone numbers and mobile numbers, a hint; identity numbers, a warning. Numbers are not quoted."""
    found: list[Finding] = []
    for line in report.lines:
        if any(map(_has_check_digit, _IDENTITY.finditer(line.text))):
            message = "文中有公民身份号码，属于个人信息，不应公开。"
            found.append(Finding("text.identity_number", "warning", message, source=line.source, advice=_ADVICE))
        elif contact := _person(line.text) or _MOBILE.search(line.text):
            message = "文中印有个人姓名和电话或手机号码，公开前请确认确有必要。"
            found.append(on(line, "text.contact", message, contact.start(), contact.start() + 3, advice=_ADVICE))
    return found


def _person(text: str) -> re.Match[str] | None:
    """A person named with a telephone number; an office named as the contact is none."""
    return next((match for match in _PERSON.finditer(text) if not _OFFICE.search(match["words"].strip())), None)


def _has_check_digit(number: re.Match[str]) -> bool:
    """Whether the last digit is the one that the others give (GB 11643)."""
    total = sum(int(digit) * 2 ** (17 - at) for at, digit in enumerate(number[0][:17]))
    return "10X98765432"[total % 11] == number[0][-1].upper()


_ADVICE = "宜只公布机构名称和办公电话。"
