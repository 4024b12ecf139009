"""What people do with what the guard found: have it look again, decide on a finding, mask one."""

from __future__ import annotations

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
from gongkai.documents.disclosure.text_masking import NO_MASK, NotMaskable, mask_html, mask_text
from gongkai.documents.model import UnusableDocument
from gongkai.publishing import drafts, review
from gongkai.publishing.access import may_act, may_edit
from gongkai.publishing.actions.attachments import AddAttachment
from gongkai.publishing.actions.drafting import DraftFile, SaveDraft
from gongkai.publishing.base_models import Attachment
from gongkai.publishing.guard import runs
from gongkai.publishing.guard.examining import examine
from gongkai.publishing.guard.looking import LIMITS, Keyed, Questions, look_at, questions_of
from gongkai.publishing.guard.parts import BODY, parts_of
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
NOT_A_PDF = "只有 PDF 附件可以在这里遮盖；其他格式请在原文件中改正，另行上传。"
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


class MaskFinding(_GuardAction):
    """Mask a finding in the draft: in all of its texts, or in a PDF, whose masked version is a new file.

    The masked draft is a new revision, looked through again; what was in review is sent to review anew.
    """

    kind = "guard.masked"

    def __init__(self, actor: User | None, run: GuardRun, key: str, *, today: date) -> None:
        super().__init__(actor, run.record)
        self.run, self.key, self.today = run, key, today

    def perform(self) -> Record:
        """Mask in memory first, which may read a file; then save the draft. Raises Refused."""
        if reasons := self.refusals():
            raise Refused(reasons)
        self.record = Record.objects.select_related("agency", "latest_revision", "column").get(pk=self.record.pk)
        self._mask()
        record = super().perform()
        examine(record, self.today)
        return record

    def refusals(self) -> list[str]:
        """Whoever may not edit the draft, and findings of another draft."""
        current = Record.objects.select_related("agency", "latest_revision", "column").get(pk=self.record.pk)
        if not may_edit(self.actor, drafts.draft_of(current).column):
            return [NOT_YOURS]
        if runs.latest_run(current) != self.run:
            return [CHANGED]
        self.noted = next((each for each in runs.noted(self.run) if each.key == self.key), None)
        return [] if self.noted else [NOT_FOUND]

    def change(self) -> Record:
        """Save what was masked as a draft."""
        files: list[DraftFile] | None = None
        if self.masked_file is not None:
            taken, name, data = self.masked_file
            new = AddAttachment(self.actor, self.record.agency, name, data, title=taken.title).perform()
            files = [
                DraftFile(new if held.file == taken else held.file, held.title)
                for held in drafts.draft_of(self.record).files.all()
            ]
        save = SaveDraft(self.actor, self.record, self.values, files, version=self.record.version)
        return save.perform()

    def payload(self, result: Record) -> dict[str, Any]:
        """What and where."""
        assert self.noted is not None
        return {"key": self.key, "finding": self.noted.kind, "part": self.noted.part}

    # ---------------------------------------------------------------- masking

    def _mask(self) -> None:
        draft = drafts.draft_of(self.record)
        self.values: Mapping[str, Any] = {}
        self.masked_file: tuple[Attachment, str, bytes] | None = None
        questions = questions_of(self.record.agency, self.today)
        assert self.noted is not None
        parts = list(parts_of(draft))
        part = next((each for each in parts if each.key == self.noted.part), None)
        if part is None:
            raise Refused([CHANGED])
        try:
            if part.file is not None:
                self.masked_file = _masked_pdf(part.file, self.noted, questions)
                return
            texts = [each for each in parts if each.file is None]
            found = [keyed for each in texts for keyed in look_at(each, draft.map_number, questions)]
            self.values = _masked_texts(found, self.key)
        except (NotMaskable, UnusableDocument) as error:
            raise Refused([str(error)]) from None


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


def _masked_pdf(file: Attachment, noted: runs.Noted, questions: Questions) -> tuple[Attachment, str, bytes]:
    with file.file.open("rb") as opened:
        data = opened.read()
    if b"%PDF-" not in data[:1024]:
        raise NotMaskable(NOT_A_PDF)
    if not noted.maskable:
        raise NotMaskable(NO_MASK)
    name = PurePath(file.file.name or file.title).name
    layout = layout_apart(data, name, questions.allowed, LIMITS)
    ground = _GROUNDS.get(noted.kind, _PERSONAL)
    masks = [
        Mask(each.page, each.box, ground)
        for each in layout.proposed
        if each.kind == noted.kind and each.masked == noted.shown
    ]
    if not masks:
        raise NotMaskable(NOT_ON_PAGE)
    return file, name, mask_apart(data, masks, LIMITS)
