"""The clock of a case: each step in term, out of term, and what the day is then.

20 working days from 5 January 2026 end on 2 February, 40 on 6 March.
"""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.law.clock import clock
from gongkai.law.tests.cases import CALENDAR, due, event, run

SUPPLEMENT = event("supplement_asked", "2026-01-08", until="2026-01-22")
THIRD_PARTY = event("consultation_sent", "2026-01-08", party="third_party", delivered_on="2026-01-12", id="t")
JOINT_BODY = event("consultation_sent", "2026-01-12", party="joint_body", delivered_on="2026-01-14", id="j")


def test_the_answer_of_the_contract() -> None:
    answer = run("2026-01-20").to_json()
    step = answer["steps"].pop()
    assert answer == {
        "on": "2026-01-20", "state": "open", "due": "2026-02-02", "days_counted": 11, "days_left": 9,
        "overdue": False, "provisional": False, "defects": [], "steps": [],
    }  # fmt: skip
    assert step.pop("reason")
    assert step == {"from": "2026-01-06", "to": "2026-01-20", "counted": True, "days": 11, "article": "33"}


def test_on_the_day_of_receipt_nothing_has_been_counted() -> None:
    answer = run("2026-01-05")
    assert (answer.days_counted, answer.days_left, answer.steps) == (0, 20, ())


def test_the_last_day_is_in_term_to_its_end() -> None:
    last = run("2026-02-02")
    assert (last.overdue, last.days_left) == (False, 0)
    over = run("2026-02-03")
    assert (over.overdue, over.days_left, due(over)) == (True, -1, "2026-02-02")
    assert [step.days for step in over.steps] == [20, 1]


class TestSupplement:
    def test_stops_the_clock_and_its_receipt_begins_it_anew(self) -> None:
        waiting = run("2026-01-20", SUPPLEMENT)
        assert (waiting.state, waiting.due, waiting.days_left) == ("awaiting_supplement", None, None)
        assert waiting.lapses == date(2026, 1, 22)
        answer = run("2026-01-20", SUPPLEMENT, event("supplement_received", "2026-01-19"))
        assert (answer.state, due(answer)) == ("open", "2026-02-14")  # a Saturday that is worked
        assert [(step.counted, step.days, step.article) for step in answer.steps] == [
            (False, 3, "30"), (False, 7, "30"), (True, 1, "33"),
        ]  # fmt: skip
        assert answer.days_counted == 1

    def test_may_be_asked_on_the_seventh_working_day(self) -> None:
        assert not run("2026-01-14", event("supplement_asked", "2026-01-14")).defects

    def test_later_it_is_a_defect_and_stops_nothing(self) -> None:
        late = event("supplement_asked", "2026-01-15")
        answer = run("2026-01-20", late)
        assert [(defect.kind, defect.article, defect.by) for defect in answer.defects] == [
            ("supplement_asked", "30", "agency")
        ]
        assert (answer.state, due(answer)) == ("awaiting_supplement", "2026-02-02")
        assert due(run("2026-01-26", late, event("supplement_received", "2026-01-22"))) == "2026-02-02"

    def test_is_asked_once(self) -> None:
        first = (SUPPLEMENT, event("supplement_received", "2026-01-12"))
        again = (*first, event("supplement_asked", "2026-01-14"), event("supplement_received", "2026-01-19"))
        answer = run("2026-01-20", *again)
        assert [defect.article for defect in answer.defects] == ["30"]
        assert due(answer) == due(run("2026-01-20", *first))

    def test_not_sent_in_time_the_application_counts_as_abandoned(self) -> None:
        assert run("2026-01-22", SUPPLEMENT).state == "awaiting_supplement"
        answer = run("2026-01-30", SUPPLEMENT)
        assert (answer.state, answer.due, answer.overdue) == ("abandoned", None, False)
        assert answer.steps[-1].last == date(2026, 1, 22)

    def test_without_a_term_it_is_waited_for(self) -> None:
        asked = event("supplement_asked", "2026-01-08")
        assert run("2026-06-01", asked).state == "awaiting_supplement"
        assert run("2026-06-01", asked, supplement_days=10).state == "abandoned"
        assert run("2026-06-01", SUPPLEMENT, deemed_abandoned=False).state == "awaiting_supplement"

    def test_a_term_that_ends_on_a_day_of_rest_ends_on_the_working_day_after(self) -> None:
        asked = event("supplement_asked", "2026-01-08", until="2026-01-24")
        assert run("2026-01-26", asked).state == "awaiting_supplement"
        assert run("2026-01-27", asked).state == "abandoned"

    def test_taken_up_though_late_the_term_begins_anew(self) -> None:
        answer = run("2026-01-30", SUPPLEMENT, event("supplement_received", "2026-01-27"))
        assert (answer.state, answer.days_counted) == ("open", 3)
        assert [defect.by for defect in answer.defects] == ["applicant"]


class TestConsultation:
    def test_stops_the_clock_until_the_opinion(self) -> None:
        consulting = run("2026-01-14", THIRD_PARTY)
        assert (consulting.state, consulting.due) == ("consulting", None)
        assert (consulting.days_counted, consulting.days_left) == (3, 17)
        answer = run("2026-01-20", THIRD_PARTY, event("consultation_received", "2026-01-16"))
        assert (answer.state, due(answer)) == ("open", "2026-02-10")
        assert [(step.counted, step.days) for step in answer.steps] == [(True, 3), (False, 6), (True, 2)]

    @pytest.mark.parametrize(
        ("party", "silence"),
        [("third_party", "由行政机关决定是否公开"), ("joint_body", "视为同意公开")],
    )
    def test_silence_ends_it_15_working_days_after_delivery_with_opposite_meanings(
        self, party: str, silence: str
    ) -> None:
        sent = event("consultation_sent", "2026-01-08", party=party, delivered_on="2026-01-12")
        assert run("2026-02-02", sent).state == "consulting"
        answer = run("2026-02-03", sent)
        # 17 days are left when the 15 are over.
        assert (answer.state, due(answer)) == ("open", "2026-03-03")
        assert silence in answer.steps[1].reason

    def test_a_late_opinion_is_said_and_gains_nothing(self) -> None:
        answer = run("2026-02-10", THIRD_PARTY, event("consultation_received", "2026-02-09"))
        assert due(answer) == due(run("2026-02-10", THIRD_PARTY))
        assert [(defect.article, defect.by) for defect in answer.defects] == [("32", "consulted")]

    def test_of_two_parties_the_pause_is_their_union(self) -> None:
        both = (THIRD_PARTY, JOINT_BODY)
        answer = run(
            "2026-01-30",
            *both,
            event("consultation_received", "2026-01-16", answers="t"),
            event("consultation_received", "2026-01-22", answers="j"),
        )
        assert sum(step.days for step in answer.steps if not step.counted) == 10  # 9 to 22 January
        assert due(answer) == "2026-02-14"
        open_one = run("2026-01-20", *both, event("consultation_received", "2026-01-16", answers="t"))
        assert (open_one.state, open_one.lapses) == ("consulting", date(2026, 2, 4))

    def test_each_has_its_own_delivery(self) -> None:
        later = event("consultation_sent", "2026-01-08", party="joint_body", delivered_on="2026-01-20")
        assert run("2026-02-09", later, THIRD_PARTY).state == "consulting"
        assert run("2026-02-11", later, THIRD_PARTY).state == "open"

    def test_another_agency_has_the_term_of_the_letter(self) -> None:
        sent = event("consultation_sent", "2026-01-08", party="other_agency", days=5)
        assert run("2026-01-15", sent).state == "consulting"
        assert run("2026-01-16", sent).state == "open"
        unbounded = event("consultation_sent", "2026-01-08", party="other_agency")
        assert run("2026-03-02", unbounded).state == "open"
        assert run("2026-03-02", unbounded, other_agency_days=None).state == "consulting"

    def test_sent_on_the_last_day_it_still_saves_the_term(self) -> None:
        sent = event("consultation_sent", "2026-02-02", party="third_party", delivered_on="2026-02-02")
        answer = run("2026-02-05", sent, event("consultation_received", "2026-02-05"))
        assert (answer.overdue, due(answer), answer.days_left) == (False, "2026-02-05", 0)

    def test_sent_after_the_term_it_is_a_defect(self) -> None:
        answer = run("2026-02-05", event("consultation_sent", "2026-02-03", party="third_party"))
        assert (answer.state, due(answer), answer.overdue) == ("consulting", "2026-02-02", True)
        assert [defect.article for defect in answer.defects] == ["33"]

    def test_nobody_waits_for_an_opinion_once_it_is_decided(self) -> None:
        answer = run("2026-01-20", THIRD_PARTY, event("decided", "2026-01-14"))
        assert (answer.state, due(answer)) == ("decided", "2026-02-06")

    def test_after_a_decision_it_opens_the_case_again(self) -> None:
        answer = run("2026-01-14", event("decided", "2026-01-07"), THIRD_PARTY)
        assert (answer.state, answer.due) == ("consulting", None)


class TestExtension:
    def test_adds_its_days_and_20_if_none_are_said(self) -> None:
        assert due(run("2026-01-20", event("extended", "2026-01-19", days=10))) == "2026-02-14"
        assert due(run("2026-01-20", event("extended", "2026-01-19"))) == "2026-03-06"
        assert due(run("2026-01-20", event("extended", "2026-01-19", until="2026-02-11"))) == "2026-02-11"

    def test_has_a_line_of_its_own(self) -> None:
        answer = run("2026-02-04", event("extended", "2026-02-02", days=10))
        assert [(step.days, "延长" in step.reason) for step in answer.steps] == [(20, False), (2, True)]

    def test_20_days_at_most(self) -> None:
        answer = run("2026-01-20", event("extended", "2026-01-19", days=30))
        assert due(answer) == "2026-03-06"
        assert "超出的10个工作日不计" in answer.defects[0].message

    @pytest.mark.parametrize(
        "events",
        [
            [event("extended", "2026-02-03")],
            [event("extended", "2026-01-19", approved=False)],
        ],
        ids=["after expiry", "without approval"],
    )
    def test_out_of_term_it_gains_nothing(self, events: list) -> None:
        answer = run("2026-02-03", *events)
        assert (due(answer), len(answer.defects)) == ("2026-02-02", 1)

    def test_only_once(self) -> None:
        answer = run("2026-01-20", event("extended", "2026-01-15", days=5), event("extended", "2026-01-19", days=5))
        assert (due(answer), len(answer.defects)) == ("2026-02-09", 1)

    def test_on_a_weekend_after_the_last_day_it_is_late(self) -> None:
        # 20 working days from 9 January end on Friday, 6 February.
        answer = run("2026-02-07", event("extended", "2026-02-07"), received="2026-01-09")
        assert (due(answer), answer.overdue, len(answer.defects)) == ("2026-02-06", True, 1)


class TestFee:
    NOTICE = event("fee_notified", "2026-01-12", delivered_on="2026-01-13")

    def test_the_term_begins_anew_after_payment(self) -> None:
        waiting = run("2026-01-20", self.NOTICE)
        assert (waiting.state, waiting.due, waiting.lapses) == ("awaiting_fee", None, date(2026, 2, 10))
        assert due(run("2026-01-20", self.NOTICE, event("fee_paid", "2026-01-19"))) == "2026-02-14"

    def test_or_runs_on_where_that_is_the_practice(self) -> None:
        answer = run("2026-01-20", self.NOTICE, event("fee_paid", "2026-01-19"), fee_restarts=False)
        assert due(answer) == "2026-02-09"

    def test_unpaid_after_20_working_days_it_counts_as_abandoned(self) -> None:
        assert run("2026-02-10", self.NOTICE).state == "awaiting_fee"
        assert run("2026-02-11", self.NOTICE).state == "abandoned"

    def test_a_notice_after_the_term_is_a_defect_and_saves_nothing(self) -> None:
        late = event("fee_notified", "2026-02-03")
        answer = run("2026-02-04", late)
        assert (answer.state, due(answer), answer.overdue) == ("awaiting_fee", "2026-02-02", True)
        assert [defect.article for defect in answer.defects] == ["42"]
        assert run("2026-05-06", late).state == "open"
        assert due(run("2026-02-06", late, event("fee_paid", "2026-02-05"))) == "2026-02-02"


class TestReasons:
    ASKED = event("reasons_asked", "2026-01-08", until="2026-01-16")

    def test_the_clock_runs_while_they_are_awaited(self) -> None:
        answer = run("2026-01-14", self.ASKED)
        assert (answer.state, due(answer)) == ("awaiting_reasons", "2026-02-02")
        assert run("2026-01-19", self.ASKED).state == "open"

    def test_or_stands_still_where_that_is_the_practice(self) -> None:
        stopped = run("2026-01-14", self.ASKED, reasons_stop_clock=True)
        assert (stopped.state, stopped.due) == ("awaiting_reasons", None)
        answer = run("2026-01-19", self.ASKED, event("reasons_received", "2026-01-14"), reasons_stop_clock=True)
        assert due(answer) == "2026-02-06"

    def test_a_deferral_sets_its_own_day(self) -> None:
        given = event("reasons_received", "2026-01-14")
        until = run("2026-02-04", self.ASKED, given, event("deferred", "2026-01-20", until="2026-04-30"))
        assert (due(until), until.overdue) == ("2026-04-30", False)
        assert [step.article for step in until.steps] == ["33", "35"]
        days = run("2026-01-20", self.ASKED, given, event("deferred", "2026-01-20", days=30))
        assert due(days) == CALENDAR.add_working_days(date(2026, 2, 2), 30).isoformat()

    def test_after_the_term_it_is_a_defect(self) -> None:
        answer = run("2026-02-04", event("deferred", "2026-02-03", until="2026-04-30"))
        assert (due(answer), answer.defects[0].article) == ("2026-02-02", "35")

    def test_a_deferral_says_until_when(self) -> None:
        with pytest.raises(ValueError, match="应写明延迟到哪一天"):
            run("2026-02-04", event("deferred", "2026-01-20"))


class TestEnd:
    def test_service_stops_the_clock_not_the_decision(self) -> None:
        decided = run("2026-02-03", event("decided", "2026-01-30"))
        assert (decided.state, due(decided), decided.overdue) == ("decided", "2026-02-02", True)
        served = run("2026-06-01", event("decided", "2026-01-30"), event("served", "2026-02-02", method="post"))
        assert (served.state, served.due, served.overdue, served.days_counted) == ("served", None, False, 20)
        assert served.term_end == date(2026, 2, 2)
        assert served.defects == ()

    def test_served_late_is_a_defect(self) -> None:
        answer = run("2026-06-01", event("served", "2026-02-04"))
        assert answer.overdue
        assert [(defect.kind, defect.article) for defect in answer.defects] == [("served", "33")]

    def test_withdrawal(self) -> None:
        answer = run("2026-06-01", event("withdrawn", "2026-01-15"))
        assert (answer.state, answer.due, answer.days_counted) == ("withdrawn", None, 8)
        assert run("2026-06-01", event("withdrawn", "2026-01-15"), event("served", "2026-01-16")).state == "withdrawn"

    def test_abandonment_needs_a_term_that_is_over(self) -> None:
        assert run("2026-06-01", SUPPLEMENT, event("abandoned", "2026-01-23")).defects == ()
        assert len(run("2026-06-01", SUPPLEMENT, event("abandoned", "2026-01-21")).defects) == 1
        assert len(run("2026-06-01", event("abandoned", "2026-01-21")).defects) == 1

    def test_answers_from_outside_may_still_come_in(self) -> None:
        answer = run(
            "2026-06-01", THIRD_PARTY, event("served", "2026-01-20"), event("consultation_received", "2026-01-26")
        )
        assert answer.state == "served"


def test_provisional_where_a_year_is_not_known() -> None:
    assert run("2026-12-10", received="2026-12-09").provisional
    assert not run("2026-12-10", received="2026-11-09").provisional
    served = run("2027-03-01", event("served", "2026-12-11"), received="2026-12-09")
    assert not served.provisional


@pytest.mark.parametrize(
    ("events", "sentence"),
    [
        ([], "第一个事件应为“收到申请”"),
        ([event("served", "2026-01-05")], "第一个事件应为“收到申请”"),
        ([event("received", "2026-01-05"), event("received", "2026-01-06")], "只能收到一次"),
        ([event("received", "2026-01-05"), event("served", "2026-01-04")], "早于排在它前面的"),
        ([event("received", "2026-01-05"), event("supplement_received", "2026-01-06")], "没有可以对应的“告知补正”"),
        ([event("received", "2026-01-05"), event("fee_paid", "2026-01-06")], "没有可以对应的“发出收费通知”"),
        (
            [event("received", "2026-01-05"), THIRD_PARTY, event("consultation_received", "2026-01-16", answers="x")],
            "不在它前面",
        ),
        (
            [event("received", "2026-01-05"), THIRD_PARTY, event("consultation_received", "2026-01-09")],
            "早于“发出征求意见书”（2026-01-08）的送达日期",
        ),
        (
            [event("received", "2026-01-05"), event("consultation_sent", "2026-01-08", delivered_on="2026-01-07")],
            "的送达日期（2026-01-07）早于发出日期",
        ),
        ([event("received", "2026-01-05"), event("extended", "2026-01-08", until="2026-01-20")], "但原来的期限就到"),
        ([event("received", "2026-01-05"), event("served", "2026-01-08"), SUPPLEMENT], "之后案件已经办结"),
        ([event("received", "2026-01-05"), event("deferred", "2026-01-08", until="2026-01-07")], "早于事件日期"),
        ([event("received", "2026-01-05", id="a"), event("decided", "2026-01-08", id="a")], "用了两次"),
        ([event("received", "2007-01-05")], "2008年至2099年"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(events: list, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence) as error:
        clock(events, CALENDAR, date(2026, 2, 1))
    assert "\n" not in str(error.value)


def test_before_the_receipt_there_is_no_clock() -> None:
    with pytest.raises(ValueError, match="到2026-01-04为止还没有收到申请"):
        run("2026-01-04")
