"""The screens of columns, items, work points and profiles: who comes in, what they do, what a list costs."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from gongkai.agencies.enums import Administrator, Role
from gongkai.agencies.models import AgencyProfile, Leader
from gongkai.agencies.office.dashboard import Panel
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory, UserFactory
from gongkai.ledger.models import Entry
from gongkai.publishing.columns.home import ComposeHome
from gongkai.publishing.columns.sites import MakeSite, columns_with
from gongkai.publishing.enums import ColumnStatus, ColumnView
from gongkai.publishing.models import ColumnPage, DisclosureItem, ItemList, PublishingOffice, SiteHome, WorkPoint
from gongkai.publishing.office.columns_stale import waiting_columns
from gongkai.publishing.profiles import ChangeProfile
from gongkai.publishing.tests.factories import RecordFactory, column_of, site_of
from gongkai.publishing.tests.test_items import STANDARD, as_xlsx

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def agency():
    return AgencyFactory(code="BUREAU")


@pytest.fixture
def editor(agency, office_client):
    return office_client(MembershipFactory(agency=agency, role=Role.EDITOR).user)


def address(name, *args, **query):
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"publishing:{name}", args=args) + (f"?{asked}" if asked else "")


def test_a_site_is_made_and_a_preset_applied_on_screen(agency, editor):
    assert "建立网站" in editor.get(address("columns")).content.decode()
    done = editor.post(address("make_site"), {"preset": "plain"})
    assert done.status_code == 302
    home = SiteHome.objects.get(issuer=agency)
    assert "政府信息公开" in editor.get(address("columns")).content.decode()
    shown = editor.get(address("apply_preset")).content.decode()
    assert "可增设" in shown
    editor.post(address("apply_preset"), {"preset": "portal"})
    assert ColumnPage.objects.descendant_of(home).filter(slug="xw-zwyw").exists()


def test_making_a_site_says_what_each_kind_contains_and_begins_with_what_fits(agency, editor, office_client):
    agency.level, agency.kind = "municipal", "department"
    agency.save()
    page = editor.get(address("make_site"))
    assert page.context["form"].initial["preset"] == "portal"
    count = len(columns_with(agency, "plain"))
    assert f"简明网站：共{count}个栏目" in page.content.decode()
    editor.post(address("make_site"), {"preset": "plain"})
    assert ColumnPage.objects.descendant_of(site_of(agency)).count() == count
    assert f"共{count}个栏目，都已开设" in editor.get(address("columns")).content.decode()
    town = AgencyFactory(level="township", kind="township")
    clerk = office_client(MembershipFactory(agency=town, role=Role.EDITOR).user)
    assert clerk.get(address("make_site")).context["form"].initial["preset"] == "embedded"
    clerk.post(address("make_site"), {"preset": "embedded"})
    assert SiteHome.objects.get(issuer=town).embedded
    # Nothing to choose from, nothing to press; no home page to compose.
    left = clerk.get(address("apply_preset")).content.decode()
    assert "没有可以增设的" in left
    assert "<select" not in left
    assert "编排首页</a>" not in clerk.get(address("home")).content.decode()


def test_a_column_is_added_changed_moved_closed_and_removed_on_screen(agency, editor):
    home = site_of(agency)
    fields = {"title": "通知公告", "kind": "notices", "view": "records", "content_class": "business"}
    editor.post(address("add_column", home.public_id), fields)
    column = ColumnPage.objects.get(title="通知公告")
    refused = editor.post(address("add_column", home.public_id), fields)
    assert refused.status_code == 422
    assert "同级已有栏目" in refused.content.decode()
    editor.post(address("change_column", column.public_id), fields | {"title": "公告", "update_days": "30"})
    other = column_of(agency, "别的")
    editor.post(address("move_column", column.public_id), {"under": other.public_id, "before": ""})
    column = ColumnPage.objects.get(pk=column.pk)
    assert (column.title, column.update_days, column.get_parent().pk) == ("公告", 30, other.pk)
    day = timezone.localdate()
    editor.post(address("turn_column", column.public_id, "tingzhi"), {"on": f"{day}"})
    assert ColumnPage.objects.get(pk=column.pk).status == ColumnStatus.CLOSED
    for act in ("huifu", "hedui"):
        editor.post(address("act_on_column", column.public_id, act))
    column.refresh_from_db()
    assert (column.status, column.checked_on) == (ColumnStatus.OPEN, day)
    assert editor.get(address("column", column.public_id)).status_code == 200
    editor.post(address("act_on_column", column.public_id, "shanchu"))
    assert not ColumnPage.objects.filter(pk=column.pk).exists()


def all_addresses(agency):
    column = column_of(agency, view=ColumnView.WORK_POINTS)
    items = ItemList.objects.create(agency=agency, name="清单")
    item = DisclosureItem.objects.create(items=items, heading="规划", content="要素")
    point = WorkPoint.objects.create(column=column, year=2026, number=1, text="要点")
    leader = Leader.objects.create(agency=agency, name="示例", post="局长")
    home = SiteHome.objects.get(issuer=agency)
    at = column.public_id
    reading = [
        address("column", at), address("items", items.public_id), address("export_items", items.public_id),
        address("columns", agency=agency.code), address("stale_columns", agency=agency.code),
        address("home", agency=agency.code), address("item_lists", agency=agency.code),
        address("work_points", agency=agency.code), address("profile", agency=agency.code),
        address("unserved_items"), address("unchecked_profiles"),
    ]  # fmt: skip
    changing = [
        address("add_column", at), address("change_column", at), address("move_column", at),
        address("turn_column", at, "tingzhi"), address("compose_home", home.public_id),
        address("import_items", items.public_id), address("map_items", items.public_id),
        address("add_item", items.public_id), address("edit_item", items.public_id, item.public_id),
        address("evidence", point.public_id), address("add_point", at), address("edit_point", at, point.public_id),
        address("edit_profile", agency.code), address("add_leader", agency.code), address("edit_settings", agency.code),
        address("edit_leader", agency.code, leader.public_id),
    ]  # fmt: skip
    return reading, changing


def test_every_screen_with_every_kind_of_person(agency, editor, office_client):
    reading, changing = all_addresses(agency)
    reader = office_client(MembershipFactory(agency=agency, role=Role.DISCIPLINE).user)
    stranger = office_client(MembershipFactory(role=Role.EDITOR).user)
    audit = office_client(UserFactory(administrator=Administrator.AUDIT))
    for url in reading:
        assert editor.get(url).status_code == 200, url
        assert reader.get(url).status_code == 200, url
        assert audit.get(url).status_code == 302, url
        if "agency=" not in url and "weiluoshi" not in url and "weihedui" not in url:
            assert stranger.get(url).status_code == 404, url
        elif "agency=" in url:
            assert f"{agency.name}" not in stranger.get(url).content.decode(), url
        assert office_client().get(url).status_code == 302, url
    for url in changing:
        assert editor.get(url).status_code == 200, url
        assert reader.get(url).status_code == 302, url
        assert reader.post(url, {}).status_code == 302, url
        assert stranger.post(url, {}).status_code == 404, url


def test_acts_of_one_button_are_refused_to_who_only_reads(agency, office_client):
    column = column_of(agency, "空栏目")
    reader = office_client(MembershipFactory(agency=agency, role=Role.DISCIPLINE).user)
    for act in ("shanchu", "hedui", "huifu"):
        reader.post(address("act_on_column", column.public_id, act))
    column.refresh_from_db()
    assert column.checked_on is None


def test_a_file_is_previewed_confirmed_mapped_and_exported(agency, editor):
    column_of(agency, "规划计划")
    editor.post(address("make_item_list"), {"name": "国土空间规划领域", "field": "国土空间规划"})
    items = ItemList.objects.get()
    at = address("import_items", items.public_id)
    shown = editor.post(at, {"file": SimpleUploadedFile("清单.xlsx", as_xlsx(*STANDARD))})
    assert "新增3项" in shown.content.decode()
    assert not items.items.exists()
    token = shown.context["token"]
    editor.post(at, {"token": token + "x"})
    assert not items.items.exists()
    editor.post(at, {"token": token})
    assert items.items.count() == 3
    wrong = editor.post(at, {"file": SimpleUploadedFile("清单.xlsx", b"PK nothing")})
    assert wrong.status_code == 422
    page = editor.get(address("map_items", items.public_id))
    assert page.context["proposed"] == 2
    item = items.items.get(subheading="年度计划")
    column = ColumnPage.objects.get(title="规划计划")
    editor.post(address("map_items", items.public_id), {f"item-{item.public_id}": column.public_id})
    item.refresh_from_db()
    assert item.column == column
    assert "年度计划" in editor.get(address("items", items.public_id, state="empty")).content.decode()
    sheet = load_workbook(BytesIO(editor.get(address("export_items", items.public_id)).content)).active
    assert sheet.max_row == 4
    editor.post(address("remove_item", items.public_id, item.public_id))
    assert items.items.count() == 2


def test_points_get_their_evidence_by_index_numbers(agency, editor):
    column = column_of(agency, view=ColumnView.WORK_POINTS)
    editor.post(address("add_point", column.public_id), {"year": 2026, "number": 1, "text": "做好公开"})
    point = WorkPoint.objects.get()
    record = RecordFactory(agency=agency, column=column_of(agency, "公告"), published=True)
    wrong = editor.post(address("evidence", point.public_id), {"numbers": "没有这个号"})
    assert "没有这些索引号" in wrong.content.decode()
    editor.post(address("evidence", point.public_id), {"numbers": f"{record.index_number.replace('/', '／')}\n"})
    shown = editor.get(address("work_points", year=2026)).content.decode()
    assert "已落实1项" in shown
    assert record.title in shown
    sheet = load_workbook(BytesIO(editor.get(address("export_points", column.public_id, year=2026)).content)).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {"做好公开", "已落实", f"{record.index_number} {record.title}"} <= set(cells)


def test_a_profile_and_its_heads_are_edited_and_checked(agency, editor):
    editor.post(address("edit_profile", agency.code), {"functions": "职能", "address": "测试路1号"})
    AgencyProfile.objects.update(checked_on=TODAY - timedelta(days=900))
    assert agency.name in editor.get(address("unchecked_profiles")).content.decode()
    editor.post(address("check_profile", agency.code))
    assert AgencyProfile.objects.get().checked_on == timezone.localdate()
    editor.post(address("add_leader", agency.code), {"name": "示例", "post": "局长", "number": 1})
    leader = Leader.objects.get()
    refused = editor.post(
        address("edit_leader", agency.code, leader.public_id),
        {"name": "示例", "post": "局长", "number": 1, "since": "2026-02-01", "until": "2026-01-01"},
    )
    assert "离任日期不能早于任职日期" in refused.content.decode()
    Leader.objects.update(checked_on=None)
    editor.post(address("check_leader", agency.code, leader.public_id))
    assert Leader.objects.get().checked_on == timezone.localdate()


def test_a_home_page_is_composed_and_put_out_on_screen(agency, editor, office_client):
    column = column_of(agency)
    home = SiteHome.objects.get(issuer=agency)
    fields = {
        "seen": "0", "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "latest",
        "body-0-id": "", "body-0-value-title": "要闻", "body-0-value-rows": "5", "body-0-value-columns-count": "1",
        "body-0-value-columns-0-deleted": "", "body-0-value-columns-0-order": "0",
        "body-0-value-columns-0-type": "item", "body-0-value-columns-0-id": "",
        "body-0-value-columns-0-value": str(column.pk),
    }  # fmt: skip
    assert editor.get(address("compose_home", home.public_id)).status_code == 200
    assert editor.post(address("compose_home", home.public_id), fields).status_code == 302
    assert editor.post(address("compose_home", home.public_id), fields).status_code == 422
    reviewer = office_client(MembershipFactory(agency=agency, role=Role.REVIEWER).user)
    shown = reviewer.get(address("home"))
    assert "要闻" in shown.content.decode()
    number = shown.context["waiting"].pk
    editor.post(address("publish_home", home.public_id), {"revision": number})
    assert len(SiteHome.objects.get(pk=home.pk).body) == 0
    reviewer.post(address("publish_home", home.public_id), {"revision": number})
    assert SiteHome.objects.get(pk=home.pk).body[0].value["title"] == "要闻"


def test_lists_cost_the_same_however_long(agency, editor, django_assert_max_num_queries):
    MakeSite(None, agency, "portal", today=TODAY).perform()
    items = ItemList.objects.create(agency=agency, name="清单")
    columns = list(ColumnPage.objects.all())
    DisclosureItem.objects.bulk_create(
        DisclosureItem(items=items, heading=f"事项{n}", content="要素", column=column, fresh_days=30 + n % 3)
        for n, column in enumerate(columns)
    )
    ColumnPage.objects.filter(view="records").update(newest_at=timezone.now() - timedelta(days=400))
    for url in (
        address("columns"), address("stale_columns"), address("stale_columns", empty="1"), address("item_lists"),
        address("items", items.public_id), address("items", items.public_id, state="stale"),
        address("map_items", items.public_id), address("unserved_items"), address("work_points"), address("profile"),
    ):  # fmt: skip
        with django_assert_max_num_queries(22):
            assert editor.get(url).status_code == 200


def test_the_dashboard_tells_editors_what_is_not_kept_up(agency):
    editor = MembershipFactory(agency=agency, role=Role.EDITOR).user
    column_of(agency, "旧", newest_at=timezone.now() - timedelta(days=400), kind="news")
    column_of(agency, "空")
    panel = waiting_columns(editor, timezone.localdate())
    assert isinstance(panel, Panel)
    assert {row.label: row.count for row in panel.rows} == {
        "栏目超期未更新": 1,
        "空白栏目": 1,
        "机构资料一年未核对": 1,
    }
    assert waiting_columns(MembershipFactory(agency=agency, role=Role.HANDLER).user, TODAY) is None


def test_a_supervisor_keeps_the_columns_of_units_below(agency, office_client):
    unit = AgencyFactory(parent=agency)
    above = office_client(MembershipFactory(agency=agency, role=Role.SUPERVISOR).user)
    ChangeProfile(None, unit, functions="职能", today=TODAY).perform()
    above.post(address("make_site"), {"preset": "embedded", "agency": unit.code})
    home = SiteHome.objects.get(issuer=unit)
    ComposeHome(None, home, home.body).perform()
    assert above.get(address("compose_home", home.public_id)).status_code == 200
    assert above.get(address("change_column", column_of(agency).public_id)).status_code == 302


def test_the_settings_of_publishing_are_entered_and_kept_in_the_ledger(agency, editor):
    at = address("edit_settings", agency.code)
    sound = {
        "organisation_code": "014184867", "publication_days": 20, "interpretation_days": 3, "expiry_months": 6,
        "office_lines": "010-12345678", "trusted_hosts": "WWW.Example.gov.cn", "embedding_hosts": "",
    }  # fmt: skip
    refused = editor.post(at, sound | {"organisation_code": "12", "embedding_hosts": "a b; script-src *"})
    assert refused.status_code == 422
    assert "不是域名" in refused.content.decode()
    assert not PublishingOffice.objects.filter(agency=agency).exclude(organisation_code="").exists()
    assert editor.post(at, sound).status_code == 302
    office = PublishingOffice.objects.get(agency=agency)
    assert (office.organisation_code, office.trusted_hosts) == ("014184867", "www.example.gov.cn")
    entry = Entry.objects.get(kind="publishing.settings_changed")
    assert entry.payload["to"] == {"organisation_code": "014184867"}
    assert "010-12345678" not in str(entry.payload)
