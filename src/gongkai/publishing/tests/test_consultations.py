"""What other bodies are asked: in their own list, answered by their people, told by mail; no more is shown to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS
from gongkai.ledger.models import Entry
from gongkai.publishing import consultations
from gongkai.publishing.actions import (
    AnswerAsBody,
    ApprovePurge,
    AskBody,
    AskPurge,
    DraftFile,
    Publish,
    RecordAnswer,
    SaveDraft,
    Settle,
    Withdraw,
)
from gongkai.publishing.enums import WithdrawalKind
from gongkai.publishing.models import Consulted, Record
from gongkai.publishing.tests.line import Line, reasons_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=15)


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def other() -> Line:
    """The body that is asked."""
    return Line()


def ask(line: Line, other: Line, record: Record | None = None, **more: Any) -> Consulted:
    record = record or line.draft([DraftFile(line.file(), "停水范围")])
    action = AskBody(
        line.handler, record, "", "附表是否准确", sent_on=TODAY, due_on=more.pop("due_on", DUE), agency=other.agency
    )
    action.perform()
    return action.asked


def test_the_body_answers_on_the_platform_by_who_has_the_duty(line: Line, other: Line) -> None:
    record = line.approved()
    asked = ask(line, other, record)
    assert asked.body == other.agency.name
    for who in (other.editor, other.handler, other.secrecy, line.signer, line.reviewer, Line().signer):
        assert reasons_of(AnswerAsBody(who, asked, True, "", today=TODAY)) == [NOT_YOURS]
    assert reasons_of(AnswerAsBody(other.signer, asked, False, " ", today=TODAY)) == ["不同意公开的，须写明理由。"]
    version = Record.objects.get(pk=record.pk).version
    AnswerAsBody(other.signer, asked, True, "附表第2行应为3处", today=TODAY).perform()
    asked.refresh_from_db()
    assert (asked.agreed, asked.answered_on, asked.answered_by, asked.answered_here) == (
        True, TODAY, other.signer, True,
    )  # fmt: skip
    assert Record.objects.get(pk=record.pk).version == version
    entry = Entry.objects.filter(kind="record.body_answered").get()
    assert (entry.actor, entry.payload["body"]) == (other.signer.label, other.agency.code)
    assert "第2行" not in f"{entry.payload}"
    assert "已经登记" in reasons_of(AnswerAsBody(other.reviewer, asked, False, "不同意", today=TODAY))[0]
    assert Publish(line.editor, Record.objects.get(pk=record.pk), now=timezone.now()).perform().live


def test_an_answer_on_paper_is_taken_down_as_before_and_told_apart(line: Line, other: Line) -> None:
    asked = ask(line, other)
    RecordAnswer(line.handler, asked, True, "", answered_on=TODAY).perform()
    asked.refresh_from_db()
    assert (asked.answered_by, asked.answered_here) == (line.handler, False)


def test_what_was_settled_without_it_waits_for_no_answer(line: Line, other: Line) -> None:
    asked = ask(line, other, due_on=TODAY)
    Settle(line.handler, asked, "逾期未复，报上级同意", settled_on=TODAY + timedelta(days=1)).perform()
    assert "不再需要答复" in reasons_of(AnswerAsBody(other.signer, asked, True, "", today=TODAY))[0]
    assert not consultations.asked_of(other.signer).filter(consultations.OPEN).exists()


def test_nobody_is_asked_about_his_own(line: Line) -> None:
    assert (
        "不必征求本机关"
        in reasons_of(AskBody(line.handler, line.draft(), "", "问", sent_on=TODAY, due_on=DUE, agency=line.agency))[0]
    )


def test_the_body_is_told_by_mail_without_what_it_is_about(
    line: Line, other: Line, django_capture_on_commit_callbacks: Any
) -> None:
    for who, address in ((other.signer, "signer@example.org"), (other.editor, "editor@example.org")):
        who.email = address
        who.save()
    with django_capture_on_commit_callbacks(execute=True):
        asked = ask(line, other)
    [sent] = mail.outbox
    assert sent.to == ["signer@example.org"]
    assert f"{line.agency}征求意见，请最迟于{DUE}答复" in sent.subject
    assert f"/zhengqiu/{asked.public_id}/" in sent.body
    assert not any(word in f"{sent.body}{sent.subject}" for word in ("附表是否准确", "停水"))


def test_its_people_see_the_question_with_the_draft_until_it_is_answered(
    line: Line, other: Line, office_client: Any
) -> None:
    record = line.draft([DraftFile(line.file(), "停水范围")])
    asked = ask(line, other, record)
    file = record.latest_revision.as_object().files.all()[0].file
    page = reverse("publishing:consultation", args=[asked.public_id])
    download = reverse("publishing:attachment", args=[file.public_id])
    listed = reverse("publishing:consultations")
    signer = office_client(other.signer)
    assert "附表是否准确" in signer.get(listed).content.decode()
    shown = signer.get(page).content.decode()
    assert all(words in shown for words in ("附表是否准确", "关于停水的通知", "明日停水。", "停水范围"))
    assert signer.get(download).status_code == 200
    # No more of the record than its draft, and nothing of another one.
    assert signer.get(reverse("publishing:record", args=[record.public_id])).status_code == 404
    private = line.file("别的.txt")
    assert signer.get(reverse("publishing:attachment", args=[private.public_id])).status_code == 404
    for nobody in (other.editor, Line().signer, line.signer):
        client = office_client(nobody)
        assert client.get(page).status_code == 404
        assert "附表是否准确" not in client.get(listed).content.decode()
    handler = office_client(other.handler)
    assert "由本机关的审核员、签发人答复" in handler.get(page).content.decode()
    assert handler.post(page, {"agreed": "1"}).status_code == 422
    assert signer.post(page, {"agreed": "0", "answer": ""}).status_code == 422
    assert signer.post(page, {"agreed": "0", "answer": "数据未核定"}).status_code == 302
    after = signer.get(page).content.decode()
    assert "数据未核定" in after
    assert "明日停水。" not in after
    assert signer.get(download).status_code == 404
    assert (
        "数据未核定"
        in office_client(line.editor).get(reverse("publishing:record", args=[record.public_id])).content.decode()
    )


def test_a_body_on_the_platform_is_chosen_on_the_form(line: Line, other: Line, office_client: Any) -> None:
    record = line.draft()
    address = reverse("publishing:record_act", args=[record.public_id, "zhengqiu"])
    client, said = office_client(line.handler), {"question": "问", "sent_on": f"{TODAY}", "due_on": f"{DUE}"}
    assert client.post(address, said).status_code == 422
    both = said | {"agency": other.agency.pk, "body": "乙局"}
    assert client.post(address, both).status_code == 422
    assert client.post(address, said | {"agency": other.agency.pk}).status_code == 302
    assert Consulted.objects.get().agency == other.agency


def test_who_is_asked_sees_nothing_of_what_was_purged_and_a_list_costs_the_same(
    line: Line, other: Line, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        ask(line, other)
    assert other.signer.scope.memberships
    with django_assert_num_queries(1):
        assert len([each.record.agency.name for each in consultations.asked_of(other.signer)]) == 3
    record = line.published()
    ask(line, other, SaveDraft(line.editor, record, {"body": "<p>秘</p>"}).perform())
    record = Withdraw(line.editor, record, WithdrawalKind.SECRET, "涉密", now=timezone.now()).perform()
    record = AskPurge(line.signer, record, ground="涉密").perform()
    ApprovePurge(line.secrecy, record, "备份已处理", now=timezone.now()).perform()
    assert len(consultations.asked_of(other.signer)) == 3
