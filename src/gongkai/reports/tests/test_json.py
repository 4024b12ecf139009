"""The JSON of a report keeps to the contract."""

import json
from datetime import date
from decimal import Decimal

from hypothesis import given, settings

from gongkai.documents.model import Repair
from gongkai.law.forms import PACKAGED, Forms, packaged_forms
from gongkai.reports.json import error_to_json, report_to_json
from gongkai.reports.model import CellValue, Finding, Report
from gongkai.reports.tests.samples import (
    FORM_2019,
    FORM_2021,
    LARGE_2021,
    LATER_FORMS,
    SMALL_2019,
    SMALL_2021,
    ZERO_2021,
    report_of,
)
from gongkai.reports.tests.strategies import broken_relations, valid_cells


def test_a_report_has_the_fields_of_the_contract_in_json():
    report = Report(
        "a.txt",
        "清源县",
        "清源縣",
        2023,
        "2021",
        None,
        date(2024, 1, 20),
        cells={"proactive.fees.amount": CellValue(Decimal("12.50"), "12.50万元", "line 4")},
        blank={"applications.granted.total": "/"},
        missing=["review.total"],
        sections={"1": "文"},
        repairs=[Repair("line 1", "a", "b", "c")],
    )
    assert json.loads(json.dumps(report_to_json(report))) == {
        "file": "a.txt",
        "agency": "清源县",
        "agency_printed": "清源縣",
        "year": 2023,
        "form": "2021",
        "title": None,
        "signed": "2024-01-20",
        "published": None,
        "cells": {"proactive.fees.amount": {"value": 12.5, "raw": "12.50万元", "source": "line 4"}},
        "blank": {"applications.granted.total": "/"},
        "missing": ["review.total"],
        "sections": {"1": "文"},
        "repairs": [{"source": "line 1", "raw": "a", "repaired": "b", "reason": "c"}],
    }


def test_findings_are_there_only_when_a_check_was_made():
    report = Report("a.txt")
    assert "findings" not in report_to_json(report)
    assert report_to_json(report, [])["findings"] == []
    finding = Finding("r", "error", "句。", ["x"], 149, Decimal("160.5"), "line 2")
    (result,) = report_to_json(report, [finding])["findings"]
    assert (result["expected"], result["actual"], result["cells"]) == (149, 160.5, ["x"])


def test_records_are_merged_into_the_cells_that_they_count():
    report = report_of(SMALL_2021)
    result = report_to_json(report, extra={"cells": {"review.upheld": {"records": 2}}, "frozen": True})
    assert result["cells"]["review.upheld"]["records"] == 2
    assert result["cells"]["review.upheld"]["value"] == 2
    assert result["frozen"] is True


def test_an_unusable_file_says_so():
    assert error_to_json("x.pdf", "文件为空。") == {"file": "x.pdf", "error": "文件为空。"}


def test_the_samples_are_sound():
    for form, figures in (
        (FORM_2021, ZERO_2021),
        (FORM_2021, SMALL_2021),
        (FORM_2021, LARGE_2021),
        (FORM_2019, SMALL_2019),
    ):
        assert not broken_relations(form, figures)


@settings(deadline=None)
@given(valid_cells(Forms(LATER_FORMS)["2031"]))
def test_valid_figures_can_be_drawn_for_a_form_that_no_code_knows(figures):
    form = Forms(PACKAGED, LATER_FORMS)["2031"]
    assert list(figures) == list(form.cells)
    assert not broken_relations(form, figures)
    assert "2031" not in packaged_forms()
