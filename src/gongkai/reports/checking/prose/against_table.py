"""The prose against the tables: what it says of applications, reviews and suits, documents, decisions and fees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.reports.checking.basis import written
from gongkai.reports.checking.prose.claims import Claim, Reader, governs_area, other_period
from gongkai.reports.checking.prose.quantities import Quantity, quantities
from gongkai.reports.checking.prose.tables import Tables
from gongkai.reports.checking.prose.text import Passage, Sentence, sentences
from gongkai.reports.checking.prose.wording import finding, swapped_digits
from gongkai.reports.model import Finding, Number, Report

_ABOUT_APPLICATIONS = re.compile(r"依申请|信息公开[^,;。]{0,8}申请|公开申请")
_STILL_OPEN = re.compile(r"结转|在办|正在办理|尚未办结|未办结|继续办理|办理中|尚未到期|未到期|跨年|未届")
_ALL_DONE = re.compile(
    r"^(?:目前|现|截至年底|截至20\d\d年12月(?:31日|底))?(?:均|全部|皆|全都)(?:已|已经|依法|依规|依法依规|按照?规定|按要求|按时|按期|及时|"
    r"在(?:法定|规定)(?:期限|时限|时间)内|全部|高质量|如期|予以|进行|得到)*(?P<done>办结|办理完毕|答复完毕|处理完毕|办理完结|办复)"
)
_ALL_HANDLED = re.compile(r"^(?:均|全部|皆|全都)[^,;。]{0,14}(?:办理|处理|答复|回复|办结|办复)")
_NO_DISPUTE = re.compile(
    r"(?:未|没有|无|未曾)(?:发生|产生|出现|收到|有|引发|引起)?(?:任何)?(?:(?:因|由)?(?:政府|政务)?信息公开(?:工作|申请|答复|问题)*"
    r"(?:而?(?:引起|引发|产生|导致|被申请|被提起|提起))*的?)?(?:被?(?:申请|提起))*的?"
    r"(?P<what>(?:行政)?复议(?:[、和及或与,以]*(?:被?提起)?(?:行政)?诉讼)?|行政诉讼(?:[、和及或与以]*(?:行政)?复议)?)(?:案件|事项|案|情况)*$"
)
_DISPUTE = re.compile(
    r"(?:因|由|涉及|关于|有关)?(?:政府|政务)信息公开(?:申请|工作|答复|类|事项|方面|问题|处理决定)*(?:引发|引起|产生|提起|被申请|被提起|被|"
    r"导致|发生|而|的)*(?P<what>行政复议|行政诉讼)(?:案件|申请|案)?(?:共计|共|计|为|有|:)*$"
)
_DISPUTE_NEXT = re.compile(
    r"^(?:[、和及,]|被?提起|发生)*(?P<what>行政复议|行政诉讼)(?:案件|案)?(?:共计|共|计|为|有|:)*$"
)
_GROUPS = {"行政复议": ("review",), "行政诉讼": ("litigation_direct", "litigation_after_review")}

_DOCUMENT = r"(?:行政)?规范性文件"
_DOCUMENT_CLAIMS = {
    "made": (r"(?:新?制发|新?制定|新增|出台|制定出台|制定印发|新出台|新?制定发布)", "制发"),
    "repealed": (r"(?:废止|废除)", "废止"),
    "in_force": (r"现行有效的?", "现行有效"),
}
_DECISIONS = {"行政许可": "licences", "行政处罚": "penalties", "行政强制": "coercive_measures"}
_DECIDED = r"(?:依法)?(?:共|共计|累计)?(?:作出|做出)(?:各类)?的?{what}决定(?:书)?(?:共|共计|:)*"
_PUBLISHED = re.compile(
    r"(?:公布|公示|公开|发布|归集|报送|上报|推送|录入)[^,;。]{0,12}(?P<what>行政许可|行政处罚)(?:决定|信息|结果|案件|事项|类|数据)*(?:共|共计)*$"
)
_PUBLISHED_NEXT = re.compile(
    r"^[、,和及]?(?P<what>行政许可|行政处罚)(?:决定|信息|结果|案件|事项|类|数据)*(?:共|共计)*$"
)
_FEE = re.compile(
    r"(?:收取|征收|收缴|收入|共|合计|总计)?行政事业性收费(?:收入|总额|金额|总金额|款|共|共计|合计|计|为|总计|达|:)*$"
)
_FEE_UNITS = {"元": Decimal("0.0001"), "千元": Decimal("0.1"), "万元": Decimal(1), "亿元": Decimal(10000)}


def check(report: Report, passages: list[Passage]) -> Iterator[Finding]:
    """Findings on every figure of the prose that the tables contradict."""
    tables, reader = Tables(report), Reader(report)
    read = [(passage, sentences(passage)) for passage in passages]
    if tables.has_applications():
        yield from _applications(tables, reader, read)
    for passage, lines in read:
        for sentence in lines:
            yield from _disputes(tables, reader, passage, sentence)
            yield from _documents(tables, reader, sentence)
            yield from _decisions(tables, reader, sentence)
            yield from _fees(tables, reader, sentence)


# ---------------------------------------------------------------- applications


def _applications(tables: Tables, reader: Reader, read: list[tuple[Passage, list[Sentence]]]) -> Iterator[Finding]:
    claims: list[tuple[Sentence, list[Claim]]] = []
    for passage, lines in read:
        about = passage.section == 3 or bool(_ABOUT_APPLICATIONS.search(passage.raw))
        continued = False
        for sentence in lines:
            own = [*reader.applications(sentence, about, continued), *reader.none_received(sentence)]
            continued = bool(own)
            for part in sentence.with_notes() if about else ():
                own.extend(reader.carried(part))
            claims.append((sentence, own))
    agreeing = {claim.kind for _, own in claims for claim in own if claim.value in _accepted(tables, claim)}
    still_open = any(_STILL_OPEN.search(s.text) for _, lines in read for s in lines if "," in s.text)
    for sentence, own in claims:
        for claim in own:
            if claim.value not in _accepted(tables, claim):
                yield _application_finding(tables, claim, claim.kind in agreeing)
        agreed = bool(own) and all(claim.value in _accepted(tables, claim) for claim in own)
        yield from _outcomes(tables, sentence, agreed)
        if agreed:
            yield from _applicants(tables, sentence)
        if not still_open:
            yield from _all_done(tables, sentence, own)


def _accepted(tables: Tables, claim: Claim) -> set[Number]:
    """The figures of the table that a claim may state."""
    received = tables.row("received") | tables.taken_in()
    match claim.kind:
        case "received":
            return received
        case "concluded" if "结转" in claim.sentence.text:
            return tables.concluded() | tables.concluded_of_new()
        case "concluded":
            return tables.concluded()
        case "answered":
            return tables.answered()
        case "carried_in" | "carried_out":
            return tables.row(claim.kind) or {claim.value}
        case _:
            return received | tables.concluded()


_ROW_OF = {"carried_in": "carried_in", "carried_out": "carried_out", "concluded": "concluded", "answered": "concluded"}
_NAME_OF = {
    "received": "本年新收申请", "carried_in": "上年结转申请", "carried_out": "结转下年度继续办理的申请",
    "concluded": "本年度办理结果总计",
}  # fmt: skip


def _application_finding(tables: Tables, claim: Claim, said_rightly_elsewhere: bool) -> Finding:
    row = _ROW_OF.get(claim.kind, "received")
    cell = f"applications.{row}.total"
    printed = tables.value(cell)
    expected = printed if printed is not None else max(tables.row(row), default=0)
    part_of_area = governs_area(tables.report) and not claim.whole_area and claim.value < expected
    doubtful = said_rightly_elsewhere or part_of_area or "书面" in claim.words
    said = f"文中称“{claim.words}”" if claim.quantity is None else f"文中“{claim.words}”"
    swapped = swapped_digits(Decimal(expected), [Decimal(claim.value)])
    return finding(
        *claim.span,
        rule="prose.counts" if doubtful else "prose.disagrees",
        message=f"{said}，而表中{_NAME_OF[row]}为{written(expected)}件，两者不一致。",
        cells=[cell],
        expected=expected,
        actual=claim.value,
        advice="两数相邻数字颠倒，请核对哪一个写错。"
        if swapped
        else "请核对文字与表格；统计口径不同的，请在文中说明。",
    )


def _all_done(tables: Tables, sentence: Sentence, own: list[Claim]) -> Iterator[Finding]:
    """“收到 N 件，均已办结” while the table carries some over into the next year."""
    left = max(tables.row("carried_out"), default=0)
    if not left:
        return
    taken_in = tables.row("received") | tables.taken_in()
    for claim in own:
        if claim.kind not in ("received", "accepted", "applications") or claim.value not in taken_in:
            continue
        following = next(((a, b) for a, b in sentence.clauses if a > claim.end), None)
        if following is None:
            continue
        words = sentence.text[slice(*following)]
        done, handled = _ALL_DONE.match(words), _ALL_HANDLED.match(words)
        if not (done or handled):
            continue
        room = max(tables.taken_in()) - max(tables.row("concluded"), default=0)
        carried_in = max(tables.row("carried_in"), default=0)
        all_of_them = claim.value in tables.taken_in() or left > carried_in
        certain = left > room or (bool(done) and all_of_them)
        yield finding(
            *sentence.words.span(claim.start, following[1]),
            rule="prose.disagrees" if certain else "prose.all_concluded",
            message=f"文中称{written(claim.value)}件申请“{words}”，而表中有{written(left)}件结转下年度继续办理。",
            cells=["applications.carried_out.total"],
            expected=0,
            actual=left,
            advice="请核对结转件数；确有结转的，文中应写明。",
        )


def _outcomes(tables: Tables, sentence: Sentence, total_agrees: bool) -> Iterator[Finding]:
    """“予以公开 a 件、部分公开 b 件”: where the sentence's total is the table's, or most of its outcomes are."""
    labels = tables.outcome_labels()
    named = {labels[label] for label in labels if label in sentence.text}
    agreeing = 0
    differing: list[tuple[Quantity, str, list[str]]] = []
    for quantity in quantities(sentence):
        left = sentence.text[quantity.item_start : quantity.start]
        words = re.sub(r"^(?:其中|:|作出)+|(?:的|类|决定|答复|申请|为|共|计|有|:)+$", "", left)
        group = labels.get(words)
        if group is None or not quantity.exact or quantity.measure not in ("件", "份", "宗", "项", "条"):
            continue
        if group == "granted" and ("主动公开" in sentence.text or "granted_in_part" not in named):
            continue  # 予以公开 may then hold what the table calls 部分公开, or lack what was published already
        if group in ("refused", "unable") and not {"refused", "unable"} <= named:
            continue  # 不予公开 alone may be meant as everything that was not granted
        rows = tables.outcomes(group) if group != "granted" else ["granted"]
        if quantity.whole in tables.group(rows):
            agreeing += quantity.value > 0
        elif rows:
            differing.append((quantity, words, rows))
    if not total_agrees and not (agreeing > 1 and agreeing > len(differing)):
        return
    for quantity, words, rows in differing:
        expected: Number = max(tables.group(rows))
        yield finding(
            *sentence.words.span(quantity.item_start, quantity.end),
            rule="prose.disagrees",
            message=f"文中“{words}”为{quantity.whole}件，而表中为{written(expected)}件，两者不一致。",
            cells=[f"applications.{row}.total" for row in rows],
            expected=expected,
            actual=quantity.whole,
            advice="请核对文字与表格的办理结果。",
        )


_LEGAL_PERSONS = ("enterprise", "research_institution", "social_organisation", "legal_service", "other_organisation")
_APPLICANTS = (
    (
        re.compile(r"^(?:其中|:)*(?:自然人|公民个人)(?:提出|提交|申请|的|政府信息公开)*(?:共|为|:)*$"),
        ("natural_person",),
        "自然人",
    ),
    (
        re.compile(
            r"^(?:其中|:)*法人(?:[和或及、]|以及)*(?:其他|其它)?组织(?:提出|提交|申请|的|政府信息公开)*(?:共|为|:)*$"
        ),
        _LEGAL_PERSONS,
        "法人或其他组织",
    ),
)


def _applicants(tables: Tables, sentence: Sentence) -> Iterator[Finding]:
    """“其中自然人 a 件、法人或其他组织 b 件”, in a sentence whose total is the table's."""
    for quantity in quantities(sentence):
        left = sentence.text[quantity.item_start : quantity.start]
        for words, columns, name in _APPLICANTS:
            all_persons = re.search("(?:公民|自然人|个人)、$", sentence.text[: quantity.item_start])
            if not words.match(left) or not quantity.exact or all_persons:
                continue
            by_row = {row: tables.column(row, columns) for row in ("received", "carried_in", "concluded")}
            new, carried = by_row["received"], by_row["carried_in"] or 0
            if new is None or quantity.whole in (new, new + carried, by_row["concluded"]):
                continue
            yield finding(
                *sentence.words.span(quantity.item_start, quantity.end),
                rule="prose.disagrees",
                message=f"文中{name}申请为{quantity.whole}件，而表中本年新收为{written(new)}件，两者不一致。",
                cells=[f"applications.received.{column}" for column in columns],
                expected=new,
                actual=quantity.whole,
                advice="请核对文字与表格的申请人情况。",
            )


# ---------------------------------------------------------------- reviews and suits


def _disputes(tables: Tables, reader: Reader, passage: Passage, sentence: Sentence) -> Iterator[Finding]:
    own = quantities(sentence)
    about = False
    for index, quantity in enumerate(own):
        start = max(sentence.clause_at(quantity.start)[0], own[index - 1].end if index else 0)
        words = sentence.text[start : quantity.start]
        match = reader.pattern(rf"[、和及]?{_DISPUTE.pattern}").match(words)
        match = match or (_DISPUTE_NEXT.match(words) if about or passage.section == 4 else None)
        about = bool(match)
        if not match or quantity.after or not quantity.exact or quantity.measure not in ("件", "起", "宗", "次"):
            continue
        accepted = tables.disputes(_GROUPS[match["what"]])
        if accepted and quantity.whole not in accepted and not reader.narrowed(sentence, start, quantity.start):
            yield _dispute_finding(tables, sentence, start, quantity.end, match["what"], quantity.whole)
    for start, end in sentence.clauses:
        if match := reader.pattern(_NO_DISPUTE.pattern).match(sentence.text[start:end]):
            if reader.narrowed(sentence, start, end):
                continue
            for what in _GROUPS:
                if what[-2:] in match["what"] and max(tables.disputes(_GROUPS[what]), default=0) > 0:
                    yield _dispute_finding(tables, sentence, start, end, what, 0)


def _dispute_finding(tables: Tables, sentence: Sentence, start: int, end: int, what: str, said: Number) -> Finding:
    groups = _GROUPS[what]
    expected = sum(tables.value(f"{group}.total") or 0 for group in groups)
    words = sentence.text[start:end].strip("、,和及")
    return finding(
        *sentence.words.span(start, end),
        rule="prose.disagrees",
        message=f"文中“{words}”，而表中{what}共{written(expected)}件，两者不一致。",
        cells=[f"{group}.total" for group in groups if tables.value(f"{group}.total") is not None],
        expected=expected,
        actual=said,
        advice="请核对文字与表格；文中所指不限于政府信息公开的，请写明。",
    )


# ---------------------------------------------------------------- documents, decisions, fees


def _documents(tables: Tables, reader: Reader, sentence: Sentence) -> Iterator[Finding]:
    """“新增规范性文件 a 件，现行有效规范性文件共计 b 件”."""
    own = quantities(sentence)
    for index, quantity in enumerate(own):
        if quantity.measure not in ("件", "个", "份", "部") or not quantity.exact or quantity.after:
            continue
        start = max(sentence.clause_at(quantity.start)[0], own[index - 1].end if index else 0)
        words = sentence.text[start : quantity.start].lstrip("、和及并")
        filler = r"(?:共计|总计|合计|总数|共有|共|计|为|有|:)*"
        for column, (verb, name) in _DOCUMENT_CLAIMS.items():
            tails = [rf"(?:{verb}){filler}(?:{_DOCUMENT}){filler}"]
            if column == "in_force":
                tails.append(rf"(?:{_DOCUMENT})现行有效{filler}")
            if not any(reader.pattern(tail).match(words) for tail in tails):
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
                rule="prose.disagrees",
                message=f"文中“{words}{quantity.whole}{quantity.measure}”，而表中行政规范性文件{name}为"
                f"{written(expected)}件，两者不一致。",
                cells=[cell],
                expected=expected,
                actual=quantity.whole,
                advice="请核对文字与表格；文中只指部分文件的，请写明。",
            )


def _decisions(tables: Tables, reader: Reader, sentence: Sentence) -> Iterator[Finding]:
    """Licences and penalties: decided (must agree), and published under 双公示 (a gap is worth a word)."""
    own = quantities(sentence)
    publishing = False
    for index, quantity in enumerate(own):
        if quantity.measure not in ("件", "条", "项", "份", "起", "宗", "个") or not quantity.exact or quantity.after:
            publishing = False
            continue
        start = max(sentence.clause_at(quantity.start)[0], own[index - 1].end if index else 0)
        words = sentence.text[start : quantity.start]
        for what, row in _DECISIONS.items():
            decided = tables.value(f"proactive.{row}.decided")
            states = reader.pattern(_DECIDED.format(what=what)).match(words.lstrip("、和及"))
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
    for quantity in quantities(sentence):
        if quantity.measure not in ("元", "万元", "千元", "亿元") or quantity.after:
            continue
        start = sentence.clause_at(quantity.start)[0]
        words = sentence.text[start : quantity.start]
        number = sentence.text[quantity.start : quantity.end]
        if not reader.pattern(_FEE.pattern).match(words) or not quantity.exact:
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
