"""首页: composed of blocks by an editor, looked at and put out by somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import strip_tags
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.models import Agency
from gongkai.publishing.columns.home import ComposeHome, PublishHome, composers_of, draft_of
from gongkai.publishing.columns.rights import may_edit, may_release
from gongkai.publishing.columns.tree import site_of
from gongkai.publishing.models import SiteHome
from gongkai.publishing.office.columns_screens import (
    OfficeRequest,
    chosen,
    crumbs_to,
    form_screen,
    may_read,
    perform,
    tab,
    typed,
)

HOME = "publishing:home"


class HomeForm(forms.Form):
    """The blocks, as Wagtail's own form for them; `seen` is the draft that they began with."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, draft: SiteHome, seen: int) -> None:
        super().__init__(data, initial={"seen": seen, "body": draft.body})
        self.fields["body"] = SiteHome._meta.get_field("body").formfield()


@dataclass(frozen=True)
class Outlined:
    """A block in words."""

    kind: str
    title: str
    parts: tuple[str, ...]


@may_read
@require_safe
def home(request: OfficeRequest) -> HttpResponse:
    """What the public sees, what is being composed, and who may put it out."""
    whose = chosen(request)
    page = site_of(whose.agency)
    context: dict[str, Any] = {"home": page}
    if page is not None:
        draft, waiting = draft_of(page)
        mine = request.user.pk in composers_of(page)
        context |= {
            "public": outline(page),
            "draft": outline(draft) if waiting else None,
            "waiting": waiting,
            "may_release": may_release(request.user, whose.agency) and not mine,
            "mine": mine and may_release(request.user, whose.agency),
        }
    return tab(request, HOME, "publishing/office/columns_home.html", context, whose)


@may_read
@require_http_methods(["GET", "POST"])
def compose(request: OfficeRequest, public_id: str) -> HttpResponse:
    """编排首页."""
    page = _home_for(request, public_id)
    if not may_edit(request.user, page.issuer):
        raise PermissionDenied
    whose = chosen(request)
    draft, waiting = draft_of(page)
    form = HomeForm(request.POST or None, draft, waiting.pk if waiting else 0)
    return form_screen(
        request, form,
        lambda form: ComposeHome(
            request.user, page, form.cleaned_data["body"], seen=form.cleaned_data["seen"]
        ),
        title=f"编排首页：{page.title}", after=f"{reverse(HOME)}?agency={page.issuer.code if page.issuer else ''}",
        crumbs=crumbs_to(HOME, whose), done="草稿已保存，由其他审核员或者签发人发布后公众才能看到。", button="保存草稿",
        explanation="依申请公开入口始终在首页上，不放这一块也会显示；放了的，显示在所放的位置。",
        template="publishing/office/columns_compose.html",
    )  # fmt: skip


@may_read
@require_POST
def publish_home(request: OfficeRequest, public_id: str) -> HttpResponse:
    """发布首页: just the draft that was shown."""
    page = _home_for(request, public_id)
    number = typed(request.POST, "revision")
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        raise Http404
    action = PublishHome(request.user, page, revision=int(number))
    return perform(request, action, "首页已发布。", f"{reverse(HOME)}?agency={page.issuer.code if page.issuer else ''}")


def outline(page: SiteHome) -> list[Outlined]:
    """The blocks of a home page in words."""
    return [
        Outlined(str(block.block.label), _title(block.value), tuple(_parts(block.block_type, block.value)))
        for block in page.body
    ]


def _title(value: Any) -> str:
    return value.get("title", "") or ""


def _parts(kind: str, value: Any) -> list[str]:
    if kind in ("latest", "side_by_side"):
        return [*(column.title for column in value["columns"] if column), f"{value['rows']}条"]
    if kind == "links":
        return [
            f"{link['text']}：{link['column'].title if link['column'] else link['address']}" for link in value["links"]
        ]
    if kind == "figures":
        return [f"{figure['label']} {figure['value']}" for figure in value["figures"]]
    if kind == "notice":
        return [strip_tags(value["text"].source)]
    if kind == "application":
        return [value["text"]] if value["text"] else []
    return [f"{value['rows']}条"]


def _home_for(request: OfficeRequest, public_id: str) -> SiteHome:
    seen = Agency.objects.for_user(request.user)
    return get_object_or_404(SiteHome.objects.filter(issuer__in=seen).select_related("issuer"), public_id=public_id)
