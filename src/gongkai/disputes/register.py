"""The list of disputes as it is narrowed down, and as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.disputes import counting
from gongkai.disputes.models import CountingPractice, Dispute, DisputeQuerySet, Instance
from gongkai.reports.writing.spreadsheet import Value

EXPORT_HEADER = (
    ("种类", 18), ("案号", 28), ("复议机关、法院", 28), ("本机关", 24), ("本机关的地位", 16), ("申请人、原告", 20),
    ("争议事项", 48), ("所涉申请编号", 24), ("提出日期", 12), ("受理、立案日期", 14), ("中止日期", 12),
    ("审结日期", 12), ("最终结果", 18), ("年报中计入", 14), ("再审", 8), ("作废理由", 24),
)  # fmt: skip
LARGEST_EXPORT = 50_000


@dataclass(frozen=True)
class Filters:
    """What narrows the list down; "" and None for nothing."""

    q: str = ""
    kind: str = ""
    state: str = ""
    """`open`, `suspended`, `concluded` or `void`."""
    agency: Agency | None = None
    year: int | None = None
    """With `cell`: the report's year; alone: concluded or accepted in it."""
    cell: str = ""
    """A cell of table 四: exactly what it counts, with `agency` and `year`."""

    def __bool__(self) -> bool:
        return any((self.q, self.kind, self.state, self.agency, self.year, self.cell))


def listed(seen: DisputeQuerySet, filters: Filters) -> DisputeQuerySet:
    """Of the disputes that a person may see those that the filters ask for, the newest first."""
    rows = seen
    if filters.cell and filters.agency and filters.year:
        rows = rows.filter(pk__in=counting.cases_of(filters.agency, filters.year, filters.cell).values("pk"))
    elif filters.year:
        rows = rows.filter(Q(concluded_on__year=filters.year) | Q(began_on__year=filters.year))
    if filters.agency:
        rows = rows.filter(agency=filters.agency)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.q:
        words = ("body", "claimant", "subject", "application__receipt_no")
        condition = Q(pk__in=Instance.objects.filter(number__icontains=filters.q).values("dispute"))
        for word in words:
            condition |= Q(**{f"{word}__icontains": filters.q})
        rows = rows.filter(condition)
    states = {
        "open": rows.unfinished(),
        "suspended": rows.unfinished().filter(suspended_on__isnull=False),
        "concluded": rows.standing().filter(concluded_on__isnull=False),
        "void": rows.exclude(void_reason=""),
    }
    return states.get(filters.state, rows).select_related("agency", "application").order_by("-registered_at", "-id")


def export_rows(rows: DisputeQuerySet) -> Iterator[Sequence[Value]]:
    """The rows of the spreadsheet, with the column of table 四 that each counts in by its agency's practice."""
    practices: dict[int, CountingPractice] = {it.agency_id: it for it in CountingPractice.objects.all()}
    for dispute in rows[:LARGEST_EXPORT].iterator(chunk_size=2000):
        practice = practices.setdefault(dispute.agency_id, CountingPractice(agency_id=dispute.agency_id))
        yield (
            dispute.get_kind_display(), dispute.number, dispute.body, dispute.agency.name, dispute.get_part_display(),
            dispute.claimant, dispute.subject, dispute.application.receipt_no if dispute.application else "",
            dispute.filed_on, dispute.began_on, dispute.suspended_on, dispute.concluded_on, dispute.result_name,
            column_name(dispute, practice), "是" if dispute.retrial else "", dispute.void_reason,
        )  # fmt: skip


def column_name(dispute: Dispute, practice: CountingPractice) -> str:
    """In which column of table 四 the dispute stands as it is now; "不计入" where in none."""
    column = counting.column_of(dispute, practice)
    return column.label if column else "不计入"
