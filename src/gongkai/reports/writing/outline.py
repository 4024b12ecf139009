"""What a written report consists of, in order and in words, for the formats that write it whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from gongkai.law.forms import Form, Forms
from gongkai.reports.layout import LayoutTable, layout_for
from gongkai.reports.model import Report

_DIGITS = "零一二三四五六七八九"

# A second heading （一） as officials print it: a paragraph of its own, or run in before its text up to the full stop.
_SECOND_HEADING = re.compile(r"（[一二三四五六七八九十]+）[^。；：]{1,30}(?:。|$)")


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph. `lead` is its second heading （一）…, if it begins with one; `text` is what follows."""

    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part of the report: its heading, prose and tables."""

    heading: str
    prose: list[Prose]
    tables: list[LayoutTable]


@dataclass(frozen=True, slots=True)
class Outline:
    """A report in printing order."""

    title: str
    preamble: list[Prose]
    parts: list[Part] = field(default_factory=list)
    signer: str = ""
    signed: str = ""


def outline(report: Report, form: Form, forms: Forms) -> Outline:
    """The report in printing order. A table whose section the form does not have stands at the end under its title."""
    tables = layout_for(report, form, forms)
    parts = [
        Part(
            f"{chinese_number(section.number)}、{section.title}",
            prose(report.sections.get(str(section.number), "")),
            [table for table in tables if table.section == section.number],
        )
        for section in form.sections
    ]
    numbered = {section.number for section in form.sections}
    parts += [Part(table.title, [], [table]) for table in tables if table.section not in numbered]
    return Outline(
        title=title_of(report),
        preamble=prose(report.sections.get("0", "")),
        parts=parts,
        signer=report.agency or "",
        signed=chinese_date(report.signed) if report.signed else "",
    )


def title_of(report: Report) -> str:
    """The report's title as printed, else the usual one made of agency and year."""
    if report.title:
        return report.title.strip()
    year = f"{report.year}年" if report.year else ""
    return f"{report.agency or ''}{year}政府信息公开工作年度报告"


def prose(text: str) -> list[Prose]:
    """The paragraphs of a text, one a line, without indents and empty lines."""
    paragraphs = []
    for line in text.splitlines():
        if stripped := line.strip():
            match = _SECOND_HEADING.match(stripped)
            end = match.end() if match else 0
            paragraphs.append(Prose(stripped[:end], stripped[end:]))
    return paragraphs


def chinese_date(day: date) -> str:
    """2024年2月19日, without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_number(number: int) -> str:
    """1 to 99 in Chinese figures: 一, 十, 十二, 二十."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")
