"""征求意见: by the link in the letter, once, without learning who applies."""

import pytest
from django.utils import timezone

from gongkai.agencies.action import Refused
from gongkai.applications.actions import Happening, RecordStep
from gongkai.applications.actions.public import OpenAnswerLink, answer_path
from gongkai.applications.models import Letter, Party
from gongkai.applications.tests.factories import taken_in
from gongkai.ledger.models import Entry
from gongkai.portal.tests.citizens import PDF, picture

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
AGREED = {"opinion": "agree", "signed": "经办人丁"}


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def party(people, today):
    """Somebody who is asked for an opinion, and may answer by his link."""
    case = taken_in(people.agency, today=today, arrived_on=today)
    third = Party(role="third_party", name="被征求意见的公司")
    sent = Happening("consultation_sent", today, party_kind="third_party")
    case = RecordStep(None, case, sent, new_party=third, today=today).perform()
    OpenAnswerLink(None, case, third, today=today).perform()
    third.refresh_from_db()
    return third


def test_the_page_says_what_is_asked_and_until_when_and_not_who_applies(party, public_client):
    Letter.objects.create(
        application=party.application, kind="third_party_consultation", addressee=party, template="",
        facts={"consulted_information": "贵公司的环评报告"}, stage="signed",
    )  # fmt: skip
    page = public_client.get(answer_path(party)).content.decode()
    for word in (party.name, "贵公司的环评报告", "提出意见的期限", "15 个工作日"):
        assert word in page
    for secret in (party.application.applicant_name, party.application.subject, party.application.receipt_no):
        assert secret not in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (AGREED, "同意公开"),
        ({"opinion": "disagree", "reasons": f"商业秘密{SCRIPT}", "signed": "丁"}, "商业秘密"),
        ({"opinion": "partly", "reasons": "价格不能公开", "signed": "丁"}, "部分同意公开"),
    ],
)
def test_an_opinion_is_recorded_with_its_files_and_ends_the_wait(party, public_client, given, words):
    done = public_client.post(answer_path(party), {**given, "files": picture("回函.pdf", PDF)})
    assert done.status_code == 303
    party.application.refresh_from_db()
    assert party.application.state == "open"
    event = party.application.events.get(kind="consultation_received")
    assert words in event.ground
    assert (event.party, event.party_kind, event.answers.kind) == (party, "third_party", "consultation_sent")
    assert event.materials.get().kind == "opinion"
    entry = Entry.objects.latest("pk")
    assert (entry.actor, entry.ground) == ("public:third_party", "")
    page = public_client.get(answer_path(party)).content.decode()
    assert "意见已经提交" in page
    assert 'name="opinion"' not in page
    assert SCRIPT not in page


def test_it_is_given_once(party, public_client):
    answers = [public_client.post(answer_path(party), AGREED).status_code for _ in range(2)]
    assert answers == [303, 422]
    assert party.application.events.filter(kind="consultation_received").count() == 1


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({}, "请选择是否同意公开"),
        ({"opinion": "maybe", "signed": "丁"}, "请选择是否同意公开"),
        ({"opinion": "disagree", "signed": "丁", "reasons": " "}, "请说明涉及的内容和理由"),
        ({"opinion": "agree"}, "填写人的姓名"),
        ({"opinion": "disagree", "signed": "丁", "reasons": "长" * 20_001}, "不超过20000字"),
        ({**AGREED, "files": picture("程序.exe", b"MZ" + b"\0" * 99)}, "类型不能接收"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(party, public_client, given, word):
    response = public_client.post(answer_path(party), given)
    assert response.status_code == 422
    page = response.content.decode()
    assert word in page
    assert given.get("signed", "") in page
    assert not party.application.events.filter(kind="consultation_received").exists()


def test_a_wrong_link_and_one_that_is_not_open_lead_nowhere_and_are_held_back(party, public_client):
    right = answer_path(party)
    wrong = right[:-3] + ("22/" if not right.endswith("22/") else "33/")
    Party.objects.filter(pk=party.pk).update(answer_digest="")
    assert public_client.get(right).status_code == 404
    answers = [public_client.get(wrong).status_code for _ in range(5)]
    assert answers == [404] * 4 + [429]
    assert public_client.get("/xxgk/yijian/222222222222/abc/", REMOTE_ADDR="192.0.2.9").status_code == 404


def test_only_who_is_asked_gets_a_link(party, today):
    applicant = party.application.parties.get(role="applicant")
    with pytest.raises(Refused):
        OpenAnswerLink(None, party.application, applicant, today=today).perform()
    assert OpenAnswerLink.kind in set(Entry.objects.values_list("kind", flat=True))


def test_a_late_opinion_is_still_taken(people, public_client, today):
    from datetime import timedelta

    long_ago = today - timedelta(days=60)
    case = taken_in(people.agency, today=today, arrived_on=long_ago)
    third = Party(role="third_party", name="被征求意见的公司")
    sent = Happening("consultation_sent", long_ago, party_kind="third_party")
    case = RecordStep(None, case, sent, new_party=third, today=today).perform()
    OpenAnswerLink(None, case, third, today=today).perform()
    third.refresh_from_db()
    assert "期限已经届满" in public_client.get(answer_path(third)).content.decode()
    assert public_client.post(answer_path(third), AGREED).status_code == 303
