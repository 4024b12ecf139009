"""What the public pages show, and in how many queries."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.library.downloads import make
from gongkai.library.enums import DocumentClass, Medium, RelationKind
from gongkai.library.interpretation_models import Interpretation, Series
from gongkai.library.marks import marks_for
from gongkai.library.public import document_page, filters_from, interpretation_page, interpretations_list, library_list
from gongkai.library.queries import running_out, unexplained, without_interpretation
from gongkai.library.tests.factories import TODAY, DocumentFactory, declare, policy_column, relate
from gongkai.publishing.tests.factories import RecordFactory

pytestmark = pytest.mark.django_db


def interpretation(agency, *documents, **fields) -> Interpretation:
    record = RecordFactory(agency=agency, column=policy_column(agency), published=True, title="一图读懂")
    made = Interpretation.objects.create(record=record, agency=agency, **fields)
    made.documents.set(documents)
    return made


class TestMarks:
    def test_a_document_in_force_as_it_was_made_has_none(self):
        assert marks_for(DocumentFactory().record, TODAY) == []
        assert marks_for(RecordFactory(published=True), TODAY) == []

    def test_repealed_by_another(self):
        old = DocumentFactory()
        new = DocumentFactory(agency=old.agency, title="新规定", number="测规〔2025〕9号", signed_on=date(2025, 5, 1))
        relate(RelationKind.REPEALS, new, old, date(2025, 6, 1))
        (mark,) = marks_for(old.record, TODAY)
        assert mark.sentence == "本文件已于2025年6月1日废止：被《新规定》（测规〔2025〕9号）废止。"
        assert mark.record == new.record

    def test_amended_and_then_run_out(self):
        of = DocumentFactory(expires_on=date(2026, 1, 31))
        relate(RelationKind.AMENDS, None, of, date(2025, 2, 1), elsewhere="《省条例》", articles="第五条")
        assert [mark.sentence for mark in marks_for(of.record, TODAY)] == [
            "本文件自2025年2月1日起第五条被《省条例》修改。",
            "本文件已于2026年2月1日失效：有效期至2026-01-31，期满。",
        ]

    def test_what_is_to_come(self):
        of = DocumentFactory(signed_on=date(2026, 5, 20), effective_on=date(2026, 7, 1))
        declare("repealed", of, date(2026, 12, 1))
        assert [mark.sentence for mark in marks_for(of.record, TODAY)] == [
            "本文件自2026年7月1日起施行，目前尚未施行。",
            "本文件将于2026年12月1日废止：清理结果。",
        ]


def test_a_documents_page_shows_both_directions_in_few_queries(django_assert_max_num_queries):
    of = DocumentFactory()
    for number in range(5):
        newer = DocumentFactory(agency=of.agency, signed_on=date(2025, 5, 1 + number))
        relate(RelationKind.AMENDS, newer, of, date(2025, 6, 1 + number))
        interpretation(of.agency, of)
    draft = DocumentFactory(agency=of.agency, published=False, signed_on=date(2026, 1, 1))
    relate(RelationKind.REPEALS, draft, of, date(2026, 2, 1))
    make(of)
    with django_assert_max_num_queries(6):
        page = document_page(of.record, TODAY)
        assert page
        shown = [(line.label, line.name, line.record.title) for line in page.relations]
    assert {label for label, _, _ in shown} == {"被修改"}
    assert (page.status_name, page.look) == ("已修改", "soon")
    assert len(page.interpretations) == 5
    assert len(page.downloads) == 3
    (forward,) = document_page(newer.record, TODAY).relations
    assert (forward.label, forward.record) == ("修改", of.record)


def test_what_a_document_rests_on_is_named_without_a_day_that_would_be_taken_for_its_own() -> None:
    document = DocumentFactory()
    relate(RelationKind.IMPLEMENTS, document, None, TODAY, elsewhere="《城市绿化条例》")
    (basis,) = document_page(document.record, TODAY).relations
    assert (basis.label, basis.name, basis.on) == ("依据", "《城市绿化条例》", None)


def test_the_list_is_narrowed_down_in_two_queries(django_assert_num_queries):
    agency = AgencyFactory()
    found = DocumentFactory(agency=agency, number="测规〔2024〕88号")
    DocumentFactory(agency=agency, expires_on=date(2025, 1, 1))
    DocumentFactory(agency=agency, published=False)
    DocumentFactory()
    asked = {"q": "测规[2024]88号", "class": "normative", "status": "standing", "year": "2024"}
    with django_assert_num_queries(2):
        shown = library_list(filters_from(asked), None, below=agency)
        assert [(each.record.title, each.agency.name) for each in shown.page] == [(found.record.title, agency.name)]
    assert DocumentClass.REGULATION not in dict(shown.classes)
    assert library_list(filters_from({"status": "expired"}), None, below=agency).page.paginator.count == 1
    assert library_list(filters_from({"year": "abcd", "class": "x\0"}), "99", below=agency).page.paginator.count == 2


def test_an_interpretation_of_each_kind(django_assert_max_num_queries):
    of = DocumentFactory()
    series = Series.objects.create(agency=of.agency, name="一图读懂")
    chart = interpretation(
        of.agency, of, medium=Medium.CHART, content={"unit": "人", "rows": [["新增就业", "120"]]},
        series=series, series_number=2,
    )  # fmt: skip
    asked = interpretation(
        of.agency, medium=Medium.QUESTIONS, content={"pairs": [["何时？", "即日。"]]}, series=series, series_number=1
    )
    with django_assert_max_num_queries(4):
        page = interpretation_page(chart.record)
        assert page
        assert [each.record for each in page.documents] == [of.record]
        assert [line.record for line in page.series] == [asked.record, chart.record]
    assert "新增就业：120" in page.chart
    assert interpretation_page(asked.record).pairs == [["何时？", "即日。"]]
    assert interpretation_page(of.record) is None
    assert interpretations_list(1, below=of.agency).paginator.count == 2


def test_terms_that_end_soon_by_the_agencys_months():
    agency = AgencyFactory()
    near = DocumentFactory(agency=agency, expires_on=date(2026, 11, 30))
    DocumentFactory(agency=agency, expires_on=date(2026, 12, 2))
    DocumentFactory(agency=agency, expires_on=date(2026, 5, 1))
    assert list(running_out(agency.documents.all(), TODAY)) == [near]


def test_documents_without_an_interpretation_or_with_a_late_one():
    agency = AgencyFactory()
    documents = [DocumentFactory(agency=agency) for _ in range(3)]
    days = {0: "2026-03-02T02:00Z", 1: "2026-03-05T02:00Z", 2: "2026-03-06T02:00Z"}
    from gongkai.publishing.live_gate import opened
    from gongkai.publishing.models import Record

    with opened():
        Record.objects.filter(document__agency=agency).update(published_at="2026-03-02T01:00Z")
        for number in (1, 2):
            said = interpretation(agency, documents[number])
            Record.objects.filter(pk=said.record.pk).update(published_at=days[number])
    found = {each.document: each for each in unexplained(agency.documents.all(), TODAY, since=date(2026, 1, 1))}
    # Three working days after Monday 2 March is Thursday the 5th.
    assert set(found) == {documents[0], documents[2]}
    assert not found[documents[0]].late
    assert found[documents[2]].late
    assert list(without_interpretation(agency.documents.all())) == [documents[0]]
