"""Drafts: the latest revision of a record as an object, what of it people write, and how that is checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from gongkai.agencies.action import Refused
from gongkai.publishing import document_numbers, rich_text
from gongkai.publishing.column_models import ColumnPage
from gongkai.publishing.enums import Channel, ColumnStatus, ColumnView, RecordState
from gongkai.publishing.record_models import Record

FIELDS = (
    "column", "also_in", "unit", "title", "summary", "body", "document_number", "formed_on", "signed_on", "theme",
    "genre", "key_field", "keywords", "source", "attribute", "attribute_ground", "responsible", "map_number",
    "channels", "go_live_at", "expire_at",
)  # fmt: skip
"""What a draft holds of its own; everything else (numbers, states, dates of publication) stands on the row."""
HOLDING = (ColumnView.RECORDS, ColumnView.SINGLE)
"""Columns in which records can be; the others are made from something else."""


def draft_of(record: Record) -> Record:
    """The record as its latest draft has it, with the attachments of that draft in `files`; not to be saved.

    The row itself where there is no newer draft than what the public reads.
    """
    if record.latest_revision_id is None or record.latest_revision_id == record.live_revision_id:
        return record
    draft: Record = record.latest_revision.as_object()
    return draft


def has_draft(record: Record) -> bool:
    """Whether there is a draft that the public does not read yet."""
    return record.latest_revision_id is not None and record.latest_revision_id != record.live_revision_id


def check_names(values: Mapping[str, Any]) -> None:
    """Raises ValueError for a name that no draft has: a mistake of ours, not of who writes."""
    if unknown := set(values) - set(FIELDS):
        raise ValueError(f"not fields of a draft: {sorted(unknown)}")


def write(draft: Record, values: Mapping[str, Any]) -> None:
    """Put the values into the draft, tidied. Raises Refused with a sentence for each that cannot stand there.

    What is only missing is no matter yet: that is checked when the draft is sent to review.
    """
    for name, value in values.items():
        if name == "also_in":
            draft.also_in.set(value)
        else:
            setattr(draft, name, _tidied(name, value))
    if reasons := [*_unfit_values(draft), *_unfit_columns(draft)]:
        raise Refused(reasons)


def clean_body(draft: Record) -> None:
    """Clean the text; pictures in it are the draft's own attachments."""
    draft.body = rich_text.clean(draft.body, [held.file.public_id for held in draft.files.all()])


def mirror(record: Record, draft: Record) -> None:
    """Let the row of a record that was never public say what its draft says, so that lists and terms are right."""
    if record.state == RecordState.DRAFT:
        for name in _plain_fields():
            setattr(record, name, getattr(draft, name))


def columns_of(draft: Record) -> list[ColumnPage]:
    """The draft's column and those where it appears as well, each once."""
    return list({column.pk: column for column in (draft.column, *draft.also_in.all())}.values())


def _plain_fields() -> Iterable[str]:
    return (name for name in FIELDS if name != "also_in")


def _tidied(name: str, value: Any) -> Any:
    if isinstance(Record._meta.get_field(name), models.CharField) and value is not None:
        value = str(value).strip()
    if name == "document_number":
        return document_numbers.tidied(value)
    if name == "title":
        return " ".join(value.split())
    return list(value) if name == "channels" else value


def _unfit_values(draft: Record) -> list[str]:
    reasons = []
    for name in _plain_fields():
        field = Record._meta.get_field(name)
        if isinstance(field, models.ForeignKey):
            continue
        try:
            field.clean(getattr(draft, name), draft)
        except ValidationError as error:
            reasons += [f"{field.verbose_name}：{message}" for message in error.messages]
    if unknown := [channel for channel in draft.channels if channel not in Channel.values]:
        reasons.append(f"没有这种公开方式：{'、'.join(map(str, unknown))}。")
    if draft.unit and draft.unit.agency_id != draft.agency_id:
        reasons.append("责任单位不是本机关的内设机构。")
    if draft.go_live_at and draft.expire_at and draft.expire_at <= draft.go_live_at:
        reasons.append("撤下时间须晚于发布时间。")
    return reasons


def _unfit_columns(draft: Record) -> list[str]:
    reasons = []
    if draft.column.issuer_id != draft.agency_id:
        reasons.append(f"栏目“{draft.column.title}”不是本机关的栏目。")
    reasons += [f"栏目“{column.title}”不收录信息。" for column in columns_of(draft) if column.view not in HOLDING]
    return reasons


def closed_columns(draft: Record) -> list[str]:
    """A sentence for each of the draft's columns that takes nothing new any more."""
    return [
        f"栏目“{column.title}”{column.get_status_display()}，不再收录新信息。"
        for column in columns_of(draft)
        if column.status != ColumnStatus.OPEN
    ]
