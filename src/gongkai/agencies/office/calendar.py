"""工作日历: the years and local days by which terms are counted, for everybody; entering them, for few."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.action import Action, Refused
from gongkai.agencies.actions import CorrectYear, EnterYear, WithdrawYear
from gongkai.agencies.actions.calendar import may_edit_local, may_edit_years
from gongkai.agencies.calendar import current_calendars
from gongkai.agencies.calendar_models import CalendarYear
from gongkai.agencies.calendar_text import (
    NamedDay,
    Notice,
    doubts_about,
    read_lines,
    read_notice,
    said,
    weekday,
    write_lines,
)
from gongkai.agencies.models import Agency, User
from gongkai.agencies.office.calendar_months import days_of, differences, months_of, working_days
from gongkai.agencies.office.dashboard import Panel, Row
from gongkai.agencies.office.paging import A_PAGE
from gongkai.agencies.office.screens import ActionScreen, Screen
from gongkai.agencies.queries import match_agency
from gongkai.law.calendar import FIRST_YEAR, LAST_YEAR, Arrangement, statutory_feasts

CALENDAR = ("工作日历", "calendar:years")
NOT_FOUND = "没有这个机关，或者不在您的权限范围内。"
_AHEAD = 2
_ANNOUNCED_FROM = 10
"""The month from which the next year's arrangement may be expected; it has mostly come in October to December."""
_HISTORY = 20
_NOTICE_LENGTH = 20_000
_LINES_LENGTH = 8_000


def reads_calendar(user: User) -> bool:
    """Whoever works for some agency counts days."""
    return bool(user.scope.all_roles())


def waiting_years(user: User, today: date) -> Panel | None:
    """This year's calendar, or late in the year the next one's, for whoever may enter it and as long as it is not."""
    if not may_edit_years(user):
        return None
    national = current_calendars().national
    years = [today.year, *([today.year + 1] if today.month >= _ANNOUNCED_FROM else [])]
    missing = [year for year in years if not national.is_known(year)]
    rows = tuple(Row(f"{year}年放假安排未录入", 1, reverse("calendar:edit", args=[year])) for year in missing)
    return Panel("工作日历", rows) if rows else None


class CalendarScreen(Screen):
    """A screen of the calendar, for whoever has a role."""

    crumbs: tuple[tuple[str, str], ...] = (CALENDAR,)

    def test_func(self) -> bool:
        """Whoever has a role; what may be changed the action says."""
        return reads_calendar(self.user)


class YearScreen(CalendarScreen):
    """A screen of one year."""

    year: int

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """A year that the calendar has."""
        super().setup(request, *args, **kwargs)
        self.year = kwargs["year"]
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise Http404


class YearList(CalendarScreen):
    """The years with what is known of them."""

    title = "工作日历"
    template = "agencies/office/calendar_years.html"
    crumbs = ()

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the years, latest first; some ahead of today, which may be entered."""
        national, this_year = current_calendars().national, timezone.localdate().year
        last = min(max(this_year + _AHEAD, *national.years), LAST_YEAR)
        page = Paginator(range(last, FIRST_YEAR - 1, -1), A_PAGE).get_page(request.GET.get("page"))
        edited = CalendarYear.objects.current().filter(year__in=list(page)).select_related("entered_by")
        by_year = {row.year: row for row in edited}
        rows = [
            {
                "year": year,
                "known": national.is_known(year),
                "edited": by_year.get(year),
                "working": working_days(national, year),
                "off": sum(not it.works for it in days_of(national, year)),
                "work": sum(it.works for it in days_of(national, year)),
            }
            for year in page
        ]
        context = {"page": page, "rows": rows, "this_year": this_year, "may_edit": may_edit_years(self.user)}
        return self.draw(request, context)


class YearPage(YearScreen):
    """One year as twelve months: the nation's, or an agency's with its local days."""

    template = "agencies/office/calendar_year.html"

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        """The year; `?jiguan=` names the agency."""
        asked = request.GET.get("jiguan", "").replace("\0", "").strip()[:100]
        agency = seen_agency(self.user, asked)
        calendars = current_calendars()
        calendar = calendars(agency) if agency else calendars.national
        self.title = f"{year}年工作日历" + (f"：{agency.name}" if agency else "")
        history = list(CalendarYear.objects.filter(year=year).select_related("entered_by")[:_HISTORY])
        local = [it for it in days_of(calendar, year) if it.day in calendar.local.off or it.day in calendar.local.work]
        return self.draw(
            request,
            {
                "year": year,
                "previous": year - 1 if year > FIRST_YEAR else None,
                "next": year + 1 if year < LAST_YEAR else None,
                "known": calendar.is_known(year),
                "months": months_of(year, days_of(calendar, year)),
                "working": working_days(calendar, year),
                "asked": asked,
                "agency": agency,
                "not_found": NOT_FOUND if asked and not agency else "",
                "own": own_agencies(self.user),
                "local": [(said(it.day), weekday(it.day), it) for it in local],
                "history": history,
                "edited": next((row for row in history if row.ended_at is None), None),
                "may_edit": may_edit_years(self.user),
                "may_edit_local": may_edit_local(self.user, agency) if agency else False,
            },
        )


class YearForm(forms.Form):
    """A year's days in lines, where they are from, and why they are changed."""

    off = forms.CharField(
        label="放假日期",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=_LINES_LENGTH,
        help_text="每行一个节日，如“元旦 1月1日至3日”；放假期间的周六、周日一并写上。",
    )
    work = forms.CharField(
        label="调休上班日期",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=_LINES_LENGTH,
        help_text="改为上班的周六、周日，如“春节 2月14日”。",
    )
    source = forms.CharField(
        label="来源",
        max_length=200,
        help_text="通知的标题和文号，如“国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）”。",
    )
    ground = forms.CharField(label="更正理由", max_length=200)

    def __init__(self, data: Any, *, year: int, known: bool, **options: Any) -> None:
        super().__init__(data, **options)
        self.year = year
        if not known:
            del self.fields["ground"]

    def clean(self) -> dict[str, Any]:
        """The lines, read."""
        given = super().clean() or {}
        given["days"] = lines_of(self, self.year)
        return given


def lines_of(form: forms.Form, year: int) -> list[NamedDay]:
    """The days in the lines of `off` and `work`; what cannot be read is said beside the field."""
    days: list[NamedDay] = []
    for name, works in (("off", False), ("work", True)):
        read, wrong = read_lines(form.cleaned_data.get(name, ""), year, works=works)
        days += read
        for sentence in wrong:
            form.add_error(name, sentence)
    return days


class EditYear(YearScreen):
    """A year entered or corrected: from the notice's text, by lines, or by clicking days; looked at, then confirmed."""

    template = "agencies/office/calendar_edit.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """What is known of the year."""
        super().setup(request, *args, **kwargs)
        self.national = current_calendars().national
        self.known = self.national.is_known(self.year)
        self.title = f"{'更正' if self.known else '录入'}{self.year}年工作日历"

    def test_func(self) -> bool:
        """Whoever may enter years."""
        return may_edit_years(self.user)

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        """The form, with the days as they are."""
        days = days_of(self.national, year) if self.known else []
        edited = CalendarYear.objects.current().filter(year=year).first()
        return self._draw(request, self._form(initial=self._lines(days, edited.source if edited else "")), days)

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        """Read the notice, show what would be, or save it."""
        if request.POST.get("do") == "read":
            return self._read(request)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._draw(request, form, form.cleaned_data.get("days", []), status=422)
        days, given = form.cleaned_data["days"], form.cleaned_data
        kind = CorrectYear if self.known else EnterYear
        action = kind(self.user, year, days=days, source=given["source"], ground=given.get("ground", ""))
        if request.POST.get("do") != "save":
            return self._draw(request, form, days, reasons=action.refusals(), looked_at=True)
        try:
            action.perform()
        except Refused as refused:
            return self._draw(request, form, days, reasons=refused.reasons, status=422)
        messages.success(request, f"{year}年工作日历已保存，期限按新的日历计算。")
        return redirect("calendar:year", year)

    def _read(self, request: HttpRequest) -> HttpResponse:
        notice = read_notice(request.POST.get("notice", "")[:_NOTICE_LENGTH], self.year)
        if not notice.days:
            typed = {name: request.POST.get(name, "") for name in ("off", "work", "source", "ground")}
            days = [
                it for name in ("off", "work") for it in read_lines(typed[name], self.year, works=name == "work")[0]
            ]
            return self._draw(request, self._form(initial=typed), days, doubts=notice.doubts, status=422)
        initial = self._lines(notice.days, notice.source or request.POST.get("source", ""))
        initial["ground"] = request.POST.get("ground", "")
        doubts = notice.doubts + self._elsewhere(notice)
        return self._draw(request, self._form(initial=initial), notice.days, doubts=doubts, looked_at=True)

    def _elsewhere(self, notice: Notice) -> list[str]:
        """What the notice changes in the year before or after, which is corrected there."""
        return [
            f"通知还把{it.day.year}年{said(it.day)}（{weekday(it.day)}）定为{'上班' if it.works else '放假'}，"
            f"请另行更正{it.day.year}年的日历。"
            for it in notice.elsewhere
            if self.national.is_working_day(it.day) != it.works
        ]

    def _form(self, data: Any = None, initial: dict[str, str] | None = None) -> YearForm:
        return YearForm(data, year=self.year, known=self.known, initial=initial)

    def _lines(self, days: list[NamedDay], source: str) -> dict[str, str]:
        off, work = (write_lines(it for it in days if it.works is works) for works in (False, True))
        return {"off": off, "work": work, "source": source}

    def _draw(
        self,
        request: HttpRequest,
        form: YearForm,
        days: list[NamedDay],
        *,
        reasons: list[str] | None = None,
        doubts: list[str] | None = None,
        looked_at: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        here = [it for it in days if it.day.year == self.year]
        context: dict[str, Any] = {
            "year": self.year,
            "known": self.known,
            "form": form,
            "notice": request.POST.get("notice", "")[:_NOTICE_LENGTH],
            "notice_length": _NOTICE_LENGTH,
            "refusals": reasons or [],
            "doubts": doubts or [],
            "months": months_of(self.year, here),
        }
        if looked_at and not reasons:
            context |= self._preview(here)
            context["doubts"] = context["doubts"] + doubts_about(here, statutory_feasts(self.year))
        response = self.draw(request, context)
        response.status_code = status
        return response

    def _preview(self, days: list[NamedDay]) -> dict[str, Any]:
        """What would count, and on which days it differs from what counts now."""
        off, work = ({it.day: it.name for it in days if it.works is works} for works in (False, True))
        after = self.national.with_year(
            self.year, Arrangement(off, {d: name for d, name in work.items() if d not in off})
        )
        return {
            "looked_at": True,
            "working": working_days(after, self.year),
            "working_before": working_days(self.national, self.year),
            "changed": [
                (said(day), weekday(day), works) for day, works in differences(self.national, after, self.year)
            ],
        }


class ReasonForm(forms.Form):
    """Why something is taken back."""

    ground = forms.CharField(label="撤回理由", max_length=200)


class WithdrawYearScreen(YearScreen, ActionScreen):
    """撤回."""

    form_class = ReasonForm
    button = "撤回"
    done = "已撤回，期限按撤回后的日历计算。"
    explanation = (
        "撤回在本平台录入的安排以后，随程序发布的年份恢复原来的安排，其他年份恢复为暂定。录入的内容仍留在记录中。"
    )

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The year's name."""
        super().setup(request, *args, **kwargs)
        self.title = f"撤回{self.year}年工作日历"

    def test_func(self) -> bool:
        """Whoever may enter years."""
        return may_edit_years(self.user)

    def action(self, form: forms.Form) -> Action[Any]:
        """Take it back."""
        return WithdrawYear(self.user, self.year, ground=form.cleaned_data["ground"])

    def after(self, result: CalendarYear) -> str:
        """The year."""
        return reverse("calendar:year", args=[self.year])


def seen_agency(user: User, asked: str) -> Agency | None:
    """The agency of that name or code, if the person may see it."""
    agency = match_agency(asked).agency if asked else None
    return agency if agency and user.scope.may_see(agency) else None


def own_agencies(user: User) -> list[Agency]:
    """The agencies in which the person has a role, to choose from."""
    held = Agency.objects.filter(memberships__in=user.memberships.current()).distinct()[:A_PAGE]
    return [agency for agency in held if user.scope.may_see(agency)]


def agency_to_edit(user: User, code: str) -> Agency:
    """The agency whose local days the person may enter. Http404 where he may not see it, PermissionDenied else."""
    agency = Agency.objects.for_user(user).filter(code=code).first()
    if agency is None:
        raise Http404
    if not may_edit_local(user, agency):
        raise PermissionDenied
    return agency
