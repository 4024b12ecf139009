"""The back office's screens, tried by a handler here, a handler of another agency, and the public."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import MembershipFactory, UserFactory
from gongkai.annual_reports.actions import TakeInReport
from gongkai.annual_reports.models import AnnualReport, State, UploadBatch
from gongkai.annual_reports.office import upload as upload_screen
from gongkai.annual_reports.tests.made import TOTAL, draft, editor, published, report_file, upload

pytestmark = pytest.mark.django_db

SCREENS = ("report", "original")
CHANGES = {
    "assign": {"agency": "X", "year": "2023"},
    "correct": {"cell": TOTAL, "value": "9", "reason": "程序读错"},
    "show": {"finding": ["1"]},
    "publish": {},
    "withdraw": {"reason": "不该公布"},
}


def address(name: str, *args: object) -> str:
    return reverse(f"annual_reports:{name}", args=args, urlconf=settings.OFFICE_URLCONF)


def queries_of_an_empty_screen(client) -> int:
    """What the back office itself asks, on a screen that shows nothing of ours."""
    client.get(address("upload"))
    with CaptureQueriesContext(connection) as asked:
        client.get(address("upload"))
    return len(asked)


@pytest.mark.parametrize("name", SCREENS)
def test_a_report_is_seen_by_its_agency_only(people, office_client, name):
    url = address(name, draft(people.agency).public_id)
    assert office_client(people.handler).get(url).status_code == 200
    assert office_client(people.stranger).get(url).status_code == 404
    assert office_client().get(url).status_code == 302


@pytest.mark.parametrize("name", CHANGES)
def test_a_report_is_changed_by_its_agency_only(people, office_client, name):
    report = draft(people.agency)
    url = address(name, report.public_id)
    assert office_client(people.stranger).post(url, CHANGES[name]).status_code == 404
    answer = office_client().post(url, CHANGES[name])
    assert (answer.status_code, "login" in answer["Location"]) == (302, True)
    assert office_client(people.handler).get(url).status_code == 405
    report.refresh_from_db()
    assert (report.state, report.cells.exclude(corrected_at=None).count()) == (State.DRAFT, 0)


def test_the_list_shows_ones_own(people, office_client):
    draft(people.agency)
    url = address("list")
    assert people.agency.name in office_client(people.handler).get(url).content.decode()
    assert people.agency.name not in office_client(people.stranger).get(url).content.decode()
    assert office_client().get(url).status_code == 302


def test_an_administrator_of_the_machine_sees_no_reports(people, office_client):
    response = office_client(UserFactory(system=True)).get(address("list"))
    assert response.status_code == 302


def test_the_list_needs_the_same_number_of_queries_for_many(people, office_client, django_assert_max_num_queries):
    draft(people.agency, 2023)
    client = office_client(people.handler)
    with django_assert_max_num_queries(queries_of_an_empty_screen(client) + 6) as few:
        client.get(address("list"))
    for year in range(2012, 2022):
        draft(people.agency, year)
    with django_assert_max_num_queries(len(few)):
        client.get(address("list"))


def test_a_report_needs_few_queries(people, office_client, django_assert_max_num_queries):
    client, url = office_client(people.handler), address("report", draft(people.agency, total=9).public_id)
    with django_assert_max_num_queries(queries_of_an_empty_screen(client) + 8):
        client.get(url)


def test_correcting_publishing_and_withdrawing(people, office_client):
    report, client = draft(people.agency, total=9), office_client(editor(people.agency))
    page = client.get(address("report", report.public_id) + f"?cell={TOTAL}").content.decode()
    assert "程序读到“9”" in page
    client.post(address("correct", report.public_id), {"cell": TOTAL, "value": " 5 ", "reason": "程序读错"})
    assert report.cells.get(cell=TOTAL).value == 5
    assert not report.findings.filter(level="error").exists()
    client.post(address("publish", report.public_id))
    report.refresh_from_db()
    assert report.state == State.PUBLISHED
    page = client.post(address("withdraw", report.public_id), {"reason": ""}, follow=True).content.decode()
    assert "请写明撤回理由" in page
    client.post(address("withdraw", report.public_id), {"reason": "附件有误"})
    report.refresh_from_db()
    assert (report.state, report.withdrawn_reason) == (State.WITHDRAWN, "附件有误")


@pytest.mark.parametrize("value", ["十二", "1,2,x", "NaN", "Infinity", "９a", "=1+1"])
def test_what_is_no_number_gets_its_sentence(people, office_client, value):
    report = draft(people.agency)
    data = {"cell": TOTAL, "value": value, "reason": "程序读错"}
    page = office_client(people.handler).post(address("correct", report.public_id), data, follow=True)
    assert "更正值应为数字" in page.content.decode()
    assert report.cells.get(cell=TOTAL).value == Decimal(5)


def test_an_assignment_against_what_is_printed_is_said(people, office_client):
    report, client = draft(people.agency), office_client(editor(people.agency))
    url = address("report", report.public_id)
    assert "文中印的机关是" not in client.get(url).content.decode()
    AnnualReport.objects.filter(pk=report.pk).update(year=2019, reading=report.reading | {"agency": "清源市水务局"})
    page = client.get(url).content.decode()
    assert f"文中印的机关是“清源市水务局”，认定的是“{people.agency.name}”。" in page
    assert "文中报告的年度是 2023 年，认定的是 2019 年。" in page


def test_a_handler_is_not_offered_what_editors_do(people, office_client):
    url = address("report", draft(people.agency, total=9).public_id)
    for person, offered in ((people.handler, False), (editor(people.agency), True)):
        page = office_client(person).get(url).content.decode()
        assert ("公布报告</button>" in page) == offered
        assert ('name="finding"' in page) == offered


def test_characters_that_no_database_takes_do_no_harm(people, office_client):
    report, client = draft(people.agency), office_client(people.handler)
    assert client.get(address("list"), {"q": "a\0b", "agency": "\0"}).status_code == 200
    client.post(address("correct", report.public_id), {"cell": TOTAL, "value": "6\0", "reason": "程序\0读错"})
    assert report.cells.get(cell=TOTAL).correction_reason == "程序读错"
    sound = upload(people.agency.name)
    damaged = replace(sound, reading=sound.reading | {"sections": {"1": "文\0字"}})
    assert TakeInReport(None, damaged).perform().sections["1"] == "文字"


def test_script_in_a_file_stays_text(people, office_client):
    report = draft(people.agency)
    report.file_name = report.title = report.agency_printed = "<script>alert(1)</script>"
    report.source_blocks = [{"place": "line 1", "text": "<script>alert(2)</script>"}]
    report.save()
    client = office_client(people.handler)
    for url in (address("list"), address("report", report.public_id)):
        assert "<script>alert" not in client.get(url).content.decode()


def test_the_original_is_a_download_that_runs_nothing(people, office_client):
    response = office_client(people.handler).get(address("original", draft(people.agency).public_id))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"


def file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_many_files_at_once_without_script(people, office_client):
    files = [file("一.txt", report_file(people.agency.name)), file("二.txt", "不是年报".encode())]
    client = office_client(people.handler)
    page = client.post(address("upload"), {"files": files}, follow=True).content.decode()
    assert "共 2 个文件，已读取 2 个，其中 1 个不能使用" in page
    assert AnnualReport.objects.get().agency == people.agency


def test_one_file_a_request_with_script(people, office_client):
    client = office_client(people.handler)
    begun = client.post(address("upload"), {"expected": 2}, headers={"accept": "application/json"}).json()["batch"]
    answer = client.post(begun, {"file": file("一.txt", report_file(people.agency.name))}).json()
    assert (answer["ok"], answer["sentence"]) == (True, f"{people.agency.name}，2023年。")
    page = client.get(begun).content.decode()
    assert "共 2 个文件，已读取 1 个" in page
    assert "再选一次同样的文件" in page


def test_a_batch_is_its_owners(people, office_client):
    batch = UploadBatch.objects.create(uploaded_by=people.handler, expected=1)
    assert office_client(people.handler).get(address("batch", batch.public_id)).status_code == 200
    assert office_client(people.stranger).get(address("batch", batch.public_id)).status_code == 404


@pytest.mark.parametrize("data", [{}, {"expected": "0"}, {"expected": "99999"}, {"expected": "x"}])
def test_an_upload_of_nothing_or_too_much_gets_its_sentence(people, office_client, data):
    response = office_client(people.handler).post(address("upload"), data)
    assert response.status_code == 200
    assert not UploadBatch.objects.exists()
    assert 'role="alert"' in response.content.decode()


def test_who_only_reads_is_not_offered_to_upload(people, office_client):
    reader = MembershipFactory(agency=people.agency, role=Role.DISCIPLINE).user
    client = office_client(reader)
    report = published(people.agency)
    assert client.get(address("report", report.public_id)).status_code == 200
    assert address("upload") not in client.get(address("list")).content.decode()
    assert client.get(address("upload")).status_code in (302, 403)


def test_research_reads_what_is_published_of_all_agencies(people, office_client):
    reader = MembershipFactory(agency=people.agency, role=Role.RESEARCHER).user
    client = office_client(reader)
    public, inner = published(people.other_agency), draft(people.agency)
    page = client.get(address("list")).content.decode()
    assert address("report", public.public_id) in page
    assert address("report", inner.public_id) not in page
    assert f'<option value="{people.other_agency.code}"' in page
    assert client.get(address("report", public.public_id)).status_code == 200
    assert client.get(address("report", inner.public_id)).status_code == 404
    assert client.post(address("withdraw", public.public_id), {"reason": "x"}).status_code in (302, 403)
    public.refresh_from_db()
    assert public.state == "published"


def test_a_table_that_is_not_there_is_said_not_drawn(people, office_client):
    report = draft(people.agency)
    report.cells.filter(cell__startswith="applications.").delete()
    page = office_client(people.handler).get(address("report", report.public_id)).content.decode()
    assert page.count('<table class="statutory') == 2
    assert "没有这张统计表" in page


def test_files_too_large_are_said_to_be_so_as_often_as_they_come(people, office_client, monkeypatch):
    monkeypatch.setattr(upload_screen, "MAX_MEGABYTES", 0)
    client = office_client(people.handler)
    files = [file("大.txt", b"x"), file("大.txt", b"xx")]
    page = client.post(address("upload"), {"files": files}, follow=True).content.decode()
    assert "未予读取" in page
    assert not AnnualReport.objects.exists()
