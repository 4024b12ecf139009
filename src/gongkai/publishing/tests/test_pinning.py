"""置顶: on top of a column until a day, in an order, by its editors; lists and written pages follow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS
from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import DepartmentFactory
from gongkai.ledger.models import Entry
from gongkai.publishing import schedule
from gongkai.publishing.actions import MovePin, PinRecord, SaveDraft, SendToReview, UnpinRecord, Withdraw, pinning
from gongkai.publishing.actions.pinning import MOST, Move
from gongkai.publishing.enums import WithdrawalKind
from gongkai.publishing.models import Placement, Record
from gongkai.publishing.signals import record_changed
from gongkai.publishing.tests.factories import RecordFactory, column_of
from gongkai.publishing.tests.line import Line, person, reasons_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
LATER = TODAY + timedelta(days=7)


@pytest.fixture
def line() -> Line:
    return Line()


def public(line: Line, **fields: Any) -> Record:
    return RecordFactory(agency=line.agency, column=line.column, published=True, **fields)


def pin(line: Line, record: Record, until: date = LATER) -> Record:
    return PinRecord(line.editor, record, line.column, until=until, today=TODAY).perform()


def on_top(line: Line) -> list[str]:
    return [each.record.title for each in line.column.placements.filter(pinned__gt=0)]


def test_the_last_pinned_stands_first_and_the_order_can_be_changed(line: Line) -> None:
    first, second, third = (public(line, title=title) for title in ("甲", "乙", "丙"))
    for record in (first, second, third):
        pin(line, record)
    assert on_top(line) == ["丙", "乙", "甲"]
    MovePin(line.editor, first, line.column, Move.UP).perform()
    assert on_top(line) == ["丙", "甲", "乙"]
    MovePin(line.editor, third, line.column, Move.DOWN).perform()
    assert on_top(line) == ["甲", "丙", "乙"]
    assert reasons_of(MovePin(line.editor, first, line.column, Move.UP)) == ["已经排在置顶的最前。"]
    pin(line, second, until=LATER + timedelta(days=1))
    assert on_top(line) == ["甲", "丙", "乙"]
    UnpinRecord(line.editor, third, line.column).perform()
    assert on_top(line) == ["甲", "乙"]
    assert reasons_of(UnpinRecord(line.editor, third, line.column)) == [pinning.NOT_PINNED]
    assert [entry.kind for entry in Entry.objects.filter(kind__contains="pin").order_by("pk")][-1] == "record.unpinned"


def test_each_column_has_its_own_top_and_its_own_editors(line: Line) -> None:
    unit = DepartmentFactory(agency=line.agency)
    other = column_of(line.agency, "政策文件", department=unit)
    record = public(line)
    Placement.objects.create(record=record, column=other, published_at=record.published_at)
    theirs = person(line.agency, Role.EDITOR, DepartmentFactory(agency=line.agency))
    own = person(line.agency, Role.EDITOR, unit)
    for who in (theirs, line.signer, line.reviewer, Line().editor, person(line.agency, Role.SUPERVISOR)):
        assert reasons_of(PinRecord(who, record, other, until=LATER, today=TODAY)) == [NOT_YOURS]
    PinRecord(own, record, other, until=LATER, today=TODAY).perform()
    assert dict(record.placements.values_list("column", "pinned")) == {line.column.pk: 0, other.pk: 1}
    assert reasons_of(UnpinRecord(theirs, record, other)) == [NOT_YOURS]
    assert reasons_of(MovePin(theirs, record, other, Move.UP)) == [NOT_YOURS]


def test_only_what_is_public_there_until_a_day_to_come_and_not_too_many(line: Line) -> None:
    draft = line.draft()
    assert reasons_of(PinRecord(line.editor, draft, line.column, until=LATER, today=TODAY)) == [pinning.NOT_THERE]
    record = public(line)
    elsewhere = column_of(line.agency, "别处")
    assert reasons_of(PinRecord(line.editor, record, elsewhere, until=LATER, today=TODAY)) == [pinning.NOT_THERE]
    yesterday = TODAY - timedelta(days=1)
    assert "不能早于" in reasons_of(PinRecord(line.editor, record, line.column, until=yesterday, today=TODAY))[0]
    for _ in range(MOST):
        pin(line, public(line))
    assert f"已置顶{MOST}条" in reasons_of(PinRecord(line.editor, record, line.column, until=LATER, today=TODAY))[0]


def test_it_ends_after_its_last_day_by_itself(line: Line) -> None:
    ends, stays = public(line, title="到期"), public(line, title="未到期")
    pin(line, ends, until=TODAY)
    pin(line, stays)
    assert schedule.end_pins(TODAY) == 0
    assert schedule.end_pins(TODAY + timedelta(days=1)) == 1
    assert on_top(line) == ["未到期"]
    assert Entry.objects.filter(kind="record.unpinned").get().actor == "program:schedule"


def test_lists_are_told_and_a_draft_under_way_goes_on(line: Line) -> None:
    record = line.published()
    record = SendToReview(line.editor, SaveDraft(line.editor, record, {"title": "更正"}).perform()).perform()
    told = []

    def note(sender: Any, record: Record, **_: Any) -> None:
        told.append(record.pk)

    record_changed.connect(note)
    try:
        after = pin(line, record)
    finally:
        record_changed.disconnect(note)
    assert told == [record.pk]
    assert (after.version, after.stage, after.title) == (record.version, "first", "关于停水的通知")


def test_what_is_withdrawn_is_on_top_no_more(line: Line) -> None:
    record = line.published()
    pin(line, record)
    Withdraw(line.editor, record, WithdrawalKind.OUTDATED, "过时", now=timezone.now()).perform()
    assert not Placement.objects.exists()
    assert schedule.end_pins(LATER + timedelta(days=1)) == 0


def test_it_is_set_and_moved_on_screen(line: Line, office_client: Any) -> None:
    first, second = public(line, title="甲"), public(line, title="乙")
    editor, signer = office_client(line.editor), office_client(line.signer)
    until = timezone.localdate() + timedelta(days=3)
    for record in (first, second):
        address = reverse("publishing:pin", args=[record.public_id])
        assert signer.get(address).status_code == 404
        form = editor.get(address).content.decode()
        assert line.column.title in form
        past = {"column": line.column.public_id, "until": "2020-01-01"}
        assert editor.post(address, past).status_code == 422
        assert editor.post(address, past | {"until": f"{until}"}).status_code == 302
    page = reverse("publishing:column", args=[line.column.public_id])
    assert "取消置顶" in editor.get(page).content.decode()
    assert "取消置顶" not in signer.get(page).content.decode()
    at_record = reverse("publishing:record", args=[first.public_id])
    shown = editor.get(at_record).content.decode()
    assert f"至{until}" in shown
    assert "取消置顶" in shown
    assert "取消置顶" not in signer.get(at_record).content.decode()

    def press(client: Any, record: Record, act: str) -> int:
        address = reverse("publishing:act_on_pin", args=[line.column.public_id, record.public_id, act])
        return client.post(address).status_code

    assert press(editor, first, "shang") == 302
    assert on_top(line) == ["甲", "乙"]
    press(signer, first, "quxiao")
    assert on_top(line) == ["甲", "乙"]
    press(editor, first, "quxiao")
    assert on_top(line) == ["乙"]
    assert press(editor, first, "fei") == 404
