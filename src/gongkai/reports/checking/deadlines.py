"""Dates: against the limits of Art 49, against the year reported on, and against one another."""

from __future__ import annotations

import re
from datetime import date

from gongkai.law.reporting import body_of, report_due
from gongkai.reports.model import Finding, Level, Report

_YEAR = re.compile(r"(20\d\d)\s*年")


def findings(report: Report) -> list[Finding]:
    """Findings on the report's dates. Dates with two readings come from the reader as hints."""
    found = list(report.date_hints)
    if report.year:
        found += _dates(report, report.year)
        found += _years_named(report, report.year)
    return found


def _dates(report: Report, year: int) -> list[Finding]:
    dated = report.signed or report.published
    if dated is None:
        return []
    what = "落款日期" if report.signed else "网页发布日期"
    source = report.signed_source if report.signed else ""
    if dated <= date(year, 12, 31):
        level: Level = "warning" if report.signed else "hint"
        message = f"{what} {dated} 早于 {year} 年度结束，报告年度的数据此时还不能统计完，请核对日期或年度。"
        return [
            Finding("profile.early", level, message, expected=f"{year + 1}-01-01", actual=str(dated), source=source)
        ]
    body = body_of(report.agency or "")
    due = report_due(year, body)
    if dated <= due:
        return []
    # A page may have been put up again on a new site; only the report's own date is certain.
    level = "warning" if report.signed and body != "other" and dated.year == year + 1 else "hint"
    if body == "department":
        limit = f"政府部门应在 1 月 31 日前公布年度报告（《政府信息公开条例》第四十九条），最迟为 {due}"
    elif body == "government":
        limit = f"政府的年度报告应在 3 月 31 日前公布（《政府信息公开条例》第四十九条），最迟为 {due}"
    else:
        limit = f"年度报告最迟应在 {due} 前公布（《政府信息公开条例》第四十九条）"
    message = f"{what} {dated} 晚于法定期限：{limit}。"
    return [Finding("profile.late", level, message, expected=str(due), actual=str(dated), source=source)]


def _years_named(report: Report, year: int) -> list[Finding]:
    found = []
    title = re.sub(r"\s", "", report.title or "")
    named = {int(text) for text in _YEAR.findall(title)}
    if named and year not in named:
        other = "、".join(f"{number} 年" for number in sorted(named))
        message = f"标题写的是 {other}，正文报告的是 {year} 年，请核对年度。"
        source = next((line.source for line in report.lines if re.sub(r"\s", "", line.text) == title), "")
        found.append(
            Finding(
                "profile.year", "warning", message, expected=year, actual=other, source=source,
                excerpt=report.title or "",
            )
        )  # fmt: skip
    return found
