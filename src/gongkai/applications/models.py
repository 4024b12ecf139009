"""The case file: an application, who has to do with it, what happened, what was found, decided and written.

Events are only ever added; the clock reads them (`gongkai.law.clock`). Columns that the clock fills (state, due date)
are a projection for lists and searches, made anew from the events whenever something happens (`projection`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.agencies.enums import Role
from gongkai.agencies.files import private_storage
from gongkai.agencies.identifiers import short_id
from gongkai.agencies.models import Agency, Department, User
from gongkai.agencies.protected import ProtectedField, keyed_digest, masked
from gongkai.agencies.scoping import AgencyScopedQuerySet
from gongkai.applications.desk_models import (
    Digest,
    ImportRun,
    LetterTemplate,
    LookUp,
    RegisterFile,
    Reminder,
    SavedView,
)
from gongkai.applications.enums import (
    EVENT_KINDS,
    Channel,
    MaterialKind,
    Matter,
    Method,
    PartyRole,
    State,
    applicant_types,
)
from gongkai.applications.kept_files import KeptFile
from gongkai.applications.office_settings import DisclosureOffice
from gongkai.applications.papers import ApprovalStep, Decision, DecisionGround, DocumentNumber, Letter
from gongkai.applications.public_models import FailedLookup, PublicAnswer, Suggestion
from gongkai.applications.release_models import Inspection, Masking
from gongkai.applications.retention import Erasure
from gongkai.law.events import PARTIES, Event

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

__all__ = [
    "Application",
    "ApprovalStep",
    "CaseEvent",
    "Decision",
    "DecisionGround",
    "Digest",
    "DisclosureOffice",
    "DocumentNumber",
    "Erasure",
    "FailedLookup",
    "ImportRun",
    "Inspection",
    "Letter",
    "LetterTemplate",
    "LookUp",
    "Masking",
    "Material",
    "Note",
    "Party",
    "PublicAnswer",
    "RegisterFile",
    "Reminder",
    "SavedView",
    "SearchRecord",
    "Suggestion",
    "Task",
]

PEOPLE = settings.AUTH_USER_MODEL
CASE_ROLES = frozenset(Role) - {Role.EDITOR, Role.RESEARCHER}
"""Whoever may read cases: personal data is for those who need it."""


class ApplicationQuerySet(AgencyScopedQuerySet):
    """Cases, asked for by what a person may see."""

    def for_user(self, user: User | AnonymousUser) -> Self:
        """Those of the agencies for whose cases the person has a duty. Editors and researchers have none."""
        condition = user.scope.condition("agency", *CASE_ROLES) if isinstance(user, User) else None
        return self.none() if condition is None else self.filter(condition)

    def received(self) -> Self:
        """Those whose receipt is fixed and that were not registered by mistake."""
        return self.filter(received_on__isnull=False).exclude(state=State.VOID)

    def unfinished(self) -> Self:
        """Those that still want something done."""
        return self.filter(concluded_on__isnull=True).exclude(state=State.VOID)


class Application(models.Model):
    """One application 申请, the unit that the annual report counts (一件)."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    agency = models.ForeignKey(Agency, verbose_name="受理机关", on_delete=models.PROTECT, related_name="applications")
    receipt_no = models.CharField("登记编号", max_length=60)
    matter = models.CharField("事项", max_length=12, choices=Matter, default=Matter.DISCLOSURE)
    channel = models.CharField("提交方式", max_length=20, choices=Channel)
    applicant_type = models.CharField("申请人类别", max_length=24, choices=applicant_types)
    applicant_name = models.CharField("申请人", max_length=200, blank=True, db_index=True)
    # The first applicant's `Party.digest`, so that who applied before is told from this table alone.
    applicant_digest = models.CharField(max_length=64, blank=True, editable=False)

    subject = models.CharField("申请事项", max_length=300)
    description = models.TextField("所需政府信息", blank=True)
    form_wanted = models.CharField("提供形式", max_length=40, blank=True)
    way_wanted = models.CharField("获取方式", max_length=40, blank=True)
    assistance = models.CharField(
        "需要的协助", max_length=200, blank=True, help_text="阅读、视听等方面的困难（条例第四十三条）。"
    )
    region = models.CharField("地域", max_length=60, blank=True)
    topic = models.CharField("主题", max_length=60, blank=True)
    information_year = models.PositiveSmallIntegerField("信息年度", null=True, blank=True)

    submitted_at = models.DateTimeField("提交时间", default=timezone.now)
    arrived_on = models.DateField("到达日期")
    signed_on = models.DateField("签收日期", null=True, blank=True)
    confirmed_on = models.DateField("确认日期", null=True, blank=True)
    received_on = models.DateField("收到日期", null=True, blank=True)
    received_ground = models.CharField("收到日期的依据", max_length=200, blank=True)

    department = models.ForeignKey(
        Department,
        verbose_name="承办机构",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
    )
    handler = models.ForeignKey(
        PEOPLE, verbose_name="承办人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    parent = models.ForeignKey(
        "self", verbose_name="来件", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    same_as = models.ForeignKey(
        "self", verbose_name="与此件相同", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # What classified the information: without it nothing is refused as a state secret (保密法).
    classification = models.CharField("定密依据", max_length=300, blank=True)
    taken_over = models.BooleanField("由旧台账转入", default=False)
    import_run = models.ForeignKey(
        ImportRun, null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    void_asked_by = models.ForeignKey(
        PEOPLE, verbose_name="申请作废的人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    void_reason = models.CharField("作废理由", max_length=300, blank=True)

    query_digest = models.CharField(max_length=160, blank=True, editable=False)
    submission_key = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    erased_at = models.DateTimeField("清除时间", null=True, blank=True)

    # The projection.
    state = models.CharField("状态", max_length=20, choices=State, default=State.SUBMITTED)
    due_on = models.DateField("答复期限", null=True, blank=True)
    lapses_on = models.DateField("等待至", null=True, blank=True)
    turns_on = models.DateField(null=True, blank=True, editable=False)
    provisional = models.BooleanField("暂定", default=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    outcome = models.CharField("办理结果", max_length=40, blank=True)
    outcome_row = models.CharField("办理结果（年报行）", max_length=40, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    concluded_on = models.DateField("办结日期", null=True, blank=True)
    days_used = models.PositiveIntegerField("用时（工作日）", null=True, blank=True)
    on_time = models.BooleanField("按期答复", null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "依申请公开案件"
        verbose_name_plural = "依申请公开案件"
        ordering = ["-arrived_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "receipt_no"],
                name="applications_receipt_no_once",
                violation_error_message="本机关已有此登记编号。",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on__isnull=True) | Q(concluded_on__gte=models.F("received_on")),
                name="applications_concluded_after_receipt",
                violation_error_message="办结日期早于收到日期。",
            ),
        ]
        indexes = [
            # All that the annual report and most of the statistics group by: counted from the index alone.
            models.Index(
                fields=[
                    "agency", "received_on", "concluded_on",
                    "matter", "state", "applicant_type", "outcome", "outcome_row",
                    "channel", "department", "days_used", "on_time", "information_year",
                ],
                name="applications_count",
            ),
            models.Index(fields=["agency", "-arrived_on", "-id"], name="applications_newest"),
            # With all that the work list's tabs count by, so that they are counted from the index alone.
            models.Index(
                fields=["agency", "due_on", "state", "department", "handler", "arrived_on", "void_asked_by"],
                name="applications_unfinished",
                condition=Q(concluded_on__isnull=True),
            ),
            models.Index(
                fields=["turns_on"], name="applications_turning", condition=Q(turns_on__isnull=False)
            ),
            # One person's cases in order of receipt, with what tells whether they count: told from the index alone.
            models.Index(
                fields=["agency", "applicant_digest", "received_on", "id", "matter", "state", "concluded_on"],
                name="applications_person",
                condition=~Q(applicant_digest=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.receipt_no} {self.subject}"

    def live_events(self) -> list[CaseEvent]:
        """What happened, in order of time, without what a later entry has put right."""
        events = [event for event in self.events.all() if not event.replaced]
        return sorted(events, key=lambda event: (event.on, event.number))

    def law_events(self) -> list[Event]:
        """The same, as the clock reads it."""
        return [event.as_law() for event in self.live_events()]


class Party(models.Model):
    """Somebody who has to do with a case. Numbers and ways of contact are encrypted and found by digest."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField("身份", max_length=16, choices=PartyRole)
    number = models.PositiveSmallIntegerField("序号", default=1)
    name = models.CharField("姓名或者名称", max_length=200)
    id_kind = models.CharField("证件名称", max_length=40, blank=True)
    id_number = ProtectedField("证件号码", blank=True)
    id_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    representative = models.CharField("法定代表人或者负责人", max_length=100, blank=True)
    contact_name = models.CharField("联系人", max_length=100, blank=True)
    phone = ProtectedField("联系电话", blank=True)
    phone_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    email = ProtectedField("电子邮箱", blank=True)
    address = ProtectedField("通信地址", blank=True)
    postcode = models.CharField("邮政编码", max_length=10, blank=True)
    service_address = models.BooleanField("送达地址", default=False)
    answer_digest = models.CharField(max_length=160, blank=True, editable=False)

    class Meta:
        verbose_name = "当事人"
        verbose_name_plural = "当事人"
        ordering = ["application", "role", "number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "role", "number"], name="applications_party_number")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def digest(self) -> str:
        """By what somebody is the same person in another case: document number, else telephone; "" without both."""
        return self.id_digest or self.phone_digest

    def fill_digests(self) -> None:
        """Set the digests by which the person is found again, the first applicant's in his case too (unsaved)."""
        self.id_digest, self.phone_digest = keyed_digest(self.id_number), keyed_digest(self.phone)
        if (self.role, self.number) == (PartyRole.APPLICANT, 1):
            self.application.applicant_digest = self.digest

    @property
    def masked_id(self) -> str:
        """The number of the document as screens show it."""
        return masked(self.id_number)

    @property
    def masked_phone(self) -> str:
        """The telephone number as screens show it."""
        return masked(self.phone)


class CaseEvent(models.Model):
    """Something that happened in a case. Never changed: a wrong entry is replaced by a later one, with its reason."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveIntegerField("序号")
    kind = models.CharField("事项", max_length=24, choices=EVENT_KINDS)
    on = models.DateField("日期")
    answers = models.ForeignKey(
        "self", verbose_name="所答复的事项", null=True, blank=True, on_delete=models.PROTECT, related_name="answered_by"
    )
    party_kind = models.CharField("对象种类", max_length=16, choices=list(PARTIES.items()), blank=True)
    party = models.ForeignKey(
        Party, verbose_name="对象", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    delivered_on = models.DateField("送达日期", null=True, blank=True)
    days = models.PositiveSmallIntegerField("工作日数", null=True, blank=True)
    until = models.DateField("截止日期", null=True, blank=True)
    method = models.CharField("方式", max_length=12, choices=Method, blank=True)
    approved = models.BooleanField("经负责人同意", default=True)
    partial = models.BooleanField("分次提供", default=False)
    amount = models.PositiveIntegerField("金额（元）", null=True, blank=True)
    tracking_no = models.CharField("邮件编号", max_length=60, blank=True)
    ground = models.TextField("依据或者说明", blank=True)
    recorded_by = models.ForeignKey(
        PEOPLE, verbose_name="登记人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)
    replaces = models.ForeignKey(
        "self", verbose_name="更正的事项", null=True, blank=True, on_delete=models.PROTECT, related_name="replacements"
    )
    replaced = models.BooleanField("已更正", default=False)

    class Meta:
        verbose_name = "办理事项"
        verbose_name_plural = "办理事项"
        ordering = ["application", "number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="applications_event_number"),
        ]
        indexes = [models.Index(fields=["kind", "on"], name="applications_event_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"

    @property
    def by_outsider(self) -> bool:
        """Whether the applicant or whoever was consulted sent it on the public site."""
        return self.recorded_by_id is None and self.method == Method.ONLINE and self.kind != "served"

    def as_law(self) -> Event:
        """The event as the clock reads it."""
        return Event(
            kind=self.kind,
            on=self.on,
            id=str(self.pk) if self.pk else None,
            answers=str(self.answers_id) if self.answers_id else None,
            party=self.party_kind or None,
            delivered_on=self.delivered_on,
            days=self.days,
            until=self.until,
            method=self.method or None,
            approved=self.approved,
            partial=self.partial,
        )


def material_path(material: Material, filename: str) -> str:
    """Where a file is kept: by a random name, so that neither its name nor its digest tells where it is."""
    return f"applications/{material.public_id[:2]}/{material.public_id}"


class Material(KeptFile):
    """A file in the case."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="materials")
    event = models.ForeignKey(CaseEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="materials")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="materials")
    letter = models.ForeignKey(Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="materials")
    kind = models.CharField("种类", max_length=16, choices=MaterialKind)
    file = models.FileField("文件", storage=private_storage, upload_to=material_path, max_length=200)
    given_out = models.BooleanField("向申请人提供", default=False)

    class Meta:
        verbose_name = "材料"
        verbose_name_plural = "材料"
        ordering = ["application", "id"]


class SearchRecord(models.Model):
    """A search for what was asked for: the proof behind 本机关不掌握."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="searches")
    place = models.CharField("检索范围", max_length=200)
    keywords = models.CharField("关键词", max_length=300)
    searched_by = models.CharField("检索人", max_length=100)
    searched_on = models.DateField("检索日期")
    found = models.CharField("检索结果", max_length=500)
    recorded_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "检索记录"
        verbose_name_plural = "检索记录"
        ordering = ["application", "id"]

    def __str__(self) -> str:
        return f"{self.place}：{self.keywords}"


class Note(models.Model):
    """An internal note; never part of what goes out."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField("内容")
    author = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "内部备注"
        verbose_name_plural = "内部备注"
        ordering = ["application", "id"]

    def __str__(self) -> str:
        return self.text[:40]


class Task(models.Model):
    """Work on a case that is asked of a department 交办: to handle it, or to help."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="tasks")
    department = models.ForeignKey(Department, verbose_name="内设机构", on_delete=models.PROTECT, related_name="tasks")
    lead = models.BooleanField("主办", default=True)
    asked = models.CharField("交办要求", max_length=500, blank=True)
    due_on = models.DateField("内部时限", null=True, blank=True)
    sent_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("交办时间", auto_now_add=True)
    answer = models.TextField("办理意见", blank=True)
    answered_by = models.ForeignKey(PEOPLE, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("反馈时间", null=True, blank=True)

    class Meta:
        verbose_name = "交办"
        verbose_name_plural = "交办"
        ordering = ["application", "id"]

    def __str__(self) -> str:
        return f"{self.department} {self.asked}"


def payload_of(event: CaseEvent) -> dict[str, Any]:
    """What the ledger keeps of an event: no names, no text, dates and kinds only."""
    kept = {
        "event": event.public_id,
        "number": event.number,
        "kind": event.kind,
        "on": event.on.isoformat(),
        "answers": event.answers.public_id if event.answers else None,
        "party": event.party_kind or None,
        "delivered_on": event.delivered_on.isoformat() if event.delivered_on else None,
        "days": event.days,
        "until": event.until.isoformat() if event.until else None,
        "replaces": event.replaces.public_id if event.replaces else None,
    }
    return {name: value for name, value in kept.items() if value is not None}
