"""Interpretations: their list, documents without one or with a late one, entering and amending."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.action import Action, Refused
from gongkai.agencies.office.paging import page_of
from gongkai.library.actions import AmendInterpretation, EnterInterpretation, Telling, with_files
from gongkai.library.document_models import Document
from gongkai.library.enums import Medium
from gongkai.library.interpretation_models import Interpretation
from gongkai.library.office.forms import InterpretationForm
from gongkai.library.office.screens import (
    OfficeRequest,
    agencies_for,
    form_screen,
    interpretation_for,
    keeps_anything,
    list_crumb,
    may_read,
    screen,
    typed,
)  # fmt: skip
from gongkai.library.queries import unexplained
from gongkai.library.rights import KEEPERS, may_keep
from gongkai.publishing.models import Record

TITLE = "解读"
_PROPOSED = 30
WAITS = "已保存。这条信息已经公开，改动要重新审核：请核对后点“送审”，发布以后公众才能看到。"


@may_read
@require_safe
def interpretations(request: OfficeRequest) -> HttpResponse:
    """The interpretations, the newest first, of one medium where it is asked for."""
    medium = typed(request.GET, "medium")
    rows = Interpretation.objects.inside(request.user).select_related("record", "agency", "series")
    if medium in Medium.values:
        rows = rows.filter(medium=medium)
    context = {
        "page": page_of(request, rows.prefetch_related("documents__record").order_by("-pk")),
        "medium": medium,
        "media": Medium.choices,
        "may_keep": keeps_anything(request.user),
    }
    return screen(request, "library/office/interpretations.html", context, title=TITLE, crumbs=(list_crumb(),))


@may_read
@require_safe
def missing(request: OfficeRequest) -> HttpResponse:
    """Documents of the last twelve months without an interpretation, or with a late one. It keeps nothing back."""
    today = timezone.localdate()
    since = date(today.year - 1, today.month, 1)
    found = unexplained(Document.objects.inside(request.user), today, since=since)
    context = {
        "page": page_of(request, found),  # type: ignore[arg-type]  # a list is paged alike
        "since": since,
        "today": today,
        "without": sum(each.explained_on is None for each in found),
        "late": sum(each.late for each in found),
    }
    return screen(
        request, "library/office/unexplained.html", context, title="没有解读的文件", crumbs=(list_crumb(), _crumb())
    )


@may_read
@require_http_methods(["GET", "POST"])
def enter(request: OfficeRequest) -> HttpResponse:
    """登记解读: choose the record, then say what it interprets and how."""
    agencies = agencies_for(request.user, *KEEPERS)
    if not agencies:
        raise PermissionDenied
    public_id = typed(request.GET, "record")
    if not public_id:
        return _choose_record(request, agencies)
    record = get_object_or_404(Record.objects.filter(agency__in=agencies).select_related("agency"), public_id=public_id)
    data = request.POST if request.method == "POST" else None
    form = InterpretationForm(data, record, _seen(request), files=request.FILES or None)
    refusals: list[str] = []
    if data is not None and form.is_valid():
        made, refusals = _told(
            request, record, form, lambda telling: EnterInterpretation(request.user, record, telling)
        )
        if made is not None:
            messages.success(request, WAITS if made.waiting else "已登记。解读发布后，在所解读文件的页面上显示。")
            return redirect("publishing:record", record.public_id)
    return _form(request, record, form, refusals, "登记解读")


@may_read
@require_http_methods(["GET", "POST"])
def edit(request: OfficeRequest, public_id: str) -> HttpResponse:
    """修改解读."""
    interpretation = interpretation_for(request, public_id)
    if not may_keep(request.user, interpretation.agency):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = InterpretationForm(data, interpretation.record, _seen(request), interpretation, request.FILES or None)
    refusals: list[str] = []
    if data is not None and form.is_valid():
        version = form.cleaned_data["version"]
        made, refusals = _told(
            request,
            interpretation.record,
            form,
            lambda telling: AmendInterpretation(request.user, interpretation, telling, version=version),
        )
        if made is not None:
            messages.success(request, WAITS if made.waiting else "已修改。")
            return redirect("publishing:record", interpretation.record.public_id)
    return _form(request, interpretation.record, form, refusals, "修改解读")


def _told(
    request: OfficeRequest,
    record: Record,
    form: InterpretationForm,
    action: Callable[[Telling], Action[Interpretation]],
) -> tuple[Interpretation | None, list[str]]:
    """The interpretation with the files that came along, or why not: then the files are not taken in either."""
    try:
        with transaction.atomic():
            return action(with_files(request.user, record, form.telling(), *form.sent())).perform(), []
    except Refused as refused:
        return None, refused.reasons


def _choose_record(request: OfficeRequest, agencies: list[Any]) -> HttpResponse:
    words = typed(request.GET, "q")[:100]
    records = Record.objects.filter(agency__in=agencies, document__isnull=True, interpretation__isnull=True)
    records = records.exclude(state="purged")
    if words:
        records = records.filter(Q(title__icontains=words) | Q(index_number=words))
    else:
        records = records.filter(Q(column__kind="interpretation") | Q(title__contains="解读"))
    context = {"q": words, "records": records.select_related("agency").order_by("-pk")[:_PROPOSED], "interprets": True}
    return screen(
        request, "library/office/choose_record.html", context, title="登记解读", crumbs=(list_crumb(), _crumb())
    )


def _form(
    request: OfficeRequest, record: Record, form: InterpretationForm, refusals: list[str], title: str
) -> HttpResponse:
    context = {
        "form": form, "refusals": refusals, "button": title,
        "back": reverse("publishing:record", args=[record.public_id]), "about": record.title,
    }  # fmt: skip
    return form_screen(request, context, title=title, crumbs=(list_crumb(), _crumb()))


def _seen(request: OfficeRequest) -> Any:
    """Documents that an interpretation may be of: those the person sees, and what is public."""
    return Document.objects.inside(request.user) | Document.objects.published()


def _crumb() -> tuple[str, str]:
    return TITLE, reverse("library:interpretations")
