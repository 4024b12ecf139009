"""The case page in the back office: what it shows, to whom, with how many queries; acts carried out from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, User
from gongkai.agencies.tests.factories import AgencyFactory, DepartmentFactory, MembershipFactory, UserFactory
from gongkai.applications.actions import Happening, RecordStep, Route
from gongkai.applications.enums import State
from gongkai.applications.models import Application, CaseEvent
from gongkai.applications.tests.factories import confirmed, step, taken_in
from gongkai.ledger.models import Entry

pytestmark = pytest.mark.django_db
OfficeClient = Callable[[User], Client]
# Session, account, profile, roles, Wagtail's locale and two of its permissions: every page of the back office. And the
# calendar's token, which a request asks for every three seconds at most, a test's transaction each time.
EMPTY_PAGE = 7 + 1
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def agency() -> Agency:
    return AgencyFactory()


def officer(agency: Agency, *roles: Role) -> User:
    user = UserFactory()
    for role in roles or (Role.REGISTRAR,):
        MembershipFactory(user=user, agency=agency, role=role)
    return user


def recent(agency: Agency, **fields: Any) -> Application:
    """A case received a few days ago."""
    today = timezone.localdate()
    return taken_in(agency, today=today, arrived_on=today - timedelta(days=3), **fields)


def page(case: Application) -> str:
    return reverse("applications:case", args=[case.public_id])


def act(case: Application, name: str) -> str:
    return reverse("applications:act", args=[case.public_id, name])


def test_it_begins_with_where_the_case_stands_and_what_is_missing(agency: Agency, office_client: OfficeClient) -> None:
    case = recent(agency)
    text = office_client(officer(agency)).get(page(case)).content.decode()
    assert "办理中，答复期限至" in text
    assert "尚未交办承办机构" in text
    assert case.subject in text
    assert case.parties.get().id_number not in text


def test_what_answers_something_is_offered_once_there_is_something_to_answer(
    agency: Agency, office_client: OfficeClient
) -> None:
    case, today = recent(agency), timezone.localdate()
    client = office_client(officer(agency))
    text = client.get(page(case)).content.decode()
    assert act(case, "answer_task") not in text
    assert act(case, "consultation_received") not in text
    Route(None, case, DepartmentFactory(agency=agency), asked="请提供全文", today=today).perform()
    assert act(case, "answer_task") in client.get(page(case)).content.decode()


def test_a_case_of_another_agency_is_not_there(agency: Agency, office_client: OfficeClient) -> None:
    case = recent(agency)
    stranger = office_client(officer(AgencyFactory(), Role.HANDLER))
    assert stranger.get(page(case)).status_code == 404
    assert stranger.post(act(case, "note"), {"text": "我看看"}).status_code == 404


def test_editors_and_researchers_read_no_cases(agency: Agency, office_client: OfficeClient) -> None:
    case = recent(agency)
    for role in (Role.EDITOR, Role.RESEARCHER):
        assert office_client(officer(agency, role)).get(page(case)).status_code in (302, 403, 404)


def test_a_step_from_the_page_moves_the_case(agency: Agency, office_client: OfficeClient) -> None:
    case, today = recent(agency), timezone.localdate()
    client = office_client(officer(agency))
    sent = {
        "version": case.version,
        "on": today,
        "until": today + timedelta(days=20),
        "ground": "请明确所需信息的年度。",
    }
    assert client.post(act(case, "supplement_asked"), sent).status_code == 302
    case.refresh_from_db()
    assert case.state == State.AWAITING_SUPPLEMENT
    assert "请明确所需信息的年度" in client.get(page(case)).content.decode()


@pytest.mark.parametrize(
    ("on", "said"),
    [("2026-02-30", "日期"), ("2999-01-01", "晚于今天"), ("1999-01-01", "早于收到申请的日期"), ("", "请填写")],
)
def test_a_day_that_cannot_be_is_told_and_nothing_typed_is_lost(
    agency: Agency, office_client: OfficeClient, on: str, said: str
) -> None:
    case = recent(agency)
    answer = office_client(officer(agency)).post(
        act(case, "supplement_asked"), {"on": on, "until": timezone.localdate(), "ground": "保留这句话"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert "保留这句话" in text
    assert case.events.count() == 1


def test_the_second_of_two_officers_is_told(agency: Agency, office_client: OfficeClient) -> None:
    case, today = recent(agency), timezone.localdate()
    client = office_client(officer(agency))
    for status in (302, 422):
        sent = {"version": case.version, "on": today, "days": 20, "approved": "on", "ground": "需要核实"}
        answer = client.post(act(case, "extended"), sent)
        assert answer.status_code == status
    assert "刚刚由他人办理过" in answer.content.decode()


def test_script_in_any_field_is_shown_as_text(agency: Agency, office_client: OfficeClient) -> None:
    case = recent(agency, subject=SCRIPT, description=SCRIPT)
    client = office_client(officer(agency, Role.REGISTRAR, Role.HANDLER))
    for name, sent in {
        "note": {"text": SCRIPT},
        "record_search": {
            "place": SCRIPT, "keywords": SCRIPT, "searched_by": SCRIPT, "found": SCRIPT,
            "searched_on": timezone.localdate(),
        },
        "extended": {"on": timezone.localdate(), "days": 3, "approved": "on", "ground": SCRIPT},
    }.items():  # fmt: skip
        assert client.post(act(case, name), sent).status_code == 302
    text = client.get(page(case)).content.decode()
    assert SCRIPT not in text
    assert text.count("&lt;script&gt;") >= 7


def test_files_are_taken_by_their_content(agency: Agency, office_client: OfficeClient) -> None:
    case = recent(agency)
    client = office_client(officer(agency))
    for name, data, said in (
        ("program.pdf", b"MZ\x90\0" * 100, "不能接收"),
        ("empty.pdf", b"", "空"),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 100, "扩展名不符"),
    ):
        sent = {"kind_of_file": "evidence", "proof": SimpleUploadedFile(name, data)}
        answer = client.post(act(case, "add_material"), sent)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    sent = {"kind_of_file": "evidence", "proof": SimpleUploadedFile("shot.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100)}
    assert client.post(act(case, "add_material"), sent).status_code == 302
    material = case.materials.get()
    address = reverse("applications:material", args=[case.public_id, material.public_id])
    assert b"".join(client.get(address).streaming_content).startswith(b"\x89PNG")


def test_looking_at_who_somebody_is_needs_a_reason_and_is_recorded(agency: Agency, office_client: OfficeClient) -> None:
    case = recent(agency)
    party = case.parties.get()
    address = reverse("applications:reveal", args=[case.public_id, party.public_id])
    client = office_client(officer(agency))
    assert party.id_number not in client.post(address, {"ground": " "}).content.decode()
    assert party.id_number in client.post(address, {"ground": "核对身份"}).content.decode()
    assert Entry.objects.filter(kind="application.revealed").count() == 1
    supervised = office_client(officer(agency, Role.DISCIPLINE))
    assert party.id_number not in supervised.post(address, {"ground": "看看"}).content.decode()


def test_why_this_day_is_told_on_one_page(agency: Agency, office_client: OfficeClient) -> None:
    case = recent(agency)
    text = office_client(officer(agency)).get(reverse("applications:why", args=[case.public_id])).content.decode()
    assert "逐段计算" in text
    assert "当日不计" in text


def test_a_wrong_entry_is_put_right_from_the_page(agency: Agency, office_client: OfficeClient) -> None:
    case, today = recent(agency), timezone.localdate()
    event = step(case, "extended", today, today=today, days=10).events.get(kind="extended")
    address = reverse("applications:correct", args=[case.public_id, event.public_id])
    client = office_client(officer(agency))
    assert client.post(address, {"happened": "1", "on": today, "days": 20, "ground": ""}).status_code == 422
    assert client.post(address, {"happened": "1", "on": today, "days": 20, "ground": "天数有误"}).status_code == 302
    assert [(e.days, e.replaced) for e in CaseEvent.objects.filter(kind="extended")] == [(10, True), (20, False)]
    assert "已更正" in client.get(page(case)).content.decode()


def test_the_page_takes_the_same_few_queries_for_a_full_case(
    agency: Agency, office_client: OfficeClient, django_assert_max_num_queries: Any
) -> None:
    today = timezone.localdate()
    case = recent(agency)
    user = officer(agency, Role.REGISTRAR, Role.HANDLER)
    client = office_client(user)
    client.get(page(case))
    with django_assert_max_num_queries(EMPTY_PAGE + 10):
        client.get(page(case))
    department = DepartmentFactory(agency=agency)
    for name in ("甲公司", "乙公司", "丙公司"):
        sent = {"on": today, "party_kind": "third_party", "name": name, "days": 15}
        assert client.post(act(case, "consultation_sent"), sent).status_code == 302
        assert client.post(act(case, "note"), {"text": name}).status_code == 302
        assert client.post(act(case, "route"), {"department": department.pk, "lead": "1"}).status_code == 302
    with django_assert_max_num_queries(EMPTY_PAGE + 10):
        text = client.get(page(case)).content.decode()
    assert "丙公司" in text


def test_receipt_by_web_is_confirmed_from_the_page(agency: Agency, office_client: OfficeClient) -> None:
    today = timezone.localdate()
    case = recent(agency, channel="email")
    assert case.state == State.SUBMITTED
    client = office_client(officer(agency))
    assert "确认收到" in client.get(page(case)).content.decode()
    assert client.post(act(case, "received"), {"confirmed_on": today}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.received_on) == (State.OPEN, today)


def test_confirmation_before_arrival_is_refused(agency: Agency) -> None:
    case = recent(agency, channel="fax")
    with pytest.raises(Exception, match="早于"):
        confirmed(case, date(2020, 1, 1), today=timezone.localdate())


def test_what_came_on_line_is_told_as_sent_by_whoever_sent_it(agency: Agency, office_client: OfficeClient) -> None:
    case, today = recent(agency), timezone.localdate()
    RecordStep(officer(agency), case, Happening("supplement_asked", today, until=today), today=today).perform()
    RecordStep(None, case, Happening("supplement_received", today, method="online"), today=today).perform()
    text = office_client(officer(agency)).get(reverse("applications:case", args=[case.public_id])).content.decode()
    assert "网上提交" in text.split("办理经过")[1]
    assert "网上送达" not in text
    assert re.search(r"申请人，[\d-]+ [\d:]+登记", text)
