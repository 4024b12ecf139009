"""Addresses of the screens."""

from django.urls import path

from gongkai.annual_reports.office import compiled, compiled_parts, report, upload, views
from gongkai.annual_reports.styles import report_styles

app_name = "annual_reports"
urlpatterns = [
    path("", views.report_list, name="list"),
    path("yangshi.css", report_styles, name="styles"),
    path("shangchuan/", upload.start, name="upload"),
    path("shangchuan/<slug:batch_id>/", upload.batch, name="batch"),
    path("bianzhi/", compiled.compiled_list, name="compiled_list"),
    path("bianzhi/<slug:public_id>/", compiled.detail, name="compiled"),
    path("bianzhi/<slug:public_id>/anjian/", compiled_parts.cases, name="compiled_cases"),
    path("bianzhi/<slug:public_id>/nianmo/", compiled_parts.boundary, name="compiled_edges"),
    path("bianzhi/<slug:public_id>/chayi/", compiled_parts.moved, name="compiled_moved"),
    path("bianzhi/<slug:public_id>/tianbao/", compiled_parts.figures, name="compiled_figures"),
    path("bianzhi/<slug:public_id>/wenzi/<slug:section>/", compiled_parts.text, name="compiled_text"),
    path("bianzhi/<slug:public_id>/xiazai/<slug:format>/", compiled.download, name="compiled_download"),
    path("bianzhi/<slug:public_id>/ban/<slug:step>/", compiled.step, name="compiled_step"),
    path("<slug:public_id>/", report.detail, name="report"),
    path("<slug:public_id>/yuanjian/", report.original, name="original"),
    path("<slug:public_id>/rending/", report.assign, name="assign"),
    path("<slug:public_id>/gengzheng/", report.correct, name="correct"),
    path("<slug:public_id>/xianshi/", report.show, name="show"),
    path("<slug:public_id>/gongbu/", report.publish, name="publish"),
    path("<slug:public_id>/chehui/", report.withdraw, name="withdraw"),
]
