"""An agency words its letters itself, and sees each of its document numbers: drawn, used, void."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS, Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, User
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.applications.actions.templates import ChangeTemplate, DrawNumber, DropTemplate, VoidNumber
from gongkai.applications.letter_facts import template_text
from gongkai.applications.letters.kinds import letter_kinds
from gongkai.applications.letters.merge import merge
from gongkai.applications.letters.sample import sample_facts
from gongkai.applications.models import DocumentNumber, Letter
from gongkai.applications.tests.factories import taken_in
from gongkai.ledger.models import Entry

pytestmark = pytest.mark.django_db
OfficeClient = Callable[[User], Client]
GRANTED = letter_kinds()["granted"]
OWN = GRANTED.text + "本机关补充的一段。\n"


@pytest.fixture
def agency() -> Agency:
    return AgencyFactory()


def officer(agency: Agency, role: Role = Role.REGISTRAR) -> User:
    return MembershipFactory(agency=agency, role=role).user


@pytest.mark.parametrize("kind", letter_kinds().values(), ids=lambda kind: kind.id)
def test_the_sample_fills_every_packaged_template(kind) -> None:
    paper = merge(kind.template, kind, sample_facts(kind, timezone.localdate()))
    assert not paper.missing


def test_an_agencys_own_wording_is_what_its_drafts_begin_with(agency: Agency) -> None:
    case, elsewhere = taken_in(agency), taken_in(AgencyFactory())
    ChangeTemplate(officer(agency), agency, "granted", OWN).perform()
    assert template_text(case, GRANTED) == OWN
    assert template_text(elsewhere, GRANTED) == GRANTED.text
    entry = Entry.objects.get(kind="application.letter_template_changed")
    assert set(entry.payload) == {"kind", "sha256"}
    DropTemplate(None, agency, "granted").perform()
    assert template_text(case, GRANTED) == GRANTED.text


def test_a_wording_without_its_remedy_is_refused_with_the_place_of_each_fault(agency: Agency) -> None:
    with pytest.raises(Refused, match="救济"):
        ChangeTemplate(None, agency, "granted", OWN.replace("{{救济}}", "")).perform()
    with pytest.raises(Refused, match=r"第\d+行"):
        ChangeTemplate(None, agency, "granted", OWN + "{{没有的内容}}").perform()


@pytest.mark.parametrize("role", [Role.HANDLER, Role.REVIEWER, Role.SUPERVISOR])
def test_only_registrar_and_signer_edit(agency: Agency, role: Role, office_client: OfficeClient) -> None:
    with pytest.raises(Refused) as refused:
        ChangeTemplate(officer(agency, role), agency, "granted", OWN).perform()
    assert refused.value.reasons == [NOT_YOURS]
    assert office_client(officer(agency, role)).get(reverse("applications:templates")).status_code == 302


def test_the_editor_checks_shows_and_saves(agency: Agency, office_client: OfficeClient) -> None:
    client = office_client(officer(agency))
    assert GRANTED.name in client.get(reverse("applications:templates")).content.decode()
    address = reverse("applications:template", args=["granted"])
    looked = client.post(address, {"text": OWN, "look": "1"}).content.decode()
    assert looked.count("本机关补充的一段。") == 2
    wrong = client.post(address, {"text": "标题：<script>", "save": "1"})
    assert wrong.status_code == 422
    assert "标题：&lt;script&gt;" in wrong.content.decode()
    assert client.post(address, {"text": OWN.replace("\n", "\r\n"), "save": "1"}).status_code == 302
    assert agency.letter_templates.get().text == OWN
    checked = client.post(reverse("applications:template_check", args=["granted"]), {"text": "{{"})
    assert checked.json()["problems"]
    assert client.post(address, {"drop": "1"}).status_code == 302
    assert not agency.letter_templates.exists()


def test_numbers_are_drawn_shown_and_voided_and_none_disappears(agency: Agency, office_client: OfficeClient) -> None:
    client, address = office_client(officer(agency)), reverse("applications:numbers")
    client.post(address, {"draw": "1"})
    client.post(address, {"draw": "1"})
    first, second = DocumentNumber.objects.order_by("pk")
    assert first.text != second.text
    assert "已取未用" in client.get(address).content.decode()
    client.post(address, {"number": first.pk, "ground": ""})
    first.refresh_from_db()
    assert first.void_reason == ""
    client.post(address, {"number": first.pk, "ground": "误取"})
    assert "误取" in client.get(address).content.decode()
    assert DocumentNumber.objects.count() == 2


def test_a_number_on_a_letter_is_not_voided_by_itself(agency: Agency) -> None:
    number = DrawNumber(None, agency, 2026).perform()
    number.letter = Letter.objects.create(application=taken_in(agency), kind="granted", stage="signed")
    number.save()
    with pytest.raises(Refused, match="请先作废文书"):
        VoidNumber(None, number, ground="误取").perform()
