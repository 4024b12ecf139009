"""Marks that say a document must not go out, told from sentences that merely speak of secrets.

A mark is a mark by its form: with the star of 国家秘密 (保密法 Art 22, 实施条例), as the value of 密级, in brackets, or
alone on its line or in its cell. "不属于国家秘密" has none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.documents.disclosure.finding import Finding, Level, found
from gongkai.documents.disclosure.folding import fold

_GAP = r"[ \u200b]{0,6}"


def _spaced(*words: str) -> str:
    """Any of the words, which a document's head may print with spaces between their characters."""
    return "(?:" + "|".join(_GAP.join(word) for word in words) + ")"


_SECRET = _spaced("绝密", "机密", "秘密")
_TERM = (
    rf"(?:[0-9〇一二三四五六七八九十]{{1,3}}{_GAP}(?:年|个月|月|天|日)|{_spaced('长期', '启用前', '公布前', '发布前')})"
)
_STARRED = re.compile(rf"{_SECRET}{_GAP}(?:[★☆]{_GAP}{_TERM}?|[*✩✭⋆]{_GAP}{_TERM})")
_LEVEL_FIELD = re.compile(
    rf"(?:密{_GAP}级|保密等级|秘密等级|涉密等级)(?:[::]{_GAP}|和保密期限[::]{_GAP}|[ ]{{1,8}})"
    rf"(?P<mark>{_SECRET}(?:{_GAP}{_TERM})?)(?![\u4e00-\u9fff])"
)
_ALONE_SECRET = re.compile(rf"{_SECRET}(?:{_GAP}\(?{_TERM}\)?)?|[★☆]{_GAP}{_TERM}")
_WORK_SECRET = _spaced("工作秘密")
_STARRED_WORK = re.compile(rf"{_WORK_SECRET}{_GAP}[★☆]{_GAP}{_TERM}?")
_TRADE = re.compile(rf"{_spaced('核心商密', '普通商密', '商业秘密', '商密')}{_GAP}[★☆▲]{_GAP}{_TERM}?")
_ALONE_TRADE = re.compile(_spaced("核心商密", "普通商密"))
_COPY_NUMBER = re.compile(r"份[ ]?号[::][ ]?[0-9]{1,6}(?![0-9])")

_INTERNAL = _spaced(
    "内部资料", "内部文件", "内部材料", "内部刊物", "内部参考", "内部使用", "内部掌握", "仅供内部使用", "仅供内部参考",
    "仅限内部使用", "仅供参阅", "内部传阅",
)  # fmt: skip
_KEEP = _spaced(
    "不得外传", "请勿外传", "严禁外传", "禁止外传", "不准外传", "切勿外传", "不得翻印", "严禁复制", "不得复制",
    "严禁转发", "不得公开", "不得上网", "严禁上网", "注意保存", "妥善保管", "注意保密", "阅后即焚", "阅后收回",
    "会后收回", "用后收回",
)  # fmt: skip
_JOIN = r"[ ,、;。!·\-\u200b]{0,4}"
_ALONE_INTERNAL = re.compile(rf"[★☆]{{0,3}}(?:{_INTERNAL}(?:{_JOIN}{_KEEP})*|{_KEEP}(?:{_JOIN}{_KEEP})*)[★☆]{{0,3}}")
_INTERNAL_PAIR = re.compile(rf"{_INTERNAL}{_JOIN}{_KEEP}(?:{_JOIN}{_KEEP})*")
_NOT_PUBLIC = re.compile(
    r"\((?:此件|本件)(?:不公开|不予公开|不对外公开)(?:发布)?\)"
    r"|(?:公开(?:属性|方式|类别|形式))[::]\s?(?:不公开|不予公开)(?![^ \n)。;])"
)
_BRACKETED = re.compile(r"[(\[【〔《<{](?P<inside>[^()\[\]【】〔〕《》<>{}\n]{2,24})[)\]】〕》>}]")
_LINE = re.compile(r"[^\r\n\v\f]+")
_AROUND = " \t\u200b()[]【】〔〕<>{}*·。!-_=:"
_QUOTED = re.compile(r"[“\"'‘「『]\s?$")


def find_marks(text: str, place: str = "", in_table: bool = False) -> list[Finding]:
    """Marks in a text of one or more lines. `in_table`: a cell that holds but the word is a column's head as likely
    as a mark, and only to be looked at."""
    folded = fold(text)
    taken: set[int] = set()
    findings = []
    for kind, (start, end), level in _candidates(folded, in_table):
        if not taken.isdisjoint(range(start, end)):
            continue
        taken.update(range(start, end))
        note = (
            "出现在引号内，也可能只是提到标志的写法，请核对。" if level == "warn" and _is_quoted(folded, start) else ""
        )
        findings.append(found(kind, text[start:end], place, level=level, span=(start, end), note=note))
    return sorted(findings, key=lambda finding: finding.span or (0, 0))


def _candidates(text: str, in_table: bool) -> Iterator[tuple[str, tuple[int, int], Level | None]]:
    for kind, pattern in (
        ("work_secret_mark", _STARRED_WORK),
        ("trade_secret_mark", _TRADE),
        ("secrecy_mark", _STARRED),
    ):
        for match in pattern.finditer(text):
            yield kind, match.span(), "warn" if _is_quoted(text, match.start()) else None
    for match in _LEVEL_FIELD.finditer(text):
        yield "secrecy_mark", match.span("mark"), None
    for match in _COPY_NUMBER.finditer(text):
        yield "copy_number", match.span(), None
    for pattern in (_INTERNAL_PAIR, _NOT_PUBLIC):
        for match in pattern.finditer(text):
            yield "internal_mark", match.span(), "warn" if _is_quoted(text, match.start()) else None
    for match in _BRACKETED.finditer(text):
        if match[0][0] not in "《<":  # those hold titles
            yield from _alone(match["inside"], match.start("inside"), None)
    for match in _LINE.finditer(text):
        yield from _alone(match[0], match.start(), "warn" if in_table else None)


def _alone(line: str, at: int, level: Level | None) -> Iterator[tuple[str, tuple[int, int], Level | None]]:
    """What a line is a mark of, when there is nothing else on it."""
    bare = line.strip(_AROUND)
    start = at + line.find(bare)
    span = (start, start + len(bare))
    if not bare or len(bare) > 60:
        return
    if _ALONE_SECRET.fullmatch(bare):
        yield "secrecy_mark", span, level
    elif re.fullmatch(_WORK_SECRET, bare):
        yield "work_secret_mark", span, level
    elif _ALONE_TRADE.fullmatch(bare):
        yield "trade_secret_mark", span, level
    elif _ALONE_INTERNAL.fullmatch(bare):
        yield "internal_mark", span, level


def _is_quoted(text: str, at: int) -> bool:
    return _QUOTED.search(text[max(0, at - 2) : at]) is not None
