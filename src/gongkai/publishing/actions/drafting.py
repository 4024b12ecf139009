"""Writing: a record is created, its drafts are saved. What the public reads does not change by that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongkai.agencies.action import Action
from gongkai.agencies.models import Agency
from gongkai.publishing.actions.base import RecordAction
from gongkai.publishing.base_models import Attachment
from gongkai.publishing.column_models import ColumnPage
from gongkai.publishing.record_models import Record

if TYPE_CHECKING:
    from gongkai.agencies.models import User


@dataclass(frozen=True, slots=True)
class DraftFile:
    """An attachment of a draft, under the title that the public reads."""

    file: Attachment
    title: str = ""


class CreateRecord(Action[Record]):
    """Begin a record in a column. `result = CreateRecord(actor, agency, column, {"title": …}).perform()`."""

    kind = "record.created"

    def __init__(
        self,
        actor: User | None,
        agency: Agency,
        column: ColumnPage,
        values: Mapping[str, Any],
        files: Sequence[DraftFile] = (),
        *,
        origin: str = "",
    ) -> None:
        """`values` by field name, of `drafts.FIELDS` (not `column`); `origin` is set by importers."""
        raise NotImplementedError


class SaveDraft(RecordAction):
    """Save a draft as a new revision; the live row stays as it is.

    What was in review or approved has to be sent to review again: its approvals were of another text.
    """

    kind = "record.draft_saved"

    def __init__(
        self,
        actor: User | None,
        record: Record,
        values: Mapping[str, Any],
        files: Sequence[DraftFile] | None = None,
        *,
        version: int | None = None,
        ground: str = "",
    ) -> None:
        """`values` by field name, of `drafts.FIELDS`; what is not named stays. `files` None leaves the attachments."""
        raise NotImplementedError
