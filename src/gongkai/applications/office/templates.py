"""Letter templates in the browser, and the register of document numbers: for registrar and signer of an agency."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.action import Refused
from gongkai.agencies.models import Agency
from gongkai.applications.actions.templates import (
    EDITING_ROLES,
    ChangeTemplate,
    DrawNumber,
    DropTemplate,
    VoidNumber,
    template_problems,
)
from gongkai.applications.letters.facts import merge_fields
from gongkai.applications.letters.kinds import GROUPS, LetterKind, letter_kinds
from gongkai.applications.letters.merge import merge
from gongkai.applications.letters.sample import sample_facts
from gongkai.applications.letters.template import MAX_LENGTH, SYNTAX, TemplateError, parse_template
from gongkai.applications.models import DocumentNumber, LetterTemplate
from gongkai.applications.office.letters import kind_of_block
from gongkai.applications.office.screens import (
    OfficeRequest,
    agencies_for,
    agency_among,
    list_crumb,
    may_read,
    perform,
    screen,
    typed,
)  # fmt: skip
from gongkai.applications.papers import Stage

A_PAGE = 50


@may_read
@require_safe
def templates(request: OfficeRequest) -> HttpResponse:
    """The kinds of letters, and which the agency has worded itself."""
    agencies, agency = _agency(request)
    worded = LetterTemplate.objects.filter(agency=agency).select_related("edited_by")
    own = {each.kind: each for each in worded}
    groups = [
        (name, [(kind, own.get(kind.id)) for kind in letter_kinds().values() if kind.group == group])
        for group, name in GROUPS.items()
    ]
    context = {"agency": agency, "agencies": agencies, "groups": groups}
    return screen(request, "applications/office/templates.html", context, title="文书模板", crumbs=(list_crumb(),))


@may_read
@require_http_methods(["GET", "POST"])
def template(request: OfficeRequest, kind_id: str) -> HttpResponse:
    """One template: edited, looked at, saved, or given up for the packaged one."""
    agencies, agency = _agency(request)
    kind = _kind(kind_id)
    own = LetterTemplate.objects.filter(agency=agency, kind=kind.id).first()
    text = own.text if own else kind.text
    refusals: list[str] = []
    if request.method == "POST":
        if "drop" in request.POST:
            return perform(
                request,
                DropTemplate(request.user, agency, kind.id),
                "已恢复为平台自带的模板。",
                request.get_full_path(),
            )
        text = _text(request)
        if "save" in request.POST:
            try:
                ChangeTemplate(request.user, agency, kind.id, text).perform()
            except Refused as refused:
                refusals = refused.reasons
            else:
                messages.success(request, "模板已保存，此后起草的文书用它；正在办理的文书不变。")
                return redirect(request.get_full_path())
    context: dict[str, Any] = {
        "agency": agency,
        "agencies": agencies,
        "kind": kind,
        "own": own,
        "text": text,
        "refusals": refusals,
        "problems": template_problems(kind, text),
        "syntax": SYNTAX,
        "fields": list(merge_fields().values()),
        "max_length": MAX_LENGTH,
    }
    try:
        paper = merge(parse_template(text), kind, sample_facts(kind, timezone.localdate()))
        context |= {"paper": paper, "blocks": [kind_of_block(block) for block in paper.blocks]}
        context["slips"] = [(slip.title, [kind_of_block(block) for block in slip.blocks]) for slip in paper.slips]
    except TemplateError:
        pass  # its problems are shown
    crumbs = (list_crumb(), ("文书模板", f"{reverse('applications:templates')}?agency={agency.code}"))
    return screen(
        request, "applications/office/template.html", context,
        title=kind.name, crumbs=crumbs, status=422 if refusals else 200,
    )  # fmt: skip


@may_read
@require_POST
def check(request: OfficeRequest, kind_id: str) -> JsonResponse:
    """What is wrong with the text as it is being typed."""
    _agency(request)
    return JsonResponse({"problems": template_problems(_kind(kind_id), _text(request))})


@may_read
@require_http_methods(["GET", "POST"])
def numbers(request: OfficeRequest) -> HttpResponse:
    """The agency's document numbers: used, drawn and not used, void; drawing one, voiding an unused one."""
    agencies, agency = _agency(request)
    here = f"{reverse('applications:numbers')}?agency={agency.code}"
    if request.method == "POST":
        if "draw" in request.POST:
            action = DrawNumber(request.user, agency, timezone.localdate().year)
            return perform(request, action, "已取号，见下表第一行。", here)
        key = typed(request.POST, "number")
        number = get_object_or_404(
            DocumentNumber.objects.select_related("agency", "letter"),
            agency=agency,
            pk=key if key.isascii() and key.isdecimal() else 0,
        )
        void = VoidNumber(request.user, number, ground=typed(request.POST, "ground"))
        return perform(request, void, f"文号“{number}”已作废，记录保留。", here)
    found = DocumentNumber.objects.filter(agency=agency).select_related("letter__application")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = [(number, _state(number)) for number in page]
    context = {"agency": agency, "agencies": agencies, "page": page, "rows": rows}
    return screen(request, "applications/office/numbers.html", context, title="文号登记簿", crumbs=(list_crumb(),))


def _state(number: DocumentNumber) -> str:
    if number.void_reason or (number.letter and number.letter.stage == Stage.VOID):
        return "void"
    return "used" if number.letter else "drawn"


def _agency(request: OfficeRequest) -> tuple[list[Agency], Agency]:
    agencies = agencies_for(request.user, *EDITING_ROLES)
    return agencies, agency_among(agencies, typed(request.GET, "agency"))


def _kind(kind_id: str) -> LetterKind:
    try:
        return letter_kinds()[kind_id]
    except KeyError:
        raise Http404 from None


def _text(request: OfficeRequest) -> str:
    return request.POST.get("text", "").replace("\0", "").replace("\r\n", "\n")[: MAX_LENGTH + 1]
