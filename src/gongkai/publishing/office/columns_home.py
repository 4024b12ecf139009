"""首页: composed of blocks by an editor, looked at as the public will see it and put out by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, User
from gongkai.agencies.office.dashboard import Panel, Row
from gongkai.publishing.blocks import columns_in, offering, outline
from gongkai.publishing.columns.home import (
    ComposeHome,
    PublishHome,
    ReturnHome,
    composers_of,
    draft_of,
    return_of,
    returned_to,
    waiting_for,
)
from gongkai.publishing.columns.rights import RELEASING, may_edit, may_release
from gongkai.publishing.columns.tree import columns_below, site_of
from gongkai.publishing.models import ColumnPage, SiteHome
from gongkai.publishing.office.column_choice import names_of
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
        self.fields["body"] = SiteHome._meta.get_field("body").formfield(block=offering(_columns_for(draft)))


class ReturnForm(forms.Form):
    """Why the draft is sent back."""

    reason = forms.CharField(label="退回理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


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
        returned = return_of(waiting)
        releases = may_release(request.user, whose.agency)
        context |= {
            "public": outline(page.body),
            "draft": outline(draft.body) if waiting else None,
            "waiting": waiting,
            "returned": returned,
            "may_release": releases and not mine and not returned,
            "mine": mine and releases,
            "form": ReturnForm(),
            "drawn": bool(_drawers),
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
    returned = return_of(waiting)
    form = HomeForm(request.POST or None, draft, waiting.pk if waiting else 0)
    return form_screen(
        request, form,
        lambda form: ComposeHome(
            request.user, page, form.cleaned_data["body"], seen=form.cleaned_data["seen"]
        ),
        title="编排首页", after=_tab(page),
        crumbs=crumbs_to(HOME, whose), done="草稿已保存，由其他审核员或者签发人发布后公众才能看到。", button="保存草稿",
        explanation=f"{page.title}。依申请公开入口始终在首页上，不放这一块也会显示；放了的，显示在所放的位置。所写的文字公众都能看到。"
        + (f"草稿已退回：{returned.reason}" if returned else ""),
        template="publishing/office/columns_compose.html",
    )  # fmt: skip


@may_read
@require_POST
def publish_home(request: OfficeRequest, public_id: str) -> HttpResponse:
    """发布首页: just the draft that was shown."""
    page = _home_for(request, public_id)
    action = PublishHome(request.user, page, revision=_shown(request))
    return perform(request, action, "首页已发布。", _tab(page))


@may_read
@require_POST
def return_home(request: OfficeRequest, public_id: str) -> HttpResponse:
    """退回: just the draft that was shown, with the reason."""
    page = _home_for(request, public_id)
    action = ReturnHome(request.user, page, revision=_shown(request), reason=typed(request.POST, "reason"))
    return perform(request, action, "已退回编辑。", _tab(page))


Drawer = Callable[[OfficeRequest, SiteHome], HttpResponse]
_drawers: list[Drawer] = []


def register_drawer(drawer: Drawer) -> None:
    """Let the room that shows home pages draw one for who judges it; for its `AppConfig.ready`."""
    _drawers[:] = [drawer]


@may_read
@require_safe
@xframe_options_sameorigin
def preview_home(request: OfficeRequest, public_id: str) -> HttpResponse:
    """The draft as the public will see it, for whoever sees the agency from inside; nothing of it is kept."""
    page = _home_for(request, public_id)
    draft, waiting = draft_of(page)
    if waiting is None or not _drawers:
        raise Http404
    return _drawers[0](request, draft)


def waiting_homes(user: User, today: date) -> Panel | None:
    """Drafts of home pages that this person may put out, and those sent back to him; None where he does neither."""
    if user.scope.condition("", *RELEASING, Role.EDITOR, Role.SUPERVISOR) is None:
        return None
    kinds = (("首页草稿待审核发布", waiting_for(user)), ("首页草稿已退回", returned_to(user)))
    rows = [Row(label, len(homes), _tab(homes[0])) for label, homes in kinds if homes]
    return Panel("首页", tuple(rows)) if rows else None


def _columns_for(draft: SiteHome) -> list[tuple[int, str]]:
    """The columns of the site to choose from, each with its name; what the draft names already stays among them."""
    own = list(columns_below(SiteHome(path=draft.path, depth=draft.depth)))
    known = {column.pk for column in own}
    others = ColumnPage.objects.filter(pk__in=columns_in(draft.body) - known).select_related("issuer").order_by("path")
    return [*names_of(own).items(), *((column.pk, f"{column.issuer} {column.title}") for column in others)]


def _shown(request: OfficeRequest) -> int:
    number = typed(request.POST, "revision")
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        raise Http404
    return int(number)


def _tab(page: SiteHome) -> str:
    return f"{reverse(HOME)}?agency={page.issuer.code if page.issuer else ''}"


def _home_for(request: OfficeRequest, public_id: str) -> SiteHome:
    seen = Agency.objects.for_user(request.user)
    return get_object_or_404(SiteHome.objects.filter(issuer__in=seen).select_related("issuer"), public_id=public_id)
