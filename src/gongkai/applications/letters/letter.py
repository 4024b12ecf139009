"""A letter as it stands on paper, before it is written in any format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

GAP = "【缺：{}】"
"""How a missing fact shows in a letter."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text."""

    text: str
    remedy: bool = False
    """Whether it tells the remedies."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A first heading 一、."""

    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a letter's table."""

    text: str
    row: int
    column: int
    colspan: int = 1
    lines_high: int = 1
    label: bool = False
    """Whether it names what stands beside or beneath it, and so is centred."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `widths` are shares of 1."""

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    head_rows: int = 0


Block = Paragraph | Heading | Table


@dataclass(frozen=True, slots=True)
class Slip:
    """A page behind the letter, to be filled in and sent back."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in the order of GB/T 9704: title, number, addressee, text, attachments, signature, note, copies."""

    title: tuple[str, ...]
    """In parts between which a title too long for a line breaks."""
    number: str
    addressee: str
    """Without its colon; "" where the letter is handed to nobody by name."""
    blocks: tuple[Block, ...]
    attachments: tuple[str, ...]
    signer: str
    dated: str
    note: str
    """附注, beneath the date."""
    copy_to: str
    slips: tuple[Slip, ...]
    missing: tuple[str, ...]
    """The Chinese names of the facts that show as gaps, each once, in order."""

    @property
    def remedy(self) -> str:
        """The remedy paragraph, "" where there is none."""
        return next((each.text for each in self.blocks if isinstance(each, Paragraph) and each.remedy), "")

    def lines(self) -> Iterator[str]:
        """All of its text, a line each, in printing order; a table's cell is a line."""
        yield "".join(self.title)
        if self.number:
            yield self.number
        if self.addressee:
            yield f"{self.addressee}："
        yield from _lines_of(self.blocks)
        yield from self.attachment_lines()
        yield from filter(None, (self.signer, self.dated, self.note))
        if self.copy_to:
            yield f"抄送：{self.copy_to}。"
        for slip in self.slips:
            yield slip.title
            yield from _lines_of(slip.blocks)

    def attachment_lines(self) -> Iterator[str]:
        """The attachments as listed under the text (GB/T 9704, 7.3.4): no number for a single one, no end mark."""
        for number, name in enumerate(self.attachments, start=1):
            order = f"{number}. " if len(self.attachments) > 1 else ""
            yield f"{'附件：' if number == 1 else ''}{order}{name}"


def _lines_of(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from (cell.text for row in block.rows for cell in row if cell.text)
        else:
            yield block.text
