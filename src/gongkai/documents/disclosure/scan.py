"""What a text or a document as read gives away: personal data, marks, internal addresses, each with its place; and
what is wrong with its writing, where it is to be published."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from gongkai.documents.disclosure.finding import Finding
from gongkai.documents.disclosure.marks import find_marks
from gongkai.documents.disclosure.network import find_internal
from gongkai.documents.disclosure.personal import find_personal
from gongkai.documents.disclosure.residue import find_residue
from gongkai.documents.disclosure.wording import Entry, find_wrong_words
from gongkai.documents.disclosure.writing import find_writing
from gongkai.documents.model import Document, Paragraph

LINE_BY_LINE = ("pdf", "text")
"""Formats whose paragraphs are lines: there a number may go on in the next."""
REACH = 40
"""Characters on either side of a line's end; longer things are not cut by more than one."""


def scan_text(text: str, place: str = "", allowed: Collection[str] = (), in_table: bool = False) -> list[Finding]:
    """Personal data, marks and internal addresses in a text. `allowed`: telephones, e-mail addresses and the address of
    the authority's own site, which may stand there."""
    findings = find_personal(text, place, allowed) + find_marks(text, place, in_table)
    findings += find_internal(text, place, allowed)
    return sorted(findings, key=lambda finding: finding.span or (0, 0))


def scan_writing(text: str, place: str = "", words: Collection[Entry] = (), *, by_line: bool = False) -> list[Finding]:
    """What is wrong with a text's writing: wrong words (ours and `words`), residue of programs, brackets, numbers of
    documents, dates. `by_line`: the text is a line of a page, over whose end brackets may run."""
    return find_wrong_words(text, place, words) + find_residue(text, place) + find_writing(text, place, by_line=by_line)


def scan_document(
    document: Document, allowed: Collection[str] = (), words: Collection[Entry] | None = None
) -> list[Finding]:
    """The same for a document's title, paragraphs and cells, in their order; its writing only where there are `words`,
    be they none.

    What its file hides beside the text is found by `hidden.find_hidden`, which reads the file.
    """
    findings = scan_text(document.title or "", "标题", allowed)
    above: Paragraph | None = None
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if above is not None and document.format in LINE_BY_LINE:
                findings += _over_the_line(above, block, allowed)
            findings += scan_text(block.text, block.place, allowed)
            if words is not None:
                findings += scan_writing(block.text, block.place, words, by_line=document.format in LINE_BY_LINE)
            above = block
            continue
        above = None
        for row in block.rows:
            for cell in row:
                findings += scan_text(cell.text, block.place_of(cell), allowed, in_table=True)
                if words is not None:
                    findings += scan_writing(cell.text, block.place_of(cell), words)
    return findings


def _over_the_line(above: Paragraph, below: Paragraph, allowed: Collection[str]) -> list[Finding]:
    """Personal data that a line's end cuts in two."""
    head = above.text.rstrip()[-REACH:]
    joined = head + "\n" + below.text.lstrip()[:REACH]
    cut = len(head)
    return [
        replace(finding, span=None)
        for finding in find_personal(joined, above.place, allowed)
        if finding.span and finding.span[0] < cut < finding.span[1]
    ]
