"""What an official document consists of, whatever it is written as: Word (`official_docx`) or PDF (`official_pdf`)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Align = Literal["left", "center", "right", "both"]


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table at its top left corner."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    align: Align = "center"
    shade: str = ""
    """Six hexadecimal digits, "" for none."""
    bold: bool = False
    keep: bool = False
    """Whether its row stays on the page of the row beneath: heads do."""
    height: float = 0.0
    """The least height of its row in millimetres, where more than the table's: room to write by hand."""


class OfficialWriter(Protocol):
    """A document of GB/T 9704-2012 under construction: A4, 仿宋 3 号, page number —1—."""

    def red_head(self, issuer: str, number: str = "") -> None:
        """The red head of a document: the issuer's mark, the document number and the red line (7.2.4, 7.2.5, 7.2.7)."""

    def title(self, text: str, new_page: bool = False) -> None:
        """The title, 小标宋 2 号, centred; a line break in it stays."""

    def line(self, text: str, align: Align = "left") -> None:
        """A line without indent: who is addressed (7.3.2), or a number beneath the title."""

    def heading(self, text: str, new_page: bool = False) -> None:
        """A first heading 一、 in 黑体 3 号, kept with what follows."""

    def paragraph(self, text: str, lead: str = "", keep: bool = False) -> None:
        """A paragraph, indented by two characters; `lead` is a second heading （一） run in before it, in 楷体.
        With `keep` its end stays on the page of what follows, so that a signature never stands alone (7.3.5.5)."""

    def table(
        self,
        rows: Sequence[Sequence[TableCell]],
        widths: Sequence[float],
        head_rows: int = 0,
        size: float = 10.5,
        min_height: float = 7.0,
        caption: str = "",
    ) -> None:
        """A table with merged cells. `widths` are shares of the text's width, `head_rows` repeat on each page,
        `size` is in points, `min_height` of a row in millimetres; no row is split over a page's end."""

    def space(self) -> None:
        """A small gap beneath a table."""

    def attachments(self, lines: Sequence[str]) -> None:
        """The list of attachments, a line beneath the text (7.3.4); the first line begins with 附件：."""

    def signature(self, signer: str, signed: str, seal: bool = False, remark: str = "") -> None:
        """Who signs and when, at the right (7.3.5.2: signer two, date four characters from the edge); with `seal`
        the signer stands centred over the date, with room for a seal over both (7.3.5.1). `remark` is the 附注
        beneath, in brackets of its own (7.3.6). All of it stays on one page."""

    def imprint(self, copy_to: str, printed_by: str, printed_on: str) -> None:
        """版记 at the foot of the page: copies, who printed and when (7.4); "" leaves a part out."""

    def to_bytes(self) -> bytes:
        """The document as a file."""


SEAL_LINES = 2
"""Lines left free above the signer, so that a seal over signer and date begins within a line of the text."""


def signature_insets(signer: str, signed: str, seal: bool) -> tuple[float, float]:
    """How many characters signer and date stand from the right edge (7.3.5.1 with a seal, 7.3.5.2 without)."""
    if not seal:
        return 2, 4
    over = (_characters(signer) - _characters(signed)) / 2
    signer_inset = max(4 - over, 1)
    return signer_inset, signer_inset + over


def mark_size(issuer: str) -> float:
    """The size in points of the issuer's red mark: as large as one line holds, smaller than the mark of a decree."""
    return max(22.0, min(48.0, 430 / max(1.0, _characters(issuer))))


def _characters(text: str) -> float:
    """The width in Chinese characters."""
    return sum(1 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)
