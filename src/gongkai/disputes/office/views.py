"""The list with what is due first, a dispute's page, what is done in it, and how the agency counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required

from gongkai.agencies.action import Action, Refused
from gongkai.agencies.calendar import calendar_for
from gongkai.agencies.models import Agency
from gongkai.agencies.office.paging import page_of
from gongkai.applications.actions.office import SETTING_ROLES
from gongkai.applications.models import CASE_ROLES, Application
from gongkai.applications.office.screens import (
    OfficeRequest,
    agencies_for,
    agency_among,
    case_crumb,
    screen,
    typed,
)  # fmt: skip
from gongkai.disputes.actions.base import ROLES, may_register
from gongkai.disputes.counting import CELLS
from gongkai.disputes.enums import TOTAL, Column, Kind
from gongkai.disputes.models import Dispute, DisputeFile, Instance, practice_of
from gongkai.disputes.office.act_forms import ACT_FORMS
from gongkai.disputes.office.counting_forms import MappingForm, PracticeForm
from gongkai.disputes.office.forms import AmendForm, DetailsForm, amendment, first_values, registration
from gongkai.disputes.register import EXPORT_HEADER, Filters, column_name, export_rows, listed
from gongkai.disputes.results import GROUPS, packaged_results
from gongkai.disputes.terms import DueTerm, decision_of, open_terms, ordered_until, reply_of, terms_of
from gongkai.law.dispute_terms import Term
from gongkai.reports.writing.spreadsheet import MEDIA_TYPES, write_list

TITLE = "复议诉讼"
PRACTICE_TITLE = "复议诉讼计数口径"
SHOWN_TERMS = 50
STATES = (("open", "未审结"), ("suspended", "中止"), ("concluded", "已审结"), ("void", "已作废"))
may_read = permission_required("disputes.view_dispute")


@dataclass(frozen=True)
class InstanceLine:
    """An instance on the dispute's page, with its terms."""

    instance: Instance
    reply: Term | None
    decision: Term | None


@may_read
@require_safe
def dispute_list(request: OfficeRequest) -> HttpResponse:
    """First what is due, then the disputes as they are narrowed down."""
    today = timezone.localdate()
    agencies = agencies_for(request.user, *CASE_ROLES)
    filters = filters_from(request, agencies)
    seen = Dispute.objects.for_user(request.user)
    terms = [] if filters else open_terms(seen, today)
    asked = {name: value for name, value in request.GET.items() if value and name != "page"}
    context = {
        "today": today,
        "terms": terms[:SHOWN_TERMS],
        "more_terms": max(len(terms) - SHOWN_TERMS, 0),
        "page": page_of(request, listed(seen, filters)),
        "filters": filters,
        "filtered": bool(filters),
        "cell_name": cell_name(filters.cell) if filters.cell else "",
        "query": urlencode(asked),
        "kinds": Kind.choices,
        "states": STATES,
        "agencies": agencies,
        "may_register": bool(set(ROLES) & request.user.scope.all_roles()),
    }
    return screen(request, "disputes/office/list.html", context, title=TITLE)


@may_read
@require_safe
def export(request: OfficeRequest, form: str) -> HttpResponse:
    """The list as it is narrowed down, as a spreadsheet."""
    if form not in MEDIA_TYPES:
        raise Http404
    filters = filters_from(request, agencies_for(request.user, *CASE_ROLES))
    rows = listed(Dispute.objects.for_user(request.user), filters)
    data = write_list(TITLE, EXPORT_HEADER, export_rows(rows), form)  # type: ignore[arg-type]
    name = f"fuyi-susong-{timezone.localdate():%Y%m%d}.{form}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=MEDIA_TYPES[form], headers=disposition)


@may_read
@require_http_methods(["GET", "POST"])
def register(request: OfficeRequest) -> HttpResponse:
    """登记复议、诉讼: for the case in `case`, after the review in `after`, or free-standing."""
    today = timezone.localdate()
    case = None
    if wanted := typed(request.GET, "case"):
        cases = Application.objects.for_user(request.user).select_related("agency")
        case = get_object_or_404(cases, public_id=wanted)
    after = Dispute.objects.for_user(request.user).filter(public_id=typed(request.GET, "after")).first()
    agencies = agencies_for(request.user, *ROLES)
    agency = case.agency if case else after.agency if after else agency_among(agencies, typed(request.GET, "agency"))
    if not may_register(request.user, agency):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = DetailsForm(data, agency, case or (after.application if after else None), _proposed(case, after))
    refusals: list[str] = []
    if data is not None and form.is_valid():
        made, refusals = tried(registration(form, request.user, today))
        if made is not None:
            messages.success(request, "已登记。")
            return redirect(address_of(made))
    context = {
        "form": form,
        "refusals": refusals,
        "button": "登记",
        "back": reverse("applications:case", args=[case.public_id]) if case else reverse("disputes:list"),
        "about": f"所涉申请：{case.receipt_no} {case.subject}" if case else "",
        "agency": agency,
        "agencies": [] if case or after else agencies,
    }
    crumbs = (list_crumb(), *((case_crumb(case),) if case else ()))
    return form_screen(request, context, "登记复议、诉讼", crumbs)


@may_read
@require_safe
def detail(request: OfficeRequest, public_id: str) -> HttpResponse:
    """What is due, where it stands, its instances, what has to be answered again."""
    today = timezone.localdate()
    dispute = dispute_for(request, public_id)
    calendar = calendar_for(dispute.agency)
    instances = list(dispute.instances.all())
    last = instances[-1]
    held = request.user.scope.roles_at(dispute.agency)
    may = not dispute.void_reason and may_register(request.user, dispute.agency)
    terms: list[DueTerm] = [] if dispute.void_reason else sorted(
        terms_of(dispute, calendar, today), key=lambda term: term.until
    )  # fmt: skip
    context = {
        "dispute": dispute,
        "terms": terms,
        "lines": [InstanceLine(it, reply_of(it, calendar), decision_of(it, calendar)) for it in instances],
        "tasks": [(task, ordered_until(task, calendar)) for task in dispute.reanswers.all()],
        "acts": [
            (name, form.label(last))
            for name, form in ACT_FORMS.items()
            if not dispute.void_reason and held & set(form.roles) and form.fits(dispute, last)
        ],
        "may_amend": may,
        "may_file": may,
        "may_sue": may and dispute.kind == Kind.REVIEW,
        "column": column_name(dispute, practice_of(dispute.agency)),
        "following": list(dispute.next.all()),
        "many_instances": len(instances) > 1,
    }
    return screen(
        request, "disputes/office/dispute.html", context, title=dispute.number or TITLE, crumbs=(list_crumb(),)
    )


@may_read
@require_http_methods(["GET", "POST"])
def amend(request: OfficeRequest, public_id: str) -> HttpResponse:
    """更正登记."""
    dispute = dispute_for(request, public_id)
    if not may_register(request.user, dispute.agency):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    first = next(iter(dispute.instances.all()))
    form = AmendForm(data, dispute.agency, dispute.application, first_values(dispute, first))
    refusals: list[str] = []
    if data is not None and form.is_valid():
        made, refusals = tried(amendment(form, dispute, request.user, timezone.localdate()))
        if made is not None:
            messages.success(request, "已更正，原登记内容保留在台账中。")
            return redirect(address_of(dispute))
    context = {"form": form, "refusals": refusals, "button": "更正", "back": address_of(dispute), "about": str(dispute)}
    return form_screen(request, context, "更正登记", (list_crumb(), crumb_of(dispute)))


@may_read
@require_http_methods(["GET", "POST"])
def act(request: OfficeRequest, public_id: str, act_id: str) -> HttpResponse:
    """One act in the dispute."""
    form_class = ACT_FORMS.get(act_id)
    dispute = dispute_for(request, public_id)
    last = list(dispute.instances.all())[-1]
    if form_class is None or not form_class.fits(dispute, last):
        raise Http404
    title = form_class.label(last)
    if not request.user.scope.may_act(dispute.agency, *form_class.roles):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    files = request.FILES if request.method == "POST" else None
    form = form_class(data, files, dispute=dispute, user=request.user, today=timezone.localdate())
    refusals: list[str] = []
    if data is not None and form.is_valid():
        made, refusals = tried(form.action())
        if made is not None:
            messages.success(request, f"{title}：已登记。")
            return redirect(address_of(made))
    context = {
        "form": form,
        "refusals": refusals,
        "button": title,
        "back": address_of(dispute),
        "about": str(dispute),
        "explanation": form.explanation,
    }
    return form_screen(request, context, title, (list_crumb(), crumb_of(dispute)))


@may_read
@require_http_methods(["GET", "POST"])
def practice(request: OfficeRequest) -> HttpResponse:
    """The table of endings and columns, and the choices that no national text settles; some may edit them."""
    agency = agency_among(agencies_for(request.user, *CASE_ROLES), typed(request.GET, "agency"))
    may_edit = request.user.scope.may_act(agency, *SETTING_ROLES)
    held = practice_of(agency)
    mapping, choices = MappingForm(), PracticeForm(instance=held)
    refusals: list[str] = []
    if request.method == "POST":
        form: Any = MappingForm(request.POST) if "ending" in request.POST else PracticeForm(request.POST, instance=held)
        mapping, choices = (form, choices) if isinstance(form, MappingForm) else (mapping, form)
        if form.is_valid():
            made, refusals = tried(form.action(request.user, agency))
            if made is not None:
                messages.success(request, "已修改。尚未冻结的年报按新的口径计数。")
                return redirect(f"{reverse('disputes:practice')}?agency={agency.code}")
    rows = [
        (label, [(ending, Column(held.column(group, ending.id)).label, ending.id in held.mapping.get(group, {}))
                 for ending in packaged_results()[group].values() if ending.counts])
        for group, label in GROUPS.items()
    ]  # fmt: skip
    context = {
        "agency": agency,
        "agencies": agencies_for(request.user, *CASE_ROLES),
        "groups": rows,
        "mapping": mapping,
        "choices": choices,
        "refusals": refusals,
        "may_edit": may_edit,
    }
    status = 422 if refusals or mapping.errors or choices.errors else 200
    return screen(
        request, "disputes/office/practice.html", context, title=PRACTICE_TITLE, crumbs=(list_crumb(),), status=status
    )


def filters_from(request: HttpRequest, agencies: list[Agency]) -> Filters:
    """What the address asks for; what no filter takes is left out."""
    asked = request.GET
    year = typed(asked, "year")
    kind, state, cell = typed(asked, "kind"), typed(asked, "state"), typed(asked, "cell")
    return Filters(
        q=typed(asked, "q")[:100],
        kind=kind if kind in Kind.values else "",
        state=state if state in dict(STATES) else "",
        agency=next((agency for agency in agencies if agency.code == typed(asked, "agency")), None),
        year=int(year) if year.isascii() and year.isdecimal() and 2008 <= int(year[:5]) <= 2099 else None,
        cell=cell if cell in CELLS else "",
    )


def cell_name(cell: str) -> str:
    """A cell of table 四 in words."""
    kind, _, column = cell.partition(".")
    return f"{Kind(kind).label} · {'总计' if column == TOTAL else Column(column).label}"


def dispute_for(request: HttpRequest, public_id: str) -> Dispute:
    """The dispute with its instances and tasks, if the person may see it; else it is not there (404)."""
    rows = Dispute.objects.for_user(request.user).select_related("agency", "application", "previous", "registered_by")
    files = DisputeFile.objects.select_related("instance", "added_by", "withdrawn_by")
    related = ("instances__suspensions", "reanswers__letter", "next", Prefetch("files", files))
    return get_object_or_404(rows.prefetch_related(*related), public_id=public_id)


def list_crumb() -> tuple[str, str]:
    """The way back to the list."""
    return TITLE, reverse("disputes:list")


def crumb_of(dispute: Dispute) -> tuple[str, str]:
    """The way back to a dispute."""
    return dispute.number or str(dispute), address_of(dispute)


def address_of(dispute: Dispute) -> str:
    """The dispute's page."""
    return reverse("disputes:dispute", args=[dispute.public_id])


def _proposed(case: Application | None, after: Dispute | None) -> dict[str, Any]:
    if after:
        kind = {"kind": Kind.AFTER_REVIEW, "previous": after.public_id}
        return kind | {"claimant": after.claimant, "others": after.others, "subject": after.subject}
    return {"claimant": case.applicant_name, "subject": case.subject} if case else {}


def tried(action: Action[Any]) -> tuple[Any, list[str]]:
    """What the action made, or why not."""
    try:
        return action.perform(), []
    except Refused as refused:
        return None, refused.reasons


def form_screen(
    request: OfficeRequest, context: dict[str, Any], title: str, crumbs: tuple[tuple[str, str], ...]
) -> HttpResponse:
    status = 422 if context["refusals"] or context["form"].errors else 200
    return screen(request, "disputes/office/form.html", context, title=title, crumbs=crumbs, status=status)
