"""Single figures that cannot be, or hardly can be: negative counts, fractions, units, decisions without items."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gongkai.law.forms import Form, Forms, packaged_forms
from gongkai.law.reporting import body_of
from gongkai.reports.checking.basis import figure, form_of, place_of, source_of, written
from gongkai.reports.model import Finding, Report

LARGE_AMOUNT = 100_000
"""万元, one billion yuan: what only provinces and large cities take in or spend."""

_LARGE_BODIES = ("省", "自治区")


def findings(report: Report, forms: Forms | None = None) -> list[Finding]:
    """Findings on single figures and their cells' text."""
    forms = forms or packaged_forms()
    form = form_of(report, forms)
    return [
        *_kinds(report, form, forms),
        *_amounts(report, form, forms),
        *_decisions_without_items(report, forms),
        *_regulations(report),
    ]


def _kinds(report: Report, form: Form, forms: Forms) -> Iterator[Finding]:
    for cell, printed in report.cells.items():
        place = place_of(cell, form, forms)
        if place.kind != "change" and printed.value < 0:
            message = f"{place.words}填的是负数 {written(printed.value)}，数量和金额不能为负。"
        elif place.kind != "amount" and printed.value != int(printed.value):
            message = f"{place.words}填的是 {written(printed.value)}，件数应为整数。"
        else:
            continue
        yield Finding("value.impossible", "warning", message, [cell], None, printed.value, printed.source, printed.raw)


def _amounts(report: Report, form: Form, forms: Forms) -> Iterator[Finding]:
    for cell, printed in report.cells.items():
        place = place_of(cell, form, forms)
        if place.kind != "amount":
            continue
        if "元" in printed.raw:
            unit = "万元" if "万" in printed.raw else "元"
            advice = "" if unit == "万元" else "请换算成万元填写。"
            message = f"{place.words}的单元格里写了单位“{printed.raw.strip()}”，表内以万元计，单元格只填数字。"
            yield Finding(
                "value.unit", "hint", message, [cell], None, printed.value, printed.source, printed.raw, advice
            )
        large_body = any(mark in (report.agency or "") for mark in _LARGE_BODIES)
        if printed.value >= LARGE_AMOUNT and not large_body:
            billions = written(Decimal(printed.value) / 10_000)
            message = (
                f"{place.words}为 {written(printed.value)} 万元，合 {billions} 亿元，数额很大，"
                "请核对是否把元当成了万元。"
            )
            yield Finding("value.magnitude", "hint", message, [cell], None, printed.value, printed.source, printed.raw)


def _decisions_without_items(report: Report, forms: Forms) -> Iterator[Finding]:
    """The form of 2019 counts items and the decisions made under them: without an item there is no decision."""
    for cell in report.cells:
        row, _, column = cell.rpartition(".")
        items, change = f"{row}.items_last_year", f"{row}.items_change"
        if column != "decided" or items not in report.cells or change not in report.cells:
            continue
        decided = figure(report, cell)
        if decided > 0 and figure(report, items) + figure(report, change) == 0:
            label = forms.places[items].row_words
            message = (
                f"“{label}”一行：上一年项目数量 {written(figure(report, items))}、"
                f"本年增减 {written(figure(report, change))}，即没有项目，处理决定数量却是 {written(decided)}。"
            )
            cells = [items, change, cell]
            yield Finding(
                "value.decisions_without_items", "warning", message, cells, 0, decided, source_of(report, [cell])
            )


def _regulations(report: Report) -> Iterator[Finding]:
    """规章 are made by departments of the State Council and by governments from prefecture-level cities up only."""
    agency = report.agency or ""
    county = body_of(agency) == "government" and agency.removesuffix("人民政府").endswith(("县", "旗", "区"))
    if not (body_of(agency) == "department" or county) or agency.endswith(("自治区", "自治区人民政府")):
        return
    cells = [cell for cell in report.cells if cell.startswith("proactive.regulations.") and figure(report, cell) > 0]
    if cells:
        message = "“规章”一行填有数量，而规章只由国务院部门和设区的市以上政府制定，请核对是否填错了行。"
        yield Finding(
            "value.regulations", "hint", message, cells, 0, figure(report, cells[0]), source_of(report, cells)
        )
