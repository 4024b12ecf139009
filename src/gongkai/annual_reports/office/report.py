"""One report: its figures and findings beside the source, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies.action import Action, Refused
from gongkai.agencies.models import Agency
from gongkai.annual_reports import permissions
from gongkai.annual_reports.actions import AssignReport, CorrectCell, PublishReport, ShowFindings, WithdrawReport
from gongkai.annual_reports.convert import finding_of, form_of, report_of
from gongkai.annual_reports.display import shown_report
from gongkai.annual_reports.intake import contradictions, suggested_agency
from gongkai.annual_reports.models import AnnualReport, State
from gongkai.annual_reports.office.screens import OfficeRequest, list_crumb, may_read, report_for, screen, typed
from gongkai.annual_reports.recheck import recheck
from gongkai.law.forms import packaged_forms

NOT_A_NUMBER = "更正值应为数字；原件这一格没有数字时留空。"


@may_read
@require_safe
def detail(request: OfficeRequest, public_id: str) -> HttpResponse:
    """Where it stands, what was found, the tables, the source, and the forms for what this person may do."""
    record = report_for(request, public_id)
    stored = list(record.findings.all())
    printed = report_of(record)
    form = form_of(printed)
    cells = {cell.cell: cell for cell in record.cells.all()}
    chosen = typed(request.GET, "cell")
    chosen = chosen if chosen in packaged_forms().places else ""
    editable = record.state != State.PUBLISHED and permissions.may_prepare(request.user, record)
    address = reverse("annual_reports:report", args=[public_id])
    match = suggested_agency(record.reading.get("agency"))
    context = {
        "record": record,
        "report": shown_report(
            printed, [finding_of(finding) for finding in stored], record.source_blocks,
            links=(lambda cell: f"{address}?cell={cell}#gengzheng") if editable else None,
        ),
        "shown": {finding.number for finding in stored if finding.shown},
        "match": match,
        "contradictions": contradictions(record, match),
        "agencies": Agency.objects.for_user(request.user).order_by("path") if editable else (),
        "corrections": [(cell, packaged_forms().describe(cell.cell)) for cell in cells.values() if cell.corrected],
        "chosen": chosen,
        "chosen_row": cells.get(chosen),
        "chosen_label": packaged_forms().describe(chosen) if chosen else "",
        "all_cells": [(cell, packaged_forms().describe(cell)) for cell in form.cells] if editable else (),
        "editable": editable,
        "may_release": permissions.may_release(request.user, record),
        "publish_refusals": PublishReport(request.user, record).refusals() if record.state != State.PUBLISHED else (),
    }  # fmt: skip
    return screen(request, "annual_reports/office/report.html", context, title=str(record), crumbs=(list_crumb(),))


@may_read
@require_safe
def original(request: OfficeRequest, public_id: str) -> FileResponse:
    """The file as it was given, as a download."""
    record = report_for(request, public_id)
    response = FileResponse(
        record.file.open("rb"), as_attachment=True, filename=record.file_name, content_type="application/octet-stream"
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@may_read
@require_POST
def assign(request: OfficeRequest, public_id: str) -> HttpResponse:
    """Say whose report it is, and on which year."""
    record = report_for(request, public_id)
    agency = Agency.objects.for_user(request.user).filter(code=typed(request.POST, "agency")).first()
    year = typed(request.POST, "year")
    action = AssignReport(
        request.user, record, agency=agency, year=int(year) if year.isascii() and year.isdecimal() else None
    )
    return _perform(request, record, action, "机关和年度已保存。")


@may_read
@require_POST
def correct(request: OfficeRequest, public_id: str) -> HttpResponse:
    """Put one figure right, then check the report again."""
    record = report_for(request, public_id)
    given = typed(request.POST, "value").replace(",", "").replace("，", "")
    try:
        value = Decimal(given) if given else None
    except InvalidOperation:
        value = Decimal("NaN")
    if value is not None and not value.is_finite():
        return _refuse(request, record, [NOT_A_NUMBER])
    cell = typed(request.POST, "cell")
    action = CorrectCell(request.user, record, cell=cell, value=value, reason=typed(request.POST, "reason"))
    return _perform(request, record, action, "更正已保存，并按更正后的数字重新核对。", f"#cell-{cell}", then=recheck)


@may_read
@require_POST
def show(request: OfficeRequest, public_id: str) -> HttpResponse:
    """Choose which findings the public sees."""
    record = report_for(request, public_id)
    numbers = [int(number) for number in request.POST.getlist("finding") if number.isascii() and number.isdecimal()]
    return _perform(request, record, ShowFindings(request.user, record, numbers=numbers), "显示设置已保存。")


@may_read
@require_POST
def publish(request: OfficeRequest, public_id: str) -> HttpResponse:
    """Make it public."""
    record = report_for(request, public_id)
    return _perform(request, record, PublishReport(request.user, record), "报告已公布。")


@may_read
@require_POST
def withdraw(request: OfficeRequest, public_id: str) -> HttpResponse:
    """Take it away from the public."""
    record = report_for(request, public_id)
    action = WithdrawReport(request.user, record, reason=typed(request.POST, "reason"))
    return _perform(request, record, action, "报告已撤回，公众不再能看到。")


def _perform(
    request: OfficeRequest,
    record: AnnualReport,
    action: Action[Any],
    done: str,
    place: str = "",
    then: Callable[[AnnualReport], None] | None = None,
) -> HttpResponse:
    """Perform it and say so, or say why not; either way back to the report."""
    try:
        action.perform()
    except Refused as refused:
        return _refuse(request, record, refused.reasons)
    if then:
        then(record)
    messages.success(request, done)
    return HttpResponseRedirect(reverse("annual_reports:report", args=[record.public_id]) + place)


def _refuse(request: OfficeRequest, record: AnnualReport, reasons: list[str]) -> HttpResponse:
    for reason in reasons:
        messages.error(request, reason)
    return HttpResponseRedirect(reverse("annual_reports:report", args=[record.public_id]))
