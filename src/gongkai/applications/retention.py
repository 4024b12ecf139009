"""The end of a case's life: erasing personal data by two people, with a tombstone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongkai.agencies.identifiers import short_id

PEOPLE = settings.AUTH_USER_MODEL


class Erasure(models.Model):
    """One person asks that a case's personal data and files be erased, another one agrees. The tombstone says what."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="erasures")
    ground = models.CharField("理由", max_length=500)
    asked_by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("申请时间", auto_now_add=True)
    agreed_by = models.ForeignKey(PEOPLE, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField("同意时间", null=True, blank=True)
    declined_reason = models.CharField("不同意的理由", max_length=500, blank=True)
    erased = models.JSONField("清除的内容", default=dict, blank=True)

    class Meta:
        verbose_name = "清除"
        verbose_name_plural = "清除"
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")),
                name="applications_erasure_two_people",
                violation_error_message="清除须由两人办理。",
            )
        ]

    def __str__(self) -> str:
        return self.public_id
