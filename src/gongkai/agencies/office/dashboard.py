"""工作台: what waits for a person, told by the rooms that know it. Each registers its panels in its `wagtail_hooks`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from gongkai.agencies.models import User


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of thing that waits: how many there are, and the list that shows just these."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Panel:
    """What waits in one room. Without rows, nothing does, and the panel says so."""

    title: str
    rows: tuple[Row, ...] = ()


PanelMaker = Callable[[User, date], Panel | None]

_MAKERS: list[tuple[int, PanelMaker]] = []


def register_panel(order: int, maker: PanelMaker) -> None:
    """Show on the dashboard what `maker(user, today)` makes, panels of small `order` first.

    It answers None to whom the room is closed. It may ask the database once or twice, for the dashboard is where
    everybody's day begins: one aggregate, not a query a row.
    """
    _MAKERS.append((order, maker))
    _MAKERS.sort(key=lambda registered: registered[0])


def panels_for(user: User, today: date) -> list[Panel]:
    """The panels that concern this person, in order."""
    made = (maker(user, today) for _, maker in _MAKERS)
    return [panel for panel in made if panel is not None]
