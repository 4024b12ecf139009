"""What of a draft the public will read: its fields and its attachments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.publishing.base_models import Attachment
from gongkai.publishing.record_models import Record

LINES = {"title": "标题", "summary": "内容概述", "keywords": "关键词", "source": "信息来源", "responsible": "责任人"}
"""Fields of plain text that stand on the public page."""
BODY = "body"
FILE = "file:"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a draft that is looked through by itself."""

    key: str
    """A field's name, or "file:" with the attachment's public number: a new version of a file is another part."""
    name: str
    """What people call it."""
    text: str = ""
    file: Attachment | None = None


def parts_of(draft: Record) -> Iterator[Part]:
    """The parts that say anything: fields, the body, the attachments with their titles."""
    for field, name in LINES.items():
        if text := getattr(draft, field):
            yield Part(field, name, text)
    if draft.body:
        yield Part(BODY, "正文", draft.body)
    for held in draft.files.all():
        yield Part(f"{FILE}{held.file.public_id}", f"附件“{held.title}”", held.title, held.file)
