"""A document's validity as one bar over the years, in SVG: what it was when, today, and the end of its term."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from gongkai.library.document_models import StatusTurn
from gongkai.library.enums import Status

_WIDTH, _HEIGHT = 720, 64
_TOP, _THICK = 24, 18
_BEYOND = timedelta(days=200)
_LEAST = 2.0
_ROOM = 46
"""What a word of the bar needs, in units of the picture."""


def bar_svg(turns: Sequence[StatusTurn], valid_until: date | None, today: date) -> str:
    """The bar with its words; "" for a document that has no turns."""
    if not turns:
        return ""
    first = turns[0].on
    last = max([turn.on for turn in turns] + [today, valid_until or today]) + _BEYOND
    days = max((last - first).days, 1)

    def x(day: date) -> float:
        return (day - first).days / days * _WIDTH

    pieces, words = [], []
    for turn, following in zip(turns, [*turns[1:], None], strict=True):
        begin, end = x(turn.on), x(following.on) if following else float(_WIDTH)
        if end - begin <= 0:
            continue
        label = Status(turn.status).label
        pieces.append(
            f'<rect class="span {turn.status}" x="{begin:.1f}" y="{_TOP}" width="{max(end - begin, _LEAST):.1f}" '
            f'height="{_THICK}"><title>{turn.on:%Y-%m-%d}起{escape(label)}</title></rect>'
        )
        if end - begin >= _ROOM:
            pieces.append(f'<text class="word" x="{begin + 6:.1f}" y="{_TOP + 13}">{escape(label)}</text>')
        words.append(f"{turn.on:%Y-%m-%d}起{label}")
    now = x(today)
    anchor = "start" if now < _WIDTH / 2 else "end"
    pieces.append(
        f'<line class="today" x1="{now:.1f}" x2="{now:.1f}" y1="{_TOP - 6}" y2="{_TOP + _THICK + 6}"/>'
        f'<text x="{now:.1f}" y="14" text-anchor="{anchor}">今天</text>'
    )
    years = range(first.year + 1, last.year + 1)
    step = max(1, len(years) // 10)
    for year in years[::step]:
        at = x(date(year, 1, 1))
        if at > _WIDTH - 30:
            continue
        pieces.append(
            f'<line class="year" x1="{at:.1f}" x2="{at:.1f}" y1="{_TOP + _THICK}" y2="{_TOP + _THICK + 5}"/>'
            f'<text class="year" x="{at:.1f}" y="{_HEIGHT - 4}">{year}</text>'
        )
    described = escape("；".join(words))
    return (
        f'<svg class="validity" role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" xmlns="http://www.w3.org/2000/svg" '
        f'aria-labelledby="validity-title validity-desc"><title id="validity-title">有效性</title>'
        f'<desc id="validity-desc">{described}</desc>{"".join(pieces)}</svg>'
    )
