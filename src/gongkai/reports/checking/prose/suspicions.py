"""Figures of the tables that are possible but odd, most of them beside what the prose says: hints only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.law.forms import packaged_forms
from gongkai.reports.checking.basis import source_of, written
from gongkai.reports.checking.prose.tables import Tables
from gongkai.reports.checking.prose.text import simplified
from gongkai.reports.model import Finding, Number, Report

_SUITS = ("litigation_direct", "litigation_after_review")
_FEW = 20
"""Below so many applications a share says nothing."""


_WATCHED: tuple[tuple[str, int, str, str], ...] = (
    ("unable.not_held", 3, "不掌握|不存在|无法提供|底数|依申请|申请办理|台账|归档", "本机关不掌握相关政府信息"),
    ("declined.excessive", 10, "反复申请|大量申请|滥用|申请权|依申请|申请办理", "无正当理由大量反复申请"),
)
"""Outcomes that section 五 should speak of: from which share on (one in so many), by which words, their name."""


def check(report: Report) -> Iterator[Finding]:
    """Hints on the report's figures."""
    tables = Tables(report)
    yield from _corrected_suits(tables)
    yield from _all_granted_but_disputed(tables)
    yield from _problems_not_named(tables)
    yield from _items_jump(tables)


def _hint(report: Report, rule: str, message: str, cells: list[str], actual: Number, advice: str) -> Finding:
    return Finding(rule, "hint", message, cells, None, actual, source_of(report, cells), advice=advice)


def _corrected_suits(tables: Tables) -> Iterator[Finding]:
    """Most suits ended in correction, which section 五 should then speak of."""
    for group in _SUITS:
        corrected, total = tables.value(f"{group}.corrected") or 0, tables.value(f"{group}.total") or 0
        if total >= 5 and 2 * corrected > total:
            yield _hint(
                tables.report,
                "figures.corrected_suits",
                f"行政诉讼{written(total)}件中有{written(corrected)}件结果纠正，比例偏高。",
                [f"{group}.corrected", f"{group}.total"],
                corrected,
                "请核对；属实的，宜在第五部分分析原因、写明改进措施。",
            )


def _all_granted_but_disputed(tables: Tables) -> Iterator[Finding]:
    """Every application was granted, and yet there were reviews or suits."""
    outcomes = tables.group(tables.outcomes())
    granted = tables.group(["granted"])
    disputes = sum(tables.value(f"{group}.total") or 0 for group in ("review", *_SUITS))
    if disputes and granted == outcomes and max(granted) > 0:
        yield _hint(
            tables.report,
            "figures.all_granted_but_disputed",
            f"表中{written(max(granted))}件申请全部予以公开，却有行政复议、行政诉讼共{written(disputes)}件。",
            ["applications.granted.total", *(f"{group}.total" for group in ("review", *_SUITS))],
            disputes,
            "请核对办理结果和复议诉讼件数；属跨年案件的，请在文中说明。",
        )


def _problems_not_named(tables: Tables) -> Iterator[Finding]:
    """A large share of one awkward outcome that section 五 does not mention."""
    total: Number = max(tables.group(tables.outcomes()))
    problems = simplified(tables.report.sections.get("5", ""))
    if total < _FEW or not problems:
        return
    for row, share, words, name in _WATCHED:
        value: Number = max(tables.row(row), default=0)
        if value * share >= total and not re.search(words, problems):
            yield _hint(
                tables.report,
                "figures.problem_not_named",
                f"“{name}”{written(value)}件，占办理结果的{100 * value / total:.0f}%，第五部分未提及相关问题。",
                [f"applications.{row}.total"],
                value,
                "请考虑在第五部分写明原因和改进措施。",
            )


def _items_jump(tables: Tables) -> Iterator[Finding]:
    """The 2019 form: items that grew or shrank by half within a year, or sprang up from none."""
    forms = packaged_forms()
    changes = [cell for cell in forms.places if cell.endswith(".items_change") and cell in tables.report.cells]
    for cell in changes:
        before_cell = cell.removesuffix("change") + "last_year"
        before: Number = tables.value(before_cell) or 0
        change: Number = tables.value(cell) or 0
        size: Number = max(change, -change)
        if size >= 5 and 2 * size >= before:
            yield _hint(
                tables.report,
                "figures.items_jump",
                f"{forms.describe(cell)}为{written(change)}，上一年项目数量为{written(before)}，变动较大。",
                [before_cell, cell],
                change,
                "请核对项目数量；属实的，宜在文中说明原因。",
            )
