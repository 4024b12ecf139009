"""A year's reviews and suits as table 四 of the annual report counts them, and for every figure the disputes behind it.

Rules (form of 国办公开办函〔2021〕30号; what has no national text is practice, set in `CountingPractice` with its
remark): a dispute counts in the year in which it was concluded, in the column that its ending is mapped to; one that
was accepted by 31 December and is not final then counts as 尚未审结. Not counted: what was registered by mistake, and
suits in which the agency is sued only as the reviewing body beside another.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Case, Count, Q, QuerySet, Value, When

from gongkai.agencies.models import Agency
from gongkai.disputes.enums import TOTAL, Column, CountsInstance, Kind, Part
from gongkai.disputes.models import CountingPractice, Dispute, practice_of
from gongkai.disputes.results import group_of, packaged_results
from gongkai.law.forms import cell_id

CELLS = tuple(cell_id(kind, column) for kind in Kind.values for column in (*Column.values, TOTAL))
"""The fifteen cells of table 四, in the form's order."""


def disputes_of_year(agency: Agency, year: int, practice: CountingPractice | None = None) -> QuerySet[Dispute]:
    """Every dispute that the year's table counts: concluded in it, or accepted by its end and not final then."""
    practice = practice or practice_of(agency)
    first, last = date(year, 1, 1), date(year, 12, 31)
    _, day = _decisive(practice)
    concluded = Q(**{f"{day}__range": (first, last)})
    began = Q(began_on__lte=last)
    if not practice.recounts:
        concluded &= Q(began_on__isnull=True) | Q(began_on__gte=first)
        began &= Q(began_on__gte=first)
    if not practice.retrial_counts:
        concluded &= Q(retrial=False)
        began &= Q(retrial=False)
    counted = Dispute.objects.standing().filter(agency=agency).exclude(part=Part.CO_DEFENDANT)
    return counted.filter(concluded | (began & _unfinished(day, last)))


def count(agency: Agency, year: int) -> dict[str, int]:
    """The fifteen cells of table 四 by id, zeros included; one grouped scan of the agency's disputes."""
    practice = practice_of(agency)
    result, day = _decisive(practice)
    pending = Case(When(_unfinished(day, date(year, 12, 31)), then=Value(1)), default=Value(0))
    rows = disputes_of_year(agency, year, practice).annotate(still_pending=pending).order_by()
    table: Counter[str] = Counter()
    keys = ("kind", result, "still_pending")
    for kind, ending, still_pending, number in rows.values(*keys).annotate(n=Count("*")).values_list(*keys, "n"):
        column = Column.PENDING if still_pending else practice.column(kind, ending)
        table[cell_id(kind, column)] += number
        table[cell_id(kind, TOTAL)] += number
    return {cell: table[cell] for cell in CELLS}


def cases_of(agency: Agency, year: int, cell: str) -> QuerySet[Dispute]:
    """Exactly the disputes that a cell of table 四 counts. Raises KeyError for no cell of that table."""
    if cell not in CELLS:
        raise KeyError(cell)
    kind, _, column = cell.partition(".")
    practice = practice_of(agency)
    result, day = _decisive(practice)
    rows = disputes_of_year(agency, year, practice).filter(kind=kind)
    if column == TOTAL:
        return rows
    unfinished = _unfinished(day, date(year, 12, 31))
    if column == Column.PENDING:
        return rows.filter(unfinished)
    placed: dict[str, list[str]] = {Column.UPHELD: [], Column.CORRECTED: []}
    for name in packaged_results()[group_of(kind)]:
        placed.setdefault(practice.column(kind, name), []).append(name)
    if column != Column.OTHER:
        return rows.exclude(unfinished).filter(**{f"{result}__in": placed[column]})
    elsewhere = placed[Column.UPHELD] + placed[Column.CORRECTED]
    return rows.exclude(unfinished).exclude(**{f"{result}__in": elsewhere})


def _decisive(practice: CountingPractice) -> tuple[str, str]:
    """The columns with the ending that counts and its day."""
    if practice.counts_instance == CountsInstance.FIRST:
        return "first_result", "first_concluded_on"
    return "result", "concluded_on"


def _unfinished(day: str, last: date) -> Q:
    return Q(**{f"{day}__isnull": True}) | Q(**{f"{day}__gt": last})


def column_of(dispute: Dispute, practice: CountingPractice) -> Column | None:
    """The column in which a dispute stands as it is now; None where it does not count, or has not been accepted yet."""
    if not dispute.counted or (dispute.retrial and not practice.retrial_counts):
        return None
    result, day = _decisive(practice)
    if getattr(dispute, day) is None:
        return Column.PENDING if dispute.began_on else None
    return Column(practice.column(dispute.kind, getattr(dispute, result)))
