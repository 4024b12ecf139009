"""Sound reports in the words of real ones, printed, read and checked whole: nothing above a hint, few hints."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.law.forms import packaged_forms
from gongkai.reports.checking import check
from gongkai.reports.reading import read_report
from gongkai.reports.tests import layouts
from gongkai.reports.tests.samples import by_kind, filled

FILES = sorted((Path(__file__).parent / "sound").glob("*.toml"))
FEW_HINTS = 4


def figures_of(data, form):
    """All cells of a sound report: those given by row or cell, their totals, and 0 for the rest."""
    figures = {}
    for row, counts in data.get("applications", {}).items():
        figures |= by_kind(row, *counts)
    figures |= {f"proactive.{cell}": value for cell, value in data.get("proactive", {}).items()}
    for group, counts in data.get("disputes", {}).items():
        columns = ("upheld", "corrected", "other", "pending")
        figures |= {f"{group}.{column}": count for column, count in zip(columns, counts, strict=False)}
    return filled(form, figures)


def lines_of(data, printer):
    form = packaged_forms()[data["form"]]
    texts = layouts.texts_of(figures_of(data, form))
    lines = [f"{data['agency']}{data['year']}年政府信息公开工作年度报告"]
    lines += data.get("preamble", "").strip().splitlines()
    for section in form.sections:
        lines.append(f"{layouts.NUMERALS[section.number - 1]}、{section.title}")
        lines += data["sections"].get(str(section.number), "").strip().splitlines()
        for table in form.tables:
            if table.section == section.number:
                lines += printer(layouts.draw(layouts.layout(table), texts))
    signed = data["signed"]
    return [*lines, data["agency"], f"{signed.year}年{signed.month}月{signed.day}日"]


@pytest.mark.parametrize(
    "printer", [layouts.piped_rows_filled, layouts.paragraphs], ids=lambda printer: printer.__name__
)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_sound_report_raises_nothing_above_a_hint(file, printer):
    data = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    report = read_report(layouts.text_document(lines_of(data, printer)), file.name)
    figures = figures_of(data, packaged_forms()[data["form"]])
    assert {cell: printed.value for cell, printed in report.cells.items()} == figures
    findings = check(report)
    assert [(finding.rule, finding.message) for finding in findings if finding.level != "hint"] == []
    assert len(findings) <= FEW_HINTS, [finding.message for finding in findings]
