"""A secret that got out is removed for good from rows, revisions, files and search: by two people, with a tombstone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from gongkai.publishing import erasing, review
from gongkai.publishing.access import PURGERS, may_act
from gongkai.publishing.actions.base import RecordAction
from gongkai.publishing.enums import RecordState, Stage
from gongkai.publishing.event_models import Purge
from gongkai.publishing.record_models import Record, RecordFile
from gongkai.publishing.signals import record_changed

if TYPE_CHECKING:
    from gongkai.agencies.models import User


def waiting_purge(record: Record) -> Purge | None:
    """The request that waits for somebody else's answer."""
    return record.purges.filter(done_at=None).first()


class AskPurge(RecordAction):
    """Ask for it; the record has to be withdrawn. `ground` is the reason."""

    kind = "record.purge_asked"

    def __init__(self, actor: User | None, record: Record, *, ground: str = "", **more: Any) -> None:
        super().__init__(actor, record, **more)
        # Not the ledger's ground: what is written about a secret must be erasable as the secret itself is.
        self.reason = ground.strip()

    def allowed(self) -> bool:
        """Who answers for secrecy, or signs."""
        return self.actor is not None and may_act(self.actor, self.record.agency, *PURGERS)

    def refusals(self) -> list[str]:
        """Also while the public reads it, twice, without a reason, or while another live record uses its files."""
        if reasons := super().refusals():
            return reasons
        if self.record.live:
            return ["请先撤回，再申请清除。"]
        if waiting_purge(self.record):
            return ["这条信息已经有人申请清除，正在等待他人同意。"]
        return files_in_use(self.record) or ([] if self.reason else ["申请清除须写明理由。"])

    def carry_out(self) -> None:
        """It waits for somebody else; what was under way with the record ends."""
        assert self.actor is not None
        Purge.objects.create(
            record=self.record, agency=self.record.agency, ground=self.reason[:500], asked_by=self.actor
        )
        review.stop(self.record, self.actor)
        self.record.stage, self.record.go_live_at = Stage.DONE, None


class _AnswerPurge(RecordAction):
    """What both answers have in common: somebody asked, and it was somebody else."""

    def allowed(self) -> bool:
        """Who answers for secrecy, or signs."""
        return self.actor is not None and may_act(self.actor, self.record.agency, *PURGERS)

    def refusals(self) -> list[str]:
        """Also where nobody asked, and for whoever asked."""
        if reasons := super().refusals():
            return reasons
        asked = waiting_purge(self.record)
        if asked is None:
            return ["没有人申请清除这条信息。"]
        return ["清除须由两人办理，申请的人不能自己同意。"] if self.actor and self.actor.pk == asked.asked_by_id else []


class ApprovePurge(_AnswerPurge):
    """Agree, as somebody else: it is removed in this moment. `backups` says what backups still hold, and what is done.

    The `Purge` row is the tombstone: how much of what was removed, a salted digest of each file.
    """

    kind = "record.purged"

    def __init__(self, actor: User | None, record: Record, backups: str, *, now: datetime, **more: Any) -> None:
        super().__init__(actor, record, **more)
        self.backups, self.now = backups.strip(), now
        self.removed: dict[str, Any] = {}

    def refusals(self) -> list[str]:
        """Also without a word on the backups, and while a live record uses its files."""
        if reasons := super().refusals():
            return reasons
        if not self.backups:
            return ["请写明备份中还有什么、如何处理。"]
        return files_in_use(self.record)

    def carry_out(self) -> None:
        """Remove it everywhere, and leave the tombstone."""
        asked = waiting_purge(self.record)
        assert asked is not None
        self.removed = erasing.erase(self.record)
        self.record.state, self.record.stage = RecordState.PURGED, Stage.DONE
        asked.approved_by, asked.done_at = self.actor, self.now
        asked.removed, asked.backups = self.removed, self.backups
        asked.save()
        self.record.save()
        record_changed.send(sender=Record, record=self.record, kind="purged")

    def payload(self, result: Record) -> dict[str, Any]:
        """How much of what."""
        return super().payload(result) | {"removed": self.removed}


class DeclinePurge(_AnswerPurge):
    """Do not agree: the request is gone, `ground` is the reason."""

    kind = "record.purge_declined"

    def refusals(self) -> list[str]:
        """Also without a reason."""
        return super().refusals() or ([] if self.ground.strip() else ["不同意须写明理由。"])

    def carry_out(self) -> None:
        """The record stays withdrawn; the ledger keeps that somebody had asked."""
        self.record.purges.filter(done_at=None).delete()


def files_in_use(record: Record) -> list[str]:
    """A sentence for each file that another live record uses: the public would go on reading it there."""
    others = RecordFile.objects.filter(file=OuterRef("pk"), record__live=True).exclude(record=record)
    used = erasing.files_of(record).filter(Exists(others))
    return [f"附件“{attachment.title}”还用于其他已发布的信息，请先撤回那些信息。" for attachment in used]
