"""Sites from presets: the right columns for each kind of body, the fixed parts in order, nothing twice."""

from datetime import date

import pytest

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Kind, Level, Role
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory
from gongkai.ledger.models import Entry
from gongkai.publishing.columns.actions import ChangeColumn
from gongkai.publishing.columns.presets import CHOICES, may_make_rules, preset
from gongkai.publishing.columns.sites import ApplyPreset, MakeSite, missing, planned_for
from gongkai.publishing.columns.tree import columns_below, home_above
from gongkai.publishing.enums import Part
from gongkai.publishing.models import ColumnPage

TODAY = date(2026, 3, 2)


def body(kind: Kind, level: Level, **fields):
    return AgencyFactory.build(kind=kind, level=level, **fields)


def titles(agency, name="section"):
    return [planned.title for planned in planned_for(agency, name)]


def test_the_portal_has_six_modules_and_43_columns():
    modules = preset("portal").columns
    assert ["首页", *(module.title for module in modules)] == [
        "首页", "新闻资讯", "政务公开", "办事服务", "政民互动", "专题专栏",
    ]  # fmt: skip
    assert sum(len(module.below) for module in modules) == 43


def test_no_key_stands_in_two_presets():
    keys = [key for name in CHOICES for key in preset(name).keys]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("level", list(Level))
def test_every_body_gets_the_four_parts_in_order_and_no_empty_group(kind, level):
    agency = body(kind, level)
    planned = planned_for(agency, "section")
    assert [each.fields["part"] for each in planned if each.fields["part"]] == list(Part)
    assert "依申请公开" in titles(agency)
    assert "负责人信息" in titles(agency)
    assert ("规章" in titles(agency)) == may_make_rules(agency)


def test_only_bodies_with_the_power_get_regulations():
    able = {(kind, level) for kind in Kind for level in Level if may_make_rules(body(kind, level))}
    assert able == {
        (Kind.GOVERNMENT, Level.NATIONAL),
        (Kind.DEPARTMENT, Level.NATIONAL),
        (Kind.GOVERNMENT, Level.PROVINCIAL),
        (Kind.GOVERNMENT, Level.MUNICIPAL),
    }


def test_article_21_by_level():
    city, town = titles(body(Kind.GOVERNMENT, Level.MUNICIPAL)), titles(body(Kind.TOWNSHIP, Level.TOWNSHIP))
    assert "治安管理" in city
    assert "筹资筹劳" not in city
    assert "筹资筹劳" in town
    assert "治安管理" not in town
    province = planned_for(body(Kind.GOVERNMENT, Level.PROVINCIAL), "section")
    assert not any(each.fields["item_code"] == "21" for each in province)


@pytest.mark.django_db
class TestSites:
    def test_a_portal_holds_the_section_first_among_政务公开(self):
        agency = AgencyFactory(level=Level.MUNICIPAL, code="CITY")
        home = MakeSite(None, agency, "portal", today=TODAY).perform()
        section = ColumnPage.objects.get(slug="zfxxgk")
        assert section.get_parent().slug == "gongkai"
        assert section.get_prev_sibling() is None
        parts = [column.part for column in columns_below(section) if column.part]
        assert parts == list(Part)
        assert home_above(section) == home
        assert home.body[0].block_type == "latest"
        assert not ColumnPage.objects.filter(description="").exists()
        assert Entry.objects.filter(kind="site.made", chain="CITY").count() == 1
        with pytest.raises(Refused, match="已有网站"):
            MakeSite(None, agency, "plain", today=TODAY).perform()

    def test_applying_a_preset_again_doubles_nothing_even_after_renaming(self):
        home = MakeSite(None, AgencyFactory(), "plain", today=TODAY).perform()
        before = columns_below(home).count()
        with pytest.raises(Refused, match="都已经有了"):
            ApplyPreset(None, home, "plain", today=TODAY).perform()
        renamed = ColumnPage.objects.get(slug="jm-gzdt")
        ChangeColumn(None, renamed, title="本局动态").perform()
        ColumnPage.objects.get(slug="jm-bszn").delete()
        assert missing(home, "plain") == ["办事指南"]
        ApplyPreset(None, home, "plain", today=TODAY).perform()
        assert columns_below(home).count() == before

    def test_a_column_made_by_hand_under_the_same_name_is_taken_for_it(self):
        from gongkai.publishing.tests.factories import column_of, site_of

        agency = AgencyFactory(kind=Kind.PUBLIC_SERVICE)
        column_of(agency, "工作动态")
        home = site_of(agency)
        ApplyPreset(None, home, "plain", today=TODAY).perform()
        assert columns_below(home).filter(title="工作动态").count() == 1
        ApplyPreset(None, home, "section", today=TODAY).perform()
        assert missing(home, "section") == []

    def test_an_embedded_site_is_the_section_alone(self):
        town = AgencyFactory(kind=Kind.TOWNSHIP, level=Level.TOWNSHIP)
        with pytest.raises(Refused, match="只建政府信息公开专栏"):
            MakeSite(None, town, "portal", embedded=True, today=TODAY).perform()
        home = MakeSite(None, town, embedded=True, today=TODAY).perform()
        assert home.get_children().count() == 1

    def test_who_may_make_one(self):
        city = AgencyFactory()
        bureau = AgencyFactory(parent=city)
        above = MembershipFactory(agency=city, role=Role.SUPERVISOR).user
        stranger = MembershipFactory(agency=AgencyFactory(), role=Role.EDITOR).user
        with pytest.raises(Refused):
            MakeSite(stranger, bureau, today=TODAY).perform()
        with pytest.raises(Refused):  # one's own agency is kept by its editors
            MakeSite(above, city, today=TODAY).perform()
        assert MakeSite(above, bureau, "plain", today=TODAY).perform().issuer == bureau
