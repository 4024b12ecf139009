"""What screens ask of the annual reports: lists, one report, one agency over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, When

from gongkai.agencies.models import Agency
from gongkai.annual_reports.models import AnnualReport, AnnualReportQuerySet, ReportCell, ReportFinding, State
from gongkai.reports.rule_names import LEVELS

if TYPE_CHECKING:
    from gongkai.agencies.models import User

# The figures that lists show, by the name under which rows carry them.
LISTED_CELLS = {"received": "applications.received.total", "concluded": "applications.concluded.total"}


def with_listed_figures(reports: AnnualReportQuerySet) -> AnnualReportQuerySet:
    """The reports, each with the figures of LISTED_CELLS (None where it has none), in the same query."""
    return reports.annotate(**{name: _figure(cell) for name, cell in LISTED_CELLS.items()})


def _figure(cell: str) -> Subquery:
    rows = ReportCell.objects.filter(report=OuterRef("pk"), cell=cell)
    value = Case(When(corrected_at__isnull=True, then=F("printed_value")), default=F("corrected_value"))
    return Subquery(rows.annotate(counts=value).values("counts")[:1])


def _for_lists(reports: AnnualReportQuerySet) -> AnnualReportQuerySet:
    # Whole texts are for the report's own page; a list of hundreds would drag them along.
    return with_listed_figures(reports).select_related("agency").defer("reading", "source_blocks")


def published_reports(name: str = "", year: int | None = None) -> AnnualReportQuerySet:
    """Published reports for a list, newest year first, of agencies whose present or former name contains `name`."""
    reports = AnnualReport.objects.published()
    if name:
        reports = reports.filter(
            Q(agency__name__icontains=name)
            | Q(agency__short_name__icontains=name)
            | Q(agency__former_names__name__icontains=name)
        ).distinct()
    if year is not None:
        reports = reports.filter(year=year)
    return _for_lists(reports).order_by("-year", "agency__path")


def latest_published(limit: int) -> AnnualReportQuerySet:
    """The reports that were published last."""
    return _for_lists(AnnualReport.objects.published()).order_by("-published_at", "-year")[:limit]


def published_years() -> list[int]:
    """The years on which there are published reports, newest first."""
    years = AnnualReport.objects.published().order_by("-year").values_list("year", flat=True).distinct()
    return [year for year in years if year is not None]


def agencies_with_reports() -> QuerySet[Agency]:
    """Agencies that have published reports, with `count`, `first_year` and `last_year` of them."""
    of_public = Q(annual_reports__state="published")
    return (
        Agency.objects.filter(of_public)
        .annotate(
            count=Count("annual_reports", filter=of_public),
            first_year=Min("annual_reports__year", filter=of_public),
            last_year=Max("annual_reports__year", filter=of_public),
        )
        .order_by("path")
    )


def published_report(code: str, year: int) -> AnnualReport:
    """An agency's published report on a year, with its cells and shown findings. Raises AnnualReport.DoesNotExist."""
    report: AnnualReport = (
        AnnualReport.objects.published()
        .select_related("agency")
        .defer("source_blocks")
        .prefetch_related("cells")
        .get(agency__code=code, year=year)
    )
    return report


def shown_findings(report: AnnualReport) -> list[ReportFinding]:
    """The findings that an operator chose to show to the public."""
    return list(report.findings.filter(shown=True))


def published_neighbours(report: AnnualReport) -> dict[str, int | None]:
    """The years before and after on which the same agency has published, for turning the pages."""
    others = AnnualReport.objects.published().filter(agency=report.agency)
    return others.aggregate(
        previous=Max("year", filter=Q(year__lt=report.year)), next=Min("year", filter=Q(year__gt=report.year))
    )


def office_reports(user: User, filters: dict[str, Any]) -> AnnualReportQuerySet:
    """What a person may see, filtered for the office's list, with `errors`, `warnings` and `hints` counted."""
    reports = AnnualReport.objects.for_user(user)
    if agency := filters.get("agency"):
        reports = reports.filter(agency__code=agency)
    if year := filters.get("year"):
        reports = reports.filter(year=year)
    if state := filters.get("state"):
        reports = reports.filter(state=state)
    if name := filters.get("q"):
        reports = reports.filter(
            Q(agency__name__icontains=name) | Q(agency_printed__icontains=name) | Q(file_name__icontains=name)
        )
    reports = reports.annotate(**{f"{level}s": Count("findings", filter=Q(findings__level=level)) for level in LEVELS})
    if found := filters.get("found"):
        condition = {"errors": 0} if found == "sound" else {f"{found}s__gt": 0}
        reports = reports.filter(**condition)
    return (
        reports.select_related("agency", "uploaded_by")
        .defer("reading", "source_blocks")
        .order_by("-uploaded_at", "-pk")
    )


def drafts_of(user: User) -> dict[str, int]:
    """How many reports that the person may see are not public yet ("") and have findings of each level (by level)."""
    drafts = AnnualReport.objects.for_user(user).filter(state=State.DRAFT)
    with_level = {
        level: Count("pk", filter=Exists(ReportFinding.objects.filter(report=OuterRef("pk"), level=level)))
        for level in LEVELS
    }
    counted = drafts.aggregate(all=Count("pk"), **with_level)
    return {"": counted.pop("all")} | counted
