"""Web pages saved as a single file (MHTML), as browsers and Word do, Word often under the extension .doc."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message

from gongkai.documents.limits import DEFAULT_LIMITS, Limits
from gongkai.documents.model import UnusableDocument
from gongkai.documents.package import DAMAGED

_HEADER = re.compile(rb"\s*(?:[A-Za-z][A-Za-z-]{1,40}:[^\n]*\n(?:[ \t]+[^\n]*\n)*)*?MIME-Version:", re.IGNORECASE)
_HEAD = 4096


def page_in(data: bytes, limits: Limits = DEFAULT_LIMITS) -> bytes | None:
    """The page in such a file; None for a file of any other kind. Raises UnusableDocument where it holds no page."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if len(data) > limits.size or not _HEADER.match(head):
        return None
    try:
        message: Message = message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip())
        pages = (part for part in message.walk() if part.get_content_type() == "text/html")
        page = next((part.get_payload(decode=True) for part in pages), None)
    except (MessageError, ValueError, LookupError, RecursionError):
        raise UnusableDocument(DAMAGED) from None
    if not isinstance(page, bytes) or not page:
        raise UnusableDocument(DAMAGED)
    return page
