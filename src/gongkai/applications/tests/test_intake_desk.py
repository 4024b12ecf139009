"""Taking an application in at the desk: what is proposed, what is known of the person, what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, User
from gongkai.agencies.tests.factories import AgencyFactory, DepartmentFactory, MembershipFactory
from gongkai.applications.actions import Person, Route
from gongkai.applications.enums import State
from gongkai.applications.models import Application, DisclosureOffice
from gongkai.applications.tests.factories import RECEIVED, TODAY, taken_in

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF\n"
ID_NUMBER = "110101199003070038"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    settings.HOME = tmp_path


@pytest.fixture
def agency() -> Agency:
    return AgencyFactory()


@pytest.fixture
def desk(agency: Agency, office_client: Callable[..., Any]) -> Any:
    return office_client(officer(agency))


def officer(agency: Agency, role: Role = Role.REGISTRAR) -> User:
    return MembershipFactory(agency=agency, role=role).user


def filled(agency: Agency, **fields: Any) -> dict[str, Any]:
    return {
        "agency": agency.code,
        "matter": "disclosure",
        "channel": "counter",
        "arrived_on": "2026-01-05",
        "applicant_type": "natural_person",
        "subject": "某地块征收补偿安置方案",
        "submission_key": "key-1",
        "person-TOTAL_FORMS": "1",
        "person-INITIAL_FORMS": "0",
        "person-0-role": "applicant",
        "person-0-name": "申请人甲",
        "person-0-id_number": ID_NUMBER,
    } | fields


def known(desk: Any, agency: Agency, **fields: Any) -> str:
    page = desk.post(reverse("applications:intake_known"), filled(agency, **fields))
    assert page.status_code == 200
    return page.content.decode()


def refused(desk: Any, agency: Agency, **fields: Any) -> list[str]:
    page = desk.post(reverse("applications:intake"), filled(agency, **fields))
    assert page.status_code == 422
    assert Application.objects.count() == 0
    assert "某地块" in page.content.decode() or "subject" in fields
    return page.context["refusals"]


@pytest.mark.parametrize(
    ("channel", "days", "said"),
    [
        ("counter", {}, "以提交之日"),
        ("oral", {}, "以提交之日"),
        ("registered_letter", {"signed_on": "2026-01-06"}, "签收之日"),
        ("registered_letter", {}, "尚未登记签收日期"),
        ("letter", {}, "当日与申请人确认"),
        ("letter", {"confirmed_on": "2026-01-06"}, "确认之日"),
        ("fax", {}, "自动回执不算确认"),
        ("email", {"confirmed_on": "2026-01-06"}, "双方确认之日"),
        ("web", {"confirmed_on": "2026-01-04"}, "早于提交日期"),
    ],
)
def test_the_receipt_date_is_proposed_with_its_ground(
    desk: Any, agency: Agency, channel: str, days: dict[str, str], said: str
) -> None:
    assert said in known(desk, agency, channel=channel, **days)


def test_the_due_date_follows_from_the_proposed_receipt(desk: Any, agency: Agency) -> None:
    assert "2026-02-02" in known(desk, agency)


@pytest.mark.parametrize("channel", ["counter", "letter", "registered_letter", "fax", "email", "oral", "web"])
def test_an_application_of_every_channel_is_taken_in(desk: Any, agency: Agency, channel: str) -> None:
    scan = SimpleUploadedFile("申请书.pdf", PDF)
    page = desk.post(reverse("applications:intake"), filled(agency, channel=channel, scan=scan))
    case = Application.objects.get()
    assert page.status_code == 302
    assert page.url == reverse("applications:case", args=[case.public_id])
    assert case.state == (State.OPEN if channel in ("counter", "oral") else State.SUBMITTED)
    assert case.materials.get().kind == "application"


def test_several_applicants_and_an_agent(desk: Any, agency: Agency) -> None:
    more = {
        "person-TOTAL_FORMS": "3",
        "person-1-role": "applicant",
        "person-1-name": "申请人乙",
        "person-2-role": "agent",
        "person-2-name": "代理人丙",
    }
    desk.post(reverse("applications:intake"), filled(agency, **more))
    case = Application.objects.get()
    assert [(party.role, party.number, party.name) for party in case.parties.order_by("pk")] == [
        ("applicant", 1, "申请人甲"), ("applicant", 2, "申请人乙"), ("agent", 1, "代理人丙"),
    ]  # fmt: skip


def test_one_more_person_without_scripts(desk: Any, agency: Agency) -> None:
    page = desk.post(reverse("applications:intake"), filled(agency, add_person="1"))
    assert page.status_code == 200
    assert 'name="person-1-name"' in page.content.decode()
    assert "某地块" in page.content.decode()
    preview = desk.post(reverse("applications:intake"), filled(agency, preview="1")).content.decode()
    assert "2026-02-02" in preview
    assert Application.objects.count() == 0


def test_a_double_click_registers_once(desk: Any, agency: Agency) -> None:
    for _ in range(2):
        assert desk.post(reverse("applications:intake"), filled(agency)).status_code == 302
    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"arrived_on": "2026-02-30"}, "没有“2026-02-30”这一天"),
        ({"arrived_on": "2026-01-21"}, "晚于今天"),
        ({"channel": "email", "confirmed_on": "2026-01-21"}, "晚于今天"),
        ({"channel": "email", "confirmed_on": "2026-01-04"}, "早于提交日期"),
        ({"channel": "pigeon"}, "提交方式"),
        ({"person-0-name": ""}, "姓名或者名称"),
        ({"subject": "长" * 301}, "申请事项"),
        ({"information_year": "1800"}, "信息年度"),
        ({"person-0-email": "不是邮箱"}, "电子邮箱"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(
    desk: Any, agency: Agency, fields: dict[str, str], said: str
) -> None:
    reasons = refused(desk, agency, **fields)
    assert len(reasons) == 1
    assert said in reasons[0]


def with_macros() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        archive.writestr("word/document.xml", "<w:document/>")
        archive.writestr("word/vbaProject.bin", "macro")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("申请书.docx", with_macros(), "含有宏"),
        ("申请书.pdf", b"", "空"),
        ("申请书.exe", b"MZ\x90\0", "不能接收"),
        ("申请书.png", PDF, "不符"),
    ],
)
def test_a_file_that_is_none_is_refused(desk: Any, agency: Agency, name: str, data: bytes, said: str) -> None:
    assert said in "".join(refused(desk, agency, scan=SimpleUploadedFile(name, data)))


def test_a_file_of_200_mb_is_refused_before_it_is_read(
    desk: Any, agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.applications.office.intake_forms.LARGEST", 1024 * 1024)
    large = SimpleUploadedFile("申请书.pdf", PDF + b"0" * (200 * 1024 * 1024))
    monkeypatch.setattr("gongkai.applications.actions.materials.refused_upload", lambda _: pytest.fail("was read"))
    assert refused(desk, agency, scan=large) == ["文件“申请书.pdf”超过1 MB，请压缩或者分开上传。"]


EVERY_TEXT = (
    "subject", "description", "form_wanted", "way_wanted", "assistance", "region", "topic", "person-0-name",
    "person-0-id_kind", "person-0-id_number", "person-0-phone", "person-0-address", "person-0-representative",
    "person-0-contact_name",
)  # fmt: skip


def test_scripts_in_every_field_stay_text(desk: Any, agency: Agency) -> None:
    evil = "<script>alert(1)</script>"
    fields = dict.fromkeys(EVERY_TEXT, evil)
    page = desk.post(reverse("applications:intake"), filled(agency, preview="1", **fields))
    assert evil not in page.content.decode()
    desk.post(reverse("applications:intake"), filled(agency, **(fields | {"form_wanted": "", "way_wanted": ""})))
    case = Application.objects.get()
    for address in ("list", "amend", "split", "link_same", "void"):
        arguments = [] if address == "list" else [case.public_id]
        page = desk.get(reverse(f"applications:{address}", args=arguments), {"tab": "all"})
        assert page.status_code == 200
        assert evil not in page.content.decode(), address
    assert evil not in known(desk, agency, **fields)


def test_the_same_persons_applications_are_found_by_number_telephone_or_name(desk: Any, agency: Agency) -> None:
    before = taken_in(agency)
    by_number = known(desk, agency, **{"person-0-name": "别名", "person-0-id_number": "110101 19900307 0038"})
    assert before.receipt_no in by_number
    assert "仅姓名相同" not in by_number
    by_phone = known(desk, agency, **{"person-0-name": "", "person-0-id_number": "", "person-0-phone": "01000000000"})
    assert before.receipt_no in by_phone
    by_name = known(desk, agency, **{"person-0-id_number": ""})
    assert "仅姓名相同" in by_name
    assert before.receipt_no not in known(desk, agency, **{"person-0-name": "他人", "person-0-id_number": "1"})
    assert ID_NUMBER not in by_number


def test_another_agencys_applications_are_not_shown(desk: Any, agency: Agency) -> None:
    assert taken_in(AgencyFactory()).receipt_no not in known(desk, agency)


def test_the_months_count_and_the_fee_of_the_eleventh(desk: Any, agency: Agency) -> None:
    taken_in(agency, arrived_on=date(2025, 12, 31))
    for _ in range(9):
        taken_in(agency)
    assert "超过每月10件" not in known(desk, agency)
    void = taken_in(agency)
    Application.objects.filter(pk=void.pk).update(state=State.VOID)
    assert "本件为第 10 件" in known(desk, agency)
    taken_in(agency)
    shown = known(desk, agency)
    assert "本件为第 11 件" in shown
    assert "本件 100 元，本月累计 100 元" in shown


def test_the_same_by_web_and_by_post_is_shown_and_linked(desk: Any, agency: Agency) -> None:
    first = taken_in(agency, channel="web", confirmed_on=RECEIVED)
    assert f'value="{first.public_id}"' in known(desk, agency, subject="某地块的征收补偿安置方案")
    assert f'value="{first.public_id}"' not in known(desk, agency, subject="水库除险加固")
    desk.post(reverse("applications:intake"), filled(agency, channel="letter", same_as=first.public_id))
    assert Application.objects.get(channel="letter").same_as == first


def test_only_the_agencys_registrar_takes_in(agency: Agency, office_client: Callable[..., Any]) -> None:
    other = AgencyFactory()
    stranger = office_client(officer(other))
    page = stranger.post(reverse("applications:intake"), filled(agency))
    assert page.status_code == 422
    assert Application.objects.count() == 0
    handler = office_client(officer(agency, Role.HANDLER))
    assert handler.get(reverse("applications:intake")).status_code == 302


@pytest.mark.parametrize("address", ["amend", "split", "link_same", "void", "reminder_slip"])
def test_a_case_of_another_agency_is_not_there(agency: Agency, office_client: Callable[..., Any], address: str) -> None:
    case = taken_in(agency)
    stranger = office_client(officer(AgencyFactory(), Role.HANDLER))
    assert stranger.get(reverse(f"applications:{address}", args=[case.public_id])).status_code == 404


def test_splitting_and_voiding_on_screen(desk: Any, agency: Agency, office_client: Callable[..., Any]) -> None:
    case = taken_in(agency)
    split = reverse("applications:split", args=[case.public_id])
    more = desk.post(split, {"version": case.version, "subject": ["甲", "乙"], "description": ["", ""], "more": "1"})
    assert more.content.decode().count('name="subject"') == 3
    answer = desk.post(split, {"version": case.version, "subject": ["甲", "乙", ""], "description": ["", "", ""]})
    assert case.children.count() == 2
    child = case.children.first()
    assert reverse("applications:case", args=[child.public_id]) in desk.get(answer["Location"]).content.decode()
    address = reverse("applications:void", args=[child.public_id])
    assert desk.post(address, {"version": child.version, "ground": ""}).status_code == 422
    assert desk.post(address, {"version": child.version, "ground": "重复登记"}).status_code == 302
    child.refresh_from_db()
    signer = office_client(officer(agency, Role.SIGNER))
    assert signer.post(address, {"version": child.version, "answer": "approve"}).status_code == 302
    child.refresh_from_db()
    assert child.state == State.VOID


def test_of_two_officers_who_amend_at_once_the_second_is_told(desk: Any, agency: Agency) -> None:
    case = taken_in(agency)
    party = case.parties.get()
    address = reverse("applications:amend", args=[case.public_id])
    said = {
        "version": case.version, "ground": "录入有误", "subject": "新的事项", "applicant_type": "natural_person",
        f"{party.public_id}-name": "申请人甲",
    }  # fmt: skip
    assert desk.post(address, said).status_code == 302
    second = desk.post(address, said | {"subject": "另一事项"})
    assert second.status_code == 422
    assert "刚刚由他人办理过" in second.content.decode()
    case.refresh_from_db()
    party.refresh_from_db()
    assert (case.subject, party.id_number) == ("新的事项", ID_NUMBER)


def test_look_ups_have_their_own_counter(desk: Any, agency: Agency) -> None:
    address = reverse("applications:look_ups")
    said = {"agency": agency.code, "on": "2026-01-19", "subject": "=1+1", "people": "2", "result": "当场查到"}
    assert desk.post(address, said).status_code == 302
    assert desk.post(address, said | {"on": "2026-01-21"}).status_code == 422
    assert desk.post(address).status_code == 422
    page = desk.get(address)
    assert (page.context["times"], page.context["people"]) == (1, 2)
    text = desk.get(reverse("applications:export_look_ups", args=["csv"])).content.decode("utf-8-sig")
    assert "'=1+1" in text


def test_the_settings_screen_shows_each_remark_and_keeps_what_differs(desk: Any, agency: Agency) -> None:
    address = reverse("applications:office")
    assert "条例第三十条只说" in desk.get(address).content.decode()
    said = {
        "accepts": "on", "phone": "010-1", "number_pattern": "公开答〔{year}〕{n}号", "counts_by": "served",
        "supplement_days": "10", "deemed_abandoned": "on", "fee_restarts": "on", "mail_room_counts": "on",
        "other_agency_days": "", "ground": "办公会议", "retention_years": "10",
    }  # fmt: skip
    page = desk.post(address, said)
    assert page.status_code == 302, page.context["refusals"]
    office = DisclosureOffice.objects.get()
    assert (office.phone, office.supplement_days, office.practice) == ("010-1", 10, {"other_agency_days": None})
    assert desk.post(address, said | {"number_pattern": "公开答"}).status_code == 422
    assert desk.post(address, said | {"supplement_days": "x"}).status_code == 422


def test_slips_are_shown_and_written(desk: Any, agency: Agency) -> None:
    case = Route(None, taken_in(agency), DepartmentFactory(agency=agency), asked="请提供全文", today=TODAY).perform()
    task = case.tasks.get()
    slip = reverse("applications:assignment_slip", args=[case.public_id, task.public_id])
    page = desk.get(slip).content.decode()
    assert all(text in page for text in ("交办单", case.receipt_no, task.department.name, "请提供全文"))
    assert "【缺" not in page.replace("【缺：联系电话】", "")
    assert desk.get(slip, {"format": "docx"}).content[:2] == b"PK"
    reminder = desk.get(reverse("applications:reminder_slip", args=[case.public_id])).content.decode()
    assert "距答复期限还有9个工作日" in reminder


def test_the_form_for_amending_shows_no_number_and_no_telephone(desk: Any, agency: Agency) -> None:
    case = taken_in(agency, people=[Person("申请人甲", id_number=ID_NUMBER, phone="010-12345678")])
    page = desk.get(reverse("applications:amend", args=[case.public_id])).content.decode()
    assert ID_NUMBER not in page
    assert "010-12345678" not in page
