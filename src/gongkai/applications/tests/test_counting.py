"""Table 三 from the cases: what is counted, where, and that every figure is the length of its list."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.applications import counting
from gongkai.applications.enums import Matter, State
from gongkai.applications.models import Application
from gongkai.law.forms import packaged_forms
from gongkai.law.outcomes import packaged_outcomes

pytestmark = pytest.mark.django_db

YEARS = (2019, 2020, 2021, 2022, 2023, 2024)
FORMS = packaged_forms()
TYPES = counting.rows_of(2023).columns


def case(agency, number, received_on=date(2023, 3, 1), concluded_on=None, **fields):
    """A case as the projection leaves it, unsaved."""
    fields = {"applicant_type": "natural_person", "state": State.SERVED if concluded_on else State.OPEN} | fields
    fields |= {"channel": "counter", "subject": "某事项", "arrived_on": received_on or date(2023, 1, 1)}
    return Application(
        agency=agency, receipt_no=f"{number}", received_on=received_on, concluded_on=concluded_on, **fields
    )


def some_cases(agency, number, seed):
    """Cases of all sorts over the years; many run over one year's end, some over several."""
    dice = random.Random(seed)
    stated = [
        row.id for form in ("2021", "2019") for row in packaged_forms()[form].table("applications").blocks[0].rows
    ]
    for index in range(number):
        received = date(2018, 6, 1) + timedelta(days=dice.randrange(2500)) if dice.random() > 0.05 else None
        concluded = (
            received + timedelta(days=dice.choice((0, 5, 30, 60, 400, 900)))
            if received and dice.random() < 0.8
            else None
        )
        outcome = dice.choice([*packaged_outcomes(), "", "?"]) if concluded else ""
        yield case(
            agency, f"{seed}-{index}", received, concluded,
            applicant_type=dice.choice([*TYPES, "?"]),
            outcome=outcome,
            outcome_row="" if outcome or not concluded else dice.choice([*stated, "", "?"]),
            state=dice.choice([State.VOID, *[State.OPEN] * 8]),
            matter=dice.choice([Matter.CORRECTION, *[Matter.DISCLOSURE] * 8]),
        )  # fmt: skip


@pytest.fixture
def agency(db):
    return AgencyFactory()


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_is_the_length_of_its_list_and_every_relation_holds(agency, seed):
    Application.objects.bulk_create(some_cases(agency, 400, seed))
    Application.objects.bulk_create(some_cases(AgencyFactory(), 50, seed + 100))
    carried: dict[str, int] = {}
    for year in YEARS:
        form = FORMS.for_year(year)
        cells = counting.count(agency, year).cells
        assert list(cells) == list(form.table("applications").ids())
        assert cells == {cell: counting.cases_of(agency, year, cell).count() for cell in cells}
        for relation in form.relations():
            if relation.table == "applications":
                assert sum(cells[each] for each in relation.left) == sum(cells[each] for each in relation.right), (
                    relation
                )
        opening = {cell.split(".")[-1]: figure for cell, figure in cells.items() if ".carried_in." in cell}
        assert not carried or carried == opening
        carried = {cell.split(".")[-1]: figure for cell, figure in cells.items() if ".carried_out." in cell}
        assert cells["applications.received.total"] > 20


def test_the_placing_of_each_case_adds_up_to_the_table(agency):
    Application.objects.bulk_create(some_cases(agency, 300, 7))
    cells = counting.count(agency, 2022).cells
    placed = dict(counting.placings(agency, 2022))
    for cell, figure in cells.items():
        row, _, column = cell.removeprefix("applications.").rpartition(".")
        if column == "total" or row == "concluded":
            continue
        its = {
            number
            for number, place in placed.items()
            if place.column == column and row in (place.opening, place.closing)
        }
        assert len(its) == figure
        assert its == set(counting.cases_of(agency, 2022, cell).values_list("public_id", flat=True))
    few = list(placed)[:3]
    assert dict(counting.placings(agency, 2022, few)) == {number: placed[number] for number in few}


BEFORE, IN, AFTER = date(2022, 12, 30), date(2023, 5, 1), date(2024, 1, 4)


@pytest.mark.parametrize(
    ("fields", "cells"),
    [
        ({"concluded_on": IN, "outcome": "privacy"}, "received refused.third_party concluded"),
        ({"received_on": BEFORE, "concluded_on": IN, "outcome": "not_ours"}, "carried_in unable.not_held concluded"),
        ({"received_on": BEFORE, "concluded_on": AFTER, "outcome": "granted"}, "carried_in carried_out"),
        ({"concluded_on": AFTER, "decided_on": date(2023, 12, 31), "outcome": "granted"}, "received carried_out"),
        ({"concluded_on": date(2023, 12, 31), "outcome_row": "granted_in_part"}, "received granted_in_part concluded"),
        ({"concluded_on": IN, "outcome_row": "other"}, "received other.other concluded"),
        ({"concluded_on": IN, "outcome": "correction"}, "received other.other concluded"),
        ({"concluded_on": IN}, "received other.other concluded"),
        ({"concluded_on": BEFORE, "received_on": BEFORE, "outcome": "granted"}, ""),
        ({"received_on": AFTER}, ""),
        ({"received_on": None}, ""),
        ({"state": State.VOID}, ""),
        ({"matter": Matter.CORRECTION}, ""),
        ({"state": State.ABANDONED}, "received carried_out"),
    ],
)
def test_where_a_case_of_2023_counts(agency, fields, cells):
    case(agency, 1, **fields).save()
    counted = counting.count(agency, 2023)
    expected = {f"applications.{row}.{column}" for row in cells.split() for column in ("natural_person", "total")}
    assert {cell for cell, figure in counted.cells.items() if figure} == expected
    assert set(counted.cells.values()) <= {0, 1}


def test_what_has_no_outcome_is_told(agency):
    case(agency, 1, concluded_on=date(2023, 5, 1), outcome="granted").save()
    case(agency, 2, concluded_on=date(2023, 5, 1)).save()
    assert counting.count(agency, 2023).unplaced == 1
    assert [each.receipt_no for each in counting.unplaced_cases(agency, 2023)] == ["2"]


def test_the_three_other_rows_are_one_on_the_form_of_2019(agency):
    day = date(2020, 5, 1)
    for number, fields in enumerate(
        ({"outcome": "withdrawn"}, {"outcome_row": "other.fee_unpaid"}, {"outcome_row": "other"})
    ):
        case(agency, number, day, day, **fields).save()
    counted = counting.count(agency, 2020)
    assert (counted.cells["applications.other.natural_person"], counted.unplaced) == (3, 0)
    assert "applications.other.other.natural_person" not in counted.cells


def test_a_year_is_one_query(agency, django_assert_num_queries):
    Application.objects.bulk_create(some_cases(agency, 50, 1))
    with django_assert_num_queries(1):
        counting.count(agency, 2022)


@pytest.mark.parametrize(
    "cell", ["applications.received.nobody", "applications.denied.total", "proactive.fees.amount", ""]
)
def test_what_is_no_cell_of_the_table_has_no_cases(agency, cell):
    with pytest.raises(KeyError):
        counting.cases_of(agency, 2023, cell)


def test_before_2019_there_is_no_such_table(agency):
    with pytest.raises(counting.NoSuchTable, match="2019年及以后"):
        counting.count(agency, 2018)
