"""办理查询: an applicant's own case, by its number and query code, and what he can do in it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.action import Refused
from gongkai.agencies.address import origin_of
from gongkai.applications import lookups
from gongkai.applications.actions.public import (
    LONGEST_SUGGESTION,
    Answer,
    SendProof,
    Suggest,
    Withdraw,
    code_of,
)
from gongkai.applications.enums import MaterialKind
from gongkai.applications.letter_facts import case_facts
from gongkai.applications.letters.facts import LetterFacts
from gongkai.applications.letters.kinds import letter_kinds
from gongkai.applications.letters.merge import merge
from gongkai.applications.letters.writing import MEDIA_TYPES, Look, write_letter
from gongkai.applications.models import Application
from gongkai.applications.office_settings import office_of
from gongkai.applications.public import Tracked, applicants_case, find_case, tracked
from gongkai.documents.official_pdf import NoFont
from gongkai.portal import case_access
from gongkai.portal.case_access import for_applicant
from gongkai.portal.forms import ANY_FIELD, Form, errors_json, gone_to, new_key, read_key, typed, wants_json
from gongkai.portal.pages import APPLY, page
from gongkai.portal.uploads import LARGEST, MAX_TOTAL, MEGABYTE, takes_files
from gongkai.portal.views.apply import crumbs

WRONG = "登记编号或者查询码不正确，请对照提交回执重新填写。"
TOO_MANY = "登记编号或者查询码连续输错次数过多，请 15 分钟后再试；急需了解办理情况的，请与受理机关联系。"
NOT_GIVEN = "请填写登记编号和查询码。"
TOO_LONG = "填写的文字过长，没有提交；请精简，或者把较长的内容作为文件上传。"
NO_LONGER = "这一步现在不能办理，请返回查看最新的办理情况。"


# ---------------------------------------------------------------- asking for a case


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """The form that asks for number and code, and with the right ones the way to the case."""
    form = Form(typed(request))
    if request.method != "POST":
        form = Form({"number": request.GET.get("bianhao", "").replace("\0", "")[:80]})
        return _lookup(request, form, expired="guoqi" in request.GET)
    number, code = form.value("number").strip(), form.value("code").strip()
    if not number or not code or len(number) > 80 or len(code) > 40:
        form.wrong("code" if number else "number", NOT_GIVEN if not number or not code else WRONG)
        return _lookup(request, form, status=422)
    attempt = lookups.begin(number, origin_of(request), timezone.now())
    if not attempt.allowed:
        form.wrong(ANY_FIELD, TOO_MANY)
        return _lookup(request, form, status=429)
    case = find_case(number, code)
    if case is None:
        form.wrong("number", WRONG)
        return _lookup(request, form, status=422)
    attempt.succeeded()
    response = gone_to(request, reverse("portal:case", args=[case.public_id]))
    case_access.grant(request, response, case)
    return response


def _lookup(request: HttpRequest, form: Form, *, expired: bool = False, status: int = 200) -> HttpResponse:
    # A code that was typed is not written back into the page.
    form.values = {**form.values, "code": ""}
    context = {"form": form, "expired": expired, "minutes": case_access.MINUTES}
    return page(
        request, "portal/case/lookup.html", context,
        here="apply", column=APPLY, breadcrumb=crumbs(("办理查询", "")), status=status,
    )  # fmt: skip


# ---------------------------------------------------------------- one case


def _case(public_id: str) -> Application:
    try:
        return applicants_case(public_id)
    except Application.DoesNotExist:
        raise Http404 from None


@require_safe
@for_applicant
def case(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where the case is, when its answer is due and why, and what can be done."""
    shown = tracked(_case(public_id), timezone.localdate())
    response = _shown(request, shown, Form())
    case_access.grant(request, response, shown.case)
    return response


def _shown(request: HttpRequest, shown: Tracked, form: Form, status: int = 200) -> HttpResponse:
    context = {
        "case": shown.case,
        "tracked": shown,
        "office": office_of(shown.case.agency),
        "form": form,
        "key": new_key(),
        "longest_suggestion": LONGEST_SUGGESTION,
        "suggested": "jianyi" in request.GET,
        "sent": "yijiao" in request.GET,
        "file_megabytes": LARGEST // MEGABYTE,
        "total_megabytes": MAX_TOTAL // MEGABYTE,
    }
    return page(
        request, "portal/case/case.html", context,
        here="apply", column=APPLY, status=status,
        breadcrumb=crumbs(("办理查询", reverse("portal:lookup")), (shown.case.receipt_no, "")),
    )  # fmt: skip


@require_safe
@for_applicant
def receipt(request: HttpRequest, public_id: str) -> HttpResponse:
    """提交回执: number and query code. It confirms nothing but that the application has arrived here."""
    case = _case(public_id)
    context = {
        "case": case,
        "code": code_of(case),
        "office": office_of(case.agency),
        "address": f"{settings.PUBLIC_URL}{reverse('portal:lookup')}",
        "has_pdf": True,
    }
    return page(
        request, "portal/case/receipt.html", context,
        here="apply", column=APPLY,
        breadcrumb=crumbs((case.receipt_no, reverse("portal:case", args=[public_id])), ("提交回执", "")),
    )  # fmt: skip


@require_safe
@for_applicant
def receipt_paper(request: HttpRequest, public_id: str) -> HttpResponse:
    """提交回执 as a PDF."""
    case = _case(public_id)
    submitted = timezone.localdate(case.submitted_at)
    office = office_of(case.agency)
    facts = case_facts(case, submitted) | {
        "contact_phone": office.phone or "见政府信息公开指南",
        "query_code": code_of(case),
        "query_address": f"{settings.PUBLIC_URL}{reverse('portal:lookup')}",
    }
    kind = letter_kinds()["submission_receipt"]
    try:
        content = write_letter(merge(kind.template, kind, LetterFacts(**facts)), "pdf", Look(seal=False))
    except NoFont as sentence:
        return HttpResponse(str(sentence), status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type=MEDIA_TYPES["pdf"])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'提交回执 {case.receipt_no}.pdf')}"
    return response


@require_safe
@for_applicant
def paper(request: HttpRequest, public_id: str, material: str) -> FileResponse:
    """A letter, or information, that the office has given to the applicant. A download always."""
    found = next((paper for paper in tracked_papers(public_id) if paper.public_id == material), None)
    if found is None:
        raise Http404
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def tracked_papers(public_id: str) -> list[Any]:
    """What was given to the applicant of a case."""
    return list(_case(public_id).papers)  # type: ignore[attr-defined]


# ---------------------------------------------------------------- what the applicant does


def _too_large(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return errors_json({ANY_FIELD: TOO_LONG}, 413)
    context = {"heading": "没有提交", "sentence": TOO_LONG}
    return page(request, "portal/error.html", context, here="apply", column=APPLY, status=413)


@takes_files(_too_large)
@require_http_methods(["POST"])
@for_applicant
def supply(request: HttpRequest, public_id: str) -> HttpResponse:
    """The supplement, the reasons, or the proof of payment that the office waits for: text and files."""
    today = timezone.localdate()
    shown = tracked(_case(public_id), today)
    form = Form(typed(request))
    uploads = form.uploads(request, "files", _KINDS.get(shown.asked.kind if shown.asked else "", ""))
    if not form.errors and shown.asked:
        try:
            if shown.asked.kind == "fee_notified":
                SendProof(shown.case, uploads, today=today).perform()
            else:
                Answer(shown.case, shown.asked, today=today, text=form.value("text"), uploads=uploads).perform()
        except Refused as refused:
            form.wrong("text" if shown.asked.kind != "fee_notified" else "files", str(refused))
    elif not form.errors:
        form.wrong(ANY_FIELD, NO_LONGER)
    if form.errors:
        if wants_json(request):
            return errors_json(form.errors)
        return _shown(request, tracked(_case(public_id), today), form, 422)
    return gone_to(request, f"{reverse('portal:case', args=[public_id])}?yijiao=1")


_KINDS = {
    "supplement_asked": MaterialKind.SUPPLEMENT,
    "reasons_asked": MaterialKind.REASONS,
    "fee_notified": MaterialKind.PAYMENT,
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_applicant
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page that asks once more, and on its own button the withdrawal."""
    today = timezone.localdate()
    shown = tracked(_case(public_id), today)
    form = Form(typed(request))
    if request.method == "POST":
        try:
            Withdraw(shown.case, today=today, text=form.value("text")).perform()
        except Refused as refused:
            form.wrong("text", str(refused))
        else:
            return HttpResponseRedirect(reverse("portal:case", args=[public_id]))
    elif "withdrawn" not in shown.offers:
        return HttpResponseRedirect(reverse("portal:case", args=[public_id]))
    context = {"case": shown.case, "form": form}
    return page(
        request, "portal/case/withdraw.html", context, here="apply", column=APPLY,
        breadcrumb=crumbs((shown.case.receipt_no, reverse("portal:case", args=[public_id])), ("撤回申请", "")),
        status=422 if form.errors else 200,
    )  # fmt: skip


@require_http_methods(["POST"])
@for_applicant
def suggest(request: HttpRequest, public_id: str) -> HttpResponse:
    """建议主动公开 (Art 44¶2)."""
    shown = tracked(_case(public_id), timezone.localdate())
    form = Form(typed(request))
    if key := read_key(form.value("key")):
        try:
            Suggest(shown.case, form.value("suggestion"), submission_key=key).perform()
        except Refused as refused:
            form.wrong("suggestion", str(refused))
    else:
        form.wrong("suggestion", "这个页面已经过期，请重新提交。")
    if form.errors:
        return _shown(request, shown, form, 422)
    return HttpResponseRedirect(f"{reverse('portal:case', args=[public_id])}?jianyi=1")


@require_http_methods(["POST"])
def leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """Forget the case in this browser: for a computer that others use."""
    response = HttpResponseRedirect(reverse("portal:lookup"))
    case_access.leave(response, public_id)
    return response
