"""What the screens of columns, items, work points and profiles share: whose they are, their tabs, a form's screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.auth import permission_required

from gongkai.agencies.action import Action, Refused
from gongkai.agencies.models import Agency
from gongkai.agencies.office.choices import name_the_empty
from gongkai.agencies.office.requests import OfficeRequest, perform, screen, typed
from gongkai.publishing.columns.rights import may_edit

__all__ = [
    "Chosen", "DayInput", "GroundForm", "OfficeRequest", "chosen", "form_screen", "may_read", "perform", "screen",
    "tab", "typed",
]  # fmt: skip

Result = TypeVar("Result")
TITLE = "栏目和事项"
TABS = (
    ("publishing:columns", "栏目"),
    ("publishing:templates", "信息模板"),
    ("publishing:stale_columns", "更新情况"),
    ("publishing:home", "首页"),
    ("publishing:item_lists", "公开事项"),
    ("publishing:work_points", "工作要点"),
    ("publishing:profile", "机构资料"),
)
may_read = permission_required("publishing.view_columnpage")


class DayInput(forms.DateInput):
    """A day as browsers ask for it."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class GroundForm(forms.Form):
    """Every change may say its ground, which the ledger keeps."""

    ground = forms.CharField(label="依据", required=False, max_length=200, help_text="如批文文号，记入存证台账。")


@dataclass(frozen=True)
class Chosen:
    """The agency that a screen is about, those to choose from, and whether the person keeps its columns."""

    agency: Agency
    agencies: list[Agency]
    may_edit: bool

    @property
    def query(self) -> str:
        """What an address needs to stay with this agency."""
        return urlencode({"agency": self.agency.code})


def chosen(request: OfficeRequest) -> Chosen:
    """The agency that `?agency=` names among those the person sees; first one whose columns the person keeps."""
    agencies = list(Agency.objects.for_user(request.user).filter(abolished_on=None).order_by("path"))
    if not agencies:
        raise PermissionDenied
    code = typed(request.GET, "agency") or typed(request.POST, "agency")
    agency = next((agency for agency in agencies if agency.code == code), None)
    if agency is None:
        agency = next((each for each in agencies if may_edit(request.user, each)), agencies[0])
    return Chosen(agency, agencies, may_edit(request.user, agency))


def tab(
    request: OfficeRequest, address: str, template: str, context: dict[str, Any], whose: Chosen | None = None
) -> HttpResponse:
    """One of the tabs."""
    query = f"?{whose.query}" if whose else ""
    tabs = [(f"{reverse(name)}{query}", label, name == address) for name, label in TABS]
    title = dict(TABS)[address]
    return screen(request, template, {"tabs": tabs, "whose": whose} | context, title=title, crumbs=())


def crumbs_to(address: str, whose: Chosen | None = None) -> tuple[tuple[str, str], ...]:
    """The way back to a tab."""
    query = f"?{whose.query}" if whose else ""
    return ((dict(TABS)[address], f"{reverse(address)}{query}"),)


def form_screen(
    request: OfficeRequest,
    form: forms.Form,
    act: Callable[[forms.Form], Action[Any]],
    *,
    title: str,
    after: str | Callable[[Any], str],
    crumbs: tuple[tuple[str, str], ...],
    done: str = "已保存。",
    button: str = "保存",
    explanation: str = "",
    template: str = "publishing/office/columns_form.html",
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    """A form that carries out one action; what refuses it stands above it, and nothing typed is lost."""
    name_the_empty(form)
    refusals: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            result = act(form).perform()
        except Refused as refused:
            refusals = refused.reasons
        else:
            messages.success(request, done)
            return redirect(after(result) if callable(after) else after)
    context = {"form": form, "refusals": refusals, "button": button, "explanation": explanation, "title": title}
    status = 422 if refusals or form.errors else 200
    return screen(request, template, context | (extra or {}), title=title, crumbs=crumbs, status=status)
