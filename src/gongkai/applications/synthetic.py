"""Made-up cases by the hundred thousand, for benchmarks and tests; nothing loads them by default, not the demo either.

How they came, whose they are, how long they took and how they ended is drawn from a mix as offices have it. Their days
come from a pool of courses, each of which the clock has reckoned, so that every column is what the events give, and a
million cases are written in minutes. The same seed makes the same cases.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.calendar import calendar_for
from gongkai.agencies.models import Agency
from gongkai.applications.bulk import BulkWriter, reserve_keys
from gongkai.applications.enums import PartyRole, State
from gongkai.applications.models import Application, CaseEvent, Decision, Party
from gongkai.applications.projection import FIELDS, project
from gongkai.law.calendar import Calendar

A_PIECE = 5_000
COURSES = 5_000
"""How many different courses of days there are in the pool."""
CHANNELS = {"web": 55, "registered_letter": 20, "counter": 10, "letter": 8, "email": 4, "oral": 2, "fax": 1}
APPLICANTS = {
    "natural_person": 880, "enterprise": 80, "legal_service": 14, "other_organisation": 12, "social_organisation": 9,
    "research_institution": 5,
}  # fmt: skip
OUTCOMES = {
    "granted": 30, "already_public": 8, "granted_later": 1, "made_public": 1, "part_withheld": 5,
    "part_not_provided": 3, "state_secret": 0.3, "prohibited_by_law": 0.5, "public_security": 0.4,
    "business_secret": 0.8, "privacy": 1.2, "internal_affairs": 1, "deliberative": 1.5, "enforcement_file": 1.5,
    "administrative_query": 3, "not_existing": 18, "not_ours": 13, "archived": 1, "needs_creation": 1.5,
    "still_unclear": 1, "petition": 3, "repeat": 2, "published_material": 0.3, "excessive": 0.3,
    "confirm_or_reissue": 0.3, "not_government_information": 1.4,
}  # fmt: skip
TOPICS = ("土地征收", "规划建设", "环境保护", "社会保障", "教育", "卫生健康", "财政预算", "行政执法", "")
REGIONS = ("东区", "西区", "南区", "北区", "高新区", "")
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_FIELDS = (
    "id", "public_id", "agency_id", "receipt_no", "channel", "applicant_type", "applicant_name", "applicant_digest",
    "subject", "region", "topic", "information_year", "submitted_at", "arrived_on", "received_on", *FIELDS,
)  # fmt: skip
_OUTCOME, _STATE = FIELDS.index("outcome"), FIELDS.index("state")
_NAME, _DIGEST = _FIELDS.index("applicant_name"), _FIELDS.index("applicant_digest")


@dataclass(frozen=True, slots=True)
class Course:
    """What happened from receipt to end, with the columns that the clock makes of it."""

    received: date
    events: tuple[tuple[str, date], ...]
    columns: tuple[Any, ...]


def write_cases(
    agencies: Sequence[Agency],
    number: int,
    *,
    today: date,
    seed: int = 0,
    years: int = 8,
    histories: int | None = None,
    step: Callable[[int], None] = lambda cases: None,
) -> None:
    """Write so many cases of these agencies, received in the years up to today, in one transaction.

    `histories` of them (the last ones; None for all) get their events, applicants and decisions too, the others their
    columns only, which lists and counts read. `step` is told how many have been written.
    """
    dice = random.Random(seed)  # noqa: S311 - made-up cases, nothing to guess
    pool = courses(agencies[0], today, dice, years)
    first_history = number - (number if histories is None else histories)
    cases = BulkWriter(Application, _FIELDS, received_ground="合成案件")
    events = BulkWriter(CaseEvent, ("public_id", "application_id", "number", "kind", "on"), ground="合成案件")
    people = BulkWriter(
        Party,
        ("public_id", "application_id", "name", "id_digest"),
        role=PartyRole.APPLICANT,
        number=1,
        service_address=True,
    )
    decisions = BulkWriter(Decision, ("public_id", "application_id", "outcome", "decided_on"))
    with transaction.atomic():
        keys = reserve_keys(Application, number)
        for start in range(0, number, A_PIECE):
            drawn = [(place, next(keys), dice.choice(pool)) for place in range(start, min(number, start + A_PIECE))]
            rows = list(_rows(dice, agencies, drawn, seed))
            cases.write(rows)
            told = [
                (key, course, row) for (place, key, course), row in zip(drawn, rows, strict=True)
                if place >= first_history
            ]  # fmt: skip
            events.write(
                (_id(dice), key, n, kind, on)
                for key, course, _ in told
                for n, (kind, on) in enumerate(course.events, 1)
            )
            people.write((_id(dice), key, row[_NAME], row[_DIGEST]) for key, _, row in told)
            decisions.write(
                (_id(dice), key, row[-len(FIELDS) + _OUTCOME], on)
                for key, course, row in told for kind, on in course.events if kind == "decided"
            )  # fmt: skip
            step(start + len(drawn))


def courses(agency: Agency, today: date, dice: random.Random, years: int, number: int = COURSES) -> list[Course]:
    """A pool of courses of cases received in the years up to today, as the agency's clock reckons them."""
    calendar = calendar_for(agency)
    span = (today - date(today.year - years, 1, 1)).days
    return [_course(agency, calendar, today, today - timedelta(dice.randrange(span)), dice) for _ in range(number)]


def _course(agency: Agency, calendar: Calendar, today: date, received: date, dice: random.Random) -> Course:
    received = calendar.on_or_after(received)
    received = received if received <= today else today
    happened = [(kind, on) for kind, on in _steps(received, calendar, dice) if on <= today]
    case = Application(public_id="", agency=agency, received_on=received)
    events = [CaseEvent(public_id="", kind=kind, on=on) for kind, on in happened]
    project(case, today, calendar, events)
    case.version = len(happened)
    return Course(received, tuple(happened), tuple(getattr(case, name) for name in FIELDS))


def _steps(received: date, calendar: Calendar, dice: random.Random) -> Iterator[tuple[str, date]]:
    """A course from its beginning to its end, whatever day it is today."""

    def after(start: date, least: int, most: int) -> date:
        return calendar.add_working_days(start, dice.randint(least, most))

    yield "received", received
    begun = received
    if dice.random() < 0.12:
        asked = after(received, 1, 7)
        yield "supplement_asked", asked
        if dice.random() < 0.3:
            yield "abandoned", after(asked, 16, 25)
            return
        begun = after(asked, 2, 14)
        yield "supplement_received", begun
    if dice.random() < 0.04:
        yield "withdrawn", after(begun, 1, 12)
        return
    day = begun
    if dice.random() < 0.08:
        day = after(begun, 1, 6)
        yield "consultation_sent", day
        day = after(day, 4, 15)
        yield "consultation_received", day
    if extended := dice.random() < 0.1:
        day = max(day, after(begun, 15, 19))
        yield "extended", day
    decided = max(day, after(begun, 20, 39) if extended else after(begun, 4, 20))
    if dice.random() < 0.02:  # late
        decided = after(decided, 10, 40)
    yield "decided", decided
    yield "served", after(decided, 1, 3) if dice.random() < 0.6 else decided


def _rows(
    dice: random.Random, agencies: Sequence[Agency], drawn: Sequence[tuple[int, int, Course]], seed: int
) -> Iterator[tuple[Any, ...]]:
    """The cases' columns."""
    number = len(drawn)
    channels, applicants, outcomes = (_draw(dice, mix, number) for mix in (CHANNELS, APPLICANTS, OUTCOMES))
    for (place, key, course), channel, applicant, outcome in zip(drawn, channels, applicants, outcomes, strict=True):
        columns = list(course.columns)
        if columns[_STATE] in (State.DECIDED, State.SERVED):
            columns[_OUTCOME] = outcome
        received, topic, region = course.received, dice.choice(TOPICS), dice.choice(REGIONS)
        public_id, agency, name = _id(dice), dice.choice(agencies).pk, f"合成申请人{dice.randrange(number * 50):06d}"
        yield (
            key, public_id, agency, f"合成{seed}-{received.year}-{place:07d}", channel, applicant, name, _digest(name),
            f"（合成）{region or '全市'}{topic or '其他'}信息{place}",
            region, topic, received.year - dice.randrange(6), timezone.make_aware(datetime.combine(received, time(10))),
            received, received, *columns,
        )  # fmt: skip


def _digest(name: str) -> str:
    """What a made-up person is found again by; "" for one in ten, of whom neither number nor telephone is known."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    return digest if digest >= "1a" else ""


def _draw(dice: random.Random, mix: Mapping[str, float], number: int) -> list[str]:
    return dice.choices(list(mix), weights=list(mix.values()), k=number)


def _id(dice: random.Random) -> str:
    return "".join(dice.choices(_ALPHABET, k=12))
