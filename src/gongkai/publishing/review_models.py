"""What a record passes before it goes out: the stages of review, the secrecy review's form, the guard, other bodies."""

from __future__ import annotations

from django.db import models
from wagtail.models import Revision, Task

from gongkai.agencies.identifiers import short_id
from gongkai.agencies.models import Agency, User
from gongkai.publishing.enums import Stage
from gongkai.publishing.record_models import Record


class ReviewTask(Task):
    """One stage of review as a task of Wagtail's workflow. Who may pass it is said by `publishing.review`."""

    stage = models.CharField("环节", max_length=10, choices=Stage, unique=True)

    class Meta:
        verbose_name = "审批环节"
        verbose_name_plural = "审批环节"


class SecrecyReview(models.Model):
    """保密审查表: what was judged of content, timing and manner before release (条例 Art 17). Kept for good."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="secrecy_reviews")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    content_fit = models.BooleanField("内容适宜公开")
    timing_fit = models.BooleanField("时机适宜")
    manner_fit = models.BooleanField("方式适宜")
    content_opinion = models.CharField("内容研判", max_length=300, blank=True)
    timing_opinion = models.CharField("时机研判", max_length=300, blank=True)
    manner_opinion = models.CharField("方式研判", max_length=300, blank=True)
    passed = models.BooleanField("同意公开")
    by = models.ForeignKey(User, verbose_name="审查人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("审查时间", auto_now_add=True)

    class Meta:
        verbose_name = "保密审查"
        verbose_name_plural = "保密审查"
        ordering = ["record", "id"]

    def __str__(self) -> str:
        return f"{self.record} {'同意公开' if self.passed else '不同意公开'}"


class ApprovedContent(models.Model):
    """What the last stage approved, as a digest: nothing else goes out. See `publishing.approved`.

    Salted, so that nobody can try guesses at a secret by the ledger's copy once it was purged, and the salt with it.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="approved_contents")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "审批通过的内容摘要"
        verbose_name_plural = "审批通过的内容摘要"
        ordering = ["record", "-id"]

    def __str__(self) -> str:
        return self.digest


class GuardRun(models.Model):
    """What the guard found in one draft: made when the draft is sent to review, and again when it changes."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="guard_runs")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    # A list of {key, kind, level, part, place, masked, span, note}; no secret in the clear.
    findings = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "发布前检查"
        verbose_name_plural = "发布前检查"
        ordering = ["record", "-id"]

    def __str__(self) -> str:
        return f"{self.record} {len(self.findings)}"


class GuardDecision(models.Model):
    """The secrecy officer's recorded decision that a finding does not stand in the way."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="guard_decisions")
    run = models.ForeignKey(GuardRun, on_delete=models.CASCADE, related_name="decisions")
    # The finding's key: the same words in the same part keep it in the next run.
    key = models.CharField(max_length=64)
    ground = models.CharField("理由", max_length=300)
    by = models.ForeignKey(User, verbose_name="决定人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "对检查结果的决定"
        verbose_name_plural = "对检查结果的决定"
        constraints = [models.UniqueConstraint(fields=["record", "key"], name="publishing_guard_decision_once")]

    def __str__(self) -> str:
        return self.ground


class Consulted(models.Model):
    """Another body that the information concerns and that was asked before publication (条例 Art 11)."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="consulted")
    body = models.CharField("机关名称", max_length=100)
    agency = models.ForeignKey(
        Agency, verbose_name="本平台机关", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    question = models.CharField("征求事项", max_length=300)
    sent_on = models.DateField("发出日期")
    due_on = models.DateField("答复期限")
    agreed = models.BooleanField("同意公开", null=True)
    answer = models.TextField("答复意见", blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    # Of the body itself, where it works on this platform; else whoever took its answer down.
    answered_by = models.ForeignKey(
        User, verbose_name="答复人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_here = models.BooleanField("在本平台答复", default=False)
    # What came of it where the other body did not agree: nothing goes out before that is settled.
    settlement = models.TextField("协调结果", blank=True)
    settled_on = models.DateField("协调日期", null=True, blank=True)

    class Meta:
        verbose_name = "征求其他机关意见"
        verbose_name_plural = "征求其他机关意见"
        ordering = ["record", "id"]

    def __str__(self) -> str:
        return self.body


class TermReminder(models.Model):
    """That somebody was reminded of a record's term of publication: once for each threshold."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="term_reminders")
    days_left = models.SmallIntegerField()
    due_on = models.DateField()
    recipient = models.EmailField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "公开期限提醒"
        verbose_name_plural = "公开期限提醒"
        constraints = [
            models.UniqueConstraint(
                fields=["record", "days_left", "due_on", "recipient"], name="publishing_term_reminder_once"
            )
        ]
        indexes = [models.Index(fields=["due_on"], name="publishing_term_reminder_due")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.days_left}"
