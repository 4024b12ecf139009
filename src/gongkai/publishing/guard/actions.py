"""What people do with what the guard found: have it look again, decide on a finding, mask one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from gongkai.agencies.action import NOT_YOURS, Action, Refused, reference_to
from gongkai.agencies.enums import INSIDE_ROLES, READING_ROLES, Role
from gongkai.agencies.models import Agency
from gongkai.documents.disclosure.finding import Finding
from gongkai.documents.disclosure.masking import Mask
from gongkai.documents.disclosure.pages import layout_apart, mask_apart
from gongkai.documents.disclosure.rewriting import CLEARED, CLEARED_PICTURE, MASKABLE, Choice, mask_file_apart
from gongkai.documents.disclosure.text_masking import NO_MASK, NotMaskable, mask_html, mask_text
from gongkai.documents.file_types import kind_of
from gongkai.documents.model import UnusableDocument
from gongkai.publishing import drafts, review
from gongkai.publishing.access import may_act, may_edit
from gongkai.publishing.actions.attachments import AddAttachment
from gongkai.publishing.actions.drafting import DraftFile, SaveDraft
from gongkai.publishing.base_models import Attachment
from gongkai.publishing.guard import runs
from gongkai.publishing.guard.examining import examine
from gongkai.publishing.guard.looking import LIMITS, Keyed, Questions, look_at, questions_of
from gongkai.publishing.guard.parts import BODY, Part, parts_of
from gongkai.publishing.record_models import Record
from gongkai.publishing.review_models import GuardDecision, GuardRun

if TYPE_CHECKING:
    from gongkai.agencies.models import User

LOOKERS = tuple(INSIDE_ROLES - READING_ROLES)
CHANGED = "稿件已经改动，请重新检查后再办。"
NOT_FOUND = "没有这一项检查结果，请刷新页面。"
IN_PERSON = "须由保密审查员本人登录办理。"
NO_GROUND = "请写明可以公开的理由。"
OWN_TEXT = "起草、修改过本稿的人不能对检查结果作出决定。"
NOT_MASKABLE_FILE = (
    "只有 PDF、Word（DOCX）、Excel（XLSX）和文本附件可以在这里遮盖；其他格式请在原文件中改正，另行上传。"
)
NOTHING_TO_CLEAR = "附件中没有批注、修订、隐藏内容或者文档属性。"
NOT_ON_PAGE = "在 PDF 页面上没有找到这一项，不能自动遮盖；请在原文件中改正，另行上传。"
_GROUNDS = {"secrecy_mark": "条例第十四条", "work_secret_mark": "条例第十六条", "internal_mark": "条例第十六条"}
_PERSONAL = "条例第十五条"


class _GuardAction(Action[Record]):
    """Something for one record's findings."""

    def __init__(self, actor: User | None, record: Record, *, ground: str = "") -> None:
        super().__init__(actor, ground=ground.strip())
        self.record = record

    def subject(self, result: Record) -> str:
        """The record."""
        return reference_to(result)

    def agency(self, result: Record) -> Agency | None:
        """The record's agency."""
        return result.agency


class ExamineDraft(_GuardAction):
    """Have the guard look at the latest draft now. The files are read before anything is held."""

    kind = "guard.examined"

    def __init__(self, actor: User | None, record: Record, *, today: date) -> None:
        super().__init__(actor, record)
        self.today = today

    def perform(self) -> Record:
        """Look, then record that it was done. Raises Refused."""
        if reasons := self.refusals():
            raise Refused(reasons)
        self.run = examine(self.record, self.today)
        return super().perform()

    def refusals(self) -> list[str]:
        """Not this person's."""
        return [] if may_act(self.actor, self.record.agency, *LOOKERS) else [NOT_YOURS]

    def change(self) -> Record:
        """Nothing of the record."""
        return self.record

    def payload(self, result: Record) -> dict[str, Any]:
        """How many findings there are."""
        found = self.run.findings
        return {"findings": len(found), "blocks": sum(each["level"] == "block" for each in found)}


class DecideFinding(_GuardAction):
    """The secrecy reviewer's decision that a finding does not stand in the way; `ground` says why."""

    kind = "guard.decided"

    def __init__(self, actor: User | None, run: GuardRun, key: str, ground: str) -> None:
        super().__init__(actor, run.record, ground=ground)
        self.run, self.key = run, key

    def refusals(self) -> list[str]:
        """Not the agency's secrecy reviewer, who wrote the draft, another draft's finding, no ground, a second time."""
        if self.actor is None:
            return [IN_PERSON]
        if not may_act(self.actor, self.record.agency, Role.SECRECY_REVIEWER):
            return [NOT_YOURS]
        if self.actor.pk in review.writers_of(self.record):
            return [OWN_TEXT]
        current = Record.objects.select_for_update().get(pk=self.record.pk)
        if runs.latest_run(current) != self.run:
            return [CHANGED]
        self.finding = next((each for each in runs.noted(self.run) if each.key == self.key), None)
        if self.finding is None:
            return [NOT_FOUND]
        if self.finding.decision is not None:
            return ["这一项已经作出决定。"]
        if not self.ground:
            return [NO_GROUND]
        return ["理由不超过300字。"] if len(self.ground) > 300 else []

    def change(self) -> Record:
        """Keep the decision."""
        assert self.actor is not None
        GuardDecision.objects.create(record=self.record, run=self.run, key=self.key, ground=self.ground, by=self.actor)
        return self.record

    def payload(self, result: Record) -> dict[str, Any]:
        """On what."""
        assert self.finding is not None
        return {"key": self.key, "finding": self.finding.kind, "part": self.finding.part}


class _Rewriting(_GuardAction):
    """Something that makes a new draft of the one that was looked through, and has that looked through again.

    What was in review is sent to review anew; a file that changes is a new file.
    """

    def __init__(self, actor: User | None, run: GuardRun, key: str, *, today: date) -> None:
        super().__init__(actor, run.record)
        self.run, self.key, self.today = run, key, today

    def perform(self) -> Record:
        """Rewrite in memory first, which may read a file; then save the draft. Raises Refused."""
        if reasons := self.refusals():
            raise Refused(reasons)
        self.record = Record.objects.select_related("agency", "latest_revision", "column").get(pk=self.record.pk)
        self.values: Mapping[str, Any] = {}
        self.new_file: tuple[Attachment, str, bytes] | None = None
        try:
            self.rewrite()
        except (NotMaskable, UnusableDocument) as error:
            raise Refused([str(error)]) from None
        record = super().perform()
        examine(record, self.today)
        return record

    def rewrite(self) -> None:
        """Fill `values` and `new_file`. Raises Refused, NotMaskable, UnusableDocument."""
        raise NotImplementedError

    def refusals(self) -> list[str]:
        """Whoever may not edit the draft, and findings of another draft."""
        current = Record.objects.select_related("agency", "latest_revision", "column").get(pk=self.record.pk)
        if not may_edit(self.actor, drafts.draft_of(current).column):
            return [NOT_YOURS]
        return [] if runs.latest_run(current) == self.run else [CHANGED]

    def change(self) -> Record:
        """Save what was rewritten as a draft."""
        files: list[DraftFile] | None = None
        if self.new_file is not None:
            taken, name, data = self.new_file
            new = AddAttachment(self.actor, self.record.agency, name, data, title=taken.title).perform()
            files = [
                DraftFile(new if held.file == taken else held.file, held.title)
                for held in drafts.draft_of(self.record).files.all()
            ]
        save = SaveDraft(self.actor, self.record, self.values, files, version=self.record.version)
        return save.perform()

    def part_of(self, key: str) -> Part:
        """The part of the draft that a finding is in. Raises Refused."""
        part = next((each for each in parts_of(drafts.draft_of(self.record)) if each.key == key), None)
        if part is None:
            raise Refused([CHANGED])
        return part


class MaskFinding(_Rewriting):
    """Mask a finding in the draft: in all of its texts, or throughout a file. `key` is the finding's."""

    kind = "guard.masked"

    def refusals(self) -> list[str]:
        """Also a finding that there is not."""
        if reasons := super().refusals():
            return reasons
        self.noted = next((each for each in runs.noted(self.run) if each.key == self.key), None)
        return [] if self.noted else [NOT_FOUND]

    def rewrite(self) -> None:
        """A PDF page by page, other files whole, the draft's own texts together."""
        assert self.noted is not None
        part = self.part_of(self.noted.part)
        questions = questions_of(self.record.agency, self.today)
        if part.file is not None:
            name, data = _read(part.file)
            masked = _masked_pdf if data[:1024].find(b"%PDF-") >= 0 else _masked_file
            if masked is _masked_file and kind_of(data, name) not in MASKABLE:
                raise NotMaskable(NOT_MASKABLE_FILE)
            if not self.noted.maskable:
                raise NotMaskable(NO_MASK)
            self.new_file = part.file, name, masked(data, name, self.noted, questions)
            return
        draft = drafts.draft_of(self.record)
        texts = [each for each in parts_of(draft) if each.file is None]
        found = [keyed for each in texts for keyed in look_at(each, draft.map_number, questions)]
        self.values = _masked_texts(found, self.key)

    def payload(self, result: Record) -> dict[str, Any]:
        """What and where."""
        assert self.noted is not None
        return {"key": self.key, "finding": self.noted.kind, "part": self.noted.part}


class ClearFile(_Rewriting):
    """清除批注、修订、隐藏内容和属性 of an attached Word file, workbook or picture. `key` is the part's."""

    kind = "guard.cleared"

    def refusals(self) -> list[str]:
        """Also a file that hides nothing which can be cleared."""
        if reasons := super().refusals():
            return reasons
        return [] if runs.clearable(self.part_of(self.key), runs.noted(self.run)) else [NOTHING_TO_CLEAR]

    def rewrite(self) -> None:
        """The file without them."""
        part = self.part_of(self.key)
        assert part.file is not None  # else it could not be cleared
        name, data = _read(part.file)
        allowed = questions_of(self.record.agency, self.today).allowed
        self.new_file = part.file, name, mask_file_apart(data, name, [], clear=True, allowed=allowed, limits=LIMITS)

    def payload(self, result: Record) -> dict[str, Any]:
        """Which part, and how often what was in it."""
        cleared = CLEARED | CLEARED_PICTURE
        kinds = Counter(each.kind for each in runs.noted(self.run) if each.part == self.key and each.kind in cleared)
        return {"part": self.key, "findings": dict(kinds)}


def _masked_texts(found: Sequence[Keyed], key: str) -> dict[str, str]:
    """The fields in which the finding's words stand, with these masked."""
    wanted = next((keyed for keyed in found if keyed.key == key), None)
    if wanted is None:
        raise NotMaskable(CHANGED)
    same = [keyed for keyed in found if _words(keyed.finding) == _words(wanted.finding)]
    values: dict[str, str] = {}
    for part in {keyed.part for keyed in same}:
        findings = [keyed.finding for keyed in same if keyed.part == part]
        if part.key == BODY:
            values[part.key] = mask_html(part.text, findings)
        else:
            values[part.key] = mask_text(part.text, findings[0])
    return values


def _words(finding: Finding) -> tuple[str, str]:
    return finding.kind, finding.text


def _read(file: Attachment) -> tuple[str, bytes]:
    with file.file.open("rb") as opened:
        return PurePath(file.file.name or file.title).name, opened.read()


def _masked_pdf(data: bytes, name: str, noted: runs.Noted, questions: Questions) -> bytes:
    layout = layout_apart(data, name, questions.allowed, LIMITS)
    ground = _GROUNDS.get(noted.kind, _PERSONAL)
    masks = [
        Mask(each.page, each.box, ground)
        for each in layout.proposed
        if each.kind == noted.kind and each.masked == noted.shown
    ]
    if not masks:
        raise NotMaskable(NOT_ON_PAGE)
    return mask_apart(data, masks, LIMITS)


def _masked_file(data: bytes, name: str, noted: runs.Noted, questions: Questions) -> bytes:
    choice = Choice(noted.kind, noted.shown)
    return mask_file_apart(data, name, [choice], allowed=questions.allowed, limits=LIMITS)
