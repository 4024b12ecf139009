"""A document's text as a file for download: Word and PDF in the official look, and plain text.

What is written is the published text: title, title note, number, body. The signing order of a 规章 is no part of it
(国办公开办函〔2021〕33号), and there is no red head, since a copy from a website must not look like the original.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from gongkai.documents.html import read
from gongkai.documents.model import Grid, Paragraph
from gongkai.documents.official import OfficialWriter, TableCell
from gongkai.documents.official_docx import OfficialDocument
from gongkai.documents.official_pdf import OfficialPdf
from gongkai.library.document_models import Document
from gongkai.library.enums import Format

MEDIA_TYPES: Mapping[str, str] = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.TXT: "text/plain; charset=utf-8",
}
_HEADING = re.compile(r"[一二三四五六七八九十百]{1,4}、.{1,60}|第[一二三四五六七八九十百零〇]{1,5}[章节]\s*.{0,40}")
_LEAD = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。；]{1,40}。|第[一二三四五六七八九十百零〇]{1,6}条(?=\s)")
_DATE = re.compile(
    r"[12]\d{3}年\d{1,2}月\d{1,2}日|[〇零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
_LINE_OF_TEXT = 28
_TABLE_SIZE = 12.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    text: str
    row: int
    column: int
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the text."""

    rows: tuple[tuple[Cell, ...], ...]
    columns: int


@dataclass(frozen=True, slots=True)
class Paper:
    """What is written, whatever it is written as."""

    title: str
    author: str
    number: str
    note: tuple[str, ...]
    addressee: str
    blocks: tuple[str | Table, ...]
    signers: tuple[str, ...]
    signed: str

    @property
    def digest(self) -> str:
        """Another text has another digest."""
        return hashlib.sha256(json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def paper_of(document: Document) -> Paper:
    """The text that the public reads, cut into its parts. The issuers' names are asked for."""
    record = document.record
    issuers = [issuer.name for issuer in document.issuers.all()] or [document.agency.name]
    blocks = [_block(each) for each in read(b'<meta charset="utf-8">' + record.body.encode()).blocks]
    blocks = [each for each in blocks if each]
    signed, signers = "", []
    # Date and signers stand at the end of the body, where a text is signed.
    if len(blocks) > 1 and isinstance(blocks[-1], str) and _DATE.fullmatch(blocks[-1]):
        known = {"".join(name.split()) for name in issuers}
        at = len(blocks) - 1
        while at > 0 and "".join(str(blocks[at - 1]).split()) in known:
            at -= 1
        if at < len(blocks) - 1:
            signed, signers, blocks = blocks[-1], [str(each) for each in blocks[at:-1]], blocks[:at]
    first = blocks[0] if blocks else ""
    addressed = isinstance(first, str) and len(first) <= 120 and first.endswith(("：", ":"))
    return Paper(
        title=record.title,
        author=issuers[0],
        number=record.document_number,
        note=tuple(document.note_lines),
        addressee=str(first) if addressed else "",
        blocks=tuple(blocks[1:] if addressed else blocks),
        signers=tuple(signers),
        signed=str(signed),
    )


def write_paper(paper: Paper, form: str) -> bytes:
    """The paper as a file. Raises `documents.official_pdf.NoFont`, in Chinese, where no font can print it."""
    if form == Format.TXT:
        return as_text(paper).encode("utf-8-sig")
    writer: OfficialWriter = (OfficialDocument if form == Format.DOCX else OfficialPdf)(paper.title, paper.author)
    _compose(writer, paper)
    return writer.to_bytes()


def as_text(paper: Paper) -> str:
    """The paper as lines; cells of a table between tabs."""
    head = [paper.title, *paper.note, *([paper.number] if paper.number else []), ""]
    body = [paper.addressee] if paper.addressee else []
    for block in paper.blocks:
        body += [f"　　{block}"] if isinstance(block, str) else ["\t".join(line) for line in _lines(block)]
    end = ["", *paper.signers, paper.signed] if paper.signed else []
    return "\r\n".join([*head, *body, *end]) + "\r\n"


def _compose(writer: OfficialWriter, paper: Paper) -> None:
    writer.title(paper.title)
    for line in (*paper.note, *([paper.number] if paper.number else [])):
        writer.line(line, "center")
    if paper.addressee:
        writer.line(paper.addressee)
    for at, block in enumerate(paper.blocks):
        if isinstance(block, Table):
            _compose_table(writer, block)
            continue
        last = at == len(paper.blocks) - 1
        lead = _LEAD.match(block)
        if _HEADING.fullmatch(block) and not last:
            writer.heading(block)
        elif lead:
            writer.paragraph(block[lead.end() :], lead=lead[0], keep=last)
        else:
            announces = not last and isinstance(paper.blocks[at + 1], Table) and len(block) <= _LINE_OF_TEXT
            writer.paragraph(block, keep=announces or (last and bool(paper.signed)))
    if paper.signed:
        writer.signature("\n".join(paper.signers), paper.signed)


def _compose_table(writer: OfficialWriter, table: Table) -> None:
    rows: Sequence[Sequence[TableCell]] = [
        [
            TableCell(
                cell.text, cell.row, cell.column, cell.rowspan, cell.colspan,
                align="center" if len(cell.text) <= _LINE_OF_TEXT / table.columns else "left",
            )
            for cell in row
        ]
        for row in table.rows
    ]  # fmt: skip
    writer.table(rows, [1 / table.columns] * table.columns, head_rows=1, size=_TABLE_SIZE)
    writer.space()


def _block(block: Paragraph | Grid) -> str | Table:
    if isinstance(block, Paragraph):
        return block.text.strip()
    rows = tuple(
        tuple(Cell(cell.text.strip(), cell.row, cell.column, cell.rowspan, cell.colspan) for cell in row)
        for row in block.rows
    )
    return Table(rows, block.width) if block.width else ""


def _lines(table: Table) -> list[list[str]]:
    """Each row with a text for each column, empty where a cell hangs in from elsewhere."""
    lines = [[""] * table.columns for _ in table.rows]
    for row in table.rows:
        for cell in row:
            lines[cell.row][cell.column] = " ".join(cell.text.split())
    return lines
