"""A file handed out: as a download that no browser takes for anything else, whole or in the part that a player asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)

from gongkai.documents.file_types import media_type
from gongkai.publishing.base_models import Attachment

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_PIECE = 64 * 1024
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
"""No file runs or shows anything in our address, whatever it is; and no cache hands it out unasked once it is gone."""


class _Part:
    """A stretch of an open file, read piece by piece; closed by the server when it is done or the reader is gone."""

    def __init__(self, opened: IO[bytes], start: int, length: int) -> None:
        opened.seek(start)
        self.opened, self.left = opened, length

    def __iter__(self) -> Iterator[bytes]:
        """The pieces."""
        while self.left and (piece := self.opened.read(min(_PIECE, self.left))):
            self.left -= len(piece)
            yield piece

    def close(self) -> None:
        """Give the file back."""
        self.opened.close()


def hand_out(request: HttpRequest, file: Attachment, *, inline: bool = False) -> HttpResponseBase:
    """The file as a download of its own kind; `inline` to be shown on a page. Raises FileNotFoundError.

    Answers a request for one range of bytes (RFC 9110, 14) with that range, so that sound and film can be played from
    any place; several ranges, and a range of another version, with the whole file. Who has the file already is told so.
    """
    opened = file.file.open("rb")
    size, kind, version = file.file.size, media_type(file.filename), f'"{file.sha256}"'
    if file.sha256 and request.headers.get("If-None-Match") == version:
        opened.close()
        return HttpResponseNotModified(headers=HEADERS | {"ETag": version})
    asked = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    answer: HttpResponseBase
    if asked is None or not any(asked.groups()) or request.headers.get("If-Range", version) != version:
        answer = FileResponse(opened, as_attachment=not inline, filename=file.filename, content_type=kind)
    else:
        start, end = _bounds(asked[1], asked[2], size)
        if start > end:
            opened.close()
            answer = HttpResponse(status=416, content_type=kind)
            answer["Content-Range"] = f"bytes */{size}"
        else:
            part = _Part(opened, start, end - start + 1)
            answer = StreamingHttpResponse(part, status=206, content_type=kind)
            answer["Content-Range"] = f"bytes {start}-{end}/{size}"
            answer["Content-Length"] = str(end - start + 1)
            answer["Content-Disposition"] = "inline" if inline else "attachment"
    answer["Accept-Ranges"] = "bytes"
    if file.sha256:
        answer["ETag"] = version
    for name, value in HEADERS.items():
        answer[name] = value
    return answer


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and last byte of a range; the first after the last where there is none."""
    if not first:
        length = min(int(last), size)
        return (size - length, size - 1) if length else (1, 0)
    return int(first), min(int(last), size - 1) if last else size - 1
