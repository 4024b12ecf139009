"""A review or a suit, its instances before bodies and courts, what was ordered in it, and how an agency counts them.

What an instance brought is typed in; when a reply is due is computed (`terms`), never stored. The columns of a dispute
that lists and counts read are a projection of its instances (`Dispute.project`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongkai.agencies.identifiers import short_id
from gongkai.agencies.models import Agency, User
from gongkai.agencies.scoping import AgencyScopedQuerySet
from gongkai.applications.models import CASE_ROLES, Application, Letter
from gongkai.disputes.enums import CountsInstance, Kind, Level, Part, Procedure, Unit
from gongkai.disputes.file_models import DisputeFile, FileKinds
from gongkai.disputes.results import group_of, packaged_results, result_name

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

__all__ = [
    "CountingPractice",
    "Dispute",
    "DisputeFile",
    "DisputeQuerySet",
    "FileKinds",
    "Instance",
    "ReAnswer",
    "Suspension",
    "practice_of",
]

PEOPLE = settings.AUTH_USER_MODEL


class DisputeQuerySet(AgencyScopedQuerySet):
    """Disputes, asked for by what a person may see."""

    def for_user(self, user: User | AnonymousUser) -> Self:
        """Those of the agencies whose cases the person may read: the same people as read the cases."""
        condition = user.scope.condition("agency", *CASE_ROLES) if isinstance(user, User) else None
        return self.none() if condition is None else self.filter(condition)

    def standing(self) -> Self:
        """Without those registered by mistake."""
        return self.filter(void_reason="")

    def unfinished(self) -> Self:
        """Those without a final result."""
        return self.standing().filter(concluded_on__isnull=True)


class Dispute(models.Model):
    """One review or suit, the unit that table 四 counts. A retrial is a dispute of its own, after its `previous`."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    agency = models.ForeignKey(Agency, verbose_name="本机关", on_delete=models.PROTECT, related_name="disputes")
    application = models.ForeignKey(
        Application,
        verbose_name="所涉申请",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="disputes",
    )
    kind = models.CharField("种类", max_length=24, choices=Kind)
    part = models.CharField("本机关的地位", max_length=12, choices=Part)
    previous = models.ForeignKey(
        "self", verbose_name="前一程序", null=True, blank=True, on_delete=models.PROTECT, related_name="next"
    )
    retrial = models.BooleanField("再审", default=False)
    claimant = models.CharField("申请人、原告", max_length=200)
    others = models.CharField("其他当事人", max_length=300, blank=True)
    subject = models.CharField("争议事项", max_length=300)
    note = models.TextField("备注", blank=True)
    void_reason = models.CharField("作废理由", max_length=300, blank=True)
    registered_by = models.ForeignKey(
        PEOPLE, verbose_name="登记人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField("登记时间", auto_now_add=True)

    # The projection: what counts and lists read of the instances.
    number = models.CharField("案号", max_length=80, blank=True)
    body = models.CharField("复议机关、法院", max_length=100)
    filed_on = models.DateField("提出日期", null=True, blank=True)
    began_on = models.DateField("受理、立案日期", null=True, blank=True)
    result = models.CharField("最终结果", max_length=24, blank=True)
    concluded_on = models.DateField("审结日期", null=True, blank=True)
    suspended_on = models.DateField("中止日期", null=True, blank=True)
    first_result = models.CharField("首次裁决结果", max_length=24, blank=True)
    first_concluded_on = models.DateField("首次裁决日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = "行政复议、行政诉讼"
        verbose_name_plural = "行政复议、行政诉讼"
        ordering = ["-registered_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(concluded_on__isnull=True, result="") | (Q(concluded_on__isnull=False) & ~Q(result="")),
                name="disputes_concluded_with_result",
                violation_error_message="审结日期和结果须同时登记。",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.REVIEW, part=Part.RESPONDENT) | (~Q(kind=Kind.REVIEW) & ~Q(part=Part.RESPONDENT)),
                name="disputes_part_fits_kind",
                violation_error_message="复议中是被申请人，诉讼中是被告或者共同被告。",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "concluded_on", "began_on"], name="disputes_count"),
            models.Index(fields=["agency", "-registered_at", "-id"], name="disputes_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number or self.subject}"

    @property
    def result_name(self) -> str:
        """The final result in words, "" while there is none."""
        return result_name(self.kind, self.result) if self.result else ""

    @property
    def counted(self) -> bool:
        """Whether table 四 of the agency counts it at all."""
        return not self.void_reason and self.part != Part.CO_DEFENDANT

    @property
    def state_name(self) -> str:
        """Where it stands while there is no final result."""
        return f"{self.suspended_on}起中止审理" if self.suspended_on else "尚未审结"

    def project(self) -> None:
        """Fill the projected columns anew from the instances (at least one). Does not save.

        The first decision is that of the first instance; the final result is that of the last one, once it has taken
        effect, or the one below where the last left that as it was.
        """
        instances = list(self.instances.order_by("position"))
        first, last = instances[0], instances[-1]
        self.number, self.body = last.number or first.number, last.body
        self.filed_on, self.began_on = first.filed_on, first.accepted_on or first.copy_received_on
        self.suspended_on = None
        if not last.result and (still := last.suspensions.filter(cancelled=False, resumed_on=None).first()):
            self.suspended_on = still.from_on
        self.first_result = self.result = ""
        self.first_concluded_on = self.concluded_on = None
        known = packaged_results()[group_of(self.kind)]
        if first.result and not known[first.result].reopens:
            self.first_result, self.first_concluded_on = self._standing([first]), first.decided_on
        if last.result and not known[last.result].reopens and last.effective_on:
            self.result, self.concluded_on = self._standing(instances), last.effective_on

    def _standing(self, instances: list[Instance]) -> str:
        """The ending that stands after these instances, the last of which has one."""
        known = packaged_results()[group_of(self.kind)]
        own = [it.result for it in instances if it.result and known[it.result].counts]
        before = self.previous.result if self.retrial and self.previous else ""
        return own[-1] if own else before or instances[-1].result


class Instance(models.Model):
    """A dispute before one body or court: 复议, 一审, 二审, 再审."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="instances")
    position = models.PositiveSmallIntegerField("顺序")
    level = models.CharField("审级", max_length=8, choices=Level)
    body = models.CharField("复议机关、法院", max_length=100)
    number = models.CharField("案号", max_length=80, blank=True)
    procedure = models.CharField("程序", max_length=10, choices=Procedure, default=Procedure.ORDINARY)
    ours = models.BooleanField("本机关提起", default=False)
    filed_on = models.DateField("提出日期", null=True, blank=True)
    accepted_on = models.DateField("受理、立案日期", null=True, blank=True)
    copy_received_on = models.DateField("收到副本日期", null=True, blank=True)
    replied_on = models.DateField("答复、答辩日期", null=True, blank=True)
    hearing_on = models.DateField("听证、开庭日期", null=True, blank=True)
    result = models.CharField("结果", max_length=24, blank=True)
    decided_on = models.DateField("决定、裁判日期", null=True, blank=True)
    served_on = models.DateField("收到裁决日期", null=True, blank=True)
    effective_on = models.DateField("生效日期", null=True, blank=True)

    class Meta:
        verbose_name = "审级"
        verbose_name_plural = "审级"
        ordering = ["dispute", "position"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "position"], name="disputes_instance_position"),
            models.CheckConstraint(
                condition=Q(result="", decided_on__isnull=True, effective_on__isnull=True)
                | (~Q(result="") & Q(decided_on__isnull=False)),
                name="disputes_instance_result_with_day",
                violation_error_message="结果和裁决日期须同时登记。",
            ),
            models.CheckConstraint(
                condition=Q(effective_on__isnull=True) | Q(effective_on__gte=F("decided_on")),
                name="disputes_effective_after_decided",
                violation_error_message="生效日期早于裁决日期。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["copy_received_on"],
                name="disputes_reply_awaited",
                condition=Q(replied_on__isnull=True, result="", copy_received_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.body}"

    @property
    def result_name(self) -> str:
        """Its result in words, "" while there is none."""
        return result_name(self.level, self.result) if self.result else ""


class Suspension(models.Model):
    """A time in which an instance stood still 中止. One that was registered by mistake is cancelled and stays."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="suspensions")
    from_on = models.DateField("中止日期")
    resumed_on = models.DateField("恢复日期", null=True, blank=True)
    reason = models.CharField("中止的原因", max_length=300, blank=True)
    cancelled = models.BooleanField("登记错误", default=False)

    class Meta:
        verbose_name = "中止"
        verbose_name_plural = "中止"
        ordering = ["instance", "from_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resumed_on__isnull=True) | Q(resumed_on__gte=F("from_on")),
                name="disputes_resumed_after_suspended",
                violation_error_message="恢复日期早于中止日期。",
            ),
            models.UniqueConstraint(
                fields=["instance"],
                condition=Q(resumed_on__isnull=True, cancelled=False),
                name="disputes_suspended_once",
                violation_error_message="已经登记中止，尚未恢复。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on}—{self.resumed_on or ''}"


class ReAnswer(models.Model):
    """Answering again what was quashed, within an ordered term. Neither received nor an outcome in table 三."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="reanswers")
    application = models.ForeignKey(
        Application, verbose_name="申请", null=True, blank=True, on_delete=models.PROTECT, related_name="reanswers"
    )
    ordered = models.CharField("判令、责令的内容", max_length=300)
    from_on = models.DateField("期限起算日期")
    days = models.PositiveSmallIntegerField("期限")
    unit = models.CharField("期限单位", max_length=12, choices=Unit, default=Unit.WORKING_DAYS)
    done_on = models.DateField("重新答复日期", null=True, blank=True)
    letter = models.ForeignKey(
        Letter, verbose_name="重新答复的文书", null=True, blank=True, on_delete=models.PROTECT, related_name="reanswers"
    )
    letter_number = models.CharField("文书编号", max_length=80, blank=True)
    ordered_by = models.ForeignKey(PEOPLE, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "重新答复"
        verbose_name_plural = "重新答复"
        ordering = ["dispute", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(done_on__gte=F("from_on")),
                name="disputes_answered_after_order",
                violation_error_message="重新答复日期早于期限起算日期。",
            )
        ]

    def __str__(self) -> str:
        return self.ordered


class CountingPractice(models.Model):
    """How one agency counts its disputes where no national text says so; what is not edited is as packaged."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="dispute_practice")
    counts_instance = models.CharField(
        "以哪一审的结果计",
        max_length=8,
        choices=CountsInstance,
        default=CountsInstance.FINAL,
        help_text="没有全国统一口径：多数以生效裁判计，生效以前为“尚未审结”；有的地方一审裁判作出即计入结果。",
    )
    recounts = models.BooleanField(
        "上年未审结的，审结当年再计",
        default=True,
        help_text="没有全国统一口径：多数在审结当年按结果再计一次；选“否”，则每件只在受理、立案的年度计数。",
    )
    retrial_counts = models.BooleanField(
        "再审另计一件",
        default=True,
        help_text="没有全国统一口径：多数把再审作为其立案年度的另一件；选“否”，则再审不计。",
    )
    mapping = models.JSONField("改动的对应关系", default=dict, blank=True)

    class Meta:
        verbose_name = "复议诉讼计数口径"
        verbose_name_plural = "复议诉讼计数口径"

    def __str__(self) -> str:
        return f"{self.agency}复议诉讼计数口径"

    def column(self, kind: str, result: str) -> str:
        """The column in which an ending counts; 其他结果 for one that nobody knows."""
        group = group_of(kind)
        known = packaged_results()[group].get(result)
        packaged = known.column if known else "other"
        edited: str = self.mapping.get(group, {}).get(result, packaged)
        return edited


def practice_of(agency: Agency) -> CountingPractice:
    """The agency's practice; the defaults where nobody has changed anything. One query."""
    return CountingPractice.objects.filter(agency=agency).first() or CountingPractice(agency=agency)
