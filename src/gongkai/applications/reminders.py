"""Reminders before a case or a record is due, and the daily digest: who gets which, each of them once.

Mail goes through other machines, so it names a case by its number and never by its applicant or subject. What was sent
is kept before it is sent and taken back where the server refuses it: a crash in between can lose a mail, but none comes
twice, and the next digest tells what is overdue anyway.
"""

from __future__ import annotations

import logging
import smtplib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gongkai.agencies.calendar import Calendars, current_calendars
from gongkai.agencies.due import LOOK_AHEAD, NEAR, Due, days_left
from gongkai.agencies.enums import Administrator, Role
from gongkai.agencies.mails import FOOT, LISTED, days_in_words, listed, office_address
from gongkai.agencies.models import Agency, Membership, User
from gongkai.applications.models import CASE_ROLES, Application, Digest, Reminder
from gongkai.applications.office_settings import office_of
from gongkai.applications.worklist import Desk, Tab, duties
from gongkai.ledger.heads import heads_to_json
from gongkai.ledger.queries import Head, heads
from gongkai.publishing import reminders as publication

logger = logging.getLogger(__name__)

DIGEST_PARTS: list[Callable[[User, date], str]] = []
"""What rooms above add to a person's digest: functions of person and day that make a paragraph, "" for nothing."""
_NOT_TAKEN = (smtplib.SMTPException, OSError)
_OVERSIGHT = (Role.SUPERVISOR, Role.DISCIPLINE)


@dataclass
class Sent:
    """What a run did: mails sent by kind, and those that the server did not take."""

    reminders: int = 0
    digests: int = 0
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DueCase(Due):
    """A case that comes due."""

    case: Application

    @property
    def line(self) -> str:
        """The case in a mail."""
        address = office_address("applications:case", self.case.public_id)
        return f"{self.case.receipt_no}，答复期限 {self.due_on}，{days_in_words(self.days_left)}\n  {address}"


def send_all(today: date) -> Sent:
    """Send what is to be sent on the day and was not sent yet. A server that is not there stops nothing else."""
    sent = Sent()
    calendars = current_calendars()
    connection = get_connection()
    try:
        connection.open()
        _send_reminders(today, calendars, connection, sent)
        for claims, mail in publication.reminders(today, calendars):
            sent.reminders += _once(claims, mail, connection, sent)
        _send_digests(today, calendars, connection, sent)
    except _NOT_TAKEN as error:
        logger.warning("the mail server cannot be reached: %s", error)
        sent.failed.append(settings.EMAIL_HOST)
    finally:
        connection.close()
    return sent


def due_cases(today: date, calendars: Calendars) -> Iterator[DueCase]:
    """The unfinished cases that have five working days left, or fewer."""
    cases = Application.objects.unfinished().filter(due_on__lte=today + LOOK_AHEAD)
    cases = cases.select_related("agency__disclosure_office", "handler").order_by("due_on", "pk")
    for case in cases.iterator(chunk_size=1000):
        assert case.due_on is not None
        left = days_left(calendars(case.agency), today, case.due_on)
        if left <= NEAR:
            yield DueCase(case.due_on, left, case)


def _send_reminders(today: date, calendars: Calendars, connection: BaseEmailBackend, sent: Sent) -> None:
    """One mail a person and day, with all cases of his that have reached a threshold."""
    people = _Recipients()
    known = set(Reminder.objects.filter(due_on__lte=today + LOOK_AHEAD).values_list(*_KEY))
    waiting: dict[str, list[DueCase]] = defaultdict(list)
    for due in due_cases(today, calendars):
        for address in people.of(due.case):
            if (due.case.pk, due.threshold, due.due_on, address) not in known:
                waiting[address].append(due)
    for address, cases in sorted(waiting.items()):
        claims = [
            Reminder(application=it.case, days_left=it.threshold, due_on=it.due_on, recipient=address) for it in cases
        ]
        if _once(claims, _reminder(address, cases, today), connection, sent):
            sent.reminders += 1


_KEY = ("application", "days_left", "due_on", "recipient")


def _reminder(address: str, cases: list[DueCase], today: date) -> EmailMessage:
    parts = [f"下列 {len(cases)} 件政府信息公开申请即将到期或者已到期（{today}）："]
    parts += [due.line for due in cases]
    subject = f"【政府信息公开】{len(cases)} 件申请临近答复期限，最近的{days_in_words(cases[0].days_left)}"
    return EmailMessage(subject, "\n\n".join(parts) + FOOT, to=[address])


class _Recipients:
    """Who is reminded of a case: its handler, its department, the disclosure office's mailbox."""

    def __init__(self) -> None:
        self._departments: dict[int, set[str]] = defaultdict(set)
        self._registrars: dict[int, set[str]] = defaultdict(set)
        held = Membership.objects.current().filter(user__is_active=True).exclude(user__email="")
        for membership in held.filter(role__in=[Role.HANDLER, Role.REGISTRAR]).select_related("user"):
            if membership.role == Role.REGISTRAR:
                self._registrars[membership.agency_id].add(membership.user.email)
            elif membership.department_id:
                self._departments[membership.department_id].add(membership.user.email)

    def of(self, case: Application) -> set[str]:
        """Their addresses; the registrars', where the case has no department that could be reached."""
        addresses = set(self._departments.get(case.department_id or 0, ()))
        if case.handler and case.handler.is_active and case.handler.email:
            addresses.add(case.handler.email)
        addresses = addresses or set(self._registrars.get(case.agency_id, ()))
        if office := office_of(case.agency).reminder_email:
            addresses.add(office)
        return addresses


def _send_digests(today: date, calendars: Calendars, connection: BaseEmailBackend, sent: Sent) -> None:
    """One mail a person and working day, if anything waits for him; the audit administrators get all heads daily."""
    all_heads = heads()
    done = set(Digest.objects.filter(on=today).values_list("recipient", flat=True))
    for user in User.objects.filter(is_active=True).exclude(email="").order_by("pk"):
        if user.email in done:
            continue
        made = _heads_mail(user, all_heads) if user.administrator else _digest(user, today, calendars, all_heads)
        if made is not None and _once([Digest(on=today, recipient=user.email)], made, connection, sent):
            sent.digests += 1
            done.add(user.email)


def _digest(user: User, today: date, calendars: Calendars, all_heads: list[Head]) -> EmailMessage | None:
    agencies = list(Agency.objects.inside(user))
    if not any(calendars(agency).is_working_day(today) for agency in agencies):
        return None
    parts = _cases(user, today) if user.scope.all_roles() & CASE_ROLES else []
    parts += [part for make in DIGEST_PARTS if (part := make(user, today))]
    if not parts:
        return None
    codes = {agency.code for agency in agencies}
    own_heads = [head for head in all_heads if head.chain in codes]
    body = "\n\n".join([f"{today} 需要您办理的政府信息公开事项：", *parts, *_heads_part(own_heads)])
    return EmailMessage(f"【政府信息公开】{today} 待办摘要", body + FOOT, to=[user.email])


def _cases(user: User, today: date) -> list[str]:
    desk = Desk(user, today)
    parts = [part for duty in duties(user) if (part := _part(desk, duty.name, duty.condition))]
    if set(_OVERSIGHT) & user.scope.all_roles():
        for tab in (Tab.OVERDUE, Tab.TODAY):
            if part := _part(desk, f"所辖机关{tab.label}", desk.condition(tab)):
                parts.append(part)
    return parts


def _part(desk: Desk, name: str, condition: Q) -> str:
    """One duty's cases, the most urgent first; "" where there is none."""
    cases = desk.scanned().unfinished().filter(condition)
    if not (number := cases.count()):
        return ""
    shown = cases.select_related("agency").order_by(F("due_on").asc(nulls_last=True), "arrived_on")[:LISTED]
    lines = [f"- {case.receipt_no}，{case.get_state_display()}，{_said(desk, case)}" for case in shown]
    return "\n".join([f"{name}：{number} 件", *listed(lines, "件", number)])


def _said(desk: Desk, case: Application) -> str:
    due = f"答复期限 {case.due_on}，" if case.due_on else ""
    return f"{due}{desk.days_left(case).words or '期限停止计算'}"


def _heads_part(own: list[Head]) -> list[str]:
    if not own:
        return []
    lines = [f"- {head.chain} 第 {head.sequence} 条 {head.hash}" for head in own]
    return ["\n".join(["存证台账链头（请保留本邮件，可用来核对台账没有被改动）：", *lines])]


def _heads_mail(user: User, all_heads: list[Head]) -> EmailMessage | None:
    if user.administrator != Administrator.AUDIT or not all_heads:
        return None
    now = timezone.now()
    body = (
        f"附件是各机关存证台账的链头，共 {len(all_heads)} 条链。"
        "请在平台之外保存，用 gongkai ledger verify --heads 核对。"
    )
    mail = EmailMessage(f"【政府信息公开】{timezone.localdate(now)} 存证台账链头", body + FOOT, to=[user.email])
    mail.attach(f"heads-{now:%Y%m%d}.json", heads_to_json(all_heads, now), "application/json")
    return mail


def _once(claims: Sequence[models.Model], mail: EmailMessage, connection: BaseEmailBackend, sent: Sent) -> bool:
    """Keep that the mail is sent, send it, and take that back where the server does not take it."""
    kept = type(claims[0])._default_manager.bulk_create(claims)
    mail.connection = connection
    try:
        mail.send()
    except _NOT_TAKEN as error:
        type(claims[0])._default_manager.filter(pk__in=[record.pk for record in kept]).delete()
        logger.warning("mail not taken by the server: %s", type(error).__name__)
        sent.failed.append(mail.to[0])
        connection.close()
        return False
    return True
