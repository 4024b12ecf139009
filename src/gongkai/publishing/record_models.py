"""Records 信息: what is published. Models of their own, by the hundred thousand, with drafts and revisions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, Revision, RevisionMixin, WorkflowMixin

from gongkai.agencies.identifiers import short_id
from gongkai.agencies.models import Agency, Department, User
from gongkai.agencies.scoping import AgencyScopedQuerySet
from gongkai.publishing import live_gate
from gongkai.publishing.base_models import Attachment
from gongkai.publishing.column_models import ColumnPage
from gongkai.publishing.enums import Attribute, Genre, RecordState, Stage, Theme
from gongkai.publishing.record_titles import TitleIndex


class RecordQuerySet(AgencyScopedQuerySet):
    """Records; a query starts from what a person may see."""

    def published(self) -> Self:
        """What the public reads now."""
        return self.filter(live=True)

    def update(self, **values: Any) -> int:
        """As Django's; what the public reads only while the gate is open. Raises NotThisWay."""
        if not live_gate.HARMLESS.issuperset(values):
            live_gate.check("批量修改信息")
        return super().update(**values)

    def bulk_create(self, objs: Iterable[Any], *arguments: Any, **more: Any) -> list[Any]:
        """As Django's; nothing that is live unless the gate is open. Raises NotThisWay."""
        made = list(objs)
        if any(record.live for record in made):
            live_gate.check("批量写入已发布的信息")
        return super().bulk_create(made, *arguments, **more)

    def bulk_update(self, objs: Iterable[Any], *arguments: Any, **more: Any) -> int:
        """As Django's, while the gate is open. Raises NotThisWay."""
        live_gate.check("批量修改信息")
        return super().bulk_update(objs, *arguments, **more)


class Record(WorkflowMixin, DraftStateMixin, RevisionMixin, ClusterableModel):
    """One piece of published information. The row is what the public sees (`live`); a draft is the latest revision.

    Nothing sets `live`, `state` or `stage`, nor changes a live row, but the actions of this room: the draft goes
    through `ReviewTask`s of Wagtail's workflow, and `publishing.release` puts out what passed them. Every other way
    ends at `live_gate`.
    """

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    agency = models.ForeignKey(Agency, verbose_name="发布机关", on_delete=models.PROTECT, related_name="records")
    unit = models.ForeignKey(
        Department, verbose_name="责任单位", null=True, blank=True, on_delete=models.PROTECT, related_name="records"
    )
    column = models.ForeignKey(ColumnPage, verbose_name="栏目", on_delete=models.PROTECT, related_name="records")
    also_in = ParentalManyToManyField(ColumnPage, verbose_name="同时发布到", blank=True, related_name="guest_records")

    title = models.CharField("标题", max_length=300)
    summary = models.CharField("内容概述", max_length=400, blank=True)
    body = models.TextField("正文", blank=True)
    # 索引号: drawn at the first publication, or brought along by an import; never changes, never used twice.
    index_number = models.CharField("索引号", max_length=60, blank=True, editable=False)
    index_odd = models.BooleanField("索引号不合规则", default=False, editable=False)
    document_number = models.CharField("文号", max_length=80, blank=True)
    formed_on = models.DateField("生成日期", null=True, blank=True)
    signed_on = models.DateField("成文日期", null=True, blank=True)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    theme = models.CharField("主题分类", max_length=20, choices=Theme, blank=True)
    genre = models.CharField("体裁分类", max_length=20, choices=Genre, blank=True)
    key_field = models.CharField("重点领域", max_length=40, blank=True)
    keywords = models.CharField("关键词", max_length=200, blank=True)
    source = models.CharField("信息来源", max_length=100, blank=True)
    attribute = models.CharField("公开属性", max_length=16, choices=Attribute, default=Attribute.PROACTIVE)
    attribute_ground = models.CharField("不主动公开的理由", max_length=300, blank=True)
    responsible = models.CharField("责任人", max_length=60, blank=True)
    map_number = models.CharField("审图号", max_length=60, blank=True)
    channels = models.JSONField("公开方式", default=list, blank=True)

    author = models.ForeignKey(
        User, verbose_name="编辑", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    state = models.CharField(max_length=10, choices=RecordState, default=RecordState.DRAFT, editable=False)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.WRITING, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    # Counts the changes; who acts on an older one is told so.
    version = models.PositiveIntegerField(default=1, editable=False)
    # Where it came from in an import: the importer finds it again by this.
    origin = models.CharField(max_length=120, blank=True, editable=False)

    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="content_type",
        object_id_field="object_id",
        related_query_name="record",
        for_concrete_model=False,
    )
    _workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="content_type",
        object_id_field="object_id",
        related_query_name="record",
        for_concrete_model=False,
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "信息"
        verbose_name_plural = "信息"
        ordering = ["-published_at", "-id"]
        indexes = [
            models.Index(fields=["agency", "state", "stage", "-id"], name="publishing_record_desk"),
            models.Index(fields=["agency", "-published_at", "-id"], name="publishing_record_agency"),
            models.Index(fields=["-published_at", "-id"], condition=Q(live=True), name="publishing_record_live"),
            models.Index(fields=["go_live_at"], condition=Q(stage="approved"), name="publishing_record_scheduled"),
            models.Index(fields=["expire_at"], condition=Q(live=True), name="publishing_record_expiring"),
            models.Index(fields=["agency", "document_number"], name="publishing_record_number"),
            TitleIndex(fields=["agency", "title"], name="publishing_record_title"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["index_number"], condition=~Q(index_number=""), name="publishing_record_index_number_once",
                violation_error_message="索引号已被使用。",
            ),
            models.UniqueConstraint(
                fields=["agency", "origin"], condition=~Q(origin=""), name="publishing_record_origin_once"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def save(self, *arguments: Any, **more: Any) -> None:
        """As Django's; what the public reads, and how far the draft has come, only while the gate is open.

        Raises NotThisWay.
        """
        if not live_gate.is_open():
            self._keep_the_gate(more.get("update_fields"))
        super().save(*arguments, **more)

    def _keep_the_gate(self, update_fields: Iterable[str] | None) -> None:
        names = [name for name in live_gate.GUARDED if update_fields is None or name in update_fields]
        stored = type(self)._base_manager.filter(pk=self.pk).values(*live_gate.GUARDED).first() if self.pk else None
        before = stored or live_gate.UNPUBLISHED
        now = {name: getattr(self, self._meta.get_field(name).attname) for name in names}
        if any(before[name] != value for name, value in now.items()):
            live_gate.check("改变信息的发布状态")
        if before["live"] and (update_fields is None or not live_gate.HARMLESS.issuperset(update_fields)):
            live_gate.check("修改已发布的信息")

    def publish(self, *_: Any, **__: Any) -> NoReturn:
        """Wagtail's way, which asks for a right only and not for the review. Raises NotThisWay."""
        raise live_gate.NotThisWay("发布：" + live_gate.WAY)

    def unpublish(self, *_: Any, **__: Any) -> NoReturn:
        """Wagtail's way, which leaves no reason. Raises NotThisWay."""
        raise live_gate.NotThisWay("撤下：" + live_gate.WAY)

    def save_revision(self, *arguments: Any, **more: Any) -> Revision:
        """As Wagtail's; a revision that was reviewed is never written over. Raises NotThisWay."""
        if more.get("overwrite_revision"):
            raise live_gate.NotThisWay("改写稿件版本：" + live_gate.WAY)
        return super().save_revision(*arguments, **more)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """A draft as an object: what belongs to the record as a whole stays as the row has it."""
        draft = super().with_content_json(content)
        for name in _OF_THE_ROW:
            attribute = self._meta.get_field(name).attname
            setattr(draft, attribute, getattr(self, attribute))
        return draft


# What a revision also holds a copy of, but does not decide.
_OF_THE_ROW = (
    "agency", "public_id", "index_number", "index_odd", "published_at", "author", "state", "stage", "created_at",
    "version", "origin", "live_revision", "last_published_at", "expired",
)  # fmt: skip


class RecordFile(models.Model):
    """An attachment of a record, in its order. Part of the draft, so each revision knows which files it had."""

    record = ParentalKey(Record, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(Attachment, verbose_name="文件", on_delete=models.PROTECT, related_name="uses")
    title = models.CharField("附件名称", max_length=200)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["sort_order", "id"]

    def __str__(self) -> str:
        return self.title

    def save(self, *arguments: Any, **more: Any) -> None:
        """As Django's; on a live record, where it makes the file public, only while the gate is open."""
        if self.record.live:
            live_gate.check("为已发布的信息增加附件")
        super().save(*arguments, **more)


class Placement(models.Model):
    """A published record in one of its columns: what the column's list reads, by one index. Only while it is live."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="placements")
    column = models.ForeignKey(ColumnPage, on_delete=models.CASCADE, related_name="placements")
    published_at = models.DateTimeField()
    # 0 for what is not on top; else the higher, the further up. Changed by `publishing.actions.pinning`.
    pinned = models.PositiveSmallIntegerField("置顶", default=0)
    pinned_until = models.DateField("置顶至", null=True, blank=True)

    class Meta:
        verbose_name = "栏目中的信息"
        verbose_name_plural = "栏目中的信息"
        ordering = ["-pinned", "-published_at", "-record"]
        constraints = [models.UniqueConstraint(fields=["column", "record"], name="publishing_placement_once")]
        indexes = [
            models.Index(fields=["column", "-pinned", "-published_at", "-record"], name="publishing_placement_list"),
            models.Index(fields=["pinned_until"], condition=Q(pinned__gt=0), name="publishing_placement_pinned"),
        ]

    def __str__(self) -> str:
        return f"{self.column_id}: {self.record_id}"
