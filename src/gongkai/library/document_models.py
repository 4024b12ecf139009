"""Documents of the library: what a record is as a document, how documents bear on one another, since when they hold.

Title, text, number, date of signing and the way to the public are the record's (`publishing.Record`); here stands what
only a document has. A document's status follows from dates, relations and declarations (`library.validity`); what the
rows keep of it is a projection that is made anew whenever one of these changes.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.agencies.files import private_storage
from gongkai.agencies.identifiers import short_id
from gongkai.agencies.models import Agency
from gongkai.agencies.scoping import AgencyScopedQuerySet
from gongkai.library.enums import (
    Change,
    DeclarationKind,
    DocumentClass,
    Format,
    MadeOn,
    RelationKind,
    Status,
)
from gongkai.publishing.models import Record

PEOPLE = settings.AUTH_USER_MODEL
NO_NATIONAL_RULE = "没有全国统一口径，请按上级主管部门的要求确认。"


class LibraryOffice(models.Model):
    """How an agency keeps and counts its documents, where no national text says so."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="library_office")
    registration_pattern = models.CharField(
        "登记号格式", max_length=60, default="{code}DR-{year}-{number:05}",
        help_text="{code} 机关代码、{year} 年份、{number:05} 五位流水号。三统一的登记号格式由各地规定。",
    )  # fmt: skip
    made_on = models.CharField(
        "制发年度以哪一日计", max_length=10, choices=MadeOn, default=MadeOn.SIGNED, help_text=NO_NATIONAL_RULE
    )
    expired_as_repealed = models.BooleanField(
        "期满失效、宣布失效的计入“废止件数”", default=False,
        help_text=f"年报表格没有“失效”一栏。{NO_NATIONAL_RULE}",
    )  # fmt: skip
    pending_in_force = models.BooleanField(
        "年底前制发、尚未施行的计入“现行有效件数”", default=True, help_text=NO_NATIONAL_RULE
    )

    class Meta:
        verbose_name = "文件库设置"
        verbose_name_plural = "文件库设置"

    def __str__(self) -> str:
        return f"{self.agency}文件库设置"


def library_office_of(agency: Agency) -> LibraryOffice:
    """The agency's settings as they stand; the defaults where nobody has entered any."""
    try:
        return agency.library_office
    except LibraryOffice.DoesNotExist:
        return LibraryOffice(agency=agency)


class DocumentQuerySet(AgencyScopedQuerySet):
    """Documents; a query starts from what a person may see."""

    def published(self) -> Self:
        """What the public reads now."""
        return self.filter(record__live=True)

    def issued(self) -> Self:
        """What was ever put out: a draft is no document yet, and one that was taken off the site has not lost force."""
        return self.exclude(record__state="draft")


class Document(models.Model):
    """A record that is a document 文件: its class, its numbers and days beside the record's, its validity."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="document")
    # The record's agency, kept with the rows that lists filter by.
    agency = models.ForeignKey(Agency, verbose_name="制发机关", on_delete=models.PROTECT, related_name="documents")
    document_class = models.CharField("文件种类", max_length=12, choices=DocumentClass)
    registration_number = models.CharField("登记号", max_length=60, blank=True)
    # Brought along by an import and not of the agency's own pattern.
    registration_odd = models.BooleanField("登记号沿用原有格式", default=False, editable=False)
    published_on = models.DateField("公布日期", null=True, blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True, help_text="不填为自公布之日起施行。")
    expires_on = models.DateField("有效期至", null=True, blank=True, help_text="最后一个有效日；不填为没有规定有效期。")
    title_note = models.TextField(
        "题注", blank=True, help_text="公布、历次修改的时间、文号和施行日期，每行一条，刊登在标题下。"
    )

    # ------------------------------------------------------------ projection, made by `library.projection`
    status = models.CharField("有效性", max_length=10, choices=Status, default=Status.IN_FORCE, editable=False)
    status_since = models.DateField("自", null=True, blank=True, editable=False)
    made_on = models.DateField("制发日期", null=True, blank=True, editable=False)
    # The last day of validity as declarations leave it; alerts go by this.
    valid_until = models.DateField(null=True, blank=True, editable=False)
    # When the status turns by itself the next time.
    next_turn_on = models.DateField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "文件"
        verbose_name_plural = "文件"
        ordering = ["-made_on", "-id"]
        indexes = [
            models.Index(fields=["agency", "document_class", "status", "-made_on"], name="library_document_list"),
            models.Index(fields=["document_class", "status", "-made_on"], name="library_document_public"),
            models.Index(fields=["-made_on", "-id"], name="library_document_newest"),
            models.Index(fields=["next_turn_on"], name="library_document_turning"),
            models.Index(fields=["agency", "valid_until"], name="library_document_expiring"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "registration_number"], condition=~Q(registration_number=""),
                name="library_registration_once", violation_error_message="本机关已有此登记号。",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(effective_on__isnull=True)
                | Q(expires_on__gte=models.F("effective_on")),
                name="library_document_days_in_order",
                violation_error_message="有效期不能在施行日期以前届满。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.record.title

    @property
    def name(self) -> str:
        """As other documents cite it: 《标题》（文号）, titles within the title in single marks (GB/T 15834)."""
        number = self.record.document_number
        title = self.record.title.replace("《", "〈").replace("》", "〉")
        return f"《{title}》{f'（{number}）' if number else ''}"

    @property
    def note_lines(self) -> list[str]:
        """The title note, a line each."""
        return [line.strip() for line in self.title_note.splitlines() if line.strip()]


class Issuer(models.Model):
    """One of the bodies that issued a document together, in their order; on this platform or elsewhere."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="issuers")
    name = models.CharField("发文机关", max_length=100)
    agency = models.ForeignKey(
        Agency, verbose_name="本平台机关", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField("序号")

    class Meta:
        verbose_name = "发文机关"
        verbose_name_plural = "发文机关"
        ordering = ["document", "position"]
        constraints = [models.UniqueConstraint(fields=["document", "position"], name="library_issuer_position")]
        indexes = [models.Index(fields=["name"], name="library_issuer_name")]

    def __str__(self) -> str:
        return self.name


class Relation(models.Model):
    """What one document does to another, as a whole or in some articles, from a day on.

    `source` acts upon `target`. One of the two may be no document of this library and is then named in words.
    """

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    kind = models.CharField("关系", max_length=10, choices=RelationKind)
    source = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="acts_on", verbose_name="作出的文件"
    )
    target = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="acted_on_by", verbose_name="所及的文件"
    )
    elsewhere = models.CharField("库外文件", max_length=300, blank=True, help_text="不在本库的文件，写明标题和文号。")
    articles = models.CharField("所及条款", max_length=300, blank=True, help_text="不填为全文。")
    on = models.DateField("生效日期")
    added_by = models.ForeignKey(PEOPLE, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "文件关系"
        verbose_name_plural = "文件关系"
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(target__isnull=False), name="library_relation_has_document"
            ),
            models.CheckConstraint(
                condition=Q(source__isnull=False, target__isnull=False) | ~Q(elsewhere=""),
                name="library_relation_names_both",
            ),
            models.CheckConstraint(
                condition=Q(source__isnull=True) | Q(target__isnull=True) | ~Q(source=models.F("target")),
                name="library_relation_of_two",
                violation_error_message="文件不能与自身建立关系。",
            ),
            models.UniqueConstraint(
                fields=["source", "target", "kind", "articles"], name="library_relation_once",
                condition=Q(source__isnull=False, target__isnull=False),
                violation_error_message="两份文件之间已有这一关系。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"

    @property
    def whole(self) -> bool:
        """Whether it reaches the whole document."""
        return not self.articles


class Declaration(models.Model):
    """What was said of a document's validity otherwise than by another document's text: 清理结果、评估后延续、恢复."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="declarations")
    kind = models.CharField("认定", max_length=10, choices=DeclarationKind)
    on = models.DateField("自何日起")
    until = models.DateField("有效期至", null=True, blank=True)
    ground = models.CharField("依据", max_length=300)
    by = models.ForeignKey(PEOPLE, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "效力认定"
        verbose_name_plural = "效力认定"
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class StatusTurn(models.Model):
    """A day on which a document's status turned, or will: the status history, and what figures are counted from.

    A projection of dates, relations and declarations. `standing_before` is whether it stood until then, so that a fall
    from force counts once.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="turns")
    position = models.PositiveSmallIntegerField()
    on = models.DateField()
    change = models.CharField(max_length=10, choices=Change)
    status = models.CharField(max_length=10, choices=Status)
    standing_before = models.BooleanField()
    because = models.CharField(max_length=500, blank=True)
    # The document that brought it about, where it is in the library.
    by = models.ForeignKey(Document, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "效力变化"
        verbose_name_plural = "效力变化"
        ordering = ["document", "position"]
        constraints = [models.UniqueConstraint(fields=["document", "position"], name="library_turn_position")]
        indexes = [models.Index(fields=["change", "on"], name="library_turn_counting")]

    def __str__(self) -> str:
        return f"{self.on} {self.get_change_display()}"


def download_path(download: Download, name: str) -> str:
    """Where a file lies in the private folder: by a number nobody guesses."""
    return f"documents/{download.public_id[:2]}/{download.public_id}.{download.format}"


class Download(models.Model):
    """A file made of a document's text, once for each published revision. Never replaced; taken away on withdrawal."""

    public_id = models.CharField(max_length=12, unique=True, default=short_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="downloads")
    # What the file was made of: another text is another file.
    source_digest = models.CharField(max_length=64)
    format = models.CharField("格式", max_length=4, choices=Format)
    file = models.FileField(upload_to=download_path, storage=private_storage, max_length=300)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("字节")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    current = models.BooleanField(default=True)

    class Meta:
        verbose_name = "下载文件"
        verbose_name_plural = "下载文件"
        ordering = ["document", "id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "format", "source_digest"], name="library_download_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}.{self.format}"


def made_on(document: Document, office: LibraryOffice) -> date | None:
    """The day that makes a document one of its year, by the agency's practice; the other day where that is unknown."""
    signed, published = document.record.signed_on, first_published_on(document)
    return (published or signed) if office.made_on == MadeOn.PUBLISHED else (signed or published)


def first_published_on(document: Document) -> date | None:
    """公布日期: as entered, else the day on which the record went out."""
    if document.published_on:
        return document.published_on
    at = document.record.first_published_at or document.record.published_at
    return timezone.localdate(at) if at else None
