"""现场资料查询: look-ups of files on the spot, with their own counter; they are no applications."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Role
from gongkai.applications.actions import RecordLookUp
from gongkai.applications.models import CASE_ROLES, LookUp
from gongkai.applications.office.intake_forms import DayField, form_errors
from gongkai.applications.office.screens import (
    OfficeRequest,
    agencies_for,
    agency_among,
    list_crumb,
    may_read,
    screen,
    typed,
)  # fmt: skip
from gongkai.reports.writing.spreadsheet import MEDIA_TYPES, write_list

TITLE = "现场资料查询"
A_PAGE = 50
LARGEST_EXPORT = 50_000
EXPORT_HEADER = (("日期", 12), ("查询内容", 60), ("人次", 8), ("结果", 40), ("登记人", 16), ("机关", 24))


class LookUpForm(forms.Form):
    """One look-up."""

    agency = forms.ChoiceField(label="机关")
    on = DayField(label="日期")
    subject = forms.CharField(label="查询内容", max_length=300)
    people = forms.IntegerField(label="人次", min_value=1, max_value=1000, initial=1)
    result = forms.CharField(label="结果", max_length=300, required=False, help_text="如：当场查到并复制、未查到。")


@may_read
@require_http_methods(["GET", "POST"])
def look_ups(request: OfficeRequest) -> HttpResponse:
    """The year's list with its counter; posting adds one."""
    today = timezone.localdate()
    agencies = agencies_for(request.user, Role.REGISTRAR)
    form = LookUpForm(request.POST if request.method == "POST" else None, initial={"on": today})
    form.fields["agency"].choices = [(agency.code, agency.name) for agency in agencies]  # type: ignore[attr-defined]
    refusals: list[str] = []
    if request.method == "POST":
        refusals = list(form_errors(form))
        if not refusals:
            given = dict(form.cleaned_data)
            agency = agency_among(agencies, given.pop("agency"))
            try:
                RecordLookUp(request.user, agency, **given, today=today).perform()
            except Refused as refused:
                refusals = refused.reasons
            else:
                messages.success(request, "已登记一次现场资料查询。")
                return HttpResponseRedirect(reverse("applications:look_ups"))
    year = _year(request, today.year)
    of_year = _seen(request).filter(on__year=year)
    counted = of_year.aggregate(times=Count("pk"), people=Sum("people"))
    context = {
        "form": form,
        "may_record": bool(agencies),
        "refusals": refusals,
        "year": year,
        "years": range(today.year, today.year - 10, -1),
        "times": counted["times"],
        "people": counted["people"] or 0,
        "page": Paginator(of_year, A_PAGE).get_page(request.GET.get("page")),
    }
    return screen(
        request, "applications/office/look_ups.html", context,
        title=TITLE, crumbs=(list_crumb(),), status=422 if refusals else 200,
    )  # fmt: skip


@may_read
@require_safe
def export(request: OfficeRequest, form: str) -> HttpResponse:
    """The year's list as a spreadsheet."""
    if form not in MEDIA_TYPES:
        raise Http404
    year = _year(request, timezone.localdate().year)
    rows = (
        (it.on, it.subject, it.people, it.result, str(it.recorded_by or ""), it.agency.name)
        for it in _seen(request).filter(on__year=year)[:LARGEST_EXPORT]
    )
    return HttpResponse(
        write_list(TITLE, EXPORT_HEADER, rows, form),  # type: ignore[arg-type]
        content_type=MEDIA_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="xianchang-{year}.{form}"'},
    )


def _seen(request: OfficeRequest):
    condition = request.user.scope.condition("agency", *CASE_ROLES)
    found = LookUp.objects.none() if condition is None else LookUp.objects.filter(condition)
    return found.select_related("agency", "recorded_by").order_by("-on", "-pk")


def _year(request: OfficeRequest, this_year: int) -> int:
    asked = typed(request.GET, "year")
    return int(asked) if asked.isascii() and asked.isdecimal() and 2008 <= int(asked[:5]) <= 2100 else this_year
