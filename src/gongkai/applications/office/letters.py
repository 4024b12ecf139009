"""Letters of a case: begun, filled in, looked at as they will be, checked, passed on, signed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.action import Refused
from gongkai.applications.actions.letters import DraftLetter, EditLetter, MoveLetter, SignLetter, examination_of
from gongkai.applications.casefile import CaseFile
from gongkai.applications.letter_facts import kind_of, written
from gongkai.applications.letters.kinds import kind_for_outcome, kind_for_step
from gongkai.applications.letters.letter import Heading, Table
from gongkai.applications.letters.template import TemplateError
from gongkai.applications.letters.writing import MEDIA_TYPES, look_for, write_letter
from gongkai.applications.models import Letter
from gongkai.applications.office.case import case_address, file_for
from gongkai.applications.office.letter_forms import BeginLetter, FactsForm, SignForm
from gongkai.applications.office.screens import OfficeRequest, case_crumb, list_crumb, may_read, screen, typed
from gongkai.applications.papers import Stage
from gongkai.applications.procedure import acts, offered_for_letter
from gongkai.law.outcomes import packaged_outcomes

STEP_LETTERS = ("supplement_asked", "extended", "fee_notified", "reasons_asked", "deferred")


@may_read
@require_http_methods(["GET", "POST"])
def draft(request: OfficeRequest, public_id: str) -> HttpResponse:
    """Choose a letter and begin it."""
    file = file_for(request, public_id)
    if not acts()["draft_letter"].roles & file.roles:
        raise Http404
    asked_outcome = typed(request.GET, "outcome")
    proposed = kind_for_outcome(asked_outcome) if asked_outcome in packaged_outcomes() else None
    first = {"kind": proposed.id if proposed else typed(request.GET, "kind"), "outcome": asked_outcome}
    form = BeginLetter(request.POST or None, file=file, initial=first)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        action = DraftLetter(
            request.user,
            file.case,
            given["kind"],
            addressee=given["addressee"],
            outcome=given["outcome"],
            today=file.today,
        )
        try:
            action.perform()
        except Refused as refused:
            refusals = refused.reasons
        else:
            assert action.letter is not None
            return redirect(address_of(action.letter))
    suggested = [kind for step in STEP_LETTERS if (kind := kind_for_step(step))]
    context = {
        "form": form,
        "case": file.case,
        "refusals": refusals,
        "back": case_address(public_id),
        "kinds": suggested,
    }
    return screen(
        request,
        "applications/office/letter_begin.html",
        context,
        title="起草文书",
        crumbs=(list_crumb(), case_crumb(file.case)),
        status=422 if refusals or form.errors else 200,
    )


@may_read
@require_http_methods(["GET", "POST"])
def letter(request: OfficeRequest, public_id: str, letter_id: str) -> HttpResponse:
    """The letter as it will be, what the check finds, and what this person may do with it."""
    file, found = letter_for(request, public_id, letter_id)
    form = FactsForm(request.POST or None, letter=found, file=file) if found.stage == Stage.DRAFT else None
    refusals: list[str] = []
    if request.method == "POST" and form is not None and form.is_valid():
        action = EditLetter(
            request.user,
            file.case,
            found,
            facts=form.facts(),
            template=form.cleaned_data["template"].replace("\r\n", "\n"),
            needs_secrecy=form.cleaned_data["needs_secrecy"],
            letter_version=form.cleaned_data["letter_version"],
            today=file.today,
        )
        try:
            action.perform()
        except Refused as refused:
            refusals = refused.reasons
        else:
            messages.success(request, "文书已保存。")
            return redirect(address_of(found))
    return _draw(request, file, found, form, SignForm(letter=found, file=file), refusals)


@may_read
@require_POST
def move(request: OfficeRequest, public_id: str, letter_id: str, move_id: str) -> HttpResponse:
    """One step toward the signature, or back."""
    file, found = letter_for(request, public_id, letter_id)
    allowed = {each.id for each in offered_for_letter(found.stage, file.roles)}
    if move_id not in allowed or move_id == "sign":
        messages.error(request, "文书的阶段已经变化，请按目前的阶段办理。")
        return redirect(address_of(found))
    version = typed(request.POST, "letter_version")
    try:
        MoveLetter(
            request.user,
            file.case,
            found,
            move_id,
            letter_version=int(version) if version.isascii() and version.isdecimal() else None,
            today=file.today,
            ground=typed(request.POST, "ground"),
        ).perform()
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, "已办理。")
    return redirect(address_of(found))


@may_read
@require_POST
def sign(request: OfficeRequest, public_id: str, letter_id: str) -> HttpResponse:
    """Sign it."""
    file, found = letter_for(request, public_id, letter_id)
    form = SignForm(request.POST, letter=found, file=file)
    refusals: list[str] = []
    if form.is_valid():
        given = form.cleaned_data
        names = ("letter_version", "dated", "despite", "ground")
        action = SignLetter(
            request.user,
            file.case,
            found,
            number=given.get("number", ""),
            today=file.today,
            **{name: given[name] for name in names},
        )
        try:
            action.perform()
        except Refused as refused:
            refusals = refused.reasons
        else:
            messages.success(request, "文书已签发，Word 和 PDF 已存入本件。")
            return redirect(address_of(found))
    found = letter_for(request, public_id, letter_id)[1]  # the refused signature had put its date on it
    return _draw(request, file, found, None, form, refusals)


@may_read
@require_safe
def preview(request: OfficeRequest, public_id: str, letter_id: str, format: str) -> HttpResponse:
    """The letter as Word or PDF, as it stands."""
    file, found = letter_for(request, public_id, letter_id)
    if format not in MEDIA_TYPES:
        raise Http404
    try:
        data = write_letter(written(found, file.today), format, look_for(kind_of(found)))  # type: ignore[arg-type]
    except TemplateError as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    response = HttpResponse(data, content_type=MEDIA_TYPES[format])  # type: ignore[index]
    kept = "inline" if format == "pdf" else "attachment"
    response["Content-Disposition"] = f'{kept}; filename="{found.public_id}.{format}"'
    return response


def letter_for(request: HttpRequest, public_id: str, letter_id: str) -> tuple[CaseFile, Letter]:
    """The case and its letter, if the person may see them (404)."""
    file = file_for(request, public_id)
    letters = Letter.objects.filter(application=file.case).select_related("addressee", "drafted_by", "signed_by")
    found = get_object_or_404(letters, public_id=letter_id)
    found.application = file.case
    return file, found


def address_of(letter: Letter) -> str:
    """The letter's page."""
    return reverse("applications:letter", args=[letter.application.public_id, letter.public_id])


def _draw(
    request: OfficeRequest,
    file: CaseFile,
    found: Letter,
    form: FactsForm | None,
    sign_form: SignForm,
    refusals: list[str],
) -> HttpResponse:
    moves = offered_for_letter(found.stage, file.roles)
    context: dict[str, Any] = {
        "file": file,
        "case": file.case,
        "letter": found,
        "form": form if any(each.id == "send" for each in moves) else None,
        "sign_form": sign_form if any(each.id == "sign" for each in moves) else None,
        "moves": [each for each in moves if each.id != "sign"],
        "refusals": refusals,
        "steps": found.steps.select_related("actor"),
        "files": found.materials.all(),
    }
    try:
        paper = written(found, file.today)
        context |= {"paper": paper, "blocks": [kind_of_block(block) for block in paper.blocks]}
        context["slips"] = [(slip.title, [kind_of_block(block) for block in slip.blocks]) for slip in paper.slips]
        context["findings"] = examination_of(found, file.today)
    except TemplateError as error:
        context["template_problems"] = error.problems
    return screen(
        request,
        "applications/office/letter.html",
        context,
        title=str(found),
        crumbs=(list_crumb(), case_crumb(file.case)),
        status=422 if refusals or (form and form.errors) else 200,
    )


def kind_of_block(block: Any) -> tuple[str, Any]:
    """A block of a letter as the preview draws it: what it is, and what it says."""
    if isinstance(block, Heading):
        return "heading", block.text
    if isinstance(block, Table):
        return "table", block.rows
    return "remedy" if block.remedy else "paragraph", block.text
