"""What an editor or a template has left in a public text."""

from __future__ import annotations

import re

from gongkai.reports.checking.text.lines import body, on, search, several
from gongkai.reports.model import Finding, Report

_RESIDUE = re.compile(
    r"\[bookmark:[^\]]*\]?|_GoBack|_Toc\d{4,}|\bHYPERLINK\s*[\"“\\]|\\\*\s*MERGEFORMAT|\bMERGEFORMAT\b|\bPAGEREF\b|"
    r"Error!\s*(?:Reference|Bookmark|Hyperlink|No)[^。]{0,30}|错误[!！]\s*(?:未找到引用源|未定义书签|超链接引用无效)|"
    r"&(?:nbsp|ensp|emsp|lt|gt|amp|quot|[lr][ds]quo|middot|mdash|hellip|#x?[0-9A-Fa-f]{2,6});|"
    r"</?(?:p|span|div|br|font|table|tbody|tr|td|strong|b|a|img|style|script)\b[^<>]*>|<!--|\bmso-[a-z-]+:"
)
_PLACEHOLDER = re.compile(
    r"(?:[XＸ×]{2,}|[_＿]{2,})\s*(?:年|月|日|件|条|次|个|份|篇|期|场|万元|元|%|％)"
    r"|[_＿]{4,}|\{\{[^{}]*\}\}|\$\{\w+\}|(?:单击|点击)此处(?:输入|添加|编辑)|此处(?:填写|填入|插入)"
)
_MASKED = re.compile(r"(?:[XＸ×]{2,}|某某|〇〇)(?:省|市|县|区|镇|乡|街道|局|厅|委|单位|部门)")


def findings(report: Report) -> list[Finding]:
    """Editor residue, one finding each; unfilled placeholders likewise; masked names once."""
    lines = body(report)
    found = []
    for line, match in search(lines, _RESIDUE):
        message = f"正文中留有编辑软件或网页的代码“{match[0][:30]}”，应当删除。"
        found.append(on(line, "text.residue", message, match.start(), match.end()))
    for line, match in search(lines, _PLACEHOLDER):
        message = f"“{match[0][:20]}”是模板中待填写的内容，没有填写。"
        found.append(on(line, "text.placeholder", message, match.start(), match.end()))
    masked = search(lines, _MASKED)
    if masked:
        message = f"机关名称写作“{masked[0][1][0]}”（共{{n}}处），请确认是否为没有填写的模板。"
        found += several("text.masked_name", masked, message)
    return found
