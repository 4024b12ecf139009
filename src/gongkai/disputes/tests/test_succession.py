"""When an authority's function goes to another, its reviews and suits that are not over go too, and count there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from gongkai.agencies.action import NOT_YOURS, Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.applications.actions.succession import HandOver
from gongkai.applications.models import Application
from gongkai.applications.tests.factories import decided, step, taken_in
from gongkai.disputes.actions import AmendDispute, HandOverDispute, OrderReAnswer
from gongkai.disputes.counting import count
from gongkai.disputes.models import Dispute
from gongkai.disputes.tests.factories import TODAY, details, ended, registered
from gongkai.ledger.models import Entry
from gongkai.ledger.queries import verify

pytestmark = pytest.mark.django_db
REFORM = "机构改革方案"


@pytest.fixture
def agency() -> Agency:
    return AgencyFactory()


@pytest.fixture
def successor() -> Agency:
    return AgencyFactory()


def counted(agency: Agency, year: int = 2026) -> dict[str, int]:
    return {cell: number for cell, number in count(agency, year).items() if number and not cell.endswith(".total")}


def open_case(agency: Agency) -> Application:
    return taken_in(agency, today=TODAY)


def hand_over(dispute: Dispute, successor: Agency, actor: Any = None) -> Dispute:
    return HandOverDispute(actor, dispute, successor, today=TODAY, ground=REFORM).perform()


def test_what_is_under_way_goes_with_its_case_and_what_is_over_stays(agency: Agency, successor: Agency) -> None:
    case = open_case(agency)
    pending = registered(agency, application=case)
    over = ended(registered(agency, application=case), "upheld", date(2026, 3, 20))
    HandOver(None, case, successor, today=TODAY, ground=REFORM).perform()
    pending.refresh_from_db()
    over.refresh_from_db()
    assert (pending.agency, over.agency) == (successor, agency)
    assert counted(agency) == {"review.upheld": 1}
    assert counted(successor) == {"review.pending": 1}
    told = Entry.objects.filter(kind="application.handed_over")
    assert {entry.chain for entry in told} == {agency.code, successor.code}
    assert all(entry.payload["followed"] == [f"disputes.dispute:{pending.public_id}"] for entry in told)
    assert verify().sound


def test_an_answer_that_was_ordered_is_the_successors_to_give(agency: Agency, successor: Agency) -> None:
    case = open_case(agency)
    quashed = ended(registered(agency, application=case), "quashed", date(2026, 3, 20), effective_on=date(2026, 3, 20))
    quashed = OrderReAnswer(
        None, quashed, ordered="重新答复", from_on=date(2026, 3, 20), days=20, today=TODAY
    ).perform()
    HandOver(None, case, successor, today=TODAY, ground=REFORM).perform()
    quashed.refresh_from_db()
    assert quashed.agency == successor


def test_a_review_of_a_finished_case_is_handed_over_by_itself_and_can_still_be_put_right(
    agency: Agency, successor: Agency
) -> None:
    case = step(decided(open_case(agency), date(2026, 1, 15), today=TODAY), "served", date(2026, 1, 16), today=TODAY)
    review = hand_over(registered(agency, application=case), successor)
    assert (review.agency, review.application) == (successor, case)
    assert (counted(agency), counted(successor)) == ({}, {"review.pending": 1})
    entries = Entry.objects.filter(kind="dispute.handed_over")
    assert {entry.chain for entry in entries} == {agency.code, successor.code}
    right = details(application=case, number="某复〔2026〕1号")
    assert AmendDispute(None, review, right, today=TODAY, ground="漏填").perform().number == "某复〔2026〕1号"


def test_what_is_over_stays_and_nobody_hands_over_what_is_not_his(agency: Agency, successor: Agency) -> None:
    review = registered(agency)
    with pytest.raises(Refused, match="依据"):
        HandOverDispute(None, review, successor, today=TODAY).perform()
    with pytest.raises(Refused, match="另一个机关"):
        hand_over(review, agency)
    for role in (Role.REGISTRAR, Role.SUPERVISOR):
        actor = MembershipFactory(agency=agency, role=role).user
        with pytest.raises(Refused, match=NOT_YOURS):
            hand_over(review, successor, actor)
    with pytest.raises(Refused, match="已经审结"):
        hand_over(ended(review, "upheld", date(2026, 3, 20)), successor)


def test_a_supervisor_of_both_finds_the_button(agency: Agency, office_client: Callable[..., Any]) -> None:
    unit, other = AgencyFactory(parent=agency), AgencyFactory(parent=agency)
    review = registered(unit)
    supervisor = office_client(MembershipFactory(agency=agency, role=Role.SUPERVISOR).user)
    act = reverse("disputes:act", args=[review.public_id, "yijiao"])
    page = supervisor.get(reverse("disputes:dispute", args=[review.public_id])).content.decode()
    assert act in page
    assert "登记结果" not in page
    said = {"successor": other.pk, "ground": REFORM, "version": review.version}
    assert supervisor.post(act, said, follow=True).status_code == 200
    review.refresh_from_db()
    assert review.agency == other
    registrar = office_client(MembershipFactory(agency=other, role=Role.REGISTRAR).user)
    assert act not in registrar.get(reverse("disputes:dispute", args=[review.public_id])).content.decode()
    assert registrar.get(act).status_code in (302, 403)
