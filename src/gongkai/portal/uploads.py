"""Uploads that stay in memory and are bounded: what the public tool is given never touches the disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.http import HttpRequest

MAX_BYTES = 20 * 1024 * 1024
MAX_CHARACTERS = 500_000


class MemoryOnly(FileUploadHandler):
    """Collects a file in memory up to `limit` bytes; of a larger one nothing is kept, and the request says so."""

    def __init__(self, request: HttpRequest | None = None, limit: int = MAX_BYTES) -> None:
        super().__init__(request)
        self.limit = limit
        self.pieces: list[bytes] = []
        self.size = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file; nobody else is to handle it."""
        super().new_file(*args, **kwargs)
        self.pieces, self.size = [], 0
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep the piece, as long as the file is not too large."""
        self.size += len(raw_data)
        if self.size > self.limit:
            self.pieces.clear()
            self.request.upload_too_large = True  # type: ignore[union-attr]
        else:
            self.pieces.append(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The file, or None where it was too large."""
        if self.size > self.limit:
            return None
        return SimpleUploadedFile(self.file_name or "", b"".join(self.pieces), self.content_type or "")
