"""What goes out: only what is approved and nothing speaks against, with its number, places, events and search entry."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS, Refused, reference_to
from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.ledger.models import Entry
from gongkai.publishing import guard, index_numbers, schedule, search
from gongkai.publishing.actions import (
    AskBody,
    CancelSchedule,
    Publish,
    RecordAnswer,
    Restore,
    SaveDraft,
    Settle,
    Withdraw,
)
from gongkai.publishing.enums import WithdrawalKind
from gongkai.publishing.live_gate import opened
from gongkai.publishing.models import PublicationEvent, PublishingOffice, Record, SearchEntry, SearchText
from gongkai.publishing.release import NOT_APPROVED
from gongkai.publishing.signals import record_changed
from gongkai.publishing.tests.factories import RecordFactory, column_of
from gongkai.publishing.tests.line import Line, reasons_of

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def line() -> Line:
    return Line()


def events(record: Record) -> list[tuple[str, str]]:
    return list(PublicationEvent.objects.filter(record=record).values_list("kind", "channel"))


def test_publication_gives_number_places_events_and_search(line: Line) -> None:
    guest = column_of(line.agency, "首页要闻")
    heard: list[str] = []
    record_changed.connect(lambda kind, **_: heard.append(kind), weak=False, dispatch_uid="test")
    record = line.published(also_in=[guest], channels=["wechat"], body="<p>明日<b>停水</b>八小时。</p>")
    record_changed.disconnect(dispatch_uid="test")
    assert record.index_number == "000014349/2026-00001"
    assert index_numbers.is_regular(record.index_number)
    assert (record.live, record.state, record.stage) == (True, "published", "done")
    assert set(record.placements.values_list("column", flat=True)) == {line.column.pk, guest.pk}
    assert events(record) == [("published", "website"), ("published", "wechat")]
    assert heard == ["published"]
    guest.refresh_from_db()
    assert guest.newest_at == record.published_at
    entry = SearchEntry.objects.get()
    assert (entry.ref, entry.index_number) == (reference_to(record), record.index_number)
    assert SearchText.objects.get(number=entry.number).body == "明日停水八小时。"
    assert list(Record.objects.published()) == [record]


def test_a_change_goes_the_same_way_and_keeps_number_and_day(line: Line) -> None:
    record = line.published()
    at = record.published_at
    other = column_of(line.agency, "政策文件")
    with opened():
        record.placements.update(pinned=True)
    record = SaveDraft(line.editor, record, {"title": "更正", "also_in": [other], "channels": ["board"]}).perform()
    record = line.pass_stages(line.send(record))
    assert Record.objects.get(pk=record.pk).title == "关于停水的通知"
    record = Publish(line.signer, record, now=NOW + timedelta(hours=1)).perform()
    assert (record.title, record.index_number, record.published_at) == ("更正", "000014349/2026-00001", at)
    assert dict(record.placements.values_list("column", "pinned")) == {line.column.pk: True, other.pk: False}
    assert events(record)[1:] == [("changed", "website"), ("published", "board")]
    assert reasons_of(Publish(line.editor, record, now=NOW)) == [NOT_APPROVED]


def test_what_stands_in_the_way_is_told(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = line.approved(attribute="on_application", attribute_ground="涉及第三方")
    assert "依申请公开" in reasons_of(Publish(line.editor, closed, now=NOW))[0]
    record = line.approved()
    assert reasons_of(Publish(line.handler, record, now=NOW)) == [NOT_YOURS]
    assert reasons_of(Publish(Line().editor, record, now=NOW)) == [NOT_YOURS]
    with monkeypatch.context() as patched:
        patched.setattr(guard, "refusals", lambda record: ["发现身份证号。"])
        assert reasons_of(Publish(line.editor, record, now=NOW)) == ["发现身份证号。"]
    PublishingOffice.objects.update(organisation_code="")
    assert reasons_of(Publish(line.editor, record, now=NOW)) == [index_numbers.NO_CODE]
    assert not Record.objects.filter(live=True).exists()


def test_what_concerns_another_body_waits_for_it(line: Line) -> None:
    record = line.approved()
    day = date(2026, 1, 12)

    def ask(body: str) -> Any:
        action = AskBody(line.handler, record, body, "是否同意公开附表", sent_on=day, due_on=day + timedelta(days=7))
        action.perform()
        return action.asked

    first, second = ask("甲局"), ask("乙局")
    assert "正在征求甲局" in reasons_of(AskBody(line.handler, record, "甲局", "再问", sent_on=day, due_on=day))[0]
    RecordAnswer(line.handler, first, True, "", answered_on=day).perform()
    assert reasons_of(Publish(line.editor, record, now=NOW)) == ["尚未收到乙局的意见（答复期限2026-01-19）。"]
    assert "未到" in reasons_of(Settle(line.handler, second, "视为同意", settled_on=day))[0]
    assert reasons_of(RecordAnswer(line.handler, second, False, " ", answered_on=day)) == ["不同意公开的，须写明理由。"]
    RecordAnswer(line.handler, second, False, "数据未核定", answered_on=day).perform()
    assert "须先登记协调结果" in reasons_of(Publish(line.editor, record, now=NOW))[0]
    assert reasons_of(Settle(Line().handler, second, "同意", settled_on=day)) == [NOT_YOURS]
    Settle(line.handler, second, "请示后同意公开", settled_on=day).perform()
    assert Publish(line.editor, record, now=NOW).perform().live


def test_one_failing_record_stops_no_other_and_keeps_its_time(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    at = NOW + timedelta(hours=1)
    records = [Publish(line.editor, line.approved(), now=NOW, go_live_at=at).perform() for _ in range(3)]
    assert [record.live for record in records] == [False] * 3
    assert schedule.publish_due(NOW).done == []
    real = search.put

    def broken(entries: list[Any]) -> None:
        if entries[0].ref.endswith(records[1].public_id):
            raise RuntimeError
        real(entries)

    AskBody(line.handler, records[0], "甲局", "？", sent_on=date(2026, 1, 1), due_on=date(2026, 1, 9)).perform()
    monkeypatch.setattr(search, "put", broken)
    for _ in range(2):
        run = schedule.publish_due(at)
    assert [failed.record for failed in run.failed] == records[:2]
    rows = list(Record.objects.order_by("pk"))
    assert [row.live for row in rows] == [False, False, True]
    assert [row.go_live_at for row in rows] == [at, at, None]
    assert rows[1].index_number == ""
    why = schedule.failures(rows)
    assert "甲局" in why[records[0].pk][0]
    assert why[records[1].pk] == [schedule.OURS]
    assert records[2].pk not in why
    assert Entry.objects.filter(kind=schedule.FAILED).count() == 2


def test_a_set_time_comes_from_the_draft_and_can_be_taken_off(line: Line) -> None:
    at = NOW + timedelta(days=1)
    record = line.approved(go_live_at=at, expire_at=at + timedelta(days=2))
    assert Record.objects.get(pk=record.pk).go_live_at == at
    CancelSchedule(line.editor, record).perform()
    assert schedule.publish_due(at).done == []
    assert "撤下时间已过" in reasons_of(Publish(line.editor, record, now=at + timedelta(days=3)))[0]
    Publish(line.editor, record, now=at).perform()
    assert schedule.withdraw_expired(at + timedelta(days=1)).done == []
    gone = schedule.withdraw_expired(at + timedelta(days=2)).done
    assert [(one.live, one.expired, one.state) for one in gone] == [(False, True, "withdrawn")]


def test_what_was_withdrawn_comes_back_through_review_only(line: Line) -> None:
    record = line.published()
    Withdraw(line.reviewer, record, WithdrawalKind.ERROR, "数字有误", now=timezone.now()).perform()
    assert "须先办理恢复" in reasons_of(SaveDraft(line.editor, record, {"title": "x"}))[0]
    with opened():
        Record.objects.update(stage="approved")
    assert reasons_of(Publish(line.editor, record, now=NOW)) == ["稿件尚未通过审批。"]
    with opened():
        Record.objects.update(stage="done")
    record = Restore(line.editor, record, ground="已核对").perform()
    record = line.pass_stages(line.send(record))
    record = Publish(line.editor, record, now=NOW).perform()
    assert events(record) == [("published", "website"), ("withdrawn", "website"), ("restored", "website")]
    assert (record.index_number, record.placements.count()) == ("000014349/2026-00001", 1)


def test_a_number_is_never_used_twice_and_odd_ones_are_kept(line: Line) -> None:
    RecordFactory(agency=line.agency, column=line.column, index_number="000014349/2026-00002")
    assert index_numbers.take_over(line.agency, "11441700007280420Y/2021-00050")
    assert not index_numbers.take_over(line.agency, "000014349/2025-00007")
    drawn = [index_numbers.draw(line.agency, date(year, 5, 1)) for year in (2026, 2026, 2025)]
    assert drawn == ["000014349/2026-00001", "000014349/2026-00003", "000014349/2025-00008"]
    with pytest.raises(Refused):
        index_numbers.draw(AgencyFactory(), date(2026, 1, 1))


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_get_two_numbers(line: Line) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite 的测试库在内存中，各连接不能各自写；文件库一次只容一个写入者。")
    records = [line.approved() for _ in range(2)]
    failed: list[Exception] = []

    def publish(record: Record) -> None:
        try:
            Publish(None, record, now=NOW).perform()
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=(record,)) for record in records]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    numbers = sorted(Record.objects.values_list("index_number", flat=True))
    assert numbers == ["000014349/2026-00001", "000014349/2026-00002"]
