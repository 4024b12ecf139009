"""A case from its arrival to its service, and what is refused on the way."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies.action import Refused
from gongkai.agencies.models import Agency
from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.applications.actions import OVERTAKEN, CorrectStep, Happening, RecordStep, TakeIn
from gongkai.applications.counting import count
from gongkai.applications.enums import State
from gongkai.applications.models import Application
from gongkai.applications.procedure import APPLICANT
from gongkai.applications.projection import project, refresh, save_projection
from gongkai.applications.tests.factories import RECEIVED, TODAY, confirmed, contents, decided, step, taken_in
from gongkai.ledger.models import Entry
from gongkai.ledger.queries import verify

pytestmark = pytest.mark.django_db


def sent_by_web(agency: Agency) -> Application:
    by_web = contents(channel="web")
    return TakeIn(None, agency, by_web, today=RECEIVED, outsider=APPLICANT, submission_key="k").perform()


def test_at_the_counter_the_clock_begins_at_once() -> None:
    case = taken_in(AgencyFactory())
    assert case.state == State.OPEN
    assert case.received_on == RECEIVED
    assert case.due_on == date(2026, 2, 2)
    assert case.events.get().kind == "received"


def test_what_comes_by_web_waits_for_an_officers_confirmation() -> None:
    agency = AgencyFactory()
    case = sent_by_web(agency)
    assert (case.state, case.received_on, case.due_on) == (State.SUBMITTED, None, None)
    case = confirmed(case, date(2026, 1, 6))
    assert (case.state, case.received_on) == (State.OPEN, date(2026, 1, 6))


def test_sending_a_form_twice_makes_one_application() -> None:
    agency = AgencyFactory()
    sent = [sent_by_web(agency), sent_by_web(agency)]
    assert sent[0].pk == sent[1].pk
    assert Application.objects.count() == 1


def test_a_case_runs_through_supplement_decision_and_service() -> None:
    case = taken_in(AgencyFactory())
    case = step(case, "supplement_asked", date(2026, 1, 8), until=date(2026, 1, 30))
    assert (case.state, case.due_on, case.lapses_on) == (State.AWAITING_SUPPLEMENT, None, date(2026, 1, 30))
    case = step(case, "supplement_received", date(2026, 1, 12))
    assert case.state == State.OPEN
    case = decided(case, date(2026, 1, 15))
    assert (case.state, case.outcome, case.concluded_on) == (State.DECIDED, "granted", None)
    case = step(case, "served", date(2026, 1, 16), method="post")
    assert (case.state, case.concluded_on, case.on_time) == (State.SERVED, date(2026, 1, 16), True)
    assert Entry.objects.filter(subject__endswith=case.public_id).count() == 5
    assert verify().sound


@pytest.mark.parametrize(
    ("kind", "on", "said"),
    [
        ("served", date(2026, 1, 15), "不能登记送达"),
        ("supplement_asked", date(2026, 1, 21), "晚于今天"),
        ("supplement_asked", date(2026, 1, 2), "早于"),
        ("received", date(2026, 1, 6), "不能确认收到"),
    ],
)
def test_what_cannot_have_happened_is_refused_in_one_sentence(kind: str, on: date, said: str) -> None:
    case = taken_in(AgencyFactory())
    with pytest.raises(Refused) as refused:
        step(case, kind, on)
    assert len(refused.value.reasons) == 1
    assert said in refused.value.reasons[0]
    assert case.events.count() == 1


def test_a_step_out_of_term_is_recorded_and_gains_no_days() -> None:
    case = taken_in(AgencyFactory())
    case = step(case, "extended", date(2026, 2, 10), days=20, today=date(2026, 2, 10))
    assert case.due_on == date(2026, 2, 2)


@pytest.mark.parametrize(
    ("outcome", "fields", "said"),
    [
        ("part_withheld", {"grounds": []}, "条款"),
        ("state_secret", {"grounds": []}, "理由"),
        ("not_existing", {"grounds": []}, "检索记录"),
        ("no_such", {"grounds": []}, "办理结果"),
    ],
)
def test_a_decision_without_its_ground_is_refused(outcome: str, fields: dict[str, object], said: str) -> None:
    case = taken_in(AgencyFactory())
    with pytest.raises(Refused, match=said):
        decided(case, date(2026, 1, 15), outcome, **fields)


def test_of_two_officers_who_act_at_the_same_time_the_second_is_told() -> None:
    case = taken_in(AgencyFactory())
    seen = case.version
    RecordStep(None, case, Happening("extended", date(2026, 1, 12), days=20), today=TODAY, version=seen).perform()
    with pytest.raises(Refused) as refused:
        RecordStep(None, case, Happening("extended", date(2026, 1, 12), days=20), today=TODAY, version=seen).perform()
    assert refused.value.reasons == [OVERTAKEN]


def test_a_wrong_entry_is_replaced_and_stays_readable() -> None:
    case = step(taken_in(AgencyFactory()), "supplement_asked", date(2026, 1, 8))
    wrong = case.events.get(kind="supplement_asked")
    right = Happening("supplement_asked", date(2026, 1, 9))
    case = CorrectStep(None, case, wrong, right, ground="日期录入有误", today=TODAY).perform()
    wrong.refresh_from_db()
    assert wrong.replaced
    assert [event.on for event in case.live_events()] == [RECEIVED, date(2026, 1, 9)]
    case = CorrectStep(None, case, case.live_events()[-1], None, ground="并未发出", today=TODAY).perform()
    assert case.state == State.OPEN
    assert case.events.count() == 3


def test_the_day_of_receipt_is_put_right_with_its_reason() -> None:
    case = taken_in(AgencyFactory())
    wrong = case.events.get()
    case = CorrectStep(
        None, case, wrong, Happening("received", date(2026, 1, 6)), ground="签收在次日", today=TODAY
    ).perform()
    assert (case.received_on, case.due_on) == (date(2026, 1, 6), date(2026, 2, 3))


def test_withdrawal_and_abandonment_carry_their_outcome() -> None:
    agency = AgencyFactory()
    withdrawn = step(taken_in(agency), "withdrawn", date(2026, 1, 12))
    assert (withdrawn.state, withdrawn.outcome) == (State.WITHDRAWN, "withdrawn")
    waiting = step(taken_in(agency), "supplement_asked", date(2026, 1, 8), until=date(2026, 1, 16))
    left = step(waiting, "abandoned", date(2026, 1, 19))
    assert (left.state, left.outcome, left.concluded_on) == (State.ABANDONED, "not_supplemented", date(2026, 1, 19))


def test_what_is_withdrawn_before_its_receipt_was_never_received_and_counts_nowhere() -> None:
    agency = AgencyFactory()
    case = sent_by_web(agency)
    with pytest.raises(Refused, match="早于申请到达的日期"):
        step(case, "withdrawn", date(2026, 1, 4))
    case = step(case, "withdrawn", date(2026, 1, 6))
    assert (case.state, case.outcome, case.concluded_on) == (State.WITHDRAWN, "withdrawn", date(2026, 1, 6))
    assert (case.received_on, case.due_on, case.days_used, case.on_time) == (None, None, None, None)
    assert not any(count(agency, 2026).cells.values())
    assert not Application.objects.unfinished().exists()
    with pytest.raises(Refused):
        confirmed(case, date(2026, 1, 6))


def test_a_withdrawal_before_receipt_entered_by_mistake_is_put_right_and_the_case_waits_again() -> None:
    case = step(sent_by_web(AgencyFactory()), "withdrawn", date(2026, 1, 6))
    case = CorrectStep(None, case, case.events.get(), None, today=TODAY, ground="登记在另一件上。").perform()
    assert (case.state, case.outcome, case.concluded_on) == (State.SUBMITTED, "", None)
    assert confirmed(case, date(2026, 1, 6)).state == State.OPEN


def test_a_refresh_does_not_overwrite_what_somebody_did_meanwhile() -> None:
    case = step(taken_in(AgencyFactory()), "supplement_asked", date(2026, 1, 8), until=date(2026, 1, 16))
    read_before = Application.objects.get(pk=case.pk)
    step(case, "supplement_received", date(2026, 1, 12))
    project(read_before, date(2026, 1, 20))
    assert not save_projection(read_before)
    case.refresh_from_db()
    assert case.state == State.OPEN


def test_what_turns_by_the_passing_of_time_is_made_anew_once() -> None:
    asked = date(2026, 1, 8)
    case = step(taken_in(AgencyFactory()), "supplement_asked", asked, until=date(2026, 1, 16), today=asked)
    assert case.turns_on == date(2026, 1, 17)
    assert [refresh(day) for day in (date(2026, 1, 16), date(2026, 1, 17), date(2026, 1, 19))] == [0, 1, 0]
    case.refresh_from_db()
    assert case.state == State.ABANDONED
