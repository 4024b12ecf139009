"""What other bodies are asked before publication (条例 Art 11), where they work on this platform: seen and answered by
their own people. They see the draft as long as an answer is waited for, and no more of the record than that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django_tasks import task

from gongkai.agencies.enums import Role
from gongkai.agencies.mails import FOOT, office_address
from gongkai.agencies.models import Agency, Membership
from gongkai.publishing import drafts
from gongkai.publishing.access import CONSULTERS
from gongkai.publishing.base_models import Attachment
from gongkai.publishing.enums import RecordState
from gongkai.publishing.review_models import Consulted

if TYPE_CHECKING:
    from gongkai.agencies.models import User

READERS = (Role.HANDLER, Role.REVIEWER, Role.SIGNER, Role.SECRECY_REVIEWER)
"""Who prepares an answer for the body that is asked."""
ANSWERERS = (Role.REVIEWER, Role.SIGNER)
"""Who gives it: it is the body's word, not a person's."""
OPEN = Q(agreed=None, settled_on=None)


def asked_of(user: User) -> QuerySet[Consulted]:
    """What the bodies are asked for which the person prepares or gives answers, the most pressing first."""
    condition = user.scope.condition("agency", *READERS)
    if condition is None:
        return Consulted.objects.none()
    found = Consulted.objects.filter(condition).exclude(record__state=RecordState.PURGED)
    return found.select_related("agency", "record__agency", "answered_by").order_by("due_on", "pk")


def asked_by(user: User) -> QuerySet[Consulted]:
    """What the agencies have asked of others and no answer came to yet, for who prepares or reviews their records."""
    condition = user.scope.condition("record__agency", *CONSULTERS)
    if condition is None:
        return Consulted.objects.none()
    found = Consulted.objects.filter(condition, OPEN).exclude(record__state=RecordState.PURGED)
    return found.select_related("record__agency").order_by("due_on", "pk")


def may_answer(user: User | None, asked: Consulted) -> bool:
    """Whether the person gives the body's answer; nobody does for a body that does not work here."""
    return user is not None and asked.agency is not None and user.scope.may_act(asked.agency, *ANSWERERS)


def shows(user: User, attachment: Attachment) -> bool:
    """Whether the file is of a draft about which a body of the person's is being asked."""
    waiting = asked_of(user).filter(OPEN, record__agency=attachment.agency_id).select_related("record__latest_revision")
    return any(held.file_id == attachment.pk for asked in waiting for held in drafts.draft_of(asked.record).files.all())


def people_of(agency: Agency) -> list[str]:
    """The mail addresses of those who give the agency's answers."""
    held = Membership.objects.current().filter(agency=agency, role__in=ANSWERERS, user__is_active=True)
    return sorted(set(held.exclude(user__email="").values_list("user__email", flat=True)))


@task()
def tell_body(key: int) -> None:
    """Send the body that is asked a mail. The worker's, after the commit: a mail server that is away stops nobody, and
    the daily digest tells of what waits anyway."""
    from django.core.mail import EmailMessage

    asked = Consulted.objects.select_related("agency", "record__agency").filter(OPEN, pk=key).first()
    if asked is None or asked.agency is None:
        return
    for address in people_of(asked.agency):
        EmailMessage(
            f"【政府信息公开】{asked.record.agency}征求意见，请最迟于{asked.due_on}答复",
            f"{asked.record.agency}拟公开的一条信息涉及{asked.agency}，请最迟于 {asked.due_on}（含当日）答复"
            f"（《政府信息公开条例》第十一条）：\n  {office_address('publishing:consultation', asked.public_id)}{FOOT}",
            to=[address],
        ).send()
