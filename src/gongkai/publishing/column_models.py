"""Sites and columns 栏目: one tree of pages for many agencies, and what a column asks of its records."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from wagtail.fields import StreamField
from wagtail.models import Revision

from gongkai.agencies.identifiers import short_id
from gongkai.agencies.models import Agency, Department, User
from gongkai.publishing.base_models import BasePage
from gongkai.publishing.blocks import HomeBlocks
from gongkai.publishing.enums import ColumnKind, ColumnStatus, ColumnView, ContentClass, Genre, Part, ReviewWay


class RecordTemplate(models.Model):
    """What a column asks of its records: the fields and attachments that must be there, and a text to begin with."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    agency = models.ForeignKey(
        Agency, verbose_name="所属机关", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="留空的模板各机关都可以使用。",
    )  # fmt: skip
    name = models.CharField("模板名称", max_length=60)
    # Names of `Record`'s fields, of `publishing.record_templates.REQUIRABLE`.
    required_fields = models.JSONField("必填项目", default=list, blank=True)
    # Names of attachments in words, as 预算公开表; each must be there under a title that contains it.
    required_attachments = models.JSONField("必备附件", default=list, blank=True)
    genre = models.CharField("体裁", max_length=20, choices=Genre, blank=True)
    body = models.TextField("起始文本", blank=True)
    retired_on = models.DateField("停用日期", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "信息模板"
        verbose_name_plural = "信息模板"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SiteHome(BasePage):
    """An agency's home page: the root of its columns. A body that may have no site of its own has one that is drawn as
    a section inside its government's site (`embedded`)."""

    embedded = models.BooleanField(
        "只设政府信息公开专栏", default=False, help_text="本机关不设独立网站，专栏嵌入所属政府的网站。"
    )
    preset = models.CharField("栏目预设", max_length=40, blank=True, editable=False)
    # What the public sees. What is being composed is the latest revision, until somebody else puts it out.
    body = StreamField(HomeBlocks(), verbose_name="首页内容", blank=True)

    class Meta:
        verbose_name = "机关网站"
        verbose_name_plural = "机关网站"


class HomeReturn(models.Model):
    """A composed home page that was sent back to its editors, and why. The next one they compose is another revision,
    of which nothing is said yet."""

    home = models.ForeignKey(SiteHome, on_delete=models.CASCADE, related_name="returns")
    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField("退回理由", max_length=300)
    by = models.ForeignKey(User, verbose_name="退回人", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("退回时间", auto_now_add=True)

    class Meta:
        verbose_name = "退回的首页草稿"
        verbose_name_plural = "退回的首页草稿"

    def __str__(self) -> str:
        return f"{self.home}：{self.reason}"


class ColumnPage(BasePage):
    """A column 栏目: what it holds, who keeps it, and how often something new has to appear in it."""

    kind = models.CharField("栏目类型", max_length=20, choices=ColumnKind, default=ColumnKind.OTHER)
    view = models.CharField("内容来源", max_length=20, choices=ColumnView, default=ColumnView.RECORDS)
    description = models.CharField("栏目描述", max_length=300, blank=True)
    keywords = models.CharField("栏目关键词", max_length=200, blank=True)
    content_class = models.CharField("统计分类", max_length=12, choices=ContentClass, default=ContentClass.BUSINESS)
    key_field = models.CharField("重点领域", max_length=40, blank=True)
    department = models.ForeignKey(
        Department, verbose_name="责任单位", null=True, blank=True, on_delete=models.PROTECT, related_name="columns"
    )
    update_days = models.PositiveSmallIntegerField(
        "更新时限（天）", null=True, blank=True, help_text="超过这些天没有新信息即提醒；不填不提醒。"
    )
    publication_days = models.PositiveSmallIntegerField(
        "公开时限（工作日）", null=True, blank=True, help_text="法律、法规另有规定的才填；不填按本机关的公开时限。"
    )
    template = models.ForeignKey(
        RecordTemplate, verbose_name="信息模板", null=True, blank=True, on_delete=models.PROTECT, related_name="columns"
    )
    part = models.CharField("政府信息公开专栏组成部分", max_length=12, choices=Part, blank=True)
    item_code = models.CharField(
        "条例条款", max_length=20, blank=True, help_text="本栏目对应的主动公开条款，如 20(一)、21。"
    )
    link = models.URLField("链接地址", blank=True)
    status = models.CharField("状态", max_length=10, choices=ColumnStatus, default=ColumnStatus.OPEN)
    opens_on = models.DateField("开设日期", null=True, blank=True)
    closes_on = models.DateField("停止更新日期", null=True, blank=True)
    archived_on = models.DateField("归档日期", null=True, blank=True)
    checked_on = models.DateField("最近核对日期", null=True, blank=True)
    # Of the newest record in it; a projection that lists of stale columns read.
    newest_at = models.DateTimeField("最近更新", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "栏目"
        verbose_name_plural = "栏目"
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(opens_on__isnull=True) | Q(closes_on__gte=models.F("opens_on")),
                name="publishing_column_dates_in_order",
                violation_error_message="停止更新日期不能早于开设日期。",
            )
        ]


class PublishingOffice(models.Model):
    """How an agency publishes: its organisation code for index numbers, its practice where rules are local."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="publishing_office")
    organisation_code = models.CharField(
        "组织机构代码", max_length=9, blank=True,
        help_text="九位，去掉连字符；索引号由它开头。取统一社会信用代码第 9 至 17 位。",
    )  # fmt: skip
    publication_days = models.PositiveSmallIntegerField(
        "公开时限（工作日）", default=20, help_text="条例第二十六条；法律、法规另有规定的栏目另设。"
    )
    # Set by `publishing.review_setting` alone. No law gives the number of stages: three levels are practice.
    review_way = models.CharField("审批环节", max_length=8, choices=ReviewWay, default=ReviewWay.THREE, editable=False)
    interpretation_days = models.PositiveSmallIntegerField(
        "解读时限（工作日）", default=3, help_text="各地规定，全国没有统一要求；只提醒，不影响公开。"
    )
    expiry_months = models.PositiveSmallIntegerField(
        "到期前提醒（月）", default=6, help_text="规范性文件有效期各地规定不一。"
    )
    # Telephones and addresses of the office that may stand in what it publishes, one a line.
    office_lines = models.TextField("可以公开的电话和邮箱", blank=True, help_text="每行一个；发布审查时不再提示。")
    trusted_hosts = models.TextField("无需离站提示的网站", blank=True, help_text="每行一个域名。")
    embedding_hosts = models.TextField("可以嵌入专栏的网站", blank=True, help_text="每行一个域名。")

    class Meta:
        verbose_name = "主动公开设置"
        verbose_name_plural = "主动公开设置"

    def __str__(self) -> str:
        return f"{self.agency}主动公开设置"


def publishing_office_of(agency: Agency) -> PublishingOffice:
    """The agency's settings as they stand; the defaults where nobody has entered any."""
    try:
        return agency.publishing_office
    except PublishingOffice.DoesNotExist:
        return PublishingOffice(agency=agency)
