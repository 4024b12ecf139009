"""The stages of review, who may pass which, and whether a draft has passed them all.

The history is Wagtail's (`WorkflowState`, `TaskState`); `Record.stage` is a projection of it for lists. A stage's right
is never enough: nobody passes what he wrote, and nobody passes two stages of one draft.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import TaskState, Workflow

from gongkai.agencies.enums import Role
from gongkai.publishing.enums import Stage
from gongkai.publishing.record_models import Record

if TYPE_CHECKING:
    from gongkai.agencies.models import User

ROLES: dict[Stage, tuple[Role, ...]] = {
    Stage.FIRST: (Role.HANDLER, Role.REVIEWER),
    Stage.SECOND: (Role.REVIEWER,),
    Stage.SECRECY: (Role.SECRECY_REVIEWER,),
    Stage.THIRD: (Role.SIGNER,),
}


def workflow() -> Workflow:
    """The workflow of the four stages, made where it is not there."""
    raise NotImplementedError


def obstacle(user: User | None, record: Record) -> str:
    """Why this person may not pass (or return) the stage that the record is in, one sentence; "" if he may."""
    raise NotImplementedError


def writers_of(record: Record) -> set[int]:
    """Keys of the accounts that wrote this draft: its author, and whoever saved a revision since what is public."""
    raise NotImplementedError


def history(record: Record) -> list[TaskState]:
    """Every stage that was begun, passed or returned, the oldest first, with people, comments and revisions."""
    raise NotImplementedError


def faults(record: Record) -> list[str]:
    """What is missing of the approval of the latest draft: stages not passed, passed by the writer, by one person."""
    raise NotImplementedError
