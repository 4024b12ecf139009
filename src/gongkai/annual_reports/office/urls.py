"""Addresses of the screens."""

from django.urls import path

from gongkai.annual_reports.office import report, upload, views
from gongkai.annual_reports.styles import report_styles

app_name = "annual_reports"
urlpatterns = [
    path("", views.report_list, name="list"),
    path("yangshi.css", report_styles, name="styles"),
    path("shangchuan/", upload.start, name="upload"),
    path("shangchuan/<slug:batch_id>/", upload.batch, name="batch"),
    path("<slug:public_id>/", report.detail, name="report"),
    path("<slug:public_id>/yuanjian/", report.original, name="original"),
    path("<slug:public_id>/rending/", report.assign, name="assign"),
    path("<slug:public_id>/gengzheng/", report.correct, name="correct"),
    path("<slug:public_id>/xianshi/", report.show, name="show"),
    path("<slug:public_id>/gongbu/", report.publish, name="publish"),
    path("<slug:public_id>/chehui/", report.withdraw, name="withdraw"),
]
