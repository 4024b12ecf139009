"""Writing a record: a page of blocks that saves itself as a draft, its attachments, a look as the public will have."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency
from gongkai.documents.file_types import RECORDINGS, TYPES
from gongkai.publishing import consultations
from gongkai.publishing.access import editable_columns, may_edit
from gongkai.publishing.actions import AddAttachment, CreateRecord, DraftFile, SaveDraft
from gongkai.publishing.base_models import Attachment
from gongkai.publishing.columns.rights import may_edit as keeps_columns
from gongkai.publishing.columns.tree import site_of
from gongkai.publishing.drafts import draft_of, has_draft
from gongkai.publishing.enums import REVIEW_STAGES, Stage
from gongkai.publishing.handing_out import hand_out
from gongkai.publishing.office.beside import shown_beside
from gongkai.publishing.office.record_form import NewRecordForm, RecordForm
from gongkai.publishing.office.record_screens import (
    OfficeRequest,
    list_crumb,
    may_read,
    record_crumb,
    record_for,
    screen,
    typed,
)
from gongkai.publishing.office.rich_text import address_of, for_screen
from gongkai.publishing.record_models import Record, RecordFile

PICTURES = frozenset({"jpg", "jpeg", "png", "gif"})
PLAYED = frozenset(suffix for kind in (*RECORDINGS, "vtt") for suffix in TYPES[kind].suffixes)


@may_read
@require_http_methods(["GET", "POST"])
def new_record(request: OfficeRequest) -> HttpResponse:
    """Begin a record: its column and its title."""
    agencies = _agencies_written_for(request)
    code = typed(request.GET, "agency")
    agency = next((agency for agency in agencies if agency.code == code), agencies[0])
    columns = editable_columns(request.user, agency)
    form = NewRecordForm(request.POST or None, columns)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        column, title = form.cleaned_data["column"], form.cleaned_data["title"]
        try:
            made = CreateRecord(request.user, agency, column, {"title": title}).perform()
        except Refused as refused:
            refusals = refused.reasons
        else:
            return redirect("publishing:edit_record", made.public_id)
    context = {
        "form": form, "refusals": refusals, "agencies": agencies, "agency": agency, "columns": columns,
        "no_site": not columns and site_of(agency) is None, "keeps_columns": keeps_columns(request.user, agency),
    }  # fmt: skip
    return screen(
        request, "publishing/office/new_record.html", context, title="起草信息", crumbs=(list_crumb(),),
        status=422 if refusals or form.errors else 200,
    )  # fmt: skip


@may_read
@require_http_methods(["GET", "POST"])
def edit_record(request: OfficeRequest, public_id: str) -> HttpResponse:
    """The draft as a form. Posted with `auto`, it answers in JSON and the page stays."""
    record = record_for(request, public_id)
    if not may_edit(request.user, record.column):
        raise PermissionDenied
    draft = draft_of(record)
    form = RecordForm(request.POST if request.method == "POST" else None, draft, request.user)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, record, form)
        except Refused as refused:
            refusals = refused.reasons
        else:
            if "auto" in request.POST:
                return JsonResponse({"version": saved.version, "saved": f"{timezone.localtime():%H:%M:%S}"})
            messages.success(request, "草稿已保存。")
            after = "record" if "leave" in request.POST else "edit_record"
            return redirect(f"publishing:{after}", record.public_id)
    if "auto" in request.POST:
        errors = {name: " ".join(map(str, sentences)) for name, sentences in form.errors.items()}
        return JsonResponse({"reasons": refusals, "errors": errors}, status=422)
    context = {
        "record": record,
        "form": form,
        "blocks": list(form.blocks()),
        "refusals": refusals,
        "files": _files_shown(request, draft),
        "in_review": record.stage in (*REVIEW_STAGES, Stage.APPROVED),
        "version": typed(request.POST, "version") or record.version,
    }
    return screen(
        request, "publishing/office/edit_record.html", context, title="编辑信息",
        crumbs=(list_crumb(), record_crumb(record)), status=422 if refusals or form.errors else 200,
    )  # fmt: skip


@may_read
@require_POST
def upload(request: OfficeRequest, public_id: str) -> JsonResponse:
    """Take one file in, before the draft is saved with it. A picture for the body says what it shows."""
    record = record_for(request, public_id)
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"reasons": ["请选择文件。"]}, status=422)
    alternative = typed(request.POST, "alternative")[:200]
    if "picture" in request.POST and not alternative:
        return JsonResponse({"reasons": ["请填写替代文字，说明图片内容。"]}, status=422)
    if "picture" in request.POST and PurePath(file.name or "").suffix.lower().lstrip(".") not in PICTURES:
        return JsonResponse({"reasons": ["请使用 JPG、PNG 或 GIF 图片。"]}, status=422)
    try:
        kept = AddAttachment(request.user, record.agency, file.name or "", file.read(), title=alternative).perform()
    except Refused as refused:
        return JsonResponse({"reasons": refused.reasons}, status=422)
    return JsonResponse(
        {
            "id": kept.public_id,
            "title": kept.title,
            "address": reverse("publishing:attachment", args=[kept.public_id]),
            "picture": address_of(kept.public_id),
        }
    )


@may_read
@require_safe
def picture(request: OfficeRequest, public_id: str) -> HttpResponseBase:
    """A picture on a page of the office, for whoever may see the draft."""
    return _shown(request, public_id, PICTURES)


@may_read
@require_safe
def played(request: OfficeRequest, public_id: str) -> HttpResponseBase:
    """Sound, film or captions for a player on a page of the office, for whoever may see the draft."""
    return _shown(request, public_id, PLAYED)


def _shown(request: OfficeRequest, public_id: str, suffixes: Collection[str]) -> HttpResponseBase:
    found = _attachment(request, public_id)
    if found.file_extension.lower() not in suffixes:
        raise Http404
    return hand_out(request, found, inline=True)


@may_read
@require_safe
def attachment(request: OfficeRequest, public_id: str) -> HttpResponseBase:
    """A file to be kept, never opened in the office's own address."""
    return hand_out(request, _attachment(request, public_id))


@may_read
@require_safe
def preview(request: OfficeRequest, public_id: str) -> HttpResponse:
    """The draft as the public will read it: what is said, without what only the office sees."""
    record = record_for(request, public_id)
    draft = draft_of(record)
    context = {
        "record": record,
        "draft": draft,
        "newer": record.live and has_draft(record),
        "body": for_screen(draft),
        "beside": shown_beside(record),
        "files": list(draft.files.all()),
    }
    return screen(
        request, "publishing/office/preview.html", context, title="预览", crumbs=(list_crumb(), record_crumb(record))
    )


def _attachment(request: OfficeRequest, public_id: str) -> Attachment:
    """A file of an agency that the person works for, or of a draft about which a body of his is being asked."""
    found = get_object_or_404(Attachment.objects.select_related("agency"), public_id=public_id)
    own = found.agency is not None and request.user.scope.may_see(found.agency)
    if not own and not consultations.shows(request.user, found):
        raise Http404
    if not found.file:  # purged
        raise Http404
    return found


def _save(request: OfficeRequest, record: Record, form: RecordForm) -> Record:
    version = typed(request.POST, "version")
    files = _files_typed(request, record)
    return SaveDraft(
        request.user, record, form.values(), files, version=int(version[:9]) if version.isdecimal() else None
    ).perform()


def _files_typed(request: OfficeRequest, record: Record) -> list[DraftFile]:
    """The attachments in the order in which they stand on the page, and those that came with it without a script."""
    off = set(request.POST.getlist("attachment_off"))
    asked = [each for each in request.POST.getlist("attachment") if each not in off]
    # Those that the record has had may be of an agency that it came from; new ones are the agency's own.
    known = Attachment.objects.filter(Q(agency=record.agency) | Q(uses__record=record), public_id__in=asked).distinct()
    found = {file.public_id: file for file in known}
    files = [
        DraftFile(found[each], typed(request.POST, f"attachment_title_{each}")[:200])
        for each in dict.fromkeys(asked)
        if each in found
    ]
    for sent in request.FILES.getlist("upload"):
        files.append(DraftFile(AddAttachment(request.user, record.agency, sent.name or "", sent.read()).perform()))
    return files


def _files_shown(request: OfficeRequest, draft: Record) -> list[RecordFile | dict[str, Any]]:
    if request.method != "POST":
        return list(draft.files.all())
    found = {file.public_id: file for file in Attachment.objects.filter(agency=draft.agency)
             .filter(public_id__in=request.POST.getlist("attachment"))}  # fmt: skip
    return [
        {"file": found[each], "title": typed(request.POST, f"attachment_title_{each}")}
        for each in request.POST.getlist("attachment")
        if each in found
    ]


def _agencies_written_for(request: OfficeRequest) -> list[Agency]:
    condition = request.user.scope.condition("", Role.EDITOR)
    agencies = list(Agency.objects.filter(condition).order_by("path")) if condition is not None else []
    if not agencies:
        raise PermissionDenied
    return agencies
