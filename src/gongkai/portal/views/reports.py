"""The annual reports that agencies have published: lists, one agency over the years, one report, its files."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from gongkai.annual_reports import queries
from gongkai.annual_reports.convert import figures_of, finding_of, form_of, report_json, report_of
from gongkai.annual_reports.display import cells_of, finding_views, marks_of, written_table
from gongkai.annual_reports.models import AnnualReport
from gongkai.law.forms import packaged_forms
from gongkai.portal.pages import REPORTS, Article, Crumb, page
from gongkai.reports.charts import agency_charts, chart_svg, chart_table_html
from gongkai.reports.writing import FORMATS, CannotWrite, write
from gongkai.reports.writing.outline import outline, title_of

A_PAGE = 20
JSON_ONLY = {"ensure_ascii": False, "indent": 1}


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [
        ("首页", reverse("portal:home")),
        ("政府信息公开", ""),
        ("政府信息公开年报", reverse("portal:report_list")),
        *more,
    ]


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """All published reports, by agency's name and year, a page at a time."""
    # PostgreSQL takes no NUL in a text, not even to look for it.
    name = request.GET.get("q", "").replace("\0", "").strip()[:60]
    years = queries.published_years()
    wanted = request.GET.get("year", "")
    year = int(wanted) if wanted.isascii() and wanted.isdecimal() and int(wanted) in years else None
    paginator = Paginator(queries.published_reports(name, year), A_PAGE)
    shown = paginator.get_page(request.GET.get("page"))
    filtered = bool(name or year)
    context = {
        "form": {"q": name, "year": year},
        "years": years,
        "page": shown,
        "caption": f"{'符合条件的' if filtered else '全部'}年度报告共 {paginator.count} 份",
        "agencies": None if filtered or shown.number > 1 else queries.agencies_with_reports(),
    }
    crumbs = [*_crumbs()[:-1], ("政府信息公开年报", "")]
    return page(request, "portal/report_list.html", context, here="reports", column=REPORTS, breadcrumb=crumbs)


@require_safe
def agency_reports(request: HttpRequest, code: str) -> HttpResponse:
    """One agency's reports over the years, as pictures and as a table."""
    agency = get_object_or_404(queries.agencies_with_reports(), code=code)
    reports = list(queries.published_reports().filter(agency=agency).prefetch_related("cells"))

    def address(year: str) -> str | None:
        have = any(str(report.year) == year for report in reports)
        return reverse("portal:report", args=[code, int(year)]) if have else None

    charts = [
        (
            chart.title,
            _written(chart_svg(chart, address, f"chart-{number}")),
            _written(chart_table_html(chart, address)),
            chart.note,
        )
        for number, chart in enumerate(agency_charts([figures_of(r) for r in reports], packaged_forms()), start=1)
    ]
    context = {"agency": agency, "reports": reports, "charts": charts}
    return page(
        request, "portal/agency_reports.html", context,
        here="reports", column=REPORTS, breadcrumb=_crumbs((agency.name, "")),
    )  # fmt: skip


@require_safe
def report(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """One report: six sections, three tables, what was found where an operator chose to show it, and its files."""
    record = _published(code, year)
    findings = [finding_of(finding) for finding in queries.shown_findings(record)]
    printed = report_of(record)
    form = form_of(printed)
    content = outline(printed, form, packaged_forms())
    figures = printed.cells.keys() | printed.blank.keys()
    marked = marks_of(findings, form, figures)
    missing = frozenset(printed.missing)
    tables = [table for part in content.parts for table in part.tables if cells_of([table]) & figures]
    context = {
        "record": record,
        "content": content,
        "parts": [
            (part, [written_table(table, marked, figures, missing) for table in part.tables]) for part in content.parts
        ],
        "findings": finding_views(findings, form, figures, cells_of(tables), {}),
        "corrections": [_correction(cell) for cell in record.cells.all() if cell.corrected],
        "downloads": FORMATS.values(),
        **queries.published_neighbours(record),
    }
    # A published report has both: the database holds it.
    assert record.agency
    assert record.published_at
    published = timezone.localtime(record.published_at).strftime("%Y-%m-%d %H:%M")
    crumbs = _crumbs((record.agency.name, reverse("portal:agency_reports", args=[code])), (f"{year}年", ""))
    return page(
        request, "portal/report.html", context, here="reports", column=REPORTS,
        article=Article(content.title, published, record.agency.name), breadcrumb=crumbs,
    )  # fmt: skip


@require_safe
def original(request: HttpRequest, code: str, year: int) -> FileResponse:
    """The file as it was given. A download always, so that nothing in it runs on our pages."""
    record = _published(code, year)
    response = FileResponse(
        record.file.open("rb"), as_attachment=True, filename=record.file_name, content_type="application/octet-stream"
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_safe
def download(request: HttpRequest, code: str, year: int, format: str) -> HttpResponse:
    """The report's figures and text in a format of ours."""
    record = _published(code, year)
    if format == "json":
        data = [report_json(record, queries.shown_findings(record))]
        return JsonResponse(data, safe=False, json_dumps_params=JSON_ONLY)
    if format not in FORMATS:
        raise Http404
    printed = report_of(record)
    try:
        content = write(printed, form_of(printed), format)
    except CannotWrite as sentence:
        return HttpResponse(str(sentence), status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type=FORMATS[format].media_type)
    name = quote(title_of(printed) + FORMATS[format].suffix)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _published(code: str, year: int) -> AnnualReport:
    try:
        return queries.published_report(code, year)
    except AnnualReport.DoesNotExist:
        raise Http404 from None


def _written(markup: str) -> SafeString:
    """Markup of our own writers, which escape what they are given."""
    return mark_safe(markup)  # noqa: S308


def _correction(cell: Any) -> dict[str, Any]:
    return {"cell": cell, "label": packaged_forms().describe(cell.cell)}
