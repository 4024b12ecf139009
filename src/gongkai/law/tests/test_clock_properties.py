"""What holds for the clock of every case that can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gongkai.law.clock import CLOSED, clock
from gongkai.law.events import KINDS, PARTIES, Event
from gongkai.law.tests.cases import CALENDAR

RECEIVED = st.dates(date(2020, 1, 1), date(2027, 6, 30))
FAR = timedelta(days=400)


@st.composite
def cases(draw: st.DrawFn, kinds: tuple[str, ...] = tuple(KINDS)[1:]) -> list[Event]:
    """A case with up to eight further events, each of which may follow those before it."""
    received = draw(RECEIVED)
    case = [Event("received", received)]
    for _ in range(draw(st.integers(0, 8))):
        on = case[-1].on + timedelta(days=draw(st.integers(0, 25)))
        event = Event(
            draw(st.sampled_from(kinds)),
            on,
            party=draw(st.sampled_from([None, *PARTIES])),
            delivered_on=draw(st.sampled_from([None, on, on + timedelta(days=3)])),
            days=draw(st.sampled_from([None, 5, 20, 30])),
        )
        try:
            clock([*case, event], CALENDAR, on)
        except ValueError:
            continue
        case.append(event)
    return case


@given(cases(), st.integers(0, 200))
def test_the_lines_cover_every_day_once(case: list[Event], later: int) -> None:
    today = case[-1].on + timedelta(days=later)
    answer = clock(case, CALENDAR, today)
    day = case[0].on
    for step in answer.steps:
        assert step.first == day + timedelta(days=1)
        assert step.first <= step.last
        assert step.days == CALENDAR.working_days_between(day, step.last)
        assert step.reason
        assert step.article
        day = step.last
    assert day == today or (answer.state in CLOSED and day <= today)
    assert answer.days_counted == sum(step.days for step in answer.steps if step.counted)


@given(cases(), st.integers(0, 200))
def test_what_happens_later_does_not_change_what_was(case: list[Event], after: int) -> None:
    today = case[0].on + timedelta(days=after)
    earlier = [event for event in case if event.on <= today]
    assert clock(case, CALENDAR, today) == clock(earlier, CALENDAR, today)


@given(cases(), st.integers(0, 60), st.integers(1, 60))
def test_waiting_alone_moves_no_due_date(case: list[Event], first: int, second: int) -> None:
    day = case[-1].on + timedelta(days=first)
    now, then = clock(case, CALENDAR, day), clock(case, CALENDAR, day + timedelta(days=second))
    # A supplement or a payment that never came ends the case with its term, which is more than waiting.
    assume(then.state == now.state or then.state not in CLOSED)
    assert then.days_counted >= now.days_counted
    if now.due:
        assert then.due == now.due
    if now.overdue:
        assert then.overdue


@given(cases())
def test_the_answer_is_never_due_before_20_working_days(case: list[Event]) -> None:
    due = clock(case, CALENDAR, case[-1].on).due
    assert due is None or due >= CALENDAR.add_working_days(case[0].on, 20)
    assert due is None or CALENDAR.is_working_day(due)


@given(cases(("extended", "consultation_sent", "deferred", "fee_notified", "reasons_asked")))
def test_no_step_out_of_term_gains_a_day(case: list[Event]) -> None:
    assume(len(case) > 1)
    last = case[-1]
    without = clock(case[:-1], CALENDAR, last.on)
    if without.overdue:
        with_it = clock(case, CALENDAR, last.on)
        assert with_it.due == without.due
        assert with_it.overdue
        assert with_it.defects[-1].kind == last.kind


@given(
    RECEIVED, st.lists(st.tuples(st.integers(0, 25), st.integers(0, 10), st.integers(0, 25)), min_size=1, max_size=5)
)
@settings(max_examples=200)
def test_consultations_pause_for_the_union_of_their_days(received: date, spans: list[tuple[int, int, int]]) -> None:
    events = []
    for number, (sent, _, answer) in enumerate(spans):
        on = received + timedelta(days=sent)
        events.append(Event("consultation_sent", on, id=str(number), delivered_on=on))
        events.append(Event("consultation_received", on + timedelta(days=answer), answers=str(number)))
    events.sort(key=lambda event: event.on)
    case = [Event("received", received), *events]
    result = clock(case, CALENDAR, events[-1].on)
    paused = set()
    late = {defect.on for defect in result.defects if defect.kind == "consultation_sent"}
    for sent_event in (event for event in events if event.kind == "consultation_sent"):
        if sent_event.on in late:
            continue
        reply = next(event for event in events if event.answers == sent_event.id)
        end = min(reply.on, CALENDAR.add_working_days(sent_event.on, 15))
        day = sent_event.on + timedelta(days=1)
        while day <= end:
            paused.add(day)
            day += timedelta(days=1)
    not_counted = {
        step.first + timedelta(days=offset)
        for step in result.steps
        if not step.counted
        for offset in range((step.last - step.first).days + 1)
    }
    assert not_counted == paused


@given(cases(("extended", "consultation_sent", "consultation_received", "supplement_asked", "supplement_received")))
def test_a_holiday_announced_later_brings_no_due_date_forward(case: list[Event]) -> None:
    due = clock(case, CALENDAR, case[-1].on).term_end
    holiday = case[0].on + timedelta(days=10)
    resting = clock(case, CALENDAR.with_local({holiday: "地方节日"}), case[-1].on).term_end
    if due and resting:
        assert resting >= due


@given(cases())
def test_ids_of_answers_may_be_said_or_left_out(case: list[Event]) -> None:
    numbered = [replace(event, id=str(number)) for number, event in enumerate(case)]
    assert clock(numbered, CALENDAR, case[-1].on + FAR).steps == clock(case, CALENDAR, case[-1].on + FAR).steps
