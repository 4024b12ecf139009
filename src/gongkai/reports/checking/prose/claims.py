"""What the prose says of figures that the tables hold too: how many applications came in, were answered, carried over.

A number is taken for a table's figure only if every word of its clause is understood: the verb, the thing counted,
the period, the body. A word that may narrow the count (a channel, a subordinate office, another year) makes it a number
that no table holds, and nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from gongkai.reports.checking.prose.quantities import Quantity
from gongkai.reports.checking.prose.text import Passage, Sentence
from gongkai.reports.model import Number, Report

Kind = Literal["received", "accepted", "concluded", "answered", "applications", "carried_in", "carried_out"]

_COUNTED_AS = {"件", "宗", "份", "起", "例", "个", "条"}

# Fillers repeat without giving back (*+): 共计 is 共 and 计 too, and a hostile text could be tried in endless ways.
ADVERB = (
    r"(?:共计|总计|合计|总共|一共|累计|共|计|依法|依规|依法依规|及时|先后|已经?|均|规范|实际|各类|有关|相关|全部|按规定|"
    r"妥善|全年|年度内?|总数|总量|数量|数|量|为|是|有|达到?|:|了)"
)
_PERIOD = (
    r"(?:在|截至|截止|到|至)?(?:20\d\d年(?!度?底?(?:结转|转结|遗留))度?|本年度?|今年|全年|当年|年度内|年内|一年来|报告期内?|统计期限?内|报告年度内?|"
    r"自?1月1日(?:起?[至到—-])|12月(?:31日|底)|年底|年末|期间|以来|中|内|里|止|,)"
)
_AREA = r"(?:省|市|县|区|州|盟|旗|镇|乡|街道)"
_OFFICES = "局|厅|委|办|院|校|部|署|司|会|中心|单位|机关|办事处|管委会|支队|大队|分局|行政机关"
_BODY = rf"(?:{_OFFICES}|医院|学院|学校|集团|公司)(?:机关)?"
_PART_OF_AREA = re.compile(r"政府办公?室|政府办(?![理事公文结])|办公室|本级|(?<!行政)机关")
"""Words of an office below the government, whose own applications its paragraph may then be counting."""
_PERSONS = (
    r"(?:(?:来自|由)?(?:公民|自然人)[、和或及与,]*(?:企业)?(?:法人)?[、和或及以者与,]*(?:其他|其它|社会)组织|社会公众|公众|"
    r"人民群众|群众|申请人)(?:所)?(?:依法)?(?:提出|提交|提起|申请|递交)*的?"
)
_APPLICATION = (
    r"(?:关于|有关|各类)?(?:的)?(?:依申请公开政府信息(?:公开)?|政府信息依申请公开|依申请公开(?:政府|政务)?信息(?:公开)?|依申请公开|"
    r"(?:政府|政务|部门)?信息公开|(?:政府|政务)信息|公开政府信息|公开)(?:类|的|信息|事项)*(?:书面)?申请(?:件|事项|公开件|表|书|公开)?|"
    r"依申请公开(?:政府信息)?(?:件|办件|事项|信息|申请件)?|政府信息依申请公开(?:件|事项|申请)?"
)
_BARE_APPLICATION = r"(?:书面)?申请(?:件|事项)?"
_NOUNS = {False: _APPLICATION, True: f"{_APPLICATION}|{_BARE_APPLICATION}"}
"""How applications are called; by True, where the paragraph is about them and 申请 alone will do."""
_VERBS: dict[Kind, str] = {
    "received": r"收到|新收到?|接收到?|接到|收件|收取|收",
    "accepted": r"受理|登记|办理|处理|处置|承办",
    "concluded": r"办结|办理完结|办理完毕|处理完毕|办复|结案",
    "answered": r"答复|回复",
}
_VERB = "|".join(_VERBS.values())
_VERBS_JOINED = rf"(?P<verb>(?:{_VERB})(?:[、和并及与]*+(?:{_VERB}))*+)"
_FILL = f"(?:{ADVERB})*+"
_HANDLED = rf"(?:{ADVERB}|受理|办理|件)*+"
_OWN = "我局"
"""What stands for any of the names that a report calls its own body by, once its words are made plain."""
_OPENING = f"{_PERIOD}|{ADVERB}|{_OWN}"
_LEAD = rf"(?:\d+\.|[一二三四五六七八九]是)?+(?:{_OPENING})*+"
_NONE = rf"(?:未|没有|无|未曾|尚未)(?:收到|接到|受理)?(?:任何)?(?:{_PERSONS})?(?:{_APPLICATION})(?:情况)?"
_CARRY_LEAD = rf"(?:另有|尚有|还有|仍有|含|其中|包括|另|加上|及|和|剩余|其余|收到|受理|{_OPENING})*+"
_CARRIED_THING = r"(?:的|政府信息公开|依申请公开|申请|件|事项)*+"
_CARRIED: dict[Kind, str] = {
    "carried_in": rf"(?:上年度?|上一年度?|去年)年?底?(?:结转|转结|遗留)"
    rf"(?:至|到|本年度?|今年|办理|继续|而来)*+{_CARRIED_THING}",
    "carried_out": rf"(?:结转|转入|转至|延至|顺延)(?:至|到|入)?(?:下年度?|下一年度?|次年|明年)"
    rf"(?:继续|办理|处理|答复)*+{_CARRIED_THING}",
}
_NARROWING_CLAUSE = re.compile(
    r"^(?:通过|经由|经|从|由|以|其中|针对|除|扣除)|(?:外|渠道|方式|平台|系统|单位|部门|层面|领域|环节|窗口|类|方面)$"
)
_GENERAL_CLAUSE = re.compile(r"(?:申请|公开|政府信息|政务信息|办理)(?:工作|情况|办理)?方面$")
_OTHER_PERIOD = (
    r"近[一二三四五六七八九十两几\d]+年|历年|往年|上年|去年|前年|上一年|上半年|下半年|季度|\d+月|20\d\d年?[至到—~-]20\d\d年|"
    r"(?:实施|施行|开通|成立|运行)以来"
)
_PERIOD_MARK = re.compile(rf"(?P<other>{_OTHER_PERIOD})|(?P<year>20\d\d)(?=年)")
_NO_PERIOD = re.compile(
    r"(?:与|较|比|同|和)(?:20\d\d年度?|上年度?|去年|上一年度?|前年)|(?:上年度?|去年|上一年度?|20\d\d年度?)(?:结转|转结|遗留|同期)|"
    r"(?:结转|转入|转至|延至|顺延)(?:至|到|入)?20\d\d年度?|"
    r"(?:20\d\d年)?12月(?:31日|底)|1月1日(?:起?[至到—-])|〔20\d\d〕|20\d\d年(?=政府信息公开工作|度报告|年度报告)"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure of a table as the prose states it. `quantity` is None where the words say that there was none."""

    kind: Kind
    value: Number
    sentence: Sentence
    start: int
    end: int
    quantity: Quantity | None

    @property
    def span(self) -> tuple[Passage, int, int]:
        return self.sentence.words.span(self.start, self.end)

    @property
    def words(self) -> str:
        return self.sentence.text[self.start : self.end]


def own_names(report: Report) -> str:
    """A pattern of the words by which a report calls its own body: 我局, its names; 全市 where it is a government."""
    names = [re.escape(name) for name in (report.agency, report.agency_printed) if name]
    names += [name.removesuffix("人民政府") for name in names if name.endswith("人民政府")]
    own = f"(?:我|本|全){_AREA}" if governs_area(report) else f"(?:我|本){_BODY}"
    return "|".join([*names, own, "本单位|本机关|我单位"])


def governs_area(report: Report) -> bool:
    """Whether the report is a government's, whose tables cover its departments as well."""
    return bool(re.search(r"(?:人民政府|政府|省|市|县|区|州|盟|旗|镇|乡|街道)(?:办事处)?$", report.agency or ""))


def other_period(report: Report, words: str) -> bool:
    """Whether a figure behind these words is of another period than the report's year."""
    marks = list(_PERIOD_MARK.finditer(_NO_PERIOD.sub("", words)))
    if not marks:
        return False
    last = marks[-1]
    return bool(last["other"]) or (report.year is not None and int(last["year"]) != report.year)


@cache
def _clause(tail: str) -> re.Pattern[str]:
    return re.compile(f"{_LEAD}{tail}$")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _whole(pattern: str, words: str) -> re.Match[str] | None:
    return _compiled(pattern).fullmatch(words)


class Reader:
    """Reads the claims of one report's sentences."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._names = re.compile(own_names(report))
        year = report.year
        self._years = re.compile(rf"(?P<last>{year - 1}年度?)|(?P<next>{year + 1}年度?)") if year else None

    def plain(self, words: str) -> str:
        """The words with the body's own names as 我局, and the years before and after the report's as 上年 and 下年."""
        if self._years:
            words = self._years.sub(lambda year: "上年" if year["last"] else "下年", words)
        return self._names.sub(_OWN, words)

    def clause(self, tail: str, words: str) -> re.Match[str] | None:
        """The match of words that have nothing but their period, the report's body and filler before `tail`."""
        return _clause(tail).match(self.plain(words))

    def applications(self, sentence: Sentence, about_applications: bool, continued: bool = False) -> list[Claim]:
        """The sentence's claims on applications.

        `about_applications`: its paragraph or section is about them. `continued`: the sentence before made a claim.
        """
        if "本级" in sentence.text:
            return []
        result: list[Claim] = []
        own = sentence.quantities
        for index, quantity in enumerate(own):
            if quantity.measure not in _COUNTED_AS or not quantity.exact:
                continue
            start = sentence.clause_at(quantity.start)[0]
            if index and own[index - 1].end > start:
                start = own[index - 1].end + 1
            left = sentence.text[start : quantity.start]
            kind = self._kind(left, quantity.after, about_applications, continued or bool(result))
            if kind and not self.narrowed(sentence, start, quantity.start):
                result.append(self._claim(kind, quantity, sentence, start))
        return result

    def _kind(self, left: str, right: str, bare: bool, continued: bool) -> Kind | None:
        """What the number between these words counts; None where a word is not understood."""
        noun = _NOUNS[bare]
        if not right and (match := self.clause(rf"{_VERBS_JOINED}(?:{ADVERB}|{_PERSONS})*+(?:{noun}){_FILL}", left)):
            return _kind_of(match["verb"])
        if _whole(rf"(?:{_PERSONS}|的)*+(?:{noun})", right) and (match := self.clause(_VERBS_JOINED + _FILL, left)):
            return _kind_of(match["verb"])
        if not right and "申请" in left.replace("依申请", "") and self.clause(f"(?:{noun}){_HANDLED}", left):
            return "applications"
        if continued and not right and (match := _whole(_FILL + _VERBS_JOINED + _FILL, left)):
            kind = _kind_of(match["verb"])
            return kind if kind in ("concluded", "answered") else None
        return None

    def carried(self, sentence: Sentence) -> Iterator[Claim]:
        """Claims on what was carried in from last year and out into the next."""
        for quantity in sentence.quantities:
            if quantity.measure not in _COUNTED_AS or not quantity.exact:
                continue
            start = max(sentence.clause_at(quantity.start)[0], quantity.item_start)
            left, right = self.plain(sentence.text[start : quantity.start]), self.plain(quantity.after)
            for kind, words in _CARRIED.items():
                stands_before = not right and _whole(_CARRY_LEAD + words + _FILL, left)
                stands_behind = _whole(rf"(?:{ADVERB}|申请|将|需|系)*+{words}", right) and _whole(_CARRY_LEAD, left)
                if (stands_before or stands_behind) and not self.narrowed(sentence, start, quantity.start):
                    yield self._claim(kind, quantity, sentence, start)

    def none_received(self, sentence: Sentence) -> Iterator[Claim]:
        """“全年未收到政府信息公开申请”: the claim that there was no application at all."""
        for start, end in sentence.clauses:
            clause = sentence.text[start:end]
            if "申请" in clause and self.clause(_NONE, clause) and not self.narrowed(sentence, start, end):
                yield Claim("received", 0, sentence, start, end, None)

    def narrowed(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether words before the clause narrow the count, or put it into another period."""
        earlier = [(a, b) for a, b in sentence.clauses if b <= start]
        previous = sentence.text[slice(*earlier[-1])] if earlier else ""
        narrowing = _NARROWING_CLAUSE.search(previous) and not _GENERAL_CLAUSE.search(previous)
        cumulative = "累计" in sentence.text[start:end] and not re.search(
            "20\\d\\d年|全年|今年|年内", sentence.text[:end]
        )
        return bool(narrowing) or cumulative or other_period(self._report, sentence.text[:end])

    def may_be_a_part(self, sentence: Sentence, end: int) -> bool:
        """Whether a figure of a government's report may be its own office's only, where the tables hold the area's."""
        if not governs_area(self._report) or self._names.search(sentence.text[:end]):
            return False
        return bool(_PART_OF_AREA.search(sentence.words.passage.raw))

    def _claim(self, kind: Kind, quantity: Quantity, sentence: Sentence, start: int) -> Claim:
        return Claim(kind, quantity.whole, sentence, start, quantity.end + len(quantity.after), quantity)


def _kind_of(verbs: str) -> Kind:
    """The kind of the last verb: 收到并办结 counts what was concluded, 受理 what was taken in, one way or another."""
    kinds = [kind for kind, words in _VERBS.items() if re.search(f"(?:{words})$", verbs)]
    several = len({kind for kind, words in _VERBS.items() if re.search(words, verbs)}) > 1
    return "applications" if several or not kinds else kinds[0]
