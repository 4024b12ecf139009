"""How many documents a year made, repealed and left in force 制发、废止、现行有效, and for every figure the documents.

Counted from the projected turns: a document's status at the end of the year before and at the end of the year. So each
document counts at most once in a figure, and for every class

    in force at the end = in force at the beginning + made + restored − repealed − expired

holds (`pending`, made and not yet in effect, counts as in force or beside it, by the agency's setting). What is known
to come by then counts for a year that has not ended. Rules: form of 国办公开办函〔2021〕30号; what it leaves open is a
setting (`LibraryOffice`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from gongkai.agencies.models import Agency
from gongkai.law.forms import cell_id
from gongkai.library.document_models import Document, DocumentQuerySet, LibraryOffice, library_office_of
from gongkai.library.enums import STANDING, DocumentClass, Status
from gongkai.library.powers import may_make_regulations
from gongkai.library.queries import status_on

FIGURES: Mapping[str, str] = {
    "made": "制发",
    "repealed": "废止",
    "expired": "失效",
    "restored": "恢复效力",
    "in_force": "现行有效",
    "pending": "尚未施行",
}
"""The figures of a class, as screens call them."""

TABLE = "proactive"
ROWS: Mapping[str, str] = {"regulations": DocumentClass.REGULATION, "normative_documents": DocumentClass.NORMATIVE}
"""The report's rows (第二十条第一项) and the class that each counts."""
_CELLS: Mapping[str, tuple[str, str]] = {
    cell_id(TABLE, row, column): (counted, column)
    for row, counted in ROWS.items()
    for column in ("made", "repealed", "in_force")
}
CELLS = tuple(_CELLS)
FORM = "2021"
"""The form that asks for these; the one before asked for others under names of its own, which people state."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One class in one year."""

    made: int = 0
    repealed: int = 0
    expired: int = 0
    restored: int = 0
    in_force: int = 0
    pending: int = 0
    in_force_before: int = 0
    """At the end of the year before; with `pending_before`, what the year began with."""
    pending_before: int = 0

    @property
    def standing(self) -> int:
        """In force or still to come into force at the end."""
        return self.in_force + self.pending

    @property
    def standing_before(self) -> int:
        """The same at the beginning."""
        return self.in_force_before + self.pending_before


def count(agency: Agency, year: int, *, with_units: bool = False) -> dict[str, Figures]:
    """The figures of every class, by class, of the agency or with the units below it; one grouped query."""
    rows = _placed(agency, year, with_units).order_by()
    keys = ("document_class", "made_in_year", "before", "after")
    found: dict[str, dict[str, int]] = {each: dict.fromkeys(Figures.__slots__, 0) for each in DocumentClass.values}
    for kind, made, before, after, number in rows.values(*keys).annotate(n=Count("*")).values_list(*keys, "n"):
        table = found[kind]
        for figure in _figures_of(bool(made), before, after):
            table[figure] += number
    return {each: Figures(**table) for each, table in found.items()}


def documents_behind(
    agency: Agency, year: int, document_class: str, figure: str, *, with_units: bool = False
) -> DocumentQuerySet:
    """Exactly the documents that a figure counts. Raises KeyError for no figure."""
    return _placed(agency, year, with_units).filter(_condition(figure), document_class=document_class)


def cells(agency: Agency, year: int) -> dict[str, int]:
    """The report's cells that the agency's library gives, by id; none where the library does not hold that class.

    An agency that may make no 规章 has 0 there as soon as it keeps its documents here.
    """
    office = library_office_of(agency)
    held = set(
        Document.objects.issued()
        .filter(agency=agency, made_on__lte=date(year, 12, 31))
        .order_by()
        .values_list("document_class", flat=True)
        .distinct()
    )
    if held and not may_make_regulations(agency):
        held.add(DocumentClass.REGULATION)
    if not held & set(ROWS.values()):
        return {}
    counted = count(agency, year)
    return {
        cell: sum(getattr(counted[kind], figure) for figure in _figures_in(column, office))
        for cell, (kind, column) in _CELLS.items()
        if kind in held
    }


def documents_of(agency: Agency, year: int, cell: str) -> DocumentQuerySet:
    """Exactly the documents that a cell of the report counts. Raises KeyError for no cell of these."""
    kind, column = _CELLS[cell]
    condition = Q()
    for figure in _figures_in(column, library_office_of(agency)):
        condition |= _condition(figure)
    return _placed(agency, year, with_units=False).filter(condition, document_class=kind)


def _figures_in(column: str, office: LibraryOffice) -> tuple[str, ...]:
    """Which figures make up a column of the report, by the agency's practice."""
    if column == "repealed" and office.expired_as_repealed:
        return "repealed", "expired"
    if column == "in_force" and office.pending_in_force:
        return "in_force", "pending"
    return (column,)


def _placed(agency: Agency, year: int, with_units: bool) -> DocumentQuerySet:
    """The agency's documents with their status `before` the year and `after` it, and whether they were made in it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    whose = Q(agency__path__startswith=agency.path) if with_units else Q(agency=agency)
    made = ExpressionWrapper(Q(made_on__range=(first, last)), BooleanField())
    return (
        Document.objects.issued()
        .filter(whose, made_on__lte=last)
        .annotate(before=status_on(date(year - 1, 12, 31)), after=status_on(last), made_in_year=made)
    )


def _figures_of(made: bool, before: str | None, after: str) -> list[str]:
    """In which figures a document counts."""
    found = ["made"] if made else []
    stood, stands = before in STANDING, after in STANDING
    if stood:
        found.append("pending_before" if before == Status.PENDING else "in_force_before")
    if stands:
        found.append("pending" if after == Status.PENDING else "in_force")
        if not stood and not made:
            found.append("restored")
    elif stood or made:
        found.append("repealed" if after == Status.REPEALED else "expired")
    return found


def _condition(figure: str) -> Q:
    """The same as a condition on the annotated rows. Raises KeyError for no figure."""
    stood = Q(before__in=STANDING)
    fell = stood | Q(made_in_year=True)
    return {
        "made": Q(made_in_year=True),
        "repealed": fell & Q(after=Status.REPEALED),
        "expired": fell & Q(after=Status.EXPIRED),
        "restored": Q(after__in=STANDING, made_in_year=False) & (Q(before__isnull=True) | ~stood),
        "in_force": Q(after__in=STANDING) & ~Q(after=Status.PENDING),
        "pending": Q(after=Status.PENDING),
    }[figure]
