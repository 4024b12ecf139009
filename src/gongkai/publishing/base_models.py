"""The base page, image and document models, ours from the first migration (docs/decisions/0001)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.text import get_valid_filename
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import AbstractPage
from wagtail.models.pages import AbstractPageMeta, DefaultBasePageMixin

from gongkai.agencies.files import private_storage
from gongkai.agencies.identifiers import short_id
from gongkai.agencies.models import Agency
from gongkai.publishing import live_gate


class BasePage(AbstractPage, DefaultBasePageMixin):
    """Every page of the public site: whose it is and under which numbers it is known stand on the page's own row."""

    issuer = models.ForeignKey(
        Agency, verbose_name="发布机关", null=True, blank=True, on_delete=models.PROTECT, related_name="pages"
    )
    index_number = models.CharField("索引号", max_length=60, blank=True)
    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)

    search_fields = AbstractPage.search_fields + DefaultBasePageMixin.search_fields
    promote_panels = DefaultBasePageMixin.promote_panels
    exclude_fields_in_copy = ["public_id", "index_number"]

    class Meta(AbstractPageMeta):
        verbose_name = "页面"
        verbose_name_plural = "页面"
        constraints = [
            models.UniqueConstraint(
                fields=["index_number"],
                condition=~Q(index_number=""),
                name="publishing_basepage_index_number_once",
                violation_error_message="索引号已被使用。",
            ),
        ]


class Picture(AbstractImage):
    """A picture with the agency it belongs to."""

    agency = models.ForeignKey(
        Agency, verbose_name="所属机关", null=True, blank=True, on_delete=models.PROTECT, related_name="pictures"
    )
    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)

    admin_form_fields = ("title", "file", "description", "agency", "collection", "tags")

    class Meta(AbstractImage.Meta):
        verbose_name = "图片"
        verbose_name_plural = "图片"
        permissions = [("choose_picture", "可选用图片")]


class PictureRendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(Picture, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="publishing_picturerendition_once"
            ),
        ]


def attachment_path(attachment: "Attachment", name: str) -> str:
    """Where a file lies in the private folder: by a number nobody guesses; its name is only what people see."""
    return f"attachments/{attachment.public_id[:2]}/{attachment.public_id}/{get_valid_filename(name)}"


class Attachment(AbstractDocument):
    """A file offered for download, with the agency it belongs to.

    Private until something public uses it, and never replaced: a new version is a new file.
    """

    file = models.FileField("文件", upload_to=attachment_path, storage=private_storage, max_length=300)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    agency = models.ForeignKey(
        Agency, verbose_name="所属机关", null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)

    admin_form_fields = ("title", "file", "agency", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = "文件"
        verbose_name_plural = "文件"
        permissions = [("choose_attachment", "可选用文件")]

    def save(self, *arguments: Any, **more: Any) -> None:
        """As Django's; the file of a row stays what it was, but for a purge. Raises NotThisWay."""
        kept = type(self)._base_manager.filter(pk=self.pk).values("file", "sha256").first() if self.pk else None
        if kept and (kept["file"] != self.file.name or kept["sha256"] != self.sha256):
            live_gate.check("更换文件")
        super().save(*arguments, **more)
