"""What happened before the public: publication events, from which every figure is counted; withdrawals and purges."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from gongkai.agencies.identifiers import short_id
from gongkai.agencies.models import Agency, Department, User
from gongkai.agencies.scoping import AgencyScopedQuerySet
from gongkai.publishing.column_models import ColumnPage
from gongkai.publishing.enums import Channel, ContentClass, EventKind, Genre, WithdrawalKind
from gongkai.publishing.record_models import Record


class PublicationEvent(models.Model):
    """One record by one channel, put out, changed or taken away: with what it was filed under on that day.

    Only ever added. Reclassifying a record later does not change what was counted, and parts add up, since each event
    bears one value of each dimension.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=EventKind)
    at = models.DateTimeField(default=timezone.now)
    on = models.DateField()
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.WEBSITE)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    column = models.ForeignKey(ColumnPage, on_delete=models.PROTECT, related_name="+")
    content_class = models.CharField(max_length=12, choices=ContentClass)
    key_field = models.CharField(max_length=40, blank=True)
    genre = models.CharField(max_length=20, choices=Genre, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = AgencyScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "发布记录"
        verbose_name_plural = "发布记录"
        ordering = ["id"]
        indexes = [models.Index(fields=["agency", "kind", "channel", "on"], name="publishing_event_counting")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class Withdrawal(models.Model):
    """A record taken away: why, and what the public is told. Those for a leak make up its register."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="withdrawals")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("原因", max_length=14, choices=WithdrawalKind)
    ground = models.CharField("说明", max_length=500)
    # What stands at its address from now on; "" for nothing but that it is not there.
    notice = models.CharField("公开说明", max_length=300, blank=True)
    on = models.DateField("撤回日期")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    found_on = models.DateField("发现日期", null=True, blank=True)
    handling = models.TextField("处置情况", blank=True)
    closed_on = models.DateField("处置完毕日期", null=True, blank=True)

    objects = AgencyScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "撤回"
        verbose_name_plural = "撤回"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class Purge(models.Model):
    """The removal of a secret from files, revisions and search, by two people. The row is its tombstone."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="purges")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField("理由", max_length=500)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    # What was removed, in numbers, and a salted digest of each file; what backups still hold.
    removed = models.JSONField(default=dict)
    backups = models.TextField("备份处理情况", blank=True)

    objects = AgencyScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "清除"
        verbose_name_plural = "清除"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.ground


class ViewCount(models.Model):
    """How often a record's page was read on a day, robots left out."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="view_counts")
    on = models.DateField()
    views = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "访问量"
        verbose_name_plural = "访问量"
        constraints = [models.UniqueConstraint(fields=["record", "on"], name="publishing_viewcount_once")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.on}: {self.views}"
