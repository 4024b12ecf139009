"""What the office writes in a case: letters, the decision that one of them states, their numbers and approvals."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.agencies.identifiers import short_id
from gongkai.agencies.models import Agency
from gongkai.applications.letters.kinds import letter_kinds
from gongkai.law.articles import in_words
from gongkai.law.outcomes import packaged_outcomes

PEOPLE = settings.AUTH_USER_MODEL


class Stage(models.TextChoices):
    """How far a letter has come to its signature."""

    DRAFT = "draft", "起草中"
    REVIEW = "review", "待审核"
    SECRECY = "secrecy", "待保密审查"
    SIGNING = "signing", "待签发"
    SIGNED = "signed", "已签发"
    VOID = "void", "已作废"


class Letter(models.Model):
    """A letter 文书 of a case: one structured source, written as Word and PDF when it is signed."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField("文书种类", max_length=40)
    addressee = models.ForeignKey(
        "applications.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="letters"
    )
    template = models.TextField("正文", help_text="文书模板的写法，合并域写在双花括号里。")
    facts = models.JSONField("填入的内容", default=dict)
    document_number = models.CharField("文号", max_length=60, blank=True)
    dated = models.DateField("落款日期", null=True, blank=True)
    stage = models.CharField("阶段", max_length=10, choices=Stage, default=Stage.DRAFT)
    needs_secrecy = models.BooleanField("须经保密审查", default=False)
    drafted_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField("起草时间", auto_now_add=True)
    signed_by = models.ForeignKey(PEOPLE, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "文书"
        verbose_name_plural = "文书"
        ordering = ["application", "id"]
        indexes = [
            models.Index(
                fields=["stage"],
                name="applications_letter_waiting",
                condition=Q(stage__in=["draft", "review", "secrecy", "signing"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind_name} {self.document_number}".strip()

    @property
    def kind_name(self) -> str:
        """What kind of letter it is, on screen."""
        known = letter_kinds().get(self.kind)
        return known.name if known else self.kind


class ApprovalStep(models.Model):
    """Somebody passed a letter on, or sent it back, with the reason."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField("序号")
    stage = models.CharField("环节", max_length=10, choices=Stage)
    actor = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    passed = models.BooleanField("同意")
    reason = models.CharField("意见", max_length=500, blank=True)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "审签"
        verbose_name_plural = "审签"
        ordering = ["letter", "number"]
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="applications_approval_number")]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {'同意' if self.passed else '退回'}"


class Decision(models.Model):
    """How the application is answered. One case may have several where one was withdrawn or answered in parts; the last
    that stands gives the outcome."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField("办理结果", max_length=40)
    letter = models.OneToOneField(Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="decision")
    decided_on = models.DateField("决定日期", null=True, blank=True)
    public_after = models.BooleanField("转为主动公开", default=False)

    class Meta:
        verbose_name = "答复决定"
        verbose_name_plural = "答复决定"
        ordering = ["application", "id"]

    def __str__(self) -> str:
        return self.outcome_name

    @property
    def outcome_name(self) -> str:
        """The outcome in words."""
        known = packaged_outcomes().get(self.outcome)
        return known.name if known else self.outcome


class DecisionGround(models.Model):
    """One ground of a decision: the article, and the part of what was asked for that it holds for."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="grounds")
    number = models.PositiveSmallIntegerField("序号")
    article = models.CharField("条款", max_length=20)
    part = models.CharField("涉及的内容", max_length=300, blank=True)
    reason = models.TextField("理由", blank=True)

    class Meta:
        verbose_name = "决定依据"
        verbose_name_plural = "决定依据"
        ordering = ["decision", "number"]
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="applications_ground_number")]

    def __str__(self) -> str:
        return self.article

    @property
    def words(self) -> str:
        """The article as a letter cites it."""
        return in_words(self.article)


class DocumentNumber(models.Model):
    """A document number 文号 that was given out, used or void: none is given twice, none disappears."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    text = models.CharField("文号", max_length=60)
    year = models.PositiveSmallIntegerField("年度")
    letter = models.ForeignKey(Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="numbers")
    void_reason = models.CharField("作废理由", max_length=300, blank=True)
    drawn_at = models.DateTimeField("取号时间", auto_now_add=True)

    class Meta:
        verbose_name = "文号"
        verbose_name_plural = "文号"
        ordering = ["agency", "-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "text"],
                name="applications_document_number_once",
                violation_error_message="本机关已有此文号。",
            )
        ]

    def __str__(self) -> str:
        return self.text
