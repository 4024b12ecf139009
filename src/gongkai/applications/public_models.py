"""What the public site shows and takes beside the applications themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gongkai.agencies.identifiers import short_id
from gongkai.agencies.models import Agency
from gongkai.agencies.scoping import AgencyScopedQuerySet

PEOPLE = settings.AUTH_USER_MODEL


class PublicAnswer(models.Model):
    """An answer that the office makes public (Art 44): found by the next person before he applies.

    One person proposes it, another one publishes it; until then `published_on` is empty and nobody outside sees it.
    """

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="public_answers")
    application = models.ForeignKey(
        "applications.Application", null=True, blank=True, on_delete=models.PROTECT, related_name="public_answers"
    )
    title = models.CharField("标题", max_length=300)
    text = models.TextField("内容", blank=True)
    materials = models.ManyToManyField("applications.Material", blank=True, related_name="+")
    proposed_by = models.ForeignKey(PEOPLE, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("提出时间", auto_now_add=True)
    published_on = models.DateField("公开日期", null=True, blank=True)
    published_by = models.ForeignKey(PEOPLE, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)
    withdrawn_reason = models.CharField("撤下理由", max_length=300, blank=True)

    objects = AgencyScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "转为主动公开的信息"
        verbose_name_plural = "转为主动公开的信息"
        ordering = ["-published_on", "-id"]

    def __str__(self) -> str:
        return self.title


class SuggestionState(models.TextChoices):
    """What became of a suggestion."""

    NEW = "new", "待处理"
    ADOPTED = "adopted", "已转为主动公开"
    DECLINED = "declined", "不予采纳"


class Suggestion(models.Model):
    """Somebody suggests that information be made public (Art 44¶2)."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="suggestions")
    application = models.ForeignKey(
        "applications.Application", null=True, blank=True, on_delete=models.PROTECT, related_name="suggestions"
    )
    text = models.TextField("建议内容")
    made_at = models.DateTimeField("提出时间", auto_now_add=True)
    state = models.CharField("状态", max_length=10, choices=SuggestionState, default=SuggestionState.NEW)
    reply = models.CharField("处理说明", max_length=500, blank=True)
    answer = models.ForeignKey(PublicAnswer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    handled_by = models.ForeignKey(PEOPLE, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    handled_at = models.DateTimeField("处理时间", null=True, blank=True)
    submission_key = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)

    objects = AgencyScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "公开建议"
        verbose_name_plural = "公开建议"
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.text[:40]


class FailedLookup(models.Model):
    """A wrong code for a case, or from an address: kept for a quarter of an hour, to slow guessing down."""

    key = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "查询失败"
        verbose_name_plural = "查询失败"

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.at}"
