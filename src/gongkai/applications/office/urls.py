"""Addresses of the desk, below `shenqing/`."""

from __future__ import annotations

from django.urls import path

from gongkai.applications.office import (
    case_urls,
    intake,
    look_ups,
    registration,
    release_urls,
    settings,
    slips,
    statistics,
    takeover,
    templates,
    worklist,
)

app_name = "applications"
urlpatterns = [
    path("", worklist.work_list, name="list"),
    path("daochu/shenqing.<slug:form>", worklist.export, name="export"),
    path("shitu/", worklist.save_view, name="save_view"),
    path("shitu/<slug:public_id>/shanchu/", worklist.drop_view, name="drop_view"),
    path("rili/", worklist.due_calendar, name="calendar"),
    path("tongji/", statistics.statistics, name="statistics"),
    path("tongji/daochu.xlsx", statistics.export, name="export_statistics"),
    path("tongji/dayin/", statistics.printed, name="print_statistics"),
    path("tongji/<slug:sheet>/", statistics.statistics, name="statistics"),
    path("dengji/", intake.intake, name="intake"),
    path("dengji/tishi/", intake.known, name="intake_known"),
    path("xianchang/", look_ups.look_ups, name="look_ups"),
    path("xianchang/daochu/xianchang.<slug:form>", look_ups.export, name="export_look_ups"),
    path("zhuanru/", takeover.take_over, name="take_over"),
    path("zhuanru/taizhang.<slug:form>", takeover.export, name="export_register"),
    path("zhuanru/<slug:public_id>/", takeover.register_file, name="register_file"),
    path("shezhi/", settings.office, name="office"),
    path("moban/", templates.templates, name="templates"),
    path("moban/<slug:kind_id>/", templates.template, name="template"),
    path("moban/<slug:kind_id>/jiancha/", templates.check, name="template_check"),
    path("wenhao/", templates.numbers, name="numbers"),
    path("<slug:public_id>/gaidengji/", registration.amend, name="amend"),
    path("<slug:public_id>/chaifen/", registration.split, name="split"),
    path("<slug:public_id>/guanlian/", registration.link_same, name="link_same"),
    path("<slug:public_id>/zuofei/", registration.void, name="void"),
    path("<slug:public_id>/jiaobandan/<slug:task_id>/", slips.assignment, name="assignment_slip"),
    path("<slug:public_id>/cuibandan/", slips.reminder, name="reminder_slip"),
    *release_urls.urlpatterns,
    # The case's own addresses come last: a case's id is what none of the words above is.
    *case_urls.urlpatterns,
]
