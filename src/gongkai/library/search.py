"""What the search knows of documents: the record's words, with the class and the validity that filters go by."""

from __future__ import annotations

from gongkai.library.document_models import Document

KIND = "document"


def validity_of(document: Document) -> str:
    """The code that the search's filter by validity knows."""
    return document.status
