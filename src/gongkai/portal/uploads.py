"""Uploads that stay in memory and are bounded: nothing that a visitor sends is on disk before it was looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from gongkai.applications.kept_files import LARGEST

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


MEGABYTE = 1024 * 1024
MAX_TOTAL = 50 * MEGABYTE
"""Bytes of all files of one form together; what the server takes of one request at all is a little more."""


class SeveralFiles(MemoryOnly):
    """Collects the files of a form, each up to LARGEST and together up to MAX_TOTAL bytes.

    Of a file that is too large nothing is kept; `request.upload_refusals` has a sentence for each field of such a one.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, LARGEST)
        self.total = 0
        self.refusals: dict[str, str] = {}
        request.upload_refusals = self.refusals  # type: ignore[attr-defined]

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep the piece, as long as neither the file nor all together are too large."""
        super().receive_data_chunk(raw_data, start)
        self.total += len(raw_data)
        if self.size > self.limit:
            self.refusals[self.field_name or ""] = (
                f"文件“{self.file_name}”超过 {self.limit // MEGABYTE} MB，请压缩或者分开后再上传。"
            )
        elif self.total > MAX_TOTAL:
            self.pieces.clear()
            self.refusals.setdefault(
                self.field_name or "", f"全部文件合计超过 {MAX_TOTAL // MEGABYTE} MB，请减少或者压缩后再上传。"
            )

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The file, or None where it or all together were too large."""
        return None if self.total > MAX_TOTAL else super().file_complete(file_size)


View = Callable[..., HttpResponseBase]


def takes_files(too_large: View) -> Callable[[View], View]:
    """A view whose form has files: they are collected by `SeveralFiles`, and only then the form's token is checked.

    `too_large` answers where the form's text alone is more than the server reads.
    """

    def decorate(view: View) -> View:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def collect(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.upload_handlers = [SeveralFiles(request)]
            try:
                return protected(request, *args, **kwargs)
            except RequestDataTooBig:
                return too_large(request)

        return collect

    return decorate
