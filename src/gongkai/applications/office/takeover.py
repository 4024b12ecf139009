"""台账转入: a register is uploaded, the worker looks through it, and takes it over once it is confirmed.

Each upload has a page of its own that says how far it is and keeps its result, so that nobody has to wait before it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Role
from gongkai.applications import takeover_files
from gongkai.applications.importing.columns import COLUMNS
from gongkai.applications.models import CASE_ROLES, ImportRun, RegisterFile
from gongkai.applications.office.screens import (
    OfficeRequest,
    agencies_for,
    agency_among,
    list_crumb,
    may_read,
    screen,
    typed,
)
from gongkai.applications.register_export import write_register
from gongkai.documents.sheets import LARGEST
from gongkai.reports.writing.spreadsheet import MEDIA_TYPES

TITLE = "台账转入"
RUNS_SHOWN = 10


@may_read
@require_http_methods(["GET", "POST"])
def take_over(request: OfficeRequest) -> HttpResponse:
    """The form, what was uploaded and what was taken over; posting a file leads to its page."""
    agencies = agencies_for(request.user, Role.REGISTRAR)
    if not agencies:
        raise PermissionDenied
    agency = agency_among(agencies, typed(request.POST, "agency"))
    refusals: list[str] = []
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            refusals = ["请选择台账文件。"]
        elif (file.size or 0) > LARGEST:
            refusals = [f"文件超过 {LARGEST // 1024 // 1024} MB，未予读取；请按年度分成几个文件。"]
        else:
            try:
                return redirect(address_of(takeover_files.begin(request.user, agency, file.name or "", file.read())))
            except Refused as refused:
                refusals = refused.reasons
    context: dict[str, Any] = {
        "refusals": refusals,
        "agencies": agencies,
        "agency": agency,
        "columns": COLUMNS,
        "most_lines": takeover_files.MOST_LINES,
        "this_year": timezone.localdate().year,
        "uploads": RegisterFile.objects.filter(agency__in=agencies, run=None).select_related("agency", "uploaded_by")[
            :RUNS_SHOWN
        ],
        "runs": ImportRun.objects.filter(agency__in=agencies).select_related("agency", "run_by")[:RUNS_SHOWN],
    }
    return screen(request, "applications/office/takeover.html", context, title=TITLE, crumbs=(list_crumb(),))


@may_read
@require_http_methods(["GET", "POST"])
def register_file(request: OfficeRequest, public_id: str) -> HttpResponse:
    """One upload: how far it is, what was found, and whether it is to be taken over, which its uploader says."""
    agencies = agencies_for(request.user, Role.REGISTRAR)
    files = RegisterFile.objects.filter(agency__in=agencies).select_related("agency", "uploaded_by", "run")
    register = get_object_or_404(files, public_id=public_id)
    own = register.uploaded_by_id == request.user.pk
    if request.method == "POST":
        if not own:
            raise PermissionDenied
        try:
            if typed(request.POST, "do") == "confirm":
                takeover_files.confirm(register)
            else:
                takeover_files.drop(register, "上传人没有确认，没有转入。")
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
        return redirect(address_of(register))
    crumbs = (list_crumb(), (TITLE, reverse("applications:take_over")))
    context = {"register": register, "found": register.findings, "own": own}
    return screen(request, "applications/office/takeover_file.html", context, title=register.file_name, crumbs=crumbs)


def address_of(register: RegisterFile) -> str:
    """The page of an upload."""
    return reverse("applications:register_file", args=[register.public_id])


@may_read
@require_safe
def export(request: OfficeRequest, form: str) -> HttpResponse:
    """The register of an agency's year, in the columns that a take-over reads."""
    year = typed(request.GET, "year")
    if form not in MEDIA_TYPES or not (year.isascii() and year.isdecimal() and 1949 <= int(year[:5]) <= 9998):
        raise Http404
    agency = agency_among(agencies_for(request.user, *CASE_ROLES), typed(request.GET, "agency"))
    return HttpResponse(
        write_register(agency, int(year), form),
        content_type=MEDIA_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="taizhang-{agency.code}-{year}.{form}"'},
    )
