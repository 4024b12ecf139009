"""An annual report as a record: the file as it came, what was read from it, what was found, and what people did.

The file and the figures as printed are never changed. A hand correction stands beside the printed figure, with who,
why and when; publishing and withdrawing change the state only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.agencies.files import private_storage
from gongkai.agencies.identifiers import short_id
from gongkai.agencies.models import Agency
from gongkai.agencies.scoping import AgencyScopedQuerySet
from gongkai.annual_reports.compiled_models import CompiledReport, CountedCase, TypedFigure
from gongkai.reports.rule_names import LEVELS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from gongkai.agencies.models import User

__all__ = [
    "AnnualReport",
    "CompiledReport",
    "CountedCase",
    "ReportCell",
    "ReportFinding",
    "State",
    "TypedFigure",
    "UploadBatch",
    "UploadItem",
]


def original_path(report: AnnualReport, filename: str) -> str:
    """Where an original is kept: by its digest, so that a file's name can not steer where it goes."""
    return f"annual-reports/{report.sha256[:2]}/{report.sha256}"


class State(models.TextChoices):
    """Where a report stands."""

    DRAFT = "draft", "待公布"
    PUBLISHED = "published", "已公布"
    WITHDRAWN = "withdrawn", "已撤回"


class UploadBatch(models.Model):
    """Files that one person gave at one time."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField("开始时间", auto_now_add=True)
    expected = models.PositiveIntegerField("文件数", default=0)

    class Meta:
        verbose_name = "上传批次"
        verbose_name_plural = "上传批次"
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return self.public_id


class AnnualReportQuerySet(AgencyScopedQuerySet):
    """Annual reports, asked for by what a person may see."""

    def for_user(self, user: User | AnonymousUser) -> Self:
        """Those of the agencies that the person may see, and the person's own uploads that have no agency yet."""
        seen = super().for_user(user)
        if not user.is_authenticated:
            return seen
        return self.filter(Q(pk__in=seen.values("pk")) | Q(agency__isnull=True, uploaded_by_id=user.pk))

    def published(self) -> Self:
        """Those that the public may read."""
        return self.filter(state=State.PUBLISHED)


class AnnualReport(models.Model):
    """One report of one agency on one year, as a file gave it."""

    public_id = models.CharField("编号", max_length=12, unique=True, default=short_id, editable=False)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="annual_reports",
        verbose_name="行政机关",
    )  # fmt: skip
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    form = models.CharField("格式", max_length=16, blank=True)
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.DRAFT)
    title = models.CharField("标题", max_length=300, blank=True)
    agency_printed = models.CharField("文中机关名称", max_length=200, blank=True)
    signed = models.DateField("落款日期", null=True, blank=True)

    file = models.FileField("原件", storage=private_storage, upload_to=original_path, max_length=200)
    file_name = models.CharField("文件名", max_length=200)
    file_format = models.CharField("文件格式", max_length=16, blank=True)
    file_size = models.PositiveBigIntegerField("文件大小")
    sha256 = models.CharField("SHA-256", max_length=64)

    reading = models.JSONField("读取结果", default=dict, help_text="报告的 JSON，不含数据格与问题。")
    source_blocks = models.JSONField("原文", default=list)

    batch = models.ForeignKey(UploadBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="reports")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="上传人",
    )  # fmt: skip
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("公布时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_reason = models.CharField("撤回理由", max_length=500, blank=True)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = "年度报告"
        verbose_name_plural = "年度报告"
        ordering = ["-year", "agency__code", "-uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year"], condition=Q(state="published"),
                name="annual_reports_one_published_a_year",
                violation_error_message="该机关这一年度的报告已经公布。",
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(agency__isnull=False, year__isnull=False, published_at__isnull=False),
                name="annual_reports_published_is_complete",
                violation_error_message="公布前须确定机关和年度。",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "-year"], name="annual_reports_state_year")]

    def __str__(self) -> str:
        return f"{self.agency or self.agency_printed or self.file_name} {self.year or ''}".strip()

    @property
    def sections(self) -> dict[str, str]:
        """The prose of the six sections by number."""
        sections: dict[str, str] = self.reading.get("sections", {})
        return sections


class ReportCell(models.Model):
    """A figure of a report: as printed, and, where someone put it right by hand, as corrected."""

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="cells")
    cell = models.CharField("数据格", max_length=80)
    printed_value = models.DecimalField("读取值", max_digits=20, decimal_places=6, null=True)
    raw = models.CharField("原文", max_length=200, blank=True)
    source = models.CharField("位置", max_length=120, blank=True)
    corrected_value = models.DecimalField("更正值", max_digits=20, decimal_places=6, null=True, blank=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    corrected_at = models.DateTimeField("更正时间", null=True, blank=True)
    correction_reason = models.CharField("更正理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "数据格"
        verbose_name_plural = "数据格"
        constraints = [
            models.UniqueConstraint(fields=["report", "cell"], name="annual_reports_cell_once"),
            models.CheckConstraint(
                condition=Q(corrected_at__isnull=True) | (Q(corrected_by__isnull=False) & ~Q(correction_reason="")),
                name="annual_reports_correction_who_and_why",
                violation_error_message="更正须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cell}={self.value}"

    @property
    def corrected(self) -> bool:
        """Whether someone has put this figure right by hand (possibly to "no figure")."""
        return self.corrected_at is not None

    @property
    def value(self) -> Any:
        """The figure that counts: the corrected one, else the printed one; None for no figure."""
        return self.corrected_value if self.corrected else self.printed_value


class ReportFinding(models.Model):
    """What a rule found, and whether an operator chose to show it to the public."""

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="findings")
    number = models.PositiveSmallIntegerField("序号")
    rule = models.CharField("规则", max_length=60)
    level = models.CharField("级别", max_length=8, choices=list(LEVELS.items()))
    message = models.TextField("问题")
    advice = models.TextField("建议", blank=True)
    cells = models.JSONField("数据格", default=list)
    expected = models.JSONField("应为", null=True)
    actual = models.JSONField("实为", null=True)
    source = models.CharField("位置", max_length=120, blank=True)
    excerpt = models.TextField("原文", blank=True)
    shown = models.BooleanField("在公开页显示", default=False)

    class Meta:
        verbose_name = "问题"
        verbose_name_plural = "问题"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="annual_reports_finding_number")]

    def __str__(self) -> str:
        return f"{self.get_level_display()}：{self.message}"

    def to_json(self) -> dict[str, Any]:
        """The finding as the contract's JSON."""
        fields = ("rule", "level", "cells", "expected", "actual", "message", "source", "excerpt", "advice")
        return {name: getattr(self, name) for name in fields}


class UploadItem(models.Model):
    """One file of a batch: what became of it. A file given twice is found again by its digest, not read twice."""

    batch = models.ForeignKey(UploadBatch, on_delete=models.CASCADE, related_name="items")
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    repeated = models.BooleanField("先前已上传", default=False)
    error = models.CharField("未能读取的原因", max_length=500, blank=True)

    class Meta:
        verbose_name = "上传文件"
        verbose_name_plural = "上传文件"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "sha256", "file_name"], name="annual_reports_item_once")
        ]

    def __str__(self) -> str:
        return self.file_name
