"""The reviewer's screen: the draft, what was found in it, what changed, pass or return; then the next one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gongkai.publishing import queries
from gongkai.publishing import review as stages_of_review
from gongkai.publishing.drafts import draft_of
from gongkai.publishing.enums import Stage
from gongkai.publishing.office.record_acts import ACTS, carry_out
from gongkai.publishing.office.record_page import parts
from gongkai.publishing.office.record_screens import OfficeRequest, list_crumb, may_read, record_for, screen
from gongkai.publishing.record_models import Record

TITLE = "逐条审核"


@may_read
@require_http_methods(["GET", "POST"])
def review(request: OfficeRequest, public_id: str = "") -> HttpResponse:
    """One draft that waits for this person; without a number, the one that has waited longest."""
    waiting = queries.waiting_for(request.user)
    if not public_id:
        first = waiting.order_by("pk").first()
        if first:
            return redirect("publishing:review", first.public_id)
        return screen(request, "publishing/office/review_empty.html", {}, title=TITLE, crumbs=(list_crumb(),))
    record = record_for(request, public_id)
    at_secrecy = record.stage == Stage.SECRECY
    passing = ACTS["baomi" if at_secrecy else "tongguo"]
    returning = ACTS["baomi-tuihui" if at_secrecy else "tuihui"]
    chosen = returning if "return" in request.POST else passing
    data = request.POST if request.method == "POST" else None
    forms = {
        act: act.form_class(data if act is chosen else None, auto_id=f"{prefix}_%s")
        for act, prefix in ((passing, "pass"), (returning, "return"))
    }
    refusals: list[str] = []
    if request.method == "POST" and forms[chosen].is_valid():
        refusals = carry_out(request, record, chosen, forms[chosen].cleaned_data)
        if not refusals:
            return redirect(_next_after(request, record))
    draft = draft_of(record)
    context = {
        "record": record,
        "draft": draft,
        "passing": forms[passing],
        "returning": forms[returning],
        "refusals": refusals,
        "obstacle": stages_of_review.obstacle(request.user, record),
        "at_secrecy": at_secrecy,
        "waiting": waiting.count(),
        "version": request.POST.get("version", record.version),
        **parts(request.user, record, draft),
    }
    return screen(
        request, "publishing/office/review.html", context, title=TITLE, crumbs=(list_crumb(),),
        status=422 if refusals or any(form.errors for form in forms.values()) else 200,
    )  # fmt: skip


def _next_after(request: OfficeRequest, record: Record) -> str:
    """The address of the next draft that waits, younger ones first; of the empty desk where none does."""
    waiting = queries.waiting_for(request.user).exclude(pk=record.pk).order_by("pk")
    following = waiting.filter(pk__gt=record.pk).first() or waiting.first()
    return reverse("publishing:review", args=[following.public_id] if following else [])
