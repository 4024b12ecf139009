"""What was approved is what goes out: any change to a draft or a file after the last approval is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gongkai.ledger.models import Entry
from gongkai.publishing import approved, drafts
from gongkai.publishing.actions import ApprovePurge, AskPurge, DraftFile, Publish, Reclassify, Withdraw
from gongkai.publishing.enums import WithdrawalKind
from gongkai.publishing.models import ApprovedContent, Attachment, Record
from gongkai.publishing.tests.factories import column_of
from gongkai.publishing.tests.line import Line, reasons_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()

TEXTS = [
    name for name in drafts.FIELDS
    if Record._meta.get_field(name).get_internal_type() in ("CharField", "TextField")
]  # fmt: skip
DAYS = ("formed_on", "signed_on")
MOMENTS = ("go_live_at", "expire_at")


@pytest.fixture
def line() -> Line:
    return Line()


def tampered(record: Record, **content: Any) -> list[str]:
    """What `Publish` says once the reviewed revision has been rewritten in the database; the revision is put back."""
    revision = record.latest_revision
    before = revision.content
    type(revision).objects.filter(pk=revision.pk).update(content=before | content)
    try:
        return reasons_of(Publish(record.author, record, now=NOW))
    finally:
        type(revision).objects.filter(pk=revision.pk).update(content=before)


def test_what_was_approved_goes_out_and_the_ledger_keeps_its_digest(line: Line) -> None:
    record = line.approved([DraftFile(line.file(), "停水范围")])
    kept = ApprovedContent.objects.get()
    assert Entry.objects.filter(kind="record.stage_passed").latest("pk").payload["approved"] == kept.digest
    assert (kept.revision, approved.faults(record)) == (record.latest_revision, [])
    said = drafts.draft_of(record)
    record = Publish(line.editor, record, now=NOW).perform()
    assert all(getattr(record, name) == getattr(said, name) for name in drafts.FIELDS if name != "also_in")


@given(name=st.sampled_from(TEXTS), more=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
@example(name="body", more=" ")
@example(name="title", more="\u200b")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_changed_after_approval_by_a_single_character_does_not_go_out(
    approved_record: Record, name: str, more: str
) -> None:
    before = approved_record.latest_revision.content[name]
    assert tampered(approved_record, **{name: before + more}) == [approved.CHANGED]


@pytest.fixture
def approved_record(line: Line) -> Record:
    return line.approved([DraftFile(line.file("一.txt"), "一"), DraftFile(line.file("二.txt"), "二")])


def test_nor_another_day_column_channel_or_attachment(line: Line, approved_record: Record) -> None:
    other, unit = column_of(line.agency, "别的栏目"), line.agency.departments.create(name="办公室")
    files = approved_record.latest_revision.content["files"]
    changes: list[dict[str, Any]] = [
        *({name: "2026-01-13"} for name in DAYS),
        *({name: "2030-01-01T00:00:00Z"} for name in MOMENTS),
        {"column": other.pk},
        {"also_in": [other.pk]},
        {"unit": unit.pk},
        {"channels": ["board"]},
        {"files": files[:1]},
        {"files": [files[0] | {"sort_order": 2}, files[1]]},
        {"files": [files[0] | {"title": "改名"}, files[1]]},
        {"files": [files[0] | {"file": line.file("三.txt").pk}, files[1]]},
    ]
    for change in changes:
        assert tampered(approved_record, **change) == [approved.CHANGED], change
    assert Publish(line.editor, approved_record, now=NOW).perform().live


def test_nor_a_file_that_was_exchanged_on_the_disk_or_is_gone(line: Line, approved_record: Record) -> None:
    file: Attachment = drafts.draft_of(approved_record).files.all()[0].file
    path = Path(file.file.path)
    before = path.read_bytes()
    path.write_bytes(before + b" ")
    assert reasons_of(Publish(line.editor, approved_record, now=NOW)) == ["附件“一”的文件与上传时不同，请重新上传。"]
    path.unlink()
    assert reasons_of(Publish(line.editor, approved_record, now=NOW)) == ["附件“一”的文件找不到，请重新上传。"]
    path.write_bytes(before)
    Attachment.objects.filter(pk=file.pk).update(sha256="0" * 64)
    assert reasons_of(Publish(line.editor, approved_record, now=NOW)) == [approved.CHANGED]


def test_without_its_digest_nothing_goes_out(line: Line) -> None:
    record = line.approved()
    ApprovedContent.objects.all().delete()
    assert reasons_of(Publish(line.editor, record, now=NOW)) == [approved.NOTHING_KEPT]


def test_filing_anew_needs_no_review_and_approves_nothing_else(line: Line) -> None:
    first, second = line.approved(), line.approved()
    content = second.latest_revision.content | {"body": "<p>夹带</p>"}
    type(second.latest_revision).objects.filter(pk=second.latest_revision_id).update(content=content)
    Reclassify(line.editor, line.agency, Record.objects.all(), {"theme": "finance"}).perform()
    payload = Entry.objects.filter(kind="record.reclassified").get().payload
    assert payload["approved"] == {first.public_id: ApprovedContent.objects.filter(record=first).latest("pk").digest}
    assert Publish(line.editor, first, now=NOW).perform().theme == "finance"
    assert reasons_of(Publish(line.editor, second, now=NOW)) == [approved.CHANGED]


def test_the_digest_is_salted_and_goes_with_a_purge(line: Line) -> None:
    one, other = (line.approved(formed_on=date(2026, 1, 12)) for _ in range(2))
    digests = set(ApprovedContent.objects.values_list("digest", flat=True))
    assert len(digests) == 2
    record = Publish(line.editor, one, now=NOW).perform()
    record = Withdraw(line.editor, record, WithdrawalKind.SECRET, "涉密", now=NOW).perform()
    record = AskPurge(line.signer, record, ground="涉密").perform()
    ApprovePurge(line.secrecy, record, "备份已处理", now=NOW).perform()
    assert list(ApprovedContent.objects.values_list("record", flat=True)) == [other.pk]
