"""What concerns other bodies goes to them first, with a term, and what they answered is kept (条例 Art 11)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gongkai.agencies.models import Agency
from gongkai.publishing.actions.base import RecordAction
from gongkai.publishing.record_models import Record
from gongkai.publishing.review_models import Consulted

if TYPE_CHECKING:
    from gongkai.agencies.models import User


class AskBody(RecordAction):
    """Ask another body whether what concerns it may go out. Until it answers nothing does. `asked` is the row."""

    kind = "record.body_asked"

    def __init__(
        self,
        actor: User | None,
        record: Record,
        body: str,
        question: str,
        *,
        sent_on: date,
        due_on: date,
        agency: Agency | None = None,
        **more: Any,
    ) -> None:
        """`body` is its name; `agency` the same body, where it works on this platform."""
        raise NotImplementedError


class RecordAnswer(RecordAction):
    """Record what the body answered."""

    kind = "record.body_answered"

    def __init__(
        self, actor: User | None, asked: Consulted, agreed: bool, answer: str, *, answered_on: date, **more: Any
    ) -> None:
        raise NotImplementedError


class Settle(RecordAction):
    """Record how a no, or a silence after the term, was settled; only then can the record go out."""

    kind = "record.consultation_settled"

    def __init__(self, actor: User | None, asked: Consulted, settlement: str, *, settled_on: date, **more: Any) -> None:
        raise NotImplementedError
