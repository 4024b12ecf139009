"""What is done with a registration: amended, split, linked with the same application, voided by two; and the panel of
the case page that leads there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from gongkai.agencies.action import KEPT_IN_LEDGER, NOT_YOURS, Action, Refused
from gongkai.applications.actions import Amend, ApproveVoid, AskVoid, DeclineVoid, LinkSame, Split, SplitMatter
from gongkai.applications.actions.amending import CONTENT_FIELDS, PARTY_FIELDS
from gongkai.applications.casefile import CaseFile
from gongkai.applications.earlier import earlier_of, people_of
from gongkai.applications.models import Application
from gongkai.applications.office.intake_forms import ApplicationForm, PersonForm, form_errors
from gongkai.applications.office.screens import (
    OfficeRequest,
    case_crumb,
    case_for,
    list_crumb,
    may_read,
    screen,
    typed,
)  # fmt: skip
from gongkai.applications.procedure import acts

SPLIT_ROWS = 3
SPLIT_MOST_ROWS = 100
_VOID_ANSWERS: dict[str, type[AskVoid | ApproveVoid | DeclineVoid]] = {"approve": ApproveVoid, "decline": DeclineVoid}
REGISTRATION_ACTS = ("amend", "split", "link_same", "ask_void")


class GroundForm(forms.Form):
    """The reason, and the version of the case that the person saw."""

    ground = forms.CharField(label="理由", max_length=300, help_text=KEPT_IN_LEDGER)
    version = forms.IntegerField(widget=forms.HiddenInput)


class _ContentsForm(ApplicationForm):
    """The contents that may be amended."""

    def __init__(self, case: Application, data: Any = None) -> None:
        super().__init__([case.agency], timezone.localdate(), data)
        for name in [name for name in self.fields if name not in CONTENT_FIELDS]:
            del self.fields[name]
        self.initial = {name: getattr(case, name) for name in CONTENT_FIELDS}


class _PartyForm(PersonForm):
    """A party's data. Number and contacts stand empty: only who types new ones replaces the old, unseen ones."""

    hidden = ("id_number", "phone", "email", "address")

    def __init__(self, party: Any, data: Any = None) -> None:
        super().__init__(data, prefix=party.public_id)
        self.party = party
        del self.fields["role"]
        self.initial = {name: getattr(party, name) for name in PARTY_FIELDS if name not in self.hidden}
        for name in self.hidden:
            kept = bool(getattr(party, name))
            self.fields[name].help_text = "已登记，留空不改。" if kept else ""

    def values(self) -> dict[str, str]:
        """What was typed, by field."""
        given: dict[str, str] = self.cleaned_data
        return {name: value for name, value in given.items() if value or name not in self.hidden}


@may_read
@require_http_methods(["GET", "POST"])
def amend(request: OfficeRequest, public_id: str) -> HttpResponse:
    """更正登记内容."""
    case = case_for(request, public_id)
    data = request.POST if request.method == "POST" else None
    contents, ground = _ContentsForm(case, data), _ground(case, data)
    people = [_PartyForm(party, data) for party in case.parties.all()]
    refusals: list[str] = []
    if data is not None:
        refusals = [sentence for form in (contents, ground, *people) for sentence in form_errors(form)]
        if not refusals:
            new = {form.party.public_id: form.values() for form in people}
            more = {"version": ground.cleaned_data["version"], "ground": ground.cleaned_data["ground"]}
            action = Amend(request.user, case, contents.cleaned_data, new, today=timezone.localdate(), **more)
            if not (refusals := _tried(action)):
                return redirect(reverse("applications:case", args=[public_id]))
    context = {"case": case, "contents": contents, "people": people, "ground": ground, "refusals": refusals}
    return _draw(request, "amend", case, context, acts()["amend"].name)


@may_read
@require_http_methods(["GET", "POST"])
def split(request: OfficeRequest, public_id: str) -> HttpResponse:
    """拆分来件: a line a matter."""
    case = case_for(request, public_id)
    rows = [SplitMatter(case.subject), *[SplitMatter("")] * (SPLIT_ROWS - 1)]
    refusals: list[str] = []
    if request.method == "POST":
        said = zip(request.POST.getlist("subject"), request.POST.getlist("description"), strict=False)
        rows = [SplitMatter(_clean(subject), _clean(text)) for subject, text in said][:SPLIT_MOST_ROWS]
        if "more" in request.POST:
            rows.append(SplitMatter(""))
        else:
            matters = [row for row in rows if row.subject or row.description]
            action = Split(request.user, case, matters, today=timezone.localdate(), version=_version(request))
            if not (refusals := _tried(action)):
                messages.success(request, f"已拆分为{len(action.made)}件，编号见“登记”一栏。")
                return redirect(reverse("applications:case", args=[public_id]))
    context = {"case": case, "rows": rows, "refusals": refusals}
    return _draw(request, "split", case, context, acts()["split"].name)


@may_read
@require_http_methods(["GET", "POST"])
def link_same(request: OfficeRequest, public_id: str) -> HttpResponse:
    """The same person's cases, and which of them this is the same as."""
    case = case_for(request, public_id)
    refusals: list[str] = []
    if request.method == "POST":
        chosen = typed(request.POST, "same_as")
        other = Application.objects.filter(agency=case.agency, public_id=chosen).first() if chosen else None
        action = LinkSame(request.user, case, other, today=timezone.localdate(), version=_version(request))
        if not (refusals := _tried(action)):
            return redirect(reverse("applications:case", args=[public_id]))
    earlier = earlier_of(
        case.agency,
        **people_of(case),
        subject=case.subject,
        on=case.arrived_on,
        besides=case,
    )
    context = {"case": case, "earlier": earlier, "refusals": refusals, "may_link": _may(request, case, "link_same")}
    return _draw(request, "same", case, context, "同一申请人的申请")


_VOID_SAID: dict[type[Action[Any]], str] = {
    AskVoid: "已申请作废，等待签发人批准。",
    ApproveVoid: "已批准作废。",
    DeclineVoid: "没有同意作废，本件照常办理。",
}
"""What is told once the request for voiding, or its answer, is recorded."""


@may_read
@require_http_methods(["GET", "POST"])
def void(request: OfficeRequest, public_id: str) -> HttpResponse:
    """Asking that a registration be void, and answering it."""
    case = case_for(request, public_id)
    data = request.POST if request.method == "POST" else None
    ground, refusals = _ground(case, data), []
    asked = bool(case.void_reason)
    ground.fields["ground"].required = not asked or typed(request.POST, "answer") == "decline"
    if data is not None:
        refusals = list(form_errors(ground))
        if not refusals:
            kinds: dict[str, type[AskVoid | ApproveVoid | DeclineVoid]] = {
                "approve": ApproveVoid,
                "decline": DeclineVoid,
            }
            action = kinds.get(typed(data, "answer"), AskVoid)(
                request.user,
                case,
                today=timezone.localdate(),
                version=ground.cleaned_data["version"],
                ground=ground.cleaned_data["ground"],
            )
            if not (refusals := _tried(action)):
                messages.success(request, _VOID_SAID[type(action)])
                return redirect(reverse("applications:case", args=[public_id]))
    context = {
        "case": case, "asked": asked, "ground": ground, "refusals": refusals,
        "may_answer": asked and _may(request, case, "void") and case.void_asked_by_id != request.user.pk,
        "may_ask": not asked and _may(request, case, "ask_void"),
    }  # fmt: skip
    return _draw(request, "void", case, context, "作废登记")


@dataclass(frozen=True)
class Panel:
    """What the case page shows of the registration."""

    title: str
    html: SafeString


def registration_panel(request: HttpRequest, file: CaseFile) -> Panel | None:
    """Where the case comes from, what can be done with its registration, its slips. It asks the database nothing."""
    case = file.case
    context = {
        "case": case,
        "acts": [act for name in REGISTRATION_ACTS if (act := acts()[name]).offered(case.state, file.roles)],
        "may_answer_void": bool(case.void_reason) and acts()["void"].offered(case.state, file.roles),
        "open": not case.concluded_on,
    }
    html = render_to_string("applications/office/registration_panel.html", context, request)
    return Panel("登记", html)


def _ground(case: Application, data: Any) -> GroundForm:
    return GroundForm(data, initial={"version": case.version})


def _version(request: OfficeRequest) -> int | None:
    number = typed(request.POST, "version")
    return int(number) if number.isascii() and number.isdecimal() else None


def _may(request: OfficeRequest, case: Application, act: str) -> bool:
    return acts()[act].offered(case.state, request.user.scope.roles_at(case.agency))


def _clean(text: str) -> str:
    return text.replace("\0", "").strip()


def _tried(action: Action[Any]) -> list[str]:
    try:
        action.perform()
    except Refused as refused:
        return refused.reasons
    return []


def _draw(
    request: OfficeRequest, template: str, case: Application, context: dict[str, Any], title: str
) -> HttpResponse:
    refusals = context["refusals"]
    return screen(
        request, f"applications/office/registration_{template}.html", context,
        title=title, crumbs=(list_crumb(), case_crumb(case)),
        status=403 if refusals == [NOT_YOURS] else 422 if refusals else 200,
    )  # fmt: skip
