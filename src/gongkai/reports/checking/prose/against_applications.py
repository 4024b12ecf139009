"""The prose against table 三: applications received, carried over, concluded, by outcome and by applicant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.reports.checking.basis import written
from gongkai.reports.checking.prose.claims import Claim, Reader
from gongkai.reports.checking.prose.quantities import Quantity
from gongkai.reports.checking.prose.tables import Tables
from gongkai.reports.checking.prose.text import Passage, Sentence
from gongkai.reports.checking.prose.wording import finding, swapped_digits
from gongkai.reports.model import Finding, Number, Report

_ABOUT_APPLICATIONS = re.compile(r"依申请|信息公开[^,;。]{0,8}申请|公开申请")
_STILL_OPEN = re.compile(r"结转|在办|正在办理|尚未办结|未办结|继续办理|办理中|尚未到期|未到期|跨年|未届")
_SORTED_OUT = re.compile(r"不属于|不予受理|撤回|撤销|实际|受理\d+件|重复提交|合并")
"""Words after a figure which say that not all that came in was an application."""
_ALL_DONE = re.compile(
    r"^(?:目前|现|截至年底|截至20\d\d年12月(?:31日|底))?(?:均|全部|皆|全都)(?:已|已经|依法|依规|依法依规|按照?规定|按要求|按时|按期|及时|"
    r"在(?:法定|规定)(?:期限|时限|时间)内|全部|高质量|如期|予以|进行|得到)*+(?P<done>办结|办理完毕|答复完毕|处理完毕|办理完结|办复)(?!或|和在|及在)"
)
_ALL_HANDLED = re.compile(r"^(?:均|全部|皆|全都)[^,;。]{0,14}(?:办理|处理|答复|回复|办结|办复)")


def check(report: Report, passages: list[Passage]) -> Iterator[Finding]:
    """Findings on every figure on applications that the table contradicts."""
    tables = Tables(report)
    if tables.has_applications():
        read = [(passage, passage.sentences) for passage in passages]
        yield from _applications(tables, Reader(report), read)


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
    agreeing = {_taken_in(claim) for _, own in claims for claim in own if claim.value in _accepted(tables, claim)}
    still_open = any(_STILL_OPEN.search(s.text) for _, lines in read for s in lines if "," in s.text)
    for sentence, own in claims:
        for claim in own:
            if claim.value not in _accepted(tables, claim):
                doubtful = _taken_in(claim) in agreeing or reader.may_be_a_part(sentence, claim.end)
                sorted_out = "书面" in claim.words or _SORTED_OUT.search(sentence.text[claim.end :])
                yield _application_finding(tables, claim, doubtful or bool(sorted_out))
        agreed = bool(own) and all(claim.value in _accepted(tables, claim) for claim in own)
        yield from _outcomes(tables, sentence, agreed)
        if agreed:
            yield from _applicants(tables, sentence)
        if not still_open:
            yield from _all_done(tables, sentence, own)


def _taken_in(claim: Claim) -> str:
    """The claim's kind, all that count what came in as one: a text may tell received from accepted applications."""
    return "received" if claim.kind in ("received", "accepted", "applications") else claim.kind


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


_COUNTED_AS = ("件", "份", "宗", "项", "条")
_ROW_OF = {"carried_in": "carried_in", "carried_out": "carried_out", "concluded": "concluded", "answered": "concluded"}
_NAME_OF = {
    "received": "本年新收申请", "carried_in": "上年结转申请", "carried_out": "结转下年度继续办理的申请",
    "concluded": "本年度办理结果总计",
}  # fmt: skip


def _application_finding(tables: Tables, claim: Claim, doubtful: bool) -> Finding:
    row = _ROW_OF.get(claim.kind, "received")
    cell = f"applications.{row}.total"
    printed = tables.value(cell)
    expected = printed if printed is not None else max(tables.row(row), default=0)
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
        if following is None or any(claim.end <= other.start < following[0] for other in sentence.quantities):
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
    for quantity in sentence.quantities:
        left = sentence.text[quantity.item_start : quantity.start]
        words = re.sub(r"^(?:其中|:|作出)+|(?:的|类|决定|答复|申请|为|共|计|有|:)+$", "", left)
        group = labels.get(words)
        if group is None or not quantity.exact or quantity.measure not in _COUNTED_AS:
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
    for quantity in sentence.quantities:
        left = sentence.text[quantity.item_start : quantity.start]
        for words, columns, name in _APPLICANTS:
            all_persons = re.search("(?:公民|自然人|个人)、$", sentence.text[: quantity.item_start])
            if not words.match(left) or not quantity.exact or all_persons or quantity.measure not in _COUNTED_AS:
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
