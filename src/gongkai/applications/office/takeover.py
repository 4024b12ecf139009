"""台账转入: a register is uploaded, shown with everything that is wrong in it, and taken over once it is confirmed.

Between the two steps the file lies in private storage, under its digest; a signed token says whose and for whom.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.files import private_storage
from gongkai.agencies.models import Agency
from gongkai.applications.actions.taking_over import TakeOver, taken_over_already
from gongkai.applications.importing.columns import COLUMNS
from gongkai.applications.importing.register import Register, read_register
from gongkai.applications.importing.words import applicant_labels, result_label
from gongkai.applications.models import CASE_ROLES, ImportRun
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
from gongkai.documents.model import UnusableDocument
from gongkai.documents.sheets import LARGEST
from gongkai.documents.sheets_apart import sheets_apart
from gongkai.reports.writing.spreadsheet import MEDIA_TYPES

TITLE = "台账转入"
FOLDER = "takeover"
KEPT = timedelta(days=1)
MOST_LINES = 20_000
"""Longer registers are taken over at the command line, which no browser waits for."""
TOO_MANY = (
    f"台账超过{MOST_LINES}行：请按年度分成几个文件，或者在服务器上用 gongkai applications import 转入。"
)  # fmt: skip
SHOWN, PROBLEMS_SHOWN, RUNS_SHOWN = 10, 200, 10
SALT = "gongkai.applications.takeover"
_SUFFIXES = (".csv", ".xlsx")


@may_read
@require_http_methods(["GET", "POST"])
def take_over(request: OfficeRequest) -> HttpResponse:
    """The form; posting a file shows what is in it, posting the token takes it over."""
    agencies = agencies_for(request.user, Role.REGISTRAR)
    if not agencies:
        raise PermissionDenied
    if token := typed(request.POST, "token"):
        return _confirmed(request, agencies, token)
    context: dict[str, Any] = {}
    agency = agency_among(agencies, typed(request.POST, "agency"))
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            context = {"refusals": ["请选择台账文件。"]}
        elif (file.size or 0) > LARGEST:
            context = {"refusals": [f"文件超过 {LARGEST // 1024 // 1024} MB，未予读取；请按年度分成几个文件。"]}
        else:
            context = _preview(request, agency, file.name or "", file.read())
    context |= {
        "agencies": agencies,
        "agency": agency,
        "columns": COLUMNS,
        "most_lines": MOST_LINES,
        "this_year": timezone.localdate().year,
        "runs": ImportRun.objects.filter(agency__in=agencies).select_related("agency", "run_by")[:RUNS_SHOWN],
    }
    return screen(request, "applications/office/takeover.html", context, title=TITLE, crumbs=(list_crumb(),))


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


def _preview(request: OfficeRequest, agency: Agency, name: str, data: bytes) -> dict[str, Any]:
    """What the screen says about a file: its first cases and how many, or everything that is wrong."""
    sha256 = hashlib.sha256(data).hexdigest()
    if earlier := taken_over_already(agency, sha256):
        return {"refusals": [_taken_over_already(earlier)]}
    try:
        register = _read(data, name)
    except UnusableDocument as error:
        return {"refusals": [f"{name}：{error}"]}
    action = _action(request, agency, register, name, sha256)
    action.reckon()
    problems = [str(problem) for problem in action.problems()]
    if not problems:
        _keep(sha256, data)
    return {
        "preview": True,
        "file_name": name,
        "number": len(register.cases),
        "problems": problems[:PROBLEMS_SHOWN],
        "more_problems": max(0, len(problems) - PROBLEMS_SHOWN),
        "remarks": register.remarks[:PROBLEMS_SHOWN],
        "more_remarks": max(0, len(register.remarks) - PROBLEMS_SHOWN),
        "others": register.others,
        "first": [
            {
                "case": case,
                "applicant_type": applicant_labels()[case.applicant_type],
                "outcome": result_label(case.outcome, case.outcome_row) if case.outcome_row else "",
                "received_on": case.days["received_on"],
                "decided_on": case.days.get("decided_on"),
                "served_on": case.days.get("served_on"),
            }
            for case in register.cases[:SHOWN]
        ],
        "token": "" if problems else signing.dumps([request.user.pk, agency.code, sha256, name], salt=SALT),
    }


def _confirmed(request: OfficeRequest, agencies: list[Agency], token: str) -> HttpResponse:
    back = HttpResponseRedirect(reverse("applications:take_over"))
    try:
        who, code, sha256, name = signing.loads(token, salt=SALT, max_age=KEPT)
        with private_storage().open(f"{FOLDER}/{sha256}") as file:
            data = file.read()
    except (signing.BadSignature, FileNotFoundError):
        messages.error(request, "核对之后过了太久，文件已不再保留，请重新上传。")
        return back
    agency = next((agency for agency in agencies if agency.code == code), None)
    if who != request.user.pk or agency is None:
        raise PermissionDenied
    action = _action(request, agency, _read(data, name), name, sha256)
    try:
        run = action.perform()
    except Refused as refused:
        for reason in refused.reasons[:SHOWN]:
            messages.error(request, reason)
        return back
    private_storage().delete(f"{FOLDER}/{sha256}")
    done = _taken_over_already(run) if action.repeated else f"已转入{run.rows}件申请。"
    messages.success(request, done)
    return back


def _action(request: OfficeRequest, agency: Agency, register: Register, name: str, sha256: str) -> TakeOver:
    return TakeOver(
        request.user, agency, register, file_name=name, sha256=sha256, today=timezone.localdate()
    )  # fmt: skip


def _read(data: bytes, name: str) -> Register:
    if not name.lower().endswith(_SUFFIXES):
        raise UnusableDocument("只能转入 CSV 或者 XLSX 格式的台账；请另存为其中一种后再试。")
    return read_register(sheets_apart(data, name, MOST_LINES, TOO_MANY), timezone.localdate())


def _keep(sha256: str, data: bytes) -> None:
    """Lay the file aside until it is confirmed, and take away what nobody has confirmed for long."""
    storage = private_storage()
    if storage.exists(FOLDER):
        for name in storage.listdir(FOLDER)[1]:
            if storage.get_modified_time(f"{FOLDER}/{name}") < timezone.now() - KEPT:
                storage.delete(f"{FOLDER}/{name}")
    if not storage.exists(f"{FOLDER}/{sha256}"):
        storage.save(f"{FOLDER}/{sha256}", ContentFile(data))


def _taken_over_already(run: ImportRun) -> str:
    return f"这个文件已于{timezone.localtime(run.run_at):%Y-%m-%d %H:%M}转入（{run.rows}件），没有重复转入。"
