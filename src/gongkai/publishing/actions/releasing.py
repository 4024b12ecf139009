"""What is approved goes out, now or at a set time; what was withdrawn can come back, through review."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from gongkai.publishing import approved, drafts, release
from gongkai.publishing.access import RELEASERS, may_act, may_edit
from gongkai.publishing.actions.base import RecordAction
from gongkai.publishing.actions.drafting import save_revision
from gongkai.publishing.enums import RecordState, Stage
from gongkai.publishing.record_models import Record

if TYPE_CHECKING:
    from gongkai.agencies.models import User

SCHEDULE = "program:schedule"
"""Who acts when a set time comes."""


class Publish(RecordAction):
    """Put out what is approved: now, or at `go_live_at` where that is later than now."""

    kind = "record.published"

    def __init__(
        self, actor: User | None, record: Record, *, now: datetime, go_live_at: datetime | None = None, **more: Any
    ) -> None:
        super().__init__(actor, record, **more)
        self.now = now
        self.later = go_live_at if go_live_at and go_live_at > now else None

    def allowed(self) -> bool:
        """Who edits in the draft's column, or signs. Neither can put out what is not approved."""
        return may_edit(self.actor, drafts.draft_of(self.record).column) or may_act(
            self.actor, self.record.agency, *RELEASERS
        )

    def refusals(self) -> list[str]:
        """Also whatever keeps the draft from the public; and a time at which it would have been taken away again."""
        if reasons := super().refusals():
            return reasons
        draft = drafts.draft_of(self.record)
        if reasons := release.obstacles(self.record) or approved.damaged_files(draft):
            return reasons
        expire_at = draft.expire_at
        return ["撤下时间已过，请修改后重新送审。"] if expire_at and expire_at <= (self.later or self.now) else []

    def carry_out(self) -> None:
        """Put it out, or set the time."""
        if self.later:
            self.record.go_live_at = self.later
        else:
            release.put_out(self.record, self.actor, self.now)

    def payload(self, result: Record) -> dict[str, Any]:
        """Under which number, and for when where that is not now."""
        more = {"go_live_at": self.later.isoformat()} if self.later else {"index_number": result.index_number}
        return super().payload(result) | more


class ReleaseDue(Publish):
    """Put out a record whose set time has come: what the schedule does."""

    def allowed(self) -> bool:
        """It was allowed when the time was set; whether it may still go out is asked anew."""
        return True

    def refusals(self) -> list[str]:
        """Also where somebody has changed the time since."""
        due = self.record.go_live_at is not None and self.record.go_live_at <= self.now
        return super().refusals() if due else ["发布时间已改变。"]

    def actor_label(self) -> str:
        """The schedule."""
        return SCHEDULE


class CancelSchedule(RecordAction):
    """What is approved stays so, and goes out when somebody says so."""

    kind = "record.schedule_cancelled"

    def allowed(self) -> bool:
        """Who could have published it."""
        return may_edit(self.actor, drafts.draft_of(self.record).column) or may_act(
            self.actor, self.record.agency, *RELEASERS
        )

    def refusals(self) -> list[str]:
        """Also where no time is set."""
        if reasons := super().refusals():
            return reasons
        waiting = self.record.stage == Stage.APPROVED and self.record.go_live_at
        return [] if waiting else ["这条信息没有设定发布时间。"]

    def carry_out(self) -> None:
        """Forget the time."""
        self.record.go_live_at = None


class Restore(RecordAction):
    """Begin to bring back what was withdrawn: a new draft of it, which goes through review like any other.

    `ground` is the reason.
    """

    kind = "record.restore_begun"

    def allowed(self) -> bool:
        """Who edits in the record's column."""
        return may_edit(self.actor, self.record.column)

    def refusals(self) -> list[str]:
        """Also what is not withdrawn, is on its way already, waits for a purge, or has no reason."""
        if reasons := super().refusals():
            return reasons
        if self.record.state != RecordState.WITHDRAWN or self.record.stage != Stage.DONE:
            return ["只有已撤回、尚未办理恢复的信息可以恢复。"]
        if self.record.purges.filter(done_at=None).exists():
            return ["这条信息正在等待清除，不能恢复。"]
        return [] if self.ground.strip() else ["恢复须写明理由。"]

    def carry_out(self) -> None:
        """What the public last read, as a new draft: no approval of an earlier one counts for it."""
        draft = Record.objects.get(pk=self.record.pk)
        draft.expire_at = None
        save_revision(self.record, draft, None, self.actor)
        self.record.stage = Stage.WRITING
