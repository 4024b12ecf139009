"""地方放假上班日: an agency's own days, listed, entered and taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.action import Action
from gongkai.agencies.actions import SetLocalDays, WithdrawLocalDays
from gongkai.agencies.calendar_models import LocalDay
from gongkai.agencies.calendar_text import said, weekday
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, User
from gongkai.agencies.office.calendar import (
    CALENDAR,
    NOT_FOUND,
    CalendarScreen,
    ReasonForm,
    YearScreen,
    agency_to_edit,
    lines_of,
    own_agencies,
    seen_agency,
)
from gongkai.agencies.office.paging import page_of
from gongkai.agencies.office.screens import ActionScreen

LOCAL = ("地方放假上班日", "calendar:local")
_EDITING = {Role.SUPERVISOR, Role.REGISTRAR}


class LocalList(CalendarScreen):
    """The local days of the agencies that one may see, latest first."""

    title = "地方放假上班日"
    template = "agencies/office/calendar_local.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of them."""
        rows = LocalDay.objects.current().for_user(self.user).select_related("agency", "entered_by")
        page = page_of(request, rows)
        listed = [
            {"it": it, "weekday": weekday(it.day), "may_edit": self.user.scope.may_act(it.agency, *_EDITING)}
            for it in page
        ]
        may_edit = bool(self.user.scope.all_roles() & _EDITING)
        return self.draw(
            request, {"page": page, "rows": listed, "this_year": timezone.localdate().year, "may_edit": may_edit}
        )


class LocalForm(forms.Form):
    """An agency's days in lines, and the notice they are from."""

    agency = forms.CharField(
        label="机关", max_length=100, help_text="全称、简称或者代码；对其所有下级机关同样有效，下级机关另有规定的除外。"
    )
    off = forms.CharField(
        label="放假日期",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
        help_text="每行一个节日，如“三月三 4月18日至21日”。",
    )
    work = forms.CharField(
        label="调休上班日期",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        help_text="改为上班的周六、周日。",
    )
    basis = forms.CharField(
        label="依据",
        max_length=200,
        help_text="如自治区、自治州人民政府通知的标题和文号（《全国年节及纪念日放假办法》第四条）。",
    )

    def __init__(self, data: Any, *, user: User, year: int, **options: Any) -> None:
        super().__init__(data, **options)
        self.user, self.year = user, year

    def clean_agency(self) -> Agency:
        """One that the person may see."""
        agency = seen_agency(self.user, self.cleaned_data["agency"])
        if agency is None:
            raise forms.ValidationError(NOT_FOUND)
        return agency

    def clean(self) -> dict[str, Any]:
        """The lines, read."""
        given = super().clean() or {}
        given["days"] = lines_of(self, self.year)
        return given


class SetLocal(YearScreen, ActionScreen):
    """录入地方放假上班日."""

    crumbs = (CALENDAR, LOCAL)
    button = "保存"
    done = "地方放假上班日已保存，该机关及其下级机关的期限按新的日历计算。"
    explanation = "只录入与全国安排不同的日子。"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The year's name."""
        super().setup(request, *args, **kwargs)
        self.title = f"录入{self.year}年地方放假上班日"

    def test_func(self) -> bool:
        """Whoever may enter them for some agency."""
        return bool(self.user.scope.all_roles() & _EDITING)

    def form(self, data: Any = None) -> forms.Form:
        """Begins with the agency asked for, or with one's own."""
        own = own_agencies(self.user) if data is None else []
        asked = self.request.GET.get("jiguan", "") or (own[0].name if len(own) == 1 else "")
        return LocalForm(data, user=self.user, year=self.year, initial={"agency": asked})

    def action(self, form: forms.Form) -> Action[Any]:
        """Enter them."""
        given = form.cleaned_data
        return SetLocalDays(self.user, given["agency"], days=given["days"], basis=given["basis"])

    def after(self, result: Agency) -> str:
        """The agency's year."""
        return f"{reverse('calendar:year', args=[self.year])}?jiguan={result.code}"


class WithdrawLocalForm(ReasonForm):
    """Which days, and why."""

    days = forms.MultipleChoiceField(label="日期", widget=forms.CheckboxSelectMultiple)
    field_order = ["days", "ground"]

    def __init__(self, data: Any, *, rows: list[LocalDay]) -> None:
        super().__init__(data)
        self.fields["days"].choices = [  # type: ignore[attr-defined]
            (f"{it.day}", f"{said(it.day)}（{weekday(it.day)}）{it.name}，{'上班' if it.works else '放假'}")
            for it in rows
        ]


class WithdrawLocal(YearScreen, ActionScreen):
    """撤回地方放假上班日."""

    crumbs = (CALENDAR, LOCAL)
    button = "撤回"
    done = "已撤回，期限按撤回后的日历计算。"
    explanation = "撤回以后，按全国的安排或者上级机关的地方放假上班日计算。"
    agency: Agency

    def form(self, data: Any = None) -> forms.Form:
        """The days that count now."""
        self.agency = agency_to_edit(self.user, self.kwargs["code"])
        self.title = f"撤回{self.year}年地方放假上班日：{self.agency.name}"
        rows = LocalDay.objects.current().filter(agency=self.agency, day__year=self.year).order_by("day")
        return WithdrawLocalForm(data, rows=list(rows))

    def action(self, form: forms.Form) -> Action[Any]:
        """Take them back."""
        days = [date.fromisoformat(text) for text in form.cleaned_data["days"]]
        return WithdrawLocalDays(self.user, self.agency, days=days, ground=form.cleaned_data["ground"])

    def after(self, result: Agency) -> str:
        """The agency's year."""
        return f"{reverse('calendar:year', args=[self.year])}?jiguan={result.code}"
