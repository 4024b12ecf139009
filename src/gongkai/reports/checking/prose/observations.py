"""What is worth a second look in the prose without being wrong for certain: hints, but for a period of another year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.reports.checking.prose.claims import governs_area, other_period
from gongkai.reports.checking.prose.quantities import Quantity
from gongkai.reports.checking.prose.text import Passage, Sentence
from gongkai.reports.checking.prose.wording import finding
from gongkai.reports.model import Finding, Report

_FULL_YEAR = re.compile(
    r"(?:统计(?:期限|时限|期间|时间)|数据)(?:为|是|均为|自|从|:)*(20\d\d)年1月1日(?:起)?[至到—-]+(20\d\d)年12月31日"
)
_OTHER_REPORT = re.compile(r"(?:上年|去年|上一年|20\d\d年)[^,;]*$")
_ALL_INTERPRETATIONS = re.compile(
    r"(?:发布|公开|推出|制作|编发)?(?:各类)?政策(?:文件)?解读(?:材料|信息|稿件|文章)?(?:共|共计)?$"
)
_ONE_KIND = re.compile(
    r"(?:音频|视频|短视频|图文|图片|图解|动漫|动画|文字|专家|媒体|H5)(?:政策)?解读(?:材料|信息)?(?:共|共计)?$"
)
_LOOKUP = re.compile(r"(?:现场)?(?:资料|档案)?(?:查询|查阅|查档|调阅)$")
_APPLICATION = re.compile(r"(?:依申请公开|信息公开)[^,;]*$|申请$")
_CHANNEL = re.compile(r"门户网站|政府网站|官方网站|官网|微信公众号|微博|抖音")
_NEWS = re.compile(r"(?:发稿|稿件|新闻稿|新闻信息|(?:政务)?新闻(?:类)?(?:信息|数据)?|发布新闻)(?:共|共计)?$")
_OUTSIDE = re.compile(r"比|较|去年|上年|上级|省级|市级|国家级|中央|媒体|报纸|电视|被|转载|刊播|刊发|采用")
_PERIODICALS = (("周报", 48), ("月报", 11), ("旬报", 33))
_SURVEY = re.compile(r"(?:意见征集|民意征集|调查征集|网上调查|征集调查|征求意见)(?:活动)?(?:共|共计)?$")
_SURVEYS_EXPECTED = 6
"""地方政府门户网站 a year, by the inspection indicators of 政府网站与政府系统政务新媒体."""
_SHARE_OF_THING = re.compile(r"(?P<thing>[一-鿿]{2,6})(?:达到?|为)$")


def check(report: Report, passages: list[Passage]) -> Iterator[Finding]:
    """Hints on wording and figures of the prose."""
    read = [(passage, sentence, sentence.quantities) for passage in passages for sentence in passage.sentences]
    yield from _periods(report, passages)
    yield from _interpretations(read)
    yield from _news_twice(report, read)
    for _, sentence, own in read:
        yield from _lookups(sentence, own)
        yield from _periodicals(report, sentence, own)
        yield from _share_of_a_thing(sentence, own)
    if governs_area(report):
        yield from _surveys(report, read)


_Read = list[tuple[Passage, Sentence, list[Quantity]]]


def _periods(report: Report, passages: list[Passage]) -> Iterator[Finding]:
    """The statistical period as stated against the report's year."""
    for passage in passages:
        for sentence in passage.sentences:
            match = _FULL_YEAR.search(sentence.text)
            years = {int(match[1]), int(match[2])} if match else set()
            if (
                match
                and report.year
                and years != {report.year}
                and not _OTHER_REPORT.search(sentence.text[: match.start()])
            ):
                titled = str(report.year) in (report.title or "")
                said = finding(
                    *sentence.words.span(match.start(), match.end()),
                    rule="profile.period",
                    message=f"文中统计期限为{match[1]}年1月1日至{match[2]}年12月31日，与报告年度{report.year}年不符。",
                    expected=report.year,
                    actual=int(match[1]),
                    advice="统计期限应为报告年度的1月1日至12月31日，请核对年份。",
                )
                # Where the title does not name the year, it may be the year that was told wrongly.
                said.level = "warning" if titled else "hint"
                yield said


def _interpretations(read: _Read) -> Iterator[Finding]:
    """One kind of 政策解读 that is more than all of them."""
    total: tuple[Sentence, Quantity] | None = None
    for _, sentence, own in read:
        for quantity in own:
            if _ALL_INTERPRETATIONS.search(quantity.before) and quantity.exact:
                total = (sentence, quantity)
            elif total and _ONE_KIND.search(quantity.before) and quantity.exact:
                whole = total[1]
                if quantity.measure == whole.measure and quantity.value > whole.value:
                    yield finding(
                        *sentence.words.span(quantity.item_start, quantity.end),
                        rule="prose.parts",
                        message=f"文中“{quantity.before}”{quantity.whole}{quantity.measure}，"
                        f"多于“{whole.before}”{whole.whole}{whole.measure}。",
                        expected=whole.whole,
                        actual=quantity.whole,
                        advice="一种解读不应多于全部解读，请核对数字，或写明二者的统计口径。",
                    )


def _lookups(sentence: Sentence, own: list[Quantity]) -> Iterator[Finding]:
    """On-site look-ups counted among the applications."""
    hosts = [q for q in own if _APPLICATION.search(q.before)]
    inside = [
        (note, q) for place, note in sentence.notes for q in note.quantities if any(h.end == place for h in hosts)
    ]
    listed = [(sentence, q) for q in own if hosts and q.before.startswith("其中")]
    for where, quantity in (*inside, *listed):
        if _LOOKUP.search(quantity.before):
            yield finding(
                *where.words.span(quantity.item_start, quantity.end),
                rule="prose.lookups",
                message=f"文中把“{quantity.before}{quantity.whole}{quantity.measure}”计入依申请公开件数。",
                actual=quantity.whole,
                advice="现场查询、查阅一般不属于政府信息公开申请，宜单独统计。",
            )


@dataclass(frozen=True, slots=True)
class _News:
    sentence: Sentence
    quantity: Quantity
    listed: bool


def _news_twice(report: Report, read: _Read) -> Iterator[Finding]:
    """News on one channel with two figures for one year."""
    found: dict[str, list[_News]] = defaultdict(list)
    for _, sentence, own in read:
        for quantity in own:
            start, _ = sentence.clause_at(quantity.start)
            before = sentence.text[:start]
            previous = before[max(before[:-1].rfind(mark) for mark in ",;:") + 1 :]
            words = sentence.text[start : quantity.start]
            channels = _CHANNEL.findall(words) or _CHANNEL.findall(previous)
            named = re.sub("政府网站|官方网站|官网", "门户网站", channels[-1]) if channels else ""
            is_news = _NEWS.search(quantity.before) and quantity.exact and not _OUTSIDE.search(words)
            if named and is_news and not other_period(report, sentence.text[: quantity.start]):
                found[named].append(_News(sentence, quantity, "其中" in sentence.text[: quantity.start]))
    for channel, news in found.items():
        own_totals = [item for item in news if not item.listed]
        if len({item.quantity.value for item in own_totals}) > 1:
            first, second = own_totals[0], own_totals[-1]
            yield finding(
                *second.sentence.words.span(second.quantity.item_start, second.quantity.end),
                rule="prose.two_figures",
                message=f"同一年{channel}发布的新闻稿件，文中一处为{first.quantity.whole}{first.quantity.measure}，"
                f"一处为{second.quantity.whole}{second.quantity.measure}。",
                expected=first.quantity.whole,
                actual=second.quantity.whole,
                advice="请核对两处数字是否指同一事项；口径不同的，请写明。",
            )


def _periodicals(report: Report, sentence: Sentence, own: list[Quantity]) -> Iterator[Finding]:
    for quantity in own:
        for name, expected in _PERIODICALS:
            is_it = quantity.after.startswith(name) or quantity.before.endswith(name)
            if is_it and quantity.measure == "期" and quantity.exact and quantity.value < expected:
                yield finding(
                    *sentence.words.span(quantity.item_start, quantity.end + len(quantity.after)),
                    rule="prose.periodical",
                    message=f"文中全年编发{name}{quantity.whole}期，少于按期编发应有的期数。",
                    actual=quantity.whole,
                    advice=f"请核对期数，或说明{name}自何时起编发。",
                )


def _share_of_a_thing(sentence: Sentence, own: list[Quantity]) -> Iterator[Finding]:
    """“某某件 a 件，某某件达 x%”: one noun for a count and for a share."""
    for share in own:
        match = _SHARE_OF_THING.search(share.before) if share.measure == "%" else None
        if not match or re.search("率|占|比|例|度|重", match["thing"]):
            continue
        if any(q.measure != "%" and q.end <= share.start and q.before.endswith(match["thing"]) for q in own):
            yield finding(
                *sentence.words.span(share.item_start, share.end),
                rule="prose.share_unclear",
                message=f"文中“{match['thing']}”既写件数又写{share.whole}%，未说明占什么的百分之几。",
                actual=share.whole,
                advice="请写明比率的名称和基数。",
            )


def _surveys(report: Report, read: _Read) -> Iterator[Finding]:
    """A government portal's opinion surveys in the year against the number that inspections look for."""
    for _, sentence, own in read:
        for quantity in own:
            is_survey = _SURVEY.search(quantity.before) and quantity.measure in ("期", "次", "个", "项", "件")
            few = quantity.exact and quantity.value < _SURVEYS_EXPECTED
            if is_survey and few and not other_period(report, sentence.text[: quantity.start]):
                yield finding(
                    *sentence.words.span(quantity.item_start, quantity.end),
                    rule="prose.surveys",
                    message=f"文中全年开展调查征集{quantity.whole}{quantity.measure}，"
                    f"少于政府门户网站检查指标所要求的{_SURVEYS_EXPECTED}次。",
                    expected=_SURVEYS_EXPECTED,
                    actual=quantity.whole,
                    advice="请核对次数。",
                )
