"""The figures of documents come from the library, open their documents, and can still be typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.annual_reports.compiling import compile_report, remarks
from gongkai.annual_reports.compiling.actions import ApproveReport, Stated, SubmitReport, TypeFigures
from gongkai.annual_reports.compiling.differences import differences
from gongkai.annual_reports.tests.compiled import TODAY, YEAR, begun, person, ready
from gongkai.library.enums import DeclarationKind
from gongkai.library.tests.factories import DocumentFactory, declare

pytestmark = pytest.mark.django_db
MADE = "proactive.normative_documents.made"
IN_FORCE = "proactive.normative_documents.in_force"


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def document(agency):
    return DocumentFactory(agency=agency, signed_on=date(YEAR, 3, 1))


def test_the_library_gives_the_figures_with_their_number_of_records(agency, document):
    DocumentFactory(agency=agency, signed_on=date(YEAR - 2, 3, 1))
    compiled = compile_report(agency, YEAR)
    assert (compiled.figures[MADE], compiled.figures[IN_FORCE]) == (1, 2)
    cell = compiled.json()["cells"][IN_FORCE]
    assert (cell["value"], cell["records"], cell["source"]) == (2, 2, "records")
    assert compiled.figures["proactive.regulations.made"] == 0
    assert MADE not in compiled.missing


def test_without_documents_the_figures_stay_missing(agency):
    assert MADE in compile_report(agency, YEAR).missing


def test_a_typed_figure_stands_and_the_difference_is_said(agency, document):
    report = begun(agency)
    TypeFigures(None, report, {MADE: Stated(Decimal(3), "法规科台账")}, today=TODAY).perform()
    compiled = compile_report(agency, YEAR, report)
    assert compiled.figures[MADE] == 3
    assert compiled.differing == [(MADE, 3, 1)]
    assert any("填报为3，文件库计1件" in sentence for sentence in remarks(compiled, TODAY))


def test_an_older_form_asks_for_other_figures(agency):
    DocumentFactory(agency=agency, signed_on=date(2020, 3, 1))
    assert MADE in compile_report(agency, 2020).missing


def test_what_is_declared_after_freezing_shows_as_a_difference(agency, document):
    report = ready(agency)
    report.agency.typed_figures.filter(cell__in=(MADE, IN_FORCE)).delete()
    frozen = ApproveReport(None, SubmitReport(None, report, today=TODAY).perform(), today=TODAY).perform()
    assert frozen.frozen_documents == {MADE: [document.public_id], IN_FORCE: [document.public_id]}
    declare(DeclarationKind.REPEALED, document, date(YEAR, 12, 1))
    moved = {figure.cell: (figure.was, figure.now, figure.gone) for figure in differences(frozen).figures}
    assert moved[IN_FORCE] == (1, 0, (document.public_id,))


def test_a_figure_opens_its_documents(agency, document, office_client):
    report = begun(agency)
    client = office_client(person(agency, Role.EDITOR))
    page = client.get(reverse("annual_reports:compiled", args=[report.public_id], urlconf=settings.OFFICE_URLCONF))
    assert f"?cell={MADE}" in page.content.decode()
    cases = reverse("annual_reports:compiled_cases", args=[report.public_id], urlconf=settings.OFFICE_URLCONF)
    assert document.record.title in client.get(cases, {"cell": MADE}).content.decode()
    stranger = office_client(person(AgencyFactory(), Role.EDITOR))
    assert stranger.get(cases, {"cell": MADE}).status_code == 404
