"""Addresses of columns, items, work points and profiles, below `fabu/`."""

from __future__ import annotations

from django.urls import path

from gongkai.publishing.office import (
    columns,
    columns_home,
    columns_items,
    columns_points,
    columns_profiles,
    columns_stale,
    columns_templates,
)

urlpatterns = [
    path("lanmu/", columns.column_tree, name="columns"),
    path("lanmu/jianzhan/", columns.make_site, name="make_site"),
    path("lanmu/yushe/", columns.apply_preset, name="apply_preset"),
    path("lanmu/gengxin/", columns_stale.stale, name="stale_columns"),
    path("lanmu/shouye/", columns_home.home, name="home"),
    path("lanmu/shouye/<str:public_id>/bianpai/", columns_home.compose, name="compose_home"),
    path("lanmu/shouye/<str:public_id>/fabu/", columns_home.publish_home, name="publish_home"),
    path("lanmu/<str:public_id>/", columns.column_page, name="column"),
    path("lanmu/<str:public_id>/xinzeng/", columns.add_column, name="add_column"),
    path("lanmu/<str:public_id>/xiugai/", columns.change_column, name="change_column"),
    path("lanmu/<str:public_id>/yidong/", columns.move_column, name="move_column"),
    path("lanmu/<str:public_id>/riqi/<str:act>/", columns.turn_column, name="turn_column"),
    path("lanmu/<str:public_id>/ban/<str:act>/", columns.act_on_column, name="act_on_column"),
    path("moban/", columns_templates.templates, name="templates"),
    path("moban/xinjian/", columns_templates.add_template, name="add_template"),
    path("moban/<str:public_id>/", columns_templates.edit_template, name="edit_template"),
    path("moban/<str:public_id>/<str:act>/", columns_templates.act_on_template, name="act_on_template"),
    path("shixiang/", columns_items.item_lists, name="item_lists"),
    path("shixiang/xinjian/", columns_items.make_list, name="make_item_list"),
    path("shixiang/weiluoshi/", columns_items.unserved_items, name="unserved_items"),
    path("shixiang/<str:public_id>/", columns_items.items, name="items"),
    path("shixiang/<str:public_id>/daoru/", columns_items.take_in, name="import_items"),
    path("shixiang/<str:public_id>/duiying/", columns_items.map_items, name="map_items"),
    path("shixiang/<str:public_id>/daochu/", columns_items.export, name="export_items"),
    path("shixiang/<str:public_id>/dengji/", columns_items.edit_item, name="add_item"),
    path("shixiang/<str:public_id>/<str:item_id>/xiugai/", columns_items.edit_item, name="edit_item"),
    path("shixiang/<str:public_id>/<str:item_id>/shanchu/", columns_items.remove_item, name="remove_item"),
    path("yaodian/", columns_points.work_points, name="work_points"),
    path("yaodian/<str:public_id>/luoshi/", columns_points.evidence, name="evidence"),
    path("yaodian/<str:public_id>/dengji/", columns_points.edit_point, name="add_point"),
    path("yaodian/<str:public_id>/<str:point_id>/xiugai/", columns_points.edit_point, name="edit_point"),
    path("jigou/", columns_profiles.profile, name="profile"),
    path("jigou/weihedui/", columns_profiles.unchecked_profiles, name="unchecked_profiles"),
    path("jigou/<str:code>/xiugai/", columns_profiles.edit_profile, name="edit_profile"),
    path("jigou/<str:code>/shezhi/", columns_profiles.edit_settings, name="edit_settings"),
    path("jigou/<str:code>/shenpi/", columns_profiles.set_review, name="set_review"),
    path("jigou/<str:code>/hedui/", columns_profiles.check_profile, name="check_profile"),
    path("jigou/<str:code>/fuzeren/", columns_profiles.edit_leader, name="add_leader"),
    path("jigou/<str:code>/fuzeren/<str:public_id>/", columns_profiles.edit_leader, name="edit_leader"),
    path("jigou/<str:code>/fuzeren/<str:public_id>/hedui/", columns_profiles.check_leader, name="check_leader"),
]
