"""The whole file of a case as PDF and ZIP; the bundle for a reconsideration body or a court."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from gongkai.agencies.action import Refused
from gongkai.applications.actions.dossier import ExportFile
from gongkai.applications.casefile import CaseFile
from gongkai.applications.dossier import PURPOSES, Chosen, build, safe_name
from gongkai.applications.dossier_sections import Purpose, Section, sections_of
from gongkai.applications.office.case import file_for
from gongkai.applications.office.screens import (
    OfficeRequest,
    case_crumb,
    list_crumb,
    may_read,
    screen,
    typed,
    typed_day,
)  # fmt: skip
from gongkai.applications.procedure import acts
from gongkai.documents.model import UnusableDocument
from gongkai.law.dispute_terms import Procedure, Term, reply_term

MEDIA = {"pdf": "application/pdf", "zip": "application/zip"}


@may_read
@require_http_methods(["GET", "POST"])
def dossier(request: OfficeRequest, public_id: str) -> HttpResponse:
    """Choose what goes in and what it proves; then download."""
    file = file_for(request, public_id)
    if not acts()["export"].roles & file.roles:
        raise PermissionDenied
    purpose = _purpose(request)
    sections = sections_of(file, purpose)
    refusals: list[str] = []
    if request.method == "POST":
        try:
            return _download(request, file, purpose, sections)
        except Refused as refused:
            refusals = refused.reasons
        except UnusableDocument as error:
            refusals = [str(error)]
    received = typed_day(request.GET, "received")
    context = {
        "case": file.case,
        "purpose": purpose,
        "purposes": PURPOSES.items(),
        "sections": sections,
        "refusals": refusals,
        "received": received,
        "procedure": _procedure(request),
        "term": _term(request, file, purpose),
    }
    crumbs = (list_crumb(), case_crumb(file.case))
    return screen(
        request, "applications/office/dossier.html", context,
        title="导出案卷", crumbs=crumbs, status=422 if refusals else 200,
    )  # fmt: skip


def _download(request: OfficeRequest, file: CaseFile, purpose: Purpose, sections: Sequence[Section]) -> HttpResponse:
    form = "pdf" if "pdf" in request.POST else "zip"
    wanted = set(request.POST.getlist("material"))
    chosen = []
    for section in sections:
        for paper in section.papers:
            if paper.file.public_id in wanted:
                if paper.sensitive:
                    section.look(paper.file)
                chosen.append(Chosen(section, paper, typed(request.POST, f"proves-{paper.file.public_id}")[:200]))
    made = build(file, purpose, sections, chosen)
    data = made.pdf if form == "pdf" else made.zip
    sha256 = hashlib.sha256(data).hexdigest()
    ExportFile(request.user, file.case, purpose=purpose, sha256=sha256, today=file.today).perform()
    name = safe_name(f"{file.case.receipt_no}-{PURPOSES[purpose]}.{form}")
    answer = HttpResponse(data, content_type=MEDIA[form])
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "no-store"
    return answer


def _purpose(request: OfficeRequest) -> Purpose:
    wanted = typed(request.POST if request.method == "POST" else request.GET, "purpose")
    return next((purpose for purpose in PURPOSES if purpose == wanted), "whole")


def _procedure(request: OfficeRequest) -> Procedure:
    return "simplified" if typed(request.GET, "procedure") == "simplified" else "ordinary"


def _term(request: OfficeRequest, file: CaseFile, purpose: Purpose) -> Term | None:
    """The last day for the reply, where the day of the notice's receipt was entered."""
    received = typed_day(request.GET, "received")
    if received is None or purpose == "whole":
        return None
    try:
        return reply_term("review" if purpose == "review" else "first", _procedure(request), received, file.calendar)
    except ValueError:
        return None  # a day that no calendar reaches
