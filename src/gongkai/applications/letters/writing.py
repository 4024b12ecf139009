"""Letters on paper: one `Letter` as Word and as PDF in the official look (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gongkai.applications.letters.kinds import LetterKind
from gongkai.applications.letters.letter import Block, Heading, Letter, Paragraph, Table
from gongkai.documents.official import OfficialWriter, TableCell
from gongkai.documents.official_docx import OfficialDocument
from gongkai.documents.official_pdf import OfficialPdf

Format = Literal["docx", "pdf"]
MEDIA_TYPES: Mapping[Format, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}

LINE_OF_TITLE = 20
"""Characters of 小标宋 2 号 that a line of the title holds."""
_LINE_OF_TEXT = 28
_TABLE_SIZE = 12.0
_LINE_HEIGHT = 8.0
"""Millimetres of a line to be filled in by hand."""
_WHOLE_TABLE = 14
"""Rows up to which a table stays on one page."""
_PLACE_ENDS = "省市区县州盟旗乡镇局委厅部办院会所队府和与及关的"


@dataclass(frozen=True, slots=True)
class RedHead:
    """红头: the issuer's mark over a red line, with the document number between."""

    issuer: str
    """As it stands at the top: the authority's name, or that with 文件."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记 at the foot of the letter's last page."""

    printed_by: str
    printed_on: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a letter is set."""

    red_head: RedHead | None = None
    seal: bool = True
    """Whether room is left for a seal over signer and date."""
    imprint: Imprint | None = None


def look_for(kind: LetterKind) -> Look:
    """The plain look of a kind: slips inside the office leave no room for a seal."""
    return Look(seal=kind.to != "office")


def write_letter(letter: Letter, format: Format, look: Look = Look()) -> bytes:
    """The letter as a file. Raises `documents.official_pdf.NoFont`, in Chinese, where no font can print it."""
    title = "".join(letter.title)
    document = OfficialDocument(title, letter.signer) if format == "docx" else OfficialPdf(title, letter.signer)
    compose(document, letter, look)
    return document.to_bytes()


def compose(document: OfficialWriter, letter: Letter, look: Look) -> None:
    """Writes the letter into an empty document."""
    if look.red_head:
        document.red_head(look.red_head.issuer, letter.number)
    document.title("\n".join(title_lines(letter.title)))
    if letter.number and not look.red_head:
        document.line(letter.number, "center")
    if letter.addressee:
        document.line(f"{letter.addressee}：")
    _compose_blocks(document, letter.blocks, keep_last=True)
    if attachments := list(letter.attachment_lines()):
        document.attachments(attachments)
    document.signature(letter.signer, letter.dated, look.seal, letter.note)
    if look.imprint or letter.copy_to:
        printed = look.imprint or Imprint("", "")
        document.imprint(letter.copy_to, printed.printed_by, printed.printed_on)
    for slip in letter.slips:
        document.title("\n".join(title_lines((slip.title,))), new_page=True)
        _compose_blocks(document, slip.blocks)


def title_lines(parts: Sequence[str], width: int = LINE_OF_TITLE) -> list[str]:
    """The title in lines: whole if it fits, else broken between its parts, else in lines about as long as each other
    that end where a word does (7.3.1)."""
    whole = "".join(parts)
    if len(whole) <= width:
        return [whole]
    return [line for part in parts for line in _balanced(part, width)]


def _balanced(text: str, width: int) -> Iterable[str]:
    if len(text) <= width:
        return [text]
    count = -(-len(text) // width)
    ideal = len(text) // count
    near = [at for at in range(max(ideal - 4, 2), min(ideal + 5, width + 1)) if text[at - 1] in _PLACE_ENDS]
    at = min(near, key=lambda place: abs(place - ideal), default=-(-len(text) // count))
    return [text[:at], *_balanced(text[at:], width)]


def _compose_blocks(document: OfficialWriter, blocks: Sequence[Block], keep_last: bool = False) -> None:
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        if isinstance(block, Heading):
            document.heading(block.text)
        elif isinstance(block, Paragraph):
            # A line that announces a table stays with it, and the end of the text with its signature.
            announces = isinstance(following, Table) and len(block.text) <= _LINE_OF_TEXT
            document.paragraph(block.text, keep=announces or (keep_last and following is None))
        else:
            document.table(
                _rows(block), block.widths, head_rows=block.head_rows, size=_TABLE_SIZE, min_height=_LINE_HEIGHT + 2
            )
            document.space()


def _rows(table: Table) -> list[list[TableCell]]:
    last = len(table.rows) - 1
    whole = last < _WHOLE_TABLE
    return [
        [
            TableCell(
                cell.text,
                cell.row,
                cell.column,
                colspan=cell.colspan,
                align="center" if cell.label else "left",
                keep=cell.row < table.head_rows or (whole and cell.row < last),
                height=cell.lines_high * _LINE_HEIGHT if cell.lines_high > 1 else 0,
            )
            for cell in row
        ]
        for row in table.rows
    ]
