"""Percentages in the prose: a share must be that of some whole number in its base.

Where number and base both stand in the text, the share is worked out anew. Where the base is left open, every total of
the paragraph is tried (the test known as GRIM: 38.4 % of 689 would need 264.6 cases); that can only ever be a hint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from gongkai.reports.checking.prose.claims import other_period
from gongkai.reports.checking.prose.quantities import Quantity
from gongkai.reports.checking.prose.tables import Tables
from gongkai.reports.checking.prose.text import Passage, Sentence
from gongkai.reports.checking.prose.wording import finding
from gongkai.reports.model import Finding, Report

_WHOLE = r"(?:申请|办理|受理|收件|收到|答复|办结|全部|总)*(?:总数量|总数|总量|总件数|数量|申请量|总体|申请)?"
_SHARE_BEHIND = re.compile(rf"^(?:,|、)?(?:占比?|比例|占{_WHOLE}的?(?:比例|比重|比)?)(?:为|达|达到|:)*$")
_SHARE = re.compile(rf"占{_WHOLE}的?(?:比例|比重|比)?(?:为|达|达到)*$")
_RATE = re.compile(r"(?:办结|答复|回复|按期|按时|及时|公开|满意|群众满意|合格)率(?:为|达|达到|均为|均达)*$")
_SHARE_RATE = re.compile(r"(?:答复|办结|回复|办理)率(?:为|达|达到)*$")
"""A rate of what was received: not one of what was answered, like that of satisfaction."""
_YEAR_BEFORE = re.compile(r"(?:比|较|与)?(?:上年|去年|上一年)(?:度|同期)?的?$")
_GROWN = re.compile(r"^(?:,|、)?(?:相比|同比)?,?(?:增长|增加|上升|(?P<less>下降|减少|降低))了?$")
_COUNTS = {"件", "宗", "份", "项", "条", "起", "个", "篇"}
_LARGEST_BASE = 5000
"""Of more than this nearly every share of one decimal can be had, so that the test says nothing."""


def check(report: Report, passages: list[Passage]) -> Iterator[Finding]:
    """Findings on shares that the figures beside them do not give."""
    tables = Tables(report)
    known = {int(value) for value in tables.row("received") | tables.taken_in() | tables.row("concluded")}
    for passage in passages:
        read = [(sentence, sentence.quantities) for sentence in passage.sentences]
        for index, (sentence, own) in enumerate(read):
            earlier = read[index - 1][1] if index else []
            yield from _worked_out(sentence, own, earlier, known)
            yield from _impossible_rates(sentence, own)
            yield from _rates_of_a_number(report, sentence, own)
            yield from _growth(sentence, own)
        yield from _open_bases(report, read)


def _worked_out(sentence: Sentence, own: list[Quantity], earlier: list[Quantity], known: set[int]) -> Iterator[Finding]:
    """“其中甲 k 件，占总数的 x%”, with the total before it."""
    pairs = [pair for pair in pairwise(own) if _is_share_of(sentence, *pair)]
    with_shares = [number for number, _ in pairs]
    marker = sentence.text.find("其中")
    for number, share in pairs:
        limit = number.start if marker < 0 else min(marker, number.start)
        before = [q for q in own if q.end <= limit and q not in with_shares] or earlier
        bases = [q for q in before if q.measure == number.measure and q.value >= number.value and q.value]
        tried = {q.value for q in bases}
        if not bases or not all(q.exact for q in bases) or number.measure not in _COUNTS:
            continue
        if any(_gives(number.value, base, share) for base in tried | {Decimal(value) for value in known}):
            continue
        base = bases[-1]
        right = (100 * number.value / base.value).quantize(_step(share), ROUND_HALF_UP)
        certain = len(tried) == 1 and 0 <= marker < number.start and before is not earlier
        yield finding(
            *sentence.words.span(base.item_start if base in own else number.item_start, share.end),
            rule="prose.disagrees" if certain else "prose.percentage",
            message=f"文中{number.whole}{number.measure}占{base.whole}{base.measure}的比例写作{share.value}%，"
            f"按这两个数字应为{right}%。",
            expected=right,
            actual=share.value,
            advice="请核对件数、总数和百分比，并写明以什么为基数。",
        )


def _is_share_of(sentence: Sentence, number: Quantity, share: Quantity) -> bool:
    """Whether the percentage is said of the number right before it."""
    between = sentence.text[number.end : share.start]
    return share.measure == "%" and share.exact and number.exact and bool(_SHARE_BEHIND.match(between))


def _step(share: Quantity) -> Decimal:
    """The value of one unit in the share's last decimal."""
    return Decimal(1).scaleb(int(share.value.as_tuple().exponent))


def _gives(number: Decimal, base: Decimal, share: Quantity) -> bool:
    """Whether number ÷ base is the share, rounded or cut off at its last decimal."""
    if not base:
        return False
    return -_step(share) / 2 <= 100 * number / base - share.value < _step(share)


def _impossible_rates(sentence: Sentence, own: list[Quantity]) -> Iterator[Finding]:
    for rate in own:
        if rate.measure == "%" and rate.value > 100 and (_RATE.search(rate.before) or _SHARE.search(rate.before)):
            yield finding(
                *sentence.words.span(rate.item_start, rate.end),
                rule="prose.disagrees",
                message=f"文中“{sentence.text[rate.item_start : rate.end]}”超过100%，比率不可能大于100%。",
                expected=100,
                actual=rate.whole,
                advice="请核对百分比。",
            )


def _rates_of_a_number(report: Report, sentence: Sentence, own: list[Quantity]) -> Iterator[Finding]:
    """“收到咨询 n 件，按期答复率 x%”: nothing else is counted there of which it could be the rate."""
    counts = [q for q in own if q.measure != "%"]
    rates = [q for q in own if q.measure == "%" and q.exact and q.value <= 100 and _SHARE_RATE.search(q.before)]
    if len(counts) != 1 or not rates or other_period(report, sentence.text[: rates[0].start]):
        return
    base = counts[0]
    if _is_base(base) and base.value <= _LARGEST_BASE and base.end <= rates[0].start:
        for rate in rates:
            if not _reachable(rate, base.value):
                yield _open_base_finding(sentence, rate, f"以文中的{base.whole}{base.measure}为基数得不到整数件数")


def _growth(sentence: Sentence, own: list[Quantity]) -> Iterator[Finding]:
    """“n 件，比上年的 m 件增长 x%”, worked out anew."""
    for number, last, change in zip(own, own[1:], own[2:], strict=False):
        grown = _GROWN.match(sentence.text[last.end : change.start])
        alike = number.measure == last.measure and change.measure == "%" and last.value
        if not grown or not alike or not _YEAR_BEFORE.search(last.before):
            continue
        if not (number.exact and last.exact and change.exact):
            continue
        more = last.value - number.value if grown["less"] else number.value - last.value
        if not _gives(more, last.value, change):
            right = (100 * more / last.value).quantize(_step(change), ROUND_HALF_UP)
            yield finding(
                *sentence.words.span(number.item_start, change.end),
                rule="prose.percentage",
                message=f"文中由{last.whole}{last.measure}变为{number.whole}{number.measure}，增减幅度写作"
                f"{change.value}%，按这两个数字应为{right}%。",
                expected=right,
                actual=change.value,
                advice="请核对两年的数字和百分比。",
            )


def _open_bases(report: Report, read: list[tuple[Sentence, list[Quantity]]]) -> Iterator[Finding]:
    """Several shares 占总数 in one paragraph that no single one of its totals can give."""
    shares: list[tuple[Sentence, Quantity]] = []
    bases: set[Decimal] = set()
    for sentence, own in read:
        for index, number in enumerate(own):
            counted = index and _SHARE_BEHIND.match(sentence.text[own[index - 1].end : number.start])
            if number.measure == "%" and number.exact and _SHARE.search(number.before) and not counted:
                if not re.search("全[省市县国区]|分别", number.before):
                    shares.append((sentence, number))
            elif _is_base(number) and not other_period(report, sentence.text[: number.start]):
                parts = _noted(sentence, number)
                bases |= {number.value, *(q.value for q in parts), *(number.value - q.value for q in parts)}
    candidates = sorted(bases, reverse=True)
    if any(base > _LARGEST_BASE for base in bases):
        return
    impossible = [pair for pair in shares if candidates and not any(_reachable(pair[1], base) for base in candidates)]
    if impossible:
        sentence, share = impossible[0]
        yield _open_base_finding(sentence, share, f"在文中各总数（{_list(candidates)}）上都得不到整数件数")
    elif len(shares) > 1 and candidates and not any(all(_reachable(s, b) for _, s in shares) for b in candidates):
        sentence, share = min(shares, key=lambda pair: sum(_reachable(pair[1], base) for base in candidates))
        yield _open_base_finding(sentence, share, f"与文中其他占比不可能以同一个总数（{_list(candidates)}）为基数")


def _is_base(number: Quantity) -> bool:
    return number.exact and number.measure in _COUNTS and number.value > 1 and "均" not in number.before


def _noted(sentence: Sentence, number: Quantity) -> list[Quantity]:
    """Parts of a number that stand in a bracket behind it, which the text may have left out of its base."""
    notes = [note for place, note in sentence.notes if place == number.end]
    return [
        q
        for note in notes
        for q in note.quantities
        if q.exact and q.measure == number.measure and q.value < number.value
    ]


def _reachable(share: Quantity, base: Decimal) -> bool:
    """Whether some whole number of `base` rounds to the share."""
    nearest = (share.value * base / 100).quantize(Decimal(1), ROUND_HALF_UP)
    rounded = (100 * number / base for number in (nearest - 1, nearest, nearest + 1) if 0 <= number <= base)
    return any(value.quantize(_step(share), ROUND_HALF_UP) == share.value for value in rounded)


def _list(bases: list[Decimal]) -> str:
    return "、".join(str(base) for base in bases)


def _open_base_finding(sentence: Sentence, share: Quantity, why: str) -> Finding:
    words = sentence.text[share.item_start : share.end]
    return finding(
        *sentence.words.span(share.item_start, share.end),
        rule="prose.percentage",
        message=f"文中“{words}”{why}。",
        actual=share.value,
        advice="请写明百分比以什么为基数，并核对件数。",
    )
