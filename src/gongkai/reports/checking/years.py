"""This year's report against last year's: figures that carry over, and text and figures that merely repeat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.law.forms import CellPlace, Form, Forms, YearLink, packaged_forms
from gongkai.reports.checking.basis import figure, form_of, place_of, source_of, written
from gongkai.reports.model import Finding, Number, Report

SHORT = 10
"""Sentences of fewer characters (headings, set phrases) say nothing about copying."""

ENOUGH_TEXT = 300
"""Characters of text from which on a share of repeated text means anything."""

REPEATED_HINT, REPEATED_WARNING = 0.3, 0.5
"""Shares of repeated text; assessments deduct points above one half."""

ENOUGH_FIGURES = 10
SAME_FIGURES = 0.6
"""Share of this year's figures other than 0 that equal last year's, from which on it is told."""

PROSE = ("1", "5", "6")
"""The sections that are written freshly every year; the others are tables."""


def findings(report: Report, previous: Report, forms: Forms | None = None) -> list[Finding]:
    """Findings between the two years. Figures are compared only if `previous` is on the year before."""
    forms = forms or packaged_forms()
    form = form_of(report, forms)
    found = list(_other_agency(report, previous))
    wrong_year = list(_other_year(report, previous))
    found += wrong_year
    if not wrong_year:
        found += _links(report, previous, form, forms)
    return [*found, *_same_text(report, previous), *_same_figures(report, previous)]


# ------------------------------------------------------------------ whether the two belong together


def _other_year(report: Report, previous: Report) -> Iterator[Finding]:
    if report.year and previous.year and previous.year != report.year - 1:
        message = (
            f"作为上一年度报告给出的是 {previous.year} 年度的报告，而本报告是 {report.year} 年度的，跨年数据没有核对。"
        )
        yield Finding("year.not_previous", "hint", message, expected=report.year - 1, actual=previous.year)


def _other_agency(report: Report, previous: Report) -> Iterator[Finding]:
    if report.agency and previous.agency and report.agency != previous.agency:
        message = (
            f"上一年度报告的单位是“{previous.agency}”，本报告是“{report.agency}”；"
            "如果不是更名，跨年核对的结果不能作数。"
        )
        yield Finding("year.other_agency", "hint", message, expected=previous.agency, actual=report.agency)


# ------------------------------------------------------------------ figures that carry over


def _links(report: Report, previous: Report, form: Form, forms: Forms) -> Iterator[Finding]:
    for link in form.year_links:
        if not _comparable(report, previous, link, forms):
            continue
        closing = sum((figure(previous, cell) for cell in link.closing), start=0)
        plus = sum((figure(report, cell) for cell in link.plus), start=0)
        minus = sum((figure(report, cell) for cell in link.minus), start=0)
        expected, actual = closing + plus - minus, figure(report, link.opening)
        if expected != actual:
            yield _link_finding(report, link, form, forms, (closing, plus, minus), actual)


def _comparable(report: Report, previous: Report, link: YearLink, forms: Forms) -> bool:
    """A carried figure may be absent (0) where its column has numbers; a hint needs every figure."""
    if link.level == "hint":
        ours = (link.opening, *link.plus, *link.minus)
        return all(cell in report.cells for cell in ours) and all(cell in previous.cells for cell in link.closing)
    return _has_column(report, forms.places[link.opening]) and all(
        _has_column(previous, forms.places[cell]) for cell in link.closing if cell in forms.places
    )


def _has_column(report: Report, place: CellPlace) -> bool:
    """Whether a report prints a number anywhere in a cell's column."""
    return report.tables.get(place.table.id) != "unreadable" and any(
        place.block.cell_id(row, place.column) in report.cells for row in place.block.rows
    )


def _link_finding(
    report: Report, link: YearLink, form: Form, forms: Forms, parts: tuple[Number, Number, Number], actual: Number
) -> Finding:
    closing, plus, minus = parts
    expected = closing + plus - minus
    opening = place_of(link.opening, form, forms)
    before = "加".join(forms.describe(cell) for cell in link.closing)
    formula = f"上年{before} {written(closing)}"
    if link.plus:
        formula += "".join(
            f"＋本年“{forms.places[cell].column_words}”{written(figure(report, cell))}" for cell in link.plus
        )
    if link.minus:
        formula += "".join(
            f"－本年“{forms.places[cell].column_words}”{written(figure(report, cell))}" for cell in link.minus
        )
    message = f"本年{opening.words}为 {written(actual)}，按上年报告应为 {written(expected)}（{formula}）。"
    if link.level == "hint":
        message = message.removesuffix("。") + "，如有失效、清理或机构调整请说明。"
    return Finding(
        link.rule, link.level, message, [link.opening, *link.plus, *link.minus], expected, actual,
        source_of(report, [link.opening]),
    )  # fmt: skip


# ------------------------------------------------------------------ repetition


def sentences(report: Report) -> list[str]:
    """The sentences of the written sections, figures masked: a sentence with new figures only is a repeated one."""
    text = "\n".join(report.sections.get(number, "") for number in PROSE)
    parts = re.split(r"[。；;！!？?\n]", re.sub(r"[ \t\u3000\u00a0]", "", text))
    return [masked for part in parts if len(masked := re.sub(r"\d+(?:\.\d+)?", "#", part)) >= SHORT]


def paragraphs(report: Report) -> list[str]:
    """The paragraphs of the written sections, figures masked."""
    text = "\n".join(report.sections.get(number, "") for number in PROSE)
    parts = re.sub(r"[ \t\u3000\u00a0]", "", text).split("\n")
    return [masked for part in parts if len(masked := re.sub(r"\d+(?:\.\d+)?", "#", part)) >= SHORT]


def repeated(ours: list[str], theirs: list[str]) -> tuple[int, int]:
    """Characters of our pieces that are word for word among theirs, and of all our pieces."""
    known = set(theirs)
    return sum(len(piece) for piece in ours if piece in known), sum(len(piece) for piece in ours)


def _same_text(report: Report, previous: Report) -> Iterator[Finding]:
    same, total = repeated(sentences(report), sentences(previous))
    if total < ENOUGH_TEXT or same / total < REPEATED_HINT:
        return
    whole, of_all = repeated(paragraphs(report), paragraphs(previous))
    share = same / total
    message = (
        f"文字部分与上一年度报告重复 {share:.0%}：逐句比较（数字不同不计），相同的句子 {same} 字÷全部句子 {total} 字；"
        f"逐段比较，相同的段落 {whole} 字÷全部段落 {of_all} 字，为 {whole / of_all:.0%}。"
    )
    yield Finding(
        "year.repeated_text",
        "warning" if share > REPEATED_WARNING else "hint",
        message,
        expected=f"≤{REPEATED_WARNING:.0%}",
        actual=f"{share:.0%}",
    )


def _same_figures(report: Report, previous: Report) -> Iterator[Finding]:
    ours = [cell for cell, printed in report.cells.items() if printed.value and cell in previous.cells]
    same = [cell for cell in ours if report.cells[cell].value == previous.cells[cell].value]
    if len(ours) < ENOUGH_FIGURES or len(same) / len(ours) < SAME_FIGURES:
        return
    message = (
        f"表中不为 0 的数据有 {len(same) / len(ours):.0%} 与上一年度报告完全相同"
        f"（相同 {len(same)} 项÷两年都有且本年不为 0 的 {len(ours)} 项），请核对是否沿用了上年的表格。"
    )
    yield Finding("year.same_figures", "hint", message, same, source=source_of(report, same))
