"""Entering and correcting the working-day calendar: the nation's years, and an agency's own days.

The nation's arrangement is entered by the supervising office (主管部门) of an agency that has none above it, for all;
local days by the supervising office or a registrar of the agency for which, with the units below it, they hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS, Action, Result, reference_to
from gongkai.agencies.calendar import announce, current_calendars, hold
from gongkai.agencies.calendar_models import CalendarYear, LocalDay, by_text
from gongkai.agencies.calendar_text import NamedDay, said, weekday
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, User
from gongkai.law.calendar import FIRST_YEAR, LAST_YEAR, Arrangement, packaged_calendar
from gongkai.ledger.actions import reference

_SATURDAY = 5
_NAME_LENGTH = LocalDay._meta.get_field("name").max_length or 0
_SOURCE_LENGTH = CalendarYear._meta.get_field("source").max_length or 0


def may_edit_years(actor: User | None) -> bool:
    """Whether the nation's years are this person's to enter; one query."""
    if actor is None:
        return True
    if Role.SUPERVISOR not in actor.scope.all_roles():
        return False
    return actor.memberships.current().filter(role=Role.SUPERVISOR, agency__parent=None).exists()


def may_edit_local(actor: User | None, agency: Agency) -> bool:
    """Whether this agency's own days are this person's to enter."""
    return actor is None or actor.scope.may_act(agency, Role.SUPERVISOR, Role.REGISTRAR)


class _CalendarAction(Action[Result]):
    """A change of the calendar: one at a time, and the rooms above are told before it is committed."""

    def prefix(self) -> str | None:
        """The path of the agency whose days change, None for the nation's."""
        return None

    def perform(self) -> Result:
        """Check, change, record and tell, all or nothing. Raises Refused with the reasons."""
        with transaction.atomic():
            before = hold()
            result = super().perform()
            announce(self.prefix(), before)
        return result


class _YearAction(_CalendarAction[CalendarYear]):
    """A change of one year of the nation's calendar."""

    def __init__(
        self, actor: User | None, year: int, *, days: Sequence[NamedDay] = (), source: str = "", ground: str = ""
    ) -> None:
        super().__init__(actor, ground=ground.strip())
        self.year, self.days, self.source = year, days, source.strip()
        self.was: Arrangement | None = None

    def refusals(self) -> list[str]:
        """By whom, and a year that the calendar has."""
        reasons = [] if may_edit_years(self.actor) else [NOT_YOURS]
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            reasons.append(f"工作日历只有{FIRST_YEAR}年至{LAST_YEAR}年。")
        self.was = current_calendars().national.years.get(self.year)
        return reasons

    def _arrangement_refusals(self) -> list[str]:
        reasons = _source_refusals(self.source, "请写明依据的通知。")
        if not any(not it.works for it in self.days):
            reasons.append("没有放假日期。")
        reasons += [f"{it.day}不是{self.year}年的日期。" for it in self.days if it.day.year != self.year]
        return reasons + _day_refusals(self.days)

    def change(self) -> CalendarYear:
        """End what counted up to now, and save what counts from now on."""
        self._end()
        off, work = _split(self.days)
        return CalendarYear.objects.create(
            year=self.year,
            days_off=by_text(off),
            days_worked=by_text(work),
            source=self.source,
            entered_by=self.actor,
        )

    def _end(self) -> None:
        CalendarYear.objects.current().filter(year=self.year).update(ended_at=timezone.now())

    def subject(self, result: CalendarYear) -> str:
        """The year."""
        return reference(CalendarYear._meta.label_lower, f"{self.year}")

    def payload(self, result: CalendarYear) -> dict[str, Any]:
        """Old and new days, which are public, and where they are from."""
        return {"from": _written(self.was), "to": _written(result.arrangement), "source": result.source}


class EnterYear(_YearAction):
    """Enter a year that has just been announced."""

    kind = "calendar.year_entered"

    def refusals(self) -> list[str]:
        """A year that is not known yet, with sound days."""
        reasons = super().refusals()
        if self.was is not None:
            reasons.append(f"{self.year}年已有安排，如有变动请更正。")
        return reasons + self._arrangement_refusals()


class CorrectYear(_YearAction):
    """Put right, or follow a later notice in, a year that is known already."""

    kind = "calendar.year_corrected"

    def refusals(self) -> list[str]:
        """A known year, sound days, something different, and why."""
        reasons = super().refusals()
        if self.was is None:
            reasons.append(f"{self.year}年还没有安排，请录入。")
        elif (dict(self.was.off), dict(self.was.work)) == _split(self.days):
            reasons.append("与现有安排相同，没有改动。")
        if not self.ground:
            reasons.append("请写明更正理由。")
        return reasons + self._arrangement_refusals()


class WithdrawYear(_YearAction):
    """Take back a year that was entered here: what the package has counts again, or nothing is known of it."""

    kind = "calendar.year_withdrawn"

    def refusals(self) -> list[str]:
        """Entered here, and why."""
        reasons = super().refusals()
        if not CalendarYear.objects.current().filter(year=self.year).exists():
            reasons.append(f"{self.year}年没有在本平台录入的安排。")
        if not self.ground:
            reasons.append("请写明撤回理由。")
        return reasons

    def change(self) -> CalendarYear:
        """End it."""
        ended = CalendarYear.objects.current().get(year=self.year)
        self._end()
        ended.refresh_from_db()
        return ended

    def payload(self, result: CalendarYear) -> dict[str, Any]:
        """What counted, and what does now."""
        return super().payload(result) | {"to": _written(packaged_calendar().years.get(self.year))}


class _LocalAction(_CalendarAction[Agency]):
    """A change of an agency's own days."""

    def __init__(self, actor: User | None, agency: Agency, *, ground: str = "") -> None:
        super().__init__(actor, ground=ground.strip())
        self.record = agency
        self.was: dict[date, LocalDay] = {}

    def prefix(self) -> str:
        """The agency's path."""
        return self.record.path

    def refusals(self) -> list[str]:
        """By whom."""
        self.was = {known.day: known for known in LocalDay.objects.current().filter(agency=self.record)}
        return [] if may_edit_local(self.actor, self.record) else [NOT_YOURS]

    def _end(self, days: Iterable[date]) -> None:
        ended = [self.was[day].pk for day in days if day in self.was]
        LocalDay.objects.filter(pk__in=ended).update(ended_at=timezone.now())

    def subject(self, result: Agency) -> str:
        """The agency."""
        return reference_to(result)

    def agency(self, result: Agency) -> Agency:
        """The agency's own chain."""
        return result

    def _old(self, days: Iterable[date]) -> dict[str, Any]:
        return {f"{day}": _state(self.was[day]) if day in self.was else None for day in sorted(days)}


class SetLocalDays(_LocalAction):
    """Enter days that the agency and the units below it rest or work, other than the nation does."""

    kind = "calendar.local_days_set"

    def __init__(self, actor: User | None, agency: Agency, *, days: Sequence[NamedDay], basis: str) -> None:
        super().__init__(actor, agency, ground=basis)
        self.days = days

    def refusals(self) -> list[str]:
        """Sound days on a basis, of which at least one is new."""
        reasons = super().refusals() + _source_refusals(self.ground, "请写明依据（如自治区人民政府的通知）。")
        if not self.days:
            reasons.append("没有填写日期。")
        elif not self._new():
            reasons.append("与现有的地方放假上班日相同，没有改动。")
        reasons += [
            f"工作日历只有{FIRST_YEAR}年至{LAST_YEAR}年，{it.day}不在其中。"
            for it in self.days
            if not FIRST_YEAR <= it.day.year <= LAST_YEAR
        ]
        return reasons + _day_refusals(self.days)

    def change(self) -> Agency:
        """Save the days, in place of what was said of them before."""
        new = self._new()
        self._end(it.day for it in new)
        LocalDay.objects.bulk_create(
            LocalDay(
                agency=self.record,
                day=it.day,
                works=it.works,
                name=it.name,
                basis=self.ground,
                entered_by=self.actor,
            )
            for it in new
        )
        return self.record

    def payload(self, result: Agency) -> dict[str, Any]:
        """Old and new days."""
        new = self._new()
        return {"from": self._old(it.day for it in new), "to": {f"{it.day}": _state(it) for it in new}}

    def _new(self) -> list[NamedDay]:
        """Those that are not so already."""
        return [it for it in self.days if it.day not in self.was or _state(self.was[it.day]) != _state(it)]


class WithdrawLocalDays(_LocalAction):
    """Take local days back: the nation's calendar, or that of an agency above, counts again."""

    kind = "calendar.local_days_withdrawn"

    def __init__(self, actor: User | None, agency: Agency, *, days: Iterable[date], ground: str) -> None:
        super().__init__(actor, agency, ground=ground)
        self.days = sorted(set(days))

    def refusals(self) -> list[str]:
        """Days that count, and why."""
        reasons = super().refusals()
        if not self.days:
            reasons.append("没有选定日期。")
        reasons += [f"{day}没有登记为地方放假上班日。" for day in self.days if day not in self.was]
        if not self.ground:
            reasons.append("请写明撤回理由。")
        return reasons

    def change(self) -> Agency:
        """End them."""
        self._end(self.days)
        return self.record

    def payload(self, result: Agency) -> dict[str, Any]:
        """The days as they were."""
        return {"from": self._old(self.days), "to": {f"{day}": None for day in self.days}}


def _split(days: Iterable[NamedDay]) -> tuple[dict[date, str], dict[date, str]]:
    """The days off, and the days worked."""
    listed = list(days)
    off, work = ({it.day: it.name for it in listed if it.works is works} for works in (False, True))
    return off, work


def _written(arrangement: Arrangement | None) -> dict[str, Any] | None:
    if arrangement is None:
        return None
    return {"off": by_text(dict(arrangement.off)), "work": by_text(dict(arrangement.work))}


def _state(it: NamedDay | LocalDay) -> dict[str, Any]:
    return {"works": it.works, "name": it.name}


def _source_refusals(source: str, missing: str) -> list[str]:
    if not source:
        return [missing]
    return [f"依据不能超过{_SOURCE_LENGTH}字。"] if len(source) > _SOURCE_LENGTH else []


def _day_refusals(days: Iterable[NamedDay]) -> list[str]:
    """What is wrong with days off and days worked, whoever's they are."""
    reasons: list[str] = []
    seen: dict[date, bool] = {}
    for day, works, name in days:
        if day in seen:
            reasons.append(
                f"{said(day)}写了两次{'上班' if works else '放假'}。"
                if seen[day] is works
                else f"{said(day)}不能既放假又上班。"
            )
        seen[day] = works
        if works and day.weekday() < _SATURDAY:
            reasons.append(f"{said(day)}是{weekday(day)}，调休上班只能在周六、周日。")
        if not name:
            reasons.append(f"{said(day)}没有写节日名称。")
        elif len(name) > _NAME_LENGTH:
            reasons.append(f"{said(day)}的节日名称超过{_NAME_LENGTH}字。")
    return reasons
