"""The files of a dispute, and which kinds of them an agency uses."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.agencies.files import private_storage
from gongkai.agencies.models import Agency
from gongkai.applications.kept_files import KeptFile
from gongkai.disputes.enums import Direction
from gongkai.disputes.file_kinds import FileKind, kind_of, packaged_kinds
from gongkai.disputes.results import group_of

PEOPLE = settings.AUTH_USER_MODEL
LONGEST_KIND = 40


def dispute_file_path(file: DisputeFile, filename: str) -> str:
    """Where a file is kept: by a random name, so that neither its name nor its digest tells where it is."""
    return f"disputes/{file.public_id[:2]}/{file.public_id}"


class DisputeFile(KeptFile):
    """A paper of a dispute, received or made. What was filed by mistake is withdrawn and stays on record."""

    dispute = models.ForeignKey("disputes.Dispute", on_delete=models.CASCADE, related_name="files")
    instance = models.ForeignKey(
        "disputes.Instance", verbose_name="审级", on_delete=models.PROTECT, related_name="files"
    )
    kind = models.CharField("种类", max_length=LONGEST_KIND)
    """An id of `file_kinds`, or the agency's own words."""
    direction = models.CharField("收到或者制作", max_length=8, choices=Direction)
    on = models.DateField("日期")
    title = models.CharField("标题", max_length=200)
    file = models.FileField("文件", storage=private_storage, upload_to=dispute_file_path, max_length=200)
    findings = models.JSONField("隐藏内容检查", default=list)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        PEOPLE, verbose_name="撤回人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_reason = models.CharField("撤回理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "复议诉讼文件"
        verbose_name_plural = "复议诉讼文件"
        ordering = ["dispute", "on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(withdrawn_reason="", withdrawn_by__isnull=True),
                name="disputes_file_withdrawn_with_day",
                violation_error_message="撤回须有时间。",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def filed_as(self) -> FileKind:
        """Its kind."""
        return kind_of(self.kind)

    @property
    def hides(self) -> list[str]:
        """What an outgoing file was found to hide, in words, each once."""
        return list(dict.fromkeys(finding["name"] for finding in self.findings))

    @property
    def counts(self) -> bool:
        """Whether it is still a paper of the dispute: neither withdrawn nor erased."""
        return self.withdrawn_at is None and self.erased_at is None


class FileKinds(models.Model):
    """Which kinds one agency is offered: the usual ones without those that it hides, and its own."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="dispute_file_kinds")
    hidden = models.JSONField("不使用的种类", default=list, blank=True)
    own = models.JSONField("本机关增加的种类", default=list, blank=True)

    class Meta:
        verbose_name = "复议诉讼文件种类"
        verbose_name_plural = "复议诉讼文件种类"

    def __str__(self) -> str:
        return f"{self.agency}复议诉讼文件种类"

    def offered(self, dispute_kind: str) -> dict[str, FileKind]:
        """The kinds that can be chosen in a dispute of this kind, by id; an agency's own has its words for an id."""
        group = group_of(dispute_kind)
        usual = {
            name: kind for name, kind in packaged_kinds().items() if name not in self.hidden and group in kind.groups
        }
        return usual | {name: kind_of(name) for name in self.own}


def kinds_of(agency: Agency) -> FileKinds:
    """What the agency has chosen; all usual kinds where nobody has chosen. One query."""
    return FileKinds.objects.filter(agency=agency).first() or FileKinds(agency=agency)
