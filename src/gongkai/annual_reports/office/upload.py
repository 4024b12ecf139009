"""Uploading many files: one request a file where scripts run, all in one where they do not.

What a batch has taken in is kept row by row, so a broken connection loses nothing: giving the same files again goes on
where it ended, since known files are found by their digest.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gongkai.annual_reports import permissions
from gongkai.annual_reports.intake import record_item, take_in
from gongkai.annual_reports.models import UploadBatch, UploadItem
from gongkai.annual_reports.office.screens import OfficeRequest, list_crumb, may_read, screen
from gongkai.documents import SUFFIXES

MAX_MEGABYTES = 50
MAX_FILES = 2000
TITLE = "上传年报"
NOTHING_CHOSEN = "请选择要上传的年报文件。"
TOO_LARGE = f"文件超过 {MAX_MEGABYTES} MB，未予读取。"


@may_read
@require_http_methods(["GET", "POST"])
def start(request: OfficeRequest) -> HttpResponse:
    """The form. Posting begins a batch, with files or (by script) with their number only."""
    if not permissions.may_upload(request.user):
        raise PermissionDenied
    error = ""
    if request.method == "POST":
        files = request.FILES.getlist("files")
        expected = request.POST.get("expected", "")
        number = int(expected) if expected.isascii() and expected.isdecimal() else len(files)
        if 0 < number <= MAX_FILES:
            begun = UploadBatch.objects.create(uploaded_by=request.user, expected=number)
            for file in files:
                _take(request, begun, file)
            address = reverse("annual_reports:batch", args=[begun.public_id])
            return JsonResponse({"batch": address}) if _wants_json(request) else HttpResponseRedirect(address)
        error = NOTHING_CHOSEN if number == 0 else f"一次最多上传 {MAX_FILES} 个文件。"
        if _wants_json(request):
            return JsonResponse({"error": error}, status=422)
    context = {"error": error, "max_megabytes": MAX_MEGABYTES, "suffixes": ",".join(SUFFIXES)}
    return screen(request, "annual_reports/office/upload.html", context, title=TITLE, crumbs=(list_crumb(),))


@may_read
@require_http_methods(["GET", "POST"])
def batch(request: OfficeRequest, batch_id: str) -> HttpResponse:
    """What became of a batch's files; posting adds one more file to it."""
    begun = get_object_or_404(UploadBatch, public_id=batch_id, uploaded_by=request.user)
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            return JsonResponse({"error": NOTHING_CHOSEN}, status=422)
        return JsonResponse(_item_json(_take(request, begun, file)))
    items = begun.items.select_related("report__agency")
    context = {
        "batch": begun,
        "items": [(item, _sentence(item)) for item in items],
        "done": len(items),
        "failed": sum(bool(item.error) for item in items),
    }
    return screen(
        request, "annual_reports/office/batch.html", context,
        title="上传结果", crumbs=(list_crumb(), (TITLE, reverse("annual_reports:upload"))),
    )  # fmt: skip


def _take(request: OfficeRequest, begun: UploadBatch, file: Any) -> UploadItem:
    if file.size > MAX_MEGABYTES * 1024 * 1024:
        return record_item(begun, file.name, "", error=TOO_LARGE)
    return take_in(request.user, begun, file.name, file.read())


def _item_json(item: UploadItem) -> dict[str, Any]:
    return {
        "name": item.file_name,
        "ok": not item.error,
        "sentence": _sentence(item),
        "address": reverse("annual_reports:report", args=[item.report.public_id]) if item.report else None,
    }


def _sentence(item: UploadItem) -> str:
    """One sentence on what became of the file."""
    report = item.report
    if report is None:
        return item.error
    whose = report.agency.name if report.agency else "机关未定"
    year = f"{report.year}年" if report.year else "年度未定"
    return f"{'先前已上传，' if item.repeated else ''}{whose}，{year}。"


def _wants_json(request: OfficeRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
