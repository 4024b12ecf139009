"""栏目: the tree of an agency's site, one column's page, and what an editor does with it."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.forms.models import fields_for_model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.action import Action
from gongkai.agencies.models import Agency, Department, User
from gongkai.agencies.office.choices import NONE
from gongkai.agencies.office.first_steps import Step
from gongkai.publishing import access
from gongkai.publishing.catalogue import ITEMS
from gongkai.publishing.columns.actions import (
    EDITABLE,
    AddColumn,
    ChangeColumn,
    CheckedColumn,
    MoveColumn,
    RemoveColumn,
)
from gongkai.publishing.columns.presets import CHOICES, SECTION, preset, usual_for
from gongkai.publishing.columns.rights import may_edit
from gongkai.publishing.columns.sites import ApplyPreset, MakeSite, columns_with, missing
from gongkai.publishing.columns.stale import terms
from gongkai.publishing.columns.status import ArchiveColumn, CloseColumn, ReopenColumn
from gongkai.publishing.columns.tree import columns_below, home_above, site_of
from gongkai.publishing.enums import ColumnStatus
from gongkai.publishing.guard.words import SEEN_AT_ONCE
from gongkai.publishing.models import BasePage, ColumnPage, Record, SiteHome
from gongkai.publishing.office.columns_screens import (
    Chosen,
    DayInput,
    GroundForm,
    OfficeRequest,
    chosen,
    crumbs_to,
    form_screen,
    may_read,
    perform,
    screen,
    tab,
)
from gongkai.publishing.record_templates import in_use

COLUMNS = "publishing:columns"


EMBEDDED = "embedded"
BEGUN_WITH = {
    "portal": "部门门户：首页，新闻资讯、政务公开、办事服务、政民互动、专题专栏",
    "plain": "简明网站：首页和必需的几个栏目",
    SECTION: "只有首页和政府信息公开专栏",
    EMBEDDED: "不设独立网站：只设政府信息公开专栏，嵌入所属政府的网站（县级部门、乡镇、街道等）",
}
"""What a site can be begun with, as it is asked."""


class ColumnForm(GroundForm):
    """What a person may say of a column."""

    def __init__(self, data: Any, agency: Agency, column: ColumnPage | None = None) -> None:
        super().__init__(data, initial={name: getattr(column, name) for name in EDITABLE} if column else None)
        days: dict[str, Any] = {"opens_on": DayInput(), "closes_on": DayInput()}
        plain = [name for name in EDITABLE if name != "link"]
        asked: dict[str, Any] = fields_for_model(ColumnPage, plain, widgets=days)
        asked["title"].label = "栏目名称"
        asked["title"].help_text = ""
        asked["department"].queryset = Department.objects.filter(agency=agency, closed_on=None)
        asked["template"].queryset = in_use(agency)
        known = getattr(column, "item_code", "")
        codes = [*ITEMS, *([(known, known)] if known and known not in dict(ITEMS) else [])]
        asked["item_code"] = forms.ChoiceField(
            label="条例条款", required=False, choices=[("", NONE), *codes], help_text="本栏目对应的主动公开条款。"
        )
        asked["link"] = forms.URLField(label="链接地址", required=False, assume_scheme="https")
        ground = self.fields.pop("ground")
        self.fields.update({name: asked[name] for name in EDITABLE})
        self.fields["ground"] = ground

    def said(self) -> dict[str, Any]:
        """The column's fields as filled in; what a new column leaves open keeps its default."""
        return {name: self.cleaned_data[name] for name in EDITABLE}


class DateForm(GroundForm):
    """A day, and the ground."""

    on = forms.DateField(label="日期", widget=DayInput())
    field_order = ("on", "ground")


class SiteForm(GroundForm):
    """With which columns a site begins."""

    preset = forms.ChoiceField(label="建立哪一种", choices=list(BEGUN_WITH.items()), widget=forms.RadioSelect)
    field_order = ("preset", "ground")

    def __init__(self, data: Any, agency: Agency) -> None:
        super().__init__(data, initial={"preset": usual_for(agency) or EMBEDDED})

    def said(self) -> dict[str, Any]:
        """The preset, and whether the site is embedded: one choice on the screen, for the two go together."""
        name = self.cleaned_data["preset"]
        return {"preset": SECTION if name == EMBEDDED else name, "embedded": name == EMBEDDED}


class PresetForm(GroundForm):
    """Which preset to apply."""

    preset = forms.ChoiceField(label="栏目预设")
    field_order = ("preset", "ground")

    def __init__(self, data: Any, home: SiteHome) -> None:
        super().__init__(data)
        self.new = {name: missing(home, name) for name in ([SECTION] if home.embedded else CHOICES)}
        choices = [(name, f"{preset(name).name}：可增设{len(new)}个") for name, new in self.new.items() if new]
        self.fields["preset"].choices = choices  # type: ignore[attr-defined]


class MoveForm(GroundForm):
    """Below which page a column goes, and before which of the columns there."""

    under = forms.ChoiceField(label="移到哪一栏目之下")
    before = forms.ChoiceField(label="排在哪一栏目之前", required=False)
    field_order = ("under", "before", "ground")

    def __init__(self, data: Any, column: ColumnPage, home: SiteHome) -> None:
        columns = [each for each in columns_below(home) if not each.path.startswith(column.path)]
        parent = column.get_parent()
        super().__init__(data, initial={"under": parent.public_id})
        self.pages: dict[str, BasePage] = {home.public_id: home, **{each.public_id: each for each in columns}}
        names = [(each.public_id, f"{'　' * (each.depth - home.depth)}{each.title}") for each in columns]
        self.fields["under"].choices = [(home.public_id, f"{home.title}（顶层）"), *names]  # type: ignore[attr-defined]
        self.fields["before"].choices = [("", "排在最后"), *names]  # type: ignore[attr-defined]


@may_read
@require_safe
def column_tree(request: OfficeRequest) -> HttpResponse:
    """All columns of the agency's site. The number of queries does not grow with the columns."""
    whose = chosen(request)
    home = site_of(whose.agency)
    known = terms()
    lines = []
    if home is not None:
        columns = (
            columns_below(home).select_related("department").annotate(public=Count("placements"))
        )  # fmt: skip
        lines = [
            (column, "　" * (column.depth - home.depth - 1), known.of(column), _item(column)) for column in columns
        ]
    context = {"home": home, "lines": lines, "open": sum(line[0].status == ColumnStatus.OPEN for line in lines)}
    return tab(request, COLUMNS, "publishing/office/columns.html", context, whose)


@may_read
@require_http_methods(["GET", "POST"])
def make_site(request: OfficeRequest) -> HttpResponse:
    """建立网站或者专栏."""
    whose = _keeper(request)
    today = timezone.localdate()
    form = SiteForm(request.POST or None, whose.agency)
    return form_screen(
        request, form,
        lambda form: MakeSite(
            request.user, whose.agency, today=today, ground=form.cleaned_data["ground"],
            **cast(SiteForm, form).said(),
        ),
        title="建立网站", after=_tree(whose), crumbs=crumbs_to(COLUMNS, whose), done="已建立。", button="建立",
        explanation=f"为{whose.agency}建立网站。每一种都含政府信息公开专栏，事项按机关的层级和性质设置。",
        template="publishing/office/columns_preset.html",
        extra={
            "whose": whose, "making": True,
            "new": [(CHOICES[name], columns_with(whose.agency, name)) for name in CHOICES],
        },
    )  # fmt: skip


@may_read
@require_http_methods(["GET", "POST"])
def apply_preset(request: OfficeRequest) -> HttpResponse:
    """套用预设: what would be added is named before."""
    whose = _keeper(request)
    home = _home(whose)
    form = PresetForm(request.POST or None, home)
    return form_screen(
        request, form,
        lambda form: ApplyPreset(
            request.user, home, form.cleaned_data["preset"], today=timezone.localdate(),
            ground=form.cleaned_data["ground"],
        ),
        title="套用栏目预设", after=_tree(whose), crumbs=crumbs_to(COLUMNS, whose), done="已增设。", button="增设",
        explanation="已有的栏目不会重复、改名或者移动。", template="publishing/office/columns_preset.html",
        extra={"whose": whose, "new": [(preset(name).name, titles) for name, titles in form.new.items() if titles]},
    )  # fmt: skip


@may_read
@require_http_methods(["GET", "POST"])
def add_column(request: OfficeRequest, public_id: str) -> HttpResponse:
    """增设栏目 below a home page or a column."""
    seen = BasePage.objects.filter(issuer__in=Agency.objects.for_user(request.user)).select_related("issuer")
    parent = get_object_or_404(seen, public_id=public_id).specific
    agency = _editable(request, parent)
    form = ColumnForm(request.POST or None, agency)
    return form_screen(
        request, form,
        lambda form: AddColumn(
            request.user, parent, today=timezone.localdate(), ground=form.cleaned_data["ground"],
            **cast(ColumnForm, form).said(),
        ),
        title=f"在“{parent.title}”下增设栏目", after=lambda made: reverse("publishing:column", args=[made.public_id]),
        crumbs=_crumbs(agency, parent), done="栏目已增设。", button="增设",
        explanation="名称、描述、关键词保存后公众立即看到；定了开设日期的，到那一天才看到。",
    )  # fmt: skip


@may_read
@require_safe
def column_page(request: OfficeRequest, public_id: str) -> HttpResponse:
    """One column: what it is, what it holds, what can be done with it."""
    column = column_for(request, public_id)
    agency = cast(Agency, column.issuer)
    context = {
        "column": column,
        "above": column.get_parent(),
        "below": ColumnPage.objects.child_of(column).order_by("path"),
        "term": terms().of(column),
        "item": _item(column),
        "public": column.placements.count(),
        "drafts": Record.objects.filter(column=column, live=False).count(),
        "items": column.items.select_related("items").order_by("pk")[:20],
        "pins": column.placements.filter(pinned__gt=0).select_related("record").defer("record__body"),
        "may_pin": access.may_edit(request.user, column),
        "may_edit": may_edit(request.user, agency),
        "acts": [(name, label) for name, (label, fits, _) in STATUS_ACTS.items() if fits(column)],
    }
    return screen(
        request, "publishing/office/column.html", context, title=column.title, crumbs=_crumbs(agency)
    )  # fmt: skip


@may_read
@require_http_methods(["GET", "POST"])
def change_column(request: OfficeRequest, public_id: str) -> HttpResponse:
    """修改栏目."""
    column = column_for(request, public_id)
    agency = _editable(request, column)
    return form_screen(
        request, ColumnForm(request.POST or None, agency, column),
        lambda form: ChangeColumn(
            request.user, column, ground=form.cleaned_data["ground"], **cast(ColumnForm, form).said()
        ),
        title=f"修改“{column.title}”", after=_page(column), crumbs=_crumbs(agency, column), explanation=SEEN_AT_ONCE,
    )  # fmt: skip


@may_read
@require_http_methods(["GET", "POST"])
def move_column(request: OfficeRequest, public_id: str) -> HttpResponse:
    """移动栏目."""
    column = column_for(request, public_id)
    agency = _editable(request, column)
    home = home_above(column)
    if home is None:
        raise Http404
    form = MoveForm(request.POST or None, column, home)

    def act(form: forms.Form) -> Action[Any]:
        pages = cast(MoveForm, form).pages
        said = form.cleaned_data
        return MoveColumn(
            request.user, column, under=pages[said["under"]], before=pages.get(said["before"]), ground=said["ground"]
        )

    return form_screen(
        request, form, act, title=f"移动“{column.title}”", after=_page(column), crumbs=_crumbs(agency, column),
        done="已移动。", button="移动", explanation="下级栏目一同移动；信息的网址不变。",
    )  # fmt: skip


STATUS_ACTS: dict[str, tuple[str, Any, Any]] = {
    "tingzhi": ("停止更新", lambda column: column.status == ColumnStatus.OPEN and not column.part, CloseColumn),
    "guidang": ("归档", lambda column: column.status == ColumnStatus.CLOSED, ArchiveColumn),
}
"""What is done on a day: the address's word, the button, when it fits, the action."""


@may_read
@require_http_methods(["GET", "POST"])
def turn_column(request: OfficeRequest, public_id: str, act: str) -> HttpResponse:
    """停止更新、归档: today, or on a day to come."""
    if act not in STATUS_ACTS:
        raise Http404
    column = column_for(request, public_id)
    agency = _editable(request, column)
    label, _, action = STATUS_ACTS[act]
    today = timezone.localdate()
    form = DateForm(request.POST or None, initial={"on": today})
    return form_screen(
        request, form,
        lambda form: action(
            request.user, column, on=form.cleaned_data["on"], today=today, ground=form.cleaned_data["ground"]
        ),
        title=f"{label}：{column.title}", after=_page(column), crumbs=_crumbs(agency, column), button=label,
        explanation="下级栏目一同办理；已公开的信息仍可查阅。日期在今天以后的，到期自动办理。",
    )  # fmt: skip


@may_read
@require_POST
def act_on_column(request: OfficeRequest, public_id: str, act: str) -> HttpResponse:
    """One-button acts: 恢复更新, 今日已核对, 删除."""
    column = column_for(request, public_id)
    agency = cast(Agency, column.issuer)
    if act == "huifu":
        return perform(request, ReopenColumn(request.user, column), "已办理，栏目照常更新。", _page(column))
    if act == "hedui":
        checked = CheckedColumn(request.user, column, today=timezone.localdate())
        return perform(request, checked, "已记录核对日期。", _page(column))
    if act == "shanchu":
        back = perform(request, RemoveColumn(request.user, column), "栏目已删除。", _tree_of(agency))
        return back
    raise Http404


def first_site(_user: User) -> Step | None:
    """What a new installation still lacks once it has agencies and people: a site."""
    if SiteHome.objects.exists():
        return None
    return Step("机关的编辑", "在“栏目和事项”建立网站，再到“机构资料”填写组织机构代码")


def column_for(request: OfficeRequest, public_id: str) -> ColumnPage:
    """The column, if it belongs to an agency that the person may see; else it is not there (404)."""
    seen = Agency.objects.for_user(request.user)
    columns = ColumnPage.objects.filter(issuer__in=seen).select_related("issuer", "department", "template")
    return get_object_or_404(columns, public_id=public_id)


def _item(column: ColumnPage) -> str:
    """The item of the Regulation in words."""
    return dict(ITEMS).get(column.item_code, column.item_code)


def _keeper(request: OfficeRequest) -> Chosen:
    whose = chosen(request)
    if not whose.may_edit:
        raise PermissionDenied
    return whose


def _home(whose: Chosen) -> SiteHome:
    home = site_of(whose.agency)
    if home is None:
        raise Http404
    return home


def _editable(request: OfficeRequest, page: BasePage) -> Agency:
    """The page's agency, if the person keeps its columns."""
    if page.issuer is None or not may_edit(request.user, page.issuer):
        raise PermissionDenied
    return page.issuer


def _tree_of(agency: Agency) -> str:
    return f"{reverse(COLUMNS)}?agency={agency.code}"


def _tree(whose: Chosen) -> str:
    return _tree_of(whose.agency)


def _page(column: ColumnPage) -> str:
    return reverse("publishing:column", args=[column.public_id])


def _crumbs(agency: Agency, page: BasePage | None = None) -> tuple[tuple[str, str], ...]:
    trail = (("栏目", _tree_of(agency)),)
    return (*trail, (page.title, _page(page))) if isinstance(page, ColumnPage) else trail
