"""A dispute that stands still: from when until when, who says so, and that it counts as what is pending."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from gongkai.agencies.action import Refused
from gongkai.agencies.calendar import calendar_for
from gongkai.applications.tests.factories import taken_in
from gongkai.disputes.actions import AmendSuspension, Resume, Suspend
from gongkai.disputes.counting import count
from gongkai.disputes.keeping import erase_names
from gongkai.disputes.models import Dispute, Suspension
from gongkai.disputes.register import Filters, listed
from gongkai.disputes.terms import terms_of
from gongkai.disputes.tests.factories import TODAY, appealed, ended, registered, suit
from gongkai.ledger.models import Entry

pytestmark = pytest.mark.django_db
FROM, UNTIL = date(2026, 3, 2), date(2026, 4, 1)


def suspended(dispute: Dispute, **fields) -> Dispute:
    return Suspend(None, dispute, today=TODAY, **({"from_on": FROM} | fields)).perform()


def refused(act) -> str:
    with pytest.raises(Refused) as refusal:
        act.perform()
    return "".join(refusal.value.reasons)


@pytest.fixture
def review(people) -> Dispute:
    return registered(people.agency)


def test_it_stands_still_and_goes_on_and_counts_as_pending(people, review) -> None:
    pending, terms = count(people.agency, 2026), list(terms_of(review, calendar_for(people.agency), TODAY))
    review = suspended(review, reason="需以另案的审理结果为依据")
    assert review.suspended_on == FROM
    assert count(people.agency, 2026) == pending
    assert [term.until for term in terms_of(review, calendar_for(people.agency), TODAY)] == [it.until for it in terms]
    assert "另案" not in str(Entry.objects.get(kind="dispute.suspended").payload)
    review = Resume(None, review, resumed_on=UNTIL, today=TODAY).perform()
    assert review.suspended_on is None
    assert suspended(review, from_on=UNTIL).suspended_on == UNTIL
    assert Suspension.objects.count() == 2


def test_days_that_do_not_fit_are_refused(review) -> None:
    assert "没有尚未恢复" in refused(Resume(None, review, resumed_on=UNTIL, today=TODAY))
    assert "晚于今天" in refused(Suspend(None, review, from_on=date(2026, 7, 1), today=TODAY))
    assert "早于受理" in refused(Suspend(None, review, from_on=date(2026, 2, 3), today=TODAY))
    suspended(review)
    assert "尚未恢复" in refused(Suspend(None, review, from_on=UNTIL, today=TODAY))
    assert "早于中止日期" in refused(Resume(None, review, resumed_on=date(2026, 3, 1), today=TODAY))
    Resume(None, review, resumed_on=UNTIL, today=TODAY).perform()
    assert "不能再次中止" in refused(Suspend(None, review, from_on=date(2026, 3, 20), today=TODAY))
    ended(review, "upheld", date(2026, 5, 6))
    assert "已经登记结果" in refused(Suspend(None, review, from_on=date(2026, 5, 7), today=TODAY))


def test_a_wrong_entry_is_put_right_or_taken_back_with_the_reason(people, review) -> None:
    review = suspended(review)
    assert "理由" in refused(AmendSuspension(None, review, from_on=UNTIL, today=TODAY))
    assert "权限" in refused(AmendSuspension(people.stranger, review, from_on=UNTIL, today=TODAY, ground="录错"))
    review = AmendSuspension(None, review, from_on=UNTIL, today=TODAY, ground="录错").perform()
    assert review.suspended_on == UNTIL
    review = AmendSuspension(None, review, from_on=UNTIL, cancelled=True, today=TODAY, ground="没有中止").perform()
    assert review.suspended_on is None
    assert suspended(review).suspended_on == FROM


def test_what_ends_while_it_stands_still_is_over_and_an_appeal_goes_on(people) -> None:
    case = suspended(suit(people.agency))
    case = ended(case, "suit_rejected", date(2026, 4, 8), served_on=date(2026, 4, 8))
    assert case.suspended_on is None
    assert appealed(case, date(2026, 4, 10)).suspended_on is None


def test_the_screens_say_it_and_the_list_finds_it(people, office_client, monkeypatch, review) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    other = registered(people.agency, number="澄复〔2026〕9号")
    client = office_client(people.handler)

    def act(name: str, **fields) -> int:
        place = reverse("disputes:act", args=[review.public_id, name], urlconf=settings.OFFICE_URLCONF)
        return client.post(place, fields).status_code if fields else client.get(place).status_code

    assert (act("huifu"), act("gengzheng-zhongzhi"), act("zhongzhi")) == (404, 404, 200)
    assert act("zhongzhi", from_on="2026-03-02", reason="等待另案") == 302
    page = client.get(reverse("disputes:dispute", args=[review.public_id])).content.decode()
    assert "2026-03-02起中止审理" in page
    assert "2026-03-02中止（等待另案）" in page
    found = list(listed(Dispute.objects.for_user(people.handler), Filters(state="suspended")))
    assert found == [review]
    assert other not in found
    assert (act("zhongzhi"), act("huifu"), act("gengzheng-zhongzhi")) == (404, 200, 200)
    assert act("huifu", resumed_on="2026-04-01") == 302
    assert "2026-04-01恢复" in client.get(reverse("disputes:dispute", args=[review.public_id])).content.decode()


def test_the_reason_is_erased_with_the_case(people) -> None:
    case = taken_in(people.agency, today=TODAY)
    suspended(registered(people.agency, application=case), reason="申请人甲下落不明")
    erase_names(case)
    assert Suspension.objects.get().reason == ""
