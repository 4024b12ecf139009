"""Which attachments the public may have: those of live records, and nothing else."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from gongkai.publishing.base_models import Attachment
from gongkai.publishing.record_models import RecordFile


def public_attachments() -> QuerySet[Attachment]:
    """The attachments that a live record uses. Every view that hands a file to the public starts from here."""
    used = RecordFile.objects.filter(file=OuterRef("pk"), record__live=True)
    return Attachment.objects.filter(Exists(used))
