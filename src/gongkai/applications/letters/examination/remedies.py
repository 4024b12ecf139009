"""The remedies that a letter tells: the right order since 2024, body, court, terms and internet channel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongkai.applications.letters.examination.finding import Finding
from gongkai.applications.letters.examination.text import WHOLE, LetterText, Line, squeezed
from gongkai.applications.letters.facts import LetterFacts
from gongkai.applications.letters.kinds import LetterKind
from gongkai.applications.letters.remedy import remedy_kind
from gongkai.law.remedies import REVIEW_DAYS, SUIT_AFTER_REVIEW_DAYS, SUIT_MONTHS

_REVIEW = re.compile(r"(?:申请|提起|提出)(?:行政)?复议")
_SUIT = re.compile(r"(?:提起|提出)(?:行政)?诉讼|向[^。；]{0,30}法院起诉")
_ABOUT = re.compile(r"复议|诉讼|法院")
_TELLING = re.compile(r"不服|可以|有权|应当|须|\d日内|[一二三四五六十]日内|个月内")
_FIRST = re.compile(r"先(?:行|依法|于|自|在|向|申请|提)[^。；]{0,60}?复议|复议前置")
_DURATION = re.compile(r"(?P<number>\d+|[一二三四五六七八九十]+)(?P<unit>个工作日|日|天|个?月)(?:以内|内|之内)?")
_FIGURES = {"六十": 60, "十五": 15, "六": 6, "三": 3, "三十": 30, "一": 1, "九十": 90}


def examine_remedy(text: LetterText, kind: LetterKind, facts: LetterFacts) -> Iterator[Finding]:
    """What is wrong in the remedies told."""
    about = _remedy_lines(text)
    told = "\n".join(line.text for line in about)
    review, suit = _REVIEW.search(told), _SUIT.search(told)
    due = remedy_kind(kind, facts)
    place = about[0].place if about else WHOLE
    if due == "none":
        if review or suit:
            yield Finding(
                "letter.remedy_superfluous",
                "warning",
                "这种文书是程序性的告知，不单独写明行政复议、行政诉讼。",
                place,
                "请删去救济途径一段。",
            )
        return
    if review is None or suit is None:
        lacking = "、".join(name for name, found in (("行政复议", review), ("行政诉讼", suit)) if found is None)
        yield Finding(
            "letter.remedy_missing", "error", f"没有告知{lacking}的途径。", place, "请写明救济途径、受理机关和期限。"
        )
        return
    first = bool(_FIRST.search(told))
    if due == "review_first" and not first:
        yield Finding(
            "letter.remedy_order",
            "error",
            "不予公开的决定适用复议前置，文书没有告知应当先申请行政复议。",
            place,
            "行政复议法第二十三条（2024年1月1日起施行）：应当先申请行政复议，对复议决定不服的，再提起行政诉讼。",
        )
    elif due == "either" and first:
        yield Finding(
            "letter.remedy_order",
            "error",
            "这种处理结果不适用复议前置，文书却告知应当先申请行政复议。",
            place,
            "请写明可以申请行政复议，也可以直接提起行政诉讼。",
        )
    else:
        yield from _terms(told, first, place)
    yield from _bodies(told, facts, place)


def _remedy_lines(text: LetterText) -> Sequence[Line]:
    """The last lines together that tell a remedy: what was applied for may speak of reviews and suits as well."""
    lines = text.lines
    telling = [at for at, line in enumerate(lines) if _is_telling(line.text)]
    if not telling:
        return ()
    first = last = telling[-1]
    while first and _is_telling(lines[first - 1].text):
        first -= 1
    while last + 1 < len(lines) and _ABOUT.search(lines[last + 1].text):
        last += 1
    return lines[first : last + 1]


def _is_telling(line: str) -> bool:
    return bool((_REVIEW.search(line) or _SUIT.search(line)) and _TELLING.search(line))


def _terms(told: str, first: bool, place: str) -> Iterator[Finding]:
    suit_term = (SUIT_AFTER_REVIEW_DAYS, "日") if first else (SUIT_MONTHS, "月")
    for pattern, name, (number, unit) in (
        (_REVIEW, "申请行政复议", (REVIEW_DAYS, "日")),
        (_SUIT, "提起行政诉讼", suit_term),
    ):
        right = f"{number}{'个月' if unit == '月' else '日'}"
        given = _duration_before(told, pattern)
        if given is None:
            yield Finding("letter.remedy_term", "error", f"没有写明{name}的期限。", place, f"应为{right}。")
        elif given[:2] != (number, unit):
            yield Finding(
                "letter.remedy_term", "error", f"{name}的期限写作“{given[2]}”，不正确。", place, f"应为{right}。"
            )


def _duration_before(told: str, pattern: re.Pattern[str]) -> tuple[int, str, str] | None:
    """The term named last before what the pattern finds first, in the same clause: number, unit, words."""
    found = pattern.search(told)
    if found is None:
        return None
    clause = told[: found.start()]
    other = _REVIEW if pattern is _SUIT else _SUIT
    begins = [mark.end() for mark in re.finditer(r"[。；\n]", clause)]
    begins += [mark.end() for mark in other.finditer(clause)]
    durations = list(_DURATION.finditer(clause, max(begins, default=0)))
    if not durations:
        return None
    last = durations[-1]
    number = int(last["number"]) if last["number"].isdigit() else _FIGURES.get(last["number"], 0)
    unit = {"天": "日", "个月": "月"}.get(last["unit"], last["unit"])
    return number, unit, last[0]


def _bodies(told: str, facts: LetterFacts, place: str) -> Iterator[Finding]:
    gap = "【缺："
    for name in (facts.review_body, facts.review_choice):
        if name and not _names(told, name) and gap + "复议机关" not in told:
            yield Finding(
                "letter.review_body",
                "error",
                f"没有写明应当受理的行政复议机关“{name}”。",
                place,
                f"应向{name}申请行政复议。",
            )
    if facts.court and not _names(told, facts.court):
        yield Finding(
            "letter.court",
            "error",
            f"没有写明有管辖权的法院“{facts.court}”。",
            place,
            f"应向{facts.court}提起行政诉讼。",
        )
    elif "法院" not in told:
        yield Finding("letter.court", "error", "没有写明向人民法院提起行政诉讼。", place, "请写明“人民法院”。")
    if facts.served_online and "【缺：复议网上渠道】" not in told:
        channel = squeezed(facts.review_channel or "")
        if (channel and channel not in told) or (
            not channel and not re.search(r"互联网|网上|在线|https?:|www\.", told)
        ):
            yield Finding(
                "letter.review_channel",
                "error",
                "通过互联网渠道送达，却没有提供提交行政复议申请书的互联网渠道。",
                place,
                "行政复议法第二十二条第二款：请写明互联网渠道" + (f"“{facts.review_channel}”。" if channel else "。"),
            )


def _names(told: str, body: str) -> bool:
    """Whether that body is named, and not only one whose name ends with its: 甲市乙区人民法院 is not 乙区人民法院."""
    name = squeezed(body)
    starts = (match.start() for match in re.finditer(re.escape(name), told))
    return any(at == 0 or told[at - 1] in "向由到者和、或（为：\n“" for at in starts)
