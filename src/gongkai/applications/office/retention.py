"""Cases whose term of keeping is over: erased by two; the list with which files go to the archive."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Role
from gongkai.applications.actions.erasing import AskErasure, DeclineErasure, Erase, term_ended, waiting_erasure
from gongkai.applications.models import Application
from gongkai.applications.office.screens import (
    OfficeRequest,
    agencies_for,
    agency_among,
    case_for,
    list_crumb,
    may_read,
    screen,
    typed,
)  # fmt: skip
from gongkai.applications.office_settings import office_of
from gongkai.documents.official import TableCell
from gongkai.documents.official_docx import OfficialDocument
from gongkai.law.outcomes import packaged_outcomes
from gongkai.reports.writing.spreadsheet import MEDIA_TYPES, Value, write_list

A_PAGE = 50
ROLES = (Role.REGISTRAR, Role.SIGNER)
TITLE = "案卷移交清单"
HEADER = (
    ("序号", 6), ("登记编号", 20), ("申请人", 14), ("申请事项", 36), ("收到日期", 12), ("办结日期", 12),
    ("办理结果", 22), ("材料份数", 10), ("备注", 12),
)  # fmt: skip
_ACTS = {"ask": AskErasure, "agree": Erase, "decline": DeclineErasure}
_DONE = {"ask": "已申请清除，等待他人同意。", "agree": "已清除，案号、日期和结果保留。", "decline": "已记录，不清除。"}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@may_read
@require_http_methods(["GET", "POST"])
def retention(request: OfficeRequest) -> HttpResponse:
    """The list, and asking, agreeing and declining."""
    agencies = agencies_for(request.user, *ROLES)
    agency = agency_among(agencies, typed(request.GET, "agency"))
    today = timezone.localdate()
    if request.method == "POST":
        wanted = typed(request.POST, "act")
        if wanted not in _ACTS:
            raise Http404
        case = case_for(request, typed(request.POST, "case"))
        try:
            _ACTS[wanted](request.user, case, today=today, ground=typed(request.POST, "ground")).perform()
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
        else:
            messages.success(request, _DONE[wanted])
        return redirect(f"{reverse('applications:retention')}?agency={agency.code}")
    page = Paginator(term_ended(agency, today), A_PAGE).get_page(request.GET.get("page"))
    rows = [(case, waiting_erasure(case)) for case in page]
    context = {
        "agency": agency, "agencies": agencies, "page": page, "rows": rows,
        "years": office_of(agency).retention_years,
        "may_agree": request.user.scope.may_act(agency, Role.SIGNER),
        "may_ask": request.user.scope.may_act(agency, Role.REGISTRAR),
    }  # fmt: skip
    return screen(request, "applications/office/retention.html", context, title="到期案卷", crumbs=(list_crumb(),))


@may_read
@require_safe
def hand_over(request: OfficeRequest, form: str) -> HttpResponse:
    """移交清单 as XLSX or DOCX: the agency's cases concluded in a year, for the archive."""
    agency = agency_among(agencies_for(request.user, *ROLES), typed(request.GET, "agency"))
    said = typed(request.GET, "year")
    year = int(said) if said.isascii() and said.isdecimal() and len(said) == 4 else timezone.localdate().year - 1
    found = Application.objects.filter(agency=agency, concluded_on__year=year).order_by("received_on", "pk")
    rows = [_row(number, case) for number, case in enumerate(found.prefetch_related("materials"), 1)]
    if form == "xlsx":
        data, media = write_list(TITLE, HEADER, rows, "xlsx"), MEDIA_TYPES["xlsx"]
    elif form == "docx":
        document = OfficialDocument(TITLE, agency.name, landscape=True)
        document.title(f"{agency.name}\n{year}年政府信息公开申请{TITLE}")
        texts = [[name for name, _ in HEADER], *([str(value or "") for value in row] for row in rows)]
        cells = [
            [TableCell(text, number, column, keep=number == 0) for column, text in enumerate(row)]
            for number, row in enumerate(texts)
        ]
        document.table(cells, [width for _, width in HEADER], head_rows=1)
        document.paragraph("移交人：　　　　　　接收人：　　　　　　移交日期：　　　　年　　月　　日")
        data, media = document.to_bytes(), _WORD
    else:
        raise Http404
    answer = HttpResponse(data, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="yijiao-{agency.code}-{year}.{form}"'
    return answer


def _row(number: int, case: Application) -> tuple[Value, ...]:
    outcome = packaged_outcomes().get(case.outcome)
    files = sum(1 for material in case.materials.all() if not material.erased_at)
    note = "已清除个人信息" if case.erased_at else ""
    name = outcome.name if outcome else ""
    return (
        number, case.receipt_no, case.applicant_name, case.subject, case.received_on, case.concluded_on,
        name, files, note,
    )  # fmt: skip
