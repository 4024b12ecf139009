"""Before a file goes out: what it gives away, masking it, letting it through, giving it to the applicant; the scan of a
sealed letter."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.action import Refused
from gongkai.applications.actions.release import (
    AddSealed,
    GiveOut,
    LetThrough,
    MaskMaterial,
    RewriteMaterial,
    TakeBack,
)
from gongkai.applications.casefile import CaseFile
from gongkai.applications.enums import SENSITIVE_MATERIALS
from gongkai.applications.kept_files import Upload
from gongkai.applications.models import Inspection, Material
from gongkai.applications.office.case import file_for
from gongkai.applications.office.form_fields import Proof
from gongkai.applications.office.letters import address_of, letter_for
from gongkai.applications.office.mask_form import mask_rows, masks_of, proposals
from gongkai.applications.office.screens import OfficeRequest, case_crumb, list_crumb, may_read, screen, typed
from gongkai.applications.procedure import acts
from gongkai.applications.release import allowed_contacts, inspection_of, obstacle
from gongkai.documents.disclosure.pages import layout_apart, picture_apart
from gongkai.documents.disclosure.rewriting import CLEARED, MASKABLE, Choice
from gongkai.documents.model import UnusableDocument

_ACTS = {"give": GiveOut, "take": TakeBack, "let": LetThrough}
_DONE = {
    "give": "已向申请人提供，申请人凭查询码可以下载。",
    "take": "已停止提供。",
    "let": "已记录决定，可以向申请人提供。",
}


@may_read
@require_http_methods(["GET", "POST"])
def release(request: OfficeRequest, public_id: str, material_id: str) -> HttpResponse:
    """What a file gives away, and what may be done with it."""
    file, material = _material(request, public_id, material_id)
    refusals: list[str] = []
    if request.method == "POST":
        wanted = typed(request.POST, "act")
        if wanted == "rewrite":
            return _rewrite(request, file, material)
        if wanted not in _ACTS:
            raise Http404
        try:
            _ACTS[wanted](
                request.user, file.case, material, today=file.today, ground=typed(request.POST, "ground")
            ).perform()
        except Refused as refused:
            refusals = refused.reasons
        else:
            messages.success(request, _DONE[wanted])
            return redirect(request.path)
    return _release(request, file, material, refusals)


def _release(request: OfficeRequest, file: CaseFile, material: Material, refusals: list[str]) -> HttpResponse:
    inspection = inspection_of(material)
    may_rewrite = material.format in MASKABLE and _may("mask", file)
    context = {
        "case": file.case,
        "material": material,
        "inspection": inspection,
        "choices": _choices(inspection) if may_rewrite else [],
        "clearable": may_rewrite and any(finding["kind"] in CLEARED for finding in inspection.findings),
        "obstacle": obstacle(material),
        "refusals": refusals,
        "may_give": _may("give_out", file),
        "may_mask": material.format == "pdf" and _may("mask", file),
        "may_let": inspection.holds_back and _may("let_through", file) and material.added_by_id != request.user.pk,
        "masking": getattr(material, "masking", None),
        "masked_as": [each.material for each in material.masked_as.select_related("material")],
    }
    return _draw(request, "release", file, context, f"公开前检查：{material.name}", 422 if refusals else 200)


def _choices(inspection: Inspection) -> list[tuple[str, str]]:
    """What can be masked in a file that is written anew as a whole: a value for the form, and its name."""
    found = {(each["kind"], each["masked"]): each["name"] for each in inspection.findings if each["masked"]}
    return [(f"{kind}|{masked}", f"{name} {masked}") for (kind, masked), name in found.items()]


def _rewrite(request: OfficeRequest, file: CaseFile, material: Material) -> HttpResponse:
    """A Word file, a workbook or a text without what was ticked."""
    ticked = [each.partition("|") for each in request.POST.getlist("choice")]
    choices = [Choice(kind, masked) for kind, _, masked in ticked]
    clear = bool(typed(request.POST, "clear"))
    action = RewriteMaterial(request.user, file.case, material, choices, clear=clear, today=file.today)
    try:
        action.perform()
    except Refused as refused:
        return _release(request, file, material, refused.reasons)
    assert action.result is not None
    messages.success(request, "已写成新的文件，原文件不变；请检查后再向申请人提供。")
    return redirect(_address("release", action.result))


@may_read
@require_http_methods(["GET", "POST"])
def mask(request: OfficeRequest, public_id: str, material_id: str) -> HttpResponse:
    """The pages of a PDF with boxes to be masked: proposed ones, and more by hand."""
    file, material = _material(request, public_id, material_id)
    if not _may("mask", file) or material.format != "pdf":
        raise Http404
    with material.file.open("rb") as opened:
        data = opened.read()
    refusals: list[str] = []
    try:
        layout = layout_apart(data, material.name, allowed_contacts(file.case.agency))
    except UnusableDocument as error:
        messages.error(request, str(error))
        return redirect(_address("release", material))
    rows = mask_rows(request.POST or None, initial=proposals(layout), pages=len(layout.pages))
    if request.method == "POST" and "more" not in request.POST:
        if rows.is_valid():
            action = MaskMaterial(request.user, file.case, material, masks_of(rows), today=file.today)
            try:
                action.perform()
            except Refused as refused:
                refusals = refused.reasons
            else:
                assert action.result is not None
                messages.success(request, "已写成新的 PDF，遮盖之下没有留下文字；请检查后再向申请人提供。")
                return redirect(_address("release", action.result))
        else:
            refusals = rows.sentences()
    pages = [(number, width, height) for number, (width, height) in enumerate(layout.pages, 1)]
    context = {"case": file.case, "material": material, "rows": rows, "pages": pages, "refusals": refusals}
    return _draw(request, "mask", file, context, f"遮盖：{material.name}", 422 if refusals else 200)


@may_read
@require_safe
def picture(request: OfficeRequest, public_id: str, material_id: str, page: int) -> HttpResponse:
    """A page of a PDF as a picture, for the masking screen."""
    _, material = _material(request, public_id, material_id)
    if material.format != "pdf":
        raise Http404
    with material.file.open("rb") as opened:
        data = opened.read()
    try:
        png = picture_apart(data, page)
    except UnusableDocument as error:
        raise Http404(str(error)) from None
    # A material never changes; only this person's browser may keep it.
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


class SealedForm(forms.Form):
    """The scan of the sealed letter."""

    scan = Proof("扫描件（PDF 或者 OFD）", required=True)


@may_read
@require_http_methods(["GET", "POST"])
def sealed(request: OfficeRequest, public_id: str, letter_id: str) -> HttpResponse:
    """Upload the scan of a signed letter with its seal."""
    file, letter = letter_for(request, public_id, letter_id)
    form = SealedForm(request.POST or None, request.FILES or None)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        scan = form.cleaned_data["scan"]
        action = AddSealed(request.user, file.case, letter, Upload(scan.name, scan.read()), today=file.today)
        try:
            action.perform()
        except Refused as refused:
            refusals = refused.reasons
        else:
            assert action.material is not None
            if action.held_back:
                messages.warning(request, f"扫描件已存入本件，尚未向申请人提供：{action.held_back}")
                return redirect(_address("release", action.material))
            messages.success(request, "扫描件已存入本件；发出文书时，申请人下载的是扫描件。")
            return redirect(address_of(letter))
    context = {"case": file.case, "letter": letter, "form": form, "refusals": refusals, "back": address_of(letter)}
    title = f"上传盖章扫描件：{letter}"
    return _draw(request, "sealed", file, context, title, 422 if refusals or form.errors else 200)


def _material(request: OfficeRequest, public_id: str, material_id: str) -> tuple[CaseFile, Material]:
    """The case and its file; what shows who somebody is has its own way (`office.case.material`)."""
    file = file_for(request, public_id)
    materials = Material.objects.select_related("application__agency__disclosure_office", "masking__source", "event")
    found = get_object_or_404(materials, public_id=material_id, application=file.case, erased_at=None)
    if found.kind in SENSITIVE_MATERIALS:
        raise PermissionDenied
    return file, found


def _may(act: str, file: CaseFile) -> bool:
    return bool(acts()[act].roles & file.roles) and acts()[act].possible(file.case.state)


def _address(name: str, material: Material) -> str:
    return reverse(f"applications:{name}", args=[material.application.public_id, material.public_id])


def _draw(
    request: OfficeRequest, name: str, file: CaseFile, context: dict[str, object], title: str, status: int
) -> HttpResponse:
    crumbs = (list_crumb(), case_crumb(file.case))
    template = f"applications/office/release_{name}.html"
    return screen(request, template, context, title=title, crumbs=crumbs, status=status)
