"""What a letter says against what its case says: gaps, number, dates, names, contact, and data of others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Protocol

from gongkai.applications.letters.examination.finding import Finding
from gongkai.applications.letters.examination.text import WHOLE, LetterText, Line, squeezed
from gongkai.applications.letters.facts import LetterFacts, merge_fields
from gongkai.applications.letters.kinds import LetterKind
from gongkai.applications.letters.letter import GAP
from gongkai.reports.model import Level
from gongkai.reports.writing.outline import chinese_date

_HEAD_LINES = 10
_GAP = re.compile(r"【缺：([^】]*)】")
_MERGE_FIELD = re.compile(r"\{\{[^{}]*\}\}")
_DATE = re.compile(r"(?<!\d)(\d{2,4})年(\d{1,2})月(\d{1,2})日")
_NUMBER_LIKE = re.compile(r"[^，。：；\d]{1,24}[〔\[【(（﹝［]\d{2,4}[〕\]】)）﹞］]第?\d*号")
_NUMBER_RIGHT = re.compile(r"[^，。：；〔〕\[\]]{1,24}〔\d{4}〕[1-9]\d*号")
_RECEIVED = re.compile(rf"({_DATE.pattern})[^。；\n\d]{{0,15}}收到[^。；\n]{{0,30}}申请")
_RECEIPT_NUMBER = re.compile(r"(?:受理|登记)编号(?:：|:|为)(?P<number>[0-9A-Za-z〔〕\-]+)")
_HONORIFIC = re.compile(r"^尊敬的|(?:先生|女士|同志)$")
_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}-?\d{7,8}|1\d{10}|\d{3,4}-\d{7,8})(?!\d)")

_TERM_FIELDS = ("补正截止日期", "说明理由截止日期", "延长后的答复期限", "延迟答复期限", "协办截止日期")


class PersonalDatum(Protocol):
    """What a finder of personal data finds, as `documents.disclosure` does."""

    @property
    def name(self) -> str: ...
    @property
    def masked(self) -> str: ...
    @property
    def level(self) -> str: ...


class PersonalDataFinder(Protocol):
    """`documents.disclosure.personal.find_personal`: what personal data a text holds, but for what is allowed."""

    def __call__(self, text: str, place: str = "", allowed: Collection[str] = ()) -> Sequence[PersonalDatum]: ...


def examine_gaps(text: LetterText) -> Iterator[Finding]:
    """Merge fields that were never filled and facts that are missing."""
    told: set[str] = set()
    for line in text.lines:
        for name in _GAP.findall(line.text):
            if name not in told:
                told.add(name)
                yield Finding(
                    "letter.gap",
                    "error",
                    f"“{name}”还没有填写。",
                    line.place,
                    "请填写这一栏；表中没有这一栏的，在办件中登记后重新生成。",
                )
    for line in text.lines:
        for field in _MERGE_FIELD.findall(line.text):
            yield Finding(
                "letter.merge_field", "error", f"遗留了合并字段“{field}”。", line.place, "请填入内容或者删去。"
            )


def examine_number(text: LetterText, kind: LetterKind, facts: LetterFacts) -> Iterator[Finding]:
    """The document number: there, the case's, and in its form: sign, year in 〔〕, number without zeros or 第."""
    if not kind.numbered or GAP.format("文号") in text:
        return
    line = next((line for line in text.lines[:_HEAD_LINES] if _NUMBER_LIKE.fullmatch(line.text)), None)
    advice = "文号由机关代字、用六角括号〔〕括起的四位年份和序号组成，如“×公开〔2026〕5号”，序号不编虚位、不加“第”。"
    if line is None:
        yield Finding("letter.number", "error", "没有文号。", "文书开头", advice)
    elif facts.number and _plain_number(line.text) != _plain_number(facts.number):
        message = f"文号“{line.text}”与办件登记的“{facts.number}”不一致。"
        yield Finding("letter.number", "error", message, line.place, "请核对文号。")
    elif not _NUMBER_RIGHT.fullmatch(line.text):
        yield Finding("letter.number", "error", f"文号“{line.text}”的写法不规范。", line.place, advice)


def examine_dates(text: LetterText, kind: LetterKind, facts: LetterFacts, today: date) -> Iterator[Finding]:
    """Dates that do not exist, and those that are not the case's."""
    for line in text.lines:
        for found in _DATE.finditer(line.text):
            if _day(found) is None:
                yield Finding("letter.date", "error", f"“{found[0]}”不是实际存在的日期。", line.place, "请核对日期。")
    yield from _received(text, kind, facts)
    yield from _dated(text, facts, today)
    fields = {field.name: field for field in kind.template.fields()}
    for name in _TERM_FIELDS:
        day = getattr(facts, merge_fields()[name].attribute) if name in fields else None
        if day and kind.group in ("process", "consultation") and chinese_date(day) not in text:
            yield Finding(
                "letter.term",
                "error",
                f"没有写明{name}{chinese_date(day)}，或者写的与办件不一致。",
                WHOLE,
                f"应为{chinese_date(day)}。",
            )


def examine_names(text: LetterText, kind: LetterKind, facts: LetterFacts) -> Iterator[Finding]:
    """Addressee, authority and receipt number as in the case; no applicant named to a third party."""
    yield from _addressee(text, kind, facts)
    signature = _signature(text)
    if facts.agency and signature is not None:
        at = text.lines.index(signature)
        signer = text.lines[at - 1].text if at else ""
        if squeezed(facts.agency) != signer and "【缺：" not in signer:
            message = f"落款“{signer}”与本机关名称“{facts.agency}”不一致。"
            yield Finding("letter.agency", "error", message, signature.place, "请写机关全称或者规范化简称。")
    found = _RECEIPT_NUMBER.search(text.whole)
    if found and facts.receipt_number and found["number"] != squeezed(facts.receipt_number):
        message = f"受理编号“{found['number']}”与办件的“{facts.receipt_number}”不一致。"
        yield Finding("letter.receipt_number", "error", message, _place_of(text, found[0]), "请核对受理编号。")


def examine_contact(text: LetterText, kind: LetterKind, facts: LetterFacts) -> Iterator[Finding]:
    """Whom to ask: a letter that goes out names a telephone number."""
    if kind.to == "office" or GAP.format("联系电话") in text:
        return
    phone = facts.contact_phone
    if phone not in text if phone else not _PHONE.search(text.whole):
        advice = f"请写明联系电话“{phone}”。" if phone else "请写明联系人和联系电话。"
        yield Finding("letter.contact", "warning", "没有写明联系电话。", WHOLE, advice)


def examine_personal_data(text: LetterText, facts: LetterFacts, find: PersonalDataFinder) -> Iterator[Finding]:
    """Personal data in the letter, but for the contacts of authorities that the case knows."""
    allowed = [
        number
        for contact in (facts.contact_phone, facts.right_agency_contact, facts.channel_elsewhere, facts.ways)
        if contact
        for number in (contact, *_PHONE.findall(contact))
    ]
    for line in text.lines:
        for datum in find(line.raw, line.place, allowed):
            level: Level = "error" if datum.level == "block" else "warning"
            message = f"写有{datum.name}{f'“{datum.masked}”' if datum.masked else ''}。"
            yield Finding(
                "letter.personal_data", level, message, line.place, "请确认是否必要，他人的个人信息应当隐去。"
            )


def _received(text: LetterText, kind: LetterKind, facts: LetterFacts) -> Iterator[Finding]:
    states = any(field.attribute == "received_on" for field in kind.template.fields())
    if not states or not facts.received_on or GAP.format("收到日期") in text:
        return
    right = chinese_date(facts.received_on)
    found = _RECEIVED.search(text.whole)
    if found is None:
        if right not in text:
            message = f"没有写明收到申请的日期{right}，或者写的与办件不一致。"
            yield Finding("letter.received_on", "error", message, WHOLE, f"收到申请之日应为{right}。")
    elif _date_of(found[1]) not in (facts.received_on, None):
        message = f"收到申请的日期“{found[1]}”与办件登记的{right}不一致。"
        yield Finding("letter.received_on", "error", message, _place_of(text, found[0]), f"应为{right}。")


def _dated(text: LetterText, facts: LetterFacts, today: date) -> Iterator[Finding]:
    if GAP.format("落款日期") in text:
        return
    line = _signature(text)
    if line is None:
        yield Finding("letter.dated", "error", "没有落款日期。", "文书末尾", "请在机关署名下写明成文日期。")
        return
    day = _date_of(line.text)
    message = ""
    if day is None:
        return  # told as a date that does not exist
    if facts.received_on and day < facts.received_on:
        message = f"落款日期“{line.text}”早于收到申请之日{chinese_date(facts.received_on)}。"
    elif day > today:
        message = f"落款日期“{line.text}”晚于今天（{chinese_date(today)}）。"
    elif facts.dated and day != facts.dated:
        message = f"落款日期“{line.text}”与办件登记的{chinese_date(facts.dated)}不一致。"
    if message:
        yield Finding("letter.dated", "error", message, line.place, "请核对成文日期。")


def _addressee(text: LetterText, kind: LetterKind, facts: LetterFacts) -> Iterator[Finding]:
    expected: Sequence[str] = ()
    if kind.to == "applicant":
        expected = (facts.addressee,) if facts.addressee else facts.applicants or ()
    elif kind.to in ("third_party", "agency"):
        party = facts.addressee or facts.consulted_party
        expected = (party,) if party else ()
    head = text.lines[:_HEAD_LINES]
    line = next((line for line in head if line.text.endswith(("：", ":")) and len(line.text) <= 80), None)
    if expected and line is None:
        yield Finding(
            "letter.addressee", "error", "没有写明文书的收件人。", "文书开头", f"应为“{'、'.join(expected)}：”。"
        )
    elif line is not None and "【缺：" not in line.text:
        named = {_HONORIFIC.sub("", part) for part in re.split(r"[、，,：:]", line.text)}
        short = "等" in line.text and bool(expected) and line.text.startswith(squeezed(expected[0]))
        absent = [name for name in expected if squeezed(name) not in named]
        if absent and not short:
            message = f"收件人“{line.text[:-1]}”与办件的“{'、'.join(expected)}”不一致。"
            yield Finding("letter.addressee", "error", message, line.place, "请核对姓名或者名称。")
    if kind.to == "third_party":
        for name in facts.applicants or ():
            if name in text:
                message = f"给第三方的文书写有申请人“{name}”。"
                yield Finding(
                    "letter.applicant_disclosed",
                    "warning",
                    message,
                    _place_of(text, name),
                    "除非必要，不向第三方透露申请人。",
                )


def _signature(text: LetterText) -> Line | None:
    """The line of the letter's date: the last one that holds a date alone."""
    return next((line for line in reversed(text.lines) if _DATE.fullmatch(line.text)), None)


def _place_of(text: LetterText, words: str) -> str:
    sought = squeezed(words)
    return next((line.place for line in text.lines if sought in line.text), WHOLE)


def _plain_number(number: str) -> str:
    """A document number without what is only a matter of form."""
    return re.sub(r"第?0*(\d*)号$", r"\1号", re.sub(r"[〔\[【(（﹝［〕\]】)）﹞］]", "|", squeezed(number)))


def _date_of(text: str) -> date | None:
    found = _DATE.search(text)
    return _day(found) if found else None


def _day(found: re.Match[str]) -> date | None:
    year, month, day = (int(part) for part in found.groups()[-3:])
    try:
        return date(year, month, day) if year >= 1000 else None
    except ValueError:
        return None
