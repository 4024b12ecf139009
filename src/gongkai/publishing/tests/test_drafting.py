"""Drafts: what is written stays inside, what is live stays as it was, values are tidied, files are never replaced."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from gongkai.agencies.action import NOT_YOURS
from gongkai.agencies.enums import Administrator, Role
from gongkai.agencies.tests.factories import DepartmentFactory, UserFactory
from gongkai.ledger.models import Entry
from gongkai.publishing.actions import OVERTAKEN, AddAttachment, CreateRecord, DraftFile, SaveDraft, SendToReview
from gongkai.publishing.drafts import draft_of
from gongkai.publishing.enums import ColumnStatus
from gongkai.publishing.models import Record, RecordTemplate
from gongkai.publishing.tests.factories import column_of
from gongkai.publishing.tests.line import TEXT, VALUES, Line, person, reasons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def line() -> Line:
    return Line()


def test_a_draft_is_a_revision_and_the_live_row_stays_as_it_is(line: Line) -> None:
    record = line.published([DraftFile(line.file(), "公开表")])
    other = column_of(line.agency, "政策文件")
    changed = SaveDraft(
        line.editor, record, {"title": "改过的标题", "also_in": [other], "column": other}, [], version=record.version
    ).perform()
    row = Record.objects.get(pk=record.pk)
    assert (row.title, row.column, row.files.count(), row.also_in.count()) == (VALUES["title"], line.column, 1, 0)
    assert (row.live, row.stage, changed.latest_revision_id == row.live_revision_id) == (True, "writing", False)
    draft = draft_of(row)
    assert (draft.title, draft.column_id, list(draft.files.all())) == ("改过的标题", other.pk, [])
    assert [column.pk for column in draft.also_in.all()] == [other.pk]


def test_the_row_of_what_was_never_public_says_what_its_draft_says(line: Line) -> None:
    record = SaveDraft(line.editor, line.draft(), {"title": "二稿", "theme": "land"}).perform()
    row = Record.objects.get(pk=record.pk)
    assert (row.title, row.theme, row.live, row.state, row.author) == ("二稿", "land", False, "draft", line.editor)


def test_of_two_who_save_the_second_is_told(line: Line) -> None:
    record = line.draft()
    SaveDraft(line.editor, record, {"title": "甲"}, version=record.version).perform()
    other = person(line.agency, Role.EDITOR)
    assert reasons_of(SaveDraft(other, record, {"title": "乙"}, version=record.version)) == [OVERTAKEN]


def test_who_may_write_where(line: Line) -> None:
    department, elsewhere = DepartmentFactory(agency=line.agency), DepartmentFactory(agency=line.agency)
    kept = column_of(line.agency, "科室栏目", department=department)
    inside, outside = person(line.agency, Role.EDITOR, department), person(line.agency, Role.EDITOR, elsewhere)
    nobodies = [
        outside, line.handler, line.signer, person(line.agency, Role.DISCIPLINE), Line().editor,
        *(UserFactory(administrator=kind) for kind in Administrator.values),
    ]  # fmt: skip
    record = CreateRecord(inside, line.agency, kept, VALUES).perform()
    SaveDraft(line.editor, record, {"title": "全机关的编辑"}).perform()
    for nobody in nobodies:
        assert reasons_of(CreateRecord(nobody, line.agency, kept, VALUES)) == [NOT_YOURS]
        assert reasons_of(SaveDraft(nobody, record, {"title": "不行"})) == [NOT_YOURS]
        assert reasons_of(SendToReview(nobody, record)) == [NOT_YOURS]
    assert "不能在栏目" in reasons_of(SaveDraft(inside, record, {"also_in": [column_of(Line().agency)]}))[0]
    assert Record.objects.for_user(line.handler).count() == 1
    assert not Record.objects.for_user(nobodies[4]).exists()
    assert not Record.objects.for_user(nobodies[-1]).exists()


def test_values_are_tidied_and_what_cannot_stand_is_told(line: Line) -> None:
    values = {
        "document_number": "某政发 [2026] 5 号",
        "title": " 两行\n标题 ",
        "body": "<p onclick=x>文<script>1</script>",
    }
    record = SaveDraft(line.editor, line.draft(), values).perform()
    draft = draft_of(record)
    assert (draft.document_number, draft.title, draft.body) == ("某政发〔2026〕5号", "两行 标题", "<p>文</p>")
    reasons = reasons_of(
        SaveDraft(line.editor, record, {"title": "", "theme": "nonsense", "channels": ["website", "pigeon"]})
    )
    assert [reason.partition("：")[0] for reason in reasons] == ["标题", "主题分类", "没有这种公开方式"]
    with pytest.raises(ValueError, match="live"):
        SaveDraft(line.editor, record, {"live": True})


def test_what_is_missing_is_told_when_the_draft_is_sent_not_when_it_is_saved(line: Line) -> None:
    line.column.template = RecordTemplate.objects.create(
        name="预算", required_fields=["summary", "responsible"], required_attachments=["预算公开表"]
    )
    line.column.save()
    record = line.draft(formed_on=None, document_number="某政发第5号〔26〕")
    reasons = reasons_of(SendToReview(line.editor, record))
    assert reasons[:4] == ["请填写生成日期。", "请填写内容概述。", "请填写责任人。", "本栏目须附“预算公开表”。"]
    assert len(reasons) == 5
    assert "不规范" in reasons[4]
    whole = {"formed_on": VALUES["formed_on"], "summary": "概述", "responsible": "负责人", "document_number": ""}
    SaveDraft(line.editor, record, whole, [DraftFile(line.file(), "2026年预算公开表")]).perform()
    line.column.status = ColumnStatus.CLOSED
    line.column.save()
    assert "不再收录" in reasons_of(SendToReview(line.editor, record))[0]
    line.column.status = ColumnStatus.OPEN
    line.column.save()
    assert line.send(record).stage == "first"


def test_a_file_is_told_by_its_content_and_never_replaced(line: Line) -> None:
    def refused(name: str, data: bytes) -> str:
        return reasons_of(AddAttachment(line.editor, line.agency, name, data))[0]

    assert "类型不能接收" in refused("a.pdf", b"MZ\x90\x00 program")
    assert "扩展名不符" in refused("a.docx", TEXT)
    assert "空的" in refused("a.pdf", b"")
    assert reasons_of(AddAttachment(line.signer, line.agency, "a.txt", TEXT)) == [NOT_YOURS]
    first, second = line.file(), line.file(data="另一份".encode())
    assert first.file.name != second.file.name
    assert first.sha256 != second.sha256
    first.file.save("other.txt", ContentFile(b"x"), save=False)
    with pytest.raises(PermissionDenied):
        first.save()
    first.refresh_from_db()
    assert first.file.read() == TEXT
    assert reasons_of(SaveDraft(line.editor, line.draft(), {}, [DraftFile(Line().file())])) == [
        "附件不是本机关的文件。"
    ]


def test_the_ledger_knows_of_every_step_and_no_words(line: Line) -> None:
    record = line.published(title="不该出现的标题")
    entries = Entry.objects.filter(chain=line.agency.code)
    kinds = ["record.created", "record.sent_to_review", *["record.stage_passed"] * 4, "record.published"]
    assert [entry.kind for entry in entries if entry.kind.startswith("record.")] == kinds
    assert not any("不该出现" in f"{entry.payload}{entry.ground}" for entry in entries)
    assert entries.last().payload["index_number"] == record.index_number
