"""After a hand correction the whole check runs again."""

from decimal import Decimal

import pytest

from gongkai.annual_reports.actions import CorrectCell, ShowFindings
from gongkai.annual_reports.recheck import recheck
from gongkai.annual_reports.tests.made import TOTAL, draft, editor

pytestmark = pytest.mark.django_db


def correct(people, report, value):
    CorrectCell(people.handler, report, cell=TOTAL, value=value, reason="程序读错").perform()
    recheck(report)


def test_a_correction_takes_its_finding_away(people):
    report = draft(people.agency, received=5, total=9)
    assert report.findings.filter(level="error").exists()
    correct(people, report, Decimal(5))
    assert not report.findings.filter(level="error").exists()


def test_a_correction_can_bring_a_finding(people):
    report = draft(people.agency)
    assert not report.findings.filter(level="error").exists()
    correct(people, report, Decimal(6))
    assert set(report.findings.filter(level="error").values_list("rule", flat=True)) == {
        "applications.balance",
        "applications.row_total",
    }


def test_what_was_shown_stays_shown(people):
    report = draft(people.agency, total=9)
    rule = "applications.row_total"
    number = report.findings.get(rule=rule).number
    ShowFindings(editor(people.agency), report, numbers=[number]).perform()
    CorrectCell(people.handler, report, cell="review.upheld", value=Decimal(3), reason="程序读错").perform()
    recheck(report)
    assert [finding.rule for finding in report.findings.filter(shown=True)] == [rule]


def test_the_figures_as_printed_are_not_touched(people):
    report = draft(people.agency, total=9)
    correct(people, report, Decimal(5))
    assert report.cells.get(cell=TOTAL).raw == "9"
