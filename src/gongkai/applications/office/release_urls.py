"""Addresses of what goes out of a case and of what is made of a whole case."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.applications.office import dossier, public_answers, release, retention

urlpatterns: list[URLPattern] = [
    path("daoqi/", retention.retention, name="retention"),
    path("daoqi/yijiao.<slug:form>", retention.hand_over, name="hand_over"),
    path("zhuangongkai/", public_answers.public_answers, name="public_answers"),
    path("<slug:public_id>/zhuangongkai/", public_answers.propose, name="public_propose"),
    path("<slug:public_id>/anjuan/", dossier.dossier, name="dossier"),
    path("<slug:public_id>/cailiao/<slug:material_id>/jiancha/", release.release, name="release"),
    path("<slug:public_id>/cailiao/<slug:material_id>/zhegai/", release.mask, name="mask"),
    path("<slug:public_id>/cailiao/<slug:material_id>/ye/<int:page>.png", release.picture, name="page_picture"),
    path("<slug:public_id>/wenshu/<slug:letter_id>/gaizhang/", release.sealed, name="sealed"),
]
