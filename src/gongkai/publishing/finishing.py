"""What happens when a workflow of Wagtail's has passed its last task. Named in the settings: no models at the top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.publishing import live_gate

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from gongkai.agencies.models import User


def finish(workflow_state: WorkflowState, user: User | None = None) -> None:
    """A page is published, as Wagtail does it. A record is approved, no more: what is approved goes out by `Publish`.

    Raises NotThisWay where somebody finishes a record's workflow without the room's acts, or before all has passed.
    """
    from wagtail.workflows import publish_workflow_state

    from gongkai.publishing.record_models import Record
    from gongkai.publishing.review import faults

    record = workflow_state.content_object
    if not isinstance(record, Record):
        publish_workflow_state(workflow_state, user=user)
        return
    live_gate.check("结束审批")
    if reasons := faults(record):
        raise live_gate.NotThisWay("".join(reasons))
