"""The prose against tables 二 and 四: reviews and suits, documents, decisions and fees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.reports.checking.basis import written
from gongkai.reports.checking.prose.claims import Reader, other_period
from gongkai.reports.checking.prose.tables import Tables
from gongkai.reports.checking.prose.text import Passage, Sentence
from gongkai.reports.checking.prose.wording import finding
from gongkai.reports.model import Finding, Number, Report

_NO_DISPUTE = (
    r"(?:未|没有|无|未曾)(?:发生|产生|出现|收到|有|引发|引起)?(?:任何)?(?:(?:因|由)?(?:政府|政务)?信息公开(?:工作|申请|答复|问题)*"
    r"(?:而?(?:引起|引发|产生|导致|被申请|被提起|提起))*的?)?(?:被?(?:申请|提起))*的?"
    r"(?P<what>(?:行政)?复议(?:[、和及或与,以]*(?:被?提起)?(?:行政)?诉讼)?|行政诉讼(?:[、和及或与以]*(?:行政)?复议)?)(?:案件|事项|案|情况)*"
)
_DISPUTE = (
    r"(?:因|由|涉及|关于|有关)?(?:政府|政务)信息公开(?:申请|工作|答复|类|事项|方面|问题|处理决定)*(?:引发|引起|产生|提起|被申请|被提起|被|"
    r"导致|发生|而|的)*(?P<what>行政复议|行政诉讼)(?:案件|申请|案)?(?:共计|共|计|为|有|:)*+"
)
_DISPUTE_NEXT = re.compile(
    r"^(?:[、和及,]|被?提起|发生)*(?P<what>行政复议|行政诉讼)(?:案件|案)?(?:共计|共|计|为|有|:)*+$"
)
_GROUPS = {"行政复议": ("review",), "行政诉讼": ("litigation_direct", "litigation_after_review")}

_DOCUMENT = r"(?:行政)?规范性文件"
_DOCUMENT_CLAIMS = {
    "made": (r"(?:新?制发|新?制定|新增|出台|制定出台|制定印发|新出台|新?制定发布)", "制发"),
    "repealed": (r"(?:废止|废除)", "废止"),
    "in_force": (r"现行有效的?", "现行有效"),
}
_DECISIONS = {"行政许可": "licences", "行政处罚": "penalties", "行政强制": "coercive_measures"}
_DECIDED = r"(?:依法)?(?:共|共计|累计)?(?:作出|做出)(?:各类)?的?{what}(?:处理)?(?:决定)?(?:共计|共|:)*+"
_PUBLISHED = re.compile(
    r"(?:公布|公示|公开|发布|归集|报送|上报|推送|录入)(?:(?!行政)[^,;。、和及]){0,12}(?P<what>行政许可|行政处罚)(?:决定|信息|结果|案件|事项|类|数据)*(?:共计|共)*+$"
)
_PUBLISHED_NEXT = re.compile(
    r"^[、,和及]?(?P<what>行政许可|行政处罚)(?:决定|信息|结果|案件|事项|类|数据)*(?:共计|共)*+$"
)
_FEE = r"(?:收取|征收|收缴|收入|共|合计|总计)?行政事业性收费(?:收入|总额|金额|总金额|款|共计|共|合计|计|为|总计|达|:)*+"
_FEE_UNITS = {"元": Decimal("0.0001"), "千元": Decimal("0.1"), "万元": Decimal(1), "亿元": Decimal(10000)}


def check(report: Report, passages: list[Passage]) -> Iterator[Finding]:
    """Findings on every figure on disputes, documents, decisions and fees that the tables contradict."""
    tables, reader = Tables(report), Reader(report)
    for passage in passages:
        for sentence in passage.sentences:
            yield from _disputes(tables, reader, passage, sentence)
            yield from _documents(tables, reader, sentence)
            yield from _decisions(tables, reader, sentence)
            yield from _fees(tables, reader, sentence)


# ---------------------------------------------------------------- reviews and suits


def _disputes(tables: Tables, reader: Reader, passage: Passage, sentence: Sentence) -> Iterator[Finding]:
    own = sentence.quantities
    about = False
    for index, quantity in enumerate(own):
        start = max(sentence.clause_at(quantity.start)[0], own[index - 1].end if index else 0)
        words = sentence.text[start : quantity.start]
        match = reader.clause(rf"[、和及]?{_DISPUTE}", words)
        match = match or (_DISPUTE_NEXT.match(words) if about or passage.section == 4 else None)
        about = bool(match)
        if not match or quantity.after or not quantity.exact or quantity.measure not in ("件", "起", "宗", "次"):
            continue
        if any(re.search("结转|上年|往年|跨年", part.text) for part in sentence.with_notes()):
            continue
        accepted = tables.disputes(_GROUPS[match["what"]])
        if accepted and quantity.whole not in accepted and not reader.narrowed(sentence, start, quantity.start):
            yield _dispute_finding(tables, reader, sentence, start, quantity.end, match["what"], quantity.whole)
    for start, end in sentence.clauses:
        if match := reader.clause(_NO_DISPUTE, sentence.text[start:end]):
            if reader.narrowed(sentence, start, end):
                continue
            for what in _GROUPS:
                if what[-2:] in match["what"] and max(tables.disputes(_GROUPS[what]), default=0) > 0:
                    yield _dispute_finding(tables, reader, sentence, start, end, what, 0)


def _dispute_finding(
    tables: Tables, reader: Reader, sentence: Sentence, start: int, end: int, what: str, said: Number
) -> Finding:
    groups = _GROUPS[what]
    expected = sum(tables.value(f"{group}.total") or 0 for group in groups)
    words = sentence.text[start:end].strip("、,和及")
    return finding(
        *sentence.words.span(start, end),
        rule="prose.counts" if reader.may_be_a_part(sentence, end) else "prose.disagrees",
        message=f"文中“{words}”，而表中{what}共{written(expected)}件，两者不一致。",
        cells=[f"{group}.total" for group in groups if tables.value(f"{group}.total") is not None],
        expected=expected,
        actual=said,
        advice="请核对文字与表格；文中所指不限于政府信息公开的，请写明。",
    )


# ---------------------------------------------------------------- documents, decisions, fees


def _documents(tables: Tables, reader: Reader, sentence: Sentence) -> Iterator[Finding]:
    """“新增规范性文件 a 件，现行有效规范性文件共计 b 件”."""
    own = sentence.quantities
    for index, quantity in enumerate(own):
        if quantity.measure not in ("件", "个", "份", "部") or not quantity.exact or quantity.after:
            continue
        start = max(sentence.clause_at(quantity.start)[0], own[index - 1].end if index else 0)
        words = sentence.text[start : quantity.start].lstrip("、和及并")
        filler = r"(?:共计|总计|合计|总数|共有|共|计|为|有|:)*+"
        for column, (verb, name) in _DOCUMENT_CLAIMS.items():
            tails = [rf"(?:{verb}){filler}(?:{_DOCUMENT}){filler}"]
            if column == "in_force":
                tails.append(rf"(?:{_DOCUMENT})现行有效{filler}")
            if not any(reader.clause(tail, words) for tail in tails):
                continue
            cell = f"proactive.normative_documents.{column}"
            expected = tables.value(cell)
            also = tables.value("proactive.normative_documents.public_total") if column == "in_force" else None
            if (
                expected is None
                or quantity.whole in (expected, also)
                or reader.narrowed(sentence, start, quantity.start)
            ):
                continue
            yield finding(
                *sentence.words.span(start, quantity.end),
                rule="prose.counts" if reader.may_be_a_part(sentence, quantity.end) else "prose.disagrees",
                message=f"文中“{words}{quantity.whole}{quantity.measure}”，而表中行政规范性文件{name}为"
                f"{written(expected)}件，两者不一致。",
                cells=[cell],
                expected=expected,
                actual=quantity.whole,
                advice="请核对文字与表格；文中只指部分文件的，请写明。",
            )


def _decisions(tables: Tables, reader: Reader, sentence: Sentence) -> Iterator[Finding]:
    """Licences and penalties: decided (must agree), and published under 双公示 (a gap is worth a word)."""
    own = sentence.quantities
    publishing = False
    for index, quantity in enumerate(own):
        if quantity.measure not in ("件", "条", "项", "份", "起", "宗", "个") or not quantity.exact or quantity.after:
            publishing = False
            continue
        start = max(sentence.clause_at(quantity.start)[0], own[index - 1].end if index else 0)
        words = sentence.text[start : quantity.start]
        for what, row in _DECISIONS.items():
            decided = tables.value(f"proactive.{row}.decided")
            states = reader.clause(_DECIDED.format(what=what), words.lstrip("、和及"))
            if (
                states
                and decided not in (None, quantity.whole)
                and not reader.narrowed(sentence, start, quantity.start)
            ):
                yield _decision_finding(sentence, start, quantity.end, what, row, decided, quantity.whole, False)
        match = _PUBLISHED.search(words) or (
            _PUBLISHED_NEXT.match(sentence.text[quantity.item_start - 1 : quantity.start]) if publishing else None
        )
        publishing = bool(match)
        if match and not other_period(tables.report, sentence.text[: quantity.start]):
            row = _DECISIONS[match["what"]]
            decided = tables.value(f"proactive.{row}.decided")
            if decided not in (None, quantity.whole):
                yield _decision_finding(
                    sentence, start, quantity.end, match["what"], row, decided, quantity.whole, True
                )


def _decision_finding(
    sentence: Sentence, start: int, end: int, what: str, row: str, decided: Number | None, said: Number, published: bool
) -> Finding:
    how = "公示" if published else "作出"
    return finding(
        *sentence.words.span(start, end),
        rule="prose.published" if published else "prose.disagrees",
        message=f"文中{how}{what}{written(said)}件，而表中{what}处理决定为{written(decided or 0)}件，两者不一致。",
        cells=[f"proactive.{row}.decided"],
        expected=decided,
        actual=said,
        advice="公示数与决定数不同的，请说明原因（如依法不予公开、跨年公示）。" if published else "请核对文字与表格。",
    )


def _fees(tables: Tables, reader: Reader, sentence: Sentence) -> Iterator[Finding]:
    """行政事业性收费 in words, at the words' precision. The fee for information 信息处理费 is another."""
    expected = tables.value("proactive.fees.amount")
    if expected is None:
        return
    for quantity in sentence.quantities:
        if quantity.measure not in ("元", "万元", "千元", "亿元") or quantity.after:
            continue
        start = sentence.clause_at(quantity.start)[0]
        words = sentence.text[start : quantity.start]
        number = sentence.text[quantity.start : quantity.end]
        if not reader.clause(_FEE, words) or not quantity.exact:
            continue
        unit = _FEE_UNITS[quantity.measure]
        said = quantity.value * unit
        decimals = len(number.partition(".")[2].rstrip("万千亿元"))
        if abs(said - Decimal(expected)) <= unit / Decimal(10) ** decimals or reader.narrowed(
            sentence, start, quantity.start
        ):
            continue
        yield finding(
            *sentence.words.span(start, quantity.end),
            rule="prose.disagrees",
            message=f"文中“{words}{number}”，而表中行政事业性收费为{written(expected)}万元，两者不一致。",
            cells=["proactive.fees.amount"],
            expected=expected,
            actual=said,
            advice="请核对文字与表格，并核对单位是元还是万元。",
        )
