"""年报体检: somebody gives a report, it is read and checked, and nothing of it is kept.

No file, no row, no line in a log: the upload lives in this request's memory and in the short-lived process that reads
it. The list of findings as a Word file is made from what the page itself carries, signed so that nobody can have us
write what we did not find.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.core import signing
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.annual_reports.convert import finding_from_json, report_from_json
from gongkai.annual_reports.display import shown_report
from gongkai.documents import SUFFIXES
from gongkai.portal import guard
from gongkai.portal.pages import EXAMINE, page
from gongkai.portal.uploads import MAX_BYTES, MAX_CHARACTERS, MemoryOnly
from gongkai.reports.isolated import read_and_check
from gongkai.reports.writing.findings_docx import MEDIA_TYPE, findings_docx

_SALT = "portal.examine.findings"
_LIST_VALID = 24 * 3600
_MEGABYTE = 1024 * 1024

NOTHING_GIVEN = "请选择一个文件，或者把年报的文字粘贴到文本框里。"
TOO_LARGE = f"文件超过 {MAX_BYTES // _MEGABYTE} MB，未予读取；一份年报通常不到 2 MB，请检查是否选错了文件。"
TOO_LONG = f"粘贴的文字超过 {MAX_CHARACTERS // 10_000} 万字，未予读取；请只粘贴年报正文。"
EMPTY_FILE = "这个文件是空的。"
LIST_EXPIRED = "问题清单已过期，请重新体检后再下载。"
LIST_NAME = "年报问题清单.docx"
PASTED = "粘贴的文字.txt"


# The token is checked inside, after the handler that keeps the upload in memory has been put in place.
@csrf_exempt
@never_cache
def examine(request: HttpRequest) -> HttpResponse:
    """The form, and for what was sent with it the result on the same address."""
    request.upload_handlers = [MemoryOnly(request)]
    try:
        return _examine(request)
    except RequestDataTooBig:  # more text than is read of a form at all: it can only have been pasted
        return _form(request, TOO_LONG)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _examine(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request)
    given = _given(request)
    if isinstance(given, str):
        return _form(request, given)
    if not guard.allow(request):
        return _form(request, guard.TOO_MANY, status=429)
    with guard.a_place() as free:
        if not free:
            return _form(request, guard.BUSY, status=503)
        result = read_and_check(given[1], given[0])
    if "error" in result:
        sentence = result["error"]
        return _form(request, _of_text(sentence) if given[0] == PASTED else sentence)
    return _result(request, result)


def _given(request: HttpRequest) -> tuple[str, bytes] | str:
    """Name and bytes of what was sent, or the sentence that says what is wrong with it."""
    file = request.FILES.get("file")
    if getattr(request, "upload_too_large", False):
        return TOO_LARGE
    if file is not None:
        data = file.read()
        return (file.name or "年报", data) if data else EMPTY_FILE
    text = request.POST.get("text", "")
    if len(text) > MAX_CHARACTERS:
        return TOO_LONG
    return (PASTED, text.encode()) if text.strip() else NOTHING_GIVEN


def _of_text(sentence: str) -> str:
    """What the reader says of a file, said of text that somebody pasted."""
    return sentence.replace("这个文件", "文件").replace("文件", "粘贴的文字", 1)


def _form(request: HttpRequest, error: str = "", status: int = 422) -> HttpResponse:
    context = {
        "error": error,
        "text": request.POST.get("text", "") if error and request.method == "POST" else "",
        "suffixes": ",".join(SUFFIXES),
        "max_megabytes": MAX_BYTES // _MEGABYTE,
        "max_characters": MAX_CHARACTERS,
        "too_long": TOO_LONG,
    }
    return page(
        request, "portal/examine.html", context, here="examine", column=EXAMINE,
        breadcrumb=[("首页", reverse("portal:home")), ("年报体检", "")], status=status if error else 200,
    )  # fmt: skip


def _result(request: HttpRequest, result: dict[str, Any]) -> HttpResponse:
    printed = report_from_json(result)
    kept = result | {"sections": {}, "blocks": [], "repairs": []}
    context = {
        "data": result,
        "printed": printed,
        "report": shown_report(
            printed, [finding_from_json(item) for item in result["findings"]], result.get("blocks", [])
        ),
        "wide": True,
        "payload": signing.dumps(kept, salt=_SALT, compress=True),
        "list_action": reverse("portal:examine_docx"),
    }
    crumbs = [("首页", reverse("portal:home")), ("年报体检", reverse("portal:examine")), ("体检结果", "")]
    return page(request, "portal/examined.html", context, here="examine", column=EXAMINE, breadcrumb=crumbs)


@require_POST
@never_cache
def findings_list(request: HttpRequest) -> HttpResponse:
    """问题清单 as a Word file, made of the signed list that the page of the result carries."""
    try:
        kept = signing.loads(request.POST.get("payload", ""), salt=_SALT, max_age=_LIST_VALID)
    except signing.BadSignature:
        return _form(request, LIST_EXPIRED, status=400)
    findings = [finding_from_json(item) for item in kept["findings"]]
    response = HttpResponse(
        findings_docx([(report_from_json(kept), findings)], made_on=timezone.localdate()), content_type=MEDIA_TYPE
    )
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(LIST_NAME)}"
    return response
