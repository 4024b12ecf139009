"""Records filed anew in bulk: what is to change, what that would change, and the change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gongkai.agencies.action import Refused
from gongkai.agencies.models import Agency, Department
from gongkai.publishing import queries
from gongkai.publishing.access import editable_columns
from gongkai.publishing.actions import Reclassify
from gongkai.publishing.actions.filing import Refiling
from gongkai.publishing.column_models import ColumnPage
from gongkai.publishing.enums import Genre, Theme
from gongkai.publishing.office.column_choice import ColumnChoice
from gongkai.publishing.office.record_screens import OfficeRequest, list_crumb, may_read, screen
from gongkai.publishing.record_models import Record

TITLE = "调整分类"
MOST = 500
_LABELS = {"column": "栏目", "unit": "责任单位", "theme": "主题分类", "genre": "体裁分类", "key_field": "重点领域"}


class FilingForm(forms.Form):
    """Where the records shall be filed; what is left empty stays as it is."""

    column = ColumnChoice(required=False, empty_label="不变")
    unit = forms.ModelChoiceField(Department.objects.none(), label="责任单位", required=False, empty_label="不变")
    theme = forms.ChoiceField(label="主题分类", required=False, choices=[("", "不变"), *Theme.choices])
    genre = forms.ChoiceField(label="体裁分类", required=False, choices=[("", "不变"), *Genre.choices])
    key_field = forms.CharField(label="重点领域", required=False, max_length=40)

    def __init__(self, data: Any, agency: Agency, columns: list[ColumnPage]) -> None:
        super().__init__(data)
        units = Department.objects.filter(agency=agency, closed_on=None).order_by("name")
        self.fields["column"].offer(columns)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Only what shall change."""
        return {name: value for name, value in self.cleaned_data.items() if value}


@may_read
@require_POST
def reclassify(request: OfficeRequest) -> HttpResponse:
    """The records that were ticked: first the question, then what it would change, then the change."""
    asked = list(dict.fromkeys(request.POST.getlist("record")))[:MOST]
    records = list(queries.desk(request.user).filter(public_id__in=asked).order_by("-pk"))
    if not records:
        messages.error(request, "请先选择信息。")
        return redirect("publishing:records")
    agency = records[0].agency
    if any(record.agency_id != agency.pk for record in records):
        messages.error(request, "一次只能调整一个机关的信息。")
        return redirect("publishing:records")
    columns = editable_columns(request.user, agency)
    if not columns:
        raise PermissionDenied
    begun = "filing" in request.POST
    form = FilingForm(request.POST if begun else None, agency, columns)
    preview: list[tuple[Record, list[tuple[str, str, str]]]] = []
    refusals: list[str] = []
    if begun and form.is_valid():
        chosen = Record.objects.inside(request.user).filter(pk__in=[record.pk for record in records])
        action = Reclassify(request.user, agency, chosen, form.values())
        try:
            if "apply" in request.POST:
                changed = action.perform()
                messages.success(request, f"已调整{len(changed)}条信息的分类。")
                return redirect("publishing:records")
            preview = [(refiling.record, _differences(refiling)) for refiling in action.preview()]
        except Refused as refused:
            refusals = refused.reasons
    context = {
        "records": records, "form": form, "preview": preview, "begun": begun and form.is_valid(), "refusals": refusals,
    }  # fmt: skip
    return screen(
        request, "publishing/office/reclassify.html", context, title=TITLE, crumbs=(list_crumb(),),
        status=422 if refusals or form.errors else 200,
    )  # fmt: skip


def _differences(refiling: Refiling) -> list[tuple[str, str, str]]:
    return [(_LABELS[name], refiling.before[name], word) for name, word in refiling.after.items()]
