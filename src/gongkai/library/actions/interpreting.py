"""A record becomes an interpretation: of documents, of a meeting or on its own, in one medium."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.agencies.action import NOT_YOURS, Action, reference_to
from gongkai.agencies.models import Agency
from gongkai.documents.disclosure.web import inspect_line
from gongkai.library import media
from gongkai.library.actions.base import OVERTAKEN, strange_days, unfit
from gongkai.library.captions import transcript
from gongkai.library.document_models import Document
from gongkai.library.enums import Medium
from gongkai.library.interpretation_models import Interpretation, Series
from gongkai.library.rights import may_keep, of_one_family
from gongkai.library.signals import document_changed, interpretation_changed
from gongkai.publishing import review, search_feed
from gongkai.publishing.actions import BeginDraft
from gongkai.publishing.column_models import publishing_office_of
from gongkai.publishing.drafts import draft_of, has_draft
from gongkai.publishing.enums import REVIEW_STAGES, RecordState, Stage
from gongkai.publishing.guard.looking import allowed_lines
from gongkai.publishing.models import Attachment, Record

if TYPE_CHECKING:
    from gongkai.agencies.models import User

IN_REVIEW = "这条信息正在审核或者等待发布，解读的形式、文件和文字现在不能修改；需要修改的，先撤回送审。"
_REVIEWED = (*REVIEW_STAGES, Stage.APPROVED)
_FIELDS = ("medium", "meeting", "meeting_on", "series", "series_number", "alternative")


@dataclass(frozen=True)
class Telling:
    """What is said of an interpretation beside its record."""

    medium: str = Medium.TEXT
    documents: Sequence[Document] = ()
    meeting: str = ""
    meeting_on: date | None = None
    series: str = ""
    series_number: int | None = None
    file: Attachment | None = None
    captions: Attachment | None = None
    alternative: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)


class _Interpreting(Action[Interpretation]):
    """What entering and amending have in common."""

    def __init__(self, actor: User | None, telling: Telling, *, ground: str = "") -> None:
        super().__init__(actor, ground=ground.strip())
        self.telling = telling
        self.interpretation = Interpretation()
        self.before: list[Document] = []
        self.public: dict[str, Any] = {}
        self.drafted: dict[str, Any] = {}

    def problems(self) -> list[str]:
        """What the telling lacks."""
        telling, interpretation = self.telling, self.interpretation
        agency = interpretation.agency
        self.public, self.drafted = interpretation.words(), interpretation.waiting or interpretation.words()
        self._fill()
        reasons = unfit(interpretation, _FIELDS) + media.problems(
            telling.medium, telling.file, telling.captions, interpretation.alternative, telling.content
        )
        known = {each.file_id for each in interpretation.record.files.all()}
        known |= {each.file_id for each in draft_of(interpretation.record).files.all()}
        for file in (telling.file, telling.captions):
            if file and file.pk not in known:
                reasons.append(f"“{file.title}”不是这条信息的附件。")
        for document in telling.documents:
            if not of_one_family(document.agency, agency):
                reasons.append(f"{document.name}不是本机关、上级或者所属机关的文件。")
            if document.record_id == interpretation.record_id:
                reasons.append("文件不能是自身的解读。")
        if telling.meeting_on and not telling.meeting.strip():
            reasons.append("请写明会议名称。")
        if bool(telling.series.strip()) != (telling.series_number is not None):
            reasons.append("系列解读请同时填写系列名称和序号。")
        if len(telling.series) > 100:
            reasons.append("系列名称不能超过 100 字。")
        taken = Interpretation.objects.filter(
            agency=agency, series__name=telling.series.strip(), series_number=telling.series_number
        )
        if telling.series.strip() and taken.exclude(pk=interpretation.pk).exists():
            reasons.append("系列中已有这一序号的解读。")
        in_review = self._by_hand_of_somebody() and interpretation.record.stage in _REVIEWED
        if in_review and interpretation.words() != self.drafted:
            reasons.append(IN_REVIEW)
        return reasons + strange_days([("会议日期", telling.meeting_on)]) + self._given_away()

    def _by_hand_of_somebody(self) -> bool:
        """At the command line, for the sample and for what is taken over nothing waits for a review."""
        return self.actor is not None

    def _given_away(self) -> list[str]:
        """What may not stand in its texts: the check before publishing looks through the record alone, and reviewers
        should not have to find by eye what a program finds."""
        allowed = allowed_lines(publishing_office_of(self.interpretation.agency))
        return [
            f"{label}中有{'、'.join(names)}，请改正后再登记。"
            for label, text in self.interpretation.texts().items()
            if (
                names := dict.fromkeys(
                    each.name for each in inspect_line(text, label, allowed) if each.level == "block"
                )
            )
        ]

    def _fill(self) -> None:
        telling, interpretation = self.telling, self.interpretation
        interpretation.medium = telling.medium
        interpretation.meeting, interpretation.meeting_on = telling.meeting.strip(), telling.meeting_on
        interpretation.file = telling.file if telling.medium in media.SUFFIXES else None
        interpretation.captions = telling.captions if telling.medium == Medium.VIDEO else None
        interpretation.alternative = telling.alternative.strip() or self._said()
        wanted = {Medium.CHART: ("unit", "rows"), Medium.QUESTIONS: ("pairs",)}.get(Medium(telling.medium), ())
        interpretation.content = {name: telling.content[name] for name in wanted if name in telling.content}

    def _said(self) -> str:
        """What a film's captions say, which is its transcript where no other was written (WCAG 1.2.3)."""
        captions = self.interpretation.captions
        if captions is None:
            return ""
        with captions.file.open("rb") as held:
            return transcript(held.read())

    def change(self) -> Interpretation:
        """Keep it with its series and documents; their pages change.

        Words of a record that is public wait until its review has passed them: who writes does not publish.
        """
        telling, interpretation = self.telling, self.interpretation
        new = interpretation._state.adding or interpretation.unreviewed
        interpretation.waiting = None
        if self._by_hand_of_somebody() and interpretation.record.live and interpretation.words() != self.public:
            interpretation.waiting = interpretation.words()
            interpretation.say(self.public)
        interpretation.unreviewed = new and interpretation.waiting is not None
        name = telling.series.strip()
        interpretation.series = (
            Series.objects.get_or_create(agency=interpretation.agency, name=name)[0] if name else None
        )
        interpretation.series_number = telling.series_number if name else None
        interpretation.save()
        interpretation.documents.set(telling.documents)
        for document in {each.pk: each for each in (*self.before, *telling.documents)}.values():
            document_changed.send(Document, document=document)
        self._into_draft()
        search_feed.put_anew([interpretation.record])
        interpretation_changed.send(Interpretation, interpretation=interpretation)
        return interpretation

    def _into_draft(self) -> None:
        """What waits goes through review with a draft of its record: without one nobody could send it. And who changed
        the words is among those who wrote the draft, and passes it no more."""
        record, waiting = self.interpretation.record, self.interpretation.waiting
        if self.actor is None or not (record.live or record.state == RecordState.DRAFT):
            return
        changed = (waiting or self.interpretation.words()) != self.drafted
        if has_draft(record):
            wanted = changed and self.actor.pk not in review.writers_of(record)
        else:
            wanted = waiting is not None
        if wanted:
            self.interpretation.record = BeginDraft(self.actor, record).perform()

    def subject(self, result: Interpretation) -> str:
        """The interpretation."""
        return reference_to(result)

    def agency(self, result: Interpretation) -> Agency | None:
        """Whose it is."""
        return result.agency

    def payload(self, result: Interpretation) -> dict[str, Any]:
        """Its record, its medium and what it interprets."""
        documents = [document.public_id for document in self.telling.documents]
        return {"record": result.record.public_id, "medium": result.medium, "documents": documents}


class EnterInterpretation(_Interpreting):
    """Make a record an interpretation."""

    kind = "interpretation.entered"

    def __init__(self, actor: User | None, record: Record, telling: Telling, *, ground: str = "") -> None:
        super().__init__(actor, telling, ground=ground)
        self.interpretation = Interpretation(record=record, agency=record.agency)

    def refusals(self) -> list[str]:
        """Not this person's, entered already, or what the telling lacks."""
        record = self.interpretation.record
        if not may_keep(self.actor, record.agency):
            return [NOT_YOURS]
        if Interpretation.objects.filter(record=record).exists():
            return ["这条信息已经登记为解读。"]
        if record.state == "purged":
            return ["这条信息已经清除。"]
        return self.problems()


class AmendInterpretation(_Interpreting):
    """Put right what is said of an interpretation."""

    kind = "interpretation.amended"

    def __init__(
        self, actor: User | None, interpretation: Interpretation, telling: Telling, *, version: int | None = None,
        ground: str = "",
    ) -> None:  # fmt: skip
        super().__init__(actor, telling, ground=ground)
        self.interpretation, self.version = interpretation, version

    def perform(self) -> Interpretation:
        """Hold the row for the whole of the act."""
        with transaction.atomic():
            held = Interpretation.objects.select_for_update(of=("self",)).select_related("record", "agency")
            self.interpretation = held.get(pk=self.interpretation.pk)
            self.before = list(self.interpretation.documents.all())
            return super().perform()

    def refusals(self) -> list[str]:
        """Not this person's, overtaken, or what the telling lacks."""
        if not may_keep(self.actor, self.interpretation.agency):
            return [NOT_YOURS]
        if self.version is not None and self.version != self.interpretation.version:
            return [OVERTAKEN]
        return self.problems()

    def change(self) -> Interpretation:
        """Keep it, and count its version on."""
        self.interpretation.version += 1
        return super().change()
