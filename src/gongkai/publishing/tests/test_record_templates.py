"""信息模板: made, changed and retired by who keeps the columns; what they ask for is marked, and asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from gongkai.agencies.action import NOT_YOURS
from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import DepartmentFactory
from gongkai.ledger.models import Entry
from gongkai.publishing.actions import SendToReview
from gongkai.publishing.columns.actions import ChangeColumn
from gongkai.publishing.models import RecordTemplate
from gongkai.publishing.record_templates import REQUIRABLE, RetireTemplate, ReviveTemplate, SaveTemplate, label_of
from gongkai.publishing.tests.line import Line, person, reasons_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
SAID: dict[str, Any] = {
    "name": "部门预算", "genre": "budget", "required_fields": ["responsible", "summary"],
    "required_attachments": [" 预算公开表 ", "", "预算公开表"], "body": "<h2>一、部门概况</h2><script>x</script>",
}  # fmt: skip


@pytest.fixture
def line() -> Line:
    return Line()


def made(line: Line, **more: Any) -> RecordTemplate:
    return SaveTemplate(line.editor, RecordTemplate(agency=line.agency), **SAID | more).perform()


def test_a_template_is_made_and_changed_with_what_was_and_what_is(line: Line) -> None:
    template = made(line)
    assert template.required_fields == ["summary", "responsible"]
    assert (template.required_attachments, template.body) == (["预算公开表"], "<h2>一、部门概况</h2>")
    SaveTemplate(line.editor, template, **SAID | {"name": "部门决算"}).perform()
    added, changed = Entry.objects.filter(kind__startswith="template.").order_by("pk")
    assert added.payload["to"]["required_attachments"] == ["预算公开表"]
    assert changed.payload == {"from": {"name": "部门预算"}, "to": {"name": "部门决算"}, "body": False}
    assert reasons_of(SaveTemplate(line.editor, template, name="部门决算")) == ["没有任何改动。"]


def test_nobody_else_keeps_them_and_those_of_all_are_nobodys(line: Line) -> None:
    template, common = made(line), RecordTemplate.objects.create(name="通用")
    unit_editor = person(line.agency, Role.EDITOR, DepartmentFactory(agency=line.agency))
    for who in (line.signer, line.reviewer, unit_editor, Line().editor):
        for action in (
            SaveTemplate(who, template, name="别的"), RetireTemplate(who, template, today=TODAY),
            ReviveTemplate(who, template), SaveTemplate(who, RecordTemplate(agency=line.agency), **SAID),
        ):  # fmt: skip
            assert reasons_of(action) == [NOT_YOURS]
    assert reasons_of(SaveTemplate(line.editor, common, name="改名")) == [NOT_YOURS]


def test_what_cannot_be_asked_for_is_refused(line: Line) -> None:
    made(line)
    papers = ["附件" * 40, *(f"附件{n}" for n in range(20))]
    reasons = reasons_of(
        SaveTemplate(
            line.editor, RecordTemplate(agency=line.agency), name="部门预算", genre="nonsense",
            required_fields=["live"], required_attachments=papers, body="",
        )
    )  # fmt: skip
    assert [reason[:4] for reason in reasons] == ["体裁：值", "已有名为", "没有这种", "必备附件", "必备附件"]


@pytest.mark.parametrize("name", REQUIRABLE)
def test_every_field_that_can_be_asked_for_is_asked_for_by_its_name(line: Line, name: str) -> None:
    template = made(line, required_fields=[name], required_attachments=[], genre="", body="")
    ChangeColumn(line.editor, line.column, template=template).perform()
    line.column.refresh_from_db()
    record = line.draft([], body="" if name == "body" else "<p>文</p>")
    assert f"请填写{label_of(name)}。" in reasons_of(SendToReview(line.editor, record))


def test_what_a_column_names_is_not_retired_and_what_is_retired_no_column_names(line: Line) -> None:
    template = made(line)
    ChangeColumn(line.editor, line.column, template=template).perform()
    assert "“通知公告”还在使用" in reasons_of(RetireTemplate(line.editor, template, today=TODAY))[0]
    ChangeColumn(line.editor, line.column, template=None).perform()
    RetireTemplate(line.editor, template, today=TODAY).perform()
    assert reasons_of(ChangeColumn(line.editor, line.column, template=template)) == ["信息模板已停用。"]
    assert "先恢复" in reasons_of(SaveTemplate(line.editor, template, name="改名"))[0]
    ReviveTemplate(line.editor, template).perform()
    ChangeColumn(line.editor, line.column, template=template).perform()


def test_it_is_kept_on_screen_and_the_form_of_a_record_marks_what_it_asks(line: Line, office_client: Any) -> None:
    editor, signer = office_client(line.editor), office_client(line.signer)
    add, listed = reverse("publishing:add_template"), reverse("publishing:templates")
    said = SAID | {"required_attachments": "预算公开表\n三公经费表"}
    assert signer.get(add).status_code in (302, 403)
    assert "增设模板" not in signer.get(listed).content.decode()
    assert editor.post(add, said | {"name": ""}).status_code == 422
    assert editor.post(add, said).status_code == 302
    template = RecordTemplate.objects.get()
    change = reverse("publishing:change_column", args=[line.column.public_id])
    fields = {"title": line.column.title, "kind": "notices", "view": "records", "content_class": "business"}
    editor.post(change, fields | {"template": template.pk})
    line.column.refresh_from_db()
    record = line.draft()
    form = editor.get(reverse("publishing:edit_record", args=[record.public_id])).content.decode()
    assert form.count("本栏目必填") == 3
    assert "“预算公开表”、“三公经费表”" in form
    sent = editor.post(reverse("publishing:record_act", args=[record.public_id, "songshen"]))
    words = sent.content.decode()
    assert sent.status_code == 422
    assert all(word in words for word in ("请填写内容概述。", "请填写责任人。", "本栏目须附“预算公开表”。"))
    retire = reverse("publishing:act_on_template", args=[template.public_id, "tingyong"])
    assert "还在使用" in editor.post(retire, follow=True).content.decode()
    editor.post(change, fields)
    editor.post(retire)
    assert "停用" in editor.get(listed).content.decode()
    edit = reverse("publishing:edit_template", args=[template.public_id])
    assert office_client(Line().editor).get(edit).status_code == 404
