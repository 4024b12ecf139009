"""What an HTML body gives away before it is published, and its text with the findings marked in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from gongkai.documents.disclosure.finding import Finding
from gongkai.documents.disclosure.html_text import BODY, Strand, strands
from gongkai.documents.disclosure.maps import caption_lines, find_maps
from gongkai.documents.disclosure.marks import find_marks
from gongkai.documents.disclosure.network import find_internal
from gongkai.documents.disclosure.personal import find_personal
from gongkai.documents.disclosure.residue import find_residue_in_markup
from gongkai.documents.disclosure.scan import scan_text, scan_writing
from gongkai.documents.disclosure.wording import Entry

MARKUP = "网页代码"
_ADDRESS = ("链接地址", "图片地址", "引用地址")
_CALL = re.compile(r"(?:tel|sms|mailto|callto):", re.IGNORECASE)
_PROVEN = frozenset({"identity_number", "bank_card"})
"""Kinds that a check digit proves: they count in an address too, where other long numbers are names of files."""
_UNSEEN = ("注释", "不显示的代码")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, with what was found in it."""

    text: str
    finding: Finding | None = None


def inspect_html(
    html: str, allowed: Collection[str] = (), words: Collection[Entry] = (), map_number: str = ""
) -> list[Finding]:
    """What an HTML body gives away and what is wrong with its writing, in the order of its text.

    `allowed` are telephones and e-mail addresses that may stand in it, `words` an installation's own wrong words,
    `map_number` the record's 审图号. A finding with place "正文" has its span in `plain_text(html)`; others stand in
    attributes, comments or the markup, which are not shown and are published all the same.
    """
    body, *asides = strands(html)
    findings = [
        *find_personal(body.text, BODY, allowed),
        *find_internal(body.text, BODY),
        *_marks(body),
        *scan_writing(body.text, BODY, words),
    ]
    findings.sort(key=lambda finding: finding.span or (0, 0))
    for aside in asides:
        findings += _aside(aside, allowed, words)
    findings += find_residue_in_markup(html, MARKUP)
    return findings + _maps(body, asides, map_number)


def inspect_line(text: str, place: str, allowed: Collection[str] = (), words: Collection[Entry] = ()) -> list[Finding]:
    """The same for a field of plain text, such as a title; spans are in that text."""
    findings = scan_text(text, place, allowed) + scan_writing(text, place, words)
    return sorted(findings, key=lambda finding: finding.span or (0, 0))


def plain_text(html: str) -> str:
    """The text in which the spans of `inspect_html` count: a line a block, cells apart by bars."""
    return strands(html)[0].text


def pieces(text: str, findings: Iterable[Finding]) -> list[Piece]:
    """A text cut at its findings: joined, the pieces are the text. They are text and not markup, so that a template
    that escapes prints them safely. Of findings over one another the graver one is marked, then the longer."""
    spanned = [finding for finding in findings if finding.span and finding.span[0] < finding.span[1] <= len(text)]
    spanned.sort(key=lambda finding: (finding.level != "block", -_length(finding)))
    taken = bytearray(len(text))
    marked: list[Finding] = []
    for finding in spanned:
        start, end = finding.span or (0, 0)
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            marked.append(finding)
    cut: list[Piece] = []
    at = 0
    for finding in sorted(marked, key=lambda finding: finding.span or (0, 0)):
        start, end = finding.span or (0, 0)
        if at < start:
            cut.append(Piece(text[at:start]))
        cut.append(Piece(text[start:end], finding))
        at = end
    if at < len(text):
        cut.append(Piece(text[at:]))
    return cut


def mark_html(html: str, findings: Iterable[Finding]) -> list[Piece]:
    """The shown text of a body cut at the findings in it."""
    return pieces(plain_text(html), [finding for finding in findings if finding.source == BODY])


def _length(finding: Finding) -> int:
    start, end = finding.span or (0, 0)
    return end - start


def _marks(body: Strand) -> Iterable[Finding]:
    """Marks line by line: a word that stands alone in a cell is a column's head as likely."""
    at = 0
    for line in body.text.split("\n"):
        for cell in re.finditer(r"[^\t|]+", line) if body.tabled else re.finditer(r".+", line):
            start = at + cell.start()
            for finding in find_marks(cell[0], BODY, in_table=body.in_cell(start)):
                first, last = finding.span or (0, 0)
                yield replace(finding, span=(start + first, start + last))
        at += len(line) + 1


def _aside(aside: Strand, allowed: Collection[str], words: Collection[Entry]) -> list[Finding]:
    if aside.place.endswith(_ADDRESS) and not _CALL.match(aside.text):
        personal = find_personal(aside.text, aside.place, allowed)
        return [*(each for each in personal if each.kind in _PROVEN), *find_internal(aside.text, aside.place)]
    findings = scan_text(aside.text, aside.place, allowed)
    if not aside.place.endswith((*_UNSEEN, *_ADDRESS)):
        findings += scan_writing(aside.text, aside.place, words)
    return findings


def _maps(body: Strand, asides: list[Strand], map_number: str) -> list[Finding]:
    """Pictures that call themselves maps: by their description, or by a line of the body that is a caption."""
    described = [(aside.text, aside.place) for aside in asides if aside.place.endswith("图片说明")]
    pictured = any(aside.place.endswith("图片地址") for aside in asides)
    captions = caption_lines(body.text) if pictured else []
    findings = find_maps(described, map_number, body.text)
    for start, line in captions:
        findings += [
            replace(finding, span=(start, start + len(line)))
            for finding in find_maps([(line, BODY)], map_number, body.text)
        ]
    return findings
