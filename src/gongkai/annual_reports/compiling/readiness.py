"""Whether a compiled report may be submitted: what is left to do, and what does not agree."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.annual_reports.compiled_models import CompiledReport
from gongkai.annual_reports.compiling import Compiled, examine, previous_report, texts
from gongkai.reports.json import number_to_json
from gongkai.reports.model import Finding

CARRY = "year.carry"


def findings(compiled: Compiled) -> list[Finding]:
    """What the checker finds in it, with last year's published report beside."""
    return examine(compiled.report(), compiled.form, previous_report(compiled.agency, compiled.year))


def carry_differences(compiled: Compiled) -> dict[str, list[Any]]:
    """Where this year's opening is not what was published as last year's closing: cell → [published, counted]."""
    return carries(findings(compiled))


def carries(found: list[Finding]) -> dict[str, list[Any]]:
    """The same from findings that are known already."""
    return {each.cells[0]: [_json(each.expected), _json(each.actual)] for each in found if each.rule == CARRY}


def hindrances(
    report: CompiledReport, compiled: Compiled, today: date, found: list[Finding] | None = None
) -> list[str]:
    """Why it cannot be submitted yet, a sentence each. `found` are its findings, where they are known already."""
    found = findings(compiled) if found is None else found
    reasons = []
    if compiled.year >= today.year:
        reasons.append(f"{compiled.year}年尚未结束。")
    if compiled.missing:
        reasons.append(f"还有{len(compiled.missing)}项数据没有填报；没有发生的事项填 0。")
    if compiled.unplaced:
        reasons.append(f"有{compiled.unplaced}件已办结的案件没有办理结果，请先补登。")
    reasons += [
        f"第{'一二三四五六'[int(section) - 1]}部分还没有写完：{'、'.join(left[:3])}。"
        for section, text in sorted(compiled.sections.items())
        if (left := texts.unwritten(text))
    ]
    differences = carries(found)
    if differences and (not report.carry_explanation or report.carry_differences != differences):
        reasons.append("上年结转数与上年公布的报告不一致，请说明原因。")
    reasons += [each.message for each in found if each.level == "error" and each.rule != "form.missing_cells"]
    return reasons


def _json(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else number_to_json(value)
