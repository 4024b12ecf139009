"""What word processors, templates and drafts leave behind in a text or in a web page's markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.documents.disclosure.finding import Finding, found

_BROKEN_REFERENCE = re.compile(
    r"错误\s?[!！]\s?(?:未找到引用源|未定义书签|文档中没有指定样式的文字|引用源未找到)"
    r"|Error!\s?(?:Reference source not found|Bookmark not defined|No text of specified style)[^。\n]{0,20}",
    re.IGNORECASE,
)
_MERGE_FIELD = re.compile(
    r"«[^«»\n]{1,40}»|\{\{[^{}\n]{1,60}\}\}|\{%[^%\n]{1,60}%\}|\$\{[^{}\n]{1,60}\}|\bMERGEFIELD\s+\S{1,40}"
    r"|\{\s?(?:PAGE|NUMPAGES|TOC|REF|HYPERLINK|INCLUDEPICTURE|SEQ|FORMTEXT)\b[^{}\n]{0,80}\}"
)
_TO_FILL = re.compile(
    r"[【\[（(](?:请|此处|待|需)?(?:填写|输入|插入|补充|填入|补填)[^】\]）)\n]{0,16}[】\]）)]|[【\[]?(?:单击|点击)(?:或点击)?此处(?:输入|添加|编辑)"
    r"(?:文字|内容|文本|标题)?[。\]】]?|lorem ipsum[^。\n]{0,40}",
    re.IGNORECASE,
)
_EMPTY_FIGURE = re.compile(
    r"(?:20|二〇)?[XxＸ×]{2,4}\s?(?:年|月|日|时|万元|亿元|平方米|个百分点)|[XxＸ×]{1,2}月\s?[XxＸ×]{1,2}日|〔(?:20)?[XxＸ×]{2,4}〕"
    r"|第?[XxＸ×]{2,4}号(?=文|令|公告|$)"
)
_WORD_MARKUP = (
    ("Word 样式", re.compile(r"\bmso-[a-z\-]{2,40}\s*:[^;\"'>]{0,60}", re.IGNORECASE)),
    ("Word 样式", re.compile(r"class\s*=\s*[\"']?Mso[A-Za-z]{1,40}", re.IGNORECASE)),
    ("Word 标记", re.compile(r"</?(?:o|w|m|v|st1):[a-z]{1,30}\b[^>]{0,200}>", re.IGNORECASE)),
    ("Word 条件注释", re.compile(r"<!--\s?\[if[^\]]{0,60}\]|<!\[(?:if|endif)[^>]{0,60}>", re.IGNORECASE)),
    ("Word 命名空间", re.compile(r"urn:schemas-microsoft-com:[a-z:]{2,40}", re.IGNORECASE)),
    ("WPS 标记", re.compile(r"</?(?:wps|w10|aml):[a-z]{1,30}\b[^>]{0,200}>", re.IGNORECASE)),
)
_TRACKED = re.compile(
    r"<(?P<name>ins|del)\b[^>]{0,300}>(?P<text>.{0,400}?)</(?P=name)\s*>|class\s*=\s*[\"']?Mso(?:Ins|Del)",
    re.DOTALL | re.IGNORECASE,
)


def find_residue(text: str, place: str = "") -> list[Finding]:
    """Broken references, merge fields and places that nobody filled, in a text, in its order."""
    findings = [
        found(kind, match[0], place, span=match.span(), note=note)
        for kind, pattern, note in (
            ("residue", _BROKEN_REFERENCE, "Word 交叉引用失效后留下的提示。"),
            ("residue", _MERGE_FIELD, "模板的合并域或者域代码没有替换成内容。"),
            ("placeholder", _TO_FILL, "模板中的填写提示没有处理。"),
            ("placeholder", _EMPTY_FIGURE, "日期、数字或者文号尚未填写。"),
        )
        for match in pattern.finditer(text)
    ]
    return sorted(findings, key=lambda finding: finding.span or (0, 0))


def find_residue_in_markup(html: str, place: str = "") -> Iterator[Finding]:
    """What a word processor left in markup: once for each sort, with how often; and every tracked change."""
    counts: dict[str, list[str]] = {}
    for label, pattern in _WORD_MARKUP:
        counts.setdefault(label, []).extend(match[0] for match in pattern.finditer(html))
    for label, examples in counts.items():
        if examples:
            note = f"{label}{len(examples)}处，请用“清除格式”粘贴。"
            yield found("residue", examples[0][:80], place, note=note)
    for match in _TRACKED.finditer(html):
        inserted = (match["name"] or "").lower() != "del"
        note = "修订痕迹没有接受或者拒绝。"
        yield found("insertion" if inserted else "deletion", match["text"] or match[0], place, note=note)
