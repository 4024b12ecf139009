"""The disclosure office's settings: addresses, review body, and its practice where the law leaves it open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.agencies.action import Refused
from gongkai.agencies.models import Agency
from gongkai.applications.actions import ChangeOffice
from gongkai.applications.actions.office import SETTING_ROLES
from gongkai.applications.models import DisclosureOffice
from gongkai.applications.office.intake_forms import form_errors
from gongkai.applications.office.screens import (
    OfficeRequest,
    agencies_for,
    agency_among,
    list_crumb,
    may_read,
    screen,
    typed,
)  # fmt: skip
from gongkai.applications.office_settings import PRACTICE_REMARKS, office_of
from gongkai.law.settings import Settings

TITLE = "机构设置"
GROUPS = (
    ("受理机构", ("accepts", "name", "counter", "hours", "postal_address", "postcode", "phone", "fax", "email")),
    ("救济途径", ("review_body", "review_choice", "review_online", "court")),
    ("文书和收费", ("number_pattern", "pay_to")),
    ("提醒", ("reminder_email",)),
    ("保存", ("retention_years",)),
)
PRACTICE_LABELS = {
    "deemed_abandoned": "逾期即视为放弃",
    "other_agency_days": "征求其他机关意见最多扣除的工作日",
    "reasons_stop_clock": "说明理由期间停止计算期限",
    "fee_restarts": "缴费后期限重新计算",
    "mail_room_counts": "收发室签收即为签收",
}
"""The settings of `law.settings` but one, which the office has as a column of its own."""


class OfficeForm(forms.ModelForm):
    """The fields of the office; what they mean for the clock stands beside them."""

    ground = forms.CharField(label="修改依据", required=False, max_length=200, help_text="记入存证台账。")
    deemed_abandoned = forms.BooleanField(required=False)
    other_agency_days = forms.IntegerField(required=False, min_value=1, max_value=200)
    reasons_stop_clock = forms.BooleanField(required=False)
    fee_restarts = forms.BooleanField(required=False)
    mail_room_counts = forms.BooleanField(required=False)

    class Meta:
        model = DisclosureOffice
        fields = [*(name for _, names in GROUPS for name in names), "counts_by", "supplement_days"]

    def __init__(self, office: DisclosureOffice, data: Any = None) -> None:
        super().__init__(
            data, instance=office, initial={name: getattr(office.law_settings, name) for name in PRACTICE_LABELS}
        )
        for name, label in PRACTICE_LABELS.items():
            self.fields[name].label, self.fields[name].help_text = label, PRACTICE_REMARKS[name]
        self.fields["supplement_days"].help_text = PRACTICE_REMARKS["supplement_days"]

    def values(self) -> dict[str, Any]:
        """What was filled in, as the action takes it."""
        said = dict(self.cleaned_data)
        said.pop("ground")
        usual = Settings()
        practice = {name: value for name in PRACTICE_LABELS if (value := said.pop(name)) != getattr(usual, name)}
        return said | {"practice": practice}

    def clean(self) -> dict[str, Any]:
        """A checkbox or a number; the model's own rules are the action's to check."""
        return super().clean() or self.cleaned_data

    def _post_clean(self) -> None:
        """Nothing is put into the record here: the action does that, and tells what changed."""

    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in groups."""
        groups = [(title, [self[name] for name in names]) for title, names in GROUPS]
        return [
            *groups,
            ("办理做法", [self["counts_by"], self["supplement_days"], *(self[n] for n in PRACTICE_LABELS)]),
        ]


@may_read
@require_http_methods(["GET", "POST"])
def office(request: OfficeRequest) -> HttpResponse:
    """One agency's office; `agency` says which where the person has several."""
    agencies = agencies_for(request.user, *SETTING_ROLES)
    agency = agency_among(agencies, typed(request.GET, "agency"))
    form = OfficeForm(office_of(agency), request.POST if request.method == "POST" else None)
    refusals: list[str] = []
    if request.method == "POST":
        refusals = list(form_errors(form))
        if not refusals:
            try:
                _change(request, agency, form)
            except Refused as refused:
                refusals = refused.reasons
            else:
                messages.success(request, "设置已保存；受影响的期限已重新计算。")
                return HttpResponseRedirect(f"{reverse('applications:office')}?agency={agency.code}")
    context = {"form": form, "agency": agency, "agencies": agencies, "refusals": refusals}
    return screen(
        request, "applications/office/settings.html", context,
        title=TITLE, crumbs=(list_crumb(),), status=422 if refusals else 200,
    )  # fmt: skip


def _change(request: OfficeRequest, agency: Agency, form: OfficeForm) -> None:
    ChangeOffice(
        request.user, agency, form.values(), today=timezone.localdate(), ground=form.cleaned_data["ground"]
    ).perform()
