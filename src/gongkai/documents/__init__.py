"""Files of any format as paragraphs and tables with their places. No Django.

`read_document(data, name)` makes a `Document` of bytes; the formats are modules of this room, loaded when needed.
`read_document_apart` does the same in a process of its own, for files from the web.
"""

from __future__ import annotations

import re
from importlib import import_module
from itertools import islice

from gongkai.documents.limits import DEFAULT_LIMITS, Limits, too_many_figures
from gongkai.documents.model import Document, Grid, Paragraph, UnusableDocument
from gongkai.documents.sniff import is_saved_page, sniff

FIGURE = re.compile(r"\d+")

READERS = {
    "text": "gongkai.documents.text",
    "html": "gongkai.documents.html",
    "docx": "gongkai.documents.docx",
    "xlsx": "gongkai.documents.xlsx",
    "pdf": "gongkai.documents.pdf",
    "doc": "gongkai.documents.legacy",
    "wps": "gongkai.documents.legacy",
}

SUFFIXES = (".docx", ".doc", ".wps", ".pdf", ".html", ".htm", ".shtml", ".mht", ".mhtml", ".xlsx", ".txt")
"""How names of files end that are read. A file is told by its content; this is for folders and for choosing files."""


def read_document(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The file as paragraphs and tables. `name` is its file name, which decides only where the content does not.

    Raises UnusableDocument with one sentence where the file cannot be used: empty, no format that is read, encrypted,
    damaged, a picture or a scan, or beyond the limits.
    """
    if is_saved_page(data, limits):
        from gongkai.documents.mht import page_in

        data, name = page_in(data), "page.html"
    format = sniff(data, name, limits)
    document: Document = import_module(READERS[format]).read(data, limits)
    document.format = format
    if not any(_has_text(block) for block in document.blocks):
        raise UnusableDocument("文件中没有任何文字。")
    _bound_figures(document, limits)
    return document


def read_document_apart(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The same in a process of its own, held to `limits.memory` and `limits.seconds`: for files from the web."""
    from gongkai.documents.apart import read_apart

    return read_apart(data, name, limits)


def _has_text(block: Paragraph | Grid) -> bool:
    if isinstance(block, Paragraph):
        return bool(block.text.strip())
    return any(cell.text.strip() for row in block.rows for cell in row)


def _bound_figures(document: Document, limits: Limits) -> None:
    """Raises UnusableDocument for text of more figures than a document of many reports has."""
    # A figure takes two characters with what parts it from the next: an ordinary document needs no counting.
    if sum([len(block.text) for block in document.blocks if isinstance(block, Paragraph)]) < 2 * limits.figures:
        return
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    if next(islice(FIGURE.finditer("\n".join(texts)), limits.figures, None), None):
        raise too_many_figures(limits)
