"""Lists of documents and interpretations: narrowed down, running out, without an interpretation or with a late one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, F, Min, OuterRef, Q, Subquery
from django.utils import timezone

from gongkai.agencies.calendar import Calendars, current_calendars
from gongkai.agencies.models import Agency
from gongkai.law.calendar import Calendar
from gongkai.library.document_models import Document, DocumentQuerySet, StatusTurn
from gongkai.library.enums import STANDING, DocumentClass
from gongkai.library.interpretation_models import Interpretation
from gongkai.publishing.column_models import publishing_office_of

EXPLAINED = (DocumentClass.REGULATION, DocumentClass.NORMATIVE)
"""Documents that ought to have an interpretation (国办发〔2016〕80号)."""
FIRST_YEAR, LAST_YEAR = 1949, 2199


@dataclass(frozen=True)
class Filters:
    """What narrows a list of documents down; "" and None for nothing."""

    q: str = ""
    document_class: str = ""
    status: str = ""
    year: int | None = None
    issuer: str = ""
    agency: Agency | None = None
    theme: str = ""

    def __bool__(self) -> bool:
        return any((self.q, self.document_class, self.status, self.year, self.issuer, self.agency, self.theme))


def listed(seen: DocumentQuerySet, filters: Filters) -> DocumentQuerySet:
    """Of the documents that may be seen those that the filters ask for, the newest first, with what a list shows.

    Words are looked for in title, document number and registration number; whole texts are the search's matter.
    """
    rows = seen
    if filters.agency:
        rows = rows.filter(agency=filters.agency)
    if filters.document_class:
        rows = rows.filter(document_class=filters.document_class)
    if filters.status == "standing":
        rows = rows.filter(status__in=STANDING)
    elif filters.status:
        rows = rows.filter(status=filters.status)
    if filters.year:
        rows = rows.filter(made_on__range=(date(filters.year, 1, 1), date(filters.year, 12, 31)))
    if filters.issuer:
        rows = rows.filter(issuers__name=filters.issuer)
    if filters.theme:
        rows = rows.filter(record__theme=filters.theme)
    if filters.q:
        number = bracketed(filters.q)
        rows = rows.filter(
            Q(record__title__icontains=filters.q)
            | Q(record__document_number__icontains=number)
            | Q(registration_number__icontains=filters.q)
        )
    return rows.select_related("record", "agency").order_by(F("made_on").desc(nulls_last=True), "-pk")


def bracketed(number: str) -> str:
    """A document number with the brackets that it is written with, whichever were typed."""
    return number.translate(str.maketrans("[]【】﹝﹞", "〔〕〔〕〔〕"))


def by_number(seen: DocumentQuerySet, number: str) -> list[Document]:
    """The documents of this document number or registration number; a few where several agencies have the like."""
    found = seen.filter(Q(record__document_number=bracketed(number)) | Q(registration_number=number))
    return list(found.select_related("record", "agency")[:20])


def standing_on(day: date) -> DocumentQuerySet:
    """The documents that stood on that day."""
    return Document.objects.issued().annotate(then=status_on(day)).filter(then__in=STANDING)


def status_on(day: date) -> Subquery:
    """A document's status on that day, for annotating; none before it was made."""
    turns = StatusTurn.objects.filter(document=OuterRef("pk"), on__lte=day).order_by("-position")
    return Subquery(turns.values("status")[:1])


def running_out(seen: DocumentQuerySet, today: date) -> DocumentQuerySet:
    """Standing documents whose term ends within their agency's months of notice, the nearest first.

    The months are a local rule (`PublishingOffice.expiry_months`).
    """
    standing = seen.issued().filter(status__in=STANDING, valid_until__gte=today)
    by_months: dict[int, list[int]] = {}
    agencies = Agency.objects.filter(pk__in=standing.order_by().values("agency")).select_related("publishing_office")
    for agency in agencies:
        by_months.setdefault(publishing_office_of(agency).expiry_months, []).append(agency.pk)
    near = Q(pk__in=[])
    for months, keys in by_months.items():
        near |= Q(agency__in=keys, valid_until__lte=later(today, months))
    return standing.filter(near).select_related("record", "agency").order_by("valid_until", "pk")


def later(day: date, months: int) -> date:
    """So many months after a day; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A document without an interpretation, or with one that came late. A warning, never a reason to wait."""

    document: Document
    out_on: date
    due_on: date
    explained_on: date | None

    @property
    def late(self) -> bool:
        """Whether the first interpretation came after its day."""
        return self.explained_on is not None and self.explained_on > self.due_on


def unexplained(seen: DocumentQuerySet, today: date, *, since: date) -> list[Unexplained]:
    """Public documents of the classes that ought to be explained, put out since a day, that have no interpretation yet
    or had the first one too late; the oldest first.

    The days are a local rule (`PublishingOffice.interpretation_days`).
    """
    said = Interpretation.objects.published().filter(documents=OuterRef("pk")).order_by()
    first = said.values("documents").annotate(first=Min("record__published_at")).values("first")
    rows = (
        seen.published()
        .filter(document_class__in=EXPLAINED, record__published_at__gte=_beginning(since))
        .annotate(explained_at=Subquery(first[:1]))
        .select_related("record", "agency__publishing_office")
        .order_by("record__published_at", "pk")
    )
    calendars = current_calendars()
    found = (_standing_of(document, calendars) for document in rows)
    return [each for each in found if each.explained_on is None or each.late]


def without_interpretation(seen: DocumentQuerySet) -> DocumentQuerySet:
    """Public, standing documents of those classes that nobody has explained."""
    said = Interpretation.objects.published().filter(documents=OuterRef("pk"))
    return seen.published().filter(~Exists(said), document_class__in=EXPLAINED, status__in=STANDING)


def _standing_of(document: Document, calendars: Calendars) -> Unexplained:
    calendar: Calendar = calendars(document.agency)
    assert document.record.published_at
    out_on = timezone.localdate(document.record.published_at)
    days = publishing_office_of(document.agency).interpretation_days
    at = document.explained_at  # type: ignore[attr-defined]  # annotated above
    return Unexplained(
        document, out_on, calendar.add_working_days(out_on, days), timezone.localdate(at) if at else None
    )


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
