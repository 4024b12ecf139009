"""Writing: a record is created, its drafts are saved. What the public reads does not change by that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency
from gongkai.publishing import drafts, review
from gongkai.publishing.access import may_act, may_edit
from gongkai.publishing.actions.base import RecordAction
from gongkai.publishing.base_models import Attachment
from gongkai.publishing.column_models import ColumnPage
from gongkai.publishing.enums import RecordState, Stage
from gongkai.publishing.live_gate import opened
from gongkai.publishing.record_models import Record, RecordFile

if TYPE_CHECKING:
    from gongkai.agencies.models import User

NOT_THEIR_FILE = "附件不是本机关的文件。"
NOT_IN_COLUMN = "您不能在栏目“{}”中编辑。"
RESTORE_FIRST = "已撤回的信息须先办理恢复，再修改。"


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
        super().__init__(actor)
        drafts.check_names(values)
        self.of, self.column, self.values, self.files, self.origin = agency, column, values, files, origin

    def refusals(self) -> list[str]:
        """Not this person's column, files of others, another agency's column."""
        if self.column.issuer_id != self.of.pk:
            return [f"栏目“{self.column.title}”不是本机关的栏目。"]
        if not may_edit(self.actor, self.column):
            return [NOT_YOURS]
        return [*_columns_of_others(self.actor, self.values.get("also_in", ())), *_files_of_others(self.of, self.files)]

    def change(self) -> Record:
        """Make the row, which the public does not see, and its first revision."""
        template = self.column.template
        begun = {"body": template.body, "genre": template.genre} if template else {}
        values = begun | dict(self.values)
        also_in = values.pop("also_in", ())
        record = Record(agency=self.of, column=self.column, live=False, author=self.actor, origin=self.origin)
        drafts.write(record, values)
        record.save()
        # Columns and files of a draft stand in its revision only: on the row they are what the public sees.
        draft = Record.objects.get(pk=record.pk)
        drafts.write(draft, {"also_in": also_in})
        save_revision(record, draft, self.files, self.actor)
        with opened():
            record.save()
        return record

    def subject(self, result: Record) -> str:
        """The record."""
        return reference_to(result)

    def agency(self, result: Record) -> Agency | None:
        """The record's agency."""
        return result.agency

    def payload(self, result: Record) -> dict[str, Any]:
        """Where it was begun."""
        return {"column": result.column.public_id, "imported": bool(self.origin)}


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
        super().__init__(actor, record, version=version, ground=ground)
        drafts.check_names(values)
        self.values, self.files = values, files
        self.restarted = False

    def allowed(self) -> bool:
        """Who edits in the record's column, as its draft has it."""
        return may_edit(self.actor, drafts.draft_of(self.record).column)

    def refusals(self) -> list[str]:
        """Also columns and files of others, and what was withdrawn and is not being restored."""
        if reasons := super().refusals():
            return reasons
        if self.record.state == RecordState.WITHDRAWN and self.record.stage == Stage.DONE:
            return [RESTORE_FIRST]
        there = {column.pk for column in drafts.columns_of(drafts.draft_of(self.record))}
        wanted = [self.values[name] for name in ("column",) if name in self.values]
        new = [column for column in (*wanted, *self.values.get("also_in", ())) if column.pk not in there]
        return [*_columns_of_others(self.actor, new), *_files_of_others(self.record.agency, self.files or ())]

    def carry_out(self) -> None:
        """Save the revision, and end the review of the one before."""
        record = self.record
        self.restarted = record.stage not in (Stage.WRITING, Stage.RETURNED, Stage.DONE)
        review.stop(record, self.actor)
        draft = drafts.draft_of(record)
        if draft is record:
            draft = Record.objects.get(pk=record.pk)
        drafts.write(draft, self.values)
        save_revision(record, draft, self.files, self.actor)
        record.stage = Stage.WRITING
        if record.live:
            record.go_live_at = None

    def payload(self, result: Record) -> dict[str, Any]:
        """Which fields were written, and whether that ended a review."""
        return super().payload(result) | {"fields": sorted(self.values), "restarted": self.restarted}


class BeginDraft(SaveDraft):
    """What the public reads as a new draft: something that goes out beside it has changed, and is reviewed with it."""

    def __init__(self, actor: User | None, record: Record) -> None:
        super().__init__(actor, record, {})

    def allowed(self) -> bool:
        """Also who supervises, and may change what stands beside; to review it is sent by who edits."""
        return super().allowed() or may_act(self.actor, self.record.agency, Role.SUPERVISOR)


def save_revision(record: Record, draft: Record, files: Sequence[DraftFile] | None, by: User | None) -> None:
    """Make the draft, with these files, the record's latest revision. For actions, which hold the row."""
    if files is not None:
        draft.files = [
            RecordFile(file=held.file, title=(held.title or held.file.title)[:200], sort_order=place)
            for place, held in enumerate(files)
        ]
    drafts.clean_body(draft)
    # Its values are checked already; what else Wagtail would check are the row's own numbers.
    record.latest_revision = draft.save_revision(user=by, clean=False)
    record.has_unpublished_changes = True
    drafts.mirror(record, draft)


def _columns_of_others(actor: User | None, columns: Sequence[ColumnPage]) -> list[str]:
    return [NOT_IN_COLUMN.format(column.title) for column in columns if not may_edit(actor, column)]


def _files_of_others(agency: Agency, files: Sequence[DraftFile]) -> list[str]:
    return [NOT_THEIR_FILE] if any(held.file.agency_id != agency.pk for held in files) else []
