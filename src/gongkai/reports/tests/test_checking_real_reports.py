"""The check of five real reports: what a careful reader finds in them, and nothing else above a hint."""

from collections import Counter

import pytest
from tests.support.real_reports import real_report

from gongkai.documents import read_document
from gongkai.reports.checking import check
from gongkai.reports.reading import read_report

ROWS = "applications.{}.total"


def checked(name):
    path = real_report(name)
    report = read_report(read_document(path.read_bytes(), path.name), path.name)
    return report, check(report)


def rules(findings, level):
    return Counter(finding.rule for finding in findings if finding.level == level)


def test_yueyang():
    _, findings = checked("yueyang-2023.txt")
    assert rules(findings, "error") == {
        "applications.balance": 2,
        "applications.concluded_sum": 1,
        "applications.row_total": 7,
    }
    balance = [finding for finding in findings if finding.rule == "applications.balance"]
    assert [(finding.expected, finding.actual) for finding in balance] == [(149, 160), (149, 160)]
    assert "“（七）总计”的“自然人”与其各分项之和相符" in balance[0].advice
    (concluded,) = [finding for finding in findings if finding.rule == "applications.concluded_sum"]
    assert (concluded.expected, concluded.actual) == (61, 149)
    rows = {finding.cells[-1]: finding.expected for finding in findings if finding.rule == "applications.row_total"}
    assert rows == {
        ROWS.format("granted_in_part"): 2,
        ROWS.format("refused.state_secret"): 4,
        ROWS.format("refused.third_party"): 2,
        ROWS.format("unable.not_held"): 58,
        ROWS.format("unable.still_unclear"): 2,
        ROWS.format("declined.repeat"): 2,
        ROWS.format("declined.excessive"): 18,
    }
    assert all("共 7 处" in finding.advice for finding in findings if finding.rule == "applications.row_total")
    assert rules(findings, "warning") == {
        "form.row_length": 1,
        "form.wrong_form": 1,
        "form.missing_cells": 1,
        "profile.late": 1,
        "prose.disagrees": 2,
        "text.year_mark": 1,
    }
    assert rules(findings, "hint")["form.fee_statement"] == 1


def test_zezhou():
    _, findings = checked("zezhou-2023.txt")
    assert rules(findings, "error") == {"applications.balance": 2, "applications.concluded_sum": 2}
    assert all("“（七）总计”" in finding.advice for finding in findings if finding.level == "error")
    assert rules(findings, "warning") == {
        "form.wrong_form": 1,
        "value.decisions_without_items": 1,
        "text.residue": 1,
        "text.enumeration": 1,
    }
    (foreign,) = [finding for finding in findings if finding.rule == "form.wrong_form"]
    assert len(foreign.cells) == 4
    assert rules(findings, "hint")["form.label"] == 1


def test_leiyang():
    _, findings = checked("leiyang-2023.txt")
    assert rules(findings, "error") == {}
    assert rules(findings, "warning") == {"text.damaged": 1, "text.brackets": 3, "text.number_missing": 1}
    assert rules(findings, "hint")["value.magnitude"] == 1


def test_taicang():
    report, findings = checked("taicang-2020.txt")
    assert report.signed is None
    assert rules(findings, "error") == {}
    assert rules(findings, "warning") == {"text.law_title": 1, "text.year_mark": 1, "text.date": 1}
    assert rules(findings, "hint")["value.unit"] == 1
    assert rules(findings, "hint")["form.label"] == 2


def test_hunan():
    _, findings = checked("hunan-2020.txt")
    assert rules(findings, "error") == {"form.missing_cells": 3}
    assert rules(findings, "warning") == {"text.damaged": 2}


def test_hongze_is_sound_but_for_one_row_of_the_older_form():
    _, findings = checked("hongze-2024.pdf")
    assert rules(findings, "error") == {}
    assert rules(findings, "warning") == {"form.wrong_form": 1, "form.missing_cells": 1}
    assert "2.其他法律行政止公开" in next(finding.message for finding in findings if finding.rule == "form.label")


def test_the_blank_form_has_no_figures_and_says_so():
    report, findings = checked("form-2021-blank.docx")
    assert report.cells == {}
    assert rules(findings, "error") == {"form.missing_cells": 3}


@pytest.mark.parametrize("name", ["yueyang-2023.txt", "zezhou-2023.txt", "leiyang-2023.txt", "taicang-2020.txt"])
def test_every_finding_on_cells_has_its_place(name):
    _, findings = checked(name)
    for finding in findings:
        if finding.level == "error":
            assert finding.source.startswith("line ")
