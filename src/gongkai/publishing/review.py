"""The stages of review, who may pass which, and whether a draft has passed all that its agency asks for (`ReviewWay`).

The history is Wagtail's (`WorkflowState`, `TaskState`); `Record.stage` is a projection of it for lists. A stage's right
is never enough: nobody passes what he wrote, and nobody passes two stages of one draft.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import pre_save
from django.utils import timezone
from wagtail.models import Task, TaskState, Workflow, WorkflowState, WorkflowTask

from gongkai.agencies.action import NOT_YOURS
from gongkai.agencies.enums import Role
from gongkai.publishing import live_gate
from gongkai.publishing.column_models import publishing_office_of
from gongkai.publishing.enums import ReviewWay, Stage
from gongkai.publishing.record_models import Record
from gongkai.publishing.review_models import ReviewTask, SecrecyReview

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.agencies.models import Agency, User

ROLES: dict[Stage, tuple[Role, ...]] = {
    Stage.FIRST: (Role.HANDLER, Role.REVIEWER),
    Stage.SECOND: (Role.REVIEWER,),
    Stage.SECRECY: (Role.SECRECY_REVIEWER,),
    Stage.THIRD: (Role.SIGNER,),
}
NAMES = {
    ReviewWay.THREE: "信息发布审批",
    ReviewWay.TWO: "信息发布审批（两级）",
    ReviewWay.ONE: "信息发布审批（一级）",
}
"""What Wagtail calls the workflow of each way."""
FEWEST = 3
"""People who must have had a hand in what goes out, whatever an agency sets: one who wrote, and two who reviewed."""
NOT_IN_REVIEW = "这条信息不在审批中。"
NOBODY = "审批须由本人登录办理。"
WRITER = "起草、修改过本稿的人不能审批本稿。"
TWICE = "您已办理本稿的另一审批环节，各环节须由不同的人办理。"


def way_of(agency: Agency) -> ReviewWay:
    """By which stages the agency's drafts are reviewed now."""
    return ReviewWay(publishing_office_of(agency).review_way)


def workflow(way: ReviewWay) -> Workflow:
    """The workflow of these stages, made where it is not there."""
    made = Workflow.objects.filter(
        name=NAMES[way], active=True, workflow_tasks__task__reviewtask__stage=Stage.THIRD
    ).first()
    return made or _made(way)


@transaction.atomic
def _made(way: ReviewWay) -> Workflow:
    # The stage is unique: whoever comes second waits here for the first, and then finds what that one made.
    tasks = [ReviewTask.objects.get_or_create(stage=stage, defaults={"name": stage.label})[0] for stage in way.stages]
    made, new = Workflow.objects.get_or_create(name=NAMES[way], active=True)
    if new:
        WorkflowTask.objects.bulk_create(
            WorkflowTask(workflow=made, task=task, sort_order=place) for place, task in enumerate(tasks)
        )
    return made


def lacks_stages(record: Record, step: TaskState) -> bool:
    """Whether the agency has come to ask for stages that this round of review does not have, or has skipped."""
    there = ReviewTask.objects.filter(workflow_tasks__workflow=step.workflow_state.workflow_id).exclude(
        task_states__workflow_state=step.workflow_state_id, task_states__status=TaskState.STATUS_SKIPPED
    )
    return not set(way_of(record.agency).stages) <= {Stage(stage) for stage in there.values_list("stage", flat=True)}


def current(record: Record) -> TaskState | None:
    """The stage that the record is in, as Wagtail has it; None where it is in none."""
    state = record.workflow_states.filter(status=WorkflowState.STATUS_IN_PROGRESS).first()
    return state.current_task_state if state else None


def skip_dropped(record: Record, user: User | None) -> TaskState | None:
    """The stage that the record is in, once those that its agency asks for no more are skipped. Nobody passes them, and
    who passed an earlier one passes no other. For actions, which hold the row."""
    asked = way_of(record.agency).stages
    while (step := current(record)) is not None and stage_of(step) not in asked:
        step.status, step.finished_at = TaskState.STATUS_SKIPPED, timezone.now()
        step.save(update_fields=["status", "finished_at"])
        step.workflow_state.update(user=user)
    return step


def stage_of(task_state: TaskState) -> Stage:
    """Which stage a step of Wagtail's history was."""
    return Stage(task_state.task.reviewtask.stage)


def obstacle(user: User | None, record: Record) -> str:
    """Why this person may not pass (or return) the stage that the record is in, one sentence; "" if he may."""
    task_state = current(record)
    if task_state is None:
        return NOT_IN_REVIEW
    if user is None:
        return NOBODY
    if not user.scope.may_act(record.agency, *ROLES[stage_of(task_state)]):
        return NOT_YOURS
    if user.pk in writers_of(record):
        return WRITER
    if passed_by(task_state.workflow_state).filter(finished_by=user).exists():
        return TWICE
    return ""


def passed_by(workflow_state: WorkflowState) -> QuerySet[TaskState]:
    """The stages that were passed in one round of review."""
    return TaskState.objects.filter(workflow_state=workflow_state, status=TaskState.STATUS_APPROVED)


def writers_of(record: Record) -> set[int]:
    """Keys of the accounts that wrote this draft: its author, and whoever saved a revision since what is public."""
    saved = record.revisions.exclude(user=None)
    if record.live_revision_id:
        saved = saved.filter(pk__gt=record.live_revision_id)
    writers = set(saved.values_list("user", flat=True))
    return writers | ({record.author_id} if record.author_id else set())


def history(record: Record) -> list[TaskState]:
    """Every stage that was begun, passed or returned, the oldest first, with people, comments and revisions."""
    return list(
        TaskState.objects.filter(workflow_state__in=record.workflow_states)
        .select_related("task__reviewtask", "finished_by", "workflow_state__requested_by", "revision__user")
        .defer("revision__content")
        .order_by("started_at", "pk")
    )


def faults(record: Record) -> list[str]:
    """What is missing of the approval of the latest draft, a sentence each; empty when it is approved.

    Read from the history itself, so that neither a task switched off nor a row put in by hand stands for a person's
    judgement: each stage of the agency's way on this very revision, by as many people, none of whom wrote it, with the
    secrecy review's form.
    """
    if record.latest_revision_id is None:
        return ["没有可以发布的稿件。"]
    approved = (
        record.workflow_states.filter(status=WorkflowState.STATUS_APPROVED).order_by("-created_at", "-pk").first()
    )
    # What was withdrawn since has used its approval up.
    if approved is None or record.withdrawals.filter(at__gte=approved.created_at).exists():
        return ["稿件尚未通过审批。"]
    steps = passed_by(approved).filter(revision=record.latest_revision_id).select_related("task__reviewtask")
    people = {stage_of(step): step.finished_by_id for step in steps}
    if missing := [stage.label for stage in way_of(record.agency).stages if people.get(stage) is None]:
        return [f"本稿尚未经过{'、'.join(missing)}。"]
    reasons = []
    judges, writers = set(people.values()), writers_of(record)
    if len(judges) < len(people):
        reasons.append("各审批环节须由不同的人办理。")
    if writers & judges:
        reasons.append("起草、修改过本稿的人参加了审批。")
    if len(writers | judges) < FEWEST:
        reasons.append(f"起草和审批至少须有{FEWEST}个人。")
    form = SecrecyReview.objects.filter(record=record, revision=record.latest_revision_id, passed=True)
    if not form.filter(by=people[Stage.SECRECY]).exists():
        reasons.append("没有本稿的保密审查表。")
    return reasons


def stop(record: Record, user: User | None) -> None:
    """End the round of review that the record is in, where it is in one."""
    for state in record.workflow_states.active():
        state.cancel(user=user)


def guard_task_states() -> None:
    """Let nobody pass a stage but by the room's acts; for `AppConfig.ready`."""
    pre_save.connect(_keep_the_gate, sender=TaskState, dispatch_uid="publishing.review")


def _keep_the_gate(sender: type[TaskState], instance: TaskState, raw: bool = False, **_: Any) -> None:
    passing = instance.status in (TaskState.STATUS_APPROVED, TaskState.STATUS_SKIPPED)
    if raw or not passing or live_gate.is_open():
        return
    ours = ContentType.objects.get_for_model(ReviewTask).pk
    if Task.objects.filter(pk=instance.task_id, content_type=ours).exists():
        live_gate.check("审批")
