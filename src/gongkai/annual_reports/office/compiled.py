"""Compiling a report: where it stands, its figures as links to their cases, what is left to do, and the next steps."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.action import Action, Refused
from gongkai.agencies.models import Agency
from gongkai.agencies.office.paging import page_of
from gongkai.annual_reports import permissions
from gongkai.annual_reports.compiled_models import CompiledReport, Stage
from gongkai.annual_reports.compiling import (
    TYPED,
    Compiled,
    compile_report,
    examine,
    previous_report,
    publication,
    readiness,
    remarks,
    texts,
)
from gongkai.annual_reports.compiling.actions import (
    ApproveReport,
    ExplainCarry,
    ReopenReport,
    ReturnReport,
    StartReport,
    SubmitReport,
)
from gongkai.annual_reports.compiling.differences import differences
from gongkai.annual_reports.compiling.release import ReleaseReport, frozen_report
from gongkai.annual_reports.display import FindingView, cells_of, finding_views, marks_of
from gongkai.annual_reports.office.screens import OfficeRequest, list_crumb, may_read, screen, typed
from gongkai.law.forms import Form, packaged_forms
from gongkai.reports.layout import layout_for
from gongkai.reports.model import Finding, Report
from gongkai.reports.writing import FORMATS, CannotWrite, write
from gongkai.reports.writing.html import Links, table_html
from gongkai.reports.writing.outline import chinese_number, prose

TITLE = "编制年报"
DOWNLOADS = tuple(writer for writer in FORMATS.values() if writer.format != "csv")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report on the screen: its table, or its text with what is still to be written."""

    number: str
    heading: str
    table: SafeString | None
    paragraphs: list[Any]
    editable: bool
    counted: list[tuple[str, str, str]]
    """Publication figures in the text, with the address of what each counts."""


def compiled_for(request: HttpRequest, public_id: str) -> CompiledReport:
    """The report, if the person may see it; else it is not there (404)."""
    reports = CompiledReport.objects.for_user(request.user).select_related(
        "agency", "prepared_by", "approved_by", "carry_explained_by", "published_as"
    )
    return get_object_or_404(reports, public_id=public_id)


def address(report: CompiledReport, name: str = "compiled", *args: object) -> str:
    """The address of one of the report's screens."""
    return reverse(f"annual_reports:{name}", args=[report.public_id, *args])


def crumbs(report: CompiledReport | None = None) -> tuple[tuple[str, str], ...]:
    """The way back, to the report's own screen if one is given."""
    found = (list_crumb(), (TITLE, reverse("annual_reports:compiled_list")))
    return (*found, (str(report), address(report))) if report else found


@may_read
@require_http_methods(["GET", "POST"])
def compiled_list(request: OfficeRequest) -> HttpResponse:
    """The reports that were begun, of the agencies in scope; posting begins one."""
    today = timezone.localdate()
    if request.method == "POST":
        agency = Agency.objects.for_user(request.user).filter(code=typed(request.POST, "agency")).first()
        year = typed(request.POST, "year")
        if agency and year.isascii() and year.isdecimal() and len(year) == 4:
            try:
                begun = StartReport(request.user, agency, int(year), today=today).perform()
            except Refused as refused:
                _say(request, refused.reasons)
            else:
                return HttpResponseRedirect(address(begun))
        else:
            _say(request, ["请选定行政机关和年度。"])
        return HttpResponseRedirect(reverse("annual_reports:compiled_list"))
    reports = CompiledReport.objects.for_user(request.user).select_related("agency", "prepared_by", "approved_by")
    agencies = Agency.objects.for_user(request.user).order_by("path") if permissions.may_upload(request.user) else ()
    context = {
        "page": page_of(request, reports.defer("texts", "frozen").order_by("-year", "agency__path")),
        "agencies": [agency for agency in agencies if permissions.may_prepare_for(request.user, agency)],
        "years": range(today.year, 2018, -1),
        "last_year": today.year - 1,
    }
    return screen(request, "annual_reports/office/compiled_list.html", context, title=TITLE, crumbs=(list_crumb(),))


@may_read
@require_safe
def detail(request: OfficeRequest, public_id: str) -> HttpResponse:
    """The report as it stands: counted now, or as it was frozen, with what has changed since."""
    record = compiled_for(request, public_id)
    today = timezone.localdate()
    compiled = None if record.is_frozen else compile_report(record.agency, record.year, record)
    report = compiled.report() if compiled else frozen_report(record)
    form = packaged_forms()[report.form or ""]
    previous = previous_report(record.agency, record.year)
    found = examine(report, form, previous)
    moved = differences(record)
    user, agency = request.user, record.agency
    context = {
        "record": record,
        "today": today,
        "parts": _parts(record, report, form, found, _links(request, record, report, compiled), compiled),
        "findings": _views(report, form, found),
        "hindrances": readiness.hindrances(record, compiled, today, found) if compiled else (),
        "remarks": remarks(compiled, today) if compiled else (),
        "carries": _carries(found),
        "carry_is_explained": bool(record.carry_explanation) and record.carry_differences == readiness.carries(found),
        "previous": previous,
        "moved": moved,
        "may_prepare": permissions.may_prepare_for(user, agency),
        "may_approve": permissions.may_approve_for(user, agency),
        "may_release": user.scope.may_act(agency, *permissions.RELEASING),
        "may_open": permissions.may_open_cases(user, agency),
        "own": record.prepared_by_id == user.pk,
        "is_public": bool(record.published_as and record.published_as.state == "published"),
        "downloads": DOWNLOADS,
        "typed": compiled and [(each, packaged_forms().describe(each.cell)) for each in compiled.typed.values()],
    }
    return screen(request, "annual_reports/office/compiled.html", context, title=str(record), crumbs=crumbs())


@may_read
@require_safe
def download(request: OfficeRequest, public_id: str, format: str) -> HttpResponse:
    """The report as a file: as it stands, or as it was frozen."""
    record = compiled_for(request, public_id)
    compiled: Compiled | None = None if record.is_frozen else compile_report(record.agency, record.year, record)
    report = compiled.report() if compiled else frozen_report(record)
    if format == "json":
        data = json.dumps([compiled.json() if compiled else record.frozen], ensure_ascii=False, indent=1).encode()
        kind, suffix = "application/json", ".json"
    elif format in {writer.format for writer in DOWNLOADS}:
        try:
            data = write(report, packaged_forms()[report.form or ""], format)
        except CannotWrite as sentence:
            return HttpResponse(str(sentence), status=503, content_type="text/plain; charset=utf-8")
        kind, suffix = FORMATS[format].media_type, FORMATS[format].suffix
    else:
        raise Http404
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(report.file + suffix)}"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response


STEPS: dict[str, tuple[Callable[[OfficeRequest, CompiledReport], Action[CompiledReport]], str]] = {
    "songpi": (
        lambda request, record: SubmitReport(request.user, record, today=timezone.localdate()),
        "已送批，由另一人批准。",
    ),
    "tuihui": (
        lambda request, record: ReturnReport(
            request.user, record, today=timezone.localdate(), ground=typed(request.POST, "reason")
        ),
        "已退回。",
    ),
    "pizhun": (
        lambda request, record: ApproveReport(request.user, record, today=timezone.localdate()),
        "已批准并冻结，以后的变动显示为差异。",
    ),
    "gongbu": (
        lambda request, record: ReleaseReport(request.user, record, today=timezone.localdate()),
        "已公布，公众可在“政府信息公开年报”中看到。",
    ),
    "chongbian": (
        lambda request, record: ReopenReport(
            request.user, record, today=timezone.localdate(), ground=typed(request.POST, "reason")
        ),
        "可以重新编制，数字按现在的记录计算。",
    ),
    "shuoming": (
        lambda request, record: ExplainCarry(
            request.user, record, text=typed(request.POST, "text"), today=timezone.localdate()
        ),
        "说明已保存。",
    ),
}
"""The next steps by their address: the action, and what is said when it is done."""


@may_read
@require_POST
def step(request: OfficeRequest, public_id: str, step: str) -> HttpResponse:
    """Carry out a next step, or say why not; either way back to the report."""
    record = compiled_for(request, public_id)
    if step not in STEPS:
        raise Http404
    make, done = STEPS[step]
    try:
        make(request, record).perform()
    except Refused as refused:
        _say(request, refused.reasons)
    else:
        messages.success(request, done)
    return HttpResponseRedirect(address(record))


def _say(request: HttpRequest, reasons: Sequence[str]) -> None:
    for reason in reasons:
        messages.error(request, reason)


def _links(request: OfficeRequest, record: CompiledReport, report: Report, compiled: Compiled | None) -> Links:
    """Where a figure leads: to the cases or documents it counts, for who may read them; a stated one to its entry."""
    cases = address(record, "compiled_cases")
    entries = address(record, "compiled_figures")
    may_open = permissions.may_open_cases(request.user, record.agency)
    may_type = record.stage == Stage.DRAFTING and permissions.may_prepare_for(request.user, record.agency)

    in_library = compiled.from_library if compiled else record.frozen_documents

    def link(cell: str) -> str | None:
        if cell in in_library and report.cells[cell].value:
            return f"{cases}?cell={cell}"
        if cell.startswith(f"{TYPED}."):
            return f"{entries}#{cell}" if may_type else None
        return f"{cases}?cell={cell}" if may_open and report.cells[cell].value else None

    return link


def _views(report: Report, form: Form, found: Sequence[Finding]) -> list[FindingView]:
    tables = layout_for(report, form, packaged_forms())
    return finding_views(found, form, report.cells.keys(), cells_of(tables), {})


def field_link(record: CompiledReport, name: str) -> str:
    """The address of the records that a publication figure counts; "" for other fields."""
    return f"{address(record, 'compiled_cases')}?{urlencode({'field': name})}" if name in publication.names() else ""


def _counted(record: CompiledReport, compiled: Compiled | None, section: str) -> list[tuple[str, str, str]]:
    """Of a text that is being written; a frozen one is what it was."""
    if compiled is None:
        return []
    known = compiled.merge_fields
    used = [name for name in texts.used(compiled.drafts.get(section, "")) if name in publication.names()]
    return [(name, known[name], field_link(record, name)) for name in used if name in known]


def _parts(
    record: CompiledReport,
    report: Report,
    form: Form,
    found: Sequence[Finding],
    links: Links,
    compiled: Compiled | None,
) -> list[Part]:
    tables = {table.section: table for table in layout_for(report, form, packaged_forms())}
    marked = marks_of(found, form, report.cells.keys())
    parts = []
    for section in form.sections:
        number = str(section.number)
        table = tables.get(section.number)
        written = table and table_html(
            table, marked, links, missing=frozenset(report.missing), labelled_by=f"part-{number}"
        )
        parts.append(
            Part(
                number,
                f"{chinese_number(section.number)}、{section.title}",
                mark_safe(written) if written else None,  # noqa: S308 (escaped where it is written)
                [(each, texts.unwritten(each.text)) for each in prose(report.sections.get(number, ""))],
                number in texts.EDITABLE and record.stage == Stage.DRAFTING,
                _counted(record, compiled, number),
            )
        )
    return parts


def _carries(found: Sequence[Finding]) -> list[dict[str, Any]]:
    return [
        {"label": packaged_forms().describe(cell), "published": published, "counted": counted}
        for cell, (published, counted) in readiness.carries(list(found)).items()
    ]
