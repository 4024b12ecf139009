"""What lists and searches need of a case, worked out from its events: state, due date, outcome, days used.

Nothing here is the truth of a due date; the events are. A projection holds until something happens or until a term of
somebody else ends (`turns_on`); `refresh` makes those anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Q

from gongkai.agencies.calendar import calendar_for
from gongkai.agencies.models import Agency
from gongkai.applications.enums import State
from gongkai.applications.models import Application, CaseEvent
from gongkai.applications.office_settings import CountsBy, office_of
from gongkai.law.calendar import Calendar
from gongkai.law.clock import Clock, clock

FIELDS = (
    "state", "due_on", "lapses_on", "turns_on", "provisional", "version", "outcome", "outcome_row",
    "decided_on", "concluded_on", "days_used", "on_time",
)  # fmt: skip
_ENDINGS = ("served", "withdrawn", "abandoned")


def clock_of(
    application: Application, today: date, calendar: Calendar | None = None, events: Sequence[CaseEvent] | None = None
) -> Clock | None:
    """The case's clock on a day; None where its receipt is not fixed, or came later than that day.

    `events` are those of a case that is not saved yet, in order.
    """
    happened = application.live_events() if events is None else events
    if not happened or happened[0].kind != "received" or happened[0].on > today:
        return None
    office = office_of(application.agency)
    law_events = [event.as_law() for event in happened]
    return clock(law_events, calendar or calendar_for(application.agency), today, office.law_settings)


def project(
    application: Application, today: date, calendar: Calendar | None = None, events: Sequence[CaseEvent] | None = None
) -> Clock | None:
    """Fill the projected columns (unsaved) as of today, and give the clock they come from.

    `events` are those of a case that is not saved yet, in order.
    """
    if application.state == State.VOID:
        application.due_on = application.lapses_on = application.turns_on = None
        return None
    happened = application.live_events() if events is None else events
    now = clock_of(application, today, calendar, happened)
    ending = next((event for event in happened if event.kind in _ENDINGS and not event.partial), None)
    if now is None:
        application.due_on = application.lapses_on = application.turns_on = None
        application.state = State.SUBMITTED
        if not happened or happened[0].kind != "received":
            _project_unreceived(application, ending)
        return None
    decided = [event.on for event in happened if event.kind == "decided"]
    application.state = now.state
    application.due_on = now.due
    application.lapses_on = now.lapses
    waits = now.lapses is not None and now.lapses >= today and not ending
    application.turns_on = now.lapses + timedelta(days=1) if now.lapses and waits else None
    application.provisional = now.provisional
    application.decided_on = decided[-1] if decided else None
    application.concluded_on = _concluded_on(application, ending.on if ending else None)
    application.days_used = now.days_counted if ending else None
    application.on_time = not now.overdue if ending else None
    application.outcome = _outcome(application, happened, ending.kind if ending else "")
    return now


def _project_unreceived(application: Application, withdrawal: CaseEvent | None) -> None:
    """Before the receipt no clock runs: the case waits, or was withdrawn; without a receipt it counts nowhere."""
    if withdrawal:
        application.state = State.WITHDRAWN
    application.concluded_on = withdrawal.on if withdrawal else None
    application.outcome = "withdrawn" if withdrawal else ""


def refresh(today: date, agency: Agency | None = None) -> int:
    """Make anew what has turned by the passing of time, in one agency or everywhere. Returns how many cases."""
    turned = Q(turns_on__lte=today) if agency is None else Q(turns_on__lte=today, agency=agency)
    if not Application.objects.filter(turned).exists():
        return 0  # as on most days: the desk asks on every page, and this is much less to ask
    return sum(1 for _ in refreshed(turned, today))


def refreshed(condition: Q, today: date) -> Iterator[tuple[Application, date | None]]:
    """Project these cases anew and save them, giving each with the due date it had before."""
    cases = Application.objects.filter(condition).select_related("agency__disclosure_office")
    for case in cases.prefetch_related("events", "decisions").iterator(chunk_size=500):
        before = case.due_on
        project(case, today)
        save_projection(case)
        yield case, before


def save_projection(case: Application) -> bool:
    """Save a case's projected columns, unless somebody has acted in it since it was read: his act made them anew."""
    columns = {name: getattr(case, name) for name in FIELDS if name != "version"}
    return bool(Application.objects.filter(pk=case.pk, version=case.version).update(**columns))


def _concluded_on(application: Application, ended: date | None) -> date | None:
    """The day that decides in which year the case counts as concluded: service, or the decision (a setting)."""
    by_decision = office_of(application.agency).counts_by == CountsBy.DECIDED
    return application.decided_on if ended and by_decision and application.decided_on else ended


def _outcome(application: Application, happened: Sequence[CaseEvent], ending: str) -> str:
    """The outcome of the last decision that stands, or what withdrawal and abandonment come to by themselves.

    Where there is no decision here, what the register stated from which the case was taken over stays.
    """
    decisions = application.decisions.all() if application.pk else ()
    made = [decision for decision in decisions if decision.decided_on]
    if application.outcome_row and not made:
        return application.outcome
    if ending == "withdrawn":
        return "withdrawn"
    if ending == "abandoned":
        waits = {event.kind for event in happened}
        fee = "fee_notified" in waits and "fee_paid" not in waits
        return "fee_unpaid" if fee else "not_supplemented"
    return made[-1].outcome if made else ""
