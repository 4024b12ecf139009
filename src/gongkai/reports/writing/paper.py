"""A report on paper: what the Word document and the PDF have in common."""

from __future__ import annotations

from gongkai.documents.official import OfficialWriter, TableCell
from gongkai.reports.layout import LayoutTable
from gongkai.reports.writing.outline import Outline

CAPTION_SHADE = "DCE6F1"

_PAGEFUL = 20
"""Rows from which a table begins on a page of its own, as table 三 does on the form."""


def compose(document: OfficialWriter, content: Outline) -> None:
    """Writes the report into an empty document."""
    document.title(title_lines(content))
    for paragraph in content.preamble:
        document.paragraph(paragraph.text, paragraph.lead)
    for number, part in enumerate(content.parts):
        tall = any(len(table.rows) > _PAGEFUL for table in part.tables)
        document.heading(part.heading, new_page=tall and bool(number or content.preamble))
        for paragraph in part.prose:
            document.paragraph(paragraph.text, paragraph.lead)
        for table in part.tables:
            document.table(
                table_rows(table),
                table.widths,
                table.head_rows,
                size=9 if table.width > 8 else 10.5,
                min_height=6 if len(table.rows) > _PAGEFUL else 7,
                caption=table.title,
            )
            document.space()
    document.signature(content.signer, content.signed)


def title_lines(content: Outline) -> str:
    """The title, one too long for a line broken where its words end: behind the agency's name (GB/T 9704, 7.3.1)."""
    title = content.title
    if len(title) > 19 and content.signer and title.startswith(content.signer) and title != content.signer:
        return f"{content.signer}\n{title.removeprefix(content.signer)}"
    return title


def table_rows(table: LayoutTable) -> list[list[TableCell]]:
    """The layout as cells of an official document."""
    return [
        [
            TableCell(
                cell.text,
                cell.row,
                cell.column,
                cell.rowspan,
                cell.colspan,
                "left" if table.stands_left(cell) else "center",
                CAPTION_SHADE if cell.role == "caption" else "",
                keep=cell.role in ("caption", "corner", "head"),
            )
            for cell in row
        ]
        for row in table.rows
    ]
