"""What is made public from the cases (Art 44): proposals, what is out, and what people outside suggest."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Role
from gongkai.applications.actions.public_answers import (
    PROPOSING_ROLES,
    HandleSuggestion,
    ProposePublic,
    PublishAnswer,
    WithdrawAnswer,
)
from gongkai.applications.enums import SENSITIVE_MATERIALS
from gongkai.applications.models import PublicAnswer, Suggestion
from gongkai.applications.office.case import file_for
from gongkai.applications.office.screens import (
    OfficeRequest,
    agencies_for,
    case_crumb,
    list_crumb,
    may_read,
    perform,
    screen,
    typed,
)  # fmt: skip
from gongkai.applications.public_models import SuggestionState

A_PAGE = 30


@may_read
@require_http_methods(["GET", "POST"])
def public_answers(request: OfficeRequest) -> HttpResponse:
    """Proposals to be decided on, what is public, suggestions; each with what this person may do."""
    agencies = agencies_for(request.user, *PROPOSING_ROLES, Role.SIGNER)
    here = reverse("applications:public_answers")
    if request.method == "POST":
        ground = typed(request.POST, "ground")
        if "suggestion" in request.POST:
            suggestions = Suggestion.objects.filter(agency__in=agencies).select_related("agency")
            suggestion = get_object_or_404(suggestions, public_id=typed(request.POST, "suggestion"))
            return perform(request, HandleSuggestion(request.user, suggestion, reply=ground), "建议已处理。", here)
        answers = PublicAnswer.objects.filter(agency__in=agencies).select_related("agency")
        answer = get_object_or_404(answers, public_id=typed(request.POST, "answer"))
        if "publish" in request.POST:
            publish = PublishAnswer(request.user, answer, today=timezone.localdate())
            return perform(request, publish, "已公开，公众网站可以查到。", here)
        return perform(request, WithdrawAnswer(request.user, answer, ground=ground), "已撤下，记录保留。", here)
    answers = PublicAnswer.objects.filter(agency__in=agencies).select_related("agency", "application", "proposed_by")
    waiting = answers.filter(published_on=None, withdrawn_at=None).prefetch_related("materials")
    suggestions = Suggestion.objects.filter(agency__in=agencies, state=SuggestionState.NEW)
    context = {
        "waiting": waiting[:A_PAGE],
        "suggestions": suggestions.select_related("application", "agency")[:A_PAGE],
        "page": Paginator(answers.exclude(published_on=None), A_PAGE).get_page(request.GET.get("page")),
        "may_publish": bool(agencies_for(request.user, Role.SIGNER)),
        "may_handle": bool(agencies_for(request.user, *PROPOSING_ROLES)),
    }
    return screen(
        request, "applications/office/public_answers.html", context, title="转为主动公开", crumbs=(list_crumb(),)
    )


@may_read
@require_http_methods(["GET", "POST"])
def propose(request: OfficeRequest, public_id: str) -> HttpResponse:
    """Propose that a case's answer be public."""
    file = file_for(request, public_id)
    materials = [
        material
        for material in file.case.materials.all()
        if not material.erased_at and material.kind not in SENSITIVE_MATERIALS
    ]
    wanted = set(request.POST.getlist("material"))
    said = {"title": file.case.subject, "text": ""}
    refusals: list[str] = []
    if request.method == "POST":
        said = {name: typed(request.POST, name) for name in said}
        chosen = [material for material in materials if material.public_id in wanted]
        try:
            ProposePublic(request.user, file.case, materials=chosen, **said).perform()
        except Refused as refused:
            refusals = refused.reasons
        else:
            return redirect("applications:public_answers")
    context = {
        "case": file.case, "rows": [(each, each.public_id in wanted) for each in materials], "said": said,
        "refusals": refusals,
    }  # fmt: skip
    return screen(
        request, "applications/office/public_propose.html", context,
        title="提出转为主动公开", crumbs=(list_crumb(), case_crumb(file.case)), status=422 if refusals else 200,
    )  # fmt: skip
