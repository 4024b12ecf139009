"""征求意见: what other agencies ask this one about their drafts, and its answer (条例 Art 11)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.office.paging import page_of
from gongkai.publishing import consultations as asked_here
from gongkai.publishing.actions import AnswerAsBody
from gongkai.publishing.drafts import draft_of
from gongkai.publishing.office.columns_screens import form_screen
from gongkai.publishing.office.record_act_forms import OpinionOfBodyForm
from gongkai.publishing.office.record_screens import OfficeRequest, list_crumb, may_read, screen, typed
from gongkai.publishing.office.rich_text import for_screen
from gongkai.publishing.review_models import Consulted

TITLE = "征求本机关意见"


@may_read
@require_safe
def consultations(request: OfficeRequest) -> HttpResponse:
    """What waits for an answer, the most pressing first; what was answered, the newest first."""
    found = asked_here.asked_of(request.user)
    answered = typed(request.GET, "answered") == "1"
    rows = found.exclude(asked_here.OPEN).order_by("-sent_on", "-pk") if answered else found.filter(asked_here.OPEN)
    context = {"page": page_of(request, rows), "answered": answered, "today": timezone.localdate()}
    return screen(request, "publishing/office/consultations.html", context, title=TITLE, crumbs=(list_crumb(),))


@may_read
@require_http_methods(["GET", "POST"])
def consultation(request: OfficeRequest, public_id: str) -> HttpResponse:
    """One question with the draft that it is about, and the answer to it."""
    asked: Consulted = get_object_or_404(asked_here.asked_of(request.user), public_id=public_id)
    waits = asked.agreed is None and asked.settled_on is None
    here = (list_crumb(), (TITLE, reverse("publishing:consultations")))
    draft = draft_of(asked.record) if waits else None
    context = {
        "asked": asked, "record": asked.record, "waits": waits, "draft": draft,
        "body": for_screen(draft) if draft else "", "files": list(draft.files.all()) if draft else [],
        "may_answer": waits and asked_here.may_answer(request.user, asked), "today": timezone.localdate(),
    }  # fmt: skip
    if not waits and request.method == "POST":
        return redirect("publishing:consultation", asked.public_id)
    return form_screen(
        request, OpinionOfBodyForm(request.POST or None),
        lambda form: AnswerAsBody(
            request.user, asked, form.cleaned_data["agreed"] == "1", form.cleaned_data["answer"],
            today=timezone.localdate(),
        ),
        title=f"{asked.record.agency}征求意见", after=reverse("publishing:consultations"), crumbs=here, done="已答复。",
        button="答复", template="publishing/office/consultation.html", extra=context,
    )  # fmt: skip
