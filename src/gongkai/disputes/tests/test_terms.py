"""What is due and when: by the law's terms, on working days, the most urgent first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.disputes.actions import CompleteReAnswer, OrderReAnswer, RecordEffect, RecordReply
from gongkai.disputes.enums import Kind, Procedure
from gongkai.disputes.models import Dispute
from gongkai.disputes.terms import due_terms, open_terms
from gongkai.disputes.tests.factories import COPY, TODAY, appealed, ended, registered, suit
from gongkai.law.calendar import packaged_calendar
from gongkai.law.dispute_terms import appeal_term, decision_term, ordered_until, reply_term

DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))
CALENDAR = packaged_calendar()


@given(DAYS)
def test_the_reply_to_a_review_has_ten_or_five_working_days(received):
    for procedure, days in (("ordinary", 10), ("simplified", 5)):
        until = reply_term("review", procedure, received, CALENDAR).until
        assert CALENDAR.working_days_between(received, until) == days
        assert CALENDAR.is_working_day(until)


@given(DAYS, st.sampled_from(["first", "appeal", "retrial"]))
def test_the_answer_in_court_has_fifteen_days_and_ends_on_a_working_day(received, level):
    until = reply_term(level, "ordinary", received, CALENDAR).until
    assert CALENDAR.is_working_day(until)
    assert until >= received + timedelta(days=15)
    assert not any(
        CALENDAR.is_working_day(received + timedelta(days=15 + n)) for n in range((until - received).days - 15)
    )


@given(DAYS)
def test_simplified_decisions_come_earlier(accepted):
    for level in ("review", "first"):
        ordinary, simplified = (decision_term(level, it, accepted, CALENDAR) for it in ("ordinary", "simplified"))
        assert accepted < simplified.until < ordinary.until


@given(DAYS, st.integers(1, 60))
def test_an_ordered_term_in_working_days_never_ends_before_one_in_days(start, days):
    assert ordered_until(start, days, "working_days", CALENDAR) >= ordered_until(
        start, days, "days", CALENDAR
    ) - timedelta(days=14)
    assert CALENDAR.working_days_between(start, ordered_until(start, days, "working_days", CALENDAR)) == days


@pytest.mark.parametrize("level", ["appeal", "retrial"])
def test_there_is_no_simplified_appeal(level):
    with pytest.raises(ValueError, match="不适用简易程序"):
        reply_term(level, "simplified", COPY, CALENDAR)


def test_vectors_of_terms():
    # 2026-02-15 to 23 is the Spring Festival; 14 and 28 February are worked.
    assert reply_term("review", "ordinary", date(2026, 2, 6), CALENDAR).until == date(2026, 2, 27)
    assert reply_term("review", "simplified", date(2026, 2, 6), CALENDAR).until == date(2026, 2, 13)
    assert reply_term("first", "ordinary", date(2026, 2, 6), CALENDAR).until == date(2026, 2, 24)
    assert appeal_term(10, date(2026, 4, 3), CALENDAR).until == date(2026, 4, 13)


def named(terms) -> list[tuple[str, date]]:
    return [(term.name, term.until) for term in terms]


@pytest.mark.django_db
class TestWhatIsDue:
    def test_a_reply_is_due_until_it_is_recorded(self):
        review = registered(AgencyFactory(), procedure=Procedure.SIMPLIFIED)
        [term] = open_terms(Dispute.objects.all(), COPY)
        assert (term.name, term.until, term.days_left) == ("提交复议答复和证据", date(2026, 2, 13), 5)
        assert open_terms(Dispute.objects.all(), date(2026, 2, 14))[0].words == "已超期1个工作日"
        RecordReply(None, review, replied_on=date(2026, 2, 12), today=TODAY).perform()
        assert open_terms(Dispute.objects.all(), COPY) == []

    def test_a_judgment_can_be_appealed_until_it_takes_effect(self):
        case = ended(suit(AgencyFactory()), "quashed", date(2026, 4, 1), served_on=date(2026, 4, 3))
        assert named(open_terms(Dispute.objects.all(), TODAY)) == [("上诉，或者登记裁判生效", date(2026, 4, 20))]
        RecordEffect(None, case, effective_on=date(2026, 4, 21), today=TODAY).perform()
        assert open_terms(Dispute.objects.all(), TODAY) == []

    def test_who_appeals_replies_to_nobody_and_who_is_appealed_against_does(self):
        case = ended(suit(AgencyFactory()), "quashed", date(2026, 4, 1))
        appealed(case, date(2026, 4, 10))
        assert named(open_terms(Dispute.objects.all(), TODAY)) == [("提交书面意见", date(2026, 4, 27))]
        case.instances.filter(level="appeal").update(ours=True)
        assert open_terms(Dispute.objects.all(), TODAY) == []

    def test_answering_again_is_due_though_the_dispute_is_concluded(self):
        review = ended(registered(AgencyFactory()), "quashed", date(2026, 3, 2))
        order = OrderReAnswer(None, review, ordered="重新答复", from_on=date(2026, 3, 4), days=20, today=TODAY)
        order.perform()
        assert named(open_terms(Dispute.objects.all(), TODAY)) == [("重新答复", date(2026, 4, 1))]
        CompleteReAnswer(
            None, review.reanswers.get(), done_on=date(2026, 3, 9), letter_number="9号", today=TODAY
        ).perform()
        assert open_terms(Dispute.objects.all(), TODAY) == []

    def test_reminders_get_what_is_near_or_over_the_most_urgent_first(self):
        agency = AgencyFactory()
        for received in (date(2026, 2, 27), date(2026, 2, 13), date(2026, 2, 6)):
            registered(agency, accepted_on=None, copy_received_on=received)
        assert [term.days_left for term in due_terms(date(2026, 2, 27), 5)] == [0, 5]

    def test_the_number_of_queries_does_not_grow(self, django_assert_num_queries):
        agency = AgencyFactory()
        for n in range(3):
            registered(agency, number=f"{n}号")
            suit(agency, kind=Kind.AFTER_REVIEW, number=f"{n}号")
        with django_assert_num_queries(4):
            assert len(open_terms(Dispute.objects.all(), TODAY)) == 6
