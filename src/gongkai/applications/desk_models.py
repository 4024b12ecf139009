"""What the desk keeps beside the cases: saved views, reminders sent, look-ups at the counter, templates, imports."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gongkai.agencies.files import private_storage
from gongkai.agencies.identifiers import short_id
from gongkai.agencies.models import Agency
from gongkai.agencies.scoping import AgencyScopedQuerySet

PEOPLE = settings.AUTH_USER_MODEL


class SavedView(models.Model):
    """A filter of the work list that a person keeps under a name."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    owner = models.ForeignKey(PEOPLE, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField("名称", max_length=40)
    query = models.CharField("条件", max_length=500)

    class Meta:
        verbose_name = "常用视图"
        verbose_name_plural = "常用视图"
        ordering = ["owner", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="applications_view_once", violation_error_message="已有同名的视图。"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Reminder(models.Model):
    """A reminder that was sent, so that none is sent twice."""

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="reminders")
    days_left = models.SmallIntegerField("剩余工作日")
    due_on = models.DateField("期限")
    recipient = models.CharField("收件人", max_length=254)
    sent_at = models.DateTimeField("发送时间", auto_now_add=True)

    class Meta:
        verbose_name = "提醒"
        verbose_name_plural = "提醒"
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "days_left", "due_on", "recipient"], name="applications_reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.days_left}"


class Digest(models.Model):
    """A daily digest that was sent, so that nobody gets two of a day."""

    on = models.DateField("日期")
    recipient = models.CharField("收件人", max_length=254)
    sent_at = models.DateTimeField("发送时间", auto_now_add=True)

    class Meta:
        verbose_name = "每日摘要"
        verbose_name_plural = "每日摘要"
        ordering = ["-on"]
        constraints = [models.UniqueConstraint(fields=["on", "recipient"], name="applications_digest_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.recipient}"


class LookUp(models.Model):
    """Somebody looked files up on the spot (现场资料查询): counted by itself, never as an application."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="look_ups")
    on = models.DateField("日期")
    subject = models.CharField("查询内容", max_length=300)
    people = models.PositiveSmallIntegerField("人次", default=1)
    result = models.CharField("结果", max_length=300, blank=True)
    recorded_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = AgencyScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "现场资料查询"
        verbose_name_plural = "现场资料查询"
        ordering = ["agency", "-on", "-id"]

    def __str__(self) -> str:
        return f"{self.on} {self.subject}"


class LetterTemplate(models.Model):
    """An agency's own wording of a letter; the packaged one holds where it has none."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="letter_templates")
    kind = models.CharField("文书种类", max_length=40)
    text = models.TextField("模板")
    edited_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField("修改时间", auto_now=True)

    objects = AgencyScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "文书模板"
        verbose_name_plural = "文书模板"
        ordering = ["agency", "kind"]
        constraints = [models.UniqueConstraint(fields=["agency", "kind"], name="applications_template_once")]

    def __str__(self) -> str:
        return self.kind


class ImportRun(models.Model):
    """A spreadsheet of past cases that was taken over: all its rows or none."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    rows = models.PositiveIntegerField("件数")
    run_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    run_at = models.DateTimeField("导入时间", auto_now_add=True)

    class Meta:
        verbose_name = "台账转入"
        verbose_name_plural = "台账转入"
        ordering = ["-run_at"]

    def __str__(self) -> str:
        return self.file_name


class RegisterStage(models.TextChoices):
    """Where an uploaded register is."""

    CHECKING = "checking", "正在核对"
    FAULTY = "faulty", "有内容不能转入"
    CHECKED = "checked", "核对完毕，等待确认"
    TAKING = "taking", "正在转入"
    DONE = "done", "已转入"
    DROPPED = "dropped", "没有转入"


def register_path(register: RegisterFile, filename: str) -> str:
    """Where an uploaded register is kept until it is taken over or dropped."""
    return f"takeover/{register.public_id}"


class RegisterFile(models.Model):
    """A register that was uploaded at the desk: looked through, and once confirmed taken over, by the worker."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.FileField("文件", storage=private_storage, upload_to=register_path, blank=True)
    stage = models.CharField("进度", max_length=8, choices=RegisterStage, default=RegisterStage.CHECKING)
    done = models.PositiveIntegerField("已处理", default=0)
    total = models.PositiveIntegerField("共", default=0)
    # What was found and is shown: problems, remarks, the first cases as they were read.
    findings = models.JSONField("核对结果", default=dict, blank=True)
    run = models.ForeignKey(ImportRun, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    objects = AgencyScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "上传的台账"
        verbose_name_plural = "上传的台账"
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def waits_for_worker(self) -> bool:
        """Whether the worker is at it, or will be."""
        return self.stage in (RegisterStage.CHECKING, RegisterStage.TAKING)
