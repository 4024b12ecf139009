"""The papers of a dispute: opened, withdrawn; and which kinds of them an agency uses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.action import KEPT_IN_LEDGER, Refused
from gongkai.applications.actions.office import SETTING_ROLES
from gongkai.applications.models import CASE_ROLES
from gongkai.applications.office.file_answers import file_answer
from gongkai.applications.office.form_fields import Words
from gongkai.applications.office.screens import OfficeRequest, agencies_for, agency_among, screen, typed
from gongkai.disputes.actions import ChangeFileKinds, LookAtFile, WithdrawFile
from gongkai.disputes.actions.base import may_register
from gongkai.disputes.actions.files import LONGEST_REASON, MOST_OWN
from gongkai.disputes.enums import Direction
from gongkai.disputes.file_kinds import FileKind, packaged_kinds
from gongkai.disputes.file_models import LONGEST_KIND, FileKinds, kinds_of
from gongkai.disputes.models import DisputeFile
from gongkai.disputes.office.views import (
    address_of,
    crumb_of,
    dispute_for,
    form_screen,
    list_crumb,
    may_read,
    tried,
)  # fmt: skip
from gongkai.disputes.results import GROUPS

KINDS_TITLE = "复议诉讼文件种类"


class WithdrawForm(forms.Form):
    """Why."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    ground = forms.CharField(label="撤回的理由", max_length=LONGEST_REASON, help_text=KEPT_IN_LEDGER)


class FileKindsForm(forms.Form):
    """The usual kinds that are used, and the agency's own, a line each."""

    used = forms.MultipleChoiceField(label="使用的通用种类", required=False, widget=forms.CheckboxSelectMultiple)
    own = Words(
        "本机关增加的种类", required=False, help_text=f"每行一种，每种不超过{LONGEST_KIND}字，不超过{MOST_OWN}种。"
    )
    ground = forms.CharField(label="依据或者理由", max_length=300, help_text=KEPT_IN_LEDGER)

    def __init__(self, data: Any, held: FileKinds) -> None:
        used = [name for name in packaged_kinds() if name not in held.hidden]
        super().__init__(data, initial={"used": used, "own": "\n".join(held.own)})
        self.fields["used"].choices = [(name, _described(kind)) for name, kind in packaged_kinds().items()]  # type: ignore[attr-defined]


def _described(kind: FileKind) -> str:
    """A kind with what is usual for it."""
    only = f"{GROUPS[kind.groups[0]]}，" if len(kind.groups) == 1 else ""
    return f"{kind.name}（{only}{Direction(kind.direction).label}）"


@may_read
@require_safe
def file(request: OfficeRequest, public_id: str, file_id: str) -> HttpResponseBase:
    """A paper of the dispute. Proofs of identity are for few, and each look is recorded."""
    found = _file_for(request, public_id, file_id)
    if found.filed_as.sensitive:
        try:
            LookAtFile(request.user, found, today=timezone.localdate()).perform()
        except Refused as refused:
            return HttpResponse("".join(refused.reasons), status=403, content_type="text/plain; charset=utf-8")
    return file_answer(request, found)


@may_read
@require_http_methods(["GET", "POST"])
def withdraw(request: OfficeRequest, public_id: str, file_id: str) -> HttpResponse:
    """撤回文件."""
    found = _file_for(request, public_id, file_id)
    dispute = found.dispute
    if not may_register(request.user, dispute.agency):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = WithdrawForm(data, initial={"version": dispute.version})
    refusals: list[str] = []
    if data is not None and form.is_valid():
        made, refusals = tried(WithdrawFile(request.user, found, today=timezone.localdate(), **form.cleaned_data))
        if made is not None:
            messages.success(request, f"已撤回“{found.title}”。")
            return redirect(address_of(dispute))
    context = {
        "form": form,
        "refusals": refusals,
        "button": "撤回文件",
        "back": address_of(dispute),
        "about": found.title,
        "explanation": "撤回的文件不再导出，仍留在本件的文件中，可以查看；撤回人、时间和理由一并显示。",
    }
    return form_screen(request, context, "撤回文件", (list_crumb(), crumb_of(dispute)))


@may_read
@require_http_methods(["GET", "POST"])
def file_kinds(request: OfficeRequest) -> HttpResponse:
    """Which kinds of papers an agency uses; some may change them."""
    agencies = agencies_for(request.user, *CASE_ROLES)
    agency = agency_among(agencies, typed(request.GET, "agency"))
    held = kinds_of(agency)
    form = FileKindsForm(request.POST if request.method == "POST" else None, held)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        action = ChangeFileKinds(
            request.user, agency, used=said["used"], own=said["own"].splitlines(), ground=said["ground"]
        )
        made, refusals = tried(action)
        if made is not None:
            messages.success(request, "已修改，已经存入的文件不受影响。")
            return redirect(f"{reverse('disputes:file_kinds')}?agency={agency.code}")
    context = {
        "agency": agency,
        "agencies": agencies,
        "form": form,
        "used": [kind for name, kind in packaged_kinds().items() if name not in held.hidden],
        "own": held.own,
        "refusals": refusals,
        "may_edit": request.user.scope.may_act(agency, *SETTING_ROLES),
    }
    status = 422 if refusals or form.errors else 200
    return screen(
        request, "disputes/office/file_kinds.html", context, title=KINDS_TITLE, crumbs=(list_crumb(),), status=status
    )


def _file_for(request: OfficeRequest, public_id: str, file_id: str) -> DisputeFile:
    """A file that is still there, of a dispute that the person may see; else it is not there (404)."""
    dispute = dispute_for(request, public_id)
    return get_object_or_404(
        DisputeFile.objects.select_related("dispute__agency"), dispute=dispute, public_id=file_id, erased_at=None
    )
