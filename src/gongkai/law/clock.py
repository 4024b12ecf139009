"""The statutory clock of an application: 《政府信息公开条例》 Arts 30 to 35, and the rules on the processing fee.

`clock(events, calendar, today)` says where a case is, when its answer is due, and why that day: a line for each stretch
of days, counted or not, with its article. It is a pure function of what happened, so it may be asked for any day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Literal

from gongkai.law.calendar import Calendar
from gongkai.law.events import Event, check_events
from gongkai.law.proceedings import Defect, Proceedings, Term
from gongkai.law.settings import Settings
from gongkai.law.stretches import Pause, stretches

State = Literal[
    "open", "awaiting_supplement", "consulting", "awaiting_fee", "awaiting_reasons",
    "decided", "served", "withdrawn", "abandoned",
]  # fmt: skip

STATES: dict[State, str] = {
    "open": "办理中",
    "awaiting_supplement": "待补正",
    "consulting": "征求意见中",
    "awaiting_fee": "待缴费",
    "awaiting_reasons": "待说明理由",
    "decided": "已决定，待送达",
    "served": "已送达",
    "withdrawn": "已撤回",
    "abandoned": "视为放弃",
}
CLOSED: frozenset[State] = frozenset({"served", "withdrawn", "abandoned"})

_DAY = timedelta(days=1)
_ENDS: dict[str, State] = {"served": "served", "withdrawn": "withdrawn", "abandoned": "abandoned"}
_STOPPED_BY: tuple[tuple[str, State], ...] = (
    ("supplement_asked", "awaiting_supplement"),
    ("fee_notified", "awaiting_fee"),
)
"""Steps without whose answer the case does not go on."""
_ASKED: tuple[tuple[str, State], ...] = (("consultation_sent", "consulting"), ("reasons_asked", "awaiting_reasons"))
"""Steps whose answer is awaited for a time; then the case goes on without it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of days, both ends included; `days` are the working days in it, whether they count or not."""

    first: date
    last: date
    counted: bool
    days: int
    reason: str
    article: str

    def to_json(self) -> dict[str, Any]:
        """The step in the contract's JSON."""
        return {
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "counted": self.counted,
            "days": self.days,
            "reason": self.reason,
            "article": self.article,
        }


@dataclass(frozen=True, slots=True)
class Clock:
    """Where a case is on a day, and why."""

    on: date
    state: State
    due: date | None
    """The last day for the answer, to the end of the local day; None while the clock does not run toward a date."""
    days_counted: int
    days_left: int | None
    """Working days that are left, negative once the term is over; None where no term runs or waits to run on."""
    overdue: bool
    provisional: bool
    """Whether days of a year enter whose holidays have not been announced."""
    defects: tuple[Defect, ...]
    steps: tuple[Step, ...]
    ahead: tuple[Step, ...]
    """The stretches from the day after `on` to the due date, if nothing else happens."""
    received: date
    """The day from which the whole case runs."""
    term_end: date | None
    """The due date that held when the case ended, or that will hold if a consultation brings no answer."""
    lapses: date | None
    """The last day for the answer that is awaited from somebody else."""

    def to_json(self) -> dict[str, Any]:
        """The answer of `gongkai law due --json`."""
        return {
            "on": self.on.isoformat(),
            "state": self.state,
            "due": self.due.isoformat() if self.due else None,
            "days_counted": self.days_counted,
            "days_left": self.days_left,
            "overdue": self.overdue,
            "provisional": self.provisional,
            "defects": [{**asdict(defect), "on": defect.on.isoformat()} for defect in self.defects],
            "steps": [step.to_json() for step in self.steps],
        }


def clock(
    events: Sequence[Event],
    calendar: Calendar,
    today: date,
    settings: Settings = Settings(),  # noqa: B008 - immutable
) -> Clock:
    """The clock of a case on a day, from what had happened by then; later events are left aside.

    Raises ValueError with one Chinese sentence for events that no case can have, in whatever order they were written
    down, and for a day on which the application had not been received yet.
    """
    check_events(events)
    past = [event for event in events if event.on <= today]
    if not past:
        raise ValueError(f"到{today}为止还没有收到申请（{events[0].on}收到）。")
    case = Proceedings(calendar, settings)
    for event in past:
        case.apply(event)

    ends = case.ends()
    term_end = ends[-1] if ends else None
    state, lapses, stop = _state(case, today)
    end = stop or today
    running = state not in CLOSED and not _stopped(case, today)
    overdue = term_end is not None and end > term_end
    steps = tuple(_steps(case, end, ends))
    ahead = (
        list(_running_steps(case, end, term_end, ends)) if state not in CLOSED and term_end and end < term_end else []
    )
    counted = sum(step.days for step in steps if step.counted)
    return Clock(
        on=today,
        state=state,
        due=term_end if running else None,
        days_counted=counted,
        days_left=_days_left(case, state, end, term_end, ahead),
        overdue=overdue,
        provisional=calendar.is_provisional(past[0].on, _horizon(case, state, end, term_end)),
        defects=_defects(case, state, term_end),
        steps=steps,
        ahead=tuple(ahead),
        received=past[0].on,
        term_end=term_end,
        lapses=lapses,
    )


def _state(case: Proceedings, today: date) -> tuple[State, date | None, date | None]:
    """Where the case is, the end of the term that somebody else has, and the day on which the clock stopped."""
    if case.ended:
        return _ENDS[case.ended.kind], None, case.ended.on
    if case.decided:
        return "decided", None, None
    for kind, state in _STOPPED_BY:
        for wait in case.open_waits(kind):
            lapsed = wait.lapses is not None and today > wait.lapses
            # A notice out of term has no such force: the case stays open, and overdue if it is.
            if lapsed and wait.pause and case.settings.deemed_abandoned:
                return "abandoned", None, wait.lapses
            if not lapsed or wait.pause:
                return state, wait.lapses, None
    for kind, state in _ASKED:
        lapses = [wait.lapses for wait in case.open_waits(kind) if wait.lapses is None or today <= wait.lapses]
        if lapses:
            known = [day for day in lapses if day]
            return state, max(known) if len(known) == len(lapses) else None, None
    return "open", None, None


def _stopped(case: Proceedings, today: date) -> bool:
    """Whether the clock stands still on the day: something has been asked in term and not been answered."""
    return not case.decided and any(
        wait.pause and wait.answered is None and (wait.pause.through is None or today <= wait.pause.through)
        for wait in case.waits
    )


def _days_left(case: Proceedings, state: State, end: date, term_end: date | None, ahead: Sequence[Step]) -> int | None:
    if state in CLOSED or term_end is None:
        return None
    if end > term_end:
        return -case.calendar.working_days_between(term_end, end)
    return sum(step.days for step in ahead if step.counted)


def _horizon(case: Proceedings, state: State, end: date, term_end: date | None) -> date:
    """The last day that entered into the answer."""
    if state in CLOSED:
        return end
    waiting = [wait.lapses for wait in case.waits if wait.answered is None and wait.lapses]
    return max([end, *waiting, *([term_end] if term_end else [])])


def _defects(case: Proceedings, state: State, term_end: date | None) -> tuple[Defect, ...]:
    defects = list(case.defects)
    if state == "served" and case.ended and term_end and case.ended.on > term_end:
        message = f"{case.ended.words}：答复期限已于{term_end}届满，答复超期。"
        defects.append(Defect("served", case.ended.on, message, "33"))
    return tuple(defects)


def _steps(case: Proceedings, end: date, ends: Sequence[date] | None) -> Iterator[Step]:
    """A line for each stretch of days from the day after receipt."""
    for term, following in pairwise(case.terms):
        for before, last, pauses in stretches(term.start, following.start, term.pauses):
            reason, article = _paused_reason(pauses) if pauses else (following.restart, following.article)
            yield _step(case.calendar, before, last, False, reason, article)
    yield from _running_steps(case, case.term.start, end, ends)


def _running_steps(case: Proceedings, start: date, end: date, ends: Sequence[date] | None) -> Iterator[Step]:
    """The stretches of the running term after `start`, cut where one grant of days ends and the next begins."""
    for before, last, pauses in stretches(start, end, case.term.pauses, ends or ()):
        reason, article = _paused_reason(pauses) if pauses else _counted_reason(case.term, before, ends)
        yield _step(case.calendar, before, last, not pauses, reason, article)


def _step(calendar: Calendar, before: date, last: date, counted: bool, reason: str, article: str) -> Step:
    return Step(before + _DAY, last, counted, calendar.working_days_between(before, last), reason, article)


def _paused_reason(pauses: Sequence[Pause]) -> tuple[str, str]:
    return "；".join(pause.reason for pause in pauses), pauses[0].article


def _counted_reason(term: Term, before: date, ends: Sequence[date] | None) -> tuple[str, str]:
    """Why days count, and the article that gives them: the term, its extension, a deferral, or none any more."""
    if ends and before >= ends[-1]:
        return f"已超过答复期限（{ends[-1]}届满）", "33"
    number = sum(before >= end for end in ends[:-1]) if ends else 0
    grant = term.grants[number]
    if number:
        return grant.reason, grant.article
    if before == term.start:
        return f"{term.opening}{grant.days}个工作日的答复期限", grant.article
    return "继续计算答复期限", grant.article
