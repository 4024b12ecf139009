"""What the public pages show of documents and interpretations, in few queries: for `portal`, which draws them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q

from gongkai.agencies.models import Agency
from gongkai.library.document_models import Document, Download, Relation, StatusTurn
from gongkai.library.downloads import public_downloads
from gongkai.library.enums import BACKWARDS, STANDING, DocumentClass, Medium, RelationKind, Status
from gongkai.library.interpretation_models import Interpretation
from gongkai.library.marks import LOOKS, Mark, marks_of, turns_of
from gongkai.library.media import chart_svg
from gongkai.library.powers import may_make_regulations
from gongkai.library.queries import FIRST_YEAR, LAST_YEAR, Filters, listed
from gongkai.publishing.enums import Theme
from gongkai.publishing.models import Attachment, Record, RecordFile

A_PAGE = 20
_LINKED = 50


@dataclass(frozen=True, slots=True)
class RelatedDocument:
    """A line of what a document does to others, or others to it."""

    label: str
    """As 废止, 被废止."""
    name: str
    articles: str
    on: date | None
    """From which day; None for what a document rests on, beside whose name it would be taken for that one's day."""
    status: str
    """Of the other document; "" for one elsewhere."""
    record: Record | None
    """Where the public can read it; None for one elsewhere, or one that is not public."""

    @property
    def status_name(self) -> str:
        """Its status in a word."""
        return str(Status(self.status).label) if self.status else ""


@dataclass(frozen=True, slots=True)
class InterpretationLine:
    """An interpretation in a list."""

    record: Record
    medium: str
    series: str
    series_number: int | None

    @property
    def medium_name(self) -> str:
        """Its medium in words."""
        return str(Medium(self.medium).label)


@dataclass(frozen=True)
class DocumentPage:
    """What a document's page shows beside its record."""

    document: Document
    status_name: str
    look: str
    """`good`, `soon` or `late`."""
    marks: Sequence[Mark]
    issuers: Sequence[str]
    relations: Sequence[RelatedDocument]
    interpretations: Sequence[InterpretationLine]
    downloads: Sequence[Download]
    turns: Sequence[StatusTurn]


def document_page(record: Record, today: date) -> DocumentPage | None:
    """What to show on a document's page; None for a record that is none. Six queries at most."""
    documents = Document.objects.select_related("agency").prefetch_related("issuers")
    document = documents.filter(record=record).first()
    if document is None:
        return None
    document.record = record
    turns = turns_of(document)
    now = next((turn for turn in reversed(turns) if turn.on <= today), None)
    # Of this very day, also before the night's work has turned the row.
    status = Status(now.status if now else document.status)
    said = Interpretation.objects.published().select_related("record", "series").order_by("record__published_at", "pk")
    return DocumentPage(
        document=document,
        status_name=str(status.label),
        look=LOOKS[status],
        marks=marks_of(turns, today),
        issuers=[issuer.name for issuer in document.issuers.all()] or [document.agency.name],
        relations=list(relations_of(document)),
        interpretations=[_line(each) for each in said.filter(documents=document)[:_LINKED]],
        downloads=public_downloads(document),
        turns=turns,
    )


def relations_of(document: Document, *, drafts: bool = False) -> Sequence[RelatedDocument]:
    """What the document does to others and others to it, by day; one query. Drafts are told only inside."""
    rows = (
        Relation.objects.filter(Q(source=document) | Q(target=document))
        .select_related("source__record", "target__record")
        .order_by("on", "pk")
    )
    found = []
    for relation in rows:
        forward = relation.source_id == document.pk
        other = relation.target if forward else relation.source
        if other is not None and not drafts and other.record.state == "draft":
            continue
        kind = RelationKind(relation.kind)
        found.append(
            RelatedDocument(
                label=str(kind.label) if forward else BACKWARDS[kind],
                name=other.name if other else relation.elsewhere,
                articles=relation.articles,
                on=None if kind == RelationKind.IMPLEMENTS else relation.on,
                status=other.status if other else "",
                record=other.record if other and (drafts or other.record.live) else None,
            )
        )
    return found


@dataclass(frozen=True)
class LibraryList:
    """A page of the library, with what it can be narrowed down by."""

    page: Page[Document]
    filters: Filters
    classes: Sequence[tuple[str, str]]
    """Classes that the agency has: no 规章 where it may make none."""
    statuses: Sequence[tuple[str, str]] = field(
        default=((("standing", "现行有效"), *[(each.value, str(each.label)) for each in Status]))
    )
    themes: Sequence[tuple[str, str]] = field(default_factory=lambda: Theme.choices)


def library_list(filters: Filters, page: int | str | None, *, below: Agency | None = None) -> LibraryList:
    """A page of the public documents, newest first; of an agency and its units with `below`. Two queries."""
    rows = Document.objects.published()
    if below is not None:
        rows = rows.filter(agency__path__startswith=below.path)
    found = Paginator(listed(rows, filters), A_PAGE).get_page(page)
    alone = filters.agency or below
    hidden = {DocumentClass.REGULATION} if alone and not may_make_regulations(alone) else set()
    classes = [(each.value, str(each.label)) for each in DocumentClass if each not in hidden]
    return LibraryList(found, filters, classes)


def filters_from(asked: Mapping[str, str], agencies: Mapping[str, Agency] | None = None) -> Filters:
    """What an address asks for: `q`, `class`, `status`, `year`, `issuer`, `theme`, `agency`; what fits nothing is left
    out. `agencies` are those that can be chosen, by code."""

    def word(name: str) -> str:
        return asked.get(name, "").replace("\0", "").strip()[:100]

    year = word("year")
    number = int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else 0
    return Filters(
        q=word("q"),
        document_class=word("class") if word("class") in DocumentClass.values else "",
        status=word("status") if word("status") in (*Status.values, "standing") else "",
        year=number if FIRST_YEAR <= number <= LAST_YEAR else None,
        issuer=word("issuer"),
        agency=(agencies or {}).get(word("agency")),
        theme=word("theme") if word("theme") in Theme.values else "",
    )


@dataclass(frozen=True)
class InterpretationPage:
    """What an interpretation's page shows beside its record."""

    interpretation: Interpretation
    medium_name: str
    documents: Sequence[Document]
    """What it interprets, as far as the public can read it; each with its record."""
    series: Sequence[InterpretationLine]
    """The whole series in its order, this one among them; empty for a single one."""
    chart: str
    """A chart as SVG; "" for other media. Its table is `interpretation.content["rows"]`."""
    pairs: Sequence[Sequence[str]]
    file: Attachment | None
    """The picture, sound or film, as far as the public can have it."""
    captions: Attachment | None
    """Of a film, which is not shown without them."""


def interpretation_page(record: Record) -> InterpretationPage | None:
    """What to show on an interpretation's page; None for a record that is none, or none that was reviewed. Four queries
    at most.

    Its files, where the medium has some, are attachments of the record and handed out like these.
    """
    rows = Interpretation.objects.select_related("series", "file", "captions").prefetch_related(
        Prefetch("documents", Document.objects.published().select_related("record").order_by("-made_on", "pk"))
    )
    rows = rows.filter(record=record, unreviewed=False)
    interpretation = rows.annotate(file_out=_out("file"), captions_out=_out("captions")).first()
    if interpretation is None:
        return None
    interpretation.record = record
    captions = interpretation.captions if interpretation.captions_out else None
    wanting = interpretation.medium == Medium.VIDEO and captions is None
    series: list[InterpretationLine] = []
    if interpretation.series:
        others = Interpretation.objects.published().filter(series=interpretation.series)
        series = [_line(each) for each in others.select_related("record", "series").order_by("series_number")]
    content: dict[str, Any] = interpretation.content
    is_chart = interpretation.medium == Medium.CHART
    return InterpretationPage(
        interpretation=interpretation,
        medium_name=str(Medium(interpretation.medium).label),
        documents=list(interpretation.documents.all()),
        series=series,
        chart=chart_svg(record.title, content, f"chart-{interpretation.public_id}") if is_chart else "",
        pairs=content.get("pairs", ()),
        file=interpretation.file if interpretation.file_out and not wanting else None,
        captions=captions,
    )


def _out(name: str) -> Exists:
    """Whether a file of the interpretation is among the attachments that the public has: a draft's are not yet."""
    return Exists(RecordFile.objects.filter(record=OuterRef("record"), file=OuterRef(name)))


def interpretations_list(page: int | str | None, *, below: Agency | None = None) -> Page[Interpretation]:
    """A page of the public interpretations, newest first, each with record and series; two queries."""
    rows = Interpretation.objects.published().select_related("record__agency", "series")
    if below is not None:
        rows = rows.filter(agency__path__startswith=below.path)
    return Paginator(rows.order_by("-record__published_at", "-pk"), A_PAGE).get_page(page)


def standing_count(below: Agency) -> int:
    """How many public documents of the agency and its units stand."""
    rows = Document.objects.published().filter(agency__path__startswith=below.path)
    return rows.filter(status__in=STANDING).count()


def _line(interpretation: Interpretation) -> InterpretationLine:
    series = interpretation.series
    return InterpretationLine(
        interpretation.record, interpretation.medium, series.name if series else "", interpretation.series_number
    )
