"""An agency's disclosure office: where it is reached, who reviews its answers, and its practice where the law leaves it
open (`gongkai.law.settings` has the remarks)."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.db import models

from gongkai.agencies.models import Agency
from gongkai.law.settings import Settings

PRACTICE_REMARKS = {field.name: field.metadata["remark"] for field in fields(Settings)}


class CountsBy(models.TextChoices):
    """In which year a case counts as concluded: a matter of practice."""

    SERVED = "served", "按送达日期（交邮、签收）"
    DECIDED = "decided", "按决定日期"


class DisclosureOffice(models.Model):
    """The office 政府信息公开工作机构 of one agency, as the guide, the form and the letters name it."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="disclosure_office")
    accepts = models.BooleanField("受理申请", default=True)
    name = models.CharField("机构名称", max_length=100, blank=True)
    counter = models.CharField("当面提交地点", max_length=200, blank=True)
    hours = models.CharField("办公时间", max_length=200, blank=True)
    postal_address = models.CharField("邮寄地址", max_length=200, blank=True)
    postcode = models.CharField("邮政编码", max_length=10, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    fax = models.CharField("传真", max_length=60, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    review_body = models.CharField("行政复议机关", max_length=100, blank=True)
    review_choice = models.CharField("可选的另一复议机关", max_length=100, blank=True)
    review_online = models.CharField("网上申请复议的渠道", max_length=200, blank=True)
    court = models.CharField("管辖法院", max_length=100, blank=True)
    number_pattern = models.CharField(
        "文号格式", max_length=60, default="公开答〔{year}〕{n}号", help_text="{year} 是年份，{n} 是序号。"
    )
    pay_to = models.CharField("缴费方式", max_length=300, blank=True)
    counts_by = models.CharField("办结年度", max_length=8, choices=CountsBy, default=CountsBy.SERVED)
    supplement_days = models.PositiveSmallIntegerField("补正期限（工作日）", default=15)
    retention_years = models.PositiveSmallIntegerField(
        "保存期限（办结后年数）",
        default=10,
        help_text="按本地文件材料归档范围和保管期限的规定填写；期满的申请列入清除清单，永久保管的不要清除。",
    )
    practice = models.JSONField("其他做法", default=dict, blank=True)
    reminder_email = models.EmailField("提醒收件邮箱", blank=True)

    class Meta:
        verbose_name = "政府信息公开工作机构"
        verbose_name_plural = "政府信息公开工作机构"

    def __str__(self) -> str:
        return self.name or f"{self.agency}政府信息公开工作机构"

    @property
    def law_settings(self) -> Settings:
        """The practice of this agency as the clock takes it. Unknown keys of `practice` are refused (TypeError)."""
        practice: dict[str, Any] = {"supplement_days": self.supplement_days} | self.practice
        return Settings(**practice)


def office_of(agency: Agency) -> DisclosureOffice:
    """The agency's office as it stands; with the defaults where nobody has entered it yet."""
    try:
        return agency.disclosure_office
    except DisclosureOffice.DoesNotExist:
        return DisclosureOffice(agency=agency)
