"""A report and its findings as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.documents.places import chinese_place
from gongkai.law.forms import CellPlace, Table, packaged_forms
from gongkai.reports.checking.basis import form_of, written
from gongkai.reports.model import Finding, Level, Number, Report

LEVELS: dict[Level, str] = {"error": "错误", "warning": "警告", "hint": "提示"}
STATES = {"missing": "没有这个表格", "unreadable": "表格无法读取", "blank": "空表，没有填写数据"}

_COLOURS = {"error": "31", "warning": "33", "hint": "36", "title": "1", "quiet": "2"}


def render(report: Report, findings: Sequence[Finding] | None, colour: bool = False) -> str:
    """The report's heading data, its tables' key figures, and the findings if a check was made."""
    return "".join(f"{line}\n" for line in _lines(report, findings, _Paint(colour)))


class _Paint:
    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def __call__(self, kind: str, text: str) -> str:
        return f"\033[{_COLOURS[kind]}m{text}\033[0m" if self.colour else text


def _lines(report: Report, findings: Sequence[Finding] | None, paint: _Paint) -> Iterator[str]:
    form = form_of(report)
    yield paint("title", report.file)
    yield f"  单位：{report.agency or '未能识别'}　年度：{report.year or '未能识别'}　格式：{_form(report)}"
    dates = [
        f"落款 {report.signed}" if report.signed else "",
        f"网页发布 {report.published}" if report.published else "",
    ]
    yield f"  标题：{report.title or '没有标题'}　日期：{'，'.join(filter(None, dates)) or '未能识别'}"
    yield f"  数据：{len(report.cells)} 项，空白 {len(report.blank)} 项，缺 {len(report.missing)} 项"
    for table in form.tables:
        state = report.tables.get(table.id, "found")
        figures = list(key_figures(report, table))
        rest = "" if figures else f"：{STATES.get(state) or _empty(report, table)}"
        yield f"  {table.title}{rest}"
        for name, value in figures:
            yield f"  {written(value):>12}  {name}"
    for repair in report.repairs:
        yield paint("quiet", f"  修复：{repair.reason}（{chinese_place(repair.source)}）")
    if findings is not None:
        yield from _findings(findings, paint)


def _form(report: Report) -> str:
    form = packaged_forms().get(report.form or "")
    return form.title if form else "未能识别"


def _empty(report: Report, table: Table) -> str:
    return "全部为 0" if any(cell in report.cells for cell in table.ids()) else "没有读到数据"


def key_figures(report: Report, table: Table) -> Iterator[tuple[str, Number]]:
    """A table's figures other than 0, with their names: its totals where it has any, else all of them."""
    for block in table.blocks:
        for row in block.rows:
            for column in block.columns:
                printed = report.cells.get(block.cell_id(row, column))
                if printed is None or not printed.value:
                    continue
                place = CellPlace(table, block, row, column)
                if not table.total_columns:
                    yield place.words, printed.value
                elif column.id in table.total_columns:
                    yield place.row_words or place.column_words, printed.value


def _findings(findings: Sequence[Finding], paint: _Paint) -> Iterator[str]:
    counts = {level: sum(1 for finding in findings if finding.level == level) for level in LEVELS}
    if not findings:
        yield "  检查：没有发现问题"
        return
    yield "  检查：" + "，".join(f"{LEVELS[level]} {count}" for level, count in counts.items())
    for finding in findings:
        where = f"（{chinese_place(finding.source)}）" if finding.source else ""
        yield f"  {paint(finding.level, '[' + LEVELS[finding.level] + ']')} {finding.message}{where}"
        if finding.advice:
            yield paint("quiet", f"         {finding.advice}")
