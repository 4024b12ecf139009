"""Table 四: every figure is the length of its list of disputes, and the printed relation holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.disputes.counting import CELLS, cases_of, count
from gongkai.disputes.enums import Column, CountsInstance, Kind, Part
from gongkai.disputes.models import CountingPractice, Dispute
from gongkai.disputes.results import group_of, packaged_results
from gongkai.law.forms import packaged_forms

pytestmark = pytest.mark.django_db

DAYS = st.integers(0, 1400).map(lambda days: date(2022, 10, 1) + timedelta(days=days))


def columns_of(kind: str) -> list[str]:
    return [*packaged_results()[group_of(kind)], "not_in_the_table"]


@st.composite
def rows(draw):
    kind = draw(st.sampled_from(Kind.values))
    began = draw(st.none() | DAYS)
    first = draw(st.none() | DAYS)
    final = draw(st.none() | DAYS) if first else None
    part = Part.RESPONDENT if kind == Kind.REVIEW else draw(st.sampled_from([Part.DEFENDANT, Part.CO_DEFENDANT]))
    return Dispute(
        kind=kind,
        part=part,
        began_on=began,
        first_concluded_on=first,
        first_result=draw(st.sampled_from(columns_of(kind))) if first else "",
        concluded_on=final,
        result=draw(st.sampled_from(columns_of(kind))) if final else "",
        retrial=kind != Kind.REVIEW and draw(st.booleans()),
        void_reason=draw(st.sampled_from(["", "", "", "重复登记"])),
        claimant="申请人甲",
        subject="答复",
        body="某机关",
    )


practices = st.builds(
    CountingPractice,
    counts_instance=st.sampled_from(CountsInstance.values),
    recounts=st.booleans(),
    retrial_counts=st.booleans(),
    mapping=st.fixed_dictionaries(
        {
            group: st.dictionaries(
                st.sampled_from(list(results)), st.sampled_from([Column.UPHELD, Column.CORRECTED, Column.OTHER])
            )
            for group, results in packaged_results().items()
        }
    ),
)


@hypothesis_settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(rows(), max_size=12), practice=practices, year=st.sampled_from([2023, 2024, 2025]))
def test_each_figure_is_the_length_of_its_list_and_the_relation_holds(made, practice, year):
    agency = AgencyFactory()
    practice.agency = agency
    practice.save()
    for dispute in made:
        dispute.agency = agency
    Dispute.objects.bulk_create(made)
    table = count(agency, year)
    for kind in Kind.values:
        assert table[f"{kind}.total"] == sum(table[f"{kind}.{column}"] for column in Column.values)
        listed = [set(cases_of(agency, year, f"{kind}.{column}")) for column in Column.values]
        assert set().union(*listed) == set(cases_of(agency, year, f"{kind}.total"))
    assert table == {cell: len(cases_of(agency, year, cell)) for cell in CELLS}


def test_the_cells_are_those_of_the_form():
    table = packaged_forms()["2021"].table("disputes")
    assert set(CELLS) == set(table.ids())


def test_one_query_counts_and_one_reads_the_practice(django_assert_num_queries):
    agency = AgencyFactory()
    with django_assert_num_queries(2):
        assert set(count(agency, 2025).values()) == {0}


def test_no_other_table_has_its_cells_here():
    for cell in ("applications.received.total", "review.received", "review", "litigation_direct.total.total"):
        with pytest.raises(KeyError):
            cases_of(AgencyFactory.build(), 2025, cell)
