"""What every act on a record has in common: the record is held, rights and version are asked, the version counts on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.agencies.action import NOT_YOURS, Action, Refused, reference_to
from gongkai.agencies.models import Agency
from gongkai.publishing.enums import RecordState
from gongkai.publishing.live_gate import opened
from gongkai.publishing.record_models import Record

if TYPE_CHECKING:
    from gongkai.agencies.models import User

PURGED = "这条信息已被清除。"
OVERTAKEN = "这条信息刚刚由他人办理过，请刷新页面，看过最新情况后再办。"


class RecordAction(Action[Record]):
    """One act on one record. A subclass says `allowed()`, may refuse more, and does it in `carry_out()`.

    `version` is that of the record as the person saw it: somebody else's act in between is not overwritten.
    """

    def __init__(
        self, actor: User | None, record: Record, *, version: int | None = None, ground: str = "", **more: Any
    ) -> None:
        super().__init__(actor, ground=ground, **more)
        self.record, self.version = record, version

    def perform(self) -> Record:
        """Hold the record's row for the whole of the act, then check, change and record. Raises Refused."""
        with transaction.atomic():
            held = Record.objects.select_for_update(of=("self",)).select_related("agency", "column", "latest_revision")
            self.record = held.get(pk=self.record.pk)
            self.find()
            with opened():
                return super().perform()

    def find(self) -> None:
        """Take again, now that the row is held, what else the act is about."""

    def refusals(self) -> list[str]:
        """Not this person's to do, or overtaken by somebody else's act."""
        if not self.allowed():
            return [NOT_YOURS]
        if self.version is not None and self.version != self.record.version:
            return [OVERTAKEN]
        return [PURGED] if self.record.state == RecordState.PURGED else []

    def allowed(self) -> bool:
        """Whether the person may do this to this record at all."""
        raise NotImplementedError

    def change(self) -> Record:
        """Do it, and count the record's version on."""
        self.carry_out()
        self.record.version += 1
        self.record.save()
        return self.record

    def carry_out(self) -> None:
        """What the act changes, besides the record's version."""

    def subject(self, result: Record) -> str:
        """The record."""
        return reference_to(result)

    def agency(self, result: Record) -> Agency | None:
        """The record's agency."""
        return result.agency

    def payload(self, result: Record) -> dict[str, Any]:
        """Where the record stands now."""
        return {"state": result.state, "stage": result.stage, "version": result.version}


__all__ = ["OVERTAKEN", "RecordAction", "Refused"]
