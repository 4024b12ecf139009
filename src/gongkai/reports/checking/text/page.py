"""What belongs to the page around the report, or to its paper, and stands in the text or after it."""

from __future__ import annotations

import re

from gongkai.reports.checking.text.lines import BODY, on, several
from gongkai.reports.model import Finding, Report

_CHROME = re.compile(
    r"扫一扫.{0,12}(?:手机|打开|关注|分享)|您访问的链接即将离开|【\s*字体|^\s*(?:【?打印(?:本页)?】?|【?关闭(?:本页|窗口)?】?|收藏)\s*$|"
    r"^\s*(?:上|下)一篇\s*[:：]|^\s*分享(?:到|至)|(?:访问量|浏览次数|点击数)\s*[:：]"
)
_NUMBER = re.compile(r"\s*[-—–－]?\s*\d{1,10}\s*[-—–－]?\s*")
_DATE = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*$|^\s*20\d\d[-./]\d{1,2}[-./]\d{1,2}\s*$")


def findings(report: Report) -> list[Finding]:
    """One hint on parts of the page from the first section on, one on a number after the sign-off."""
    chrome = [
        (line, match)
        for line in report.lines
        if line.section in BODY or line.section > BODY[-1]
        if (match := _CHROME.search(line.text))
    ]
    found = several("text.page_parts", chrome, "网页的按钮或提示文字（共{n}处）混在正文之中或附在文后。")
    return found + _page_number(report)


def _page_number(report: Report) -> list[Finding]:
    printed = [line for line in report.lines if line.text.strip()]
    signed = [at for at, line in enumerate(printed) if line.section > BODY[0] and _DATE.search(line.text)]
    after = printed[signed[-1] + 1 :] if signed else [line for line in printed[-1:] if line.section > BODY[-1]]
    for line in after:
        if _NUMBER.fullmatch(line.text):
            message = f"落款之后有多余的数字“{line.text.strip()}”，可能是页码或网页编号。"
            return [on(line, "text.page_number", message, 0, len(line.text))]
    return []
