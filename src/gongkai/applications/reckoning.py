"""Reckoning due dates anew when the calendar changes: each open case whose date moves says so in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.agencies.action import COMMAND_LINE, reference_to
from gongkai.applications.models import Application
from gongkai.applications.projection import FIELDS, project
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
        case.save(update_fields=FIELDS)
        if was and now and was.term_end != now.term_end:
            append(
                "application.due_recomputed",
                actor=COMMAND_LINE,
                agency=case.agency.code,
                subject=reference_to(case),
                ground=GROUND,
                payload={"from": str(was.term_end), "to": str(now.term_end)},
            )
