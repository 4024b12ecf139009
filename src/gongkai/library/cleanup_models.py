"""Clean-up rounds 清理: which documents in force are looked through, and what is decided of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.agencies.identifiers import short_id
from gongkai.agencies.models import Agency
from gongkai.agencies.scoping import AgencyScopedQuerySet
from gongkai.library.document_models import Document
from gongkai.library.enums import Decision

PEOPLE = settings.AUTH_USER_MODEL


class CleanUpRound(models.Model):
    """A round: the documents that were in force on its day, a decision for each, and the day from which these hold."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    agency = models.ForeignKey(Agency, verbose_name="清理机关", on_delete=models.PROTECT, related_name="cleanup_rounds")
    name = models.CharField("名称", max_length=100)
    basis = models.CharField("清理依据", max_length=300, blank=True)
    as_of = models.DateField("清理基准日")
    with_units = models.BooleanField("包括所属单位的文件", default=False)
    due_on = models.DateField("完成期限", null=True, blank=True)
    opened_by = models.ForeignKey(PEOPLE, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    # Set when the result is applied.
    applied_on = models.DateField("结果生效日期", null=True, blank=True)
    result = models.ForeignKey(
        Document, verbose_name="公布清理结果的文件", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    applied_by = models.ForeignKey(PEOPLE, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = AgencyScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "文件清理"
        verbose_name_plural = "文件清理"
        ordering = ["-as_of", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"], name="library_cleanup_name_once",
                violation_error_message="本机关已有同名的清理。",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class CleanUpItem(models.Model):
    """One document of a round."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    round = models.ForeignKey(CleanUpRound, on_delete=models.CASCADE, related_name="items")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="cleanups")
    decision = models.CharField("清理意见", max_length=8, choices=Decision, blank=True)
    ground = models.CharField("理由", max_length=300, blank=True)
    until = models.DateField("继续有效至", null=True, blank=True)
    by = models.ForeignKey(PEOPLE, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "清理的文件"
        verbose_name_plural = "清理的文件"
        ordering = ["round", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "document"], name="library_cleanup_item_once"),
            models.CheckConstraint(
                condition=Q(decision="") | ~Q(ground=""), name="library_cleanup_decision_has_ground",
                violation_error_message="请写明清理意见的理由。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.document)
