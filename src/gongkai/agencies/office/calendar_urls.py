"""Addresses of the calendar's screens, below the back office's root."""

from django.urls import path

from gongkai.agencies.office import calendar, calendar_local

app_name = "calendar"
urlpatterns = [
    path("rili/", calendar.YearList.as_view(), name="years"),
    path("rili/difang/", calendar_local.LocalList.as_view(), name="local"),
    path("rili/<int:year>/", calendar.YearPage.as_view(), name="year"),
    path("rili/<int:year>/bianji/", calendar.EditYear.as_view(), name="edit"),
    path("rili/<int:year>/chehui/", calendar.WithdrawYearScreen.as_view(), name="withdraw"),
    path("rili/<int:year>/difang/", calendar_local.SetLocal.as_view(), name="set_local"),
    path("rili/<int:year>/difang/<str:code>/chehui/", calendar_local.WithdrawLocal.as_view(), name="withdraw_local"),
]
