"""Columns: who may change them, the fixed parts, moving, closing by date, what cannot be removed, what is stale."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError

from gongkai.agencies.action import Refused
from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import AgencyFactory, DepartmentFactory, MembershipFactory
from gongkai.ledger.models import Entry
from gongkai.publishing.columns import newest
from gongkai.publishing.columns.actions import AddColumn, ChangeColumn, CheckedColumn, MoveColumn, RemoveColumn
from gongkai.publishing.columns.sites import MakeSite
from gongkai.publishing.columns.stale import empty_columns, lines, stale_columns, state_of
from gongkai.publishing.columns.status import ArchiveColumn, CloseColumn, ReopenColumn, turn_columns
from gongkai.publishing.columns.tree import add_below, columns_below
from gongkai.publishing.enums import ColumnStatus, ColumnView, Part
from gongkai.publishing.models import BasePage, ColumnPage
from gongkai.publishing.signals import column_changed, record_changed
from gongkai.publishing.tests.factories import RecordFactory, column_of, site_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def told():
    pages = []

    def hear(sender, page, **_):
        pages.append(page.title)

    column_changed.connect(hear)
    yield pages
    column_changed.disconnect(hear)


def test_an_editor_adds_a_column_and_the_rooms_above_are_told(told):
    agency = AgencyFactory(code="BUREAU")
    editor = MembershipFactory(agency=agency, role=Role.EDITOR).user
    column = AddColumn(editor, site_of(agency), title=" 通知公告 ", today=TODAY).perform()
    assert (column.title, column.issuer, column.live) == ("通知公告", agency, True)
    assert column.description
    assert told == ["通知公告"]
    entry = Entry.objects.get(kind="column.added")
    assert (entry.chain, entry.actor) == ("BUREAU", editor.label)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_no_other_role_of_the_agency_adds_one(role):
    agency = AgencyFactory()
    with pytest.raises(Refused, match="没有此项权限"):
        AddColumn(
            MembershipFactory(agency=agency, role=role).user, site_of(agency), title="栏目", today=TODAY
        ).perform()


def test_an_editor_of_one_department_does_not_change_the_site():
    department = DepartmentFactory()
    home = site_of(department.agency)
    person = MembershipFactory(agency=department.agency, department=department, role=Role.EDITOR).user
    with pytest.raises(Refused, match="没有此项权限"):
        AddColumn(person, home, title="栏目", today=TODAY).perform()


def test_what_is_wrong_with_a_column_is_said():
    agency = AgencyFactory()
    column_of(agency, "通知公告")
    home = site_of(agency)
    elsewhere = DepartmentFactory()
    with pytest.raises(Refused) as refused:
        AddColumn(
            None, home, title="通知公告", department=elsewhere, view=ColumnView.LINK, opens_on=TODAY,
            closes_on=TODAY - timedelta(days=1), today=TODAY,
        ).perform()  # fmt: skip
    said = "".join(refused.value.reasons)
    for words in ("同级已有栏目", "不是本机关的内设机构", "链接地址", "停止更新日期不能早于开设日期"):
        assert words in said
    with pytest.raises(Refused, match="只能建在机关网站之下"):
        AddColumn(None, BasePage.get_first_root_node(), title="无", today=TODAY).perform()


def test_the_ledger_has_each_changed_field_before_and_after():
    column = column_of(AgencyFactory(), "旧名")
    ChangeColumn(None, column, title="新名", update_days=14).perform()
    assert Entry.objects.get(kind="column.changed").payload["changed"] == {
        "title": ["旧名", "新名"],
        "update_days": [None, 14],
    }
    with pytest.raises(Refused, match="没有任何改动"):
        ChangeColumn(None, column, title="新名").perform()


def test_a_column_with_records_goes_on_showing_them():
    record = RecordFactory(published=True)
    with pytest.raises(Refused, match="栏目中已有信息"):
        ChangeColumn(None, record.column, view=ColumnView.GUIDE).perform()
    with pytest.raises(Refused, match="只能停止更新或者归档"):
        RemoveColumn(None, record.column).perform()
    empty = column_of(record.agency, "空栏目")
    RemoveColumn(None, empty).perform()
    assert not ColumnPage.objects.filter(title="空栏目").exists()
    site = site_of(record.agency)
    site.refresh_from_db()
    assert site.numchild == 1


def test_the_four_parts_keep_name_place_and_life():
    home = MakeSite(None, AgencyFactory(), today=TODAY).perform()
    guide, statutory = ColumnPage.objects.get(part=Part.GUIDE), ColumnPage.objects.get(part=Part.STATUTORY)
    catalogue = ColumnPage.objects.get(slug="mulu")
    for action in (
        ChangeColumn(None, guide, title="公开指南"),
        MoveColumn(None, guide, under=home),
        MoveColumn(None, catalogue, under=guide.get_parent(), before=statutory),
        CloseColumn(None, guide, on=TODAY, today=TODAY),
        RemoveColumn(None, guide),
    ):
        with pytest.raises(Refused, match="全国统一"):
            action.perform()


def test_moving_takes_what_is_below_along_and_stays_in_the_site():
    agency = AgencyFactory()
    first, second = column_of(agency, "一"), column_of(agency, "二")
    child = column_of(agency, "子", parent=first)
    moved = MoveColumn(None, second, under=site_of(agency), before=first).perform()
    assert [c.title for c in columns_below(site_of(agency))] == ["二", "一", "子"]
    first = ColumnPage.objects.get(title="一")
    MoveColumn(None, first, under=moved).perform()
    assert [c.title for c in columns_below(ColumnPage.objects.get(title="二"))] == ["一", "子"]
    with pytest.raises(Refused, match="自身或者其下级"):
        MoveColumn(None, ColumnPage.objects.get(title="二"), under=ColumnPage.objects.get(pk=child.pk)).perform()
    with pytest.raises(Refused, match="只能在本机关的网站内"):
        MoveColumn(None, ColumnPage.objects.get(pk=child.pk), under=site_of(AgencyFactory())).perform()


def test_who_comes_second_at_the_same_place_tries_again(monkeypatch):
    home = site_of(AgencyFactory())
    plain, tries = BasePage.add_child, []

    def clash_once(self, **given):
        tries.append(1)
        if len(tries) == 1:
            raise IntegrityError("duplicate path")
        return plain(self, **given)

    monkeypatch.setattr(BasePage, "add_child", clash_once)
    made = add_below(home, lambda: ColumnPage(title="栏目", slug="lm1", issuer=home.issuer))
    assert (made.title, len(tries)) == ("栏目", 2)


class TestByDate:
    def test_a_topic_opens_closes_and_is_archived_by_the_nightly_turn(self):
        home = site_of(AgencyFactory())
        topic = AddColumn(
            None, home, title="专题", today=TODAY,
            opens_on=TODAY + timedelta(days=1), closes_on=TODAY + timedelta(days=3),
        ).perform()  # fmt: skip
        below = AddColumn(None, topic, title="专题下级", today=TODAY).perform()
        assert not topic.live
        assert turn_columns(TODAY) == 0
        assert turn_columns(TODAY + timedelta(days=1)) == 1
        topic.refresh_from_db()
        assert topic.live
        assert turn_columns(TODAY + timedelta(days=3)) == 1
        assert turn_columns(TODAY + timedelta(days=3)) == 0
        for page in (topic, below):
            page.refresh_from_db()
            assert page.status == ColumnStatus.CLOSED
        ArchiveColumn(None, topic, on=TODAY + timedelta(days=9), today=TODAY + timedelta(days=4)).perform()
        assert turn_columns(TODAY + timedelta(days=9)) == 1
        topic.refresh_from_db()
        assert (topic.status, topic.archived_on) == (ColumnStatus.ARCHIVED, TODAY + timedelta(days=9))

    def test_reopening_opens_what_was_closed_with_it(self):
        agency = AgencyFactory()
        parent = column_of(agency, "上")
        early, late = column_of(agency, "早已停", parent=parent), column_of(agency, "一同停", parent=parent)
        CloseColumn(None, early, on=TODAY - timedelta(days=9), today=TODAY).perform()
        CloseColumn(None, parent, on=TODAY, today=TODAY).perform()
        with pytest.raises(Refused, match="请先恢复上级栏目"):
            ReopenColumn(None, late).perform()
        ReopenColumn(None, parent).perform()
        statuses = dict(ColumnPage.objects.values_list("title", "status"))
        assert statuses == {"上": "open", "一同停": "open", "早已停": "closed"}

    def test_an_open_column_is_not_archived_and_a_closed_one_not_closed_again(self):
        column = column_of(AgencyFactory())
        with pytest.raises(Refused, match="请先停止更新"):
            ArchiveColumn(None, column, on=TODAY, today=TODAY).perform()
        CloseColumn(None, column, on=TODAY, today=TODAY).perform()
        with pytest.raises(Refused, match="已停止更新"):
            CloseColumn(None, column, on=TODAY, today=TODAY).perform()


class TestStale:
    def test_over_its_own_term_or_that_of_its_kind(self, django_assert_num_queries):
        agency = AgencyFactory()

        def column(title, days_ago, **fields):
            at = datetime(2026, 3, 2, 3, tzinfo=UTC) - timedelta(days=days_ago)
            return column_of(agency, title, newest_at=at, **fields)

        column("动态新", 14, kind="news")
        column("动态旧", 15, kind="news")
        column("自定旧", 40, kind="news", update_days=30)
        column("自定新", 20, kind="news", update_days=30)
        column("信箱旧", 61, kind="inquiry")
        column("无期限", 4000)
        column("停更", 400, kind="news", status=ColumnStatus.CLOSED)
        column_of(agency, "空", kind="news")
        column_of(agency, "概况", view=ColumnView.OVERVIEW)
        with django_assert_num_queries(2):
            found = lines(stale_columns([agency], TODAY), TODAY)
        assert {line.column.title: (line.over, line.certain) for line in found} == {
            "信箱旧": (1, False),
            "自定旧": (10, True),
            "动态旧": (1, True),
        }
        assert [column.title for column in empty_columns([agency])] == ["空"]
        assert state_of(agency, TODAY).fails is False

    def test_a_term_is_set_otherwise(self, settings):
        column = column_of(AgencyFactory(), kind="news", newest_at=datetime(2026, 2, 18, tzinfo=UTC))
        assert not stale_columns([column.issuer], TODAY).exists()
        settings.COLUMN_UPDATE_DAYS = {"news": 7}
        assert stale_columns([column.issuer], TODAY).exists()

    def test_the_newest_day_follows_what_is_published_and_taken_away(self):
        record = RecordFactory(published=True)
        record_changed.send(sender=type(record), record=record, kind="published")
        record.column.refresh_from_db()
        assert record.column.newest_at == record.published_at
        record.placements.all().delete()
        newest.follow(None, record)
        record.column.refresh_from_db()
        assert record.column.newest_at is None


def test_a_column_bears_the_day_of_its_last_check():
    column = column_of(AgencyFactory())
    CheckedColumn(None, column, today=TODAY).perform()
    column.refresh_from_db()
    assert column.checked_on == TODAY
