"""The files made of a document's text: once for each text, with their digests, gone with it."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from gongkai.documents import read_document
from gongkai.library.downloads import file_name, for_public, make, make_missing, public_downloads, take_away
from gongkai.library.paper import as_text, paper_of
from gongkai.library.tests.factories import DocumentFactory
from gongkai.publishing.live_gate import opened
from gongkai.publishing.models import Record
from gongkai.publishing.signals import record_changed

pytestmark = pytest.mark.django_db

BODY = """<p>各有关单位：</p><p>一、总体要求</p><p>（一）规范管理。各单位应当按年度报送。</p>
<table><tr><th>事项</th><th>件数</th></tr><tr><td rowspan="2">许可</td><td>3</td></tr><tr><td>4</td></tr></table>
<p>本规定自2024年4月1日起施行。</p><p class="align-right">{agency}</p><p class="align-right">2024年3月1日</p>"""


@pytest.fixture
def document():
    made = DocumentFactory(title="关于规范统计报送的规定", number="测规〔2024〕1号", title_note="2024年3月1日公布")
    with opened():
        Record.objects.filter(pk=made.record.pk).update(body=BODY.format(agency=made.agency.name))
    made.record.refresh_from_db()
    return made


def test_the_text_is_cut_into_its_parts(document):
    paper = paper_of(document)
    assert (paper.addressee, paper.signed, paper.signers) == ("各有关单位：", "2024年3月1日", (document.agency.name,))
    assert paper.blocks[0] == "一、总体要求"
    lines = as_text(paper).split("\r\n")
    assert lines[:3] == ["关于规范统计报送的规定", "2024年3月1日公布", "测规〔2024〕1号"]
    assert "许可\t3" in lines
    assert "\t4" in lines
    assert lines[-3:-1] == [document.agency.name, "2024年3月1日"]


def test_three_files_that_say_the_same_with_true_digests(document):
    files = {each.format: each for each in make(document)}
    assert set(files) == {"docx", "pdf", "txt"}
    for form, download in files.items():
        data = download.file.open("rb").read()
        assert hashlib.sha256(data).hexdigest() == download.sha256
        assert len(data) == download.size
        text = "".join("".join(block.text.split()) for block in read_document(data, f"a.{form}").paragraphs())
        assert "各单位应当按年度报送" in text
        assert document.agency.name in text
    assert file_name(files["pdf"]) == "关于规范统计报送的规定（测规〔2024〕1号）.pdf"


def test_made_once_for_a_text_and_anew_for_another(document):
    first = {each.pk for each in make(document)}
    assert {each.pk for each in make(document)} == first
    with opened():
        Record.objects.filter(pk=document.record.pk).update(body="<p>改过的正文。</p>")
    second = {each.pk for each in make(document)}
    assert not first & second
    assert set(document.downloads.filter(current=True).values_list("pk", flat=True)) == second
    with opened():
        Record.objects.filter(pk=document.record.pk).update(body=BODY.format(agency=document.agency.name))
    assert {each.pk for each in make(document)} == first


def test_nothing_is_handed_out_of_what_was_taken_away(document):
    number = make(document)[0].public_id
    assert for_public(number)
    with opened():
        Record.objects.filter(pk=document.record.pk).update(live=False, state="withdrawn")
    # Before anybody hears of it already.
    assert for_public(number) is None
    document.record.refresh_from_db()
    record_changed.send(Record, record=document.record, kind="withdrawn")
    assert not document.downloads.filter(current=True).exists()
    assert public_downloads(document) == []
    assert make(document) == []


def test_a_purge_removes_the_files(document, django_capture_on_commit_callbacks):
    files = [each.file for each in make(document)]
    with django_capture_on_commit_callbacks(execute=True):
        take_away(document, for_good=True)
    assert not any(file.storage.exists(file.name) for file in files)
    assert not document.downloads.exists()


def test_what_goes_out_gets_its_files_when_the_transaction_ends(document, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        record_changed.send(Record, record=document.record, kind="published")
    assert document.downloads.filter(current=True).count() == 3


def test_what_failed_is_made_up_for(document):
    assert make_missing() == 1
    assert make_missing() == 0


def test_a_text_without_signature_ends_with_its_last_paragraph():
    document = DocumentFactory(signed_on=date(2024, 3, 1))
    paper = paper_of(document)
    assert (paper.signed, paper.blocks) == ("", ("测试正文。",))
