"""Situations of every day in a disclosure office: what happens with each, and how the annual report counts it.

One test a situation, through the same actions that the screens call. Dates are of 2025 and 2026.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency
from gongkai.agencies.tests.factories import AgencyFactory, DepartmentFactory, MembershipFactory, UserFactory
from gongkai.annual_reports.compiling.boundary import edges
from gongkai.applications.actions import (
    AddMaterial,
    Classify,
    Decide,
    Ground,
    Happening,
    Person,
    RecordSearch,
    RecordStep,
    Route,
    TakeIn,
    Upload,
)
from gongkai.applications.actions.amending import Amend
from gongkai.applications.actions.splitting import LinkSame, Split, SplitMatter
from gongkai.applications.actions.succession import HandOver
from gongkai.applications.actions.voiding import ApproveVoid, AskVoid
from gongkai.applications.counting import cases_of, count
from gongkai.applications.enums import Channel, PartyRole, State
from gongkai.applications.letters.facts import LetterFacts
from gongkai.applications.letters.kinds import letter_kinds
from gongkai.applications.letters.merge import merge
from gongkai.applications.models import Application
from gongkai.applications.projection import clock_of
from gongkai.applications.tests.factories import confirmed, contents, decided, step, taken_in
from gongkai.disputes.actions import OrderReAnswer
from gongkai.disputes.counting import count as count_disputes
from gongkai.disputes.tests.factories import appealed, ended, registered, suit
from gongkai.law.fees import fee_of_item
from gongkai.law.outcomes import packaged_outcomes
from gongkai.portal.written import keeping
from gongkai.portal.written.store import Store
from gongkai.publishing.actions import ApprovePurge, AskPurge, DraftFile, Withdraw
from gongkai.publishing.enums import WithdrawalKind
from gongkai.publishing.queries import leaks
from gongkai.publishing.tests.line import Line

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 30)
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
def agency() -> Agency:
    return AgencyFactory()


@pytest.fixture
def written(settings: Any, tmp_path: Path) -> Iterator[Store]:
    """An empty folder of pages written whole."""
    settings.PAGES = tmp_path / "pages"
    keeping.store.cache_clear()
    yield keeping.store()
    keeping.store.cache_clear()


def case_at(agency: Agency, on: date = date(2026, 1, 5), **fields: Any) -> Application:
    return taken_in(agency, today=TODAY, arrived_on=on, **fields)


def then(case: Application, kind: str, on: date, **fields: Any) -> Application:
    return step(case, kind, on, today=TODAY, **fields)


def answered(case: Application, on: date, outcome: str, *grounds: Ground) -> Application:
    case = decided(case, on, outcome, today=TODAY, grounds=list(grounds))
    return then(case, "served", on, method="post")


def figures(agency: Agency, year: int = 2026) -> dict[str, int]:
    """What the report counts, by cell, without its zeros and totals over applicants."""
    cells = count(agency, year).cells
    return {
        cell.removeprefix("applications."): value
        for cell, value in cells.items()
        if value and not cell.endswith(".total") and ".concluded." not in cell
    }


def test_no_proof_of_identity_is_asked_for_within_seven_days_and_counts_as_not_supplemented(agency: Agency) -> None:
    case = case_at(agency, people=[Person("化名")])
    case = then(case, "supplement_asked", date(2026, 1, 14), until=date(2026, 2, 4))
    clock = clock_of(case, date(2026, 1, 20))
    assert clock is not None
    assert not clock.defects
    case = then(case, "abandoned", date(2026, 2, 6))
    assert figures(agency) == {"received.natural_person": 1, "other.not_supplemented.natural_person": 1}


def test_several_applicants_are_one_case_with_one_address_in_the_first_ones_column(agency: Agency) -> None:
    people = [Person("甲公司", address="示例路1号"), Person("乙"), Person("丙")]
    case = case_at(agency, people=people, applicant_type="enterprise")
    assert [party.service_address for party in case.parties.order_by("number")] == [True, False, False]
    assert figures(agency) == {"received.enterprise": 1, "carried_out.enterprise": 1}


def test_an_agent_acts_and_the_principals_column_counts(agency: Agency) -> None:
    people = [Person("示例协会"), Person("示例律师", PartyRole.AGENT)]
    case_at(agency, people=people, applicant_type="social_organisation")
    assert figures(agency)["received.social_organisation"] == 1


def test_the_wrong_authority_names_the_right_one_and_counts_as_not_held(agency: Agency) -> None:
    kind = letter_kinds()["not_ours"]
    facts = LetterFacts(outcome="not_ours", right_agency="示例县水利局", right_agency_contact="0000-0000000")
    assert "由示例县水利局负责公开" in "".join(merge(kind.template, kind, facts).lines())
    answered(case_at(agency), date(2026, 1, 9), "not_ours")
    assert figures(agency)["unable.not_held.natural_person"] == 1


def test_a_letter_to_a_division_is_received_when_the_mail_room_signs(agency: Agency) -> None:
    case = case_at(agency, date(2026, 1, 5), channel="registered_letter", signed_on=date(2026, 1, 6))
    assert case.received_on == date(2026, 1, 6)
    department = DepartmentFactory(agency=agency)
    case = Route(None, case, department, today=TODAY, asked="信封写明寄给该科").perform()
    assert case.department == department


def test_what_comes_to_another_mailbox_is_not_received_until_it_comes_by_a_published_channel(agency: Agency) -> None:
    case_at(agency, channel="email")
    assert figures(agency) == {}


def test_an_email_on_a_holiday_counts_in_the_year_of_its_confirmation(agency: Agency) -> None:
    case = case_at(agency, date(2025, 12, 31), channel="email")
    case = confirmed(case, date(2026, 1, 4), today=TODAY)
    assert (case.arrived_on, case.received_on) == (date(2025, 12, 31), date(2026, 1, 4))
    assert figures(agency, 2025) == {}
    assert figures(agency, 2026)["received.natural_person"] == 1


def test_the_same_by_web_and_by_post_is_linked_and_the_second_insisted_on_is_a_repeat(agency: Agency) -> None:
    first = case_at(agency)
    second = case_at(agency, channel="letter", signed_on=date(2026, 1, 6))
    second = LinkSame(None, second, first, today=TODAY).perform()
    assert second.same_as == first
    answered(first, date(2026, 1, 9), "granted")
    answered(second, date(2026, 1, 9), "repeat")
    assert figures(agency) == {
        "received.natural_person": 2,
        "granted.natural_person": 1,
        "declined.repeat.natural_person": 1,
    }


def test_an_answer_returned_by_the_post_keeps_its_posting_day_and_its_slip(agency: Agency) -> None:
    case = answered(case_at(agency), date(2026, 1, 9), "granted")
    case = AddMaterial(None, case, Upload("退回批条.png", PICTURE, "service"), today=TODAY).perform()
    assert (case.state, case.concluded_on) == (State.SERVED, date(2026, 1, 9))
    assert figures(agency)["granted.natural_person"] == 1


def test_a_clarification_keeps_case_and_clock_a_new_subject_is_a_new_case(agency: Agency) -> None:
    case = case_at(agency)
    due = case.due_on
    case = Amend(None, case, {"description": "仅需2024年的部分。"}, today=TODAY, ground="申请人来电明确").perform()
    assert case.due_on == due
    case_at(agency, date(2026, 1, 8), subject="另一块地的批复")
    assert figures(agency)["received.natural_person"] == 2


def test_of_an_answer_in_instalments_the_last_closes(agency: Agency) -> None:
    case = decided(case_at(agency), date(2026, 1, 9), today=TODAY)
    case = then(case, "served", date(2026, 1, 12), method="post", partial=True)
    assert case.concluded_on is None
    case = then(case, "served", date(2026, 1, 20), method="post")
    assert case.concluded_on == date(2026, 1, 20)
    assert figures(agency)["granted.natural_person"] == 1


def test_a_successor_takes_over_the_open_cases_with_number_and_clock(agency: Agency) -> None:
    successor = AgencyFactory()
    case = case_at(agency, date(2025, 12, 20))
    number, due = case.receipt_no, case.due_on
    case = HandOver(None, case, successor, today=TODAY, ground="机构改革方案").perform()
    assert (case.agency, case.receipt_no, case.due_on) == (successor, number, due)
    assert figures(agency) == {}
    assert figures(successor)["carried_in.natural_person"] == 1
    with pytest.raises(Refused, match="依据"):
        HandOver(None, case, agency, today=TODAY).perform()


def test_an_extension_while_a_consultation_runs_is_added_after_it(agency: Agency) -> None:
    case = case_at(agency)
    case = then(case, "consultation_sent", date(2026, 1, 8), party_kind="third_party", days=15)
    case = then(case, "extended", date(2026, 1, 12), days=20)
    case = then(case, "consultation_received", date(2026, 1, 15))
    alone = case_at(agency)
    alone = then(alone, "extended", date(2026, 1, 12), days=20)
    assert case.due_on is not None
    assert alone.due_on is not None
    assert case.due_on > alone.due_on


def test_of_two_consultations_the_pause_is_their_union(agency: Agency) -> None:
    longer = then(case_at(agency), "consultation_sent", date(2026, 1, 8), party_kind="third_party", days=15)
    longer = then(longer, "consultation_received", date(2026, 1, 15), party_kind="third_party")
    both = case_at(agency)
    for sent in (date(2026, 1, 8), date(2026, 1, 9)):
        both = then(both, "consultation_sent", sent, party_kind="third_party", days=15)
    first, second = both.events.filter(kind="consultation_sent").order_by("number")
    both = then(both, "consultation_received", date(2026, 1, 14), answers=second, party_kind="third_party")
    both = then(both, "consultation_received", date(2026, 1, 15), answers=first, party_kind="third_party")
    assert both.due_on == longer.due_on


def test_what_comes_late_is_recorded_as_a_defect_and_gains_no_days(agency: Agency) -> None:
    case = case_at(agency)
    due = case.due_on
    case = then(case, "extended", date(2026, 2, 10), days=20)
    clock = clock_of(case, TODAY)
    assert clock is not None
    assert clock.defects
    assert case.due_on == due


def test_a_quashed_decision_is_answered_again_as_a_task_that_counts_in_table_four_alone(agency: Agency) -> None:
    case = answered(case_at(agency), date(2026, 1, 9), "granted")
    dispute = ended(registered(agency, application=case), "quashed", date(2026, 4, 1))
    OrderReAnswer(None, dispute, ordered="重新答复", from_on=date(2026, 4, 3), days=20, today=TODAY).perform()
    assert figures(agency) == {"received.natural_person": 1, "granted.natural_person": 1}
    table = count_disputes(agency, 2026)
    assert table["review.corrected"] == table["review.total"] == 1


def test_a_suit_is_pending_until_it_is_final(agency: Agency) -> None:
    dispute = ended(suit(agency), "claim_rejected", date(2026, 4, 1), served_on=date(2026, 4, 3))
    appealed(dispute, date(2026, 4, 10))
    table = count_disputes(agency, 2026)
    assert table["litigation_direct.pending"] == table["litigation_direct.total"] == 1


def test_a_petition_with_a_request_in_it_counts_in_the_requests_row(agency: Agency) -> None:
    answered(
        case_at(agency),
        date(2026, 1, 9),
        "granted",
        Ground("36(二)"),
        Ground("39¶1", "信访部分", "不属于政府信息公开申请"),
    )
    assert figures(agency) == {"received.natural_person": 1, "granted.natural_person": 1}


def test_a_state_secret_needs_its_classification_on_record_and_the_review_stops_no_clock(agency: Agency) -> None:
    case = case_at(agency)
    due = case.due_on
    ground = Ground("14", reason="属于国家秘密。")
    with pytest.raises(Refused, match="定密依据"):
        answered(case, date(2026, 1, 9), "state_secret", ground)
    case = Classify(None, case, "秘密，10年，某机关，某文号", today=TODAY).perform()
    assert case.due_on == due
    answered(case, date(2026, 1, 9), "state_secret", ground)
    assert figures(agency)["refused.state_secret.natural_person"] == 1


def test_a_letter_of_many_matters_becomes_a_case_for_each_with_the_same_receipt_date(agency: Agency) -> None:
    parent = case_at(agency)
    Split(None, parent, [SplitMatter("第一项"), SplitMatter("第二项"), SplitMatter("第三项")], today=TODAY).perform()
    children = Application.objects.filter(parent=parent)
    assert {child.received_on for child in children} == {parent.received_on}
    assert figures(agency)["received.natural_person"] == 3


def test_a_hundred_requests_of_one_person_are_counted_priced_and_asked_for_reasons(agency: Agency) -> None:
    case = case_at(agency)
    due = case.due_on
    case = then(case, "reasons_asked", date(2026, 1, 8))
    assert case.state == State.AWAITING_REASONS
    assert case.due_on == due, "the clock runs while reasons are awaited"
    assert [fee_of_item(number) for number in (10, 11, 31, 100)] == [0, 100, 200, 800]
    answered(case, date(2026, 1, 20), "excessive")
    unpaid = then(case_at(agency), "fee_notified", date(2026, 1, 8), until=date(2026, 2, 5), amount=100)
    then(unpaid, "abandoned", date(2026, 3, 20))
    assert figures(agency)["declined.excessive.natural_person"] == 1
    assert figures(agency)["other.fee_unpaid.natural_person"] == 1


def test_certified_copies_of_what_one_has_have_their_row(agency: Agency) -> None:
    answered(case_at(agency), date(2026, 1, 9), "confirm_or_reissue")
    assert figures(agency)["declined.confirm_or_reissue.natural_person"] == 1


def test_files_transferred_to_the_archive_are_referred_to_it(agency: Agency) -> None:
    assert packaged_outcomes()["archived"].row("2021") in ("unable.not_held", "other.other")
    answered(case_at(agency), date(2026, 1, 9), "archived")
    assert figures(agency)[f"{packaged_outcomes()['archived'].row('2021')}.natural_person"] == 1


def test_decided_in_december_and_posted_in_january_counts_when_posted_and_is_on_the_list(
    agency: Agency,
) -> None:
    case = case_at(agency, date(2025, 12, 10))
    case = decided(case, date(2025, 12, 31), today=TODAY)
    case = then(case, "served", date(2026, 1, 4), method="post")
    assert figures(agency, 2025) == {"received.natural_person": 1, "carried_out.natural_person": 1}
    assert figures(agency, 2026) == {"carried_in.natural_person": 1, "granted.natural_person": 1}
    assert list(edges(agency, 2025)["next-year"].cases) == [case]


def test_a_supplement_open_at_the_years_end_is_carried_and_never_received_again(agency: Agency) -> None:
    case = case_at(agency, date(2025, 12, 22))
    case = then(case, "supplement_asked", date(2025, 12, 25), until=date(2026, 1, 20))
    case = then(case, "supplement_received", date(2026, 1, 15))
    assert figures(agency, 2025)["carried_out.natural_person"] == 1
    assert figures(agency, 2026) == {"carried_in.natural_person": 1, "carried_out.natural_person": 1}


def test_death_and_withdrawal_close_the_case_with_their_proof(agency: Agency) -> None:
    proof = [Upload("撤回申请.png", PICTURE, "evidence")]
    happening = Happening("withdrawn", date(2026, 1, 9))
    RecordStep(None, case_at(agency), happening, uploads=proof, today=TODAY, ground="书面撤回").perform()
    answered(case_at(agency), date(2026, 1, 9), "applicant_gone")
    assert figures(agency)["other.other.natural_person"] == 2


def test_what_was_registered_by_mistake_is_voided_by_two_and_counts_nowhere(agency: Agency) -> None:
    registrar, signer = UserFactory(), UserFactory()
    for user, role in ((registrar, Role.REGISTRAR), (registrar, Role.SIGNER), (signer, Role.SIGNER)):
        MembershipFactory(user=user, agency=agency, role=role)
    case = AskVoid(registrar, case_at(agency), today=TODAY, ground="重复登记").perform()
    with pytest.raises(Refused):
        ApproveVoid(registrar, case, today=TODAY).perform()
    case = ApproveVoid(signer, case, today=TODAY).perform()
    assert case.state == State.VOID
    assert figures(agency) == {}
    assert Application.objects.get(receipt_no=case.receipt_no).events.exists()


def test_a_leak_is_taken_down_everywhere_at_once_registered_and_purged_to_its_tombstone(
    public_client: Any, written: Store, django_capture_on_commit_callbacks: Any
) -> None:
    line, name = Line(), "某某的住址"
    record = line.published([DraftFile(line.file(), "名单")], title=name)
    attached = record.files.get().file
    page, search, file = f"/wz/{record.public_id}/", f"/sousuo/?q={name}", f"/fj/{attached.public_id}/a.txt"
    written.write(page, b"written", [keeping.record_tag(record.public_id)], written.generation())
    assert all(public_client.get(address).status_code == 200 for address in (page, file))
    assert record.public_id in public_client.get(search).content.decode()

    today = timezone.localdate()
    withdrawal = Withdraw(line.secrecy, record, WithdrawalKind.PERSONAL, "误发", now=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        record = withdrawal.perform()
    assert written.read(page) is None
    assert [public_client.get(address).status_code for address in (page, file)] == [404, 404]
    assert record.public_id not in public_client.get(search).content.decode()
    assert [leak.pk for leak in leaks(line.secrecy, today, today)] == [withdrawal.withdrawal.pk]

    record = AskPurge(line.secrecy, record, ground="含个人住址").perform()
    with django_capture_on_commit_callbacks(execute=True):
        record = ApprovePurge(line.signer, record, "备份七日后覆盖。", now=timezone.now()).perform()
    assert (record.state, record.title, record.purges.get().approved_by) == ("purged", "（已清除）", line.signer)
    assert leaks(line.secrecy, today, today).count() == 1
    assert figures(line.agency, today.year) == {}


def test_not_held_needs_its_search_on_record(agency: Agency) -> None:
    case = case_at(agency)
    with pytest.raises(Refused, match="检索记录"):
        answered(case, date(2026, 1, 9), "not_existing")
    day = date(2026, 1, 8)
    RecordSearch(
        None,
        case,
        place="档案室",
        keywords="土地承包",
        searched_by="档案员",
        searched_on=day,
        found="没有",
        today=TODAY,
    ).perform()
    answered(case, date(2026, 1, 9), "not_existing")
    assert figures(agency)["unable.not_held.natural_person"] == 1
    assert list(cases_of(agency, 2026, "applications.unable.not_held.total")) == [case]


def test_every_channel_has_its_receipt_date(agency: Agency) -> None:
    for channel in Channel.values:
        given = contents(
            channel=channel, arrived_on=date(2026, 1, 5), signed_on=date(2026, 1, 6), confirmed_on=date(2026, 1, 7)
        )
        case = TakeIn(None, agency, given, today=TODAY).perform()
        expected = {"counter": 5, "oral": 5, "letter": 6, "registered_letter": 6}.get(channel, 7)
        assert case.received_on == date(2026, 1, expected), channel


def test_an_outcome_decided_outside_is_recorded_with_its_grounds(agency: Agency) -> None:
    grounds = [Ground("15", "他人账号", "损害第三方权益"), Ground("16¶2", "讨论记录", "过程性信息")]
    case = Decide(
        None, case_at(agency), on=date(2026, 1, 9), outcome="part_withheld", grounds=grounds, today=TODAY
    ).perform()
    assert [ground.article for ground in case.decisions.get().grounds.all()] == ["15", "16¶2"]
