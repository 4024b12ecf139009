"""A document's status on any day follows from its days and from what was done to it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gongkai.library.enums import STANDING, Change, Status
from gongkai.library.validity import Act, Facts, Timeline, timeline

MADE = date(2020, 3, 1)
DAYS = st.dates(date(2019, 1, 1), date(2030, 12, 31))
ACTS = st.sampled_from([Change.AMENDED, Change.REPEALED, Change.EXPIRED, Change.CONTINUED, Change.RESTORED])


def status(line: Timeline, day: date) -> Status | None:
    turn = line.on(day)
    return turn.status if turn else None


def test_it_holds_from_its_day_to_the_last_day_of_its_term():
    line = timeline(Facts(MADE, date(2020, 4, 1), date(2025, 3, 31)))
    assert status(line, date(2020, 2, 29)) is None
    assert status(line, date(2020, 3, 31)) == Status.PENDING
    assert status(line, date(2020, 4, 1)) == Status.IN_FORCE
    assert status(line, date(2025, 3, 31)) == Status.IN_FORCE
    assert status(line, date(2025, 4, 1)) == Status.EXPIRED
    assert line.turns[-1].because == "有效期至2025-03-31，期满"


def test_a_repealed_one_does_not_run_out_afterwards():
    line = timeline(Facts(MADE, None, date(2025, 3, 31), (Act(date(2023, 1, 1), Change.REPEALED, "被替代"),)))
    assert [turn.status for turn in line.turns] == [Status.IN_FORCE, Status.REPEALED]


def test_a_continuation_from_the_next_day_leaves_no_gap():
    until = date(2025, 3, 31)
    act = Act(until + timedelta(days=1), Change.CONTINUED, "评估后继续有效", until=date(2028, 3, 31))
    line = timeline(Facts(MADE, None, until, (act,)))
    assert [turn.change for turn in line.turns] == [Change.MADE, Change.CONTINUED, Change.EXPIRED]
    assert line.valid_until == date(2028, 3, 31)
    assert status(line, date(2025, 4, 1)) == Status.IN_FORCE


def test_a_late_continuation_brings_it_back():
    act = Act(date(2025, 6, 1), Change.CONTINUED, until=date(2028, 3, 31))
    line = timeline(Facts(MADE, None, date(2025, 3, 31), (act,)))
    assert status(line, date(2025, 5, 1)) == Status.EXPIRED
    assert status(line, date(2025, 6, 1)) == Status.IN_FORCE
    assert line.turns[2].change == Change.RESTORED


def test_an_amended_one_stays_amended_when_it_comes_back():
    acts = (
        Act(date(2021, 1, 1), Change.AMENDED),
        Act(date(2022, 1, 1), Change.REPEALED),
        Act(date(2023, 1, 1), Change.RESTORED),
    )
    line = timeline(Facts(MADE, None, None, acts))
    assert status(line, date(2021, 6, 1)) == Status.AMENDED
    assert status(line, date(2024, 1, 1)) == Status.AMENDED


def test_amended_before_it_comes_into_force():
    line = timeline(Facts(MADE, date(2020, 7, 1), None, (Act(date(2020, 5, 1), Change.AMENDED),)))
    assert status(line, date(2020, 6, 1)) == Status.PENDING
    assert status(line, date(2020, 7, 1)) == Status.AMENDED


def test_without_a_day_of_making_nothing_is_said():
    assert timeline(Facts(None, None, date(2025, 1, 1))).turns == ()


@given(
    made=DAYS,
    after=st.none() | st.integers(0, 400),
    term=st.none() | st.integers(0, 2500),
    acts=st.lists(st.tuples(DAYS, ACTS, st.none() | DAYS), max_size=6),
)
def test_turns_stand_in_order_and_each_begins_where_the_last_ended(made, after, term, acts):
    effective = made + timedelta(days=after) if after is not None else None
    expires = (effective or made) + timedelta(days=term) if term is not None else None
    facts = Facts(made, effective, expires, tuple(Act(on, change, until=until) for on, change, until in acts))
    turns = timeline(facts).turns
    assert (turns[0].on, turns[0].change) == (made, Change.MADE)
    for before, turn in pairwise(turns):
        assert before.on <= turn.on
        assert turn.standing_before == (before.status in STANDING)
    # A document that stands at the end has no term, or one that is still to come.
    last = turns[-1]
    assert last.status not in STANDING or timeline(facts).valid_until is None
