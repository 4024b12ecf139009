"""The way through review: sent, passed stage by stage by different people, returned, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongkai.publishing.actions.base import RecordAction
from gongkai.publishing.record_models import Record

if TYPE_CHECKING:
    from gongkai.agencies.models import User


@dataclass(frozen=True, slots=True)
class SecrecyForm:
    """The secrecy review's form 保密审查表: content, timing and manner, each judged (条例 Art 17)."""

    content_fit: bool
    timing_fit: bool
    manner_fit: bool
    content_opinion: str = ""
    timing_opinion: str = ""
    manner_opinion: str = ""

    @property
    def fit(self) -> bool:
        """Whether nothing speaks against publication."""
        return self.content_fit and self.timing_fit and self.manner_fit


class SendToReview(RecordAction):
    """Send the latest draft to the first stage. Here its required fields and attachments are checked."""

    kind = "record.sent_to_review"


class PassStage(RecordAction):
    """Pass the stage that the draft is in; after the last one it is approved. `secrecy` at that stage, and only there."""

    kind = "record.stage_passed"

    def __init__(
        self, actor: User | None, record: Record, comment: str = "", *, secrecy: SecrecyForm | None = None, **more: Any
    ) -> None:
        raise NotImplementedError


class ReturnDraft(RecordAction):
    """Return the draft to who wrote it, with the reason. At the secrecy stage its form says what is not fit."""

    kind = "record.returned"

    def __init__(
        self, actor: User | None, record: Record, comment: str, *, secrecy: SecrecyForm | None = None, **more: Any
    ) -> None:
        raise NotImplementedError


class TakeBack(RecordAction):
    """Take the draft out of review (or of what waits to go out), as its author or an editor of the column."""

    kind = "record.taken_back"
