"""How an application can end: the outcomes as data, finer than the rows of the annual report that they count in.

One TOML file beside this module. A letter, its remedy and the figure in the report all follow from the outcome.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

RemedyKind = Literal["review_first", "either", "none"]
"""复议前置 · 复议 or a suit · a notice of procedure without a remedy of its own."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A way to end, with its ground in the Regulation."""

    id: str
    name: str
    article: str
    """As in `gongkai.law.articles`; "" where the Regulation has none."""
    letter: str
    """The kind of letter that says so; "" where there is nobody to tell."""
    remedy: RemedyKind
    rows: Mapping[str, str]
    """By form, the row of table 三 in which the outcome counts; "" where it counts in none."""
    also: tuple[str, ...] = ()
    """Further articles that the letter cites."""
    needs: tuple[str, ...] = ()
    """Articles of which the letter must cite at least one more: the ground of what is withheld in part."""
    remark: str = ""
    """For the office's own lawyers; never printed in a letter."""

    @property
    def articles(self) -> tuple[str, ...]:
        """Every article that the letter cites by itself, the first one first."""
        return tuple(article for article in (self.article, *self.also) if article)

    def row(self, form: str) -> str:
        """The row of that form's table 三 ("refused.state_secret"), or "". KeyError for a form without applications."""
        return self.rows[form]


@cache
def packaged_outcomes() -> Mapping[str, Outcome]:
    """The outcomes by id, in the order of the form."""
    data = tomllib.loads((Path(__file__).parent / "outcomes.toml").read_text(encoding="utf-8"))
    outcomes = {}
    for key, fields in data.items():
        fields.update({name: tuple(fields.get(name, ())) for name in ("also", "needs")})
        outcomes[key] = Outcome(id=key, **fields)
    return MappingProxyType(outcomes)


def outcomes_of_row(form: str, row: str) -> tuple[Outcome, ...]:
    """The outcomes that count in a row of a form, as for a case taken over that states its row alone."""
    return tuple(outcome for outcome in packaged_outcomes().values() if outcome.rows.get(form) == row)
