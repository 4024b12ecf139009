"""Pictures of figures as SVG, made without a library: lines and stacked bars, labelled where the eye is.

A chart is data first: `Chart` holds its rows for the table beside it, and its picture is drawn from the same numbers.
Nothing is coloured by value: ink and lines are `currentColor`, series carry the classes `series-1` to `series-6`,
for which `stylesheet()` has colours in light and dark. A figure that a report lacks is a gap, never 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import Literal

from gongkai.law.forms import Form, Forms, Table, cell_id
from gongkai.reports.checking.basis import form_of
from gongkai.reports.checking.relations import broken_relations
from gongkai.reports.figures import raw_figure
from gongkai.reports.model import Number, Report

Links = Callable[[str], str | None]
"""Where a category (a year) leads, by its label; None where nowhere."""

Kind = Literal["lines", "stacked"]

# Small, so that the labels can still be read where a phone shows the picture at four fifths of its size.
_WIDTH, _HEIGHT = 460, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 100, 28, 32
_LABEL_GAP = 17.0
"""Least distance of two labels beneath each other."""
_POINT_GAP = 28.0
"""Least distance of two points with a label between them."""
_LOW = _HEIGHT - _BOTTOM - 20
"""Height from which a label beneath a point would touch the base line."""


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of figures, one a category; None where there is none."""

    name: str
    values: tuple[Number | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its data: categories (years) from left to right, series from first to last."""

    title: str
    kind: Kind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = "件"
    note: str = ""
    """What a reader must know of the figures, to stand beneath the picture and its table; "" for nothing."""

    @property
    def description(self) -> str:
        """The picture in words, for those who do not see it."""
        parts = []
        for series in self.series:
            known = [
                f"{category}年{raw_figure(value)}"
                for category, value in zip(self.categories, series.values, strict=True)
                if value is not None
            ]
            parts.append(f"{series.name}：{'，'.join(known) if known else '没有数据'}")
        return f"单位：{self.unit}。" + "；".join(parts) + "。"


@cache
def stylesheet() -> str:
    """Colours and type of the charts, light and dark."""
    return files(__package__).joinpath("charts.css").read_text(encoding="utf-8")


def agency_charts(reports: Sequence[Report], forms: Forms) -> list[Chart]:
    """One agency over the years: what came in, was concluded and carried over; the outcomes; reviews and lawsuits.

    Reports may be of different forms and in any order; of two for one year the later in order counts. A year without a
    report stays empty between its neighbours; a chart without any figure is left out.
    """
    by_year = {report.year: report for report in reports if report.year}
    if not by_year:
        return []
    years = range(min(by_year), max(by_year) + 1)
    ordered = [by_year.get(year) for year in years]
    broken = _broken_cells(by_year, forms)
    charts = [
        Chart(
            title,
            kind,
            tuple(str(year) for year in years),
            tuple(Series(name, tuple(_sum(report, cells) for report in ordered)) for name, cells in rows.items()),
            note=_note(
                broken, {cell for cells in rows.values() if kind == "stacked" or len(cells) > 1 for cell in cells}
            ),
        )
        for title, kind, rows in _drawn(forms)
    ]
    return [chart for chart in charts if any(value is not None for row in chart.series for value in row.values)]


def _drawn(forms: Forms) -> Iterator[tuple[str, Kind, dict[str, list[str]]]]:
    """Title and kind of each chart, and the cells that each of its series adds up."""
    yield (
        "申请的收到与办结",
        "lines",
        {
            "新收": ["applications.received.total"],
            "办结": ["applications.concluded.total"],
            "结转下年": ["applications.carried_out.total"],
        },
    )
    yield "办理结果", "stacked", _outcomes(forms)
    yield (
        "行政复议与行政诉讼",
        "lines",
        {"行政复议": ["review.total"], "行政诉讼": ["litigation_direct.total", "litigation_after_review.total"]},
    )


def _broken_cells(by_year: Mapping[int, Report], forms: Forms) -> dict[int, set[str]]:
    """By year, in order, the cells of every relation that the year's report breaks."""
    return {
        year: {
            cell
            for broken in broken_relations(by_year[year], form_of(by_year[year], forms))
            for cell in broken.relation.cells
        }
        for year in sorted(by_year)
    }


def _note(broken: Mapping[int, set[str]], added: set[str]) -> str:
    """What to say beneath a picture that adds up figures which do not give the totals printed beside them."""
    years = [f"{year}年" for year, cells in broken.items() if cells & added]
    if not years:
        return ""
    return f"{'、'.join(years)}报告所印的总计与各分项之和不一致；图中照所印的数字相加，未作更正。"


def _sum(report: Report | None, cells: Sequence[str]) -> Number | None:
    if report is None:
        return None
    printed = [report.cells[cell].value for cell in cells if cell in report.cells]
    return sum(printed, start=0) if printed else None


def _outcomes(forms: Forms) -> dict[str, list[str]]:
    """The outcomes by group （一） to （六）, as the forms group them; names are the forms' without their ordinals."""
    groups: dict[str, dict[str, None]] = {}
    for form in forms.values():
        for table in form.tables:
            if table.id == "applications":
                for name, cells in _outcome_groups(table, form):
                    groups.setdefault(name, {}).update(dict.fromkeys(cells))
    return {name: list(cells) for name, cells in groups.items()}


def _outcome_groups(table: Table, form: Form) -> list[tuple[str, list[str]]]:
    total = table.total_columns[0] if table.total_columns else "total"
    result = []
    for block in table.blocks:
        for row in block.rows:
            if row.stub and row.id not in table.total_rows:
                name = re.sub(r"^（.）", "", row.stub[1] if len(row.stub) > 1 else row.label)
                result.append((name, [cell_id(block.prefix, row.id, total)]))
        for alternative in form.alternatives:
            if alternative.table == table.id:
                name = re.sub(r"^（.）", "", alternative.label)
                result.append((name, [cell_id(block.prefix, alternative.row, total)]))
    return result


# ---------------------------------------------------------------- the table beside


def chart_table_html(chart: Chart, links: Links | None = None) -> str:
    """The chart's data as a table: a row a category, a column a series."""
    heads = "".join(f'<th scope="col">{escape(series.name)}</th>' for series in chart.series)
    rows = []
    for index, category in enumerate(chart.categories):
        name = _linked(escape(category), category, links)
        values = "".join(
            f"<td>{'—' if (value := series.values[index]) is None else raw_figure(value)}</td>"
            for series in chart.series
        )
        rows.append(f'<tr><th scope="row">{name}</th>{values}</tr>')
    return (
        f'<table class="chart-data"><caption>{escape(chart.title)}（单位：{escape(chart.unit)}）</caption>'
        f'<thead><tr><th scope="col">年度</th>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


# ---------------------------------------------------------------- the picture


def chart_svg(chart: Chart, links: Links | None = None, id_prefix: str = "chart") -> str:
    """The picture, with title and description. `id_prefix` keeps ids apart where there are several.

    With links it is a group, since what is in an image cannot be reached by keyboard and screen reader.
    """
    role = "group" if links else "img"
    plot = _Plot(chart)
    marks = _lines(chart, plot) if chart.kind == "lines" else _stacked(chart, plot)
    years = [
        _linked(f'<text class="axis" x="{plot.x(index):.1f}" y="{_HEIGHT - 10}" text-anchor="middle">'
                f"{escape(category)}</text>", category, links)
        for index, category in enumerate(chart.categories)
    ]  # fmt: skip
    prefix = escape(id_prefix)
    return (
        f'<svg class="chart" role="{role}" viewBox="0 0 {_WIDTH} {_HEIGHT}" xmlns="http://www.w3.org/2000/svg" '
        f'aria-labelledby="{prefix}-title {prefix}-desc"><title id="{prefix}-title">{escape(chart.title)}</title>'
        f'<desc id="{prefix}-desc">{escape(chart.description)}</desc>'
        f'<line class="base" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{plot.y(0):.1f}" y2="{plot.y(0):.1f}"/>'
        f"{''.join(marks)}{''.join(years)}</svg>"
    )


class _Plot:
    """From categories and figures to the picture's coordinates."""

    def __init__(self, chart: Chart) -> None:
        self.step = (_WIDTH - _LEFT - _RIGHT) / max(len(chart.categories), 1)
        tops: list[Number] = [value for series in chart.series for value in series.values if value is not None]
        if chart.kind == "stacked":
            columns = zip(*(series.values for series in chart.series), strict=True)
            tops = [sum((value or 0 for value in column), start=0) for column in columns]
        self.top = float(max(tops, default=0)) or 1.0

    def x(self, index: int) -> float:
        return _LEFT + self.step * (index + 0.5)

    def y(self, value: Number | float) -> float:
        return _HEIGHT - _BOTTOM - float(value) / self.top * (_HEIGHT - _TOP - _BOTTOM)


def _lines(chart: Chart, plot: _Plot) -> list[str]:
    marks, ends = [], []
    for number, series in enumerate(chart.series, start=1):
        points = [(i, value) for i, value in enumerate(series.values) if value is not None]
        path = " ".join(
            # A gap in the figures is a gap in the line.
            f"{'L' if i and series.values[i - 1] is not None else 'M'}{plot.x(i):.1f} {plot.y(value):.1f}"
            for i, value in points
        )
        marks.append(f'<path class="series series-{number}" d="{path}"/>')
        marks.extend(
            f'<circle class="series series-{number}" cx="{plot.x(i):.1f}" cy="{plot.y(value):.1f}" r="3.5"/>'
            for i, value in points
        )
        if points:
            ends.append((plot.y(points[-1][1]), number, series.name))
    marks.extend(_point_labels(chart, plot))
    return marks + _end_labels(ends)


def _point_labels(chart: Chart, plot: _Plot) -> list[str]:
    """The figure at each point: above it, or beneath where another point is close above; none where neither is free.

    The table beside has them all.
    """
    labels = []
    for index in range(len(chart.categories)):
        points = sorted(
            (plot.y(value), number, value)
            for number, series in enumerate(chart.series, start=1)
            if (value := series.values[index]) is not None
        )
        for at, (height, number, value) in enumerate(points):
            free_above = at == 0 or height - points[at - 1][0] >= _POINT_GAP
            free_below = (at + 1 == len(points) or points[at + 1][0] - height >= _POINT_GAP) and height < _LOW
            if free_above or free_below:
                place = height - 8 if free_above else height + 18
                labels.append(_text("value", number, plot.x(index), place, raw_figure(value), "middle"))
    return labels


def _stacked(chart: Chart, plot: _Plot) -> list[str]:
    marks, ends = [], []
    width = min(plot.step * 0.6, 64)
    last = len(chart.categories) - 1
    for index in range(len(chart.categories)):
        below: Number = 0
        for number, series in enumerate(chart.series, start=1):
            value = series.values[index]
            if not value:
                continue
            top, bottom = plot.y(below + value), plot.y(below)
            marks.append(
                f'<rect class="series series-{number}" x="{plot.x(index) - width / 2:.1f}" y="{top:.1f}" '
                f'width="{width:.1f}" height="{bottom - top:.1f}"><title>{escape(series.name)} {raw_figure(value)}'
                "</title></rect>"
            )
            if bottom - top >= _LABEL_GAP:
                middle = (top + bottom) / 2 + 4.5
                marks.append(_text("inside", number, plot.x(index), middle, raw_figure(value), "middle"))
            if index == last:
                ends.append(((top + bottom) / 2, number, f"{series.name} {raw_figure(value)}"))
            below += value
        if any(series.values[index] is not None for series in chart.series):
            marks.append(_text("value", 0, plot.x(index), plot.y(below) - 7, raw_figure(below), "middle"))
    absent = [
        (0.0, number, series.name)
        for number, series in enumerate(chart.series, start=1)
        if not series.values[last] and any(series.values)
    ]
    return marks + _end_labels(absent + ends)


def _end_labels(ends: Sequence[tuple[float, int, str]]) -> list[str]:
    """Names of series at the right, each at its height as far as they do not touch."""
    ordered = sorted(ends, key=lambda end: end[0])
    heights = _apart([height + 4.5 for height, _, _ in ordered], _LABEL_GAP, _HEIGHT - _BOTTOM + 4)
    left = _WIDTH - _RIGHT + 4
    return [
        _text("name", number, left, height, name, "start")
        for height, (_, number, name) in zip(heights, ordered, strict=True)
    ]


def _apart(heights: Sequence[float], gap: float, lowest: float) -> list[float]:
    """Ascending heights moved as little as needed to stand `gap` apart and not beneath `lowest`."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + gap) if placed else max(height, _TOP - 10))
    limit = lowest
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - gap
    return placed


def _text(kind: str, number: int, x: float, y: float, text: str, anchor: str) -> str:
    series = f" series-{number}" if number else ""
    return f'<text class="{kind}{series}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _linked(content: str, category: str, links: Links | None) -> str:
    href = links(category) if links else None
    return f'<a href="{escape(href)}">{content}</a>' if href else content
