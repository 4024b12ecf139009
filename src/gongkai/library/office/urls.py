"""Addresses of the library, below `wenjianku/`."""

from __future__ import annotations

from django.urls import path

from gongkai.library.office import cleanup, documents, figures, interpretations

app_name = "library"
urlpatterns = [
    path("", documents.document_list, name="list"),
    path("ruku/", documents.enter, name="enter"),
    path("daoqi/", documents.ending, name="ending"),
    path("shuzi/", figures.figures, name="figures"),
    path("shuzi/<slug:document_class>/<slug:figure>/", figures.behind, name="behind"),
    path("shezhi/", figures.settings, name="settings"),
    path("jiedu/", interpretations.interpretations, name="interpretations"),
    path("jiedu/dengji/", interpretations.enter, name="enter_interpretation"),
    path("jiedu/meiyou/", interpretations.missing, name="unexplained"),
    path("jiedu/<slug:public_id>/", interpretations.edit, name="interpretation"),
    path("qingli/", cleanup.rounds, name="rounds"),
    path("qingli/kaizhan/", cleanup.open_round, name="open_round"),
    path("qingli/<slug:public_id>/", cleanup.round_page, name="round"),
    path("qingli/<slug:public_id>/chexiao/", cleanup.drop, name="drop_round"),
    path("qingli/<slug:public_id>/gongbu/", cleanup.apply, name="apply"),
    # A document's own addresses come last: its id is what none of the words above is.
    path("<slug:public_id>/", documents.detail, name="document"),
    path("<slug:public_id>/xiugai/", documents.edit, name="edit"),
    path("<slug:public_id>/guanxi/", documents.relate, name="relate"),
    path("<slug:public_id>/xiaoli/", documents.declare, name="declare"),
    path("<slug:public_id>/dengji/", documents.register, name="register"),
    path("<slug:public_id>/chexiao/<slug:what>/", documents.take_back, name="take_back"),
    path("<slug:public_id>/xiazai/<slug:form>/", documents.download, name="download"),
]
