"""The work list: what stands in which tab, for whom, narrowed down, exported, at a constant cost."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.actions import SetLocalDays
from gongkai.agencies.calendar_text import NamedDay
from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, User
from gongkai.agencies.tests.factories import AgencyFactory, DepartmentFactory, MembershipFactory
from gongkai.applications.actions import AskVoid, Route
from gongkai.applications.enums import State
from gongkai.applications.models import Application, Letter, SavedView
from gongkai.applications.papers import Stage
from gongkai.applications.tests.factories import RECEIVED, TODAY, decided, step, taken_in
from gongkai.applications.worklist import Desk, Filters, Tab, due_dates, listed

pytestmark = pytest.mark.django_db

DUE = date(2026, 2, 2)
"""When a case received on RECEIVED is due."""


def officer(agency: Agency, role: Role = Role.REGISTRAR, **fields: object) -> User:
    return MembershipFactory(agency=agency, role=role, **fields).user


def tabs_of(user: User, today: date) -> dict[str, int]:
    return {tab: count for tab, count in Desk(user, today).counts().items() if count}


@pytest.mark.parametrize(
    ("today", "tabs", "words"),
    [
        (date(2026, 1, 23), {}, "剩6个工作日"),
        (date(2026, 1, 26), {Tab.NEAR: 1}, "剩5个工作日"),
        (date(2026, 1, 30), {Tab.NEAR: 1, Tab.SOON: 1}, "剩1个工作日"),
        (date(2026, 1, 31), {Tab.NEAR: 1, Tab.SOON: 1}, "剩1个工作日"),
        (DUE, {Tab.TODAY: 1}, "今日到期"),
        (date(2026, 2, 3), {Tab.OVERDUE: 1}, "超期1个工作日"),
    ],
)
def test_a_case_moves_through_the_tabs_as_its_day_comes(today: date, tabs: dict[str, int], words: str) -> None:
    agency = AgencyFactory()
    case = taken_in(agency)
    desk = Desk(officer(agency, Role.REVIEWER), today)
    assert tabs_of(desk.user, today) == tabs
    assert desk.days_left(case).words == words


def test_an_arrival_that_nobody_confirms_alarms_after_a_working_day() -> None:
    agency = AgencyFactory()
    case = taken_in(agency, channel="email", arrived_on=date(2026, 1, 16), today=date(2026, 1, 16))
    assert case.state == State.SUBMITTED
    reader = officer(agency, Role.DISCIPLINE)
    for today, alarm in ((date(2026, 1, 17), 0), (date(2026, 1, 19), 0), (date(2026, 1, 20), 1)):
        counts = Desk(reader, today).counts()
        assert (counts[Tab.UNCONFIRMED], counts["alarm"]) == (1, alarm)
        assert (Desk(reader, today).days_left(case).look == "late") == bool(alarm)


@pytest.mark.parametrize("today", [date(2026, 1, 23), date(2026, 1, 26), date(2026, 1, 30), DUE, date(2026, 2, 3)])
def test_each_tab_counts_what_it_lists_also_where_agencies_keep_different_days(today: date) -> None:
    above = AgencyFactory()
    plain, festive = AgencyFactory(parent=above), AgencyFactory(parent=above)
    days = [NamedDay(date(2026, 1, day), False, "地方节日") for day in range(26, 31)]
    SetLocalDays(None, festive, days=days, basis="某市通知").perform()
    for agency in (plain, festive):
        case = taken_in(agency)
        Application.objects.filter(pk=case.pk).update(due_on=DUE)
        decided(taken_in(agency), date(2026, 1, 15))
        taken_in(agency, channel="email", arrived_on=date(2026, 1, 22), today=date(2026, 1, 22))
        step(taken_in(agency), "supplement_asked", date(2026, 1, 8))
    desk = Desk(officer(above, Role.SUPERVISOR), today)
    assert len(desk._calendars) == 2
    counts = desk.counts()
    for tab in Tab.values[:-1]:
        assert counts[tab] == listed(desk, tab, Filters()).count(), tab
    assert counts["alarm"] == desk.scanned().unfinished().filter(desk.unconfirmed_too_long).count()


def test_what_waits_for_others_and_what_waits_for_service() -> None:
    agency = AgencyFactory()
    step(taken_in(agency), "supplement_asked", date(2026, 1, 8))
    decided(taken_in(agency), date(2026, 1, 15))
    void = taken_in(agency)
    Application.objects.filter(pk=void.pk).update(state=State.VOID)
    assert tabs_of(officer(agency, Role.REVIEWER), TODAY) == {Tab.OTHERS: 1, Tab.UNSERVED: 1}


def test_each_role_has_its_own_work() -> None:
    agency = AgencyFactory()
    ours, theirs = DepartmentFactory(agency=agency), DepartmentFactory(agency=agency)
    case = Route(None, taken_in(agency), ours, today=TODAY).perform()
    helped = Route(None, taken_in(agency), theirs, today=TODAY).perform()
    helped = Route(None, helped, ours, lead=False, today=TODAY).perform()
    arrival = taken_in(agency, channel="email", arrived_on=TODAY)
    unserved = decided(taken_in(agency), date(2026, 1, 15))
    letter = Letter.objects.create(application=case, kind="extension", template="", stage=Stage.REVIEW)
    secret = Letter.objects.create(application=helped, kind="extension", template="", stage=Stage.SECRECY)

    def mine(user: User) -> set[str]:
        desk = Desk(user, TODAY)
        found = set(listed(desk, Tab.MINE, Filters()).values_list("receipt_no", flat=True))
        assert len(found) == desk.counts()[Tab.MINE]
        return found

    assert mine(officer(agency)) == {arrival.receipt_no, unserved.receipt_no}
    assert mine(officer(agency, Role.HANDLER, department=ours)) == {case.receipt_no, helped.receipt_no}
    assert mine(officer(agency, Role.HANDLER, department=theirs)) == {helped.receipt_no}
    assert mine(officer(agency, Role.REVIEWER)) == {case.receipt_no}
    assert mine(officer(agency, Role.SECRECY_REVIEWER)) == {helped.receipt_no}
    assert mine(officer(AgencyFactory(), Role.REVIEWER)) == set()
    signer = officer(agency, Role.SIGNER)
    assert mine(signer) == set()
    AskVoid(officer(agency), arrival, today=TODAY, ground="重复登记").perform()
    Letter.objects.filter(pk=letter.pk).update(stage=Stage.SIGNING)
    assert mine(signer) == {arrival.receipt_no, case.receipt_no}
    Letter.objects.filter(pk__in=[letter.pk, secret.pk]).update(drafted_by=signer)
    assert mine(signer) == {arrival.receipt_no}


def test_filters_narrow_the_list() -> None:
    agency = AgencyFactory()
    case = taken_in(agency, subject="水库除险加固", region="城东", channel="oral")
    taken_in(agency)
    desk = Desk(officer(agency), TODAY)
    for asked in (
        Filters(q="除险"), Filters(q=case.receipt_no), Filters(q="1"), Filters(channel="oral"), Filters(region="城东"),
    ):  # fmt: skip
        assert [found.pk for found in listed(desk, Tab.ALL, asked)] == [case.pk], asked
    assert listed(desk, Tab.ALL, Filters(due_from=DUE, due_to=DUE)).count() == 2
    assert not listed(desk, Tab.ALL, Filters(received_to=date(2026, 1, 4))).exists()
    assert due_dates(desk, date(2026, 2, 1), date(2026, 2, 28), Filters()) == {DUE: 2}


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    return TODAY


def test_the_list_is_for_the_agencys_people_alone(office_client: Callable[..., object], today: date) -> None:
    agency = AgencyFactory()
    case = taken_in(agency)
    shown = office_client(officer(agency)).get(reverse("applications:list"), {"tab": "all"})
    assert case.receipt_no in shown.content.decode()
    stranger = office_client(officer(AgencyFactory())).get(reverse("applications:list"), {"tab": "all"})
    assert case.receipt_no not in stranger.content.decode()
    editor = office_client(officer(agency, Role.EDITOR)).get(reverse("applications:list"))
    assert editor.status_code == 302


def test_all_cases_are_paged_by_their_keys(office_client: Callable[..., object], today: date) -> None:
    agency = AgencyFactory()
    for _ in range(3):
        taken_in(agency)
    Application.objects.bulk_create(
        Application(agency=agency, receipt_no=f"旧-{n}", channel="web", applicant_type="natural_person",
                    subject=f"事项{n}", arrived_on=RECEIVED, public_id=f"old{n}")
        for n in range(110)
    )  # fmt: skip
    client = office_client(officer(agency))
    address, seen = f"{reverse('applications:list')}?tab=all", []
    for _ in range(3):
        page = client.get(address)
        seen += [line.case.pk for line in page.context["lines"]]
        address = f"{reverse('applications:list')}?{page.context['later']}"
    assert page.context["later"] == ""
    assert len(seen) == len(set(seen)) == 113


def test_the_list_costs_the_same_with_ten_cases_and_with_a_thousand(
    office_client: Callable[..., object], today: date
) -> None:
    agency = AgencyFactory()
    department = DepartmentFactory(agency=agency)
    client = office_client(officer(agency))

    def add(first: int, last: int) -> None:
        Application.objects.bulk_create(
            Application(agency=agency, receipt_no=f"N-{n}", channel="web", applicant_type="natural_person",
                        subject=f"事项{n}", arrived_on=RECEIVED, received_on=RECEIVED, due_on=DUE, state=State.OPEN,
                        public_id=f"n{n}", department=department)
            for n in range(first, last)
        )  # fmt: skip

    def queries(tab: str) -> int:
        client.get(reverse("applications:list"), {"tab": tab})
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("applications:list"), {"tab": tab}).status_code == 200
        return len(captured)

    add(0, 10)
    few = {tab: queries(tab) for tab in Tab.values}
    add(10, 1000)
    assert {tab: queries(tab) for tab in Tab.values} == few
    assert max(few.values()) <= 10 + EMPTY_PAGE


EMPTY_PAGE = 7
"""Session, account, roles, and what Wagtail's frame asks for: the same on every page of the back office."""


def test_what_is_exported_starts_no_formula(office_client: Callable[..., object], today: date) -> None:
    agency = AgencyFactory()
    evil = ['=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(1)", "\t=1", "<script>alert(1)</script>"]
    for subject in evil:
        Application.objects.create(
            agency=agency, receipt_no=f"X-{len(subject)}-{subject[:1]}", channel="web", subject=subject,
            applicant_type="natural_person", applicant_name=subject, arrived_on=RECEIVED, region=subject,
        )  # fmt: skip
    client = office_client(officer(agency))
    book = client.get(reverse("applications:export", args=["xlsx"]), {"tab": "all"})
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert {subject.strip("\t") for subject in evil} <= {str(cell.value).strip("\t") for cell in cells}
    text = client.get(reverse("applications:export", args=["csv"]), {"tab": "all"}).content.decode("utf-8-sig")
    # A signed number alone is a number; every other beginning is disarmed.
    assert all(value == "-2" or not value.startswith(("=", "+", "-", "@", "\t"))
               for row in csv.reader(io.StringIO(text)) for value in row)  # fmt: skip
    page = client.get(reverse("applications:list"), {"tab": "all"}).content.decode()
    assert "<script>alert" not in page


def test_a_filter_is_kept_under_a_name_and_is_ones_own(office_client: Callable[..., object], today: date) -> None:
    agency = AgencyFactory()
    user, other = officer(agency), officer(agency)
    client = office_client(user)
    for _ in range(2):
        client.post(reverse("applications:save_view"), {"name": "口头申请", "query": "tab=all&channel=oral"})
    view = SavedView.objects.get()
    assert (view.owner, view.query) == (user, "tab=all&channel=oral")
    drop = reverse("applications:drop_view", args=[view.public_id])
    assert office_client(other).post(drop).status_code == 404
    client.post(drop)
    assert not SavedView.objects.exists()


def test_the_month_shows_what_is_due_on_which_day(office_client: Callable[..., object], today: date) -> None:
    agency = AgencyFactory()
    taken_in(agency)
    page = office_client(officer(agency)).get(reverse("applications:calendar"), {"month": "2026-02-01"})
    assert page.context["total"] == 1
    assert "due_from=2026-02-02" in page.content.decode()


@pytest.mark.parametrize("query", ["tab=no", "page=x&tab=mine", "after=2026-13-01_1&tab=all", "after=x&tab=all",
                                   "department=99999999999999999999", "received_from=2026-02-30", "q=%00"])  # fmt: skip
def test_an_address_with_nonsense_shows_the_list(office_client: Callable[..., object], today: date, query: str) -> None:
    agency = AgencyFactory()
    assert office_client(officer(agency)).get(f"{reverse('applications:list')}?{query}").status_code == 200


def test_the_dashboard_counts_what_the_list_shows(office_client: Callable[..., object], today: date) -> None:
    agency = AgencyFactory()
    taken_in(agency, channel="email", arrived_on=TODAY)
    page = office_client(officer(agency)).get(reverse("wagtailadmin_home")).content.decode()
    assert "待确认收到" in page
    assert f"{reverse('applications:list')}?tab=mine" in page
