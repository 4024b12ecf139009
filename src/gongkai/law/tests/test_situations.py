"""What happens every day in a disclosure office, as far as the clock has a part in it."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.law.events import read_events
from gongkai.law.tests.cases import due, event, run


def test_no_proof_of_identity_is_asked_for_within_seven_days() -> None:
    answer = run("2026-01-16", event("supplement_asked", "2026-01-14"), event("supplement_received", "2026-01-16"))
    assert (answer.defects, due(answer)) == ((), "2026-02-13")


def test_an_answer_that_the_post_brings_back_was_served_on_the_posting_day() -> None:
    answer = run("2026-03-02", event("served", "2026-02-02", method="post", delivered_on="2026-02-10"))
    assert (answer.state, answer.overdue) == ("served", False)


def test_answered_in_instalments_the_last_one_closes() -> None:
    first = event("served", "2026-01-20", partial=True)
    assert run("2026-01-21", first).state == "open"
    answer = run("2026-02-10", first, event("served", "2026-02-03"))
    assert (answer.state, answer.overdue) == ("served", True)
    unmarked = run("2026-02-10", event("served", "2026-01-20"), event("served", "2026-01-30"))
    assert unmarked.days_counted == 19


def test_an_extension_while_a_consultation_runs_is_added_after_it() -> None:
    sent = event("consultation_sent", "2026-01-26", party="third_party", delivered_on="2026-01-26")
    extended = event("extended", "2026-02-09", days=10)  # the 20 days alone would have been over
    answer = run("2026-02-12", sent, extended, event("consultation_received", "2026-02-11"))
    assert answer.defects == ()
    # 15 days had been counted; 5 and 10 are left after 11 February.
    assert (answer.days_left, due(answer)) == (14, "2026-03-10")


def test_parallel_pauses_count_once() -> None:
    one = event("consultation_sent", "2026-01-08", party="third_party", delivered_on="2026-01-08", id="1")
    two = event("consultation_sent", "2026-01-08", party="third_party", delivered_on="2026-01-08", id="2")
    answers = [event("consultation_received", "2026-01-15", answers=number) for number in ("1", "2")]
    assert due(run("2026-01-20", one, two, *answers)) == due(run("2026-01-20", one, answers[0]))


def test_late_steps_are_recorded_as_they_happened_and_gain_nothing() -> None:
    answer = run(
        "2026-02-10",
        event("supplement_asked", "2026-01-08"),
        event("supplement_received", "2026-01-09"),
        event("supplement_asked", "2026-01-12"),
        event("supplement_received", "2026-01-15"),
        event("extended", "2026-02-09"),
    )
    assert [defect.kind for defect in answer.defects] == ["supplement_asked", "extended"]
    assert due(answer) == "2026-02-06"


def test_secrecy_review_is_no_event_of_the_clock() -> None:
    with pytest.raises(ValueError, match="事件种类“secrecy_review”不认识"):
        read_events([{"kind": "received", "on": "2026-01-05"}, {"kind": "secrecy_review", "on": "2026-01-06"}])


def test_while_reasons_of_a_hundredth_request_are_awaited_the_clock_runs() -> None:
    answer = run("2026-01-30", event("reasons_asked", "2026-01-06"))
    assert (answer.state, due(answer), answer.days_counted) == ("awaiting_reasons", "2026-02-02", 19)


def test_decided_on_new_years_eve_and_posted_in_january_it_ends_in_january() -> None:
    decided, posted = event("decided", "2025-12-31"), event("served", "2026-01-04", method="post")
    before = run("2025-12-31", decided, posted, received="2025-12-10")
    assert before.state == "decided"
    after = run("2026-01-05", decided, posted, received="2025-12-10")
    assert (after.state, after.steps[-1].last) == ("served", date(2026, 1, 4))


@pytest.mark.parametrize(
    ("asked", "state"), [("supplement_asked", "awaiting_supplement"), ("fee_notified", "awaiting_fee")]
)
def test_what_is_awaited_on_31_december_is_open_then(asked: str, state: str) -> None:
    answer = run("2025-12-31", event(asked, "2025-12-26"), received="2025-12-22")
    assert (answer.state, answer.due) == (state, None)


def test_the_death_of_the_applicant_closes_the_case() -> None:
    assert run("2026-03-02", event("withdrawn", "2026-01-09")).state == "withdrawn"


def test_children_of_one_letter_have_their_own_clocks_from_the_same_day() -> None:
    assert due(run("2026-01-20")) == "2026-02-02"
    assert due(run("2026-01-20", event("extended", "2026-01-19", days=5))) == "2026-02-09"
