"""The statistics: every bar is as long as the list that it opens, whoever looks, whatever was typed."""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection, transaction
from django.db.models import Count
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.agencies.enums import Role
from gongkai.agencies.models import Agency, User
from gongkai.agencies.tests.factories import AgencyFactory, DepartmentFactory, MembershipFactory
from gongkai.applications.enums import Channel, Matter, State
from gongkai.applications.models import Application, CaseEvent, Party
from gongkai.applications.narrowing import STEPS, applied_before
from gongkai.applications.office.statistics import _address, scope_from
from gongkai.applications.office.worklist import filters_from
from gongkai.applications.statistics import SHEETS, Table, median
from gongkai.applications.statistics_scope import CONCLUDED, RECEIVED, Scope
from gongkai.applications.worklist import Desk, Tab, listed

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
FIRST, LAST = date(2024, 11, 1), date(2026, 2, 28)
EVIL = '<script>alert(1)</script>"&='

days = st.dates(date(2024, 9, 1), TODAY)
words = st.sampled_from(["", "城东", "城", " 城东 ", "=城东", "=", EVIL, "地" * 60, "a&region=b", "%"])


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """What a case may look like, tidy or not."""
    received = draw(st.none() | days)
    concluded = draw(st.none() | st.integers(0, 80)) if received else None
    done = concluded is not None
    return {
        "received_on": received,
        "arrived_on": received or TODAY,
        "concluded_on": received + timedelta(days=concluded) if received and concluded is not None else None,
        "days_used": draw(st.none() | st.integers(0, 60)) if done else None,
        "on_time": draw(st.none() | st.booleans()) if done else None,
        "outcome": draw(st.sampled_from(["granted", "repeat", "part_withheld", "unheard_of", ""])) if done else "",
        "outcome_row": draw(st.sampled_from(["granted", "refused.third_party", "unheard_of", ""])) if done else "",
        "state": draw(st.sampled_from([State.VOID, *[State.SERVED if done else State.OPEN] * 6])),
        "matter": draw(st.sampled_from([Matter.CORRECTION, *[Matter.DISCLOSURE] * 6])),
        "channel": draw(st.sampled_from(Channel.values)),
        "applicant_type": draw(st.sampled_from(["natural_person", "enterprise", "other_organisation"])),
        "region": draw(words),
        "topic": draw(words),
        "information_year": draw(st.sampled_from([None, 0, 1998, 2024])),
        "of": draw(st.sampled_from(["above", "below", "elsewhere"])),
        "in_department": draw(st.booleans()),
        "person": (draw(st.sampled_from(["", "A", "B"])), draw(st.sampled_from(["", "1", "2"]))),
        "steps": draw(st.lists(st.sampled_from([*STEPS, "decided"]), max_size=3)),
    }


class World:
    """An office with a unit below it, and an agency that is nobody's business here."""

    def __init__(self) -> None:
        above = AgencyFactory()
        self.agencies = {"above": above, "below": AgencyFactory(parent=above), "elsewhere": AgencyFactory()}
        self.departments = {name: DepartmentFactory(agency=agency) for name, agency in self.agencies.items()}
        self.user: User = MembershipFactory(agency=above, role=Role.SUPERVISOR).user
        self.made = 0

    def add(self, fields: dict[str, Any]) -> Application:
        self.made += 1
        fields = dict(fields)
        of, (number, phone), steps = fields.pop("of"), fields.pop("person"), fields.pop("steps")
        department = self.departments[of] if fields.pop("in_department") else None
        case = Application.objects.create(
            agency=self.agencies[of], department=department, receipt_no=f"S-{self.made}", subject="事项",
            applicant_digest=Party(id_digest=number, phone_digest=phone).digest, **fields
        )  # fmt: skip
        for at, kind in enumerate(steps, 1):
            CaseEvent.objects.create(application=case, number=at, kind=kind, on=TODAY, replaced=at == 3)
        return case


def tables_of(scope: Scope, user: User) -> list[Table]:
    return [table for _, count in SHEETS.values() for table in count(scope, Desk(user, TODAY)).tables]


def opened(address: str, user: User) -> list[Application]:
    """The cases of the list at that address, as its view finds them."""
    request: Any = RequestFactory().get(address)
    return list(listed(Desk(user, TODAY), Tab.ALL, filters_from(request)))


scopes = st.builds(
    lambda basis, whose, span: (basis, *whose, *span),
    st.sampled_from([RECEIVED, CONCLUDED]),
    st.sampled_from([("", False), ("above", False), ("above", True), ("below", False)]),
    st.sampled_from([(FIRST, LAST), (date(2026, 1, 15), date(2026, 2, 10)), (date(2008, 1, 1), date(2030, 12, 31))]),
)


@pytest.mark.django_db(transaction=False)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(found=st.lists(cases(), max_size=12), asked=scopes)
def test_every_bar_opens_exactly_the_cases_that_it_counts(found: list[dict[str, Any]], asked: Any) -> None:
    with transaction.atomic():
        world = World()
        for fields in found:
            world.add(fields)
        basis, whose, below, first, last = asked
        scope = Scope(basis, first, last, world.agencies[whose].code if whose else "", below)
        wanted = Counter[str]()
        for case in _counted(world, scope):
            wanted["all"] += 1
            wanted["done"] += case.concluded_on is not None
            wanted["timely"] += case.on_time is True
            wanted["late"] += case.on_time is False
            wanted["days"] += case.days_used is not None
            wanted["known"] += case.applicant_digest != ""
        sums = {}
        for table in tables_of(scope, world.user):
            sums[table.id] = table.total
            for row in table.rows:
                listing = opened(_address(row.filters), world.user)
                assert len(listing) == row.value, (table.title, row.label)
        for name in ("months", "channels", "kinds", "identity", "again", "results", "region", "topic", "years",
                      "departments", "agencies"):  # fmt: skip
            assert sums[name] == wanted["all"], name
        assert sums["times"] == wanted["known"]
        assert sums["days"] == wanted["days"]
        assert sums["months-timely"] == sums["departments-timely"] == wanted["timely"]
        assert sums["months-late"] == sums["departments-late"] == wanted["late"]
        transaction.set_rollback(True)


def _counted(world: World, scope: Scope) -> list[Application]:
    """The cases of the scope, picked one by one."""
    agencies = {"": ["above", "below"]}.get(scope.agency) or [
        name for name, agency in world.agencies.items()
        if agency.code == scope.agency or (scope.below and agency.path.startswith(f"{scope.agency}/"))
    ]  # fmt: skip
    chosen = {world.agencies[name].pk for name in agencies}
    return [
        case
        for case in Application.objects.all()
        if case.agency_id in chosen and case.received_on and case.state != State.VOID
        and case.matter == Matter.DISCLOSURE and (day := getattr(case, scope.day))
        and scope.first <= day <= scope.last
    ]  # fmt: skip


@given(st.lists(st.integers(0, 60)))
def test_the_median_is_the_middle(used: list[int]) -> None:
    from statistics import median as expected

    assert median(Counter(used)) == (expected(used) if used else None)


PLAIN: dict[str, Any] = {
    "received_on": date(2026, 1, 5), "arrived_on": date(2026, 1, 5), "concluded_on": None, "state": State.OPEN,
    "channel": "web", "applicant_type": "natural_person", "of": "above", "in_department": True, "person": ("A", ""),
    "steps": [],
}  # fmt: skip


def rows_of(scope: Scope, user: User, table: str) -> dict[str, int]:
    found = next(each for each in tables_of(scope, user) if each.id == table)
    return {row.label: row.value for row in found.rows}


def test_who_applied_before_is_known_by_number_and_else_by_telephone() -> None:
    world = World()
    applied = [
        (date(2024, 5, 6), ("A", "1")),
        (date(2026, 1, 5), ("A", "2")),
        (date(2026, 1, 5), ("A", "")),
        (date(2026, 1, 6), ("", "2")),
        (date(2026, 1, 7), ("", "2")),
        (date(2026, 1, 8), ("", "")),
    ]
    for day, person in applied:
        world.add(PLAIN | {"received_on": day, "arrived_on": day, "person": person})
    world.add(PLAIN | {"of": "below", "person": ("A", "1")})
    scope = Scope(RECEIVED, date(2026, 1, 1), date(2026, 1, 31), world.agencies["above"].code)
    assert rows_of(scope, world.user, "again") == {"首次申请": 1, "再次申请": 3, "没有登记证件号码和电话": 1}
    assert rows_of(scope, world.user, "times") == {"2件": 4}
    assert rows_of(scope, world.user, "repeaters") == {"申请人1，2026年1月": 2, "申请人2，2026年1月": 2}
    table = next(each for each in tables_of(scope, world.user) if each.id == "times")
    assert [row.people for row in table.rows] == [2]


def test_days_fall_into_their_bands_and_a_late_answer_counts_as_late() -> None:
    world = World()
    done = {"concluded_on": date(2026, 2, 2), "state": State.SERVED, "outcome": "granted"}
    for used in (0, 5, 6, 10, 11, 20, 21, 40, 41):
        world.add(PLAIN | done | {"days_used": used, "on_time": used <= 20})
    scope = Scope(CONCLUDED, date(2026, 2, 1), date(2026, 2, 28))
    assert list(rows_of(scope, world.user, "days").values()) == [2, 2, 2, 2, 1]
    timely = next(each for each in tables_of(scope, world.user) if each.id == "months-timely")
    assert [(row.label, row.value, row.of) for row in timely.rows] == [("2026年2月", 6, 9)]


def test_a_long_span_is_shown_by_years_and_a_short_one_by_months() -> None:
    world = World()
    for day in (date(2010, 7, 1), date(2012, 2, 1)):
        world.add(PLAIN | {"received_on": day, "arrived_on": day})
    by_years = rows_of(Scope(RECEIVED, date(2008, 1, 1), date(2026, 12, 31)), world.user, "months")
    assert by_years == {"2010年": 1, "2011年": 0, "2012年": 1}
    by_months = rows_of(Scope(RECEIVED, date(2012, 1, 1), date(2012, 12, 31)), world.user, "months")
    assert by_months == {"2012年2月": 1}


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    return TODAY


def pages(client: Any, **asked: str) -> dict[str, str]:
    answers = {key: client.get(reverse("applications:statistics", args=[key]), asked) for key in SHEETS}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {key: answer.content.decode() for key, answer in answers.items()}


LINK = re.compile(r'<a href="([^"]+)" aria-label="([^"]+)"><title>')


def test_the_links_on_the_page_open_the_list(office_client: Callable[..., Any], today: date) -> None:
    world = World()
    world.add(PLAIN | {"region": EVIL, "topic": "=HYPERLINK(1)", "steps": ["extended"]})
    world.add(PLAIN | {"region": "城东", "concluded_on": date(2026, 1, 9), "days_used": 4, "on_time": True,
                       "outcome": "granted", "state": State.SERVED})  # fmt: skip
    client = office_client(world.user)
    seen = 0
    for page in pages(client).values():
        assert "<script>alert(1)" not in page
        for address, name in LINK.findall(page):
            number = re.search(r"：(?:[\d.]+%（)?(\d+)(?:/\d+）|件)$", html.unescape(name))
            assert number is not None, name
            answer = client.get(html.unescape(address))
            assert len(answer.context["lines"]) == int(number[1]), name
            seen += 1
    assert seen > 20
    assert "<script>alert(1)" not in client.get(reverse("applications:print_statistics")).content.decode()


def test_only_ones_own_agencies_are_counted(office_client: Callable[..., Any], today: date) -> None:
    world = World()
    world.add(PLAIN | {"of": "below", "region": "下级的地方"})
    world.add(PLAIN | {"of": "elsewhere", "region": "别处的地方"})
    mine: Agency = world.agencies["above"]
    reader = MembershipFactory(agency=mine, role=Role.REVIEWER).user
    assert not any(table.total for table in tables_of(Scope(RECEIVED, FIRST, LAST), reader))
    for asked in ({}, {"agency": world.agencies["elsewhere"].code, "below": "1"}):
        page = pages(office_client(world.user), **asked)["neirong"]
        assert "别处的地方" not in page
    whole = pages(office_client(world.user), agency=mine.code, below="1")["neirong"]
    assert "下级的地方" in whole
    assert "下级的地方" not in pages(office_client(world.user), agency=mine.code)["neirong"]
    for name in ("statistics", "export_statistics", "print_statistics"):
        editor = office_client(MembershipFactory(agency=mine, role=Role.EDITOR).user)
        assert editor.get(reverse(f"applications:{name}")).status_code == 302


def test_the_workbook_has_a_sheet_a_table_and_no_formula(office_client: Callable[..., Any], today: date) -> None:
    world = World()
    for text in ("=1+1", "+1", "@SUM(1)", EVIL):
        world.add(PLAIN | {"region": text, "topic": text})
    answer = office_client(world.user).get(reverse("applications:export_statistics"))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    expected = [table.title for table in tables_of(Scope(RECEIVED, date(2026, 1, 1), date(2026, 12, 31)), world.user)]
    assert book.sheetnames == ["说明", *expected]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    regions = {row[0]: row[1] for row in book["地域"].iter_rows(min_row=2, values_only=True)}
    assert regions == {"=1+1": 1, "+1": 1, "@SUM(1)": 1, EVIL: 1}


def test_the_pages_cost_the_same_with_one_case_and_with_many(office_client: Callable[..., Any], today: date) -> None:
    world = World()
    client = office_client(world.user)

    def queries() -> dict[str, int]:
        numbers = {}
        for key in SHEETS:
            client.get(reverse("applications:statistics", args=[key]))
            with CaptureQueriesContext(connection) as captured:
                client.get(reverse("applications:statistics", args=[key]))
            numbers[key] = len(captured)
        return numbers

    for of in ("above", "below"):
        world.add(PLAIN | {"of": of})
        world.add(PLAIN | {"of": of})
    few = queries()
    for number in range(30):
        world.add(
            PLAIN
            | {"of": "below" if number % 2 else "above", "region": f"地方{number}", "person": (f"P{number % 9}", "")}
        )
    assert queries() == few
    assert max(few.values()) <= 14


@pytest.mark.parametrize(
    ("query", "first", "last", "exchanged"),
    [
        ("", date(2026, 1, 1), date(2026, 12, 31), False),
        ("from=2020&to=2022", date(2020, 1, 1), date(2022, 12, 31), False),
        ("from=2026-02-30&to=0000&basis=x", date(2026, 1, 1), date(2026, 12, 31), False),
        ("from=2026-05-01&to=2025-05-01", date(2025, 5, 1), date(2026, 5, 1), True),
    ],
)
def test_a_span_is_given_by_days_or_years(query: str, first: date, last: date, exchanged: bool) -> None:
    scope, turned = scope_from(RequestFactory().get(f"/?{query}").GET, TODAY)
    assert (scope.first, scope.last, turned, scope.basis) == (first, last, exchanged, RECEIVED)


def test_the_widest_span_and_no_cases_at_all_are_shown(office_client: Callable[..., Any], today: date) -> None:
    world = World()
    client = office_client(world.user)
    assert "没有这样的申请" in pages(client)["zonglan"]
    world.add(PLAIN)
    assert "2026年" in pages(client, **{"from": "0001-01-01", "to": "9999-12-31"})["zonglan"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL chooses by what the tables hold")
@pytest.mark.parametrize("basis", [RECEIVED, CONCLUDED])
def test_people_are_told_apart_from_one_index(basis: str) -> None:
    world = World()
    scope = Scope(basis, FIRST, LAST, world.agencies["above"].code)
    asked = scope.known(Desk(world.user, TODAY)).annotate(again=applied_before())
    plan = asked.values_list("again").annotate(Count("pk")).explain()
    assert plan.count("USING COVERING INDEX applications_person") == 3
