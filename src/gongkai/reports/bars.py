"""Counts as horizontal bars in SVG, made without a library: a row a thing, its name left, its number at the bar's end.

Each row is one link to what it counts, so that a name, a bar and a number are one thing to reach by keyboard and to
touch. Colours come from the page: rects have the classes `bar` and `track`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

_WIDTH = 440
_LABELS = 182
_VALUES = 112
_SPACE = 8
_LINE, _ROW = 17, 30
_LETTERS = 12.0
"""Full-width letters of a name that a line has room for."""
_LINES = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: so many, or so many `of` a whole; `href` leads to what is counted."""

    label: str
    value: float
    of: int | None = None
    href: str = ""

    @property
    def share(self) -> str:
        """The part of the whole as a percentage; "" where there is no whole."""
        return percentage(self.value, self.of) if self.of else ""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars of one kind."""

    title: str
    bars: tuple[Bar, ...]
    unit: str = "件"

    @property
    def description(self) -> str:
        """The picture in words, for those who do not see it."""
        return f"单位：{self.unit}。" + "；".join(f"{bar.label}：{_number(bar)}" for bar in self.bars) + "。"


def percentage(part: float, whole: int | None) -> str:
    """A part of a whole to a tenth of a percent, a strict part never shown as 100% nor something as 0%."""
    if not whole:
        return "—"
    tenths = round(part * 1000 / whole)
    tenths = max(tenths, 1) if part else 0
    tenths = min(tenths, 999) if part < whole else tenths
    return f"{tenths // 10}.{tenths % 10}%"


def bars_svg(chart: BarChart, id_prefix: str = "bars") -> str:
    """The picture, with title and description. `id_prefix` keeps ids apart where there are several."""
    prefix = escape(id_prefix)
    rows, height = [], 0
    whole = max((bar.of or 0 for bar in chart.bars), default=0)
    top = max((bar.value for bar in chart.bars), default=0)
    for bar in chart.bars:
        lines = list(_lines(bar.label))
        tall = _ROW + (len(lines) - 1) * _LINE
        length = bar.value / (bar.of or 1) if whole else bar.value / (top or 1)
        rows.append(_row(bar, lines, height, tall, length, chart.unit, track=bool(whole)))
        height += tall
    role = "group" if any(bar.href for bar in chart.bars) else "img"
    return (
        f'<svg class="bars" role="{role}" viewBox="0 0 {_WIDTH} {height}" xmlns="http://www.w3.org/2000/svg" '
        f'aria-labelledby="{prefix}-title {prefix}-desc"><title id="{prefix}-title">{escape(chart.title)}</title>'
        f'<desc id="{prefix}-desc">{escape(chart.description)}</desc>{"".join(rows)}</svg>'
    )


def _row(bar: Bar, lines: list[str], y: int, tall: int, length: float, unit: str, *, track: bool) -> str:
    room = _WIDTH - _LABELS - _VALUES
    middle = y + tall / 2
    first = middle + 5 - (len(lines) - 1) * _LINE / 2
    right = _LABELS - _SPACE
    words = "".join(
        f'<text class="name" x="{right}" y="{first + at * _LINE:.1f}" text-anchor="end">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
    wide = max(room * length, 1.0) if bar.value else 0.0
    back = f'<rect class="track" x="{_LABELS}" y="{middle - 9:.1f}" width="{room}" height="18"/>' if track else ""
    end = _LABELS + (room if track else wide) + 6
    content = (
        # What lies beneath everything makes the whole row one target.
        f'<rect class="row" x="0" y="{y}" width="{_WIDTH}" height="{tall}"/>{words}{back}'
        f'<rect class="bar" x="{_LABELS}" y="{middle - 9:.1f}" width="{wide:.1f}" height="18"/>'
        f'<text class="value" x="{end:.1f}" y="{middle + 5:.1f}">{escape(_number(bar))}</text>'
    )
    if not bar.href:
        return content
    name = escape(f"{bar.label}：{_number(bar)}{'' if bar.of else unit}")
    return f'<a href="{escape(bar.href)}" aria-label="{name}"><title>{name}</title>{content}</a>'


def _number(bar: Bar) -> str:
    return f"{bar.share}（{bar.value}/{bar.of}）" if bar.of else str(bar.value)


def _lines(label: str) -> Iterator[str]:
    """A name in as many lines as it may have, cut off with an ellipsis."""
    rest, number = label.strip() or "—", 1
    while rest:
        cut = _fitting(rest)
        if cut < len(rest) and number == _LINES:
            yield rest[: cut - 1] + "…"
            return
        yield rest[:cut]
        rest, number = rest[cut:], number + 1


def _fitting(text: str) -> int:
    wide = 0.0
    for at, letter in enumerate(text):
        wide += 1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.6
        if wide > _LETTERS:
            return at
    return len(text)
