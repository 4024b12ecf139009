"""The library's screens: who comes in, what they show, what they do, in how many queries."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory, UserFactory
from gongkai.library.actions import OpenRound
from gongkai.library.actions.cleanup import Scope
from gongkai.library.document_models import Document, LibraryOffice
from gongkai.library.downloads import make
from gongkai.library.enums import RelationKind
from gongkai.library.interpretation_models import Interpretation
from gongkai.library.office.panels import digest_part, waiting_documents
from gongkai.library.tests.factories import TODAY, DocumentFactory, policy_column, relate
from gongkai.publishing.tests.factories import RecordFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(office_client):
    agency = AgencyFactory(code="CS")
    editor = MembershipFactory(agency=agency, role=Role.EDITOR).user
    signer = MembershipFactory(agency=agency, role=Role.SIGNER).user
    stranger = MembershipFactory(role=Role.EDITOR).user
    document = DocumentFactory(agency=agency, title="关于规范测试的规定", number="测规〔2024〕1号")
    return SimpleNamespace(
        agency=agency, editor=editor, signer=signer, document=document, client=office_client(editor),
        signing=office_client(signer), strange=office_client(stranger),
    )  # fmt: skip


def address(name: str, *args: object) -> str:
    return reverse(f"library:{name}", args=args, urlconf=settings.OFFICE_URLCONF)


def interpretation(desk, **fields) -> Interpretation:
    record = RecordFactory(agency=desk.agency, column=policy_column(desk.agency), title="规定的解读", published=True)
    made = Interpretation.objects.create(record=record, agency=desk.agency, **fields)
    made.documents.set([desk.document])
    return made


def cleanup(desk):
    return OpenRound(None, desk.agency, Scope("清理", date(2026, 5, 1)), today=TODAY).perform()


def every_screen(desk) -> dict[str, str]:
    document, round = desk.document.public_id, cleanup(desk).public_id
    return {
        "list": address("list"),
        "ending": address("ending"),
        "figures": address("figures") + "?year=2024",
        "behind": address("behind", "normative", "made") + "?year=2024",
        "interpretations": address("interpretations"),
        "unexplained": address("unexplained"),
        "rounds": address("rounds"),
        "round": address("round", round),
        "document": address("document", document),
        "enter": address("enter"),
        "enter_interpretation": address("enter_interpretation"),
        "open_round": address("open_round"),
        "edit": address("edit", document),
        "relate": address("relate", document),
        "declare": address("declare", document),
        "interpretation": address("interpretation", interpretation(desk).public_id),
    }


def test_every_screen_opens_for_the_keeper_and_shows_strangers_nothing_of_it(desk, office_client):
    reader = office_client(MembershipFactory(agency=desk.agency, role=Role.DISCIPLINE).user)
    administrator = office_client(UserFactory(system=True))
    of_one = {"round", "document", "edit", "relate", "declare", "interpretation"}
    for name, url in every_screen(desk).items():
        assert desk.client.get(url).status_code == 200, name
        strange = desk.strange.get(url)
        if name in of_one:
            assert strange.status_code == 404, name
        else:
            assert desk.document.record.title not in strange.content.decode(), name
        assert office_client().get(url).status_code == 302, name
        assert administrator.get(url).status_code == 302, name
        acting = {"enter", "enter_interpretation", "open_round", "edit", "relate", "declare", "interpretation"}
        assert reader.get(url).status_code == (302 if name in acting else 200), name


def test_screens_ask_few_questions_however_much_there_is(desk):
    for number in range(12):
        newer = DocumentFactory(agency=desk.agency, signed_on=date(2025, 5, 1), expires_on=date(2027, 1, 1 + number))
        relate(RelationKind.AMENDS, newer, desk.document, date(2025, 5, 1))
        interpretation(desk)
    urls = every_screen(desk)
    for name in (
        "list",
        "ending",
        "figures",
        "behind",
        "interpretations",
        "unexplained",
        "rounds",
        "round",
        "document",
    ):
        desk.client.get(urls[name])
        with CaptureQueriesContext(
            connection,
        ) as asked:
            desk.client.get(urls[name])
        own = [each for each in asked if "library_" in each["sql"]]
        assert len(own) <= 10, (name, len(own))


def test_the_list_is_narrowed_down(desk):
    DocumentFactory(agency=desk.agency, title="另一份", expires_on=date(2025, 1, 1))
    page = desk.client.get(address("list"), {"status": "standing"}).content.decode()
    assert "关于规范测试的规定" in page
    assert "另一份" not in page
    page = desk.client.get(
        address("list"), {"q": "测规[2024]1号", "class": "normative", "year": "2024"}
    ).content.decode()
    assert "共 1 份" in page


def test_a_record_is_entered_and_edited(desk):
    record = RecordFactory(
        agency=desk.agency, column=policy_column(desk.agency), published=True, signed_on=date(2025, 3, 1),
        title="新文件", document_number="测规〔2025〕7号",
    )  # fmt: skip
    assert "新文件" in desk.client.get(address("enter"), {"q": "测规[2025]7号"}).content.decode()
    url = f"{address('enter')}?record={record.public_id}"
    assert "规章" not in desk.client.get(url).content.decode().split('<form method="post"')[1].split("</select>")[0]
    answer = desk.client.post(url, {"document_class": "normative", "issuers": "甲局\n乙局"})
    made = Document.objects.get(record=record)
    assert answer["Location"] == address("document", made.public_id)
    wrong = {"document_class": "normative", "expires_on": "2020-01-01", "ground": "补", "version": made.version}
    answer = desk.client.post(address("edit", made.public_id), wrong)
    assert answer.status_code == 422
    assert "早于制发日期" in answer.content.decode()
    right = wrong | {"expires_on": "2030-01-01"}
    assert desk.client.post(address("edit", made.public_id), right).status_code == 302
    assert "他人办理过" in desk.client.post(address("edit", made.public_id), right).content.decode()


def test_a_relation_is_found_by_number_and_taken_back(desk):
    newer = DocumentFactory(agency=desk.agency, number="测规〔2025〕9号", signed_on=date(2025, 5, 1))
    url = address("relate", newer.public_id)
    said = {"direction": "forward", "kind": "repeals", "number": "没有这个文号"}
    assert "没有这一文号" in desk.client.post(url, said).content.decode()
    assert desk.client.post(url, said | {"number": "测规[2024]1号"}).status_code == 302
    page = desk.client.get(address("document", desk.document.public_id)).content.decode()
    assert "被废止" in page
    assert "公众在原文页上看到的标注" in page
    relation = newer.acts_on.get()
    take_back = address("take_back", desk.document.public_id, relation.public_id)
    assert desk.strange.post(take_back, {"ground": "x"}).status_code == 404
    desk.client.post(take_back, {"ground": ""})
    assert newer.acts_on.exists()
    desk.client.post(take_back, {"ground": "登记错误"})
    assert not newer.acts_on.exists()


def test_a_declaration_and_a_registration_number(desk):
    url = address("declare", desk.document.public_id)
    assert desk.client.post(url, {"kind": "continued", "on": "2026-01-01", "ground": "评估"}).status_code == 422
    said = {"kind": "invalid", "on": "2026-01-01", "ground": "评估结论"}
    assert desk.client.post(url, said).status_code == 302
    desk.client.post(address("register", desk.document.public_id))
    desk.document.refresh_from_db()
    assert (desk.document.status, desk.document.registration_number) == ("expired", "CSDR-2024-00001")


def test_a_round_from_list_to_result(desk):
    today = timezone.localdate().isoformat()
    answer = desk.client.post(address("open_round"), {"name": "清理", "as_of": today, "classes": ["normative"]})
    page = answer["Location"]
    item = desk.document.cleanups.get()
    public_id = item.round.public_id
    decide = address("round", public_id)
    assert desk.client.post(decide, {"decision": "repeal", "ground": "任务完成"}).status_code == 422
    assert (
        desk.client.post(decide, {"item": item.public_id, "decision": "repeal", "ground": "任务完成"}).status_code
        == 302
    )
    assert desk.client.get(address("apply", public_id)).status_code == 302
    assert desk.signing.post(address("apply", public_id), {"on": today}).status_code == 302
    desk.document.refresh_from_db()
    assert desk.document.status == "repealed"
    assert "生效" in desk.client.get(page).content.decode()


def test_an_interpretation_is_entered_with_its_documents_by_number(desk):
    record = RecordFactory(agency=desk.agency, column=policy_column(desk.agency), title="问答解读")
    url = f"{address('enter_interpretation')}?record={record.public_id}"
    said = {"medium": "questions", "numbers": "测规[2024]1号", "pairs": "问：何时施行？\n答：即日。"}
    assert desk.client.post(url, said | {"numbers": "不存在"}).status_code == 422
    assert desk.client.post(url, said).status_code == 302
    assert Interpretation.objects.get(record=record).documents.get() == desk.document


def test_settings_are_for_who_answers_for_the_figures(desk):
    assert desk.client.get(address("settings")).status_code == 302
    said = {"registration_pattern": "{code}规-{year}-{number}", "made_on": "signed", "ground": "省里格式"}
    assert desk.signing.post(address("settings"), said).status_code == 302
    assert LibraryOffice.objects.get(agency=desk.agency).registration_pattern == "{code}规-{year}-{number}"


def test_a_file_is_downloaded(desk):
    make(desk.document)
    answer = desk.client.get(address("download", desk.document.public_id, "txt"))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "测试正文" in b"".join(answer.streaming_content).decode()
    assert desk.client.get(address("download", desk.document.public_id, "exe")).status_code == 404


def test_the_dashboard_and_the_digest_tell_what_waits(desk):
    DocumentFactory(agency=desk.agency, title="将到期", expires_on=date(2026, 8, 1))
    panel = waiting_documents(desk.editor, TODAY)
    assert panel
    assert ("即将到期的文件", 1) in [(row.label, row.count) for row in panel.rows]
    assert "将到期" in digest_part(desk.editor, TODAY)
    assert waiting_documents(desk.signer, TODAY) is None
    assert digest_part(desk.signer, TODAY) == ""
