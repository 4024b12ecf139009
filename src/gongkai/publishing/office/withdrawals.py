"""The register of what was taken away: leaks by year, none said as 0; what was done; requests to purge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.action import Refused
from gongkai.agencies.models import Agency
from gongkai.agencies.office.paging import page_of
from gongkai.publishing import access
from gongkai.publishing.actions import SetLeakHandling
from gongkai.publishing.enums import LEAKS
from gongkai.publishing.event_models import Purge, Withdrawal
from gongkai.publishing.office.record_screens import OfficeRequest, list_crumb, may_read, screen, typed

TITLE = "撤回和泄露登记"
FIRST_YEAR = 2008
"""The Regulation is in force since 2008-05-01."""


@dataclass(frozen=True, slots=True)
class YearCount:
    """A year's withdrawals, and the leaks among them."""

    year: int
    withdrawals: int
    leaks: int


class HandlingForm(forms.Form):
    """What was done about it."""

    handling = forms.CharField(label="处置情况", widget=forms.Textarea(attrs={"rows": 4}))
    closed_on = forms.DateField(
        label="处置完毕日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


@may_read
@require_safe
def withdrawals(request: OfficeRequest) -> HttpResponse:
    """The register, a page at a time, with the purges that wait for a second person."""
    context = _register(request)
    user = request.user
    waiting = Purge.objects.for_user(user).filter(done_at=None).select_related("record", "asked_by", "agency")
    context |= {
        "page": page_of(request, context["rows"]),
        "purges": [(purge, _may_purge(request, purge)) for purge in waiting[:50]],
        "may_handle": bool(user.scope.all_roles() & set(access.LEAK_HANDLERS)),
        "leaks": LEAKS,
    }
    return screen(request, "publishing/office/withdrawals.html", context, title=TITLE, crumbs=(list_crumb(),))


@may_read
@require_safe
def printed(request: OfficeRequest) -> HttpResponse:
    """A year's register on paper."""
    context = _register(request)
    rows = context["rows"]
    context |= {"title": TITLE, "lines": rows[:2_000], "leaks": LEAKS, "back": reverse("publishing:withdrawals")}
    return render(request, "publishing/office/withdrawals_print.html", context)


@may_read
@require_http_methods(["GET", "POST"])
def handle(request: OfficeRequest, public_id: str) -> HttpResponse:
    """What was done about one leak."""
    rows = Withdrawal.objects.for_user(request.user).select_related("record", "agency")
    row = get_object_or_404(rows, public_id=public_id)
    form = HandlingForm(
        request.POST if request.method == "POST" else None,
        initial={"handling": row.handling, "closed_on": row.closed_on},
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            SetLeakHandling(request.user, row, said["handling"], closed_on=said["closed_on"]).perform()
        except Refused as refused:
            refusals = refused.reasons
        else:
            return redirect("publishing:withdrawals")
    crumbs = (list_crumb(), (TITLE, reverse("publishing:withdrawals")))
    context = {"row": row, "form": form, "refusals": refusals}
    return screen(
        request, "publishing/office/handling.html", context, title="处置情况", crumbs=crumbs,
        status=422 if refusals or form.errors else 200,
    )  # fmt: skip


def _register(request: OfficeRequest) -> dict[str, Any]:
    today = timezone.localdate()
    year = _year(typed(request.GET, "year"), today)
    only_leaks = typed(request.GET, "leaks") == "1"
    seen: QuerySet[Withdrawal] = Withdrawal.objects.for_user(request.user)
    by_year = seen.order_by().annotate(year=ExtractYear("on")).values("year")
    counted = {
        row["year"]: YearCount(row["year"], row["all"], row["leaks"])
        for row in by_year.annotate(all=Count("pk"), leaks=Count("pk", filter=Q(kind__in=LEAKS)))
    }
    first = min([*counted, today.year - 2, year])
    rows = seen.filter(on__year=year).select_related("record", "agency", "by").order_by("-on", "-pk")
    return {
        "year": year,
        "years": [counted.get(each, YearCount(each, 0, 0)) for each in range(today.year, first - 1, -1)],
        "this_year": counted.get(year, YearCount(year, 0, 0)),
        "only_leaks": only_leaks,
        "rows": rows.filter(kind__in=LEAKS) if only_leaks else rows,
        "today": today,
        "several_agencies": Agency.objects.for_user(request.user).count() > 1,
    }


def _year(text: str, today: date) -> int:
    if len(text) == 4 and text.isascii() and text.isdecimal() and FIRST_YEAR <= int(text) <= today.year:
        return int(text)
    return today.year


def _may_purge(request: OfficeRequest, purge: Purge) -> bool:
    return purge.asked_by_id != request.user.pk and access.may_act(request.user, purge.agency, *access.PURGERS)
