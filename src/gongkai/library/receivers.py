"""What the library does when a record goes out, changes or is taken away."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from gongkai.library import downloads, erasing
from gongkai.library.document_models import Document
from gongkai.library.interpretation_models import Interpretation
from gongkai.library.projection import project, project_all, touched_by
from gongkai.library.signals import document_changed
from gongkai.publishing import approved, search_feed
from gongkai.publishing.models import Record, RecordFile
from gongkai.publishing.signals import record_changed

PURGED = "purged"


@receiver(record_changed, dispatch_uid="library.follow_record")
def follow_record(record: Record, kind: str, **_: Any) -> None:
    """A document that goes out begins to bear on others; its files follow its text; what it explains tells so."""
    document = Document.objects.filter(record=record).select_related("agency__library_office").first()
    if document is not None:
        document.record = record
        today = timezone.localdate()
        if kind == PURGED:
            erasing.erase_document(document)
        project(document, today)
        project_all(touched_by(document), today)
        if record.live:
            downloads.make_soon(document)
        else:
            downloads.take_away(document, for_good=kind == PURGED)
        return
    interpretation = Interpretation.objects.filter(record=record).first()
    if interpretation is not None:
        if kind == PURGED:
            erasing.erase_interpretation(interpretation)
        elif record.live:
            _let_out(interpretation, record)
            _follow_files(interpretation)
        for explained in interpretation.documents.all():
            document_changed.send(Document, document=explained)


def _let_out(interpretation: Interpretation, record: Record) -> None:
    """What waited goes out with the record, if it is what was approved with it."""
    if interpretation.waiting is not None and not approved.faults(record):
        interpretation.say(interpretation.waiting)
        interpretation.waiting, interpretation.unreviewed = None, False
        interpretation.save()
        search_feed.put_anew([record])


def _follow_files(interpretation: Interpretation) -> None:
    """A file that was masked is a new one under the old title: what plays it goes over to what is public."""
    out = [use.file for use in RecordFile.objects.filter(record=interpretation.record_id).select_related("file")]
    for name in ("file", "captions"):
        held = getattr(interpretation, name)
        if held is None or held in out:
            continue
        same = [each for each in out if (each.title, each.file_extension) == (held.title, held.file_extension)]
        if len(same) == 1:
            setattr(interpretation, name, same[0])
            interpretation.save(update_fields=[name])


@receiver(document_changed, dispatch_uid="library.find_anew")
def find_anew(document: Document, **_: Any) -> None:
    """The search's filters go by the status."""
    search_feed.put_anew([document.record])
