"""Taking an application in at the desk: the form, what is known while it is filled in, and the registration."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.agencies.action import Refused
from gongkai.agencies.calendar import calendar_for
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency
from gongkai.applications.actions import LinkSame, TakeIn
from gongkai.applications.actions.intake import query_code
from gongkai.applications.earlier import earlier_of
from gongkai.applications.enums import Channel, PartyRole
from gongkai.applications.models import Application
from gongkai.applications.office.intake_forms import (
    FILE_FIELDS,
    FORMS_WANTED,
    ID_KINDS,
    PEOPLE_PREFIX,
    WAYS_WANTED,
    ApplicationForm,
    contents_from,
    form_errors,
    people_forms,
    too_large,
)  # fmt: skip
from gongkai.applications.office.screens import (
    OfficeRequest,
    agencies_for,
    agency_among,
    list_crumb,
    may_read,
    screen,
    typed,
    typed_day,
)  # fmt: skip
from gongkai.applications.office_settings import office_of
from gongkai.law.clock import clock
from gongkai.law.events import Event
from gongkai.law.receipt import Receipt, receipt_date

TITLE = "登记申请"
LINKED = "网上、邮寄等途径重复提交的同一申请"


@may_read
@require_http_methods(["GET", "POST"])
def intake(request: OfficeRequest) -> HttpResponse:
    """The form; posting registers, or (`preview`, `add_person`) shows the form again with what is known."""
    today = timezone.localdate()
    agencies = agencies_for(request.user, Role.REGISTRAR)
    if not agencies:
        raise PermissionDenied
    if request.method == "GET":
        return _draw(request, ApplicationForm(agencies, today), people_forms(), {})
    form = ApplicationForm(agencies, today, request.POST)
    people = people_forms(request.POST, more="add_person" in request.POST)
    if "add_person" in request.POST or "preview" in request.POST:
        return _draw(request, form, people, _known(request.POST, agencies, today), quiet=True)
    reasons = too_large(request.FILES)
    if not form.is_valid() or not people.is_valid():
        reasons += form_errors(form, people)
    if not reasons:
        agency = agency_among(agencies, form.cleaned_data["agency"])
        try:
            case = _register(request, agency, form, contents_from(form, people, request.FILES), today)
        except Refused as refused:
            reasons = refused.reasons
        else:
            return _done(request, case, form.cleaned_data["submission_key"])
    if _wants_json(request):
        return JsonResponse({"reasons": reasons}, status=422)
    return _draw(request, form, people, _known(request.POST, agencies, today), reasons)


@may_read
@require_POST
def known(request: OfficeRequest) -> HttpResponse:
    """What is known of an application that is being typed: its receipt date, the person's earlier ones, the fee."""
    agencies = agencies_for(request.user, Role.REGISTRAR)
    context = _known(request.POST, agencies, timezone.localdate())
    return render(request, "applications/office/intake_known.html", context)


def _register(request: OfficeRequest, agency: Agency, form: ApplicationForm, contents: Any, today: date) -> Application:
    case = TakeIn(
        request.user, agency, contents, today=today, submission_key=form.cleaned_data["submission_key"]
    ).perform()
    same = Application.objects.filter(agency=agency, public_id=form.cleaned_data["same_as"]).exclude(pk=case.pk).first()
    if same and case.same_as_id is None:
        case = LinkSame(request.user, case, same, today=today, ground=LINKED).perform()
    return case


def _done(request: OfficeRequest, case: Application, key: str) -> HttpResponse:
    messages.success(
        request,
        f"已登记，编号 {case.receipt_no}，查询码 {query_code(key)}。请把编号和查询码告知申请人，查询码以后不再显示。",
    )
    address = reverse("applications:case", args=[case.public_id])
    return JsonResponse({"address": address}) if _wants_json(request) else HttpResponseRedirect(address)


def _draw(
    request: OfficeRequest,
    form: ApplicationForm,
    people: Any,
    known_now: dict[str, Any],
    refusals: list[str] | None = None,
    *,
    quiet: bool = False,
) -> HttpResponse:
    """The form. `quiet` shows no errors yet: the person is still filling it in."""
    context = known_now | {
        "form": form,
        "people": people,
        "quiet": quiet,
        "refusals": refusals or [],
        "files": FILE_FIELDS,
        "lists": {"forms-wanted": FORMS_WANTED, "ways-wanted": WAYS_WANTED, "id-kinds": ID_KINDS},
        "chosen_files": bool(request.FILES),
    }
    return screen(
        request, "applications/office/intake.html", context,
        title=TITLE, crumbs=(list_crumb(),), status=422 if refusals else 200,
    )  # fmt: skip


def _known(typed_in: QueryDict, agencies: list[Agency], today: date) -> dict[str, Any]:
    """What can be said of the half-filled form."""
    agency = agency_among(agencies, typed(typed_in, "agency"))
    arrived = typed_day(typed_in, "arrived_on")
    receipt, problem = _receipt(typed_in, agency, arrived, today)
    applicants = [place for place in _places(typed_in) if typed(typed_in, f"{place}role") in ("", PartyRole.APPLICANT)]
    return {
        "known": True,
        "receipt": receipt,
        "receipt_problem": problem,
        "due": _due(agency, receipt.on, today) if receipt and receipt.on else None,
        "same_as": typed(typed_in, "same_as"),
        "by_name_only": not any(
            typed(typed_in, f"{place}{field}") for place in applicants for field in ("id_number", "phone")
        ),
        "earlier": earlier_of(
            agency,
            names=[typed(typed_in, f"{place}name") for place in applicants],
            id_numbers=[typed(typed_in, f"{place}id_number") for place in applicants],
            phones=[typed(typed_in, f"{place}phone") for place in applicants],
            subject=typed(typed_in, "subject"),
            on=arrived or today,
        ),
    }


def _places(typed_in: QueryDict) -> list[str]:
    total = typed(typed_in, f"{PEOPLE_PREFIX}-TOTAL_FORMS")
    number = int(total) if total.isascii() and total.isdecimal() and len(total) < 4 else 1
    return [f"{PEOPLE_PREFIX}-{place}-" for place in range(min(number, 20))]


def _receipt(typed_in: QueryDict, agency: Agency, arrived: date | None, today: date) -> tuple[Receipt | None, str]:
    """The receipt as Art 31 gives it, or why it gives none."""
    channel = typed(typed_in, "channel")
    days = {
        "submitted": arrived,
        "signed": typed_day(typed_in, "signed_on"),
        "confirmed": typed_day(typed_in, "confirmed_on"),
    }
    if channel not in Channel.values:
        return None, "请选择提交方式。"
    if late := [day for day in days.values() if day and day > today]:
        return None, f"日期（{max(late)}）晚于今天（{today}）。"
    try:
        return receipt_date(channel, **days, settings=office_of(agency).law_settings), ""  # type: ignore[arg-type]
    except ValueError as error:
        return None, str(error)


def _due(agency: Agency, received: date, today: date) -> date | None:
    settings = office_of(agency).law_settings
    return clock([Event(kind="received", on=received)], calendar_for(agency), max(today, received), settings).due


def _wants_json(request: OfficeRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
