"""The figures of a year: each opens its documents, and parts add up."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from gongkai.agencies.enums import Kind, Level
from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.library.counting import CELLS, FIGURES, cells, count, documents_behind, documents_of
from gongkai.library.document_models import LibraryOffice
from gongkai.library.enums import STANDING, DeclarationKind, DocumentClass, RelationKind, Status
from gongkai.library.tests.factories import DocumentFactory, declare, relate
from gongkai.publishing.live_gate import opened
from gongkai.publishing.models import Record

pytestmark = pytest.mark.django_db

NORMATIVE = DocumentClass.NORMATIVE


def made(agency, day: date, **fields):
    return DocumentFactory(agency=agency, signed_on=day, **fields)


def random_library(agency, rng: random.Random, number: int) -> None:
    """Documents over six years with everything that can befall them."""

    def day(first: int = 2019) -> date:
        return date(rng.randint(first, 2026), rng.randint(1, 12), rng.randint(1, 28))

    documents: list[Any] = []
    for _ in range(number):
        start = day()
        end = date(start.year + rng.randint(1, 3), rng.randint(1, 12), 1) if rng.random() < 0.5 else None
        kind = rng.choice([DocumentClass.REGULATION, NORMATIVE])
        document = made(agency, start, expires_on=end, document_class=kind)
        for earlier in rng.sample(documents, min(len(documents), rng.randint(0, 1))):
            relate(rng.choice(list(RelationKind)), document, earlier, max(start, earlier.made_on))
        for _ in range(rng.randint(0, 2)):
            on = max(day(2021), start)
            declare(rng.choice(list(DeclarationKind)), document, on, until=date(on.year + 1, 6, 30))
        documents.append(document)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_in_force_at_the_end_follows_from_the_beginning(seed):
    agency = AgencyFactory(level=Level.MUNICIPAL, kind=Kind.GOVERNMENT)
    random_library(agency, random.Random(seed), 30)
    before = None
    moved = dict.fromkeys(("repealed", "expired", "restored"), 0)
    for year in range(2018, 2028):
        found = count(agency, year)
        for kind in (DocumentClass.REGULATION, NORMATIVE):
            it = found[kind]
            assert it.standing == it.standing_before + it.made + it.restored - it.repealed - it.expired
            if before:
                assert it.standing_before == before[kind].standing
            for figure in FIGURES:
                assert documents_behind(agency, year, kind, figure).count() == getattr(it, figure)
            for name in moved:
                moved[name] += getattr(it, name)
        before = found
    assert all(moved.values()), "the library was too quiet to test anything"


def test_counted_as_each_documents_own_history_says():
    agency = AgencyFactory()
    random_library(agency, random.Random(7), 20)
    for year in (2021, 2023, 2025):
        behind = set(documents_behind(agency, year, NORMATIVE, "in_force").values_list("pk", flat=True))
        for document in agency.documents.filter(document_class=NORMATIVE):
            turn = document.turns.filter(on__lte=date(year, 12, 31)).last()
            stands = turn is not None and turn.status in STANDING and turn.status != Status.PENDING
            assert (document.pk in behind) == stands


def test_a_draft_is_no_document_yet_and_one_off_the_site_still_is():
    agency = AgencyFactory()
    made(agency, date(2024, 5, 1), published=False)
    taken = made(agency, date(2024, 5, 1))
    with opened():
        Record.objects.filter(pk=taken.record.pk).update(live=False, state="withdrawn")
    assert count(agency, 2024)[NORMATIVE].made == 1


def test_units_are_counted_only_when_asked_for():
    above = AgencyFactory()
    made(AgencyFactory(parent=above), date(2024, 5, 1))
    assert count(above, 2024)[NORMATIVE].made == 0
    assert count(above, 2024, with_units=True)[NORMATIVE].made == 1
    assert documents_behind(above, 2024, NORMATIVE, "made", with_units=True).count() == 1


def test_a_library_without_documents_states_no_cells():
    assert cells(AgencyFactory(), 2024) == {}


def test_an_agency_without_that_power_has_no_regulations():
    agency = AgencyFactory(level=Level.COUNTY, kind=Kind.DEPARTMENT)
    made(agency, date(2023, 5, 1))
    assert cells(agency, 2024) == {
        "proactive.regulations.made": 0,
        "proactive.regulations.repealed": 0,
        "proactive.regulations.in_force": 0,
        "proactive.normative_documents.made": 0,
        "proactive.normative_documents.repealed": 0,
        "proactive.normative_documents.in_force": 1,
    }


def test_a_city_whose_library_holds_no_regulations_states_none():
    city = AgencyFactory(level=Level.MUNICIPAL, kind=Kind.GOVERNMENT)
    made(city, date(2023, 5, 1))
    assert {cell.split(".")[1] for cell in cells(city, 2024)} == {"normative_documents"}


def test_what_ran_out_counts_as_repealed_only_where_the_agency_says_so():
    agency = AgencyFactory()
    made(agency, date(2020, 5, 1), expires_on=date(2024, 4, 30))
    cell = "proactive.normative_documents.repealed"
    assert cells(agency, 2024)[cell] == 0
    LibraryOffice.objects.create(agency=agency, expired_as_repealed=True)
    agency.refresh_from_db()
    assert cells(agency, 2024)[cell] == 1
    assert documents_of(agency, 2024, cell).count() == 1


def test_what_is_not_in_effect_yet_counts_by_the_agencys_setting():
    agency = AgencyFactory()
    made(agency, date(2024, 12, 20), effective_on=date(2025, 2, 1))
    cell = "proactive.normative_documents.in_force"
    assert (cells(agency, 2024)[cell], documents_of(agency, 2024, cell).count()) == (1, 1)
    LibraryOffice.objects.create(agency=agency, pending_in_force=False)
    agency.refresh_from_db()
    assert (cells(agency, 2024)[cell], documents_of(agency, 2024, cell).count()) == (0, 0)
    assert cells(agency, 2025)[cell] == 1


def test_every_cell_opens_as_many_documents_as_it_counts():
    agency = AgencyFactory(level=Level.MUNICIPAL, kind=Kind.GOVERNMENT)
    random_library(agency, random.Random(11), 15)
    for cell, figure in cells(agency, 2024).items():
        assert documents_of(agency, 2024, cell).count() == figure
    with pytest.raises(KeyError):
        documents_of(agency, 2024, "proactive.licences.decided")
    assert set(CELLS) == set(cells(agency, 2024))


def test_counting_asks_the_same_number_of_questions_however_many_documents(django_assert_num_queries):
    agency = AgencyFactory()
    random_library(agency, random.Random(5), 10)
    with django_assert_num_queries(1):
        count(agency, 2024)
