"""What the library does when a record goes out, changes or is taken away."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from gongkai.library.document_models import Document
from gongkai.library.projection import project, project_all, touched_by
from gongkai.publishing.models import Record
from gongkai.publishing.signals import record_changed


@receiver(record_changed, dispatch_uid="library.follow_record")
def follow_record(record: Record, **_: Any) -> None:
    """A document that goes out begins to bear on others; its day of signing may have been put right."""
    document = Document.objects.filter(record=record).select_related("agency__library_office").first()
    if document is None:
        return
    document.record = record
    today = timezone.localdate()
    project(document, today)
    project_all(touched_by(document), today)
