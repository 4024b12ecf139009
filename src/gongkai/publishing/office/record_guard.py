"""What people do with the guard's findings: look again, decide on one, mask one, clear a file of what it hides."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from gongkai.publishing.guard.actions import ClearFile, DecideFinding, ExamineDraft, MaskFinding
from gongkai.publishing.office.record_screens import OfficeRequest, may_read, perform, record_for, typed
from gongkai.publishing.record_models import Record
from gongkai.publishing.review_models import GuardRun


@may_read
@require_POST
def finding(request: OfficeRequest, public_id: str) -> HttpResponse:
    """One button: `do` says which act, `key` on which finding (or file), `run` on which look."""
    record = record_for(request, public_id)
    after, today = _back(request, record), timezone.localdate()
    do, key = typed(request.POST, "do"), typed(request.POST, "key")
    if do == "examine":
        return perform(request, ExamineDraft(request.user, record, today=today), "已检查。", after)
    run = get_object_or_404(GuardRun, record=record, public_id=typed(request.POST, "run"))
    if do == "decide":
        ground = typed(request.POST, "ground")
        return perform(request, DecideFinding(request.user, run, key, ground), "已记录您的决定。", after)
    if do == "mask":
        done = "已遮盖，并重新检查了稿件。"
        return perform(request, MaskFinding(request.user, run, key, today=today), done, after)
    if do == "clear":
        done = "已写成新的文件，原文件保留；新文件已重新检查。"
        return perform(request, ClearFile(request.user, run, key, today=today), done, after)
    raise Http404


def _back(request: OfficeRequest, record: Record) -> str:
    """Where the button stood, if that was one of ours."""
    asked = typed(request.POST, "next")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return reverse("publishing:record", args=[record.public_id])
