"""Documents of an existing site taken over: rows as its export has them, after their records are there.

Idempotent by number and issuer: a row that is there already is compared, and only what differs is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.agencies.action import Refused
from gongkai.agencies.models import Agency
from gongkai.library.actions.entering import AmendDocument, Details, EnterDocument
from gongkai.library.actions.relating import Declare, Link, Relate
from gongkai.library.document_models import Declaration, Document, Relation
from gongkai.library.enums import DeclarationKind, DocumentClass, RelationKind
from gongkai.library.queries import bracketed
from gongkai.publishing.models import Record

if TYPE_CHECKING:
    from gongkai.agencies.models import User

GROUND = "导入既有文件库"
CLASSES = {str(each.label): each.value for each in DocumentClass} | {"规范性文件": DocumentClass.NORMATIVE.value}
_STATED = {"失效": DeclarationKind.INVALID, "废止": DeclarationKind.REPEALED}
_FIELDS = ("document_class", "published_on", "effective_on", "expires_on", "title_note", "registration_number")


@dataclass(frozen=True)
class Row:
    """One document as it is taken over. Its record is found by `record`, or by number and agency."""

    agency: Agency
    document_class: str
    """A class's code, or its name in Chinese."""
    record: Record | None = None
    number: str = ""
    title: str = ""
    registration_number: str = ""
    issuers: tuple[str, ...] = ()
    published_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    title_note: str = ""
    status: str = ""
    """As the old site states it, in words. Only 失效 and 废止 are kept, where nothing else says so."""
    status_on: date | None = None
    amends: tuple[str, ...] = ()
    """Document numbers, of the same agency or one above or below it."""
    repeals: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    implements: tuple[str, ...] = ()
    place: str = ""
    """Where it stood, for the report: "第12行"."""


@dataclass
class TakenOver:
    """What was done."""

    made: int = 0
    changed: int = 0
    unchanged: int = 0
    related: int = 0
    problems: list[str] = field(default_factory=list)
    """Sentences with their places; the other rows are done all the same."""
    documents: list[Document] = field(default_factory=list)


def take_over_documents(rows: Iterable[Row], *, actor: User | None = None, today: date) -> TakenOver:
    """Enter the documents, then what they do to one another, then what the old site states of their validity.

    Each row is a transaction of its own. Run again with the same rows, nothing changes.
    """
    done = TakenOver()
    taken: list[tuple[Row, Document]] = []
    for row in rows:
        try:
            with transaction.atomic():
                document = _take(row, actor, today, done)
        except Refused as refused:
            done.problems += [f"{row.place}{row.title or row.number}：{reason}" for reason in refused.reasons]
            continue
        taken.append((row, document))
        done.documents.append(document)
    for row, document in taken:
        for kind, number in _links(row):
            _relate(row, document, kind, number, actor, today, done)
    for row, document in taken:
        _state(row, document, actor, today, done)
    return done


def _take(row: Row, actor: User | None, today: date, done: TakenOver) -> Document:
    record = row.record or _record_of(row)
    details = Details(
        document_class=CLASSES.get(row.document_class, row.document_class),
        issuers=row.issuers,
        published_on=row.published_on,
        effective_on=row.effective_on,
        expires_on=row.expires_on,
        title_note=row.title_note,
        registration_number=row.registration_number or None,
    )
    document = Document.objects.select_related("record", "agency").filter(record=record).first()
    if document is None:
        done.made += 1
        return EnterDocument(actor, record, details, today=today, ground=GROUND).perform()
    if _differs(document, details):
        done.changed += 1
        return AmendDocument(actor, document, details, today=today, ground=GROUND).perform()
    done.unchanged += 1
    return document


def _record_of(row: Row) -> Record:
    """The record of this number and issuer; without a number, of this title. Raises Refused."""
    records = Record.objects.filter(agency=row.agency)
    number = bracketed(row.number)
    found = records.filter(document_number=number) if number else records.filter(title=row.title)
    if number and row.title and found.count() > 1:
        found = found.filter(title=row.title)
    several = list(found[:2])
    if len(several) == 1:
        return several[0]
    raise Refused(["没有找到对应的信息，请先导入信息。" if not several else "有不止一条同文号的信息，请写明标题。"])


def _differs(document: Document, details: Details) -> bool:
    given: Mapping[str, Any] = {name: getattr(details, name) for name in _FIELDS}
    held = {name: getattr(document, name) for name in _FIELDS}
    if given["registration_number"] is None:
        given = {**given, "registration_number": held["registration_number"]}
    issuers = [issuer.name for issuer in document.issuers.all()]
    named = [name.strip() for name in details.issuers] or [document.agency.name]
    return {**given, "title_note": details.title_note.strip()} != held or named != issuers


def _links(row: Row) -> list[tuple[str, str]]:
    kinds = (
        (RelationKind.AMENDS, row.amends), (RelationKind.REPEALS, row.repeals),
        (RelationKind.REPLACES, row.replaces), (RelationKind.IMPLEMENTS, row.implements),
    )  # fmt: skip
    return [(kind.value, number) for kind, numbers in kinds for number in numbers if number.strip()]


def _relate(
    row: Row, document: Document, kind: str, number: str, actor: User | None, today: date, done: TakenOver
) -> None:
    number = bracketed(number.strip())
    others = Document.objects.filter(record__document_number=number).select_related("agency").exclude(pk=document.pk)
    family = [
        each for each in others
        if each.agency.path.startswith(document.agency.path) or document.agency.path.startswith(each.agency.path)
    ]  # fmt: skip
    other = next((each for each in family if each.agency_id == document.agency_id), family[0] if family else None)
    held = Relation.objects.filter(source=document, kind=kind, articles="")
    if held.filter(target=other).exists() if other else held.filter(elsewhere=number).exists():
        return
    link = Link(kind, document, other, elsewhere="" if other else number)
    try:
        Relate(actor, link, today=today, ground=GROUND).perform()
    except Refused as refused:
        done.problems += [f"{row.place}{row.title or row.number} → {number}：{reason}" for reason in refused.reasons]
    else:
        done.related += 1


def _state(row: Row, document: Document, actor: User | None, today: date, done: TakenOver) -> None:
    """Keep what the old site states where days and relations do not say it already; a day is needed for it."""
    kind = _STATED.get(row.status.strip())
    document.refresh_from_db()
    if kind is None or document.status in ("expired", "repealed"):
        return
    if row.status_on is None:
        done.problems.append(f"{row.place}{row.title or row.number}：写明“{row.status}”，没有日期，请补登。")
        return
    if Declaration.objects.filter(document=document, kind=kind, on=row.status_on).exists():
        return
    ground = f"{GROUND}：原网站标注“{row.status.strip()}”"
    try:
        Declare(actor, document, kind, row.status_on, today=today, ground=ground).perform()
    except Refused as refused:
        done.problems += [f"{row.place}{row.title or row.number}：{reason}" for reason in refused.reasons]
