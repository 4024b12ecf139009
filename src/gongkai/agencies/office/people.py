"""人员: accounts (system administrator), roles and parts (security administrator)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.action import Action
from gongkai.agencies.actions import (
    AppointAdministrator,
    CreateUser,
    EndRole,
    GrantRole,
    SetPassword,
    SwitchUser,
    UnlockLogin,
)
from gongkai.agencies.actions.people import security_is_vacant
from gongkai.agencies.enums import Administrator, Role
from gongkai.agencies.login_failures import locked_until
from gongkai.agencies.models import Agency, Department, Membership, User
from gongkai.agencies.office.agencies import AgencyChoice, GroundForm
from gongkai.agencies.office.paging import page_of
from gongkai.agencies.office.screens import ActionScreen, Screen

SYSTEM, SECURITY = Administrator.SYSTEM, Administrator.SECURITY
LIST = ("人员", "agencies:people")
NOT_CHOSEN = "请选择"


class PasswordForm(GroundForm):
    """A first or a new password, typed twice."""

    password = forms.CharField(label="密码", widget=forms.PasswordInput, strip=False, help_text="至少 12 位。")
    again = forms.CharField(label="再输一次", widget=forms.PasswordInput, strip=False)
    field_order = ["password", "again", "ground"]

    def clean(self) -> dict[str, Any]:
        """Both alike, and hard to guess."""
        given = super().clean() or {}
        password = given.get("password")
        if password and password != given.pop("again", None):
            self.add_error("again", "两次输入不一致。")
        if password:
            about = User(username=given.get("username", ""), display_name=given.get("display_name", ""))
            try:
                validate_password(password, about)
            except ValidationError as error:
                self.add_error("password", error)
        return given


class NewUserForm(PasswordForm):
    """A new account."""

    username = forms.CharField(label="用户名", max_length=60, validators=[UnicodeUsernameValidator()])
    display_name = forms.CharField(label="显示名称", max_length=60)
    email = forms.EmailField(label="电子邮箱", required=False)
    field_order = ["username", "display_name", "email", "password", "again", "ground"]


class _ByAgency(ModelChoiceIterator):
    """The empty choice, then the departments under the names of their agencies."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        for agency, departments in groupby(self.queryset, key=attrgetter("agency")):
            yield (str(agency), [self.choice(department) for department in departments])


class DepartmentChoice(forms.ModelChoiceField):
    """A department, listed under its agency."""

    iterator = _ByAgency


class RoleForm(GroundForm):
    """Which role, where."""

    role = forms.ChoiceField(label="角色", choices=[("", NOT_CHOSEN), *Role.choices])
    agency = AgencyChoice(Agency.objects.filter(abolished_on=None), label="机关", empty_label=NOT_CHOSEN)
    department = DepartmentChoice(
        Department.objects.filter(closed_on=None, agency__abolished_on=None).select_related("agency"),
        label="内设机构",
        required=False,
        empty_label="不限",
        help_text="须是上面所选机关的内设机构。",
    )
    field_order = ["role", "agency", "department", "ground"]


class PartForm(GroundForm):
    """Which of the three administrators, or none."""

    part = forms.ChoiceField(label="管理员类别", choices=[("", "不是管理员"), *Administrator.choices], required=False)
    field_order = ["part", "ground"]


class PeopleList(Screen):
    """All accounts."""

    parts = (SYSTEM, SECURITY)
    title = "人员"
    template = "agencies/office/people.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the list."""
        asked = request.GET.get("q", "").strip()[:60]
        found = User.objects.prefetch_related("memberships__agency")
        if asked:
            found = found.filter(Q(username__icontains=asked) | Q(display_name__icontains=asked))
        return self.draw(request, {"page": page_of(request, found), "asked": asked})


class PersonDetail(Screen):
    """One account with all it holds and held."""

    parts = (SYSTEM, SECURITY)
    template = "agencies/office/person.html"
    crumbs = (LIST,)

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """The account's page."""
        person = get_object_or_404(User, public_id=public_id)
        self.title = person.display_name
        held = person.memberships.select_related("agency", "department").order_by("ended_at", "agency", "role")
        locked = locked_until(person.username, timezone.now())
        security = self.user.administrator == SECURITY
        shown = {
            "person": person,
            "memberships": held,
            "locked_until": locked,
            "may_grant": security and not person.administrator,
            "may_appoint": person != self.user and (security or security_is_vacant()),
        }
        return self.draw(request, shown)


class CreateUserScreen(ActionScreen):
    """建立账号."""

    parts = (SYSTEM,)
    title = "建立账号"
    crumbs = (LIST,)
    form_class = NewUserForm
    explanation = "新账号没有任何权限，由安全管理员授予角色。"
    done = "账号已建立，请安全管理员授予角色。"

    def action(self, form: forms.Form) -> Action[Any]:
        """Make it."""
        return CreateUser(self.user, **form.cleaned_data)

    def after(self, result: User) -> str:
        """Its page."""
        return reverse("agencies:person", args=[result.public_id])


class PersonActionScreen(ActionScreen):
    """A change of one account."""

    crumbs = (LIST,)
    verb: str
    person: User

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the account."""
        super().setup(request, *args, **kwargs)
        self.person = get_object_or_404(User, public_id=kwargs["public_id"])
        self.title = f"{self.verb}：{self.person.display_name}"

    def after(self, result: Any) -> str:
        """The account's page."""
        return reverse("agencies:person", args=[self.person.public_id])


class PasswordScreen(PersonActionScreen):
    """重设密码."""

    parts = (SYSTEM,)
    verb = "重设密码"
    form_class = PasswordForm

    def action(self, form: forms.Form) -> Action[Any]:
        """Set it."""
        return SetPassword(self.user, self.person, **form.cleaned_data)


class SwitchScreen(PersonActionScreen):
    """停用或启用账号."""

    parts = (SYSTEM,)
    verb = "停用或启用账号"
    form_class = GroundForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Say which way it goes."""
        super().setup(request, *args, **kwargs)
        self.button = "停用账号" if self.person.is_active else "启用账号"
        self.title = f"{self.button}：{self.person.display_name}"

    def action(self, form: forms.Form) -> Action[Any]:
        """Turn it."""
        return SwitchUser(self.user, self.person, active=not self.person.is_active, **form.cleaned_data)


class UnlockScreen(PersonActionScreen):
    """解除登录锁定."""

    parts = (SECURITY,)
    verb = "解除登录锁定"
    form_class = GroundForm
    button = "解除锁定"
    explanation = "此账号因连续输错密码而暂停登录。解除前请确认是本人，必要时由系统管理员重设密码。"
    done = "已解除锁定，可以重新登录。"

    def action(self, form: forms.Form) -> Action[Any]:
        """Lift it."""
        return UnlockLogin(self.user, self.person, **form.cleaned_data)


class RoleScreen(PersonActionScreen):
    """授予角色."""

    parts = (SECURITY,)
    verb = "授予角色"
    form_class = RoleForm

    def action(self, form: forms.Form) -> Action[Any]:
        """Give it."""
        given = dict(form.cleaned_data)
        return GrantRole(self.user, self.person, given.pop("role"), given.pop("agency"), **given)


class EndRoleScreen(PersonActionScreen):
    """终止角色."""

    parts = (SECURITY,)
    verb = "终止角色"
    form_class = GroundForm
    button = "终止"
    membership: Membership

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the role."""
        super().setup(request, *args, **kwargs)
        self.membership = get_object_or_404(self.person.memberships, public_id=kwargs["role_id"])
        self.explanation = f"{self.membership.agency.name}：{self.membership.get_role_display()}"

    def action(self, form: forms.Form) -> Action[Any]:
        """End it."""
        return EndRole(self.user, self.membership, **form.cleaned_data)


class AppointScreen(PersonActionScreen):
    """管理员任免."""

    parts = (SYSTEM, SECURITY)
    verb = "管理员任免"
    form_class = PartForm
    explanation = "三员分立：系统、安全、审计三种管理员由三个人分别担任，且不兼业务角色。"

    def form(self, data: Any = None) -> forms.Form:
        """Begins with the present part."""
        return PartForm(data, initial={"part": self.person.administrator})

    def action(self, form: forms.Form) -> Action[Any]:
        """Appoint."""
        return AppointAdministrator(self.user, self.person, **form.cleaned_data)
