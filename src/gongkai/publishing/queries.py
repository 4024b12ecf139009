"""Lists of records for who works here: all of a record, its draft too, is for who works in its agency. Who does
research besides reads what others have published where the public reads it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from wagtail.models import Revision, TaskState

from gongkai.agencies.enums import READING_ROLES
from gongkai.publishing.enums import LEAKS, Stage
from gongkai.publishing.event_models import Withdrawal
from gongkai.publishing.record_models import Record, RecordQuerySet
from gongkai.publishing.review import ROLES

if TYPE_CHECKING:
    from gongkai.agencies.models import User


def desk(user: User) -> RecordQuerySet:
    """Records of the agencies in which the person works, drafts included, with what a list shows selected."""
    return (
        Record.objects.inside(user)
        .select_related("agency__publishing_office", "column", "unit", "author", "latest_revision")
        .defer("body", "latest_revision__content")
    )


def waiting_for(user: User) -> RecordQuerySet:
    """Records in a stage that the person's roles pass, in his agencies, that he did not write or pass already."""
    mine = Q(pk__in=())
    for stage, roles in ROLES.items():
        held = user.scope.condition("agency", *(role for role in roles if role not in READING_ROLES))
        if held is not None:
            mine |= Q(stage=stage) & held
    kind = ContentType.objects.get_for_model(Record, for_concrete_model=False)
    key = Cast(OuterRef("pk"), CharField())
    since = Coalesce(OuterRef("live_revision"), Value(0))
    written = Revision.objects.filter(base_content_type=kind, object_id=key, user=user, pk__gt=since)
    passed = TaskState.objects.filter(
        workflow_state__base_content_type=kind,
        workflow_state__object_id=key,
        workflow_state__status="in_progress",
        status=TaskState.STATUS_APPROVED,
        finished_by=user,
    )
    return desk(user).filter(mine).exclude(author=user).filter(~Exists(written), ~Exists(passed)).order_by("pk")


def overdue_scheduled(user: User, now: datetime) -> RecordQuerySet:
    """Approved records that did not go out at their time; `schedule.failures` says why."""
    return desk(user).filter(stage=Stage.APPROVED, go_live_at__lte=now).order_by("go_live_at")


def leaks(user: User, first: date, last: date) -> QuerySet[Withdrawal]:
    """The register of leaks between the two days, both included, of the agencies that the person sees; its count, 0
    included, is what the report says."""
    return (
        Withdrawal.objects.for_user(user)
        .filter(kind__in=LEAKS, on__range=(first, last))
        .select_related("record", "agency", "by")
        .order_by("-on", "-pk")
    )
