"""A letter from its draft to its signature: who may pass it on, what holds it back, what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, User
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory, UserFactory
from gongkai.applications.actions import Happening, RecordStep
from gongkai.applications.actions.letters import (
    ALREADY_PASSED,
    OWN_WORK,
    DraftLetter,
    EditLetter,
    MoveLetter,
    SignLetter,
)
from gongkai.applications.actions.public import answer_code, answer_path, may_answer
from gongkai.applications.casefile import CaseFile, case_query
from gongkai.applications.enums import State
from gongkai.applications.letter_facts import case_facts, written
from gongkai.applications.models import Application, DisclosureOffice, DocumentNumber, Letter, Party
from gongkai.applications.office.act_bases import unsent
from gongkai.applications.office.act_forms import ACT_FORMS
from gongkai.applications.papers import Stage
from gongkai.applications.tests.factories import taken_in
from gongkai.documents import read_document

pytestmark = pytest.mark.django_db
OfficeClient = Callable[[User], Client]
FACTS = {"information": "征收补偿安置方案一份", "provided_as": "纸质", "materials": [["征收补偿安置方案", "", "12"]]}


@pytest.fixture
def agency() -> Agency:
    agency = AgencyFactory()
    DisclosureOffice.objects.create(
        agency=agency,
        name="办公室",
        phone="010-00000000",
        postal_address="示例路1号",
        review_body="示例市人民政府",
        court="示例区人民法院",
    )
    return agency


def officer(agency: Agency, *roles: Role) -> User:
    user = UserFactory()
    for role in roles:
        MembershipFactory(user=user, agency=agency, role=role)
    return user


def case_at(agency: Agency) -> Application:
    today = timezone.localdate()
    return taken_in(agency, today=today, arrived_on=today - timedelta(days=3))


def drafted(case: Application, by: User, outcome: str = "granted", **facts: Any) -> Letter:
    action = DraftLetter(
        by, case, "granted" if outcome == "granted" else outcome, outcome=outcome, today=timezone.localdate()
    )
    action.perform()
    assert action.letter is not None
    EditLetter(by, case, action.letter, facts=FACTS | facts, needs_secrecy=False, today=timezone.localdate()).perform()
    return action.letter


def move(letter: Letter, by: User, name: str, ground: str = "") -> None:
    MoveLetter(by, letter.application, letter, name, today=timezone.localdate(), ground=ground).perform()
    letter.refresh_from_db()


def sign(letter: Letter, by: User, **more: Any) -> None:
    SignLetter(by, letter.application, letter, dated=timezone.localdate(), today=timezone.localdate(), **more).perform()
    letter.refresh_from_db()


def test_an_answer_that_is_signed_becomes_the_decision_and_is_kept_as_word_and_pdf(agency: Agency) -> None:
    case = case_at(agency)
    letter = drafted(case, officer(agency, Role.HANDLER))
    move(letter, officer(agency, Role.HANDLER), "send")
    move(letter, officer(agency, Role.REVIEWER), "review")
    sign(letter, officer(agency, Role.SIGNER))
    case.refresh_from_db()
    assert (letter.stage, case.state, case.outcome) == (Stage.SIGNED, State.DECIDED, "granted")
    assert letter.document_number == f"公开答〔{timezone.localdate().year}〕1号"
    assert sorted(material.format for material in letter.materials.all()) == ["docx", "pdf"]
    for material in letter.materials.all():
        text = "".join(block.text for block in read_document(material.file.read(), material.name).paragraphs())
        assert "征收补偿安置方案一份" in text.replace("\n", "")
    RecordStep(
        None, case, Happening("served", timezone.localdate(), method="post"), sends=letter, today=timezone.localdate()
    ).perform()
    assert all(material.given_out for material in letter.materials.all())


def test_nobody_passes_on_his_own_work_nor_passes_a_letter_twice(agency: Agency) -> None:
    everything = officer(agency, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    letter = drafted(case_at(agency), everything)
    move(letter, everything, "send")
    with pytest.raises(Refused) as refused:
        move(letter, everything, "review")
    assert refused.value.reasons == [OWN_WORK]
    both = officer(agency, Role.REVIEWER, Role.SIGNER)
    move(letter, both, "review")
    with pytest.raises(Refused) as refused:
        sign(letter, both)
    assert refused.value.reasons == [ALREADY_PASSED]


def test_a_letter_with_gaps_is_not_sent_for_review(agency: Agency) -> None:
    writer = officer(agency, Role.HANDLER)
    letter = drafted(case_at(agency), writer, information="")
    with pytest.raises(Refused, match="文书还缺：公开的信息"):
        move(letter, writer, "send")


def test_a_return_needs_its_reason_and_opens_the_draft_again(agency: Agency) -> None:
    writer, reviewer = officer(agency, Role.HANDLER), officer(agency, Role.REVIEWER)
    letter = drafted(case_at(agency), writer)
    move(letter, writer, "send")
    with pytest.raises(Refused, match="理由"):
        move(letter, reviewer, "return")
    move(letter, reviewer, "return", "请补充页数")
    assert letter.stage == Stage.DRAFT
    move(letter, writer, "send")
    move(letter, reviewer, "review")
    assert letter.stage == Stage.SIGNING


def test_a_letter_under_review_is_not_edited(agency: Agency) -> None:
    writer = officer(agency, Role.HANDLER)
    letter = drafted(case_at(agency), writer)
    move(letter, writer, "send")
    with pytest.raises(Refused, match="不能修改"):
        EditLetter(writer, letter.application, letter, facts={}, today=timezone.localdate()).perform()


def test_an_answer_goes_through_the_secrecy_review_unless_it_needs_none(agency: Agency) -> None:
    writer = officer(agency, Role.HANDLER)
    letter = drafted(case_at(agency), writer)
    EditLetter(
        writer, letter.application, letter, facts=FACTS, needs_secrecy=True, today=timezone.localdate()
    ).perform()
    move(letter, writer, "send")
    move(letter, officer(agency, Role.REVIEWER), "review")
    assert letter.stage == Stage.SECRECY
    move(letter, officer(agency, Role.SECRECY_REVIEWER), "secrecy")
    assert letter.stage == Stage.SIGNING


def test_a_letter_with_somebodys_number_in_it_is_signed_only_with_a_reason(agency: Agency) -> None:
    writer, reviewer, signer = (officer(agency, role) for role in (Role.HANDLER, Role.REVIEWER, Role.SIGNER))
    letter = drafted(case_at(agency), writer, information="户主身份证号码110101199003070038的安置协议")
    move(letter, writer, "send")
    move(letter, reviewer, "review")
    with pytest.raises(Refused, match="答复书体检"):
        sign(letter, signer)
    assert letter.materials.count() == 0
    sign(letter, signer, despite="本人申请本人信息")
    assert letter.stage == Stage.SIGNED


def test_a_number_is_never_given_twice_and_a_void_one_is_kept(agency: Agency) -> None:
    numbers = []
    for _ in range(2):
        writer, reviewer, signer = (officer(agency, role) for role in (Role.HANDLER, Role.REVIEWER, Role.SIGNER))
        letter = drafted(case_at(agency), writer)
        move(letter, writer, "send")
        move(letter, reviewer, "review")
        sign(letter, signer)
        numbers.append(letter.document_number)
    assert len(set(numbers)) == 2
    move(letter, signer, "void", "当事人姓名有误")
    assert DocumentNumber.objects.get(text=numbers[1]).void_reason == "当事人姓名有误"


def test_the_whole_way_on_screen(agency: Agency, office_client: OfficeClient) -> None:
    case = case_at(agency)
    writer = office_client(officer(agency, Role.HANDLER))
    begun = writer.post(reverse("applications:draft", args=[case.public_id]), {"kind": "granted", "outcome": "granted"})
    assert begun.status_code == 302
    letter = case.letters.get()
    page = reverse("applications:letter", args=[case.public_id, letter.public_id])
    text = writer.get(page).content.decode()
    assert "【缺：公开的信息】" in text
    sent = {
        "letter_version": letter.version,
        "template": letter.template,
        "information": "方案一份<script>",
        "provided_as": "纸质",
        "materials": "方案 | | 12",
    }
    assert writer.post(page, sent).status_code == 302
    text = writer.get(page).content.decode()
    assert "方案一份&lt;script&gt;" in text
    assert "<script>。" not in text
    for name, role in (("send", Role.HANDLER), ("review", Role.REVIEWER)):
        address = reverse("applications:move", args=[case.public_id, letter.public_id, name])
        assert office_client(officer(agency, role)).post(address, {"ground": "同意"}).status_code == 302
    letter.refresh_from_db()
    assert letter.stage == Stage.SIGNING
    signer = office_client(officer(agency, Role.SIGNER))
    assert "签发" in signer.get(page).content.decode()
    address = reverse("applications:sign", args=[case.public_id, letter.public_id])
    answer = signer.post(address, {"letter_version": letter.version, "dated": timezone.localdate()})
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.state == State.DECIDED
    pdf = signer.get(reverse("applications:preview", args=[case.public_id, letter.public_id, "pdf"]))
    assert pdf.content.startswith(b"%PDF-")


def test_wording_that_is_no_template_is_refused_with_its_place(agency: Agency) -> None:
    writer = officer(agency, Role.HANDLER)
    letter = drafted(case_at(agency), writer)
    with pytest.raises(Refused, match="行"):
        EditLetter(
            writer,
            letter.application,
            letter,
            facts=FACTS,
            template="标题：甲\n----\n{{不存在的域}}",
            today=timezone.localdate(),
        ).perform()


def test_who_is_consulted_gets_the_address_of_his_own_answer(agency: Agency) -> None:
    case = case_at(agency)
    party = Party.objects.create(application=case, role="third_party", name="示例矿业有限公司")
    handler = officer(agency, Role.HANDLER)
    action = DraftLetter(handler, case, "third_party_consultation", addressee=party, today=timezone.localdate())
    action.perform()
    assert action.letter is not None
    text = "".join(written(action.letter, timezone.localdate()).lines())
    assert answer_path(party) in text
    party.refresh_from_db()
    assert may_answer(party, answer_code(party))


def signed(case: Application, kind: str, facts: dict[str, Any], addressee: Party | None = None) -> Letter:
    today, writer = timezone.localdate(), officer(case.agency, Role.HANDLER)
    action = DraftLetter(writer, case, kind, addressee=addressee, today=today)
    action.perform()
    assert action.letter is not None
    EditLetter(writer, case, action.letter, facts=facts, needs_secrecy=False, today=today).perform()
    letter = action.letter
    move(letter, writer, "send")
    move(letter, officer(case.agency, Role.REVIEWER), "review")
    sign(letter, officer(case.agency, Role.SIGNER))
    return letter


def test_a_step_is_offered_its_own_letter_until_that_has_gone_out_and_says_what_the_letter_says(agency: Agency) -> None:
    case, today = case_at(agency), timezone.localdate()
    until = (today + timedelta(days=20)).isoformat()
    letter = signed(case, "supplement", {"supplement_items": ["项目名称", "年份"], "supplement_until": until})
    case = Application.objects.get(pk=case.pk)
    user = officer(agency, Role.HANDLER)
    file = CaseFile(case_query(user).get(pk=case.pk), user, today)
    assert any("尚未登记发出" in sentence for sentence in file.missing)
    form = ACT_FORMS["supplement_asked"](case=case, user=user, today=today, kind="supplement_asked")
    assert form.initial["sends"] == letter
    assert (form.initial["until"], form.initial["ground"]) == (until, "项目名称\n年份")
    extension = ACT_FORMS["extended"](case=case, user=user, today=today, kind="extended")
    assert "sends" not in extension.initial
    assert letter not in extension.fields["sends"].queryset
    asked = Happening("supplement_asked", today, until=today + timedelta(days=20))
    RecordStep(None, case, asked, sends=letter, ground="项目名称", today=today).perform()
    assert not unsent(case, "supplement_asked").exists()
    file = CaseFile(case_query(user).get(pk=case.pk), user, today)
    assert not any("尚未登记发出" in sentence for sentence in file.missing)


def test_a_third_party_is_not_spoken_to_as_the_applicants_are(agency: Agency) -> None:
    case, today = case_at(agency), timezone.localdate()
    case.parties.create(role="applicant", number=2, name="另一名申请人")
    company = case.parties.create(role="third_party", name="被征求意见的公司")
    action = DraftLetter(None, case, "third_party_consultation", addressee=company, today=today)
    action.perform()
    assert action.letter is not None
    text = "".join(block.text for block in written(action.letter, today).blocks if hasattr(block, "text"))
    assert "所申请公开的信息涉及你（单位）" in text
    assert "你们" not in text


def test_what_is_wanted_stands_in_one_line_of_a_letter(agency: Agency) -> None:
    today = timezone.localdate()
    case = taken_in(agency, today=today, arrived_on=today, description="申请公开某地块批复\n2025年的全文。\n含附图")
    assert case_facts(case, today)["description"] == "某地块批复；2025年的全文。含附图"


def test_an_answer_given_anew_after_service_is_signed_and_leaves_the_outcome_that_was_counted(agency: Agency) -> None:
    case, today = case_at(agency), timezone.localdate()
    first = drafted(case, officer(agency, Role.HANDLER))
    move(first, officer(agency, Role.HANDLER), "send")
    move(first, officer(agency, Role.REVIEWER), "review")
    sign(first, officer(agency, Role.SIGNER))
    RecordStep(None, case, Happening("served", today, method="post"), sends=first, today=today).perform()
    case = Application.objects.get(pk=case.pk)
    again = drafted(case, officer(agency, Role.HANDLER), "already_public", ways="本机关网站")
    move(again, officer(agency, Role.HANDLER), "send")
    move(again, officer(agency, Role.REVIEWER), "review")
    sign(again, officer(agency, Role.SIGNER))
    case.refresh_from_db()
    assert (again.stage, case.state, case.outcome) == (Stage.SIGNED, State.SERVED, "granted")
    assert case.decisions.count() == 1
