"""From registration to the final result: what counts when, what is refused, what is ordered anew."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies.action import NOT_YOURS, Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.applications.counting import count as count_applications
from gongkai.applications.tests.factories import taken_in
from gongkai.disputes.actions import (
    AddInstance,
    AmendDispute,
    ChangePractice,
    CompleteReAnswer,
    EditMapping,
    OrderReAnswer,
    RecordEffect,
    RecordReply,
    RegisterDispute,
    VoidDispute,
)
from gongkai.disputes.actions.base import OVERTAKEN
from gongkai.disputes.counting import cases_of, count
from gongkai.disputes.enums import CountsInstance, Kind, Level, Part, Procedure
from gongkai.disputes.models import Dispute
from gongkai.disputes.tests.factories import COPY, TODAY, appealed, details, ended, registered, suit
from gongkai.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return AgencyFactory()


def figures(agency, year: int) -> dict[str, int]:
    """The cells that are not 0, without totals."""
    return {cell: n for cell, n in count(agency, year).items() if n and not cell.endswith("total")}


def refusals(action) -> list[str]:
    with pytest.raises(Refused) as refused:
        action.perform()
    return refused.value.reasons


class TestReview:
    def test_it_is_pending_until_it_is_decided(self, agency):
        review = registered(agency)
        assert figures(agency, 2026) == {"review.pending": 1}
        ended(review, "upheld", date(2026, 3, 20))
        assert figures(agency, 2026) == {"review.upheld": 1}

    def test_it_counts_in_the_year_in_which_it_was_served_and_is_carried_over_before(self, agency):
        days = {"filed_on": date(2025, 12, 1), "accepted_on": date(2025, 12, 3), "copy_received_on": date(2025, 12, 5)}
        review = registered(agency, **days)
        ended(review, "quashed", date(2025, 12, 30), served_on=date(2026, 1, 4))
        assert figures(agency, 2025) == {"review.pending": 1}
        assert figures(agency, 2026) == {"review.corrected": 1}

    def test_what_was_not_accepted_counts_as_other(self, agency):
        review = registered(agency, accepted_on=None, copy_received_on=None)
        assert figures(agency, 2026) == {}
        ended(review, "not_accepted", date(2026, 2, 6))
        assert figures(agency, 2026) == {"review.other": 1}

    def test_a_wrong_result_is_put_right_with_its_reason_only(self, agency):
        review = ended(registered(agency), "upheld", date(2026, 3, 20))
        with pytest.raises(Refused, match="请写明理由"):
            ended(review, "quashed", date(2026, 3, 20))
        ended(review, "quashed", date(2026, 3, 20), ground="结果录入有误")
        assert figures(agency, 2026) == {"review.corrected": 1}


class TestSuit:
    def test_a_judgment_is_pending_until_it_takes_effect(self, agency):
        case = ended(suit(agency), "quashed", date(2026, 4, 1), served_on=date(2026, 4, 3))
        assert figures(agency, 2026) == {"litigation_direct.pending": 1}
        RecordEffect(None, case, effective_on=date(2026, 4, 21), today=TODAY).perform()
        assert figures(agency, 2026) == {"litigation_direct.corrected": 1}

    def test_an_appeal_keeps_it_pending_and_a_dismissal_lets_the_first_result_stand(self, agency):
        case = ended(suit(agency), "quashed", date(2026, 4, 1), effective_on=date(2026, 4, 20))
        case = appealed(case, date(2026, 4, 10))
        assert figures(agency, 2026) == {"litigation_direct.pending": 1}
        case = ended(case, "appeal_dismissed", date(2026, 6, 1))
        assert (case.result, case.concluded_on) == ("quashed", date(2026, 6, 1))
        assert figures(agency, 2026) == {"litigation_direct.corrected": 1}

    def test_the_court_of_appeal_decides_otherwise(self, agency):
        case = appealed(ended(suit(agency), "quashed", date(2026, 4, 1)), date(2026, 4, 10))
        ended(case, "claim_rejected", date(2026, 6, 1))
        assert figures(agency, 2026) == {"litigation_direct.upheld": 1}

    def test_a_remanded_suit_goes_on(self, agency):
        case = appealed(ended(suit(agency), "quashed", date(2026, 4, 1)), date(2026, 4, 10))
        case = ended(case, "remanded", date(2026, 5, 1))
        assert figures(agency, 2026) == {"litigation_direct.pending": 1}
        case = appealed(case, date(2026, 5, 10), level=Level.FIRST)
        ended(case, "claim_rejected", date(2026, 6, 1), effective_on=date(2026, 6, 20))
        assert figures(agency, 2026) == {"litigation_direct.upheld": 1}

    def test_a_retrial_is_a_later_years_case(self, agency):
        days = {"filed_on": date(2024, 3, 1), "accepted_on": date(2024, 3, 4), "copy_received_on": date(2024, 3, 6)}
        case = ended(suit(agency, **days), "suit_rejected", date(2024, 5, 1), effective_on=date(2024, 5, 20))
        retrial = appealed(case, date(2025, 2, 3), level=Level.RETRIAL)
        assert retrial.pk != case.pk
        assert figures(agency, 2024) == {"litigation_direct.other": 1}
        assert figures(agency, 2025) == {"litigation_direct.pending": 1}
        retrial = ended(retrial, "retrial_dismissed", date(2026, 1, 8))
        assert retrial.result == "suit_rejected"
        assert figures(agency, 2026) == {"litigation_direct.other": 1}
        ChangePractice(
            None, agency, counts_instance=CountsInstance.FINAL, recounts=True, retrial_counts=False, ground="口径"
        ).perform()
        assert figures(agency, 2026) == figures(agency, 2025) == {}

    def test_the_co_defendant_reviewing_body_does_not_count_it(self, agency):
        suit(agency, kind=Kind.AFTER_REVIEW, part=Part.CO_DEFENDANT)
        assert set(count(agency, 2026).values()) == {0}

    @pytest.mark.parametrize(
        ("level", "sentence"),
        [(Level.APPEAL, "尚未登记结果"), (Level.RETRIAL, "尚未登记结果"), (Level.FIRST, "尚未登记结果")],
    )
    def test_no_next_instance_without_a_result(self, agency, level, sentence):
        [reason] = refusals(AddInstance(None, suit(agency), level=level, body="某法院", today=TODAY))
        assert sentence in reason

    def test_a_review_has_no_appeal(self, agency):
        review = ended(registered(agency), "upheld", date(2026, 3, 20))
        assert refusals(AddInstance(None, review, level=Level.APPEAL, body="某法院", today=TODAY)) == [
            "对复议决定不服的，请另行登记诉讼。"
        ]

    def test_no_retrial_before_it_is_final(self, agency):
        case = ended(suit(agency), "quashed", date(2026, 4, 1))
        assert refusals(AddInstance(None, case, level=Level.RETRIAL, body="某法院", today=TODAY)) == [
            "裁判尚未生效，不能再审。"
        ]


class TestPractice:
    def test_the_first_instance_may_count(self, agency):
        case = ended(suit(agency), "quashed", date(2026, 4, 1))
        ChangePractice(
            None, agency, counts_instance=CountsInstance.FIRST, recounts=True, retrial_counts=True, ground="市口径"
        ).perform()
        assert figures(agency, 2026) == {"litigation_direct.corrected": 1}
        appealed(case, date(2026, 4, 10))
        assert figures(agency, 2026) == {"litigation_direct.corrected": 1}

    def test_what_was_pending_may_stay_uncounted_next_year(self, agency):
        days = {"filed_on": date(2025, 12, 1), "accepted_on": date(2025, 12, 3), "copy_received_on": date(2025, 12, 5)}
        ended(registered(agency, **days), "upheld", date(2026, 1, 20))
        ChangePractice(
            None, agency, counts_instance=CountsInstance.FINAL, recounts=False, retrial_counts=True, ground="口径"
        ).perform()
        assert figures(agency, 2025) == {"review.pending": 1}
        assert figures(agency, 2026) == {}

    def test_an_ending_moves_to_another_column_and_back(self, agency):
        ended(registered(agency), "claim_rejected", date(2026, 3, 20))
        edit = {"group": "review", "result": "claim_rejected", "ground": "省口径"}
        EditMapping(None, agency, column="other", **edit).perform()
        assert figures(agency, 2026) == {"review.other": 1}
        assert list(cases_of(agency, 2026, "review.other")) == list(Dispute.objects.all())
        practice = EditMapping(None, agency, column="upheld", **edit).perform()
        assert practice.mapping == {"review": {}}
        entry = Entry.objects.filter(kind="dispute.mapping_edited").latest("sequence")
        assert entry.payload == {"ending": "review.claim_rejected", "column": ["other", "upheld"]}

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"column": "pending"}, "只能计入"),
            ({"column": "upheld"}, "已经计入"),
            ({"result": "acquitted"}, "没有这种结果"),
            ({"group": "litigation", "result": "remanded"}, "没有这种结果"),
            ({"ground": " "}, "请写明"),
        ],
    )
    def test_a_senseless_edit_is_refused(self, agency, change, sentence):
        edit = {"group": "review", "result": "claim_rejected", "column": "other", "ground": "口径"} | change
        assert sentence in refusals(EditMapping(None, agency, **edit))[0]

    def test_a_handler_does_not_edit_the_table(self, agency):
        handler = MembershipFactory(agency=agency, role=Role.HANDLER).user
        edit = {"group": "review", "result": "claim_rejected", "column": "other", "ground": "口径"}
        assert refusals(EditMapping(handler, agency, **edit)) == [NOT_YOURS]


class TestAnsweringAgain:
    def test_it_is_a_task_and_neither_received_nor_an_outcome(self, agency):
        case = taken_in(agency)
        before = count_applications(agency, 2026).cells
        review = ended(registered(agency, application=case), "quashed", date(2026, 3, 2))
        ordered = {"ordered": "责令重新答复", "from_on": date(2026, 3, 4), "days": 20, "today": TODAY}
        OrderReAnswer(None, review, **ordered).perform()
        task = review.reanswers.get()
        assert task.application == case
        assert refusals(OrderReAnswer(None, review, **ordered)) == ["已有未完成的重新答复任务。"]
        CompleteReAnswer(
            None, task, done_on=date(2026, 3, 20), letter_number="公开答〔2026〕9号", today=TODAY
        ).perform()
        assert count_applications(agency, 2026).cells == before
        assert figures(agency, 2026) == {"review.corrected": 1}

    def test_nothing_is_answered_again_where_nothing_was_quashed(self, agency):
        review = ended(registered(agency), "upheld", date(2026, 3, 2))
        action = OrderReAnswer(None, review, ordered="重答", from_on=date(2026, 3, 4), days=20, today=TODAY)
        assert "没有重新答复的任务" in refusals(action)[0]

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"done_on": date(2026, 3, 1)}, "早于期限起算日期"),
            ({"done_on": date(2026, 7, 1)}, "晚于今天"),
            ({"letter_number": ""}, "请选择重新答复的文书"),
        ],
    )
    def test_it_is_done_after_the_order_by_a_letter(self, agency, said, sentence):
        review = ended(registered(agency), "ordered", date(2026, 3, 2))
        OrderReAnswer(None, review, ordered="责令答复", from_on=date(2026, 3, 4), days=20, today=TODAY).perform()
        said = {"done_on": date(2026, 3, 10), "letter_number": "9号"} | said
        assert sentence in refusals(CompleteReAnswer(None, review.reanswers.get(), today=TODAY, **said))[0]


class TestRefusals:
    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"accepted_on": date(2026, 2, 1)}, "受理、立案日期（2026-02-01）早于提出日期（2026-02-02）。"),
            ({"copy_received_on": date(2026, 2, 3)}, "收到副本日期（2026-02-03）早于受理、立案日期（2026-02-04）。"),
            ({"filed_on": date(2026, 7, 1), "accepted_on": None, "copy_received_on": None}, "晚于今天"),
            ({"filed_on": date(1026, 2, 2)}, "早于2008年"),
            ({"claimant": " "}, "“申请人、原告”"),
            ({"subject": "x" * 301}, "“争议事项”"),
            ({"kind": "lawsuit"}, "“种类”"),
            ({"part": Part.DEFENDANT}, "复议中本机关是被申请人"),
            ({"procedure": "quick"}, "“程序”"),
        ],
    )
    def test_what_a_registration_does_not_take(self, agency, fields, sentence):
        reasons = refusals(RegisterDispute(None, agency, details(**fields), today=TODAY))
        assert sentence in "".join(reasons)
        assert not Dispute.objects.exists()

    def test_another_agencys_case_and_review_are_not_linked(self, agency):
        other = AgencyFactory()
        foreign = details(kind=Kind.AFTER_REVIEW, application=taken_in(other), previous=registered(other))
        assert refusals(RegisterDispute(None, agency, foreign, today=TODAY)) == [
            "所涉申请不是本机关的申请。",
            "前一程序不是本机关的另一件复议、诉讼。",
        ]

    def test_the_same_number_is_registered_once(self, agency):
        registered(agency, number="澄复〔2026〕1号")
        assert (
            "已经登记过" in refusals(RegisterDispute(None, agency, details(number="澄复〔2026〕1号"), today=TODAY))[0]
        )

    def test_it_was_not_filed_before_its_case_came(self, agency):
        case = taken_in(agency, arrived_on=date(2026, 2, 10), today=TODAY)
        assert (
            "早于所涉申请的收到日期"
            in refusals(RegisterDispute(None, agency, details(application=case), today=TODAY))[0]
        )

    @pytest.mark.parametrize(
        ("result", "on", "sentence"),
        [
            ("acquitted", date(2026, 3, 1), "没有这种结果"),
            ("appeal_dismissed", date(2026, 3, 1), "没有这种结果"),
            ("quashed", date(2026, 2, 1), "早于"),
            ("quashed", date(2026, 7, 1), "晚于今天"),
        ],
    )
    def test_what_a_result_does_not_take(self, agency, result, on, sentence):
        with pytest.raises(Refused) as refused:
            ended(suit(agency), result, on)
        assert sentence in refused.value.reasons[0]

    def test_a_reply_before_its_copy(self, agency):
        review = registered(agency)
        assert refusals(RecordReply(None, review, replied_on=date(2026, 2, 5), today=TODAY)) == [
            "答复、答辩日期（2026-02-05）早于收到副本日期（2026-02-06）。"
        ]

    def test_somebody_was_faster(self, agency):
        review = registered(agency)
        RecordReply(None, review, replied_on=COPY, today=TODAY).perform()
        assert refusals(RecordReply(None, review, replied_on=COPY, today=TODAY, version=review.version)) == [OVERTAKEN]

    def test_only_registrar_and_handler_of_this_agency(self, people):
        for role in (Role.REVIEWER, Role.SUPERVISOR, Role.DISCIPLINE):
            person = MembershipFactory(agency=people.agency, role=role).user
            assert refusals(RegisterDispute(person, people.agency, details(), today=TODAY)) == [NOT_YOURS]
        assert refusals(RegisterDispute(people.stranger, people.agency, details(), today=TODAY)) == [NOT_YOURS]
        review = RegisterDispute(people.handler, people.agency, details(), today=TODAY).perform()
        assert refusals(RecordReply(people.stranger, review, replied_on=COPY, today=TODAY)) == [NOT_YOURS]


def test_a_registration_is_put_right_with_its_reason(agency):
    review = registered(agency)
    right = details(procedure=Procedure.SIMPLIFIED, number="澄复〔2026〕1号")
    assert refusals(AmendDispute(None, review, right, today=TODAY)) == ["请写明更正的理由。"]
    review = AmendDispute(None, review, right, today=TODAY, ground="漏填").perform()
    assert (review.number, review.instances.get().procedure) == ("澄复〔2026〕1号", Procedure.SIMPLIFIED)


def test_what_was_registered_by_mistake_counts_nowhere_and_stays_readable(agency):
    review = registered(agency)
    VoidDispute(None, review, today=TODAY, ground="重复登记").perform()
    assert figures(agency, 2026) == {}
    assert Dispute.objects.get().void_reason == "重复登记"


def test_each_act_is_in_the_agencys_chain_without_names(agency):
    review = ended(registered(agency), "upheld", date(2026, 3, 20))
    entries = Entry.objects.filter(chain=agency.code, subject=f"disputes.dispute:{review.public_id}").order_by(
        "sequence"
    )
    assert [entry.kind for entry in entries] == ["dispute.registered", "dispute.result"]
    assert "申请人甲" not in str([entry.payload for entry in entries])
