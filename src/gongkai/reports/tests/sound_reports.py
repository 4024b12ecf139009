"""Sound reports of our own in the folder `sound`: worded as real ones are, with nothing wrong in words or figures.

A file holds the prose by section and the figures that are not 0, without totals: those are worked out here, so that
every relation of the form holds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from gongkai.law.forms import Form, packaged_forms
from gongkai.reports.layout import layout
from gongkai.reports.model import CellValue, Number, Report, SectionLine
from gongkai.reports.tests.layouts import NUMERALS, Layout, draw, piped_rows_filled, texts_of
from gongkai.reports.tests.samples import by_kind, filled

FOLDER = Path(__file__).parent / "sound"
_RESULTS = ("upheld", "corrected", "other", "pending")


@dataclass(frozen=True)
class SoundReport:
    """A made-up report: figures for every cell of its form, and its prose."""

    name: str
    agency: str
    year: int
    form: Form
    signed: date
    preamble: str
    sections: dict[str, str]
    figures: dict[str, Number]

    def as_read(self) -> Report:
        """The report as a reader would give it."""
        lines = [SectionLine(0, self.preamble, "line 2")] if self.preamble else []
        for number, text in self.sections.items():
            lines += [SectionLine(int(number), line, f"line {number}-{at}") for at, line in enumerate(_lines(text), 1)]
        return Report(
            file=f"{self.name}.txt",
            agency=self.agency,
            agency_printed=self.agency,
            year=self.year,
            form=self.form.id,
            signed=self.signed,
            cells={cell: CellValue(value, str(value), "table") for cell, value in self.figures.items()},
            sections=self.sections,
            tables={table.id: "found" for table in self.form.tables},
            lines=lines,
        )

    def as_text(self, printer: Layout = piped_rows_filled) -> str:
        """The report as the text of its page, its tables printed in a layout."""
        lines = [f"{self.agency}{self.year}年政府信息公开工作年度报告", self.preamble]
        texts = texts_of(self.figures)
        for section in self.form.sections:
            lines.append(f"{NUMERALS[section.number - 1]}、{section.title}")
            lines += _lines(self.sections.get(str(section.number), ""))
            for table in self.form.tables:
                if table.section == section.number:
                    lines += printer(draw(layout(table), texts))
        lines += [self.agency, f"{self.signed.year}年{self.signed.month}月{self.signed.day}日"]
        return "\n".join(line for line in lines if line)


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def load(path: Path) -> SoundReport:
    """The sound report in a file."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    form = packaged_forms()[data["form"]]
    return SoundReport(
        name=path.stem,
        agency=data["agency"],
        year=data["year"],
        form=form,
        signed=data["signed"],
        preamble=data.get("preamble", ""),
        sections=data["sections"],
        figures=filled(form, dict(_figures(data))),
    )


def _figures(data: dict[str, Any]) -> Iterator[tuple[str, Number]]:
    for row, counts in data.get("applications", {}).items():
        yield from by_kind(row, *counts).items()
    for group, counts in data.get("disputes", {}).items():
        yield from ((f"{group}.{result}", count) for result, count in zip(_RESULTS, counts, strict=True))
    for cell, value in data.get("proactive", {}).items():
        yield f"proactive.{cell}", Decimal(str(value)) if isinstance(value, float) else value


SOUND = [load(path) for path in sorted(FOLDER.glob("*.toml"))]
