"""What is kept of a file before it goes out: what it gives away, who decided on that, and where it was masked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

PEOPLE = settings.AUTH_USER_MODEL


class Inspection(models.Model):
    """What an outgoing file gives away (条例 Arts 14 to 16), found once: a material never changes.

    The texts themselves are not kept, only their kind, place and masked form.
    """

    material = models.OneToOneField("applications.Material", on_delete=models.CASCADE, related_name="inspection")
    findings = models.JSONField("发现", default=list)
    inspected_at = models.DateTimeField("检查时间", auto_now_add=True)
    decided_by = models.ForeignKey(PEOPLE, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    reason = models.CharField("可以提供的理由", max_length=500, blank=True)

    class Meta:
        verbose_name = "公开前检查"
        verbose_name_plural = "公开前检查"

    def __str__(self) -> str:
        return f"{self.material_id}: {len(self.findings)}"

    @property
    def blocking(self) -> list[dict[str, str]]:
        """The findings that hold the file back until it is masked or somebody has decided."""
        return [finding for finding in self.findings if finding["level"] == "block"]

    @property
    def holds_back(self) -> bool:
        """Whether the file must not go out as it is."""
        return bool(self.blocking) and self.decided_at is None


class Masking(models.Model):
    """A file that was written anew without parts of another one (条例 Art 37), each with its ground."""

    material = models.OneToOneField("applications.Material", on_delete=models.CASCADE, related_name="masking")
    source = models.ForeignKey("applications.Material", on_delete=models.PROTECT, related_name="masked_as")
    masks = models.JSONField("遮盖处", default=list)
    masked_by = models.ForeignKey(PEOPLE, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    masked_at = models.DateTimeField("遮盖时间", auto_now_add=True)

    class Meta:
        verbose_name = "遮盖"
        verbose_name_plural = "遮盖"
        constraints = [
            models.CheckConstraint(condition=~Q(material=F("source")), name="applications_masking_another_file")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.material_id}"
