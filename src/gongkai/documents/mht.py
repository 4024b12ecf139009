"""Web pages saved as a single file (MHTML), as browsers and Word do, Word often under the extension .doc."""

from __future__ import annotations

from email import message_from_bytes
from email.errors import MessageError
from email.message import Message

from gongkai.documents.model import UnusableDocument
from gongkai.documents.package import DAMAGED


def page_in(data: bytes) -> bytes:
    """The page in such a file. Raises UnusableDocument where it holds none."""
    try:
        message: Message = message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip())
        pages = (part for part in message.walk() if part.get_content_type() == "text/html")
        page = next((part.get_payload(decode=True) for part in pages), None)
    except (MessageError, ValueError, LookupError, RecursionError):
        raise UnusableDocument(DAMAGED) from None
    if not isinstance(page, bytes) or not page:
        raise UnusableDocument(DAMAGED)
    return page
