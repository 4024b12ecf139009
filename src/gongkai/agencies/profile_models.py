"""What an agency says of itself: functions, address, heads (条例 Art 20(二)); each with the day of its last check."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.identifiers import short_id
from gongkai.agencies.scoping import AgencyScopedQuerySet


class AgencyProfile(models.Model):
    """概况 and 机构职能 of one agency."""

    agency = models.OneToOneField("agencies.Agency", on_delete=models.PROTECT, related_name="profile")
    overview = models.TextField("概况", blank=True)
    functions = models.TextField("机构职能", blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    hours = models.CharField("办公时间", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    postcode = models.CharField("邮政编码", max_length=10, blank=True)
    checked_on = models.DateField("最近核对日期", null=True, blank=True)

    objects = AgencyScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "机构资料"
        verbose_name_plural = "机构资料"

    def __str__(self) -> str:
        return f"{self.agency}机构资料"


class Leader(models.Model):
    """负责人: name and duties of a head, in the order in which they are listed."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="leaders")
    name = models.CharField("姓名", max_length=60)
    post = models.CharField("职务", max_length=100)
    duties = models.TextField("工作分工", blank=True)
    number = models.PositiveSmallIntegerField("排序", default=1)
    since = models.DateField("任职日期", null=True, blank=True)
    until = models.DateField("离任日期", null=True, blank=True)
    checked_on = models.DateField("最近核对日期", null=True, blank=True)

    objects = AgencyScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "负责人"
        verbose_name_plural = "负责人"
        ordering = ["agency", "number", "id"]

    def __str__(self) -> str:
        return f"{self.post} {self.name}"
