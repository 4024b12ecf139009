"""What it takes to remove a record's content for good: the row, its revisions and their files, what was said of it.

Numbers, dates, events and who approved stay, so that no figure changes and the ledger's references lead somewhere.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django_tasks import task
from wagtail.models import ModelLogEntry, TaskState

from gongkai.publishing import search
from gongkai.publishing.base_models import Attachment
from gongkai.publishing.record_models import Record
from gongkai.publishing.review_models import GuardDecision

logger = logging.getLogger(__name__)

GONE = "（已清除）"
_TEXTS = (
    "summary", "body", "document_number", "keywords", "source", "attribute_ground", "responsible", "map_number",
    "key_field",
)  # fmt: skip


def files_of(record: Record) -> QuerySet[Attachment]:
    """Every attachment that the record or any of its revisions has or had."""
    keys = set(record.files.values_list("file", flat=True))
    for content in record.revisions.values_list("content", flat=True).iterator(chunk_size=20):
        keys.update(held["file"] for held in content.get("files", ()))
    return Attachment.objects.filter(pk__in=keys)


def erase(record: Record) -> dict[str, Any]:
    """Erase it; for `ApprovePurge`, inside the gate. Returns what was removed: counts, salted digests of the files.

    The files themselves are deleted once everything else has held.
    """
    leave_no_traces()
    digests = [_erase_file(attachment) for attachment in files_of(record)]
    record.files.all().delete()
    for name in _TEXTS:
        setattr(record, name, "")
    record.title = GONE
    record.also_in.clear()
    record.approved_contents.all().delete()
    record.save()
    record.refresh_from_db()
    said = {
        "stages": _steps(record).exclude(comment="").update(comment=""),
        "consultations": record.consulted.update(question=GONE, answer="", settlement=""),
        "secrecy_forms": record.secrecy_reviews.update(content_opinion="", timing_opinion="", manner_opinion=""),
        "guard_runs": record.guard_runs.update(findings=[]),
        "guard_decisions": GuardDecision.objects.filter(record=record).update(ground=GONE),
        "log_entries": _log(record).update(label=GONE, data={}),
    }
    # The revisions stay as rows, since the history of review hangs on them; there is nothing in them any more.
    revisions = record.revisions.update(content=record.serializable_data(), object_str=GONE, approved_go_live_at=None)
    return {"files": len(digests), "digests": digests, "revisions": revisions} | said


def leave_no_traces() -> None:
    """Have SQLite overwrite what is removed, in its file and in its journal, and the search's index put in order, in
    which removed words stay otherwise. PostgreSQL overwrites at its next VACUUM."""
    _overwrite()
    transaction.on_commit(_empty_journal)
    transaction.on_commit(settle_search.enqueue)


@task()
def settle_search() -> None:
    """Leave nothing in the search's index of what was removed. The worker's, after the commit: it may take minutes."""
    _overwrite()
    search.settle()
    _empty_journal()


def _overwrite() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def _empty_journal() -> None:
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except OperationalError:
        logger.warning("purge: the journal is in use, it will be overwritten later")


def _erase_file(attachment: Attachment) -> dict[str, str]:
    salt = secrets.token_hex(16)
    digest = hashlib.sha256(f"{salt}{attachment.sha256}".encode()).hexdigest()
    storage, place = attachment.file.storage, str(attachment.file.name)
    if place:
        transaction.on_commit(partial(storage.delete, place))
    attachment.title, attachment.file, attachment.sha256 = GONE, "", ""
    attachment.file_size, attachment.file_hash = None, ""
    attachment.save()
    attachment.tags.clear()
    return {"file": attachment.public_id, "salt": salt, "sha256": digest}


def _steps(record: Record) -> QuerySet[TaskState]:
    return TaskState.objects.filter(workflow_state__in=record.workflow_states)


def _log(record: Record) -> QuerySet[ModelLogEntry]:
    kind = ContentType.objects.get_for_model(Record, for_concrete_model=False)
    return ModelLogEntry.objects.filter(content_type=kind, object_id=str(record.pk))
