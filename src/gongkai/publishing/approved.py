"""What was approved is what goes out: a digest of the draft and its attachments, made with the last approval.

It covers everything that a draft says (`drafts.FIELDS`), each file by its own digest, and what rooms above tell beside
the record. Filing anew in bulk, which needs no review, makes it anew, with the ledger; whatever else changes a draft or
a file past this room's acts is found.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Model

from gongkai.publishing import drafts
from gongkai.publishing.record_models import Record
from gongkai.publishing.review_models import ApprovedContent

NOTHING_KEPT = "没有终审通过时的内容摘要，请撤回送审，重新送审。"
CHANGED = "稿件与终审通过的内容不一致，不能发布，请撤回送审，重新送审。"


class Beside(Protocol):
    """What a room above tells beside a record: with its latest draft, or what the public has of it now."""

    def __call__(self, record: Record, *, public: bool = False) -> Sequence[tuple[str, str]]:
        """Each with its label."""
        ...


_BESIDE: list[Beside] = []


def tell_beside(words: Beside) -> None:
    """Let a room above say what it tells the public beside a record, each with its label: reviewers read it with the
    draft, and it is approved with it. A record without any gives nothing."""
    _BESIDE.append(words)


def told_beside(record: Record, *, public: bool = False) -> list[tuple[str, str]]:
    """What goes out with the record's latest draft beside it, each with its label; `public`, what stands there now."""
    return [each for words in _BESIDE for each in words(record, public=public)]


def seal(record: Record) -> ApprovedContent:
    """Keep what the latest draft says as that which was approved. For actions, which hold the row."""
    salt = secrets.token_hex(16)
    digest = digest_of(drafts.draft_of(record), salt)
    return ApprovedContent.objects.create(record=record, revision=record.latest_revision, salt=salt, digest=digest)


def faults(record: Record) -> list[str]:
    """Why the latest draft is not what was approved, one sentence; empty where it is."""
    kept = record.approved_contents.filter(revision=record.latest_revision_id).order_by("-pk").first()
    if kept is None:
        return [NOTHING_KEPT]
    return [] if digest_of(drafts.draft_of(record), kept.salt) == kept.digest else [CHANGED]


def damaged_files(draft: Record) -> list[str]:
    """A sentence for each attachment whose file is not what was taken in. Reads the files."""
    reasons = []
    for held in draft.files.all():
        try:
            with held.file.file.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
        except (FileNotFoundError, ValueError):
            reasons.append(f"附件“{held.title}”的文件找不到，请重新上传。")
            continue
        if digest != held.file.sha256:
            reasons.append(f"附件“{held.title}”的文件与上传时不同，请重新上传。")
    return reasons


def digest_of(draft: Record, salt: str) -> str:
    """The salted SHA-256 of all that the draft says, hexadecimal."""
    said: dict[str, Any] = {name: _plain(getattr(draft, name)) for name in drafts.FIELDS if name != "also_in"}
    said["also_in"] = sorted(column.public_id for column in draft.also_in.all())
    said["files"] = [[held.file.public_id, held.title, held.file.sha256] for held in draft.files.all()]
    if beside := told_beside(draft):
        said["beside"] = beside
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return getattr(value, "public_id", value.pk)
    return value.timestamp() if isinstance(value, datetime) else value
