"""Addresses of one case's own screens, below the desk's; the case page itself is named `case`."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.applications.office import case, case_acts, letters

urlpatterns: list[URLPattern] = [
    path("<slug:public_id>/", case.detail, name="case"),
    path("<slug:public_id>/weishenme/", case.why, name="why"),
    path("<slug:public_id>/jilu/", case.record, name="record"),
    path("<slug:public_id>/cailiao/<slug:material_id>/", case.material, name="material"),
    path("<slug:public_id>/dangshiren/<slug:party_id>/", case.reveal, name="reveal"),
    path("<slug:public_id>/gengzheng/<slug:event_id>/", case_acts.correct, name="correct"),
    path("<slug:public_id>/wenshu/", letters.draft, name="draft"),
    path("<slug:public_id>/wenshu/<slug:letter_id>/", letters.letter, name="letter"),
    path("<slug:public_id>/wenshu/<slug:letter_id>/qianfa/", letters.sign, name="sign"),
    path("<slug:public_id>/wenshu/<slug:letter_id>/shenqian/<slug:move_id>/", letters.move, name="move"),
    path("<slug:public_id>/wenshu/<slug:letter_id>/<slug:format>/", letters.preview, name="preview"),
    path("<slug:public_id>/ban/<slug:act_id>/", case_acts.act, name="act"),
]
