"""Review: each stage by somebody else, none of whom wrote it; no other way to the public."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import TaskState, WorkflowState
from wagtail.workflows import publish_workflow_state

from gongkai.agencies.action import NOT_YOURS
from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import MembershipFactory
from gongkai.publishing import queries, review
from gongkai.publishing.actions import (
    PassStage,
    Publish,
    ReturnDraft,
    SaveDraft,
    SecrecyForm,
    SendToReview,
    TakeBack,
)
from gongkai.publishing.enums import Stage
from gongkai.publishing.live_gate import NotThisWay, opened
from gongkai.publishing.models import Record, RecordFile, ReviewTask, SecrecyReview
from gongkai.publishing.release import NOT_APPROVED
from gongkai.publishing.tests.factories import RecordFactory
from gongkai.publishing.tests.line import FIT, Line, reasons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def line() -> Line:
    return Line()


def test_four_people_pass_four_stages_and_the_history_is_wagtails(line: Line) -> None:
    record = line.send(line.draft())
    seen = []
    for reviewer in line.reviewers:
        seen.append((record.stage, list(queries.waiting_for(reviewer)) == [record]))
        record = PassStage(reviewer, record, "同意", secrecy=FIT if reviewer == line.secrecy else None).perform()
    assert seen == [("first", True), ("second", True), ("secrecy", True), ("third", True)]
    assert record.stage == Stage.APPROVED
    assert not record.live
    steps = review.history(record)
    assert [(review.stage_of(step), step.finished_by, step.comment) for step in steps] == [
        (stage, person, "同意") for stage, person in zip(review.ROLES, line.reviewers, strict=True)
    ]
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED
    assert SecrecyReview.objects.get().by == line.secrecy


def test_whoever_wrote_or_passed_a_stage_passes_none(line: Line) -> None:
    for writer in (line.editor, line.reviewer):
        for role in (Role.EDITOR, Role.REVIEWER, Role.SECRECY_REVIEWER, Role.SIGNER, Role.HANDLER):
            if not writer.memberships.filter(role=role).exists():
                MembershipFactory(user=writer, agency=line.agency, role=role)
        writer.scope.forget(writer)
    record = line.draft()
    SaveDraft(line.reviewer, record, {"summary": "审核员也改过"}).perform()
    record = line.send(record)
    assert reasons_of(PassStage(line.editor, record)) == [review.WRITER]
    assert reasons_of(PassStage(line.reviewer, record)) == [review.WRITER]
    assert not queries.waiting_for(line.reviewer).exists()
    MembershipFactory(user=line.handler, agency=line.agency, role=Role.REVIEWER)
    line.handler.scope.forget(line.handler)
    record = PassStage(line.handler, record).perform()
    assert record.stage == Stage.SECOND
    assert reasons_of(PassStage(line.handler, record)) == [review.TWICE]
    assert not queries.waiting_for(line.handler).exists()
    assert reasons_of(PassStage(line.signer, record)) == [NOT_YOURS]
    assert reasons_of(PassStage(Line().reviewer, record)) == [NOT_YOURS]
    assert reasons_of(PassStage(None, record)) == [review.NOBODY]


def test_the_secrecy_review_has_its_form_and_no_other_stage_has(line: Line) -> None:
    record = line.send(line.draft())
    assert "只在保密审查环节" in reasons_of(PassStage(line.handler, record, secrecy=FIT))[0]
    record = line.pass_stages(record, upto=2)
    assert "请填写保密审查表" in reasons_of(PassStage(line.secrecy, record))[0]
    early = SecrecyForm(True, False, True, timing_opinion="尚未正式通过")
    assert "请退回" in reasons_of(PassStage(line.secrecy, record, secrecy=early))[0]
    assert (
        "请写明时机" in reasons_of(ReturnDraft(line.secrecy, record, "缓", secrecy=SecrecyForm(True, False, True)))[0]
    )
    record = ReturnDraft(line.secrecy, record, "暂缓公开", secrecy=early).perform()
    form = SecrecyReview.objects.get()
    assert (record.stage, form.passed, form.timing_opinion) == ("returned", False, "尚未正式通过")


def test_a_returned_draft_begins_again_at_the_first_stage(line: Line) -> None:
    record = line.pass_stages(line.send(line.draft()), upto=1)
    assert reasons_of(ReturnDraft(line.reviewer, record, " ")) == ["退回须写明理由。"]
    record = ReturnDraft(line.reviewer, record, "标题有误").perform()
    assert [step.comment for step in review.history(record)] == ["同意", "标题有误"]
    record = line.send(SaveDraft(line.editor, record, {"title": "改正"}).perform())
    assert record.stage == Stage.FIRST
    assert line.pass_stages(record).stage == Stage.APPROVED


@pytest.mark.parametrize("passed", [1, 3, 4])
def test_an_edit_after_sending_ends_the_review(line: Line, passed: int) -> None:
    record = line.pass_stages(line.send(line.draft()), upto=passed)
    record = SaveDraft(line.editor, record, {"body": "<p>另一正文</p>"}).perform()
    assert record.stage == Stage.WRITING
    assert reasons_of(Publish(line.editor, record, now=timezone.now())) == [NOT_APPROVED]
    assert reasons_of(PassStage(line.handler, record)) == [review.NOT_IN_REVIEW]
    record = line.pass_stages(line.send(record))
    assert Publish(line.editor, record, now=timezone.now()).perform().body == "<p>另一正文</p>"


def test_what_is_approved_can_be_taken_back_and_its_approvals_go_with_it(line: Line) -> None:
    record = TakeBack(line.editor, line.approved()).perform()
    assert record.stage == Stage.WRITING
    with opened():
        Record.objects.update(stage=Stage.APPROVED)
    assert "尚未经过初审" in reasons_of(Publish(line.editor, record, now=timezone.now()))[0]
    assert reasons_of(TakeBack(line.editor, Line().draft())) == [NOT_YOURS]


def test_of_two_reviewers_at_once_the_second_is_told(line: Line) -> None:
    record = line.send(line.draft())
    PassStage(line.handler, record, version=record.version).perform()
    assert "由他人办理" in reasons_of(PassStage(line.reviewer, record, version=record.version))[0]


class Almighty:
    """An account with every right that Django knows."""

    pk = None
    is_active = is_authenticated = is_superuser = True

    def has_perm(self, *_: Any) -> bool:
        return True


def holes() -> dict[str, Any]:
    """Every way that stock Wagtail or Django has to change what the public reads."""

    def flipped(record: Record) -> None:
        record.live = True
        record.save()

    def staged(record: Record) -> None:
        record.stage = Stage.APPROVED
        record.save(update_fields=["stage"])

    def finished(record: Record) -> None:
        record.current_workflow_state.finish()

    def passed(record: Record) -> None:
        record.current_workflow_task_state.approve()

    def moderated(record: Record) -> None:
        step = record.current_workflow_task_state
        step.task.specific.on_action(step, None, "approve")

    def rewritten(record: Record) -> None:
        record.title = "改写已审的稿"
        record.save_revision(overwrite_revision=record.latest_revision)

    return {
        "Record.publish": lambda record: record.publish(record.latest_revision),
        "with every right": lambda record: record.publish(record.latest_revision, user=Almighty()),
        "revision.publish": lambda record: record.latest_revision.publish(user=Almighty(), skip_permission_checks=True),
        "PublishRevisionAction": lambda record: PublishRevisionAction(record.latest_revision).execute(),
        "default finish": lambda record: publish_workflow_state(record.current_workflow_state),
        "finish": finished,
        "TaskState.approve": passed,
        "Task.on_action": moderated,
        "save live": flipped,
        "save stage": staged,
        "update": lambda record: Record.objects.filter(pk=record.pk).update(live=True),
        "create": lambda record: Record.objects.create(
            agency=record.agency, column=record.column, title="x", live=True
        ),
        "bulk_create": lambda record: Record.objects.bulk_create(
            [Record(agency=record.agency, column=record.column, live=True)]
        ),
        "bulk_update": lambda record: Record.objects.bulk_update([record], ["title"]),
        "overwritten revision": rewritten,
    }


@pytest.mark.parametrize("hole", list(holes()))
def test_there_is_no_other_way_to_the_public(line: Line, hole: str) -> None:
    record = line.send(line.draft())
    with pytest.raises(PermissionDenied):
        holes()[hole](Record.objects.get(pk=record.pk))
    assert not Record.objects.filter(live=True).exists()
    assert Record.objects.get(pk=record.pk).stage == Stage.FIRST
    assert not TaskState.objects.filter(status="approved").exists()


def test_what_is_live_is_changed_by_no_other_way_either(line: Line) -> None:
    record = line.published()
    record.title = "改写"
    ways = [
        record.save,
        lambda: record.save(update_fields=["title"]),
        lambda: Record.objects.update(title="改写"),
        lambda: RecordFile.objects.create(record=record, file=line.file(), title="夹带"),
        record.unpublish,
    ]
    for way in ways:
        with pytest.raises(NotThisWay):
            way()
    record.refresh_from_db()
    assert (record.title, record.live, record.files.count()) == ("关于停水的通知", True, 0)


def test_a_stage_switched_off_or_passed_in_the_database_is_found_out(line: Line) -> None:
    record = line.pass_stages(line.send(line.draft()), upto=3)
    ReviewTask.objects.filter(stage=Stage.THIRD).update(active=False)
    state = WorkflowState.objects.get()
    with opened(), pytest.raises(NotThisWay, match="终审"):
        state.finish()
    ReviewTask.objects.update(active=True)
    record = PassStage(line.signer, record).perform()
    TaskState.objects.filter(finished_by=line.handler).update(finished_by=line.signer)
    assert reasons_of(Publish(line.editor, record, now=timezone.now())) == ["各审批环节须由不同的人办理。"]
    TaskState.objects.filter(task__reviewtask__stage=Stage.FIRST).update(finished_by=line.editor)
    assert "起草" in reasons_of(Publish(line.editor, record, now=timezone.now()))[0]


def test_who_waits_for_what_takes_one_query(line: Line, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        line.send(line.draft())
    RecordFactory(agency=line.agency, column=line.column)
    assert line.handler.scope.memberships
    list(queries.waiting_for(line.handler))
    with django_assert_num_queries(1):
        assert len(queries.waiting_for(line.handler)) == 3


def test_nobody_sends_what_is_under_way(line: Line) -> None:
    record = line.send(line.draft())
    assert reasons_of(SendToReview(line.editor, record)) == ["这条信息没有可以送审的稿件。"]
