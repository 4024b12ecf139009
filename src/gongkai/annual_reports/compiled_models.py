"""The report that is made from the records: what people add to it, its way to the public, and what it was when frozen.

Until it is frozen its figures are counted anew each time; nothing stores them. Frozen, the figures and one row for each
counted case are kept, with the head of the agency's chain, so that a later correction shows as a difference.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.agencies.identifiers import short_id
from gongkai.agencies.models import Agency
from gongkai.agencies.scoping import AgencyScopedQuerySet

PEOPLE = settings.AUTH_USER_MODEL


class Stage(models.TextChoices):
    """How far a compiled report has come."""

    DRAFTING = "drafting", "编制中"
    APPROVAL = "approval", "待批准"
    FROZEN = "frozen", "已批准冻结"
    PUBLISHED = "published", "已公布"


class CompiledReport(models.Model):
    """The annual report of one agency and year, compiled from its records."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    agency = models.ForeignKey(
        Agency, verbose_name="行政机关", on_delete=models.PROTECT, related_name="compiled_reports"
    )
    year = models.PositiveSmallIntegerField("年度")
    stage = models.CharField("状态", max_length=10, choices=Stage, default=Stage.DRAFTING)
    texts = models.JSONField("文字部分", default=dict, help_text="改写过的部分，按编号；没有改写的取自模板。")

    prepared_by = models.ForeignKey(
        PEOPLE, verbose_name="编制人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    prepared_at = models.DateTimeField("送批时间", null=True, blank=True)
    returned_reason = models.CharField("退回理由", max_length=500, blank=True)
    approved_by = models.ForeignKey(
        PEOPLE, verbose_name="批准人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    signed = models.DateField("落款日期", null=True, blank=True)

    carry_differences = models.JSONField("与上年结转的差异", default=dict, blank=True)
    carry_explanation = models.TextField("结转差异的说明", blank=True)
    carry_explained_by = models.ForeignKey(
        PEOPLE, verbose_name="说明人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    carry_explained_at = models.DateTimeField("说明时间", null=True, blank=True)

    frozen = models.JSONField("冻结的报告", default=dict, blank=True, help_text="报告的 JSON，含各格的案件数。")
    frozen_disputes = models.JSONField("冻结时计入的复议诉讼", default=dict, blank=True, help_text="按数据格。")
    frozen_documents = models.JSONField("冻结时计入的文件", default=dict, blank=True, help_text="按数据格。")
    head_sequence = models.PositiveBigIntegerField("冻结时台账条数", null=True, blank=True)
    head_hash = models.CharField("冻结时台账链头", max_length=80, blank=True)
    published_as = models.OneToOneField(
        "annual_reports.AnnualReport", verbose_name="公布的年报", null=True, blank=True, on_delete=models.PROTECT,
        related_name="compiled_from",
    )  # fmt: skip

    objects = AgencyScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "编制的年报"
        verbose_name_plural = "编制的年报"
        ordering = ["-year", "agency__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year"],
                name="annual_reports_compiled_once",
                violation_error_message="该机关这一年度的报告已在编制。",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["frozen", "published"]) | (~Q(head_hash="") & Q(approved_at__isnull=False)),
                name="annual_reports_frozen_has_head",
                violation_error_message="冻结的报告须有批准时间和台账链头。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency.name}{self.year}年政府信息公开工作年度报告"

    @property
    def is_frozen(self) -> bool:
        """Whether its figures are kept and change no more."""
        return self.stage in (Stage.FROZEN, Stage.PUBLISHED)


class TypedFigure(models.Model):
    """A figure that is not counted from records but stated by somebody, with where he has it from."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="typed_figures")
    year = models.PositiveSmallIntegerField("年度")
    cell = models.CharField("数据格", max_length=80)
    value = models.DecimalField("数值", max_digits=20, decimal_places=6)
    source = models.CharField("来源", max_length=200)
    entered_by = models.ForeignKey(
        PEOPLE, verbose_name="填报人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("填报时间", auto_now=True)

    objects = AgencyScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "填报的数字"
        verbose_name_plural = "填报的数字"
        ordering = ["agency", "year", "cell"]
        constraints = [models.UniqueConstraint(fields=["agency", "year", "cell"], name="annual_reports_typed_once")]

    def __str__(self) -> str:
        return f"{self.cell}={self.value}"


class CountedCase(models.Model):
    """Where a case counted when the report was frozen. Named by its public number: the row outlives an erased case."""

    report = models.ForeignKey(CompiledReport, on_delete=models.CASCADE, related_name="counted_cases")
    case = models.CharField("案件", max_length=12)
    column = models.CharField("列", max_length=24)
    opening = models.CharField("收到或者结转的行", max_length=40)
    closing = models.CharField("办理结果或者结转的行", max_length=40)

    class Meta:
        verbose_name = "计入的案件"
        verbose_name_plural = "计入的案件"
        constraints = [models.UniqueConstraint(fields=["report", "case"], name="annual_reports_case_counted_once")]

    def __str__(self) -> str:
        return self.case

    @property
    def place(self) -> Any:
        """Column, opening and closing row, for comparing."""
        return self.column, self.opening, self.closing
