"""The guard before release: what it keeps, what holds a draft back, who decides, what masking does."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from typing import Any

import docx as python_docx
import pytest
from PIL import ExifTags, Image

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, Leader, User
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory, UserFactory
from gongkai.documents import read_document
from gongkai.documents.disclosure import ocr
from gongkai.documents.disclosure.inspection import inspect_file
from gongkai.documents.disclosure.rewriting import mask_file
from gongkai.documents.disclosure.tests.pdf_source import page_pdf, words
from gongkai.documents.tests.office import saved
from gongkai.documents.tests.recordings import mp4, wav
from gongkai.ledger.models import Entry
from gongkai.publishing import guard
from gongkai.publishing.actions import AddAttachment, CreateRecord, DraftFile, SaveDraft, SendToReview
from gongkai.publishing.drafts import draft_of
from gongkai.publishing.guard import actions, looking
from gongkai.publishing.guard.actions import ClearFile, DecideFinding, ExamineDraft, MaskFinding
from gongkai.publishing.guard.runs import NOT_EXAMINED
from gongkai.publishing.models import Attachment, GuardDecision, PublishingOffice, Record
from gongkai.publishing.tests.factories import column_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
NUMBER = "11010519491231002X"
DIRTY = f"<p>申请人身份证号<b>{NUMBER}</b>。</p><p>根据某政发[2026]3号，请致电13800138000。</p>"


def _person(agency: Agency, role: Role) -> User:
    return MembershipFactory(agency=agency, role=role).user


@pytest.fixture
def agency() -> Agency:
    return AgencyFactory()


@pytest.fixture
def editor(agency: Agency) -> User:
    return _person(agency, Role.EDITOR)


@pytest.fixture
def officer(agency: Agency) -> User:
    return _person(agency, Role.SECRECY_REVIEWER)


@pytest.fixture
def rewriting_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read and written in this process, not each in one of its own: that has its own tests."""
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    monkeypatch.setattr(looking, "inspect_file_apart", inspect_file)
    monkeypatch.setattr(actions, "mask_file_apart", mask_file)


def _record(editor: User, agency: Agency, files: list[DraftFile] | None = None, **values: Any) -> Record:
    values = {"title": "关于测试事项的公示", "body": DIRTY} | values
    return CreateRecord(editor, agency, column_of(agency), values, files or ()).perform()


def test_what_is_kept_says_where_and_what_but_no_secret(editor: User, agency: Agency) -> None:
    record = _record(editor, agency, title=f"{NUMBER}的公示")
    run = guard.examine(record, TODAY)
    found = {(each.part_name, each.kind, each.level, each.shown) for each in guard.noted(run)}
    assert found == {
        ("标题", "identity_number", "block", "110105********002X"),
        ("正文", "identity_number", "block", "110105********002X"),
        ("正文", "document_number", "warn", "[2026]3号"),
        ("正文", "mobile", "block", "138****8000"),
    }
    assert NUMBER not in json.dumps(run.findings)
    assert len({each.key for each in guard.noted(run)}) == 4


def test_draft_goes_nowhere_before_it_was_looked_through_as_it_is_now(editor: User, agency: Agency) -> None:
    record = _record(editor, agency, body="<p>无。</p>")
    assert guard.refusals(record) == [NOT_EXAMINED]
    guard.examine(record, TODAY)
    assert guard.refusals(record) == []
    record = SaveDraft(editor, record, {"body": "<p>改过。</p>"}).perform()
    assert guard.refusals(record) == [NOT_EXAMINED]


def test_block_holds_back_until_each_was_decided_or_masked(editor: User, officer: User, agency: Agency) -> None:
    record = _record(editor, agency)
    run = guard.examine(record, TODAY)
    assert guard.refusals(record) == [
        "正文中有居民身份证号码、手机号码，须遮盖、改正，或者由保密审查员写明可以公开的理由。"
    ]
    number, mobile = guard.open_blocks(record)
    DecideFinding(officer, run, mobile.key, "系对外公布的服务电话").perform()
    assert [each.kind for each in guard.open_blocks(record)] == ["identity_number"]
    record = MaskFinding(editor, run, number.key, today=TODAY).perform()
    assert "<b>110105********002X</b>" in draft_of(record).body
    assert guard.refusals(record) == []  # the decision stays with the line, which did not change
    assert [entry.kind for entry in Entry.objects.filter(kind__startswith="guard.").order_by("pk")] == [
        "guard.decided", "guard.masked",
    ]  # fmt: skip
    assert not any("13800138000" in json.dumps(entry.payload) for entry in Entry.objects.all())


def test_decision_ends_with_the_line_that_it_was_on(editor: User, officer: User, agency: Agency) -> None:
    record = _record(editor, agency, body="<p>经办人手机13800138000</p><p>其他</p>")
    run = guard.examine(record, TODAY)
    DecideFinding(officer, run, guard.open_blocks(record)[0].key, "单位公用手机").perform()
    record = SaveDraft(editor, record, {"body": "<p>经办人手机13800138000</p><p>改了别处</p>"}).perform()
    guard.examine(record, TODAY)
    assert guard.refusals(record) == []
    record = SaveDraft(editor, record, {"body": "<p>举报人电话13800138000</p><p>改了别处</p>"}).perform()
    guard.examine(record, TODAY)
    assert [each.kind for each in guard.open_blocks(record)] == ["mobile"]


def test_only_the_agencys_own_secrecy_reviewer_who_did_not_write_it_decides(
    editor: User, officer: User, agency: Agency
) -> None:
    record = _record(editor, agency)
    run = guard.examine(record, TODAY)
    key = guard.open_blocks(record)[0].key
    stranger = _person(AgencyFactory(), Role.SECRECY_REVIEWER)
    MembershipFactory(agency=agency, user=editor, role=Role.SECRECY_REVIEWER)
    editor = User.objects.get(pk=editor.pk)
    tries = [
        (None, key, "理由"), (stranger, key, "理由"), (_person(agency, Role.SIGNER), key, "理由"),
        (editor, key, "理由"), (UserFactory(), key, "理由"), (officer, key, "  "), (officer, "0" * 64, "理由"),
    ]  # fmt: skip
    for actor, wanted, ground in tries:
        with pytest.raises(Refused):
            DecideFinding(actor, run, wanted, ground).perform()
    assert not GuardDecision.objects.exists()
    DecideFinding(officer, run, key, "理由").perform()
    with pytest.raises(Refused):
        DecideFinding(officer, run, key, "再次").perform()


def test_nobody_decides_on_or_masks_a_draft_that_has_changed(editor: User, officer: User, agency: Agency) -> None:
    record = _record(editor, agency)
    run = guard.examine(record, TODAY)
    key = guard.open_blocks(record)[0].key
    SaveDraft(editor, record, {"summary": "改过"}).perform()
    for action in (DecideFinding(officer, run, key, "理由"), MaskFinding(editor, run, key, today=TODAY)):
        with pytest.raises(Refused):
            action.perform()


def test_only_who_edits_masks_and_what_has_no_masked_form_is_not_masked(
    editor: User, officer: User, agency: Agency
) -> None:
    record = _record(editor, agency)
    run = guard.examine(record, TODAY)
    written = next(each for each in guard.noted(run) if each.kind == "document_number")
    assert not written.maskable
    for actor, key in ((officer, guard.open_blocks(record)[0].key), (editor, written.key)):
        with pytest.raises(Refused):
            MaskFinding(actor, run, key, today=TODAY).perform()


def test_findings_are_marked_in_the_text(editor: User, agency: Agency) -> None:
    record = _record(editor, agency, body=DIRTY + "<p>&lt;script&gt;</p>")
    guard.examine(record, TODAY)
    (body,) = guard.marked(record)
    marked = [(piece.text, piece.noted.kind) for piece in body.pieces if piece.noted]
    assert marked == [
        (NUMBER, "identity_number"), ("[2026]3号", "document_number"), ("13800138000", "mobile"),
    ]  # fmt: skip
    assert "".join(piece.text for piece in body.pieces).endswith("<script>\n")
    assert body.beside == []


def test_office_lines_and_heads_who_left_are_the_agencys_own(editor: User, agency: Agency) -> None:
    PublishingOffice.objects.create(agency=agency, office_lines="13800138000\n")
    Leader.objects.create(agency=agency, name="李四", post="局长", until=date(2026, 6, 30))
    record = _record(editor, agency, body="<p>电话13800138000。局长李四出席。</p>")
    found = guard.noted(guard.examine(record, TODAY))
    assert [(each.kind, each.shown) for each in found] == [("wrong_word", "局长李四")]
    assert "2026-06-30" in found[0].note


def test_attachment_is_read_and_its_masked_version_is_a_new_file(
    editor: User, agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A masked page is a picture; recognising its text takes seconds and has its own test.
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    monkeypatch.setattr(looking, "inspect_file_apart", inspect_file)
    content = page_pdf(words("Contact 13800138000"))
    file = AddAttachment(editor, agency, "list.pdf", content).perform()
    record = _record(editor, agency, [DraftFile(file, "名单")], body="<p>见附件。</p>")
    run = guard.examine(record, TODAY)
    (found,) = guard.open_blocks(record)
    assert (found.part_name, found.kind, found.place) == ("附件“名单”", "mobile", "第1页第1行")
    record = MaskFinding(editor, run, found.key, today=TODAY).perform()
    (held,) = draft_of(record).files.all()
    assert (held.file == file, held.title) == (False, "名单")
    assert [each.kind for each in guard.open_blocks(record)] == ["unchecked"]
    file.refresh_from_db()
    with file.file.open("rb") as kept:
        assert kept.read() == content


def test_word_file_is_masked_and_cleared_into_new_files(editor: User, agency: Agency, rewriting_here: None) -> None:
    paper = python_docx.Document()
    paper.core_properties.author = "张三"
    line = paper.add_paragraph("手机138")
    line.add_run("00138000")
    paper.add_comment(line.runs[0], "请核对", author="李四")
    file = AddAttachment(editor, agency, "名单.docx", saved(paper)).perform()
    record = _record(editor, agency, [DraftFile(file, "名单")], body="<p>见附件。</p>")
    run = guard.examine(record, TODAY)
    assert {each.kind for each in guard.open_blocks(record)} == {"mobile", "comment"}
    (part,) = [each for each in guard.marked(record) if each.clearable]
    mobile = next(each for each in part.findings if each.kind == "mobile")
    record = MaskFinding(editor, run, mobile.key, today=TODAY).perform()
    assert {each.kind for each in guard.open_blocks(record)} == {"comment"}
    (part,) = [each for each in guard.marked(record) if each.clearable]
    run = guard.latest_run(record)
    assert run is not None
    record = ClearFile(editor, run, part.key, today=TODAY).perform()
    run = guard.latest_run(record)
    assert run is not None
    assert guard.noted(run) == []
    (held,) = draft_of(record).files.all()
    with held.file.file.open("rb") as kept:
        assert read_document(kept.read(), "名单.docx").blocks[0].text == "手机138****8000"
    assert Attachment.objects.count() == 3
    assert Entry.objects.get(kind="guard.cleared").payload["findings"] == {"comment": 1, "property": 2, "thumbnail": 1}
    with pytest.raises(Refused, match="没有批注"):
        ClearFile(editor, run, f"file:{held.file.public_id}", today=TODAY).perform()
    with pytest.raises(Refused):
        ClearFile(_person(AgencyFactory(), Role.EDITOR), run, f"file:{held.file.public_id}", today=TODAY).perform()


def test_a_picture_loses_the_place_where_it_was_taken(editor: User, agency: Agency, rewriting_here: None) -> None:
    exif, written = Image.Exif(), io.BytesIO()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {ExifTags.GPS.GPSLatitude: (30.0, 15.0, 0.0), ExifTags.GPS.GPSLongitude: (120.0, 10.0, 0.0)}
    )
    Image.new("RGB", (40, 30)).save(written, "JPEG", exif=exif)
    file = AddAttachment(editor, agency, "现场.jpg", written.getvalue()).perform()
    record = _record(editor, agency, [DraftFile(file)], body="<p>见图。</p>")
    guard.examine(record, TODAY)
    (taken,) = guard.open_blocks(record)
    assert (taken.kind, taken.maskable) == ("location", False)
    (part,) = [each for each in guard.marked(record) if each.clearable]
    assert part.picture
    run = guard.latest_run(record)
    assert run is not None
    record = ClearFile(editor, run, part.key, today=TODAY).perform()
    assert guard.open_blocks(record) == []


def test_archive_is_looked_into_and_a_locked_one_needs_a_decision(
    editor: User, officer: User, agency: Agency, rewriting_here: None
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("名单.txt", "手机13800138000".encode())
    file = AddAttachment(editor, agency, "附表.zip", packed.getvalue()).perform()
    locked = AddAttachment(
        editor, agency, "密.zip", packed.getvalue().replace(b"PK\1\2\x14\3\x14\0\0", b"PK\1\2\x14\3\x14\0\1")
    ).perform()
    record = _record(editor, agency, [DraftFile(file), DraftFile(locked)], body="<p>见附件。</p>")
    run = guard.examine(record, TODAY)
    mobile, closed = guard.open_blocks(record)
    assert (mobile.kind, mobile.place) == ("mobile", "压缩包内“名单.txt”第1行")
    assert (closed.kind, closed.note) == ("unchecked", "设有密码，不能检查。")
    with pytest.raises(Refused, match="只有 PDF"):
        MaskFinding(editor, run, mobile.key, today=TODAY).perform()
    for each in (mobile, closed):
        DecideFinding(officer, run, each.key, "已人工查看").perform()
    assert guard.refusals(record) == []


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.mp4", mp4() + b"\0" * 1_100_000, "视频文件“a.mp4”超过1 MB"),
        ("a.mp3", wav(), "扩展名不符"),
        ("a.txt", b"", "空的"),
    ],
)
def test_file_is_refused_by_the_size_of_its_kind_with_a_sentence(
    editor: User, agency: Agency, settings: Any, name: str, data: bytes, word: str
) -> None:
    settings.ATTACHMENT_MEGABYTES = settings.ATTACHMENT_MEGABYTES | {"video": 1}
    with pytest.raises(Refused, match=word):
        AddAttachment(editor, agency, name, data).perform()


def test_film_is_listened_to_by_people_and_its_place_is_a_block(
    editor: User, agency: Agency, rewriting_here: None
) -> None:
    film = AddAttachment(editor, agency, "a.mp4", mp4("+31.2304+121.4737/")).perform()
    record = _record(editor, agency, [DraftFile(film)], body="<p>见附件。</p>")
    run = guard.examine(record, TODAY)
    assert {(each.kind, each.level) for each in guard.noted(run)} == {("unchecked", "warn"), ("location", "block")}


def test_file_that_cannot_be_looked_into_needs_a_decision(editor: User, officer: User, agency: Agency) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("OFD.xml", "<ofd/>")
    file = AddAttachment(editor, agency, "版式.ofd", packed.getvalue()).perform()
    record = _record(editor, agency, [DraftFile(file)], body="<p>见附件。</p>")
    run = guard.examine(record, TODAY)
    blocks = guard.open_blocks(record)
    assert {each.kind for each in blocks} == {"unchecked"}
    for each in blocks:
        DecideFinding(officer, run, each.key, "已人工查看").perform()
    assert guard.refusals(record) == []


def test_sending_to_review_has_the_draft_looked_through(
    editor: User, agency: Agency, django_capture_on_commit_callbacks: Any
) -> None:
    text = _record(editor, agency, formed_on=TODAY)
    SendToReview(editor, text).perform()
    assert [each.kind for each in guard.open_blocks(text)] == ["identity_number", "mobile"]
    file = AddAttachment(editor, agency, "list.txt", "联系人手机13800138000".encode()).perform()
    filed = _record(editor, agency, [DraftFile(file)], body="", formed_on=TODAY)
    with django_capture_on_commit_callbacks(execute=True):
        SendToReview(editor, filed).perform()
        assert guard.refusals(filed) == [NOT_EXAMINED]  # files are read after the transaction, by the worker
    assert [(each.part, each.kind) for each in guard.open_blocks(filed)] == [(f"file:{file.public_id}", "mobile")]


def test_looking_again_is_recorded_and_the_publics_reader_may_not(editor: User, agency: Agency) -> None:
    record = _record(editor, agency)
    with pytest.raises(Refused):
        ExamineDraft(_person(agency, Role.DISCIPLINE), record, today=TODAY).perform()
    ExamineDraft(editor, record, today=TODAY).perform()
    assert Entry.objects.get(kind="guard.examined").payload == {"findings": 3, "blocks": 2}


def test_refusals_ask_twice_however_many_findings(
    editor: User, agency: Agency, django_assert_max_num_queries: Any
) -> None:
    record = _record(editor, agency, body=DIRTY * 40)
    guard.examine(record, TODAY)
    with django_assert_max_num_queries(2):
        assert guard.refusals(record)
