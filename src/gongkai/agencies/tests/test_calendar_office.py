"""The calendar's screens: read by everybody who works here, changed by few, at a price that does not grow."""

from datetime import date

import pytest
from django.urls import reverse

from gongkai.agencies.actions import EnterYear, SetLocalDays
from gongkai.agencies.calendar import calendar_for
from gongkai.agencies.calendar_models import CalendarYear, LocalDay
from gongkai.agencies.calendar_text import NamedDay, days_between
from gongkai.agencies.enums import Role
from gongkai.agencies.office.calendar import waiting_years
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory, UserFactory
from gongkai.ledger.models import Entry

pytestmark = pytest.mark.django_db

NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕9号
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
三、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。"""
SAN_YUE_SAN = NamedDay(date(2027, 4, 9), False, "三月三")


@pytest.fixture
def city():
    return AgencyFactory(name="澄湖市人民政府", code="CH")


@pytest.fixture
def supervisor(city):
    return MembershipFactory(agency=city, role=Role.SUPERVISOR).user


@pytest.fixture
def desk(office_client, supervisor):
    return office_client(supervisor)


def text(response):
    return response.content.decode()


def lines(**other):
    return {"do": "save", "off": "元旦 1月1日至3日", "work": "元旦 1月9日", "source": "通知", "ground": ""} | other


def test_everybody_who_works_here_reads_and_nobody_else(office_client, people):
    held = MembershipFactory(role=Role.DISCIPLINE)
    for name, args in (("years", []), ("year", [2026]), ("local", [])):
        address = reverse(f"calendar:{name}", args=args)
        for user in (people.handler, held.user):
            assert office_client(user).get(address).status_code == 200
        for user in (None, UserFactory(system=True)):
            assert office_client(user).get(address).status_code == 302


def test_only_who_may_change_gets_to_the_forms(office_client, city, desk):
    county = AgencyFactory(parent=city)
    registrar = office_client(MembershipFactory(agency=county, role=Role.REGISTRAR).user)
    handler = office_client(MembershipFactory(agency=county, role=Role.HANDLER).user)
    year_forms = [reverse(f"calendar:{name}", args=[2027]) for name in ("edit", "withdraw")]
    set_local = reverse("calendar:set_local", args=[2027])
    own, above = (reverse("calendar:withdraw_local", args=[2027, it.code]) for it in (county, city))

    def opened(client):
        return [client.get(it).status_code for it in (*year_forms, set_local, own, above)]

    assert opened(desk) == [200] * 5
    assert opened(registrar) == [302, 302, 200, 200, 404]
    assert opened(handler) == [302, 302, 302, 302, 404]
    for address in year_forms:
        assert registrar.post(address, lines()).status_code == 302
    assert not CalendarYear.objects.exists()


def test_an_unknown_year_is_marked_provisional_until_it_is_entered(desk):
    address = reverse("calendar:year", args=[2027])
    assert "暂定" in text(desk.get(address))
    row = text(desk.get(reverse("calendar:years")))
    assert "暂定</span>" in row
    assert desk.post(reverse("calendar:edit", args=[2027]), lines()).status_code == 302
    page = text(desk.get(address))
    assert "暂定" not in page
    assert "元旦 1月1日至3日" in page
    assert "录入记录" in page


def test_the_notice_is_read_shown_and_saved_only_when_confirmed(desk, city):
    address = reverse("calendar:edit", args=[2027])
    shown = desk.post(address, {"do": "read", "notice": NOTICE})
    form = shown.context["form"]
    assert shown.status_code == 200
    assert form.initial["off"] == "元旦 1月1日至3日\n劳动节 5月1日至5日\n国庆节 10月1日至7日"
    assert form.initial["work"] == "劳动节 5月8日\n国庆节 9月26日\n国庆节 10月9日"
    assert form.initial["source"] == "国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕9号）"
    assert "确认保存" in text(shown)
    assert "春节（2月5日至8日）是法定节日，没有列入放假日期" not in text(shown)
    assert "是法定节日，没有列入放假日期，请核对。" in text(shown)
    assert not CalendarYear.objects.exists()
    saved = desk.post(address, form.initial | {"do": "save"})
    assert saved.headers["Location"] == reverse("calendar:year", args=[2027])
    assert calendar_for(city).is_working_day(date(2027, 9, 26))
    assert Entry.objects.get(kind="calendar.year_entered").payload["source"].startswith("国务院办公厅")


def test_a_preview_says_what_would_differ_and_saves_nothing(desk):
    shown = desk.post(reverse("calendar:edit", args=[2027]), lines(do="preview"))
    assert "1月9日（周六）改为上班" in text(shown)
    assert "2月8日（周一）改为上班" in text(shown)
    assert not CalendarYear.objects.exists()


def test_a_notice_that_changes_the_year_before_says_so(desk):
    notice = "一、元旦：2026年12月31日至2027年1月3日放假，共4天。"
    shown = desk.post(reverse("calendar:edit", args=[2027]), {"do": "read", "notice": notice})
    assert "通知还把2026年12月31日（周四）定为放假，请另行更正2026年的日历。" in text(shown)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"off": "元旦"}, "里没有日期"),
        ({"off": ""}, "请填写"),
        ({"off": "元旦 2月30日"}, "不是有效的日期"),
        ({"work": "元旦 1月5日"}, "1月5日是周二，调休上班只能在周六、周日。"),
        ({"work": "元旦 1月2日"}, "1月2日不能既放假又上班。"),
        ({"off": "元旦 2026年1月1日"}, "2026-01-01不是2027年的日期。"),
        ({"source": ""}, "请填写"),
        ({"do": "read", "notice": "没有日期"}, "没有读出放假日期"),
        ({"do": "read", "notice": NOTICE.replace("2027", "2028")}, "这是2028年的通知，现在录入的是2027年。"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(desk, given, said):
    response = desk.post(reverse("calendar:edit", args=[2027]), lines(source="某某通知") | given)
    assert response.status_code == 422
    assert said in text(response)
    assert given.get("work", "元旦 1月9日") in text(response)
    assert not CalendarYear.objects.exists()


def test_a_known_year_begins_with_its_days_and_needs_a_reason(desk):
    address = reverse("calendar:edit", args=[2026])
    page = desk.get(address)
    assert "春节 2月15日至23日" in text(page)
    given = page.context["form"].initial | {"do": "save", "source": "补充通知"}
    assert desk.post(address, given).status_code == 422
    assert "没有改动" in text(desk.post(address, given | {"ground": "更正"}))
    given["off"] += "\n纪念日 9月3日"
    assert desk.post(address, given | {"ground": "补充安排"}).status_code == 302
    assert Entry.objects.get().ground == "补充安排"
    withdrawn = desk.post(reverse("calendar:withdraw", args=[2026]), {"ground": "取消"})
    assert withdrawn.status_code == 302
    assert not CalendarYear.objects.current().exists()


def test_local_days_are_entered_shown_and_taken_back(desk, city):
    county = AgencyFactory(parent=city, name="澄湖市某自治县")
    filled = {"agency": county.name, "off": "三月三 4月9日", "work": "", "basis": "自治县通知"}
    saved = desk.post(reverse("calendar:set_local", args=[2027]), filled)
    assert saved.headers["Location"] == f"/office/rili/2027/?jiguan={county.code}"
    assert "4月9日（周五）三月三，放假" in text(desk.get(saved.headers["Location"]))
    assert "三月三" not in text(desk.get(reverse("calendar:year", args=[2027])))
    assert county.name in text(desk.get(reverse("calendar:local")))
    back = reverse("calendar:withdraw_local", args=[2027, county.code])
    assert desk.post(back, {"days": ["2027-04-12"], "ground": "取消"}).status_code == 422
    assert desk.post(back, {"days": ["2027-04-09"], "ground": "取消"}).status_code == 302
    assert not LocalDay.objects.current().exists()


def test_another_agencys_days_are_out_of_reach(office_client, city):
    other = AgencyFactory(name="别处的县")
    SetLocalDays(None, other, days=[SAN_YUE_SAN], basis="通知").perform()
    registrar = office_client(MembershipFactory(agency=city, role=Role.REGISTRAR).user)
    assert "别处的县" not in text(registrar.get(reverse("calendar:local")))
    page = text(registrar.get(reverse("calendar:year", args=[2027]), {"jiguan": "别处的县"}))
    assert "不在您的权限范围内" in page
    assert "三月三" not in page
    assert registrar.get(reverse("calendar:withdraw_local", args=[2027, other.code])).status_code == 404
    filled = {"agency": other.code, "off": "三月三 4月10日", "basis": "通知"}
    refused = registrar.post(reverse("calendar:set_local", args=[2027]), filled)
    assert refused.status_code == 422
    assert "不在您的权限范围内" in text(refused)


def test_script_in_a_feasts_name_is_text(desk):
    desk.post(reverse("calendar:edit", args=[2027]), lines(off="<script>alert(1)</script> 1月1日", source="<b>x</b>"))
    for name, args in (("years", []), ("year", [2027])):
        page = text(desk.get(reverse(f"calendar:{name}", args=args)))
        assert "<script>alert" not in page
        assert "<b>x" not in page


@pytest.mark.parametrize("year", [2007, 2100, 99999])
def test_a_year_that_the_calendar_has_not_is_not_there(desk, year):
    for name in ("year", "edit", "withdraw", "set_local"):
        assert desk.get(f"{reverse('calendar:years')}{year}/").status_code == 404, name


def test_the_first_and_the_last_year_are_drawn(desk):
    for year in (2008, 2099):
        assert desk.get(reverse("calendar:year", args=[year])).status_code == 200


def test_the_screens_cost_the_same_however_much_is_entered(desk, city, django_assert_max_num_queries):
    counties = AgencyFactory.create_batch(4, parent=city)
    for year in range(2027, 2097):
        EnterYear(None, year, days=[NamedDay(date(year, 1, 1), False, "元旦")], source="通知").perform()
    for county in counties:
        days = [NamedDay(day, False, "节") for day in days_between(date(2027, 4, 1), date(2027, 4, 20))]
        SetLocalDays(None, county, days=days, basis="通知").perform()
    addresses = [
        reverse("calendar:years") + "?page=2",
        reverse("calendar:year", args=[2027]) + f"?jiguan={counties[0].code}",
        reverse("calendar:edit", args=[2027]),
        reverse("calendar:local") + "?page=2",
    ]
    desk.get(addresses[0])
    for address in addresses:
        # Seven are those of every page of this back office.
        with django_assert_max_num_queries(14):
            assert desk.get(address).status_code == 200
    assert "上一页" in text(desk.get(addresses[0]))
    assert "上一页" in text(desk.get(addresses[3]))


def test_the_menu_leads_to_the_calendar(desk, office_client):
    assert reverse("calendar:years") in text(desk.get("/office/"))
    assert reverse("calendar:years") not in text(office_client(UserFactory(system=True)).get("/office/"))


def test_a_year_not_yet_entered_waits_for_who_may_enter_it(supervisor, people):
    assert waiting_years(supervisor, date(2026, 9, 30)) is None
    assert waiting_years(people.handler, date(2026, 11, 5)) is None
    (row,) = waiting_years(supervisor, date(2026, 11, 5)).rows
    assert (row.label, row.url) == ("2027年放假安排未录入", reverse("calendar:edit", args=[2027]))
    EnterYear(None, 2027, days=[SAN_YUE_SAN], source="通知").perform()
    assert waiting_years(supervisor, date(2026, 11, 5)) is None
    assert waiting_years(supervisor, date(2028, 1, 4)) is not None
