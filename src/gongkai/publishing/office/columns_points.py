"""工作要点: the year's points of a column, how many are shown done, and the records that show it."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.models import Agency, Department
from gongkai.publishing.columns.rights import may_edit
from gongkai.publishing.enums import ColumnView
from gongkai.publishing.guard.words import SEEN_AT_ONCE
from gongkai.publishing.models import ColumnPage, Record, WorkPoint
from gongkai.publishing.office.columns_screens import (
    DayInput,
    GroundForm,
    OfficeRequest,
    chosen,
    form_screen,
    may_read,
    tab,
    typed,
)
from gongkai.publishing.office.record_screens import workbook
from gongkai.publishing.work_points import (
    SaveWorkPoint,
    SetEvidence,
    done,
    export_points,
    next_number,
    points_of,
    years_of,
)

POINTS = "publishing:work_points"
MOST_EVIDENCE = 50


class PointForm(GroundForm):
    """One point."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2999)
    number = forms.IntegerField(label="序号", min_value=1, max_value=999)
    text = forms.CharField(label="要点内容", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    unit = forms.ModelChoiceField(Department.objects.none(), label="责任单位", required=False)
    due_on = forms.DateField(label="完成期限", required=False, widget=DayInput())
    field_order = ("year", "number", "text", "unit", "due_on", "ground")

    def __init__(self, data: Any, agency: Agency, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["unit"].queryset = Department.objects.filter(agency=agency, closed_on=None)  # type: ignore[attr-defined]


class EvidenceForm(GroundForm):
    """The records that show a point done, by index number or by the number in their address."""

    numbers = forms.CharField(
        label="落实情况", required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"每行一条已公开信息的索引号；最多{MOST_EVIDENCE}条。清空即撤下。",
    )  # fmt: skip
    field_order = ("numbers", "ground")

    def clean_numbers(self) -> list[Record]:
        """The records, in one query."""
        lines = (line.strip() for line in self.cleaned_data["numbers"].splitlines())
        # Beside as it was typed: a Chinese keyboard writes “／” and “－” where the number has "/" and "-".
        wanted = {line: unicodedata.normalize("NFKC", line).upper() for line in lines if line}
        if len(wanted) > MOST_EVIDENCE:
            raise forms.ValidationError(f"最多{MOST_EVIDENCE}条。")
        public = Record.objects.published().filter(index_number__in={*wanted, *wanted.values()})
        known = {record.index_number: record for record in public.select_related("agency")}
        found = {line: known.get(line) or known.get(plain) for line, plain in wanted.items()}
        if unknown := [line for line, record in found.items() if record is None]:
            raise forms.ValidationError(f"没有这些索引号的已公开信息：{'、'.join(unknown[:5])}。")
        return list(dict.fromkeys(record for record in found.values() if record))


@may_read
@require_safe
def work_points(request: OfficeRequest) -> HttpResponse:
    """The points of the agency's column and year, with how many are done."""
    whose = chosen(request)
    today = timezone.localdate()
    columns = list(ColumnPage.objects.filter(issuer=whose.agency, view=ColumnView.WORK_POINTS).order_by("path"))
    context: dict[str, Any] = {"columns": columns, "today": today}
    if columns:
        column = next((each for each in columns if each.public_id == typed(request.GET, "column")), columns[0])
        years = years_of(column)
        year = _year(request) or (years or [today.year])[0]
        points = points_of(column, year).prefetch_related("evidence")
        context |= {
            "column": column, "year": year, "years": sorted({*years, year, today.year}, reverse=True), "points": points,
            "done": done(column, year, today),
        }  # fmt: skip
    return tab(request, POINTS, "publishing/office/work_points.html", context, whose)


@may_read
@require_safe
def export(request: OfficeRequest, public_id: str) -> HttpResponse:
    """A year's points as a spreadsheet."""
    seen = Agency.objects.for_user(request.user)
    columns = ColumnPage.objects.filter(issuer__in=seen, view=ColumnView.WORK_POINTS)
    column = get_object_or_404(columns, public_id=public_id)
    today = timezone.localdate()
    year = _year(request) or today.year
    return workbook(export_points(column, year, today), f"yaodian-{column.public_id}-{year}")


@may_read
@require_http_methods(["GET", "POST"])
def edit_point(request: OfficeRequest, public_id: str, point_id: str = "") -> HttpResponse:
    """登记、修改要点 of a column."""
    seen = Agency.objects.for_user(request.user)
    columns = ColumnPage.objects.filter(issuer__in=seen, view=ColumnView.WORK_POINTS).select_related("issuer")
    column = get_object_or_404(columns, public_id=public_id)
    agency = _editable(request, column)
    today = timezone.localdate()
    if point_id:
        point = get_object_or_404(column.work_points.select_related("unit", "column__issuer"), public_id=point_id)
        initial = {name: getattr(point, name) for name in ("year", "number", "text", "unit", "due_on")}
    else:
        point = WorkPoint(column=column)
        initial = {"year": today.year, "number": next_number(column, today.year)}
    return form_screen(
        request, PointForm(request.POST or None, agency, initial),
        lambda form: SaveWorkPoint(request.user, point, **form.cleaned_data),
        title="修改工作要点" if point_id else "登记工作要点", after=lambda made: _list(made), crumbs=_crumbs(column),
        explanation=SEEN_AT_ONCE,
    )  # fmt: skip


@may_read
@require_http_methods(["GET", "POST"])
def evidence(request: OfficeRequest, public_id: str) -> HttpResponse:
    """落实情况: the records that show a point done."""
    seen = Agency.objects.for_user(request.user)
    points = WorkPoint.objects.filter(column__issuer__in=seen).select_related("column__issuer")
    point = get_object_or_404(points, public_id=public_id)
    _editable(request, point.column)
    known = "\n".join(point.evidence.order_by("pk").values_list("index_number", flat=True))
    return form_screen(
        request, EvidenceForm(request.POST or None, initial={"numbers": known}),
        lambda form: SetEvidence(
            request.user, point, form.cleaned_data["numbers"], ground=form.cleaned_data["ground"]
        ),
        title="登记落实情况", after=_list(point), crumbs=_crumbs(point.column),
        explanation=f"{point.year}年第{point.number}项：{point.text}。{SEEN_AT_ONCE}",
    )  # fmt: skip


def _year(request: OfficeRequest) -> int | None:
    asked = typed(request.GET, "year")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else None


def _editable(request: OfficeRequest, column: ColumnPage) -> Agency:
    if column.issuer is None or not may_edit(request.user, column.issuer):
        raise PermissionDenied
    return column.issuer


def _crumbs(column: ColumnPage) -> tuple[tuple[str, str], ...]:
    return (("工作要点", f"{reverse(POINTS)}?agency={column.issuer.code if column.issuer else ''}"),)


def _list(point: WorkPoint) -> str:
    column = point.column
    code = column.issuer.code if column.issuer else ""
    return f"{reverse(POINTS)}?agency={code}&column={column.public_id}&year={point.year}"
