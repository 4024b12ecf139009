"""Filing anew in bulk: shown before it is done, lists follow at once, figures of the past stay, drafts come along."""

from __future__ import annotations

import pytest
from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS
from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import DepartmentFactory
from gongkai.ledger.models import Entry
from gongkai.publishing.actions import Publish, Reclassify, SaveDraft
from gongkai.publishing.models import Record
from gongkai.publishing.tests.factories import column_of
from gongkai.publishing.tests.line import Line, person, reasons_of

pytestmark = pytest.mark.django_db


def test_records_move_with_their_drafts_after_a_preview() -> None:
    line, elsewhere = Line(), Line()
    old, new = line.column, column_of(line.agency, "政策文件")
    live, draft = line.published(), line.draft()
    SaveDraft(line.editor, live, {"title": "下一稿"}).perform()
    foreign = elsewhere.draft()
    action = Reclassify(line.editor, line.agency, Record.objects.all(), {"column": new, "theme": "land"})
    shown = action.preview()
    assert [one.record for one in shown] == [live, draft]
    assert (shown[0].before["column"], shown[0].after["theme"]) == ("通知公告", "国土资源、能源")
    assert not Record.objects.filter(theme="land").exists()
    action.perform()
    live.refresh_from_db()
    assert (live.column, live.theme, live.title) == (new, "land", "关于停水的通知")
    assert list(live.placements.values_list("column", flat=True)) == [new.pk]
    assert live.events.get().column_id == old.pk
    assert Record.objects.get(pk=foreign.pk).theme == ""
    live = Publish(line.editor, line.pass_stages(line.send(live)), now=timezone.now()).perform()
    assert (live.title, live.column, live.theme) == ("下一稿", new, "land")
    records = Entry.objects.get(kind="record.reclassified").payload["records"]
    assert set(records) == {live.public_id, draft.public_id}


def test_who_may_not_edit_in_each_column_files_nothing_there() -> None:
    line = Line()
    department = DepartmentFactory(agency=line.agency)
    kept = column_of(line.agency, "科室栏目", department=department)
    line.draft()
    inside = person(line.agency, Role.EDITOR, DepartmentFactory(agency=line.agency))
    everything = Record.objects.all()
    assert reasons_of(Reclassify(inside, line.agency, everything, {"column": kept})) == [NOT_YOURS]
    assert reasons_of(Reclassify(line.signer, line.agency, everything, {"theme": "land"})) == [NOT_YOURS]
    foreign = column_of(Line().agency)
    assert reasons_of(Reclassify(line.editor, line.agency, everything, {"column": foreign})) == [NOT_YOURS]
    assert "主题分类" in reasons_of(Reclassify(line.editor, line.agency, everything, {"theme": "x"}))[0]
    with pytest.raises(ValueError, match="title"):
        Reclassify(line.editor, line.agency, everything, {"title": "x"})
