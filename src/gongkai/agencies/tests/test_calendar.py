"""Which working days count where, who may change them, and who is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, connections, transaction

from gongkai.agencies import calendar
from gongkai.agencies.action import NOT_YOURS, Refused
from gongkai.agencies.actions import (
    CorrectYear,
    EnterYear,
    MoveAgency,
    SetLocalDays,
    WithdrawLocalDays,
    WithdrawYear,
)
from gongkai.agencies.calendar import calendar_for, current_calendars, on_calendar_change
from gongkai.agencies.calendar_models import CalendarYear, LocalDay
from gongkai.agencies.calendar_text import NamedDay
from gongkai.agencies.enums import Role
from gongkai.agencies.models import User
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory, UserFactory
from gongkai.law.calendar import packaged_calendar
from gongkai.ledger.models import Entry

pytestmark = pytest.mark.django_db

NEW_YEAR = NamedDay(date(2027, 1, 1), False, "元旦")
MADE_UP = NamedDay(date(2027, 1, 3), True, "元旦")
SAN_YUE_SAN = NamedDay(date(2026, 4, 20), False, "三月三")
NOTICE = "国务院办公厅关于2027年部分节假日安排的通知"


@pytest.fixture
def told():
    """What a room above is told of changes."""
    heard = []
    on_calendar_change(listener := lambda *said: heard.append(said))
    yield heard
    calendar._listeners.remove(listener)


@pytest.fixture
def city():
    return AgencyFactory()


@pytest.fixture
def supervisor(city):
    return MembershipFactory(agency=city, role=Role.SUPERVISOR).user


def again(user):
    """The account as the next request finds it."""
    return User.objects.get(pk=user.pk)


def enter(actor=None, *days, year=2027, source=NOTICE):
    return EnterYear(actor, year, days=days or (NEW_YEAR, MADE_UP), source=source)


def refused(action):
    with pytest.raises(Refused) as raised:
        action.perform()
    assert Entry.objects.filter(kind__startswith="calendar.").count() == CalendarYear.objects.count()
    return raised.value.reasons


def test_without_an_edit_the_packaged_calendar_counts(city):
    assert calendar_for(city) is packaged_calendar()


def test_an_entered_year_counts_and_is_provisional_no_more(city, supervisor):
    day = date(2027, 1, 3)
    assert calendar_for(city).is_provisional(day, day)
    assert not calendar_for(city).is_working_day(day)
    enter(supervisor).perform()
    assert calendar_for(city).is_working_day(day)
    assert not calendar_for(city).is_provisional(day, day)
    kept = CalendarYear.objects.get()
    assert (kept.entered_by, kept.source) == (supervisor, NOTICE)


def test_the_ledger_keeps_old_and_new_days(supervisor):
    enter(supervisor).perform()
    CorrectYear(supervisor, 2027, days=[NEW_YEAR], source=NOTICE, ground="录错了").perform()
    WithdrawYear(supervisor, 2027, ground="尚未公布").perform()
    first, second, third = Entry.objects.order_by("id")
    new = {"off": {"2027-01-01": "元旦"}, "work": {"2027-01-03": "元旦"}}
    corrected = {"off": {"2027-01-01": "元旦"}, "work": {}}
    assert (first.payload["from"], first.payload["to"]) == (None, new)
    assert (second.payload["from"], second.payload["to"], second.ground) == (new, corrected, "录错了")
    assert (third.payload["from"], third.payload["to"]) == (corrected, None)
    assert first.subject == "agencies.calendaryear:2027"


def test_a_corrected_packaged_year_can_be_taken_back_to_what_the_package_has(city, supervisor):
    later = date(2026, 9, 3)
    days = [NamedDay(day, works, "节") for day, works in ((later, False), (date(2026, 9, 6), True))]
    CorrectYear(supervisor, 2026, days=days, source="补充通知", ground="临时放假").perform()
    assert not calendar_for(city).is_working_day(later)
    WithdrawYear(supervisor, 2026, ground="通知取消").perform()
    assert calendar_for(city) is packaged_calendar()
    assert CalendarYear.objects.count() == 1
    assert Entry.objects.last().payload["to"]["off"]["2026-10-01"] == "国庆节"


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        ([NEW_YEAR, NamedDay(date(2027, 1, 4), True, "元旦")], "1月4日是周一，调休上班只能在周六、周日。"),
        ([NEW_YEAR, NEW_YEAR], "1月1日写了两次放假。"),
        ([NEW_YEAR, MADE_UP, MADE_UP], "1月3日写了两次上班。"),
        ([NEW_YEAR, MADE_UP, MADE_UP._replace(works=False)], "1月3日不能既放假又上班。"),
        ([NEW_YEAR, NamedDay(date(2026, 12, 31), False, "元旦")], "2026-12-31不是2027年的日期。"),
        ([MADE_UP], "没有放假日期。"),
        ([NEW_YEAR._replace(name="")], "1月1日没有写节日名称。"),
        ([NEW_YEAR._replace(name="节" * 31)], "1月1日的节日名称超过30字。"),
    ],
)
def test_unsound_days_are_refused(supervisor, days, reason):
    assert refused(enter(supervisor, *days)) == [reason]


def test_a_year_needs_its_source_and_a_place_in_the_calendar(supervisor):
    assert refused(enter(supervisor, source=" ")) == ["请写明依据的通知。"]
    assert refused(enter(supervisor, source="字" * 201)) == ["依据不能超过200字。"]
    far = NEW_YEAR._replace(day=date(2100, 1, 1))
    assert refused(enter(supervisor, far, year=2100)) == ["工作日历只有2008年至2099年。"]


def test_a_known_year_is_corrected_and_an_unknown_one_entered(supervisor):
    assert refused(enter(supervisor, NEW_YEAR._replace(day=date(2026, 1, 1)), year=2026)) == [
        "2026年已有安排，如有变动请更正。"
    ]
    correct = CorrectYear(supervisor, 2027, days=[NEW_YEAR], source=NOTICE, ground="更正")
    assert refused(correct) == ["2027年还没有安排，请录入。"]
    enter(supervisor).perform()
    correct = CorrectYear(supervisor, 2027, days=[MADE_UP, NEW_YEAR], source=NOTICE, ground="")
    assert refused(correct) == ["与现有安排相同，没有改动。", "请写明更正理由。"]
    assert refused(WithdrawYear(supervisor, 2025, ground="")) == [
        "2025年没有在本平台录入的安排。",
        "请写明撤回理由。",
    ]


def test_only_the_topmost_supervising_office_enters_years(city):
    below = AgencyFactory(parent=city)
    others = [
        MembershipFactory(agency=below, role=Role.SUPERVISOR).user,
        MembershipFactory(agency=city, role=Role.REGISTRAR).user,
        MembershipFactory(agency=city, role=Role.DISCIPLINE).user,
        UserFactory(system=True),
    ]
    for user in others:
        assert refused(enter(user)) == [NOT_YOURS]
    enter(None).perform()


def test_local_days_hold_for_the_agency_and_below_nearest_last(city):
    county, elsewhere = AgencyFactory(parent=city), AgencyFactory()
    office = AgencyFactory(parent=county)
    day = SAN_YUE_SAN.day
    SetLocalDays(None, city, days=[SAN_YUE_SAN], basis="自治区通知").perform()
    assert [calendar_for(it).is_working_day(day) for it in (city, county, office, elsewhere)] == [0, 0, 0, 1]
    saturday = NamedDay(date(2026, 4, 25), True, "三月三")
    SetLocalDays(None, city, days=[saturday], basis="自治区通知").perform()
    SetLocalDays(None, county, days=[saturday._replace(works=False, name="县庆")], basis="县通知").perform()
    assert [calendar_for(it).is_working_day(saturday.day) for it in (city, county, office)] == [1, 0, 0]
    assert calendar_for(county) is calendar_for(office)


def test_a_local_day_is_replaced_and_taken_back_and_all_of_it_kept(city):
    SetLocalDays(None, city, days=[SAN_YUE_SAN], basis="自治区通知").perform()
    SetLocalDays(None, city, days=[SAN_YUE_SAN._replace(name="壮族三月三")], basis="自治区通知").perform()
    WithdrawLocalDays(None, city, days=[SAN_YUE_SAN.day], ground="通知取消").perform()
    assert calendar_for(city).is_working_day(SAN_YUE_SAN.day)
    assert LocalDay.objects.count() == 2
    payloads = [entry.payload for entry in Entry.objects.filter(chain=city.code).order_by("id")]
    old, new = ({"2026-04-20": {"works": False, "name": name}} for name in ("三月三", "壮族三月三"))
    assert payloads == [
        {"from": {"2026-04-20": None}, "to": old},
        {"from": old, "to": new},
        {"from": new, "to": {"2026-04-20": None}},
    ]


def test_local_days_are_refused_with_a_reason(city):
    def why(action):
        with pytest.raises(Refused) as raised:
            action.perform()
        return raised.value.reasons

    assert why(SetLocalDays(None, city, days=[], basis="")) == [
        "请写明依据（如自治区人民政府的通知）。",
        "没有填写日期。",
    ]
    weekday = SAN_YUE_SAN._replace(works=True)
    assert why(SetLocalDays(None, city, days=[weekday], basis="通知")) == ["4月20日是周一，调休上班只能在周六、周日。"]
    SetLocalDays(None, city, days=[SAN_YUE_SAN], basis="通知").perform()
    assert why(SetLocalDays(None, city, days=[SAN_YUE_SAN], basis="通知")) == ["与现有的地方放假上班日相同，没有改动。"]
    assert why(WithdrawLocalDays(None, city, days=[], ground="")) == ["没有选定日期。", "请写明撤回理由。"]
    assert why(WithdrawLocalDays(None, city, days=[date(2026, 5, 6)], ground="无")) == [
        "2026-05-06没有登记为地方放假上班日。"
    ]


def test_local_days_are_for_the_agencys_registrar_and_supervising_office(city, supervisor):
    county, other = AgencyFactory(parent=city), AgencyFactory()
    registrar = MembershipFactory(agency=county, role=Role.REGISTRAR).user
    handler = MembershipFactory(agency=county, role=Role.HANDLER).user
    for actor, agency in ((handler, county), (registrar, city), (registrar, other)):
        with pytest.raises(Refused, match=NOT_YOURS):
            SetLocalDays(actor, agency, days=[SAN_YUE_SAN], basis="通知").perform()
    SetLocalDays(registrar, county, days=[SAN_YUE_SAN], basis="通知").perform()
    WithdrawLocalDays(supervisor, county, days=[SAN_YUE_SAN.day], ground="取消").perform()
    assert [row.agency for row in LocalDay.objects.for_user(again(registrar))] == [county]
    assert not LocalDay.objects.for_user(MembershipFactory(agency=other).user)


def test_rooms_above_are_told_in_the_same_transaction_with_both_calendars(told, city):
    other = AgencyFactory()
    enter().perform()
    SetLocalDays(None, city, days=[SAN_YUE_SAN], basis="通知").perform()
    (prefix, before, after), (local_prefix, local_before, local_after) = told
    assert (prefix, local_prefix) == (None, city.path)
    assert [it(other).is_working_day(MADE_UP.day) for it in (before, after)] == [False, True]
    assert [it(city).is_working_day(SAN_YUE_SAN.day) for it in (local_before, local_after)] == [True, False]
    assert local_after(other) is local_after.national


def test_a_branch_moved_to_where_other_days_count_is_told_with_its_days_before_and_after(told, city):
    bureau = AgencyFactory()
    unit = AgencyFactory(parent=bureau)
    SetLocalDays(None, city, days=[SAN_YUE_SAN], basis="自治区通知").perform()
    told.clear()
    MoveAgency(None, bureau, parent=AgencyFactory()).perform()
    assert told == []
    MoveAgency(None, bureau, parent=city).perform()
    [(prefix, before, after)] = told
    unit.refresh_from_db()
    assert unit.path.startswith(prefix)
    assert [it(unit).is_working_day(SAN_YUE_SAN.day) for it in (before, after)] == [True, False]
    assert not before(city).is_working_day(SAN_YUE_SAN.day)


def test_what_a_room_above_cannot_follow_undoes_the_change(city):
    def stumble(*_said):
        raise ZeroDivisionError

    on_calendar_change(stumble)
    try:
        with pytest.raises(ZeroDivisionError):
            enter().perform()
    finally:
        calendar._listeners.remove(stumble)
    assert not CalendarYear.objects.exists()
    assert not Entry.objects.exists()
    assert calendar_for(city) is packaged_calendar()


def test_a_refused_change_tells_nobody(told, supervisor):
    refused(enter(supervisor, MADE_UP))
    assert told == []


def test_in_a_transaction_one_small_query_finds_out_that_nothing_has_changed(city, django_assert_num_queries):
    SetLocalDays(None, city, days=[SAN_YUE_SAN], basis="通知").perform()
    AgencyFactory.create_batch(3, parent=city)
    with django_assert_num_queries(1):
        calendar_for(city)
    calendars = current_calendars()
    with django_assert_num_queries(0):
        calendars(city)


@pytest.mark.django_db(transaction=True)
class TestOutsideOfATransaction:
    """What one process sees of its own changes and of others'."""

    @pytest.fixture(autouse=True)
    def nothing_remembered(self, monkeypatch):
        monkeypatch.setattr(calendar, "_by_token", {})
        # Emptying the tables after such a test is no change that the process would hear of.
        calendar._ask_again()
        yield
        calendar._ask_again()

    def test_mostly_nothing_is_asked_and_the_own_change_is_seen_at_once(self, city, django_assert_num_queries):
        calendar_for(city)
        with django_assert_num_queries(0):
            assert not calendar_for(city).is_working_day(MADE_UP.day)
        enter().perform()
        assert calendar_for(city).is_working_day(MADE_UP.day)

    def test_another_processs_change_is_seen_after_a_while(self, city, monkeypatch):
        calendar_for(city)
        with monkeypatch.context() as other_process:
            other_process.setattr(calendar, "_ask_again", lambda: None)
            enter().perform()
        monkeypatch.setattr(calendar, "RECHECK_SECONDS", 1000)
        assert not calendar_for(city).is_working_day(MADE_UP.day)
        with transaction.atomic():
            assert calendar_for(city).is_working_day(MADE_UP.day)
        monkeypatch.setattr(calendar, "RECHECK_SECONDS", 0)
        assert calendar_for(city).is_working_day(MADE_UP.day)

    def test_what_is_rolled_back_was_never_seen_outside(self, city):
        with transaction.atomic():
            enter().perform()
            assert calendar_for(city).is_working_day(MADE_UP.day)
            transaction.set_rollback(True)
        assert not connection.in_atomic_block
        assert not calendar_for(city).is_working_day(MADE_UP.day)

    def test_of_two_who_enter_a_year_at_once_one_is_told_that_it_is_there(self):
        if connection.vendor == "sqlite":
            pytest.skip("SQLite 的测试库在内存中，各连接不能各自写。")

        def write(_number):
            try:
                enter().perform()
            except Refused as refused:
                return refused.reasons
            finally:
                connections.close_all()
            return []

        with ThreadPoolExecutor(4) as pool:
            said = sorted(pool.map(write, range(4)))
        assert said == [[], *[["2027年已有安排，如有变动请更正。"]] * 3]
        assert CalendarYear.objects.count() == 1
