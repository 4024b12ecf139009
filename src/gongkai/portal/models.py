"""What the site says of itself: its name and the marks that every page of a government site carries."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models


class SiteMarks(models.Model):
    """The site's name, its page tags and the marks in its foot (政府网站发展指引, 国办发〔2017〕47号). One row."""

    name = models.CharField("网站名称", max_length=60, default="政府信息公开平台")
    domain = models.CharField("网站域名", max_length=120, blank=True, help_text="如 www.example.gov.cn")
    id_code = models.CharField(
        "政府网站标识码", max_length=10, blank=True,
        validators=[RegexValidator(r"^(\d{10}|bm\d{8})$", "标识码为 10 位数字，或 bm 加 8 位数字。")],
    )  # fmt: skip
    organiser = models.CharField("主办单位", max_length=100, blank=True)
    contact = models.CharField("联系方式", max_length=120, blank=True)
    icp = models.CharField("ICP 备案号", max_length=60, blank=True)
    police_record = models.CharField("公安备案号", max_length=60, blank=True)
    mark_url = models.URLField("党政机关网站标识链接", blank=True)
    report_errors_url = models.URLField("“我为政府网站找错”链接", blank=True)

    class Meta:
        verbose_name = "网站标识"
        verbose_name_plural = "网站标识"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="portal_one_row_of_site_marks")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> SiteMarks:
        """The marks in force; the defaults where none were entered yet."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class PublicChange(models.Model):
    """A change of what the public reads, for as long as its written pages have not been taken away.

    Made in the transaction of the change, removed when the pages are gone: a process that dies in between leaves it to
    the next (`portal.written.following`).
    """

    tags = models.JSONField(default=list)
    addresses = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "待更新的网页"
        verbose_name_plural = "待更新的网页"
        ordering = ["id"]

    def __str__(self) -> str:
        return " ".join(self.tags)
