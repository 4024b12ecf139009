"""What goes out, and how: the one place where a record becomes public or stops being so."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.publishing import approved, completeness, drafts, index_numbers, review
from gongkai.publishing.columns import newest
from gongkai.publishing.enums import Attribute, Channel, EventKind, RecordState, Stage
from gongkai.publishing.event_models import PublicationEvent
from gongkai.publishing.record_models import Placement, Record
from gongkai.publishing.review_models import Consulted
from gongkai.publishing.signals import record_changed

if TYPE_CHECKING:
    from gongkai.agencies.models import User

NOT_APPROVED = "这条信息没有已通过审批、等待发布的稿件。"


def obstacles(record: Record) -> list[str]:
    """Why the record's latest draft may not go out now, a sentence each: review, what was approved, other bodies,
    attribute, the guard."""
    from gongkai.publishing import guard

    if record.stage != Stage.APPROVED or not drafts.has_draft(record):
        return [NOT_APPROVED]
    if reasons := review.faults(record) or approved.faults(record):
        return reasons
    draft = drafts.draft_of(record)
    reasons = completeness.missing(draft)
    if draft.attribute != Attribute.PROACTIVE:
        reasons.append(f"公开属性为“{draft.get_attribute_display()}”的信息不能发布。")
    if not record.index_number and (sentence := index_numbers.obstacle(record.agency)):
        reasons.append(sentence)
    return [*reasons, *unsettled(record), *guard.refusals(record)]


def unsettled(record: Record) -> list[str]:
    """A sentence for each other body that has not agreed and with which nothing was settled (条例 Art 11)."""
    asked = Consulted.objects.filter(record=record, settled_on=None).exclude(agreed=True).order_by("pk")
    return [
        f"尚未收到{one.body}的意见（答复期限{one.due_on:%Y-%m-%d}）。"
        if one.agreed is None
        else f"{one.body}不同意公开，须先登记协调结果。"
        for one in asked
    ]


def put_out(record: Record, by: User | None, now: datetime) -> list[PublicationEvent]:
    """Make the approved draft what the public reads. For actions, which hold the row and have asked `obstacles`.

    Raises Refused where no index number can be drawn. Returns the events, one for each channel.
    """
    kind = {RecordState.PUBLISHED: EventKind.CHANGED, RecordState.WITHDRAWN: EventKind.RESTORED}.get(
        RecordState(record.state), EventKind.PUBLISHED
    )
    left = set(record.placements.values_list("column", flat=True))
    draft = drafts.draft_of(record)
    assert draft.formed_on is not None  # `completeness` asks for it
    if not draft.index_number:
        draft.index_number = index_numbers.draw(record.agency, draft.formed_on)
    draft.live, draft.expired, draft.has_unpublished_changes = True, False, False
    draft.state, draft.stage = RecordState.PUBLISHED, Stage.DONE
    draft.live_revision = record.latest_revision
    draft.published_at = record.published_at or now
    draft.first_published_at = record.first_published_at or now
    draft.last_published_at, draft.go_live_at = now, None
    draft.save()
    record.refresh_from_db()
    place(record)
    newest.refresh(left)
    events = log_events(record, kind, by, now)
    record_changed.send(sender=Record, record=record, kind=kind)
    return events


def take_away(record: Record, by: User | None, now: datetime) -> None:
    """Take the record from the public: lists, search, attachments. For actions, which hold the row.

    What was under way with it ends: bringing it back begins with a new draft.
    """
    columns = set(record.placements.values_list("column", flat=True))
    review.stop(record, by)
    record.placements.all().delete()
    record.live, record.live_revision, record.has_unpublished_changes = False, None, True
    record.state, record.stage, record.go_live_at = RecordState.WITHDRAWN, Stage.DONE, None
    record.save()
    newest.refresh(columns)
    log_events(record, EventKind.WITHDRAWN, by, now)
    record_changed.send(sender=Record, record=record, kind=EventKind.WITHDRAWN)


def place(record: Record) -> None:
    """Write the record's placements as its columns are now; what was on top of a column stays there."""
    assert record.published_at is not None
    wanted = {column.pk for column in drafts.columns_of(record)}
    record.placements.exclude(column__in=wanted).delete()
    record.placements.update(published_at=record.published_at)
    there = set(record.placements.values_list("column", flat=True))
    Placement.objects.bulk_create(
        Placement(record=record, column_id=column, published_at=record.published_at) for column in wanted - there
    )


def log_events(record: Record, kind: EventKind, by: User | None, now: datetime) -> list[PublicationEvent]:
    """One event for each channel: the website always. By a channel that is new to it a record is published, whatever
    it is by the others, so that no record counts twice in one channel and none is missed."""
    before = set(record.events.filter(kind=EventKind.PUBLISHED).values_list("channel", flat=True))
    channels = list(dict.fromkeys([Channel.WEBSITE.value, *record.channels]))
    if kind == EventKind.WITHDRAWN:
        channels = [channel for channel in Channel.values if channel in before] or [Channel.WEBSITE.value]
    column = record.column
    return PublicationEvent.objects.bulk_create(
        PublicationEvent(
            record=record,
            kind=EventKind.PUBLISHED if kind != EventKind.WITHDRAWN and channel not in before else kind,
            at=now,
            on=timezone.localdate(now),
            channel=channel,
            agency=record.agency,
            unit=record.unit,
            column=column,
            content_class=column.content_class,
            key_field=record.key_field or column.key_field,
            genre=record.genre,
            by=by,
        )
        for channel in channels
    )
