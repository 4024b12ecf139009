"""年报体检: what comes back, and that nothing stays."""

import io
import logging
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.annual_reports.tests.made import TOTAL, report_file
from gongkai.portal import guard, uploads
from gongkai.portal.views import examine
from gongkai.reports.isolated import answer

pytestmark = pytest.mark.django_db

AGENCY = "澄湖市测试局"


@pytest.fixture(autouse=True)
def fresh_minute():
    cache.clear()


@pytest.fixture
def in_process(monkeypatch):
    """Reads in this process, where the test is not about the process of its own."""
    monkeypatch.setattr(examine, "read_and_check", answer)


def give(client, data: bytes, name: str = "年报.txt"):
    return client.post("/tijian/", {"file": SimpleUploadedFile(name, data)})


def test_a_file_is_read_in_a_process_of_its_own_and_its_wrong_cell_marked(public_client):
    response = give(public_client, report_file(AGENCY, total=9))
    page = response.content.decode()
    assert response.status_code == 200
    assert AGENCY in page
    assert f'<td id="cell-{TOTAL}" class="figure wrong"' in page
    assert "应为5" in page
    assert response["Cache-Control"].startswith("max-age=0") or "no-store" in response["Cache-Control"]


def test_pasted_text_does_as_well(public_client, in_process):
    page = public_client.post("/tijian/", {"text": report_file(AGENCY).decode()}).content.decode()
    assert "读出数字" in page
    assert "200 个" in page


def test_pasted_text_is_not_called_a_file(public_client, in_process):
    sentence = "不是政府信息公开工作年度报告：没有报告标题，也没有规定的章节和表格。"
    page = public_client.post("/tijian/", {"text": "今天天气很好。"}).content.decode()
    assert f"粘贴的文字{sentence}" in page
    assert f"文件{sentence}" not in page
    assert f"文件{sentence}" in give(public_client, "今天天气很好。".encode()).content.decode()


def test_saved_pages_can_be_chosen(public_client):
    accepted = re.search(r'accept="([^"]*)"', public_client.get("/tijian/").content.decode())[1].split(",")
    assert {".mht", ".mhtml", ".shtml", ".docx", ".pdf"} <= set(accepted)


def test_a_sound_report_says_so(public_client, in_process):
    page = give(public_client, report_file(AGENCY)).content.decode()
    assert not re.findall(r'class="state (?:error|warning)"', page)


def test_each_finding_leads_to_its_cell_and_its_place_in_the_source(public_client, in_process):
    page = give(public_client, report_file(AGENCY, total=9)).content.decode()
    targets = re.findall(r'<a href="#((?:cell|src|finding)-[^"]+)"', page)
    assert any(target.startswith("cell-") for target in targets)
    assert any(target.startswith("src-") for target in targets)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(targets) <= set(ids)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, examine.NOTHING_GIVEN),
        ({"text": "  \n "}, examine.NOTHING_GIVEN),
        ({"text": "今日午餐：番茄炒蛋。"}, "年度报告"),
        ({"text": "年" * (uploads.MAX_CHARACTERS + 1)}, examine.TOO_LONG),
        ({"text": "年" * 1_000_000}, examine.TOO_LONG),  # more than Django reads of a form at all
    ],
)
def test_what_cannot_be_read_gets_one_sentence(public_client, in_process, data, sentence):
    response = public_client.post("/tijian/", data)
    assert response.status_code == 422
    page = response.content.decode()
    assert 'role="alert"' in page
    assert sentence in page


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02" * 100, b"PK\x03\x04garbage", b"%PDF-1.7 nothing", b"\xd0\xcf\x11\xe0" + b"\x00" * 600]
)
def test_rubbish_gets_one_sentence(public_client, data):
    response = give(public_client, data, "年报.docx")
    assert response.status_code == 422
    assert "Traceback" not in response.content.decode()


def test_an_empty_file_and_one_too_large(public_client, in_process, monkeypatch):
    assert examine.EMPTY_FILE in give(public_client, b"").content.decode()
    monkeypatch.setattr(uploads.MemoryOnly.__init__, "__defaults__", (None, 1000))
    assert examine.TOO_LARGE in give(public_client, b"x" * 5000).content.decode()


def test_nothing_is_kept(public_client, in_process, settings, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    home = Path(settings.HOME)
    files = sorted(path for path in home.rglob("*") if path.is_file() and "sqlite3" not in path.name)
    rows = {model: model._default_manager.count() for model in apps.get_models()}
    with caplog.at_level(logging.DEBUG):
        # Larger than what Django would keep in memory by itself.
        response = give(public_client, report_file(AGENCY) + b"\n" + b" " * 3_000_000)
        assert response.status_code == 200
    assert rows == {model: model._default_manager.count() for model in apps.get_models()}
    assert files == sorted(path for path in home.rglob("*") if path.is_file() and "sqlite3" not in path.name)
    assert not list(tmp_path.rglob("*"))
    assert AGENCY not in caplog.text


def test_the_list_of_findings_comes_as_a_word_file(public_client, in_process):
    page = give(public_client, report_file(AGENCY, total=9)).content.decode()
    payload = re.search(r'name="payload" value="([^"]+)"', page)[1]
    response = public_client.post("/tijian/qingdan/", {"payload": payload})
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    body = ZipFile(io.BytesIO(response.content)).read("word/document.xml").decode()
    assert AGENCY in body


@pytest.mark.parametrize("change", [lambda text: text[:-3] + "abc", lambda text: "", lambda text: "x:y:z"])
def test_a_list_that_we_did_not_make_is_not_written(public_client, in_process, change):
    page = give(public_client, report_file(AGENCY, total=9)).content.decode()
    payload = re.search(r'name="payload" value="([^"]+)"', page)[1]
    response = public_client.post("/tijian/qingdan/", {"payload": change(payload)})
    assert response.status_code == 400
    assert examine.LIST_EXPIRED in response.content.decode()


def test_one_address_may_not_ask_without_end(public_client, in_process, monkeypatch):
    monkeypatch.setattr(guard, "PER_WINDOW", 2)
    statuses = [public_client.post("/tijian/", {"text": "年报"}).status_code for _ in range(3)]
    assert statuses == [422, 422, 429]
    elsewhere = public_client.post("/tijian/", {"text": "年报"}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 422


def test_the_addresses_of_one_ipv6_network_are_one(rf):
    one, same, other = (
        guard._origin(rf.get("/", REMOTE_ADDR=address)) for address in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")
    )
    assert one == same != other


def test_more_at_a_time_than_there_are_places_wait_and_are_told(public_client, in_process, monkeypatch):
    monkeypatch.setattr(guard, "WAIT_SECONDS", 0.01)
    taken = 0
    while guard._places.acquire(blocking=False):
        taken += 1
    try:
        response = public_client.post("/tijian/", {"text": "年报"})
    finally:
        guard._places.release(taken)
    assert response.status_code == 503
    assert guard.BUSY in response.content.decode()


def test_a_form_from_another_site_is_refused(public_client):
    public_client.handler.enforce_csrf_checks = True
    response = public_client.post("/tijian/", {"text": "年报"})
    assert response.status_code == 403
    assert "页面已经过期" in response.content.decode()


def test_script_in_every_field_stays_text(public_client, in_process):
    text = report_file(AGENCY).decode().replace("均已答复", "<script>alert(1)</script>").encode()
    page = give(public_client, text, "<img src=x>.txt").content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
