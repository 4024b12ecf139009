"""The work list: which cases a person has before him today, by what each waits for, and how many there are.

Only unfinished cases are counted, from one partial index; the list of all cases has no total and is paged by its keys.
So the list costs the same with a thousand cases as with a million.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, ExpressionWrapper, F, Q, QuerySet

from gongkai.agencies.calendar import Calendars, current_calendars
from gongkai.agencies.due import NEAR, SOON
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency
from gongkai.applications import narrowing
from gongkai.applications.enums import WAITING_FOR_OTHERS, State
from gongkai.applications.models import CASE_ROLES, Application, ApplicationQuerySet, Letter, Task
from gongkai.applications.papers import Stage
from gongkai.law.calendar import Calendar
from gongkai.law.receipt import confirmation_overdue

if TYPE_CHECKING:
    from gongkai.agencies.models import User

_NAMESAKES = 500
_DAY = timedelta(days=1)
_LETTER_STAGES = {
    Role.REVIEWER: (Stage.REVIEW, "审核文书"),
    Role.SECRECY_REVIEWER: (Stage.SECRECY, "保密审查"),
    Role.SIGNER: (Stage.SIGNING, "签发文书"),
}
_REGISTRARS_STATES = (State.SUBMITTED, State.DECIDED, State.ABANDONED)
"""What a registrar has to do: confirm the receipt, serve the answer, end what was given up."""


class Tab(models.TextChoices):
    """The list's tabs, the most urgent first."""

    OVERDUE = "overdue", "已超期"
    TODAY = "today", "今日到期"
    SOON = "soon", "1个工作日内"
    NEAR = "near", "5个工作日内"
    UNCONFIRMED = "unconfirmed", "待确认收到"
    MINE = "mine", "待我办理"
    OTHERS = "others", "等待他方"
    UNSERVED = "unserved", "待送达"
    ALL = "all", "全部"


@dataclass(frozen=True)
class DaysLeft:
    """How a case stands to its due date: a colour, and the words that say the same."""

    look: str
    """`late`, `soon` or ""."""
    words: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a tab asks of an unfinished case, as a condition and of a due date and a state: a span, or some states."""

    after: date | None = None
    until: date | None = None
    states: frozenset[str] = frozenset()

    @property
    def condition(self) -> Q:
        if self.states:
            return Q(state__in=sorted(self.states))
        spans = {"due_on__gt": self.after, "due_on__lte": self.until}
        return Q(**{lookup: day for lookup, day in spans.items() if day})

    def fits(self, due_on: date | None, state: str) -> bool:
        if self.states:
            return state in self.states
        if due_on is None:
            return False
        return (not self.after or due_on > self.after) and (not self.until or due_on <= self.until)


class Desk:
    """A person's desk on a day: the agencies whose cases he has before him, and what waits there."""

    def __init__(self, user: User, today: date) -> None:
        self.user, self.today = user, today

    @cached_property
    def agencies(self) -> list[Agency]:
        """Those whose cases the person may see."""
        condition = self.user.scope.condition("", *CASE_ROLES)
        return [] if condition is None else list(Agency.objects.filter(condition))

    @cached_property
    def calendars(self) -> Calendars:
        """The working days of each."""
        return current_calendars()

    def cases(self, code: str = "", below: bool = False) -> ApplicationQuerySet:
        """All cases of these agencies, or of the one of them with this code; `below`: and of every unit below it."""
        seen = self._chosen(code, below)
        return (
            Application.objects.filter(agency=seen[0])
            if len(seen) == 1
            else Application.objects.filter(agency__in=seen)
        )

    def scanned(self, code: str = "", below: bool = False) -> ApplicationQuerySet:
        """The same cases, asked for so that no database begins with an agency's index.

        The partial index of unfinished cases, or the order of entry, is the shorter way; SQLite, which knows nothing of
        the table before its rows were analysed, would go through all of an agency's cases instead.
        """
        number = ExpressionWrapper(F("agency_id") + 0, output_field=models.BigIntegerField())
        return Application.objects.alias(agency_number=number).filter(agency_number__in=self._chosen(code, below))

    def _chosen(self, code: str, below: bool) -> list[int]:
        chosen = [agency for agency in self.agencies if not code or agency.code == code]
        if below and code and chosen:
            chosen = [agency for agency in self.agencies if agency.path.startswith(chosen[0].path)]
        return [agency.pk for agency in chosen]

    def counts(self) -> dict[str, int]:
        """By tab, how many unfinished cases it has, and as `alarm` how many wait too long for their confirmation.

        The database counts once, by due date and state in the order of the index; what each tab asks is then asked of
        these few groups, and no longer nine things of each case.
        """
        groups = self.scanned().unfinished().order_by().values_list("agency", "due_on", "state")
        own, alarm = Count("pk", filter=mine(self.user)), Count("pk", filter=self.unconfirmed_too_long)
        asked = {agency: self._asked(calendar) for calendar, agencies in self._calendars for agency in agencies}
        counts: dict[str, int] = dict.fromkeys([*Tab.values, "alarm"], 0)
        del counts[Tab.ALL]
        for agency, due_on, state, cases, of_mine, too_long in groups.annotate(Count("pk"), own=own, alarm=alarm):
            counts[Tab.MINE] += of_mine
            counts["alarm"] += too_long
            for tab, wanted in asked[agency].items():
                if wanted.fits(due_on, state):
                    counts[tab] += cases
        return counts

    def condition(self, tab: str) -> Q:
        """What a tab but the last asks of an unfinished case."""
        if tab == Tab.MINE:
            return mine(self.user)
        return self._by_calendar(lambda calendar: self._asked(calendar)[tab].condition)

    def _asked(self, calendar: Calendar) -> Mapping[str, _Asked]:
        """What all tabs ask that can be told from due date and state."""
        today = self.today
        return {
            Tab.OVERDUE: _Asked(until=today - _DAY),
            Tab.TODAY: _Asked(after=today - _DAY, until=today),
            Tab.SOON: _Asked(after=today, until=calendar.add_working_days(today, SOON)),
            Tab.NEAR: _Asked(after=today, until=calendar.add_working_days(today, NEAR)),
            Tab.UNCONFIRMED: _Asked(states=frozenset({State.SUBMITTED})),
            Tab.OTHERS: _Asked(states=WAITING_FOR_OTHERS),
            Tab.UNSERVED: _Asked(states=frozenset({State.DECIDED})),
        }

    @cached_property
    def unconfirmed_too_long(self) -> Q:
        """Arrivals that nobody has confirmed for more than a working day (Art 31)."""
        return self._by_calendar(
            lambda calendar: Q(state=State.SUBMITTED, arrived_on__lte=_last_alarming(calendar, self.today))
        )

    @cached_property
    def _calendars(self) -> list[tuple[Calendar, list[int]]]:
        """The different calendars, each with the keys of its agencies; mostly there is one for all."""
        shared: dict[int, tuple[Calendar, list[int]]] = {}
        for agency in self.agencies:
            calendar = self.calendars(agency)
            shared.setdefault(id(calendar), (calendar, []))[1].append(agency.pk)
        return list(shared.values())

    def _by_calendar(self, condition: Callable[[Calendar], Q]) -> Q:
        """The same condition for the agencies of each calendar, plain where it does not depend on the calendar."""
        of_each = [(condition(calendar), agencies) for calendar, agencies in self._calendars]
        if of_each and all(asked == of_each[0][0] for asked, _ in of_each):
            return of_each[0][0]
        either = Q(pk__in=[])
        for asked, agencies in of_each:
            either |= Q(agency__in=agencies) & asked
        return either

    def days_left(self, case: Application) -> DaysLeft:
        """What the list says beside a case's due date."""
        calendar = self.calendars(case.agency)
        if case.state == State.SUBMITTED:
            waited = calendar.working_days_between(case.arrived_on, self.today)
            late = confirmation_overdue(case.arrived_on, calendar, self.today)
            return DaysLeft("late" if late else "", f"到达已{waited}个工作日，未确认" if waited else "今日到达，待确认")
        if case.concluded_on or case.state == State.VOID:
            return DaysLeft("", "")
        if case.due_on is None:
            return DaysLeft("", f"等待至{_short(case.lapses_on, self.today)}" if case.lapses_on else "")
        if case.due_on < self.today:
            late_by = calendar.working_days_between(case.due_on, self.today)
            return DaysLeft("late", f"超期{late_by}个工作日" if late_by else "已超期")
        left = calendar.working_days_between(self.today, case.due_on)
        if not left:
            return DaysLeft("soon", "今日到期")
        return DaysLeft("soon" if left <= NEAR else "", f"剩{left}个工作日")


@dataclass(frozen=True)
class Duty:
    """One of a person's duties, and what an unfinished case is like in which it waits for him."""

    name: str
    condition: Q


def mine(user: User) -> Q:
    """What an unfinished case must be like for the person to have something to do in it: any of his duties."""
    return reduce(or_, (duty.condition for duty in duties(user)))


def duties(user: User) -> list[Duty]:
    """What a person has to do, by his roles.

    Registrar: arrivals to confirm, answers to serve, cases given up. Handler: open cases of his departments (of the
    whole agency, where his role has no department) or assigned to him, and help asked of them. Reviewer, secrecy
    reviewer and signer: letters in their stage that somebody else wrote; the signer also voids asked for by others.
    Whoever drafted a letter that is not sent yet.
    """
    held: dict[str, list[int]] = {}
    departments: list[int] = []
    for membership in user.scope.memberships:
        if membership.role == Role.HANDLER and membership.department_id:
            departments.append(membership.department_id)
        else:
            held.setdefault(membership.role, []).append(membership.agency_id)
    found = []
    if agencies := held.get(Role.REGISTRAR):
        found.append(Duty("受理：确认收到、送达、终止办理", Q(agency__in=agencies, state__in=_REGISTRARS_STATES)))
    found.append(Duty("承办", _to_handle(user, held.get(Role.HANDLER, []), departments)))
    for role, (stage, name) in _LETTER_STAGES.items():
        if agencies := held.get(role):
            waiting = Q(agency__in=agencies, pk__in=_letters(stage).exclude(drafted_by=user))
            found.append(Duty(name, waiting))
    if agencies := held.get(Role.SIGNER):
        asked = Q(agency__in=agencies, void_asked_by__isnull=False) & ~Q(void_asked_by=user)
        found.append(Duty("审批作废", asked))
    found.append(Duty("起草的文书尚未送审", Q(pk__in=_letters(Stage.DRAFT).filter(drafted_by=user))))
    return found


def _to_handle(user: User, agencies: list[int], departments: list[int]) -> Q:
    condition = Q(state=State.OPEN, handler=user)
    if agencies:
        condition |= Q(agency__in=agencies, state=State.OPEN)
    if departments:
        asked = Task.objects.filter(department__in=departments, lead=False, answered_at__isnull=True)
        condition |= Q(department__in=departments, state=State.OPEN) | Q(pk__in=asked.values("application"))
    return condition


def _letters(stage: str) -> QuerySet[Letter, Any]:
    return Letter.objects.filter(stage=stage).values("application")


@dataclass(frozen=True)
class Filters:
    """What the person has narrowed the list down to; empty values ask for nothing."""

    q: str = ""
    agency: str = ""
    below: bool = False
    """With the agency, every unit below it."""
    counted: bool = False
    """Only what the statistics count."""
    state: str = ""
    department: int | None = None
    """0 for those without a department."""
    channel: str = ""
    applicant_type: str = ""
    outcome: str = ""
    topic: str = ""
    """A part of it; with "=" before it, exactly this, and "=" alone for none. So for the region."""
    region: str = ""
    information_year: int | None = None
    """0 for those that name none."""
    received_from: date | None = None
    received_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    concluded_from: date | None = None
    concluded_to: date | None = None
    days_from: int | None = None
    days_to: int | None = None
    on_time: str = ""
    """`yes` or `no`."""
    step: str = ""
    result: str = ""
    """A row of table 三, or `unfinished`."""
    identity: str = ""
    times_from: int | None = None
    times_to: int | None = None
    """How many of the listed cases the applicant has."""
    person: str = ""
    """The number of a case: those of the same person."""

    _SPANS = {"received_from": "received_on__gte", "received_to": "received_on__lte",
              "due_from": "due_on__gte", "due_to": "due_on__lte",
              "concluded_from": "concluded_on__gte", "concluded_to": "concluded_on__lte",
              "days_from": "days_used__gte", "days_to": "days_used__lte"}  # fmt: skip
    _EXACT = {"state": "state", "department": "department", "channel": "channel", "applicant_type": "applicant_type",
              "outcome": "outcome", "information_year": "information_year"}  # fmt: skip
    _WITHIN = {"topic": "topic", "region": "region"}

    def __bool__(self) -> bool:
        return bool(self.asked)

    @property
    def asked(self) -> dict[str, str]:
        """What is asked for, as an address says it."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: "1" if value is True else str(value) for name, value in values.items()
                if value not in ("", None) and value is not False}  # fmt: skip

    def _columns(self) -> Iterator[Q]:
        for name, lookup in self._SPANS.items():
            if (value := getattr(self, name)) is not None:
                yield Q(**{lookup: value})
        for name, column in self._EXACT.items():
            value = getattr(self, name)
            if value == 0 and isinstance(value, int):
                yield Q(**{f"{column}__isnull": True}) | Q(**{column: 0})
            elif (name, value) == ("applicant_type", narrowing.ORGANISATION):
                yield ~Q(applicant_type="natural_person")
            elif value not in ("", None):
                yield Q(**{column: value})
        for name, column in self._WITHIN.items():
            if value := getattr(self, name):
                exact = value.startswith("=")
                yield Q(**{column: value[1:]}) if exact else Q(**{f"{column}__contains": value})

    def narrow(self, cases: ApplicationQuerySet) -> ApplicationQuerySet:
        """The cases that fit. A number is found whole or by its end; a name whole; a subject by any part of it."""
        among = cases
        cases = cases.filter(*self._columns())
        if self.counted:
            cases = cases.filter(narrowing.counted())
        if self.on_time:
            cases = cases.filter(on_time=self.on_time == "yes")
        if self.step:
            cases = cases.filter(narrowing.took(self.step))
        if self.result:
            cases = cases.filter(narrowing.ended_in(self.result))
        if self.q:
            cases = cases.filter(_found(self.q))
        if self.person:
            cases = narrowing.by_person(cases, among, self.person)
        if self.identity:
            cases = narrowing.by_identity(cases, self.identity)
        if self.times_from is not None or self.times_to is not None:
            cases = narrowing.by_times(cases, self.times_from, self.times_to)
        return cases


def _found(text: str) -> Q:
    """What is searched for: the cases of whoever bears just this name, which its index tells; else a number, whole or
    by its end, or a part of a subject."""
    bearing = Application.objects.filter(applicant_name=text).order_by("-pk").values_list("pk", flat=True)
    if named := list(bearing[:_NAMESAKES]):
        return Q(pk__in=named)
    found = Q(receipt_no=text) | Q(subject__contains=text)
    if text.isascii() and text.isdecimal():
        found |= Q(receipt_no__endswith=f"-{text.zfill(5)}")
    return found


def listed(desk: Desk, tab: str, filters: Filters) -> ApplicationQuerySet:
    """The tab's cases, in its order: what is due first stands first; of all cases the newest."""
    if tab == Tab.ALL:
        order = newest(desk, filters)
        among = desk.cases if order[0] == "-arrived_on" else desk.scanned
        return filters.narrow(among(filters.agency, filters.below)).order_by(*order)
    cases = filters.narrow(desk.cases(filters.agency, filters.below))
    return (
        cases.unfinished()
        .filter(desk.condition(tab))
        .order_by(F("due_on").asc(nulls_last=True), F("lapses_on").asc(nulls_last=True), "arrived_on", "pk")
    )


def newest(desk: Desk, filters: Filters) -> tuple[str, ...]:
    """By which keys the newest cases come first from an index: of one agency by arrival, of several by entry."""
    one = filters.agency and not filters.below
    return ("-arrived_on", "-pk") if one or len(desk.agencies) == 1 else ("-pk",)


def due_dates(desk: Desk, first: date, last: date, filters: Filters) -> dict[date, int]:
    """How many unfinished cases are due on each day of the span, from the same index."""
    due = filters.narrow(desk.scanned(filters.agency, filters.below).unfinished()).filter(due_on__range=(first, last))
    return dict(due.order_by("due_on").values_list("due_on").annotate(Count("pk")))


def _last_alarming(calendar: Calendar, today: date) -> date:
    day = today
    while not confirmation_overdue(day, calendar, today):
        day -= _DAY
    return day


def _short(day: date, today: date) -> str:
    return f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"
