"""依申请公开: the guide, the form and what becomes of it; every bad input gets its sentence and loses nothing."""

import io
import json
import re
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from gongkai.agencies.enums import Kind
from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.applications.models import Application, DisclosureOffice, Material, Party
from gongkai.documents import read_document
from gongkai.ledger.models import Entry
from gongkai.portal import uploads
from gongkai.portal.tests.citizens import ID_NUMBER, PDF, applied, filled, form_page, hidden, picture, send
from gongkai.portal.views import apply

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


def errors(response) -> dict[str, str]:
    """Field and sentence of the error list of a page."""
    page = response.content.decode()
    listed = page.partition('id="error-list"')[2].partition("</div>")[0]
    named = dict(re.findall(r'<a href="#f-([\w-]*)">([^<]*)</a>', listed))
    general = re.findall(r"<li>([^<]+)</li>", listed)
    return named | ({"": general[0]} if general else {})


# ---------------------------------------------------------------- the page


def test_with_one_agency_its_form_comes_at_once_and_with_several_one_is_chosen(public_client):
    only = AgencyFactory(name="澄湖市测试局")
    assert 'id="apply-form"' in public_client.get("/xxgk/shenqing/").content.decode()
    AgencyFactory(name="栖岭县测试局")
    AgencyFactory(name="测试供水公司", kind=Kind.PUBLIC_SERVICE)
    gone = AgencyFactory(name="已撤销的测试局", abolished_on=timezone.localdate())
    closed = AgencyFactory(name="不受理的测试局")
    DisclosureOffice.objects.create(agency=closed, accepts=False)
    page = public_client.get("/xxgk/shenqing/").content.decode()
    assert f"?jg={only.code}" in page
    for name in ("测试供水公司", "已撤销的测试局", "不受理的测试局"):
        assert name not in page
    for agency in (gone, closed):
        assert public_client.get("/xxgk/shenqing/", {"jg": agency.code}).status_code == 404


def test_the_guide_says_where_and_when(people, public_client):
    DisclosureOffice.objects.create(
        agency=people.agency, name="测试公开办", counter="测试路1号一楼", hours="工作日 9:00—17:00",
        postal_address="测试路1号", postcode="000000", phone="0000-1234567",
    )  # fmt: skip
    page = form_page(public_client, people.agency)
    for word in (
        "测试公开办",
        "测试路1号一楼",
        "工作日 9:00—17:00",
        "000000",
        "0000-1234567",
        "<svg",
        "二十个工作日内答复",
    ):
        assert word in page
    assert "用途" in page
    assert 'name="purpose"' not in page


@pytest.mark.parametrize("matter", ["", "?shixiang=gengzheng"])
def test_the_printable_forms_are_real_and_name_the_agency(people, public_client, matter):
    address = f"/xxgk/shenqing/{people.agency.code}/shenqingbiao."
    word = public_client.get(f"{address}docx{matter}")
    assert people.agency.name in ZipFile(io.BytesIO(word.content)).read("word/document.xml").decode()
    pdf = public_client.get(f"{address}pdf{matter}")
    text = "".join(paragraph.text for paragraph in read_document(pdf.content, "表.pdf").paragraphs())
    assert people.agency.name in text
    assert public_client.get(f"{address}exe").status_code == 404


def test_the_empty_form_costs_one_query(people, public_client, django_assert_num_queries):
    form_page(public_client, people.agency)
    with django_assert_num_queries(1):
        form_page(public_client, people.agency)


# ---------------------------------------------------------------- a sound application


def test_who_applies_gets_a_receipt_that_confirms_nothing(people, public_client):
    case = applied(public_client, people.agency)
    assert (case.channel, case.state, case.received_on) == ("web", "submitted", None)
    assert case.arrived_on == timezone.localdate()
    page = public_client.get(f"/xxgk/chaxun/{case.public_id}/huizhi/").content.decode()
    assert case.receipt_no in page
    assert re.search(r'查询码</dt><dd class="key-fact">[2-9a-z]{10}<', page)
    assert "不是收到申请的确认" in page
    paper = public_client.get(f"/xxgk/chaxun/{case.public_id}/huizhi.pdf")
    text = "".join(paragraph.text for paragraph in read_document(paper.content, "回执.pdf").paragraphs())
    assert case.receipt_no in text
    assert "缺：" not in text


def test_identity_is_protected_and_the_ledger_knows_nobody(people, public_client):
    case = applied(public_client, people.agency)
    kept = case.materials.get()
    assert (kept.kind, kept.given_out) == ("identity", False)
    party = case.parties.get()
    assert party.id_number == ID_NUMBER
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id_number, phone FROM {Party._meta.db_table}")
        assert ID_NUMBER not in str(cursor.fetchall())
    entry = Entry.objects.get(kind="application.taken_in")
    assert entry.actor == "public:applicant"
    assert ID_NUMBER not in json.dumps(entry.payload)
    assert "申请人甲" not in json.dumps(entry.payload, ensure_ascii=False) + entry.ground


def test_several_applicants_an_organisation_and_an_agent(people, public_client):
    case = applied(
        public_client, people.agency, count="2", type="enterprise",
        **{
            "name-1": "测试公司", "id_kind-1": "统一社会信用代码", "id_number-1": "91350100M000100Y43",
            "representative": "负责人甲", "name-2": "申请人乙", "id_kind-2": "护照", "id_number-2": "E 1234",
            "identity-2": picture("护照.png"), "agent_name": "代理人丙", "agent_id_kind": "居民身份证",
            "agent_id_number": ID_NUMBER, "authority": picture("委托书.pdf", PDF), "agent_identity": picture(),
        },
    )  # fmt: skip
    assert [(p.role, p.name) for p in case.parties.order_by("pk")] == [
        ("applicant", "测试公司"), ("applicant", "申请人乙"), ("agent", "代理人丙"),
    ]  # fmt: skip
    assert sorted(case.materials.values_list("kind", flat=True)) == ["authority", "identity", "identity", "identity"]
    assert case.applicant_type == "enterprise"


def test_a_correction_needs_its_evidence(people, public_client):
    refused = send(public_client, people.agency, matter="correction", description="")
    assert {"description", "evidence"} <= set(errors(refused))
    case = applied(public_client, people.agency, matter="correction", evidence=picture("证据.pdf", PDF))
    assert case.matter == "correction"


# ---------------------------------------------------------------- once


def test_a_double_click_and_a_reload_make_one_application(people, public_client):
    key = hidden(form_page(public_client, people.agency), "key")
    places = {
        public_client.post("/xxgk/shenqing/", filled(people.agency, key))["Location"] for _ in range(3)
    }  # the file is a new one each time, as a browser sends it
    assert len(places) == 1
    assert Application.objects.count() == 1


def test_something_else_from_the_same_page_is_neither_lost_nor_taken_unasked(people, public_client):
    key = hidden(form_page(public_client, people.agency), "key")
    first = public_client.post("/xxgk/shenqing/", filled(people.agency, key))
    again = public_client.post("/xxgk/shenqing/", filled(people.agency, key, subject="另一件事"))
    assert again.status_code == 422
    assert Application.objects.get().receipt_no in errors(again)[""]
    new_key = hidden(again.content.decode(), "key")
    assert new_key != key
    second = public_client.post("/xxgk/shenqing/", filled(people.agency, new_key, subject="另一件事"))
    assert second.status_code == 303
    assert second["Location"] != first["Location"]


@pytest.mark.parametrize("key", ["", "1", "abc:def", "x" * 5000])
def test_a_key_that_we_did_not_make_is_not_taken(people, public_client, key):
    response = public_client.post("/xxgk/shenqing/", filled(people.agency, key))
    assert errors(response) == {"": apply.EXPIRED}
    assert not Application.objects.exists()


# ---------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("fields", "field", "word"),
    [
        ({"subject": "  "}, "subject", "所需信息"),
        ({"subject": "长" * 301}, "subject", "不超过300字，现有301字"),
        ({"description": "长" * 19_001}, "description", "不超过19000字"),
        ({"matter": "x"}, "matter", "申请的事项"),
        ({"form": ""}, "form", "形式"),
        ({"way": "鸽子"}, "way", "途径"),
        ({"way": "邮寄"}, "address", "通信地址"),
        ({"way": "电子邮件"}, "email", "电子邮箱"),
        ({"type": "martian"}, "type", "类别"),
        ({"name-1": ""}, "name-1", "姓名"),
        ({"name-1": "名" * 201}, "name-1", "200字"),
        ({"id_kind-1": "借书证"}, "id_kind-1", "证件种类"),
        ({"id_number-1": ""}, "id_number-1", "证件号码"),
        ({"id_number-1": "110101199003070039"}, "id_number-1", "有误"),
        ({"id_number-1": "１１０１０１１９９００３０７００３"}, "id_number-1", "有误"),
        ({"id_kind-1": "统一社会信用代码", "id_number-1": "9" * 18}, "id_number-1", "有误"),
        ({"id_kind-1": "护照", "id_number-1": "E" * 61}, "id_number-1", "过长"),
        ({"identity-1": None}, "identity-1", "身份证明"),
        ({"phone": "", "email": ""}, "phone", "至少填写一种联系方式"),
        ({"phone": "不告诉你"}, "phone", "有误"),
        ({"email": "nobody@"}, "email", "格式有误"),
        ({"agent_name": "代理人丙"}, "authority", "授权委托书"),
        ({"assistance": "助" * 201}, "assistance", "不超过200字"),
        ({"address": "址" * 301}, "address", "不超过300字"),
    ],
)
def test_each_wrong_field_is_said_beside_it_and_what_was_typed_stays(people, public_client, fields, field, word):
    response = send(public_client, people.agency, **fields)
    assert response.status_code == 422
    found = errors(response)
    assert word in found[field]
    page = response.content.decode()
    assert f'id="e-{field}"' in page
    assert f'id="f-{field}"' in page
    if "subject" not in fields:
        assert "某街道老旧小区改造项目清单" in page
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("空.png", b"", "空的"),
        ("程序.png", b"MZ\x90\x00" + b"\x00" * 99, "类型不能接收"),
        ("网页.txt", b"<html><body>x</body></html>", "类型不能接收"),
        ("照片.pdf", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "与扩展名不符"),
        ("<img src=x>.png", b"\x00\x01", "与扩展名不符"),
    ],
)
def test_a_file_is_told_by_its_content(people, public_client, name, data, word):
    response = send(public_client, people.agency, **{"identity-1": SimpleUploadedFile(name, data)})
    assert word in errors(response)["identity-1"]
    assert "<img" not in response.content.decode()
    assert not Material.objects.exists()


def test_a_word_file_with_macros_is_refused(people, public_client):
    out = io.BytesIO()
    with ZipFile(out, "w") as package:
        for part in ("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"):
            package.writestr(part, "x")
    response = send(public_client, people.agency, evidence=SimpleUploadedFile("材料.docx", out.getvalue()))
    assert "含有宏" in errors(response)["evidence"]


def test_files_too_large_are_refused_and_nothing_typed_is_lost(people, public_client, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 1000)
    response = send(public_client, people.agency, **{"identity-1": picture(data=b"\x89PNG" + b"0" * 5000)})
    assert "超过" in errors(response)["identity-1"]
    assert "某街道老旧小区改造项目清单" in response.content.decode()
    monkeypatch.setattr(uploads, "LARGEST", 20_000)
    monkeypatch.setattr(uploads, "MAX_TOTAL", 6000)
    response = send(public_client, people.agency, evidence=[picture(data=b"\x89PNG" + b"0" * 5000) for _ in range(2)])
    assert "合计超过" in errors(response)["evidence"]


def test_of_a_file_too_large_nothing_is_held(monkeypatch):
    request = RequestFactory().post("/")
    handler = uploads.SeveralFiles(request)
    with pytest.raises(uploads.StopFutureHandlers):
        handler.new_file("identity-1", "大.png", "image/png", None)
    piece = b"0" * 1024 * 1024
    for number in range(200):
        handler.receive_data_chunk(piece, number * len(piece))
        assert sum(map(len, handler.pieces)) <= uploads.LARGEST
    assert handler.file_complete(200 * len(piece)) is None
    assert "超过 20 MB" in request.upload_refusals["identity-1"]


def test_ten_megabytes_of_text_get_a_sentence(people, public_client):
    response = send(public_client, people.agency, description="长" * 3_500_000)
    assert response.status_code == 413
    assert apply.TOO_LONG in response.content.decode()
    key = hidden(form_page(public_client, people.agency), "key")
    told = public_client.post(
        "/xxgk/shenqing/",
        filled(people.agency, key, description="长" * 3_500_000),
        headers={"accept": "application/json"},
    )
    assert told.status_code == 413
    assert told.json()["errors"] == [{"field": "description", "sentence": apply.TOO_LONG}]


def test_script_in_every_field_is_text(people, public_client):
    fields = {name: SCRIPT for name, value in filled(people.agency, "").items() if isinstance(value, str)}
    more = (
        "representative contact_name email address postcode assistance agent_name agent_id_number agent_phone count act"
    )
    fields |= dict.fromkeys(more.split(), SCRIPT)
    for given in (fields, {**fields, "act": ""}):
        page = send(public_client, people.agency, **{**given, "jg": people.agency.code}).content.decode()
        assert SCRIPT not in page
        assert "&lt;script&gt;" in page
    case = applied(public_client, people.agency, subject=SCRIPT, description=SCRIPT, **{"name-1": SCRIPT})
    for address in ("", "huizhi/", "chehui/"):
        assert SCRIPT not in public_client.get(f"/xxgk/chaxun/{case.public_id}/{address}").content.decode()


def test_nul_and_an_impossible_number_of_applicants_do_no_harm(people, public_client):
    case = applied(public_client, people.agency, subject="清\0单", count="999999999999")
    assert case.subject == "清单"
    assert public_client.get("/xxgk/shenqing/", {"jg": "\0"}).status_code == 200
    assert public_client.get("/xxgk/shenqing/", {"q": "\0"}).status_code == 200


def test_an_agency_that_does_not_take_applications_is_refused_on_sending_too(people, public_client):
    key = hidden(form_page(public_client, people.agency), "key")
    response = public_client.post("/xxgk/shenqing/", filled(people.agency, key, jg="nobody"))
    assert response.status_code == 422
    assert not Application.objects.exists()


# ---------------------------------------------------------------- with and without scripts


def test_without_scripts_applicants_are_added_and_taken_away(people, public_client):
    more = send(public_client, people.agency, act="add")
    page = more.content.decode()
    assert more.status_code == 200
    assert 'name="name-2"' in page
    assert "申请人甲" in page
    assert hidden(page, "count") == "2"
    less = public_client.post("/xxgk/shenqing/", filled(people.agency, hidden(page, "key"), count="2", act="remove"))
    assert 'name="name-2"' not in less.content.decode()
    assert not Application.objects.exists()


def test_the_script_is_answered_in_json(people, public_client):
    key = hidden(form_page(public_client, people.agency), "key")
    said = {"accept": "application/json"}
    wrong = public_client.post("/xxgk/shenqing/", filled(people.agency, key, subject=""), headers=said)
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "subject"
    assert wrong.json()["key"] == key
    right = public_client.post("/xxgk/shenqing/", filled(people.agency, key), headers=said)
    assert public_client.get(right.json()["location"]).status_code == 200


def test_a_form_from_another_site_is_refused(people, public_client):
    public_client.handler.enforce_csrf_checks = True
    assert public_client.post("/xxgk/shenqing/", filled(people.agency, "")).status_code == 403


def test_no_page_has_inline_script_or_style_and_none_keeps_a_session(people, public_client):
    case = applied(public_client, people.agency)
    for address in (
        f"/xxgk/shenqing/?jg={people.agency.code}",
        "/xxgk/chaxun/",
        f"/xxgk/chaxun/{case.public_id}/",
        f"/xxgk/chaxun/{case.public_id}/huizhi/",
        "/xxgk/yigongkai/?q=x",
        "/xxgk/yishenqing-gongkai/",
    ):
        response = public_client.get(address)
        assert response.status_code == 200, address
        assert "default-src 'self'" in response["Content-Security-Policy"]
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", response.content.decode()), address
    assert not {"sessionid", "gongkai_office"} & set(public_client.cookies)


def test_files_lie_where_no_address_reaches_them(people, public_client, settings):
    case = applied(public_client, people.agency)
    kept = case.materials.get()
    assert Path(kept.file.path).is_relative_to(Path(settings.HOME) / "private")
    assert public_client.get(f"/xxgk/chaxun/{case.public_id}/wenshu/{kept.public_id}/").status_code == 404
    assert timezone.now() - case.submitted_at < timedelta(minutes=5)


def test_the_case_keeps_the_name_together_with_what_else_was_said_of_it(public_client, people):
    case = applied(public_client, people.agency, subject="某街道改造项目清单", description="2025年的。")
    assert case.description == "某街道改造项目清单\n2025年的。"
    case = applied(public_client, people.agency, subject="某街道拆迁公告", description="")
    assert (case.subject, case.description) == ("某街道拆迁公告", "")
