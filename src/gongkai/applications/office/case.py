"""The case page: first what counts, then everything that belongs to the case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.action import Refused
from gongkai.agencies.events import kind_name
from gongkai.agencies.models import User
from gongkai.applications.actions import Reveal
from gongkai.applications.actions.look import LookAtMaterial
from gongkai.applications.casefile import CaseFile, case_query
from gongkai.applications.enums import SENSITIVE_MATERIALS
from gongkai.applications.models import Material, Party
from gongkai.applications.office.act_forms import ACT_FORMS
from gongkai.applications.office.file_answers import file_answer
from gongkai.applications.office.screens import OfficeRequest, case_crumb, list_crumb, may_read, screen, typed
from gongkai.applications.procedure import acts
from gongkai.ledger.models import Entry


def file_for(request: HttpRequest, public_id: str) -> CaseFile:
    """The case with all that belongs to it, if the person may see it; else it is not there (404)."""
    assert isinstance(request.user, User)
    case = get_object_or_404(case_query(request.user), public_id=public_id)
    return CaseFile(case, request.user, timezone.localdate())


@may_read
@require_safe
def detail(request: OfficeRequest, public_id: str) -> HttpResponse:
    """Where the case stands, what is next, what is missing; then time line, parties, documents."""
    file = file_for(request, public_id)
    with_form = [act for act in file.steps if act.id in ACT_FORMS and file.can_begin(act.id)]
    context = {
        "file": file,
        "case": file.case,
        "moves": [act for act in with_form if act.moves],
        "others": [act for act in with_form if not act.moves],
        "late": [act for act in file.late_steps if act.id in ACT_FORMS and file.can_begin(act.id)],
        "may_draft": "draft_letter" in {act.id for act in file.steps},
        "may_draft_late": "draft_letter" in {act.id for act in file.late_steps},
        "may_correct": "correct_event" in {act.id for act in file.steps},
        "may_reveal": bool(acts()["reveal"].roles & file.roles),
        "panels": [panel(request, file) for panel in PANELS],
    }
    return screen(request, "applications/office/case.html", context, title=file.case.receipt_no, crumbs=(list_crumb(),))


PANELS: list[Any] = []
"""What rooms above show on a case page: functions of request and CaseFile that give a title and safe HTML, or None."""


@may_read
@require_safe
def why(request: OfficeRequest, public_id: str) -> HttpResponse:
    """“为什么是这一天”: the clock, line by line, on one page to print."""
    file = file_for(request, public_id)
    if file.clock is None:
        raise Http404
    context = {"title": "为什么是这一天", "file": file, "case": file.case}
    return render(request, "applications/office/case_why.html", context)


@may_read
@require_safe
def record(request: OfficeRequest, public_id: str) -> HttpResponse:
    """All that the ledger has on the case, the last first."""
    file = file_for(request, public_id)
    entries = list(Entry.objects.filter(subject=f"applications.application:{public_id}").order_by("-id")[:500])
    people = {user.label: str(user) for user in User.objects.filter(public_id__in=_accounts(entries))}
    outside = {"public:applicant": "申请人（网上）", "public:third_party": "第三方（网上）", "program:gongkai": "系统"}
    rows = [(entry, kind_name(entry.kind), (people | outside).get(entry.actor, entry.actor)) for entry in entries]
    context = {"case": file.case, "rows": rows}
    crumbs = (list_crumb(), case_crumb(file.case))
    return screen(request, "applications/office/case_record.html", context, title="全部记录", crumbs=crumbs)


def _accounts(entries: list[Entry]) -> set[str]:
    return {entry.actor.removeprefix("account:") for entry in entries if entry.actor.startswith("account:")}


@may_read
@require_safe
def material(request: OfficeRequest, public_id: str, material_id: str) -> HttpResponseBase:
    """A file of the case. Proofs of identity are for few, and each look is recorded."""
    file = file_for(request, public_id)
    found = get_object_or_404(Material, public_id=material_id, application=file.case, erased_at=None)
    if found.kind in SENSITIVE_MATERIALS:
        try:
            LookAtMaterial(request.user, file.case, found, today=file.today).perform()
        except Refused as refused:
            return HttpResponse("".join(refused.reasons), status=403, content_type="text/plain; charset=utf-8")
    return file_answer(request, found)


@may_read
@require_http_methods(["GET", "POST"])
def reveal(request: OfficeRequest, public_id: str, party_id: str) -> HttpResponse:
    """Somebody's number and ways of contact, for a reason that is recorded; shown once, kept by no page."""
    file = file_for(request, public_id)
    party = get_object_or_404(Party, public_id=party_id, application=file.case)
    shown = False
    if request.method == "POST":
        try:
            Reveal(request.user, file.case, party, today=file.today, ground=typed(request.POST, "ground")).perform()
            shown = True
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
    context = {"case": file.case, "party": party, "shown": shown}
    crumbs = (list_crumb(), case_crumb(file.case))
    title = f"{party.name}的身份和联系方式"
    response = screen(request, "applications/office/case_reveal.html", context, title=title, crumbs=crumbs)
    response["Cache-Control"] = "no-store"
    return response


def case_address(public_id: str) -> str:
    """The case page's address."""
    return reverse("applications:case", args=[public_id])
