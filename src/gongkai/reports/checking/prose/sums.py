"""Totals in the prose against their parts: “发布信息 N 条，其中甲 a 条、乙 b 条”.

Parts need not exhaust a total, and lists may overlap (by channel, by topic, by state of handling). A list is therefore
held against its total only as far as its words allow: parts of one kind must not exceed it; parts that say that they
are all must give it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from gongkai.reports.checking.prose.quantities import Quantity
from gongkai.reports.checking.prose.text import Passage, Sentence
from gongkai.reports.checking.prose.wording import finding, swapped_digits
from gongkai.reports.model import Finding

_MARKER = re.compile(
    r"其中(?:[,:]|主要[为有是]?|包括|有)*|(?:主要)?(?:包括|包含|涵盖)了?[,:]?|(?:分为|分别[为是])[:]?|(?<=[件条篇份项期次个]):"
)
_CLASSES = re.compile("分类|类别|构成|分为")
_NOTE_MARKER = re.compile(r"(?:其中|包括|包含|含|即|分别[为是]|[:,])*")
_LIST_TITLE = re.compile(r"(?:分类|类别|构成|分布|具体|方式|渠道|栏目)[^,;。:]{0,8}:")
_NOT_A_LIST = re.compile(r"不含|未含|不包括|另|较|比|同期|同比|占|增|减|折合|平均|年均|点击|阅读|浏览|参加|参与|扣除")
_CHANGE = re.compile(r"(?:较|比|同期|同比|增|减|提高|提升|下降|上升|多出|少了)[^,;]*$")
_PREDICATE = re.compile(
    r"通过|利用|依托|发布|收到|受理|办理|召开|(?<!其他|其它|社会|公益)组织|开展|回复|答复|办结|累计|共|合计|总计|印发|制定|完成|参加|接待|处理|"
    r"公开|报送|推送|编发|举办|制作|收集|征集|解决|转办|另|此外|同时|并"
)
_OPEN = re.compile(r"等|主要|例如|比如|诸如|大部分|多数|部分为|以及其他")
_STATES = re.compile(
    r"办结|满意|答复|回复|办理|按期|按时|签收|解决|完成|采纳|立案|已|现行|有效|新增|新制|新收|新建|本年|当年|年内|"
    r"结转|超期|逾期|参与|查询|咨询|点击|阅读|转发|评论|点赞"
)
_OVERLAPPING = re.compile(
    r"原创|转载|首发|头条|推荐|图文|置顶|独家|重点|涉及|关于|有关|网站|微信|微博|公众号|客户端|APP|抖音|平台|"
    r"媒体|报纸|电视|广播|公报|专栏|公示栏|公开栏|政务号|视频号|头条号|解读|配套"
)
_OVERLAP_SAID = re.compile(r"重复计|分别计|交叉|同时涉及|涉及[两多]|兼有|兼具|含重复|有重复|重叠")
_REST = re.compile(r"(?:其他|其它|其余|剩余)(?:各?类|方式|渠道|形式|申请|信息|情况|途径|栏目|方面|的|数据|事项)*$")
_ABOUT_APPLICATIONS = re.compile(r"依申请公开|信息公开[^,;]{0,6}申请|公开申请")
_APPLICATION_CHANNELS = re.compile(
    r"(?:通过|以|采用|其中)?(?:网上|网络|在线|互联网|线上|平台|网站|系统|电子邮[件箱]|邮[件箱]|信[函件]|邮寄|邮政|快递|EMS|书面|"
    r"现场|当面|当场|窗口|来访|上门|传真|电话|口头|其他|其它)(?:平台|系统|渠道|方式|形式|途径|寄送|递交|提交|提出|受理|"
    r"收到|接收|申请|的|政府信息公开)*"
)
_APPLICANTS = re.compile(r"(?P<person>自然人|公民|个人)|(?P<body>法人|企业|组织|公司|机构|律师事务所)")
_TIME = re.compile(r"20\d\d年|[一二三四]季度|[上下]半年")
_OTHER_THING = re.compile(
    r"发现|查出|问题|整改|提出|意见|形成|产生|收集|征集|惠及|覆盖|服务|宣传|发放|[二三]级|子|下设|细分|分会场|分中心|小类"
)
"""Words of a thing that comes of, or lies under, what the total counts, and may well be more."""
_COUNTED_AS_PAPERS = {"件", "条", "篇", "期", "份", "宗", "起"}
"""Measures of single papers and items; other measures (个, 次, 场) count anything."""
_STOCK = re.compile(r"新增|新设|新建|撤|减|关停|合并|整合|归并|优化|调整")
_COUNTED_BY_HEAD = {"件次", "条次", "人次", "人", "名", "次", "户次", "家次"}
"""Measures of which one person or site may be counted in several parts."""


@dataclass(frozen=True, slots=True)
class Partition:
    """A total as the text states it and the parts that it lists behind it."""

    sentence: Sentence
    """The sentence, or the bracket, that the parts stand in."""
    host: Sentence
    """The sentence that the totals stand in."""
    totals: tuple[Quantity, ...]
    """The quantities that the parts may belong to, the nearest last."""
    parts: tuple[Quantity, ...]
    joined: str
    """How the parts are joined: "、" (a plain list), "," or ";", "" where there is one part only."""
    open: bool
    """Whether the words leave the list open (等, 主要)."""
    complete: bool
    """Whether the words say that the parts are all there is."""
    classes: bool
    """Whether the words call the parts classes, so that nothing is in two of them."""

    @property
    def sum(self) -> Decimal:
        return sum((part.value for part in self.parts), Decimal())

    @property
    def nouns(self) -> list[str]:
        return [_noun(part) for part in self.parts]

    @property
    def context(self) -> str:
        """All the words that tell what is counted."""
        return self.host.text + self.sentence.text


def check(passages: list[Passage]) -> Iterator[Finding]:
    """Findings on every total of the passages that its parts contradict."""
    for passage in passages:
        before: Sentence | None = None
        for sentence in passage.sentences:
            for partition in _partitions(sentence, before):
                yield from _judge(partition)
            yield from _totals_behind(sentence)
            before = sentence


# ---------------------------------------------------------------- reading the lists


def _partitions(sentence: Sentence, before: Sentence | None) -> Iterator[Partition]:
    own = sentence.quantities
    markers = [match for pattern in (_MARKER, _LIST_TITLE) for match in pattern.finditer(sentence.text)]
    markers.sort(key=lambda match: match.start())
    markers = [match for i, match in enumerate(markers) if not i or match.start() >= markers[i - 1].end()]
    for number, marker in enumerate(markers):
        following = markers[number + 1].start() if number + 1 < len(markers) else len(sentence.text)
        parts, joined = _parts(sentence, own, marker.end(), following)
        if not parts:
            continue
        earlier = [quantity for quantity in own if quantity.end <= marker.start()]
        host, totals = sentence, _candidates(earlier, parts[0].measure)
        if not totals and before and all(_CHANGE.search(quantity.before) for quantity in earlier):
            host, totals = before, _candidates(before.quantities, parts[0].measure)
        if totals:
            yield Partition(
                sentence, host, tuple(totals), tuple(parts), joined,
                open=bool(_OPEN.search(sentence.text[marker.start() : parts[-1].end + 6])),
                complete=marker.group().startswith("分"),
                classes=bool(_CLASSES.match(marker.group())),
            )  # fmt: skip
    for place, note in sentence.notes:
        yield from _noted(sentence, place, note)


def _noted(sentence: Sentence, place: int, note: Sentence) -> Iterator[Partition]:
    """The parts that stand in a bracket behind their total."""
    words = sentence.text
    hosts = [q for q in sentence.quantities if q.end <= place and not re.search("[,;:、]", words[q.end : place])]
    inside = note.quantities
    if not inside or _NOT_A_LIST.search(note.text[: inside[0].start]):
        return
    marker = _NOTE_MARKER.match(note.text)
    start = marker.end() if marker else 0
    parts, joined = _parts(note, inside, start, len(note.text))
    if hosts and parts and hosts[-1].measure == parts[0].measure and (start or len(parts) > 1):
        yield Partition(
            note, sentence, (hosts[-1],), tuple(parts), joined,
            open=bool(_OPEN.search(note.text)), complete=False, classes=False,
        )  # fmt: skip
    if not start:
        yield from _partitions(note, None)


def _candidates(earlier: list[Quantity], measure: str) -> list[Quantity]:
    return [q for q in earlier if q.measure == measure and not _CHANGE.search(q.before)]


def _parts(sentence: Sentence, own: list[Quantity], start: int, end: int) -> tuple[list[Quantity], str]:
    """The list that begins at `start`: it goes on as long as separator, measure and shape stay the same."""
    items = [quantity for quantity in own if start <= quantity.start and quantity.end <= end]
    if not items or not _begins(sentence, items[0], start):
        return [], ""
    first = replace(items[0], before=sentence.text[max(items[0].item_start, start) : items[0].start], item_start=start)
    parts, joined = [first], ""
    for item in items[1:]:
        between = sentence.text[parts[-1].end : item.item_start]
        separator = between[-1:] if between[-1:] in ("、", ",", ";") else _conjunction(item)
        predicates = set(_PREDICATE.findall(item.before)) - set(_PREDICATE.findall(first.before))
        if (
            not separator
            or (joined and separator not in (joined, "、"))
            or item.measure != first.measure
            or predicates
            or len(item.before) > 24
            or re.search("[,;:]", between[:-1])
            or _NOT_A_LIST.search(item.before)
        ):
            break
        parts.append(item)
        joined = joined or separator
    hosts_next_list = (
        end < len(sentence.text) and len(parts) > 1 and not re.search("[;]", sentence.text[parts[-1].end : end])
    )
    return (parts[:-1], joined) if hosts_next_list else (parts, joined)


def _begins(sentence: Sentence, first: Quantity, start: int) -> bool:
    """Whether the first quantity behind the marker is the first item of a list: nothing but its noun between."""
    words = sentence.text[start : first.start]
    return len(words) <= 24 and not re.search("[,;:]", words) and not _NOT_A_LIST.search(words)


def _conjunction(item: Quantity) -> str:
    return "、" if re.match("[和及与]|以及", item.before) else ""


def _noun(part: Quantity) -> str:
    words = re.sub(r"^(?:其中|[和及与]|以及|[:,])+|(?:共计|合计|共|有|为|是|的|计|:)++$", "", part.before)
    return words or part.after


# ---------------------------------------------------------------- judging them


def _judge(partition: Partition) -> Iterator[Finding]:
    quantities_concerned = (*partition.totals, *partition.parts)
    if not all(quantity.exact for quantity in quantities_concerned) or partition.parts[0].measure.endswith(("%", "元")):
        return
    limit = _limit(partition)
    states = any(_STATES.search(noun) for noun in partition.nouns)
    largest = max(partition.parts, key=lambda part: part.value)
    if largest.value > limit and (largest is partition.parts[0] or partition.joined == "、"):
        if _OTHER_THING.search(_noun(largest)):
            return
        loose = states or _OVERLAPPING.search(_noun(largest)) or largest.measure not in _COUNTED_AS_PAPERS
        yield _too_large(partition, largest, hint=bool(loose))
    elif len(partition.parts) > 1 and not _adds_up(partition) and not states and not _says_overlap(partition):
        if partition.sum > limit:
            yield from _exceeds(partition)
        else:
            yield from _falls_short(partition)


def _says_overlap(partition: Partition) -> bool:
    """Whether a remark says that some things are counted in several parts."""
    remarks = [part.text for sentence in (partition.host, partition.sentence) for part in sentence.with_notes()]
    return any(_OVERLAP_SAID.search(remark) for remark in remarks)


def _limit(partition: Partition) -> Decimal:
    """What the parts must not exceed. Applications are often listed against any of several totals before them."""
    if "结转" in partition.context:
        return sum((total.value for total in partition.totals), Decimal())
    if _ABOUT_APPLICATIONS.search(partition.context) or len(partition.totals) == 1:
        return max(total.value for total in partition.totals)
    nearest = partition.totals[-1]
    listed = [t for t in partition.totals if not re.search("[,;:]", partition.host.text[t.end : nearest.start])]
    return max(total.value for total in listed)


def _adds_up(partition: Partition) -> bool:
    """Whether the parts give one of the totals, or two together; behind commas something else may follow the parts."""
    totals = [total.value for total in partition.totals]
    allowed = {*totals, *(a + b for a, b in combinations(totals, 2)), sum(totals)}
    if partition.joined == "、":
        return partition.sum in allowed
    running = partition.parts[0].value
    for part in partition.parts[1:]:
        running += part.value
        if running in allowed:
            return True
    return False


def _parallel(partition: Partition) -> bool:
    """Whether the words make the parts kinds of one thing, so that nothing is counted in two of them."""
    nouns = partition.nouns
    if not all(nouns):
        return False
    if partition.classes:
        return True
    if _by_channel_of_application(partition) or all(_APPLICANTS.search(noun) for noun in nouns):
        return True
    if any(_OVERLAPPING.search(noun) or _APPLICANTS.search(noun) for noun in nouns):
        return False
    return all(noun.endswith("类") for noun in nouns) or all(_TIME.search(noun) for noun in nouns)


def _by_channel_of_application(partition: Partition) -> bool:
    about = _ABOUT_APPLICATIONS.search(partition.context) or all("申请" in noun for noun in partition.nouns)
    return bool(about) and all(_APPLICATION_CHANNELS.fullmatch(noun) for noun in partition.nouns)


def _exceeds(partition: Partition) -> Iterator[Finding]:
    plain_list = partition.joined == "、" or partition.complete
    parallel = _parallel(partition)
    overlapping = any(_OVERLAPPING.search(noun) for noun in partition.nouns)
    swapped = swapped_digits(partition.totals[-1].value, [part.value for part in partition.parts])
    if parallel or (plain_list and swapped and not overlapping):
        yield _wrong_sum(partition, "prose.disagrees")
    elif plain_list and not overlapping and partition.parts[0].measure not in _COUNTED_BY_HEAD:
        yield _wrong_sum(partition, "prose.parts")


def _falls_short(partition: Partition) -> Iterator[Finding]:
    if partition.open:
        return
    swapped = swapped_digits(partition.totals[-1].value, [part.value for part in partition.parts])
    if _is_complete(partition):
        yield _wrong_sum(partition, "prose.disagrees")
    elif swapped or (_by_channel_of_application(partition) and len(partition.parts) > 2):
        yield _wrong_sum(partition, "prose.parts")


def _is_complete(partition: Partition) -> bool:
    kinds = [_APPLICANTS.search(noun) for noun in partition.nouns]
    both = {kind.lastgroup for kind in kinds if kind} == {"person", "body"} and all(kinds)
    rest = _REST.match(partition.nouns[-1])
    return bool(partition.complete or both or rest)


def _totals_behind(sentence: Sentence) -> Iterator[Finding]:
    """“甲 a 件、乙 b 件，共计 c 件”: the list before a bare 共计 must add up to it."""
    own = sentence.quantities
    for total in own:
        start, _ = sentence.clause_at(total.start)
        bare = re.fullmatch("(?:共|共计|合计|总计|总共)", sentence.text[start : total.start]) and not total.after
        if not bare or "其中" in sentence.text[:start] or total.measure in _COUNTED_BY_HEAD:
            continue
        run = [quantity for quantity in own if quantity.end <= start]
        listed = len(run) > 1 and "、" in sentence.text[run[-2].end : run[-1].start]
        clear = not any(_STOCK.search(q.before) for q in run) and all(
            q.measure == total.measure and q.exact and not _CHANGE.search(q.before) for q in (total, *run)
        )
        sums = [sum((quantity.value for quantity in run[-count:]), Decimal()) for count in range(2, len(run) + 1)]
        if listed and clear and total.value not in sums:
            yield _wrong_sum(
                Partition(sentence, sentence, (total,), tuple(run), "、", open=False, complete=True, classes=True),
                "prose.disagrees",
            )


# ---------------------------------------------------------------- saying it


def _too_large(partition: Partition, part: Quantity, hint: bool) -> Finding:
    total = partition.totals[-1]
    return finding(
        *_place(partition, total, [part]),
        rule="prose.parts" if hint else "prose.disagrees",
        message=f"“{_noun(part) or '其中一部分'}”有{part.whole}{part.measure}，"
        f"多于它所属的总数{total.whole}{total.measure}，请核对。",
        expected=total.whole,
        actual=part.whole,
        advice="部分不能大于总数，请核对这两个数字，或改写“其中”一词。",
    )


def _wrong_sum(partition: Partition, rule: str) -> Finding:
    total, parts = partition.totals[-1], partition.parts
    added = "＋".join(str(part.whole) for part in parts)
    summed = int(partition.sum) if partition.sum == partition.sum.to_integral_value() else partition.sum
    difference = abs(summed - total.whole)
    swapped = swapped_digits(total.value, [part.value for part in parts])
    return finding(
        *_place(partition, total, parts),
        rule=rule,
        message=f"文中总数为{total.whole}{total.measure}，所列各部分{added}＝{summed}{total.measure}，"
        f"两者相差{difference}，请核对。",
        expected=summed,
        actual=total.whole,
        advice=f"相差{difference}，可能是相邻两位数字颠倒：{'；'.join(swapped)}。"
        if swapped
        else "请核对总数和各部分的数字。",
    )


def _place(partition: Partition, total: Quantity, parts: Sequence[Quantity]) -> tuple[Passage, int, int]:
    """The passage and the stretch of it that holds the total and the parts."""
    here, there = partition.sentence.words, partition.host.words
    ends = [*(here.at[part.end - 1] + 1 for part in parts), there.at[total.end - 1] + 1]
    starts = [*(here.at[part.item_start] for part in parts), there.at[total.item_start]]
    return here.passage, min(starts), max(ends)
