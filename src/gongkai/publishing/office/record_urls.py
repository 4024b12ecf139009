"""Addresses of the records' screens, below the room's."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.publishing.office import (
    consultations,
    figures,
    reclassify,
    record_acts,
    record_edit,
    record_guard,
    record_list,
    record_page,
    record_pins,
    record_review,
    withdrawals,
)

urlpatterns: list[URLPattern] = [
    path("", record_list.records, name="records"),
    path("daochu/xinxi.xlsx", record_list.export, name="export_records"),
    path("guilei/", reclassify.reclassify, name="reclassify"),
    path("shenhe/", record_review.review, name="review"),
    path("shenhe/<slug:public_id>/", record_review.review, name="review"),
    path("chehui/", withdrawals.withdrawals, name="withdrawals"),
    path("chehui/dayin/", withdrawals.printed, name="print_withdrawals"),
    path("chehui/<slug:public_id>/", withdrawals.handle, name="handle_withdrawal"),
    path("zhengqiu/", consultations.consultations, name="consultations"),
    path("zhengqiu/<slug:public_id>/", consultations.consultation, name="consultation"),
    path("tongji/", figures.figures_page, name="figures"),
    path("tongji/daochu.xlsx", figures.export, name="export_figures"),
    path("tongji/xinxi/", figures.counted_records, name="counted_records"),
    path("fujian/<slug:public_id>/", record_edit.attachment, name="attachment"),
    path("fujian/<slug:public_id>/tupian/", record_edit.picture, name="picture"),
    path("fujian/<slug:public_id>/bofang/", record_edit.played, name="played"),
    path("xinxi/xinjian/", record_edit.new_record, name="new_record"),
    path("xinxi/<slug:public_id>/", record_page.record_page, name="record"),
    path("xinxi/<slug:public_id>/bianji/", record_edit.edit_record, name="edit_record"),
    path("xinxi/<slug:public_id>/shangchuan/", record_edit.upload, name="upload"),
    path("xinxi/<slug:public_id>/yulan/", record_edit.preview, name="preview"),
    path("xinxi/<slug:public_id>/banben/<int:number>/", record_page.version, name="record_version"),
    path("xinxi/<slug:public_id>/zhiding/", record_pins.pin, name="pin"),
    path("lanmu/<str:public_id>/zhiding/<str:record_id>/<str:act>/", record_pins.act_on_pin, name="act_on_pin"),
    path("xinxi/<slug:public_id>/jiancha/", record_guard.finding, name="finding"),
    path("xinxi/<slug:public_id>/ban/<slug:act_id>/", record_acts.act, name="record_act"),
]
