"""What the desk does with a registration: void it, split it, link it, amend it; look-ups and the office's settings."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies.action import NOT_YOURS, Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, User
from gongkai.agencies.protected import keyed_digest
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.applications.actions import (
    Amend,
    ApproveVoid,
    AskVoid,
    ChangeOffice,
    DeclineVoid,
    LinkSame,
    RecordLookUp,
    Split,
    SplitMatter,
    TakeIn,
)
from gongkai.applications.actions.intake import code_digest, query_code
from gongkai.applications.enums import State
from gongkai.applications.models import Application
from gongkai.applications.office_settings import office_of
from gongkai.applications.procedure import APPLICANT
from gongkai.applications.tests.factories import RECEIVED, TODAY, confirmed, contents, step, taken_in
from gongkai.ledger.models import Entry
from gongkai.ledger.queries import verify

pytestmark = pytest.mark.django_db


def officer(agency: Agency, role: Role = Role.REGISTRAR) -> User:
    return MembershipFactory(agency=agency, role=role).user


def test_a_mistaken_registration_is_voided_by_two_people_and_its_number_stays() -> None:
    agency = AgencyFactory()
    registrar, signer = officer(agency), officer(agency, Role.SIGNER)
    case = taken_in(agency)
    number = case.receipt_no
    with pytest.raises(Refused, match="没有人申请作废"):
        ApproveVoid(signer, case, today=TODAY).perform()
    with pytest.raises(Refused, match="理由"):
        AskVoid(registrar, case, today=TODAY).perform()
    case = AskVoid(registrar, case, today=TODAY, ground="重复登记").perform()
    assert (case.state, case.void_reason) == (State.OPEN, "重复登记")
    with pytest.raises(Refused, match="正在等待批准"):
        AskVoid(registrar, case, today=TODAY, ground="重复登记").perform()
    case = ApproveVoid(signer, case, today=TODAY).perform()
    assert (case.state, case.due_on, case.receipt_no) == (State.VOID, None, number)
    assert not Application.objects.received().filter(pk=case.pk).exists()
    assert taken_in(agency).receipt_no != number
    assert verify().sound


def test_nobody_approves_the_void_that_he_asked_for() -> None:
    agency = AgencyFactory()
    both = officer(agency)
    MembershipFactory(user=both, agency=agency, role=Role.SIGNER)
    case = AskVoid(both, taken_in(agency), today=TODAY, ground="登记错误").perform()
    for answer in (ApproveVoid, DeclineVoid):
        with pytest.raises(Refused, match="不能自己审批"):
            answer(both, case, today=TODAY, ground="理由").perform()


def test_a_void_that_is_declined_leaves_the_case_as_it_was() -> None:
    agency = AgencyFactory()
    case = AskVoid(officer(agency), taken_in(agency), today=TODAY, ground="登记错误").perform()
    due = case.due_on
    case = DeclineVoid(officer(agency, Role.SIGNER), case, today=TODAY, ground="并非重复").perform()
    assert (case.state, case.due_on, case.void_reason, case.void_asked_by) == (State.OPEN, due, "", None)


def test_each_matter_of_a_letter_becomes_a_case_with_the_letters_receipt_date() -> None:
    agency = AgencyFactory()
    by_web = contents(channel="web")
    parent = TakeIn(None, agency, by_web, today=RECEIVED, outsider=APPLICANT, submission_key="k").perform()
    parent = confirmed(parent, date(2026, 1, 6))
    parent = Split(
        officer(agency), parent, [SplitMatter("甲地块"), SplitMatter("乙地块", "乙地块方案全文")], today=TODAY
    ).perform()
    children = list(parent.children.order_by("receipt_no"))
    assert [child.receipt_no for child in children] == [f"{parent.receipt_no}-1", f"{parent.receipt_no}-2"]
    assert {(child.received_on, child.due_on, child.state) for child in children} == {
        (date(2026, 1, 6), date(2026, 2, 3), State.OPEN)
    }
    assert {child.parties.get().id_number for child in children} == {"110101199003070038"}
    assert children[1].query_digest == code_digest(children[1].receipt_no, query_code("k"))
    assert parent.state == State.VOID
    assert Application.objects.received().count() == 2
    assert Entry.objects.filter(kind="application.taken_in").count() == 3
    assert verify().sound


@pytest.mark.parametrize(
    ("matters", "said"),
    [
        ([SplitMatter("只有一件")], "两件以上"),
        ([SplitMatter("甲"), SplitMatter(" ")], "每一件"),
        ([SplitMatter("甲"), SplitMatter("乙" * 301)], "不超过300字"),
    ],
)
def test_a_letter_is_not_split_into_nothing(matters: list[SplitMatter], said: str) -> None:
    case = taken_in(AgencyFactory())
    with pytest.raises(Refused, match=said):
        Split(None, case, matters, today=TODAY).perform()
    assert Application.objects.count() == 1


def test_a_case_that_has_gone_on_is_not_split() -> None:
    case = step(taken_in(AgencyFactory()), "extended", date(2026, 1, 12), days=20)
    with pytest.raises(Refused, match="不能再拆分"):
        Split(None, case, [SplitMatter("甲"), SplitMatter("乙")], today=TODAY).perform()


def test_the_same_application_by_web_and_by_post_is_linked_within_one_agency() -> None:
    agency = AgencyFactory()
    first, second, elsewhere = taken_in(agency), taken_in(agency), taken_in(AgencyFactory())
    for wrong in (second, elsewhere):
        with pytest.raises(Refused, match="本机关的另一件"):
            LinkSame(None, second, wrong, today=TODAY).perform()
    assert LinkSame(None, second, first, today=TODAY).perform().same_as == first
    with pytest.raises(Refused, match="本身已关联"):
        LinkSame(None, first, second, today=TODAY).perform()
    second.refresh_from_db()
    assert LinkSame(None, second, None, today=TODAY).perform().same_as is None


def test_amending_tells_the_ledger_which_fields_and_no_text() -> None:
    agency = AgencyFactory()
    case = taken_in(agency)
    party = case.parties.get()
    case = Amend(
        officer(agency),
        case,
        {"subject": "另一地块征收补偿安置方案", "region": case.region},
        {party.public_id: {"phone": "010-11111111", "name": "申请人乙"}},
        today=TODAY,
        ground="录入有误",
    ).perform()
    party.refresh_from_db()
    assert (case.subject, case.applicant_name) == ("另一地块征收补偿安置方案", "申请人乙")
    assert (party.phone, party.phone_digest) == ("010-11111111", keyed_digest("01011111111"))
    entry = Entry.objects.get(kind="application.amended")
    assert set(entry.payload["changed"]) == {"subject", f"{party.public_id}.phone", f"{party.public_id}.name"}
    assert "地块" not in str(entry.payload)
    assert "1111" not in str(entry.payload["changed"].keys())


@pytest.mark.parametrize(
    ("values", "ground", "said"),
    [
        ({"subject": "新的事项"}, "", "理由"),
        ({"subject": " "}, "录入有误", "请写明申请事项"),
        ({"region": "区" * 61}, "录入有误", "不超过60字"),
        ({"due_on": date(2030, 1, 1)}, "录入有误", "不能在这里更正"),
        ({"subject": "某地块征收补偿安置方案"}, "录入有误", "没有变化"),
    ],
)
def test_an_amendment_that_cannot_be_is_refused(values: dict[str, object], ground: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        Amend(None, taken_in(AgencyFactory()), values, today=TODAY, ground=ground).perform()


def test_a_look_up_on_the_spot_is_no_application() -> None:
    agency = AgencyFactory()
    RecordLookUp(officer(agency), agency, on=RECEIVED, subject="城市规划图", people=3, today=TODAY).perform()
    assert agency.look_ups.get().people == 3
    assert not Application.objects.exists()
    for wrong in ({"on": date(2026, 1, 21)}, {"subject": " "}, {"people": 0}):
        given = {"on": RECEIVED, "subject": "城市规划图", "people": 1, "today": TODAY} | wrong
        with pytest.raises(Refused):
            RecordLookUp(None, agency, **given).perform()
    with pytest.raises(Refused, match=NOT_YOURS):
        RecordLookUp(officer(AgencyFactory()), agency, on=RECEIVED, subject="城市规划图", today=TODAY).perform()


def test_the_offices_practice_reckons_open_cases_anew() -> None:
    agency = AgencyFactory()
    case = step(taken_in(agency), "supplement_asked", date(2026, 1, 8))
    assert case.lapses_on == date(2026, 1, 29)
    ChangeOffice(officer(agency), agency, {"supplement_days": 10, "phone": "010-00000001"}, today=TODAY).perform()
    case.refresh_from_db()
    assert case.lapses_on == date(2026, 1, 22)
    entry = Entry.objects.get(kind="application.office_changed")
    assert entry.payload["changed"]["supplement_days"] == [15, 10]
    assert "00000001" not in str(entry.payload["changed"]["phone"])


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"email": "不是邮箱"}, "电子邮箱"),
        ({"number_pattern": "公开答"}, "序号"),
        ({"practice": {"no_such": True}}, "没有这一项做法"),
        ({"agency": 1}, "没有这一项设置"),
    ],
)
def test_settings_that_no_field_takes_are_refused(values: dict[str, object], said: str) -> None:
    agency = AgencyFactory()
    with pytest.raises(Refused, match=said):
        ChangeOffice(None, agency, values, today=TODAY).perform()
    assert office_of(Agency.objects.get(pk=agency.pk)).pk is None


def test_settings_belong_to_the_registrar_and_the_supervisor() -> None:
    agency = AgencyFactory()
    with pytest.raises(Refused, match=NOT_YOURS):
        ChangeOffice(officer(agency, Role.HANDLER), agency, {"phone": "1"}, today=TODAY).perform()
