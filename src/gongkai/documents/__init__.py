"""Files of any format as paragraphs and tables with their places. No Django.

`read_document(data, name)` makes a `Document` of bytes; the formats are modules of this room, imported when a file of
theirs is read. `read_document_apart` does the same in a process of its own, for files from the web.
"""

from __future__ import annotations

from importlib import import_module

from gongkai.documents.limits import DEFAULT_LIMITS, MEGABYTE, Limits
from gongkai.documents.model import Document, Format, Grid, UnusableDocument

__all__ = ["DEFAULT_LIMITS", "Limits", "read_document", "read_document_apart"]

READERS: dict[Format, str] = {
    "text": "text", "html": "html", "docx": "docx", "xlsx": "xlsx", "pdf": "pdf", "doc": "legacy", "wps": "legacy",
}  # fmt: skip


def read_document(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """A file as paragraphs and grids, in order, as they stand.

    `name` is the file's name; it decides only where the content leaves a choice. Raises UnusableDocument, with one
    Chinese sentence, where the file cannot be used.
    """
    if not data:
        raise UnusableDocument("文件是空的。")
    if len(data) > limits.size:
        raise UnusableDocument(
            f"文件有{len(data) / MEGABYTE:.0f}MB，超过{limits.size / MEGABYTE:g}MB的上限，未予读取。"
        )
    from gongkai.documents.sniff import sniff

    found = sniff(data, name)
    document: Document = import_module(f"gongkai.documents.{READERS[found]}").read(data, limits)
    document.format = found
    if not any(_has_text(block) for block in document.blocks):
        raise UnusableDocument("文件中没有任何文字。")
    return document


def _has_text(block: object) -> bool:
    if isinstance(block, Grid):
        return any(cell.text.strip() for row in block.rows for cell in row)
    return bool(getattr(block, "text", "").strip())


def read_document_apart(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The same as `read_document`, in a process of its own that may use `limits.memory` and `limits.seconds`."""
    from gongkai.documents.apart import read_apart

    return read_apart(data, name, limits)
