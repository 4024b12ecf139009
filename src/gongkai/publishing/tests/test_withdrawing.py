"""Taking away is at once and everywhere; a purge leaves nothing but its tombstone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision, TaskState

from gongkai.agencies.action import NOT_YOURS
from gongkai.agencies.enums import Role
from gongkai.ledger.models import Entry
from gongkai.publishing import queries, search
from gongkai.publishing.actions import (
    ApprovePurge,
    AskBody,
    AskPurge,
    DeclinePurge,
    DraftFile,
    Publish,
    Restore,
    SaveDraft,
    SetLeakHandling,
    Withdraw,
)
from gongkai.publishing.attachments import public_attachments
from gongkai.publishing.enums import WithdrawalKind
from gongkai.publishing.models import Attachment, Placement, Record, SearchEntry, SearchText
from gongkai.publishing.signals import record_changed
from gongkai.publishing.tests.line import Line, person, reasons_of

pytestmark = pytest.mark.django_db
SECRET = "绝不能留下的字句"


@pytest.fixture
def line() -> Line:
    return Line()


def withdraw(by: Any, record: Record, why: WithdrawalKind = WithdrawalKind.PERSONAL, **more: Any) -> Withdraw:
    return Withdraw(by, record, why, "误发", now=timezone.now(), **more)


def test_withdrawal_takes_lists_search_and_files_away_at_once(line: Line) -> None:
    file = line.file()
    record = line.published([DraftFile(file, "名单")])
    heard: list[tuple[str, bool, int]] = []
    record_changed.connect(
        lambda record, kind, **_: heard.append((kind, record.live, Placement.objects.count())),
        weak=False, dispatch_uid="test",
    )  # fmt: skip
    assert list(public_attachments()) == [file]
    SaveDraft(line.editor, record, {"title": "正在改"}).perform()
    assert reasons_of(withdraw(line.handler, record)) == [NOT_YOURS]
    assert reasons_of(withdraw(Line().editor, record)) == [NOT_YOURS]
    action = withdraw(line.secrecy, record, notice="本信息已撤回。")
    record = action.perform()
    record_changed.disconnect(dispatch_uid="test")
    assert (record.live, record.state, record.stage) == (False, "withdrawn", "done")
    assert heard == [("withdrawn", False, 0)]
    assert not SearchEntry.objects.exists()
    assert not SearchText.objects.exists()
    assert not public_attachments().exists()
    line.column.refresh_from_db()
    assert line.column.newest_at is None
    assert action.withdrawal is not None
    assert action.withdrawal.notice == "本信息已撤回。"
    assert reasons_of(withdraw(line.secrecy, record)) == ["这条信息没有发布，不能撤回。"]


def test_leaks_have_their_register_and_handling(line: Line) -> None:
    today = timezone.localdate()
    assert queries.leaks(line.secrecy, today, today).count() == 0
    first, second = (
        withdraw(line.secrecy, line.published()),
        withdraw(line.editor, line.published(), WithdrawalKind.ERROR),
    )
    first.perform()
    second.perform()
    assert [leak.pk for leak in queries.leaks(line.secrecy, today, today)] == [first.withdrawal.pk]
    assert reasons_of(SetLeakHandling(line.editor, first.withdrawal, "已通知本人")) == [NOT_YOURS]
    assert "只有因泄露" in reasons_of(SetLeakHandling(line.secrecy, second.withdrawal, "x"))[0]
    early = SetLeakHandling(line.secrecy, first.withdrawal, "x", closed_on=today - timedelta(days=1))
    assert "不能早于" in reasons_of(early)[0]
    done = SetLeakHandling(line.secrecy, first.withdrawal, "已通知本人", closed_on=today).perform()
    assert (done.handling, done.closed_on) == ("已通知本人", today)
    assert "误发" not in "".join(f"{entry.ground}{entry.payload}" for entry in Entry.objects.all())


def test_a_purge_takes_two_people(line: Line) -> None:
    record = line.published()
    assert "请先撤回" in reasons_of(AskPurge(line.secrecy, record, ground="涉密"))[0]
    record = withdraw(line.secrecy, record, WithdrawalKind.SECRET).perform()
    assert reasons_of(AskPurge(line.editor, record, ground="涉密")) == [NOT_YOURS]
    assert reasons_of(AskPurge(line.secrecy, record)) == ["申请清除须写明理由。"]
    record = AskPurge(line.secrecy, record, ground="涉密").perform()
    assert (record.purges.get().ground, Entry.objects.get(kind="record.purge_asked").ground) == ("涉密", "")
    now = timezone.now()
    assert "等待清除" in reasons_of(Restore(line.editor, record, ground="x"))[0]
    assert "不能自己同意" in reasons_of(ApprovePurge(line.secrecy, record, "无", now=now))[0]
    assert reasons_of(ApprovePurge(line.signer, record, " ", now=now)) == ["请写明备份中还有什么、如何处理。"]
    assert reasons_of(ApprovePurge(None, record, "无", now=now)) == [NOT_YOURS]
    record = DeclinePurge(line.signer, record, ground="无须清除").perform()
    assert not record.purges.exists()
    other = line.published([DraftFile(line.file(), "x")])
    shared = line.published([DraftFile(other.files.get().file, "同一文件")])
    other = withdraw(line.secrecy, other).perform()
    assert "还用于其他" in reasons_of(AskPurge(line.secrecy, other, ground="涉密"))[0]
    withdraw(line.secrecy, shared).perform()
    assert AskPurge(line.secrecy, other, ground="涉密").perform().purges.count() == 1


def test_a_purge_leaves_the_secret_nowhere(line: Line, django_capture_on_commit_callbacks: Any) -> None:
    earlier = line.file(data=f"{SECRET}一".encode())
    record = line.draft([DraftFile(earlier, SECRET)], title=SECRET, body=f"<p>{SECRET}</p>", summary=SECRET)
    later = line.file(data=f"{SECRET}二".encode())
    record = SaveDraft(line.editor, record, {"keywords": SECRET}, [DraftFile(later, SECRET)]).perform()
    record = line.pass_stages(line.send(record))
    AskBody(line.handler, record, "甲局", SECRET, sent_on=date(2026, 1, 5), due_on=date(2026, 1, 9)).asked.save()
    record.consulted.update(agreed=True, answer=SECRET)
    TaskState.objects.filter(finished_by=line.handler).update(comment=SECRET)
    record = withdraw(line.secrecy, Publish(line.editor, record, now=timezone.now()).perform()).perform()
    number = record.index_number
    record = AskPurge(line.secrecy, record, ground="涉密").perform()
    stored = [(file.file.storage, file.file.name) for file in (earlier, later)]
    assert all(storage.exists(name) for storage, name in stored)
    with django_capture_on_commit_callbacks(execute=True):
        record = ApprovePurge(line.signer, record, "每日备份保留七日，到期覆盖。", now=timezone.now()).perform()
    assert not any(storage.exists(name) for storage, name in stored)
    assert SECRET not in everything()
    tomb = record.purges.get()
    assert (record.state, record.title, record.index_number) == ("purged", "（已清除）", number)
    assert (tomb.removed["files"], tomb.removed["revisions"], tomb.approved_by) == (2, 2, line.signer)
    assert "七日" in tomb.backups
    assert {one["file"] for one in tomb.removed["digests"]} == {earlier.public_id, later.public_id}
    assert not {earlier.sha256, later.sha256} & {one["sha256"] for one in tomb.removed["digests"]}
    assert record.events.count() == 2
    assert TaskState.objects.filter(status="approved").count() == 4
    assert "已被清除" in reasons_of(SaveDraft(line.editor, record, {"title": "x"}))[0]


def test_a_purge_leaves_no_word_in_the_parts_of_the_searchs_index_either(
    line: Line, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL 的索引行在下一次 VACUUM 时清除，由运维人员办理。")
    # Words that begin alike are kept without what they share: their last character is what to look for.
    last = SECRET[-1].encode()

    def in_the_parts() -> bool:
        with transaction.atomic(), connection.cursor() as cursor:  # the savepoint writes out what waits in memory
            cursor.execute("SELECT block FROM publishing_search_data")
            return any(last in bytes(block) for (block,) in cursor.fetchall())

    record = line.published(body=f"<p>{SECRET}</p>")
    assert in_the_parts()
    record = withdraw(line.secrecy, record).perform()
    record = AskPurge(line.secrecy, record, ground="涉密").perform()
    settle, settled = search.settle, list[None]()
    monkeypatch.setattr(search, "settle", lambda: settled.append(settle()))
    with django_capture_on_commit_callbacks(execute=True):
        ApprovePurge(line.signer, record, "无备份。", now=timezone.now()).perform()
    assert len(settled) == 1
    assert not in_the_parts()


def everything() -> str:
    """All that the database holds, as text."""
    found = []
    with connection.cursor() as cursor:
        # The search's own index cannot be read through; what it was made from stands in tables that can.
        for table in set(connection.introspection.table_names(cursor)) - {"publishing_search"}:
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(str(cursor.fetchall()))
    return "".join(found)


def test_what_stands_for_everything_is_everything(line: Line) -> None:
    line.published(title=SECRET)
    assert SECRET in everything()
    assert Revision.objects.exists()
    assert ModelLogEntry.objects.exists()
    assert Attachment.objects.count() == 0
    assert person(line.agency, Role.DISCIPLINE).scope.may_see(line.agency)
