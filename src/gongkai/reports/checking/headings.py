"""Section headings and labels against the form's words, and what section six should say."""

from __future__ import annotations

import re
from itertools import pairwise

from gongkai.law.forms import Form, Forms, packaged_forms
from gongkai.reports.checking.basis import form_of, numbers_in
from gongkai.reports.model import Finding, Heading, Level, Report

NUMERALS = "〇一二三四五六七八九十"
NAMED = 3
"""How many differing labels a sentence names."""

ENOUGH = 3
"""From how many headings on it is a report with headings, in which one can be missing."""

_HALF_WIDTH = str.maketrans("（），。、；：“”‘’\\－—–＋", "(),.,;:\"\"''/---+")
_FEES = re.compile("信息处理费|收取.{0,12}费|收费")


def findings(report: Report, forms: Forms | None = None) -> list[Finding]:
    """Findings on titles, order and completeness of sections, and on labels that differ from the form's."""
    forms = forms or packaged_forms()
    form = form_of(report, forms)
    return [*_sections(report, form), *_labels(report, form, forms), *_section_six(report, form)]


def plain(text: str) -> str:
    """A label without white space, in half-width punctuation: what is left to differ are words."""
    return re.sub(r"\s", "", text).translate(_HALF_WIDTH).rstrip(":")


# ------------------------------------------------------------------ sections


def _sections(report: Report, form: Form) -> list[Finding]:
    known = {section.number: section for section in form.sections}
    headings = [heading for heading in report.headings if heading.section in known]
    if len({heading.section for heading in headings}) < ENOUGH:
        return []
    found: list[Finding] = []
    seen = {heading.section for heading in headings}
    for number, section in known.items():
        if number not in seen:
            # The last section is for what else there is to tell; a report with nothing to tell may leave it out.
            level: Level = "hint" if section is form.sections[-1] else "warning"
            message = f"没有找到第{NUMERALS[number]}部分“{section.title}”的标题。"
            found.append(Finding("form.section", level, message, excerpt=section.title))
    first = {heading.section: heading for heading in reversed(headings)}
    order = sorted(first.values(), key=headings.index)
    for before, after in pairwise(order):
        if after.section < before.section:
            message = (
                f"第{NUMERALS[after.section]}部分“{after.title}”排在"
                f"第{NUMERALS[before.section]}部分“{before.title}”之后，次序与规定格式不符。"
            )
            found.append(Finding("form.section", "warning", message, source=after.source, excerpt=after.title))
    for heading in order:
        found.extend(_one_heading(heading, known[heading.section].title, known[heading.section].aliases))
    return found


def _one_heading(heading: Heading, title: str, aliases: tuple[str, ...]) -> list[Finding]:
    found = []
    if heading.ordinal is not None and heading.ordinal != heading.section and heading.ordinal < len(NUMERALS):
        message = (
            f"标题“{heading.title}”的序号是“{NUMERALS[heading.ordinal]}”，按规定格式应为“{NUMERALS[heading.section]}”。"
        )
        found.append(Finding("form.section", "warning", message, source=heading.source, excerpt=heading.title))
    if plain(heading.title) not in {plain(name) for name in (title, *aliases)}:
        message = f"第{NUMERALS[heading.section]}部分的标题是“{heading.title}”，规定格式为“{title}”。"
        found.append(
            Finding(
                "form.section",
                "hint",
                message,
                expected=title,
                actual=heading.title,
                source=heading.source,
                excerpt=heading.title,
            )
        )
    return found


# ------------------------------------------------------------------ labels


def _labels(report: Report, form: Form, forms: Forms) -> list[Finding]:
    """One hint a table for its rows, one for each head: labels that are not as the form prints them."""
    rows = {
        ".".join(part for part in (block.prefix, row.id) if part): row
        for table in reversed([table for other in (form, *forms.values()) for table in other.tables])
        for block in table.blocks
        for row in block.rows
    }
    differing: dict[str, list[tuple[str, str, str]]] = {}
    for printed in report.rows:
        row = rows.get(printed.row)
        if row is None or not printed.label or not row.label:
            continue
        accepted = {plain(label) for label in (row.label, row.printed, *row.aliases)}
        if plain(printed.label) not in accepted:
            differing.setdefault(printed.table, []).append((_shown(printed.label), row.label, printed.source))
    for head in report.heads:
        for label, column_id in zip(head.labels, head.columns, strict=False):
            labels = _column_labels(column_id, head.forms or [form.id], head.caption, head.table, forms)
            if labels and plain(label) not in {plain(name) for name in labels}:
                differing.setdefault(head.table, []).append((_shown(label), labels[0], head.source))
    found = []
    for pairs in differing.values():
        pairs = sorted(dict.fromkeys(pairs), key=lambda pair: numbers_in(pair[2]))
        kinds = list(dict.fromkeys((printed, label) for printed, label, _ in pairs))
        listed = "；".join(f"“{printed}”应为“{label}”" for printed, label in kinds[:NAMED])
        more = "等" if len(kinds) > NAMED else ""
        count = f"，共 {len(pairs)} 处" if len(pairs) > len(kinds) or more else ""
        message = f"表中项目名称与规定格式不一致：{listed}{more}{count}。"
        found.append(Finding("form.label", "hint", message, source=pairs[0][2], excerpt=pairs[0][0]))
    return found


def _shown(label: str) -> str:
    return re.sub(r"\s", "", label)


def _column_labels(column_id: str | None, form_ids: list[str], caption: str, table_id: str, forms: Forms) -> list[str]:
    """The labels that a column of that id may have under that caption."""
    if column_id is None:
        return []
    labels: list[str] = []
    for form_id in form_ids:
        for table in forms[form_id].tables if form_id in forms else ():
            if table.id != table_id:
                continue
            for block in table.blocks:
                if not caption or not block.caption or plain(caption) == plain(block.caption):
                    labels.extend(column.label for column in block.columns if column.id == column_id)
    return labels


# ------------------------------------------------------------------ section six


def _section_six(report: Report, form: Form) -> list[Finding]:
    """The fee line belongs there since 2021 (国办函〔2020〕109号); only practice says so, hence a hint."""
    last = form.sections[-1] if form.sections else None
    if last is None or form.first_year < 2021 or not report.headings:
        return []
    text = report.sections.get(str(last.number), "")
    heading = next((heading for heading in report.headings if heading.section == last.number), None)
    if heading is None or _FEES.search(text) or _FEES.search("".join(report.sections.values())):
        return []
    message = f"第{NUMERALS[last.number]}部分没有写明本年度收取信息处理费的情况；没有收取的也宜写明。"
    return [Finding("form.fee_statement", "hint", message, source=heading.source, excerpt=heading.title)]
