"""One act in a case, on a page of its own: what is asked, why it cannot be done, nothing typed lost."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from gongkai.agencies.action import Refused
from gongkai.applications.actions import AddMaterial, CorrectStep, Happening
from gongkai.applications.models import CaseEvent
from gongkai.applications.office.act_bases import ActForm
from gongkai.applications.office.act_forms import ACT_FORMS
from gongkai.applications.office.case import case_address, file_for
from gongkai.applications.office.correct_form import CorrectForm
from gongkai.applications.office.screens import OfficeRequest, case_crumb, list_crumb, may_read, screen
from gongkai.applications.procedure import acts


@may_read
@require_http_methods(["GET", "POST"])
def act(request: OfficeRequest, public_id: str, act_id: str) -> HttpResponse:
    """Show the act's form, or carry it out."""
    form_class = ACT_FORMS.get(act_id)
    if form_class is None:
        raise Http404
    file = file_for(request, public_id)
    form = form_class(
        request.POST or None,
        request.FILES or None,
        case=file.case,
        user=request.user,
        today=file.today,
        kind=act_id,
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        action = form.action()
        try:
            action.perform()
        except Refused as refused:
            refusals = refused.reasons
        else:
            messages.success(request, f"{acts()[act_id].name}：已登记。")
            if isinstance(action, AddMaterial) and action.held_back:
                messages.warning(request, f"材料已存入本件，尚未向申请人提供：{action.held_back}")
            return redirect(case_address(public_id))
    return _draw(request, public_id, form, refusals, acts()[act_id].name)


@may_read
@require_http_methods(["GET", "POST"])
def correct(request: OfficeRequest, public_id: str, event_id: str) -> HttpResponse:
    """Put a step right that was entered wrongly."""
    file = file_for(request, public_id)
    wrong = get_object_or_404(CaseEvent, public_id=event_id, application=file.case, replaced=False)
    form = CorrectForm(
        request.POST or None, case=file.case, user=request.user, today=file.today, kind=wrong.kind, wrong=wrong
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        right: Happening | None = form.right()
        common = {"today": file.today, "version": form.said("version"), "ground": form.said("ground")}
        try:
            CorrectStep(request.user, file.case, wrong, right, **common).perform()
        except Refused as refused:
            refusals = refused.reasons
        else:
            messages.success(request, "已更正，原登记内容保留可查。")
            return redirect(case_address(public_id))
    return _draw(request, public_id, form, refusals, f"更正“{wrong.get_kind_display()}”")


def _draw(request: OfficeRequest, public_id: str, form: ActForm, refusals: list[str], title: str) -> HttpResponse:
    context = {"form": form, "case": form.case, "refusals": refusals, "back": case_address(public_id)}
    return screen(
        request,
        "applications/office/case_act.html",
        context,
        title=title,
        crumbs=(list_crumb(), case_crumb(form.case)),
        status=422 if refusals or form.errors else 200,
    )
