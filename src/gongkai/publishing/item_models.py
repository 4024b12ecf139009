"""What has to be disclosed: lists of items mapped to columns, and the year's work points with their evidence."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.identifiers import short_id
from gongkai.agencies.models import Agency, Department
from gongkai.agencies.scoping import AgencyScopedQuerySet
from gongkai.publishing.column_models import ColumnPage
from gongkai.publishing.record_models import Record


class ItemList(models.Model):
    """A list of items to be disclosed: an agency's own, or one of the 基层政务公开标准 for a field."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    agency = models.ForeignKey(Agency, verbose_name="机关", on_delete=models.PROTECT, related_name="item_lists")
    name = models.CharField("名称", max_length=100)
    field = models.CharField("领域", max_length=60, blank=True)
    standard = models.CharField("依据的标准指引", max_length=200, blank=True)

    objects = AgencyScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "公开事项清单"
        verbose_name_plural = "公开事项清单"
        ordering = ["agency", "name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="publishing_itemlist_once")]

    def __str__(self) -> str:
        return self.name


class DisclosureItem(models.Model):
    """One item of a list: content, basis, term, body and carrier, and the column where it is found."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    items = models.ForeignKey(ItemList, on_delete=models.CASCADE, related_name="items")
    number = models.CharField("编号", max_length=20, blank=True)
    heading = models.CharField("一级事项", max_length=100)
    subheading = models.CharField("二级事项", max_length=100, blank=True)
    content = models.TextField("公开内容（要素）")
    basis = models.TextField("公开依据", blank=True)
    term = models.CharField("公开时限", max_length=200, blank=True)
    term_days = models.PositiveSmallIntegerField("时限（工作日）", null=True, blank=True)
    # A record not older than this many days has to be there; none means that one at any time is enough.
    fresh_days = models.PositiveSmallIntegerField("更新周期（天）", null=True, blank=True)
    body = models.CharField("公开主体", max_length=100, blank=True)
    carrier = models.CharField("公开渠道和载体", max_length=200, blank=True)
    audience = models.CharField("公开对象", max_length=100, default="全社会")
    manner = models.CharField("公开方式", max_length=60, default="主动公开")
    column = models.ForeignKey(
        ColumnPage, verbose_name="对应栏目", null=True, blank=True, on_delete=models.SET_NULL, related_name="items"
    )

    class Meta:
        verbose_name = "公开事项"
        verbose_name_plural = "公开事项"
        ordering = ["items", "id"]

    def __str__(self) -> str:
        return self.subheading or self.heading


class WorkPoint(models.Model):
    """One of the year's work points 工作要点, with the records that show it done."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    column = models.ForeignKey(ColumnPage, verbose_name="栏目", on_delete=models.CASCADE, related_name="work_points")
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField("序号")
    text = models.CharField("要点内容", max_length=500)
    unit = models.ForeignKey(Department, verbose_name="责任单位", null=True, blank=True, on_delete=models.PROTECT)
    due_on = models.DateField("完成期限", null=True, blank=True)
    evidence = models.ManyToManyField(Record, verbose_name="落实情况", blank=True, related_name="proves")

    class Meta:
        verbose_name = "工作要点"
        verbose_name_plural = "工作要点"
        ordering = ["column", "-year", "number"]
        constraints = [models.UniqueConstraint(fields=["column", "year", "number"], name="publishing_workpoint_once")]

    def __str__(self) -> str:
        return self.text
