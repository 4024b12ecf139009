"""Personal data in a text: numbers of identity papers and bank cards, telephones, e-mail addresses, homes.

A number that proves itself by its check digit, or that its label names, is found; one that merely has the length of
such a number is not. Full-width digits, and spaces, hyphens and line breaks between digits, are seen through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from gongkai.documents.disclosure import labels
from gongkai.documents.disclosure.contacts import find_addresses, find_emails, find_landlines, find_mobiles
from gongkai.documents.disclosure.finding import Finding, Level, found
from gongkai.documents.disclosure.folding import SEPARATOR, fold
from gongkai.documents.disclosure.numbers import (
    has_identity_shape,
    is_credit_code,
    is_identity_number,
    is_luhn,
    is_old_identity_number,
)

Finder = Callable[[str, str], Iterator[Finding]]
"""Takes a folded text and its place. The findings' own text is put in from the original."""

_APART = SEPARATOR + "{0,2}"
# The lookahead lets candidates overlap: "12 4101…" must not swallow the beginning of the number after it.
_IDENTITY = re.compile(rf"(?<![0-9])(?<![0-9]\.)(?=([1-9](?:{_APART}[0-9]){{16}}{_APART}[0-9Xx])(?![0-9]))")
_CREDIT = re.compile(r"(?<![0-9A-Za-z])[1-9ANY][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])")
_OLD_IDENTITY = re.compile(r"(?<![0-9A-Za-z.\-])[1-8][0-9]{5}([ \-]?)[0-9]{6}\1[0-9]{3}(?![0-9A-Za-z]|[.\-][0-9])")
_CARD = re.compile(rf"(?<![0-9A-Za-z])(?<![0-9][.\-])(?=([2-69](?:{_APART}[0-9]){{15,18}})(?![0-9A-Za-z]))")
_CARD_BIN = re.compile(r"(?:62[0-9]{14,17}|9558[0-9]{15})")
_CARD_ABROAD = re.compile(r"(?:4[0-9]{15}|5[1-5][0-9]{14}|35[2-8][0-9]{13}|2[2-7][0-9]{14})")
_GROUPS = re.compile(r"[0-9]+")
_PAPERS = re.compile(
    r"(?:护照|通行证|台胞证|回乡证)(?:号码|证号|号)?[^0-9A-Za-z\n]{0,4}(?P<number>[A-Za-z]{0,2}[0-9]{7,10})(?![0-9A-Za-z])"
)


def find_personal(text: str, place: str = "", allowed: Collection[str] = ()) -> list[Finding]:
    """Personal data in a text, in its order.

    `allowed` are telephone numbers and e-mail addresses that may stand there, such as those of the authority's own
    directory, in any spelling.
    """
    folded = fold(text)
    taken = {at for match in _CREDIT.finditer(folded) if _is_body(folded, match) for at in range(*match.span())}
    known = {_compact(fold(entry)) for entry in allowed}
    findings: list[Finding] = []
    for finder in FINDERS:
        for finding in finder(folded, place):
            start, end = finding.span or (0, 0)
            if not taken.isdisjoint(range(start, end)):
                continue
            taken.update(range(start, end))
            if _compact(finding.text) not in known:
                findings.append(replace(finding, text=text[start:end]))
    return sorted(findings, key=lambda finding: finding.span or (0, 0))


def _identities(text: str, place: str) -> Iterator[Finding]:
    for match in _IDENTITY.finditer(text):
        number = _compact(match[1]).upper()
        if is_identity_number(number):
            yield found("identity_number", match[1], place, masked=masked_number(number), span=match.span(1))


def _doubtful_identities(text: str, place: str) -> Iterator[Finding]:
    """With a wrong check digit, only what is called an identity number or written like one: in one piece, as 6-8-4."""
    for match in _IDENTITY.finditer(text):
        number = _compact(match[1]).upper()
        if not has_identity_shape(number) or is_identity_number(number):
            continue
        before = labels.before(text, match.start())
        groups = [len(group) for group in re.split(SEPARATOR + "+", match[1])]
        if labels.IDENTITY.search(before) or (groups in ([18], [6, 8, 4]) and not labels.CODE.search(before)):
            note = "校验码不符：可能是笔误，也可能不是身份证号码，请核对。"
            masked = masked_number(number)
            yield found("identity_number_doubtful", match[1], place, masked=masked, span=match.span(1), note=note)


def _old_identities(text: str, place: str) -> Iterator[Finding]:
    for match in _OLD_IDENTITY.finditer(text):
        number = _compact(match[0])
        before = labels.before(text, match.start())
        if is_old_identity_number(number) and not _is_code(before):
            level: Level | None = "block" if labels.IDENTITY.search(before) else None
            masked = number[:6] + "******" + number[12:]
            yield found("identity_number_old", match[0], place, level=level, masked=masked, span=match.span())


def _cards(text: str, place: str) -> Iterator[Finding]:
    for match in _CARD.finditer(text):
        # The longest run first, then shorter ones: what follows a card's number may be another number.
        for end in _ends(match[1]):
            written = match[1][:end]
            number = _compact(written)
            if not is_luhn(number) or not _is_grouped_like_card(written):
                continue
            before = labels.before(text, match.start())
            labelled = labels.CARD.search(before) is not None
            at_home = _CARD_BIN.fullmatch(number) is not None
            if not (at_home or _CARD_ABROAD.fullmatch(number)) or labels.CODE.search(before):
                continue
            span = (match.start(1), match.start(1) + end)
            masked = number[:6] + "*" * (len(number) - 10) + number[-4:]
            yield found(
                "bank_card", written, place, level=None if at_home or labelled else "warn", masked=masked, span=span
            )
            break


def _ends(run: str) -> list[int]:
    """Where a run of 16 to 19 digits may end, longest first: at its end, and where a separator follows."""
    ends = [len(run)]
    ends += [match.start() for match in re.finditer(SEPARATOR + "+", run) if len(_compact(run[: match.start()])) >= 16]
    return sorted(ends, reverse=True)


def _is_grouped_like_card(written: str) -> bool:
    """In one piece, in fours, as 6 and the rest, or digit by digit: codes joined by hyphens are grouped otherwise."""
    sizes = [len(group) for group in _GROUPS.findall(written)]
    if len(sizes) == 1 or all(size == 1 for size in sizes):
        return True
    if sizes[0] == 4:
        return all(size == 4 for size in sizes[:-1]) and sizes[-1] <= 4
    return sizes[0] == 6 and len(sizes) == 2


def _papers(text: str, place: str) -> Iterator[Finding]:
    for match in _PAPERS.finditer(text):
        number = match["number"]
        masked = number[:2] + "*" * (len(number) - 4) + number[-2:]
        yield found("passport", number, place, masked=masked, span=match.span("number"))


FINDERS: tuple[Finder, ...] = (
    _identities, _cards, _papers, _old_identities, _doubtful_identities,
    find_mobiles, find_landlines, find_emails, find_addresses,
)  # fmt: skip
"""In this order: what an earlier one has found, a later one does not find again as something else."""


def masked_number(number: str) -> str:
    """An identity number with region and last four shown: 110105********1234."""
    return number[:6] + "*" * 8 + number[14:]


def _is_body(text: str, match: re.Match[str]) -> bool:
    """Whether a valid credit code is a body's: one of digits alone may be an identity number as well, then its label
    decides, or the 9 that begins a company's code."""
    code = match[0]
    if not is_credit_code(code):
        return False
    if code.isdigit() and is_identity_number(code):
        return code[0] == "9" or labels.CREDIT.search(labels.before(text, match.start())) is not None
    return True


def _is_code(before: str) -> bool:
    return labels.CODE.search(before) is not None and labels.IDENTITY.search(before) is None


def _compact(text: str) -> str:
    return re.sub(r"[\s\-\u200b\ufeff()]", "", text).lower()
