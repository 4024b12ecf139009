"""Interpretations 解读: of documents, of a meeting, or on their own; single or in a series; in six media."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from gongkai.agencies.identifiers import short_id
from gongkai.agencies.models import Agency
from gongkai.agencies.scoping import AgencyScopedQuerySet
from gongkai.library.document_models import Document
from gongkai.library.enums import Medium
from gongkai.publishing.models import Attachment, Record

_MEETING, _ROWS = "会议名称", "图表数据"


class Series(models.Model):
    """Interpretations that belong together, in their order."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="interpretation_series")
    name = models.CharField("系列名称", max_length=100)

    objects = AgencyScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "解读系列"
        verbose_name_plural = "解读系列"
        ordering = ["agency", "name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="library_series_once")]

    def __str__(self) -> str:
        return self.name


class InterpretationQuerySet(AgencyScopedQuerySet):
    """Interpretations; a query starts from what a person may see."""

    def published(self) -> Self:
        """What the public reads now."""
        return self.filter(record__live=True, unreviewed=False)


class Interpretation(models.Model):
    """A record that interprets: in one medium, with what makes that medium usable by everybody.

    Its files are among the record's attachments, so that they are private until the record is public, and are looked
    through before.
    """

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="interpretation")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="interpretations")
    medium = models.CharField("解读形式", max_length=10, choices=Medium, default=Medium.TEXT)
    documents = models.ManyToManyField(Document, verbose_name="解读的文件", blank=True, related_name="interpretations")
    meeting = models.CharField("会议名称", max_length=200, blank=True)
    meeting_on = models.DateField("会议日期", null=True, blank=True)
    series = models.ForeignKey(
        Series, verbose_name="所属系列", null=True, blank=True, on_delete=models.PROTECT, related_name="interpretations"
    )
    series_number = models.PositiveSmallIntegerField("系列中的序号", null=True, blank=True)
    file = models.ForeignKey(
        Attachment,
        verbose_name="图片、音频、视频文件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    captions = models.ForeignKey(
        Attachment, verbose_name="字幕文件（WebVTT）", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # A picture's text alternative, a recording's transcript.
    alternative = models.TextField("替代文字、文字稿", blank=True)
    # Of a chart: {"unit": …, "rows": [[label, number], …]}; of questions: {"pairs": [[question, answer], …]}.
    content = models.JSONField(default=dict, blank=True)
    # Words of a public record that wait for its review: WORDS by name. What the public reads stays until then.
    waiting = models.JSONField(null=True, blank=True, editable=False)
    # Its record is public and was none when it was reviewed: nothing of it is public until all that waits is passed.
    unreviewed = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    WORDS = ("medium", "meeting", "meeting_on", "file_id", "captions_id", "alternative", "content")
    """The fields that tell the public something, and so go through the record's review."""

    objects = InterpretationQuerySet.as_manager()

    class Meta:
        verbose_name = "解读"
        verbose_name_plural = "解读"
        ordering = ["-id"]
        indexes = [models.Index(fields=["agency", "medium", "-id"], name="library_interpretation_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "series_number"], name="library_series_number_once",
                condition=Q(series__isnull=False), violation_error_message="系列中已有这一序号的解读。",
            ),
            models.CheckConstraint(
                condition=Q(series__isnull=True) | Q(series_number__isnull=False), name="library_series_numbered",
                violation_error_message="系列解读须有序号。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.record.title

    def words(self) -> dict[str, Any]:
        """What its fields say, as it is kept in `waiting`."""
        said = {name: getattr(self, name) for name in self.WORDS}
        return said | {"medium": str(self.medium), "meeting_on": self.meeting_on and self.meeting_on.isoformat()}

    def say(self, words: dict[str, Any]) -> None:
        """Put such words into the fields."""
        for name in self.WORDS:
            setattr(self, name, words[name])
        self.meeting_on = words["meeting_on"] and date.fromisoformat(words["meeting_on"])

    def as_drafted(self) -> Interpretation:
        """A copy that says what waits for review, or what it says itself where nothing waits. Not to be saved."""
        drafted = copy(self)
        drafted._state = copy(self._state)
        drafted._state.fields_cache = dict(self._state.fields_cache)
        if self.waiting is not None:
            drafted.say(self.waiting)
        return drafted

    def texts(self) -> dict[str, str]:
        """What somebody wrote in its fields, by label; nothing that is empty."""
        written = {
            _MEETING: self.meeting,
            "替代文字、文字稿": self.alternative,
            _ROWS: "\n".join("　".join(row) for row in self.content.get("rows", ())),
            "问答": "\n".join("\n".join(pair) for pair in self.content.get("pairs", ())),
        }
        return {label: text for label, text in written.items() if text}

    def told(self) -> Iterator[tuple[str, str]]:
        """Its words for whoever reviews them, each with its label; none of a mere text without a meeting."""
        texts = self.texts()
        if self.medium != Medium.TEXT:
            yield "解读形式", str(Medium(self.medium).label)
        if meeting := texts.pop(_MEETING, ""):
            yield "会议", f"{meeting}{f'，{self.meeting_on}' if self.meeting_on else ''}"
        for label, file in (("文件", self.file), ("字幕文件", self.captions)):
            if file is not None:
                yield label, f"{file.title}（SHA-256：{file.sha256}）"
        unit = self.content.get("unit")
        for label, text in texts.items():
            yield f"{label}（{unit}）" if unit and label == _ROWS else label, text
