"""Where a person can be reached: telephones, e-mail addresses and homes, told from codes, amounts and office lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.documents.disclosure import labels
from gongkai.documents.disclosure.finding import Finding, Level, found

_MOBILE = re.compile(
    r"(?<![0-9])(?<![0-9][.\-/_])(?:\+?86[ \-]?)?"
    r"(?P<number>1[3-9][0-9](?P<apart>[ \-\u200b]?)[0-9]{4}(?P=apart)[0-9]{4}"
    r"|1(?P<single>[ \u200b])[3-9](?:[ \u200b][0-9]){9})"
    r"(?![0-9]|[.\-/_][0-9])"
)
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z.\-])(?:\+?86[ \-]?)?(?:\((?P<bracketed>0(?:10|2[0-9]|[3-9][0-9]{2}))\)[ \-]?"
    r"|(?P<area>0(?:10|2[0-9]|[3-9][0-9]{2}))(?P<apart>[ \-]{0,3}))"
    r"(?P<local>[2-8][0-9]{2,3}[ \-]?[0-9]{4})(?![0-9A-Za-z]|[.][0-9]|-[0-9]{5})"
)
_LOCAL = re.compile(r"(?:电话|座机|固话)(?:号码)?[::]\s{0,3}(?P<local>[2-8][0-9]{6,7})(?![0-9A-Za-z\-.])")
_EMAIL = re.compile(
    r"(?<![0-9A-Za-z._%+\-])[0-9A-Za-z._%+\-]{1,64}@(?:[0-9A-Za-z\-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![0-9A-Za-z])"
)

_AMOUNT_AFTER = re.compile(
    r"\s?(?:多|余)?(?:万|亿|千)?(?:元|人|户|吨|平方|立方|公里|千瓦|份|件|次|个|亩|公顷|米|号(?!码)|%)"
)

_NUMBER = r"[0-9一二三四五六七八九十]{1,5}"
_STEM = r"[\u4e00-\u9fff0-9A-Za-z]{2,14}?"
_HOME = re.compile(
    rf"{_STEM}{_NUMBER}(?:号楼|栋|幢|号院{_NUMBER}号楼)[ ]?"
    rf"(?:{_NUMBER}单元[ ]?{_NUMBER}(?:室|户|号)?|{_NUMBER}(?:室|户)|(?:[东西南北中]|{_NUMBER}层)户)"
)
_LABELLED_HOME = re.compile(
    r"(?:家庭(?:住址|地址)|现住址|现住(?:于|在)?|户籍(?:所在地|地址|地)|居住地(?:址)?|住址"
    r"|住(?=[\u4e00-\u9fff]{2,8}(?:省|市|县|区)))[^\u4e00-\u9fff\n]{0,4}"
    rf"(?P<home>[\u4e00-\u9fff0-9A-Za-z\- ]{{2,40}}"
    rf"(?:{_NUMBER}(?:号(?!文|令|线)|室|户)|[0-9]{{1,3}}-[0-9]{{1,2}}-[0-9]{{3,4}}))"
)


def find_mobiles(text: str, place: str) -> Iterator[Finding]:
    """Mobile numbers, with or without +86; one that is given as a service line is only to be looked at."""
    for match in _MOBILE.finditer(text):
        start, end = match.span("number")
        before = labels.before(text, match.start())
        if match["single"] and not labels.PHONE.search(before):
            continue  # a table's row of single figures looks just so
        if _is_no_phone(before) or _AMOUNT_AFTER.match(text, end):
            continue
        digits = _digits(match["number"])
        level: Level | None = "warn" if labels.PUBLIC_LINE.search(before) else None
        masked = f"{digits[:3]}****{digits[7:]}"
        yield found("mobile", match["number"], place, level=level, masked=masked, span=(start, end))


def find_landlines(text: str, place: str) -> Iterator[Finding]:
    """Landlines, unless their label says that they are an office's line for the public."""
    for match in _LANDLINE.finditer(text):
        before = labels.before(text, match.start())
        joined = match["area"] is not None and not match["apart"]
        if joined and not labels.PHONE.search(before):
            continue  # eleven digits in a row are a telephone only where they are called one
        if labels.PUBLIC_LINE.search(before) or _is_no_phone(before) or _AMOUNT_AFTER.match(text, match.end()):
            continue
        masked = f"{match['area'] or match['bracketed']}-{_digits(match['local'])[:-4]}****"
        yield found("landline", match[0], place, masked=masked, span=match.span())
    for match in _LOCAL.finditer(text):
        before = labels.before(text, match.start("local"))
        if not labels.PUBLIC_LINE.search(before):
            local = match["local"]
            yield found("landline", local, place, masked=local[:-4] + "****", span=match.span("local"))


def find_emails(text: str, place: str) -> Iterator[Finding]:
    """E-mail addresses, those of authorities (gov.cn) excepted."""
    for match in _EMAIL.finditer(text):
        name, domain = match[0].split("@")
        if not f".{domain.lower()}".endswith(".gov.cn"):
            yield found("email", match[0], place, masked=f"{name[0]}***@{domain}", span=match.span())


def find_addresses(text: str, place: str) -> Iterator[Finding]:
    """Homes: a dwelling (building and unit or room), or an address down to its number that is called a home."""
    for match in _LABELLED_HOME.finditer(text):
        yield _home(match["home"], place, match.span("home"))
    for match in _HOME.finditer(text):
        yield _home(match[0], place, match.span())


def _home(text: str, place: str, span: tuple[int, int]) -> Finding:
    digit = re.search(_NUMBER + "(?:号|栋|幢|单元|室|户)", text)
    shown = text[: digit.start()] if digit else text[:4]
    return found("address", text, place, masked=shown + "****", span=span)


def _is_no_phone(before: str) -> bool:
    return labels.CODE.search(before) is not None or labels.NO_PHONE.search(before) is not None


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
