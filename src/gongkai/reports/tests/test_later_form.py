"""A form that no code knows, added as a data file: reports on it are read and checked like any other."""

import pytest

from gongkai.law.forms import PACKAGED, Forms
from gongkai.reports.checking import check
from gongkai.reports.reading import read_report
from gongkai.reports.tests import layouts
from gongkai.reports.tests.samples import LATER_FORMS, filled

FORMS = Forms(PACKAGED, LATER_FORMS)
FORM = FORMS["2031"]
FIGURES = filled(
    FORM,
    {
        "proactive.licences.decided": 312,
        "proactive.licences.decided_online": 287,
        "applications.received.natural_person": 9,
        "applications.received.organisation": 3,
        "applications.granted.natural_person": 5,
        "applications.refused.organisation": 1,
        "applications.unable.natural_person": 4,
        "applications.carried_out.organisation": 2,
        "open_data.unconditional.datasets": 41,
        "open_data.unconditional.interfaces": 17,
        "open_data.conditional.datasets": 6,
    },
)


def read(changes=None, printer=layouts.piped_rows_filled, absent=()):
    texts = layouts.texts_of({**FIGURES, **(changes or {})})
    texts |= dict.fromkeys(absent)
    lines = layouts.report_lines(FORM, texts, printer, 2031)
    return read_report(layouts.text_document(lines), "later.txt", FORMS)


@pytest.mark.parametrize("printer", [layouts.piped_rows_filled, layouts.paragraphs, layouts.plain_cells])
def test_a_sound_report_is_read_and_raises_nothing_above_a_hint(printer):
    report = read(printer=printer)
    assert report.form == "2031"
    assert {cell: printed.value for cell, printed in report.cells.items()} == FIGURES
    assert [finding for finding in check(report, FORMS) if finding.level != "hint"] == []


def test_its_relations_are_checked_with_what_mends_them():
    findings = check(read({"open_data.conditional.total": 60, "applications.refused.organisation": 3}), FORMS)
    assert sorted(finding.rule for finding in findings if finding.level == "error") == [
        "applications.concluded_sum",
        "applications.row_total",
        "open_data.row_total",
    ]
    advice = "".join(finding.advice for finding in findings)
    assert "“（二）不予公开”的“法人或其他组织”由 3 改为 1" in advice
    assert "“合计数量”由 60 改为 6" in advice


def test_what_it_lacks_is_told_by_its_own_labels():
    findings = check(read(absent=["open_data.conditional.interfaces", "open_data.conditional.total"]), FORMS)
    missing = next(finding for finding in findings if finding.rule == "form.missing_cells")
    assert "数据开放情况" in missing.message
