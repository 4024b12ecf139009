"""How a kept file is handed out to somebody who may open it."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import FileResponse

from gongkai.applications.kept_files import KeptFile

SHOWN = {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif"}
"""What the browser shows; everything else is downloaded."""


def file_answer(request: HttpRequest, kept: KeptFile) -> FileResponse:
    """The file, shown without any power over the page's site, or downloaded (`?xiazai`, and what is not shown)."""
    media_type = SHOWN.get(kept.format)
    response = FileResponse(
        kept.file.open("rb"),
        as_attachment=media_type is None or "xiazai" in request.GET,
        filename=kept.name,
        content_type=media_type or "application/octet-stream",
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"
    return response
