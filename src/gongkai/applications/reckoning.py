"""Reckoning due dates anew when the calendar or an office's practice changes: each open case whose date moves says so
in the ledger."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from gongkai.agencies.action import COMMAND_LINE, reference_to
from gongkai.applications.models import Application
from gongkai.applications.projection import project, refreshed, save_projection
from gongkai.ledger.actions import append

if TYPE_CHECKING:
    from gongkai.agencies.calendar import Calendars

GROUND = "工作日历变更"


def recompute(prefix: str | None, before: Calendars, after: Calendars) -> None:
    """Project the open cases of the agencies concerned anew (all of them for `prefix` None), recording old → new.

    The chains are taken in the order of the agencies' codes, as the ledger asks.
    """
    cases = Application.objects.unfinished().filter(received_on__isnull=False)
    if prefix is not None:
        cases = cases.filter(agency__path__startswith=prefix)
    cases = cases.select_related("agency__disclosure_office").prefetch_related("events", "decisions")
    today = timezone.localdate()
    for case in cases.order_by("agency__code", "pk").iterator(chunk_size=500):
        was = project(case, today, before(case.agency))
        now = project(case, today, after(case.agency))
        save_projection(case)
        if was and now and was.term_end != now.term_end:
            _record(case, was.term_end, now.term_end, GROUND)


def reckon_anew(condition: Q, today: date, ground: str) -> None:
    """Project these cases anew, of one agency, whose practice has changed; record old → new where a date moves."""
    for case, before in refreshed(condition, today):
        if before != case.due_on:
            _record(case, before, case.due_on, ground)


def _record(case: Application, was: date | None, now: date | None, ground: str) -> None:
    append(
        "application.due_recomputed",
        actor=COMMAND_LINE,
        agency=case.agency.code,
        subject=reference_to(case),
        ground=ground,
        payload={"from": str(was), "to": str(now)},
    )
