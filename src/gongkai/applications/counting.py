"""A year's cases as table 三 of the annual report counts them, and for every figure exactly the cases behind it.

Rules (国办公开办函〔2021〕30号, form and relations; what has no national text is practice): a case is received in the
year of its legal receipt date, concluded in that of `concluded_on` (service; the decision, where the office's setting
says so), and carried over at each year's end in between. Not counted: what was registered by mistake, what has no
receipt date yet, and requests to correct one's own information (Art 41). A concluded case whose outcome has no row of
its own on the form counts as 其他, so that the relations hold; `Counted.unplaced` says how many those are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Case, Count, Q, QuerySet, Value, When

from gongkai.agencies.models import Agency
from gongkai.applications.enums import Matter, State
from gongkai.applications.models import Application
from gongkai.law.forms import Form, Forms, cell_id, packaged_forms
from gongkai.law.outcomes import packaged_outcomes

TABLE = "applications"
RECEIVED, CARRIED_IN = "received", "carried_in"
CONCLUDED, CARRIED_OUT = "concluded", "carried_out"
TOTAL = "total"
_FRAME = (RECEIVED, CARRIED_IN, CONCLUDED, CARRIED_OUT)
_OTHER = ("other.other", "other")
_OTHER_COLUMN = "other_organisation"


class NoSuchTable(ValueError):
    """A year whose statutory form has no table 三: before 2019. The message is one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Placing:
    """Where one case counts: its column, the row by which it enters the year and the one by which it leaves."""

    column: str
    opening: str
    closing: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Table 三 of one agency and year."""

    cells: dict[str, int]
    """Every cell of the table by id, zeros included."""
    unplaced: int
    """Concluded cases whose outcome is not known or has no row of its own: counted as 其他."""


@dataclass(frozen=True)
class Rows:
    """The rows and columns of one form's table 三, and where an outcome and an applicant fall in them."""

    form: str
    outcome_rows: tuple[str, ...]
    columns: tuple[str, ...]
    by_outcome: dict[str, str]
    by_row: dict[str, str]
    """Rows that a case taken over may state, also those of another form, to rows of this one."""

    @property
    def rest(self) -> str:
        """其他: where an outcome without a row of its own counts."""
        return next(row for row in _OTHER if row in self.outcome_rows)

    def place(self, outcome: str, outcome_row: str) -> str | None:
        """The row of an outcome; None where it has none of its own."""
        return self.by_outcome.get(outcome) or self.by_row.get(outcome_row)

    def column(self, applicant_type: str) -> str:
        """The column of an applicant's type; 其他 for what is no type."""
        return applicant_type if applicant_type in self.columns else _OTHER_COLUMN

    def concluded_in(self, row: str) -> Q:
        """The outcomes that count in a row, as a condition; every concluded case fulfils exactly one of these."""
        own = [outcome for outcome, its in self.by_outcome.items() if its == row]
        stated = [name for name, its in self.by_row.items() if its == row]
        condition = Q(outcome_row__in=stated)
        if row == self.rest:
            condition |= ~Q(outcome_row__in=list(self.by_row))
        return Q(outcome__in=own) | (~Q(outcome__in=list(self.by_outcome)) & condition)

    def applied_by(self, column: str) -> Q:
        """The applicants of a column, as a condition."""
        if column == TOTAL:
            return Q()
        if column == _OTHER_COLUMN:
            return ~Q(applicant_type__in=[other for other in self.columns if other != column])
        return Q(applicant_type=column)


def rows_of(year: int) -> Rows:
    """The table of the form that reports on `year` are made on. Raises NoSuchTable."""
    form = packaged_forms().for_year(year)
    if form is None or not any(table.id == TABLE for table in form.tables):
        raise NoSuchTable(
            f"{year}年的统计表没有“收到和处理政府信息公开申请情况”这张表，只能编制2019年及以后各年的报告。"
        )
    return _rows(form.id)


@cache
def _rows(form_id: str) -> Rows:
    forms: Forms = packaged_forms()
    form: Form = forms[form_id]
    table = form.table(TABLE)
    own = tuple(row.id for row in table.blocks[0].rows if row.id not in _FRAME)
    by_row = {row: row for row in own}
    for alternative in (each for other in forms.values() for each in other.alternatives if each.table == TABLE):
        if alternative.row in own:
            by_row |= dict.fromkeys(alternative.parts, alternative.row)
        elif alternative.parts[-1] in own:
            by_row[alternative.row] = alternative.parts[-1]
    return Rows(
        form=form_id,
        outcome_rows=own,
        columns=tuple(column.id for column in table.blocks[0].columns if column.id not in table.total_columns),
        by_outcome={
            name: outcome.row(form_id) for name, outcome in packaged_outcomes().items() if outcome.row(form_id)
        },
        by_row=by_row,
    )  # fmt: skip


def cases_of_year(agency: Agency, year: int) -> QuerySet[Application]:
    """Every case that the year's table counts: received by its end, and not concluded before its beginning."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Application.objects.filter(
        Q(concluded_on__isnull=True) | Q(concluded_on__gte=first),
        agency=agency,
        received_on__lte=last,
        matter=Matter.DISCLOSURE,
    ).exclude(state=State.VOID)


def count(agency: Agency, year: int) -> Counted:
    """Table 三 by one grouped scan of the agency's cases. Raises NoSuchTable."""
    rows = rows_of(year)
    table: Counter[tuple[str, str]] = Counter()
    unplaced = 0
    keys = ("applicant_type", "outcome", "outcome_row", "came_before", "went_on")
    groups = _marked(cases_of_year(agency, year), year).order_by().values(*keys).annotate(number=Count("*"))
    for applicant_type, outcome, outcome_row, came_before, went_on, number in groups.values_list(*keys, "number"):
        column = rows.column(applicant_type)
        row = rows.place(outcome, outcome_row)
        unplaced += number if row is None and not went_on else 0
        closings = (CARRIED_OUT,) if went_on else (CONCLUDED, row or rows.rest)
        for counted_in in (CARRIED_IN if came_before else RECEIVED, *closings):
            table[counted_in, column] += number
            table[counted_in, TOTAL] += number
    return Counted(
        {
            cell_id(TABLE, row, column): table[row, column]
            for row in (*_FRAME[:2], *rows.outcome_rows, *_FRAME[2:])
            for column in (*rows.columns, TOTAL)
        },
        unplaced,
    )


def cases_of(agency: Agency, year: int, cell: str) -> QuerySet[Application]:
    """Exactly the cases that a cell of table 三 counts. Raises NoSuchTable, and KeyError for no cell of that table."""
    rows = rows_of(year)
    row, _, column = cell.removeprefix(f"{TABLE}.").rpartition(".")
    known = cell.startswith(f"{TABLE}.") and row in (*_FRAME, *rows.outcome_rows)
    if not known or column not in (*rows.columns, TOTAL):
        raise KeyError(cell)
    first, last = date(year, 1, 1), date(year, 12, 31)
    concluded = Q(concluded_on__lte=last)
    conditions = {
        RECEIVED: Q(received_on__gte=first),
        CARRIED_IN: Q(received_on__lt=first),
        CONCLUDED: concluded,
        CARRIED_OUT: Q(concluded_on__isnull=True) | Q(concluded_on__gt=last),
    }
    condition = conditions[row] if row in conditions else concluded & rows.concluded_in(row)
    return cases_of_year(agency, year).filter(condition, rows.applied_by(column))


def unplaced_cases(agency: Agency, year: int) -> QuerySet[Application]:
    """The concluded cases whose outcome is not known or has no row of its own on the year's form."""
    rows = rows_of(year)
    placed = Q(outcome__in=list(rows.by_outcome)) | Q(outcome_row__in=list(rows.by_row))
    return cases_of_year(agency, year).filter(~placed, concluded_on__lte=date(year, 12, 31))


def placings(agency: Agency, year: int, of: Collection[str] | None = None) -> Iterator[tuple[str, Placing]]:
    """Where each case of the year counts, by its public number; with `of`, for these numbers only."""
    rows = rows_of(year)
    cases = cases_of_year(agency, year)
    if of is not None:
        cases = cases.filter(public_id__in=of)
    columns = ("public_id", "applicant_type", "outcome", "outcome_row", "came_before", "went_on")
    for public_id, applicant_type, outcome, outcome_row, came_before, went_on in (
        _marked(cases, year).order_by().values_list(*columns).iterator(chunk_size=5000)
    ):
        closing = CARRIED_OUT if went_on else rows.place(outcome, outcome_row) or rows.rest
        yield public_id, Placing(rows.column(applicant_type), CARRIED_IN if came_before else RECEIVED, closing)


def _marked(cases: QuerySet[Application], year: int) -> QuerySet[Application]:
    """With `came_before` (carried in) and `went_on` (carried out), worked out by the database."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return cases.annotate(came_before=_truth(Q(received_on__lt=first)), went_on=_truth(~Q(concluded_on__lte=last)))


def _truth(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0))
