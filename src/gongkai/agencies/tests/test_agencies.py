"""Authorities: made, renamed, moved, found again by any name they had."""

from datetime import date

import pytest

from gongkai.agencies.action import COMMAND_LINE, NOT_YOURS, Refused
from gongkai.agencies.actions import AbolishAgency, AddDepartment, AddFormerName, CreateAgency, MoveAgency, RenameAgency
from gongkai.agencies.models import CODE_RULE, Agency
from gongkai.agencies.queries import MatchedBy, match_agency
from gongkai.agencies.tests.factories import AgencyFactory, UserFactory
from gongkai.ledger.models import Entry
from gongkai.ledger.queries import verify

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def create(**fields):
    return CreateAgency(None, **({"code": "ZRZY", "name": "某市自然资源局"} | fields)).perform()


def test_a_new_agency_begins_its_own_chain():
    agency = create()
    entry = Entry.objects.get()
    assert (entry.chain, entry.kind, entry.actor) == ("ZRZY", "agency.created", COMMAND_LINE)
    assert entry.subject == "agencies.agency:ZRZY"
    assert entry.payload == {"name": agency.name, "parent": None}


@pytest.mark.parametrize("code", ["", "A", "a" * 33, "中文", "A B", "A_B", "A/B", "AB\n"])
def test_an_improper_code_is_refused(code):
    with pytest.raises(Refused) as refused:
        create(code=code)
    assert refused.value.reasons == [CODE_RULE]
    assert not Entry.objects.exists()


@pytest.mark.parametrize("code", ["AB", "a" * 32, "ch-zrzy", "110000"])
def test_a_proper_code_is_taken(code):
    assert create(code=code).path == f"{code}/"


def test_code_and_name_are_used_once():
    create()
    with pytest.raises(Refused) as refused:
        create(name=" 某市自然资源局 ")
    assert len(refused.value.reasons) == 2


@pytest.mark.parametrize(
    "make",
    [
        lambda actor, agency: CreateAgency(actor, code="XX", name="新局"),
        lambda actor, agency: RenameAgency(actor, agency, on=TODAY, name="新名"),
        lambda actor, agency: AddFormerName(actor, agency, name="旧名"),
        lambda actor, agency: MoveAgency(actor, agency, parent=None),
        lambda actor, agency: AbolishAgency(actor, agency, on=TODAY),
        lambda actor, agency: AddDepartment(actor, agency, name="办公室"),
    ],
)
def test_only_the_system_administrator_changes_agencies(people, make):
    agency = people.agency
    for actor in (people.handler, UserFactory(security=True), UserFactory(audit=True)):
        assert NOT_YOURS in make(actor, agency).refusals()
    assert make(UserFactory(system=True), agency).refusals() == []


def test_moving_takes_the_units_along_and_scope_follows():
    city, other = create(code="C1", name="甲市"), create(code="C2", name="乙市")
    bureau = create(code="B1", name="甲市某局", parent=city)
    office = create(code="O1", name="甲市某局某所", parent=bureau)
    MoveAgency(None, bureau, parent=other).perform()
    office.refresh_from_db()
    assert office.path == "C2/B1/O1/"
    assert set(Agency.objects.below(other)) == {other, bureau, office}
    assert set(Agency.objects.below(city)) == {city}


def test_an_agency_does_not_go_under_its_own_unit():
    city = create(code="C1", name="甲市")
    bureau = create(code="B1", name="甲市某局", parent=city)
    assert MoveAgency(None, city, parent=bureau).refusals()
    assert MoveAgency(None, city, parent=city).refusals()


def test_a_renamed_agency_is_found_by_all_its_names():
    agency = create(short_name="市资源局")
    RenameAgency(None, agency, on=TODAY, name="某市自然资源和规划局", short_name="市资规局").perform()
    for printed, by in [
        ("某市自然资源和规划局", MatchedBy.NAME),
        ("ZRZY", MatchedBy.CODE),
        ("市资规局", MatchedBy.SHORT_NAME),
        ("某市自然资源局", MatchedBy.FORMER_NAME),
        ("市资源局", MatchedBy.FORMER_NAME),
    ]:
        match = match_agency(printed)
        assert (match.agency, match.by) == (agency, by)
        assert printed in match.sentence
    assert "用至 2026-03-02" in match_agency("某市自然资源局").sentence


@pytest.mark.parametrize("printed", ["某市 自然资源局", "某市自然资源局\n", "　某市自然资源局"])
def test_spacing_does_not_matter(printed):
    agency = create()
    assert match_agency(printed).agency == agency


def test_width_of_brackets_does_not_matter():
    agency = create(name="某市税务局(稽查局)")
    assert agency.name == "某市税务局（稽查局）"
    assert match_agency("某市税务局(稽查局)").agency == agency


def test_a_name_that_two_have_gives_both_and_decides_nothing():
    one = AgencyFactory(short_name="县局")
    two = AgencyFactory(short_name="县局")
    match = match_agency("县局")
    assert match.agency is None
    assert set(match.candidates) == {one, two}


def test_a_former_name_counts_only_in_its_time_when_a_day_is_given():
    agency = create()
    AddFormerName(
        None, agency, name="某市国土局", valid_from=date(2001, 1, 1), valid_until=date(2018, 12, 31)
    ).perform()
    assert match_agency("某市国土局", on=date(2010, 5, 1)).agency == agency
    assert match_agency("某市国土局", on=date(2020, 5, 1)).agency is None


@pytest.mark.parametrize("printed", ["", "　", "没有的机关"])
def test_an_unknown_name_is_said_to_be_unknown(printed):
    match = match_agency(printed)
    assert match.agency is None
    assert "没有" in match.sentence


def test_former_names_dates_must_be_in_order():
    wrong = AddFormerName(None, create(), name="旧", valid_from=date(2020, 1, 1), valid_until=date(2019, 1, 1))
    assert wrong.refusals() == ["曾用名的停用日期不能早于启用日期。"]


def test_every_change_is_in_the_ledger():
    agency = create()
    RenameAgency(None, agency, on=TODAY, name="新名").perform()
    AddDepartment(None, agency, name="办公室").perform()
    AbolishAgency(None, agency, on=TODAY).perform()
    assert list(Entry.objects.values_list("kind", flat=True)) == [
        "agency.created",
        "agency.renamed",
        "agency.department_added",
        "agency.abolished",
    ]
    assert verify().sound
    assert AbolishAgency(None, agency, on=TODAY).refusals() == ["该机关已撤销。"]
