"""Addresses of the disputes, below `fuyi-susong/`."""

from __future__ import annotations

from django.urls import path

from gongkai.disputes.office import files, views

app_name = "disputes"
urlpatterns = [
    path("", views.dispute_list, name="list"),
    path("daochu/fuyi-susong.<slug:form>", views.export, name="export"),
    path("dengji/", views.register, name="register"),
    path("koujing/", views.practice, name="practice"),
    path("wenjian-zhonglei/", files.file_kinds, name="file_kinds"),
    # A dispute's own addresses come last: its id is what none of the words above is.
    path("<slug:public_id>/", views.detail, name="dispute"),
    path("<slug:public_id>/gengzheng/", views.amend, name="amend"),
    path("<slug:public_id>/wenjian/<slug:file_id>/", files.file, name="file"),
    path("<slug:public_id>/wenjian/<slug:file_id>/chehui/", files.withdraw, name="withdraw_file"),
    path("<slug:public_id>/ban/<slug:act_id>/", views.act, name="act"),
]
