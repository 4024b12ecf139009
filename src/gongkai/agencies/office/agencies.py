"""机关: the list of authorities, and what the system administrator does with them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.action import Action
from gongkai.agencies.actions import (
    AbolishAgency,
    AddDepartment,
    AddFormerName,
    CorrectAgency,
    CreateAgency,
    MoveAgency,
    RenameAgency,
)
from gongkai.agencies.enums import Administrator, Kind, Level, NameKind
from gongkai.agencies.models import Agency
from gongkai.agencies.names import clean_name
from gongkai.agencies.office.paging import page_of
from gongkai.agencies.office.screens import ActionScreen, Screen

SYSTEM_ONLY = (Administrator.SYSTEM,)
LIST = ("机关", "agencies:list")
_DATE = forms.DateInput(attrs={"type": "date"})


class GroundForm(forms.Form):
    """Every change may say its ground, which the ledger keeps."""

    ground = forms.CharField(label="依据", required=False, max_length=200, help_text="如批文文号，记入存证台账。")


class AgencyChoice(forms.ModelChoiceField):
    """An agency, by code and name."""

    def label_from_instance(self, obj: Any) -> str:
        """Indented below its parents."""
        return f"{'　' * obj.depth}{obj.name}（{obj.code}）"


class NewAgencyForm(GroundForm):
    """What a new authority is."""

    code = forms.CharField(
        label="机关代码", max_length=32, help_text="2 至 32 位英文字母、数字、连字符，以后不能更改。"
    )
    name = forms.CharField(label="全称", max_length=100)
    short_name = forms.CharField(label="简称", max_length=60, required=False)
    parent = AgencyChoice(Agency.objects.all(), label="上级机关", required=False, empty_label="无")
    level = forms.ChoiceField(label="层级", choices=Level.choices, initial=Level.COUNTY)
    kind = forms.ChoiceField(label="机关性质", choices=Kind.choices, initial=Kind.DEPARTMENT)
    field_order = ["code", "name", "short_name", "parent", "level", "kind", "ground"]


class RenameForm(GroundForm):
    """New names and their first day."""

    name = forms.CharField(label="新全称", max_length=100)
    short_name = forms.CharField(label="新简称", max_length=60, required=False)
    on = forms.DateField(label="更名日期", widget=_DATE)
    field_order = ["name", "short_name", "on", "ground"]


class CorrectForm(forms.Form):
    """What the agency really is, and why it was entered otherwise."""

    level = forms.ChoiceField(label="层级", choices=Level.choices)
    kind = forms.ChoiceField(label="机关性质", choices=Kind.choices)
    ground = forms.CharField(label="更正的理由", max_length=200, help_text="记入存证台账。")


class FormerNameForm(GroundForm):
    """A name of earlier years."""

    name = forms.CharField(label="曾用名", max_length=100)
    kind = forms.ChoiceField(label="名称种类", choices=NameKind.choices)
    valid_from = forms.DateField(label="启用日期", required=False, widget=_DATE)
    valid_until = forms.DateField(label="停用日期", required=False, widget=_DATE)
    field_order = ["name", "kind", "valid_from", "valid_until", "ground"]


class MoveForm(GroundForm):
    """The new parent."""

    parent = AgencyChoice(Agency.objects.all(), label="新的上级机关", required=False, empty_label="无")
    field_order = ["parent", "ground"]


class DepartmentForm(GroundForm):
    """A department's name."""

    name = forms.CharField(label="内设机构", max_length=100)
    field_order = ["name", "ground"]


class AbolishForm(GroundForm):
    """The last day."""

    on = forms.DateField(label="撤销日期", widget=_DATE)
    field_order = ["on", "ground"]


class AgencyList(Screen):
    """All authorities, found by any name."""

    parts = (Administrator.SYSTEM, Administrator.SECURITY)
    title = "机关"
    template = "agencies/office/agencies.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the list."""
        asked = clean_name(request.GET.get("q", ""))[:60]
        found = Agency.objects.select_related("parent")
        if asked:
            by_name = Q(name__contains=asked) | Q(short_name__contains=asked) | Q(code__icontains=asked)
            found = found.filter(by_name | Q(former_names__name__contains=asked)).distinct()
        return self.draw(request, {"page": page_of(request, found), "asked": asked})


class AgencyDetail(Screen):
    """One authority with its names, departments and people."""

    parts = (Administrator.SYSTEM, Administrator.SECURITY)
    template = "agencies/office/agency.html"
    crumbs = (LIST,)

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The authority's page."""
        agency = get_object_or_404(Agency.objects.select_related("parent"), code=code)
        self.title = agency.name
        members = agency.memberships.current().select_related("user", "department")
        return self.draw(
            request,
            {
                "agency": agency,
                "former_names": agency.former_names.all(),
                "departments": agency.departments.all(),
                "units": agency.units.all(),
                "members": page_of(request, members),
            },
        )


class CreateAgencyScreen(ActionScreen):
    """建立机关."""

    parts = SYSTEM_ONLY
    title = "建立机关"
    crumbs = (LIST,)
    form_class = NewAgencyForm
    done = "机关已建立。"

    def action(self, form: forms.Form) -> Action[Any]:
        """Make it."""
        given = dict(form.cleaned_data)
        return CreateAgency(self.user, kind_of_body=given.pop("kind"), **given)

    def after(self, result: Agency) -> str:
        """Its page."""
        return reverse("agencies:agency", args=[result.code])


class AgencyActionScreen(ActionScreen):
    """A change of one authority."""

    parts = SYSTEM_ONLY
    crumbs = (LIST,)
    verb: str
    agency: Agency

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the authority."""
        super().setup(request, *args, **kwargs)
        self.agency = get_object_or_404(Agency, code=kwargs["code"])
        self.title = f"{self.verb}：{self.agency.name}"

    def after(self, result: Agency) -> str:
        """Its page."""
        return reverse("agencies:agency", args=[result.code])


class RenameScreen(AgencyActionScreen):
    """更名."""

    verb = "更名"
    form_class = RenameForm
    explanation = "原名称自动转为曾用名，旧年度的报告和案卷仍按原名称识别。"

    def form(self, data: Any = None) -> forms.Form:
        """Begins with the present names."""
        initial = {"name": self.agency.name, "short_name": self.agency.short_name, "on": timezone.localdate()}
        return RenameForm(data, initial=initial)

    def action(self, form: forms.Form) -> Action[Any]:
        """Rename it."""
        return RenameAgency(self.user, self.agency, **form.cleaned_data)


class CorrectScreen(AgencyActionScreen):
    """更正层级和性质."""

    verb = "更正层级和性质"
    form_class = CorrectForm
    explanation = "登记有误时更正。已经建立的栏目不随之增减，需要时由编辑套用栏目预设。"
    button = "更正"
    done = "已更正。"

    def form(self, data: Any = None) -> forms.Form:
        """Begins with what stands."""
        return CorrectForm(data, initial={"level": self.agency.level, "kind": self.agency.kind})

    def action(self, form: forms.Form) -> Action[Any]:
        """Correct it."""
        given = dict(form.cleaned_data)
        return CorrectAgency(self.user, self.agency, kind_of_body=given.pop("kind"), **given)


class FormerNameScreen(AgencyActionScreen):
    """登记曾用名."""

    verb = "登记曾用名"
    form_class = FormerNameForm

    def action(self, form: forms.Form) -> Action[Any]:
        """Record it."""
        given = dict(form.cleaned_data)
        return AddFormerName(self.user, self.agency, name_kind=given.pop("kind"), **given)


class MoveScreen(AgencyActionScreen):
    """调整隶属."""

    verb = "调整隶属关系"
    form_class = MoveForm
    explanation = "其下级机关随同移动；上级主管部门能看到的范围随之改变。"

    def form(self, data: Any = None) -> forms.Form:
        """Begins with the present parent."""
        return MoveForm(data, initial={"parent": self.agency.parent_id})

    def action(self, form: forms.Form) -> Action[Any]:
        """Move it."""
        return MoveAgency(self.user, self.agency, **form.cleaned_data)


class DepartmentScreen(AgencyActionScreen):
    """增设内设机构."""

    verb = "增设内设机构"
    form_class = DepartmentForm

    def action(self, form: forms.Form) -> Action[Any]:
        """Make it."""
        return AddDepartment(self.user, self.agency, **form.cleaned_data)


class AbolishScreen(AgencyActionScreen):
    """撤销机关."""

    verb = "撤销机关"
    form_class = AbolishForm
    explanation = "机关的记录全部保留，仍可查阅。"
    button = "撤销"

    def action(self, form: forms.Form) -> Action[Any]:
        """Note it."""
        return AbolishAgency(self.user, self.agency, **form.cleaned_data)
