"""What is due of records and consultations, for the mails of the day: who is reminded of what, each threshold once.

The mails themselves are sent with those of applications (`applications.reminders`), which stands above.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.mail import EmailMessage

from gongkai.agencies.calendar import Calendars
from gongkai.agencies.due import LOOK_AHEAD, NEAR, Due, days_left
from gongkai.agencies.enums import Role
from gongkai.agencies.mails import FOOT, days_in_words, listed, office_address
from gongkai.agencies.models import Agency, Membership
from gongkai.publishing import consultations
from gongkai.publishing.desk import Desk, Tab
from gongkai.publishing.record_models import Record
from gongkai.publishing.review_models import Consulted, TermReminder
from gongkai.publishing.terms import late_condition, term_of

if TYPE_CHECKING:
    from gongkai.agencies.models import User

_TOLD = {
    Role.EDITOR: (Tab.RETURNED, Tab.LATE),
    Role.SIGNER: (Tab.SCHEDULED,),
}
"""Which tabs of the desk the digest counts for whom, besides what waits for his review."""


@dataclass(frozen=True, slots=True)
class DueRecord(Due):
    """A record that should be public soon, or should be already (条例 Art 26)."""

    record: Record

    @property
    def line(self) -> str:
        """The record in a mail: where it belongs and where it is, not what it is about."""
        address = office_address("publishing:record", self.record.public_id)
        column = self.record.column.title
        return f"- 栏目“{column}”的一条信息，公开期限 {self.due_on}，{days_in_words(self.days_left)}\n  {address}"


def due_records(today: date, calendars: Calendars) -> list[DueRecord]:
    """The records that are not public and have five working days left, or fewer; the most pressing first."""
    agencies = list(Agency.objects.all())
    # Whatever is late on a day after the last that counts is asked for; what it is exactly, the calendar says.
    found = Record.objects.filter(late_condition(agencies, today + LOOK_AHEAD))
    found = found.select_related("agency__publishing_office", "column", "author").defer("body")
    due = []
    for record in found.order_by("pk").iterator(chunk_size=1000):
        term = term_of(record, today, calendars)
        if term.due_on is None or term.published_on is not None:
            continue
        left = days_left(calendars(record.agency), today, term.due_on)
        if left <= NEAR:
            due.append(DueRecord(term.due_on, left, record))
    return sorted(due, key=lambda each: (each.days_left, each.record.pk))


def reminders(today: date, calendars: Calendars) -> Iterator[tuple[list[TermReminder], EmailMessage]]:
    """One mail a person, with all his records that have reached a threshold; with what is kept of its being sent."""
    people = _Recipients()
    waiting: dict[str, list[DueRecord]] = defaultdict(list)
    due = due_records(today, calendars)
    keys = ("record", "days_left", "due_on", "recipient")
    sent = TermReminder.objects.filter(due_on__lte=today + LOOK_AHEAD, record__in=[each.record.pk for each in due])
    known = set(sent.values_list(*keys))
    for each in due:
        for address in people.of(each.record):
            if (each.record.pk, each.threshold, each.due_on, address) not in known:
                waiting[address].append(each)
    for address, records in sorted(waiting.items()):
        claims = [
            TermReminder(record=each.record, days_left=each.threshold, due_on=each.due_on, recipient=address)
            for each in records
        ]
        parts = [f"下列 {len(records)} 条信息即将到公开期限或者已经超期（{today}，《政府信息公开条例》第二十六条）："]
        parts += listed([each.line for each in records], "条")
        words = days_in_words(records[0].days_left)
        subject = f"【政府信息公开】{len(records)} 条信息临近公开期限，最近的{words}"
        yield claims, EmailMessage(subject, "\n\n".join(parts) + FOOT, to=[address])


class _Recipients:
    """Who is reminded of a record: who wrote it, and the editors of its unit; of the whole agency, where it has none
    that could be reached."""

    def __init__(self) -> None:
        self._units: dict[int, set[str]] = defaultdict(set)
        self._agencies: dict[int, set[str]] = defaultdict(set)
        held = Membership.objects.current().filter(role=Role.EDITOR, user__is_active=True).exclude(user__email="")
        for membership in held.select_related("user"):
            if membership.department_id:
                self._units[membership.department_id].add(membership.user.email)
            else:
                self._agencies[membership.agency_id].add(membership.user.email)
        self._everybody = set().union(*self._units.values(), *self._agencies.values())

    def of(self, record: Record) -> set[str]:
        """Their addresses."""
        addresses = set(self._units.get(record.unit_id or 0, ()))
        # Who wrote it, if he is still an editor somewhere.
        if record.author and record.author.email in self._everybody:
            addresses.add(record.author.email)
        return addresses or set(self._agencies.get(record.agency_id, ()))


def digest_part(user: User, today: date) -> str:
    """What waits for the person of publications, a paragraph; "" for nothing."""
    paragraphs = [*_desk_part(user, today)]
    asked = consultations.asked_of(user).filter(consultations.OPEN)
    paragraphs += _consulted_part("其他机关征求本机关意见，待答复", asked, today, theirs=True)
    paragraphs += _consulted_part("征求其他机关意见，尚未答复", consultations.asked_by(user), today, theirs=False)
    return "\n".join(paragraphs)


def _desk_part(user: User, today: date) -> list[str]:
    roles = user.scope.all_roles()
    tabs = [Tab.WAITING, *(tab for role, told in _TOLD.items() if role in roles for tab in told)]
    if not roles & _WORKING:
        return []
    counts = Desk(user, today).counts()
    told = [f"{tab.label} {counts[tab]} 条" for tab in tabs if counts[tab]]
    return [f"信息发布：{'，'.join(told)}\n  {office_address('publishing:records')}"] if told else []


_WORKING = frozenset({Role.EDITOR, Role.HANDLER, Role.REVIEWER, Role.SECRECY_REVIEWER, Role.SIGNER})


def _consulted_part(name: str, asked: Iterable[Consulted], today: date, *, theirs: bool) -> list[str]:
    lines = []
    for one in asked:
        over = "，已过期限" if one.due_on < today else ""
        if theirs:
            who, address = str(one.record.agency), office_address("publishing:consultation", one.public_id)
        else:
            who, address = one.body, office_address("publishing:record", one.record.public_id)
        lines.append(f"- {who}，答复期限 {one.due_on}{over}\n  {address}")
    return [f"{name}：{len(lines)} 件", *listed(lines, "件")] if lines else []
