"""Files that belong to a case, or to what follows from it: kept as they came, away from the web, by their digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone

from gongkai.agencies.identifiers import short_id
from gongkai.applications.enums import MaterialKind
from gongkai.documents.file_types import file_type

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

    from gongkai.agencies.models import User

LARGEST = 20 * 1024 * 1024
"""Bytes of one file."""
TOO_LARGE = f"超过{LARGEST // 1024 // 1024} MB，请压缩或者分开上传。"
GONE = "（已清除）"
"""In the place of words that were erased."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came, and what it is said to be."""

    name: str
    data: bytes
    kind: str = MaterialKind.EVIDENCE


def refused_upload(upload: Upload) -> str:
    """Why the file is not taken, in one sentence, or ""."""
    if not upload.data:
        return f"文件“{upload.name}”是空的。"
    if len(upload.data) > LARGEST:
        return f"文件“{upload.name}”{TOO_LARGE}"
    try:
        file_type(upload.data, upload.name)
    except ValueError as error:
        return str(error)
    return ""


class KeptFile(models.Model):
    """A file that was taken in. Never changed: a new version is a new file.

    A subclass has `file`, in the private storage and under a random name.
    """

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    name = models.CharField("文件名", max_length=200)
    format = models.CharField("格式", max_length=16, blank=True)
    size = models.PositiveBigIntegerField("大小")
    sha256 = models.CharField("SHA-256", max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("加入时间", auto_now_add=True)
    erased_at = models.DateTimeField("清除时间", null=True, blank=True)

    if TYPE_CHECKING:
        file: FieldFile

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def take_in(self, upload: Upload, actor: User | None) -> None:
        """Save the record with a file that `refused_upload` lets through."""
        self.name = upload.name[-200:]
        self.format = file_type(upload.data, upload.name)
        self.size, self.sha256 = len(upload.data), hashlib.sha256(upload.data).hexdigest()
        self.added_by = actor
        self.file.save(upload.name, ContentFile(upload.data), save=False)
        self.save(force_insert=True)

    def read(self) -> bytes:
        """What is in the file."""
        with self.file.open("rb") as opened:
            return bytes(opened.read())

    def blank(self) -> None:
        """Leave kind, size and digest alone (unsaved); the file is deleted once everything else has held."""
        transaction.on_commit(partial(self.file.storage.delete, str(self.file.name)))
        self.file, self.name, self.erased_at = "", GONE, timezone.now()  # type: ignore[assignment]
