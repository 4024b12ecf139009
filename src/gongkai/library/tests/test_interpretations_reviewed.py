"""What an interpretation says goes out as its record does: after others have passed it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.action import NOT_YOURS
from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.library.actions import AmendInterpretation, EnterInterpretation, Telling
from gongkai.library.actions.interpreting import IN_REVIEW
from gongkai.library.enums import Medium
from gongkai.library.interpretation_models import Interpretation
from gongkai.library.public import document_page, interpretation_page
from gongkai.library.search import added
from gongkai.library.tests.factories import DocumentFactory
from gongkai.publishing import approved, review
from gongkai.publishing.actions import PassStage, Publish, Reclassify, SaveDraft, SendToReview
from gongkai.publishing.desk import Desk, Tab
from gongkai.publishing.enums import Stage
from gongkai.publishing.models import Record
from gongkai.publishing.tests.line import Line, person, reasons_of

pytestmark = pytest.mark.django_db
ASKED = Telling(Medium.QUESTIONS, content={"pairs": [["何时施行？", "4月1日。"]]})
LATER = replace(ASKED, content={"pairs": [["何时施行？", "5月1日。"]]})


@pytest.fixture
def line(db: None) -> Line:
    """An agency with everybody."""
    return Line()


def shown(record: Record) -> list[list[str]]:
    """The questions and answers that the public reads."""
    page = interpretation_page(Record.objects.get(pk=record.pk))
    assert page is not None
    return [list(pair) for pair in page.pairs]


def public(line: Line) -> tuple[Record, Interpretation]:
    """A record and its interpretation, reviewed and published together."""
    record = line.draft()
    made = EnterInterpretation(line.editor, record, ASKED).perform()
    assert made.waiting is None
    record = line.pass_stages(line.send(Record.objects.get(pk=record.pk)))
    record = Publish(line.editor, record, now=timezone.now()).perform()
    assert shown(record) == [["何时施行？", "4月1日。"]]
    return record, Interpretation.objects.get(pk=made.pk)


def test_reviewers_are_told_what_goes_out_beside_the_record(line: Line) -> None:
    record = line.draft()
    EnterInterpretation(line.editor, record, ASKED).perform()
    assert approved.told_beside(record) == [("解读形式", "问答解读"), ("问答", "何时施行？\n4月1日。")]


def test_words_of_a_public_record_wait_until_they_are_passed_and_published(line: Line) -> None:
    record, held = public(line)
    held = AmendInterpretation(line.editor, held, LATER).perform()
    assert held.waiting is not None
    assert shown(record) == [["何时施行？", "4月1日。"]]
    record = Record.objects.get(pk=record.pk)
    assert record.stage == Stage.WRITING, "there is a draft to send, made of what is public"
    record = line.pass_stages(line.send(record))
    assert shown(record) == [["何时施行？", "4月1日。"]]
    Publish(line.editor, record, now=timezone.now()).perform()
    assert shown(record) == [["何时施行？", "5月1日。"]]
    assert Interpretation.objects.get(pk=held.pk).waiting is None


def test_a_public_record_that_becomes_an_interpretation_says_nothing_yet(line: Line) -> None:
    record = line.published()
    document = DocumentFactory(agency=line.agency)
    telling = replace(ASKED, documents=[document])
    made = EnterInterpretation(line.editor, record, telling).perform()
    assert made.waiting is not None
    assert interpretation_page(Record.objects.get(pk=record.pk)) is None
    assert document_page(document.record, timezone.localdate()).interpretations == []
    assert added([record]) == {}
    assert not Interpretation.objects.published().exists()
    made = AmendInterpretation(line.editor, made, replace(LATER, documents=[document])).perform()
    assert not Interpretation.objects.published().exists()
    record = line.pass_stages(line.send(Record.objects.get(pk=record.pk)))
    assert not Interpretation.objects.published().exists()
    record = Publish(line.signer, record, now=timezone.now()).perform()
    assert shown(record) == [["何时施行？", "5月1日。"]]
    (line_shown,) = document_page(document.record, timezone.localdate()).interpretations
    assert line_shown.record == record
    assert added([record]) == {record.pk: {"kind": "interpretation"}}
    # Once it has been passed it stays one while the next change waits.
    AmendInterpretation(line.editor, Interpretation.objects.get(), replace(ASKED, documents=[document])).perform()
    assert Interpretation.objects.published().exists()


def test_who_changed_the_words_passes_them_no_more(line: Line) -> None:
    record, held = public(line)
    MembershipFactory(user=line.signer, agency=line.agency, role=Role.EDITOR)
    line.signer.scope.forget(line.signer)
    SaveDraft(line.editor, record, {"summary": "改"}).perform()
    AmendInterpretation(line.signer, held, LATER).perform()
    record = line.pass_stages(line.send(Record.objects.get(pk=record.pk)), upto=3)
    assert reasons_of(PassStage(line.signer, record)) == [review.WRITER]


def test_what_waited_without_a_draft_gets_one_when_it_is_saved_again(line: Line) -> None:
    record, held = public(line)
    Interpretation.objects.update(waiting=held.words() | {"content": LATER.content})
    AmendInterpretation(line.editor, Interpretation.objects.get(), LATER).perform()
    assert Record.objects.get(pk=record.pk).stage == Stage.WRITING


def test_a_supervisor_who_changes_the_words_begins_a_draft_that_the_editor_sends(line: Line) -> None:
    above = AgencyFactory()
    line.agency.parent, line.agency.path = above, f"{above.path}{line.agency.code}/"
    line.agency.save()
    supervisor = person(above, Role.SUPERVISOR)
    record, held = public(line)
    AmendInterpretation(supervisor, held, LATER).perform()
    record = Record.objects.get(pk=record.pk)
    assert reasons_of(SendToReview(supervisor, record)) == [NOT_YOURS]
    assert line.send(record).stage == Stage.FIRST


def test_the_office_leads_to_the_record_and_reviewers_see_what_changed(line: Line, office_client) -> None:
    record, held = public(line)
    editor = office_client(line.editor)
    form = {"medium": "questions", "pairs": "问：何时施行？\n答：5月1日。", "version": held.version}
    answer = editor.post(reverse("library:interpretation", args=[held.public_id]), form, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(reverse("publishing:record", args=[record.public_id]), 302)]
    assert "请核对后点“送审”" in page
    assert reverse("publishing:record_act", args=[record.public_id, "songshen"]) in page
    assert Desk(line.editor, timezone.localdate()).counts()[Tab.DRAFTS] == 1
    record = line.send(Record.objects.get(pk=record.pk))
    page = office_client(line.handler).get(reverse("publishing:review", args=[record.public_id])).content.decode()
    assert "两个版本的内容相同" not in page
    assert "<del>4</del><ins>5</ins>月1日。" in page


def test_what_is_taken_back_waits_no_longer(line: Line) -> None:
    _, held = public(line)
    held = AmendInterpretation(line.editor, held, LATER).perform()
    held = AmendInterpretation(line.editor, held, ASKED).perform()
    assert held.waiting is None


def test_nothing_is_changed_under_the_eyes_of_the_reviewers(line: Line) -> None:
    record = line.draft()
    made = EnterInterpretation(line.editor, record, ASKED).perform()
    line.send(Record.objects.get(pk=record.pk))
    assert IN_REVIEW in reasons_of(AmendInterpretation(line.editor, made, LATER))
    AmendInterpretation(line.editor, made, replace(ASKED, series="问答", series_number=1)).perform()


def test_what_went_past_the_acts_does_not_go_out(line: Line) -> None:
    record = line.draft()
    made = EnterInterpretation(line.editor, record, ASKED).perform()
    record = line.pass_stages(line.send(Record.objects.get(pk=record.pk)))
    Interpretation.objects.filter(pk=made.pk).update(content=LATER.content)
    assert approved.CHANGED in reasons_of(Publish(line.editor, record, now=timezone.now()))


def test_refiling_in_bulk_lets_nothing_out_that_waits(line: Line) -> None:
    record, held = public(line)
    AmendInterpretation(line.editor, held, LATER).perform()
    Reclassify(line.editor, line.agency, Record.objects.filter(pk=record.pk), {"genre": "notice"}).perform()
    assert shown(record) == [["何时施行？", "4月1日。"]]
