"""What an official document consists of, whatever it is written as: Word (`official_docx`) or PDF (`official_pdf`)."""

from __future__ import annotations

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


class OfficialWriter(Protocol):
    """A document of GB/T 9704-2012 under construction: A4, 仿宋 3 号, page number —1—."""

    def title(self, text: str) -> None:
        """The title, 小标宋 2 号, centred; a line break in it stays."""

    def heading(self, text: str, new_page: bool = False) -> None:
        """A first heading 一、 in 黑体 3 号, kept with what follows."""

    def paragraph(self, text: str, lead: str = "") -> None:
        """A paragraph, indented by two characters; `lead` is a second heading （一） run in before it, in 楷体."""

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

    def signature(self, signer: str, signed: str) -> None:
        """Who signs and when, at the right (7.3.5.2: signer two, date four characters from the edge)."""

    def to_bytes(self) -> bytes:
        """The document as a file."""
