"""What an interpretation says goes out as its record does: after others have passed it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from gongkai.library.actions import AmendInterpretation, EnterInterpretation, Telling
from gongkai.library.actions.interpreting import IN_REVIEW
from gongkai.library.enums import Medium
from gongkai.library.interpretation_models import Interpretation
from gongkai.library.public import interpretation_page
from gongkai.publishing import approved
from gongkai.publishing.actions import Publish, Reclassify, SaveDraft
from gongkai.publishing.models import Record
from gongkai.publishing.tests.line import VALUES, Line, reasons_of

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
    record = SaveDraft(line.editor, Record.objects.get(pk=record.pk), VALUES).perform()
    record = line.pass_stages(line.send(record))
    assert shown(record) == [["何时施行？", "4月1日。"]]
    Publish(line.editor, record, now=timezone.now()).perform()
    assert shown(record) == [["何时施行？", "5月1日。"]]
    assert Interpretation.objects.get(pk=held.pk).waiting is None


def test_a_public_record_that_becomes_an_interpretation_says_nothing_yet(line: Line) -> None:
    record = line.published()
    made = EnterInterpretation(line.editor, record, ASKED).perform()
    assert made.waiting is not None
    assert shown(record) == []


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
