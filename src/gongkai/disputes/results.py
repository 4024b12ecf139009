"""How a dispute can end, as data, and in which column of table 四 each ending counts (law.md H4: a table, not code)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from gongkai.disputes.enums import Column, Kind, Level

Group = Literal["review", "litigation"]
GROUPS: dict[Group, str] = {"review": "行政复议", "litigation": "行政诉讼"}


@dataclass(frozen=True, slots=True)
class Result:
    """One way in which an instance can end."""

    id: str
    group: Group
    name: str
    article: str
    column: str
    remark: str = ""
    """Why the column is not settled, or ""."""
    levels: tuple[str, ...] = ()
    """The instances that can end so; empty for all of the group."""
    stands: bool = False
    """What the instance below decided stays; it counts, not this."""
    reopens: bool = False
    """The case goes back and on: nothing is concluded."""
    appeal_days: int = 0
    """Within how many days it can be appealed where the first instance decided so; 0 where it cannot be."""
    quashes: bool = False
    """The agency may have been ordered to answer again."""
    paper: str = ""
    """The kind of file that says it: of `file_kinds`."""

    def possible_at(self, level: str) -> bool:
        """Whether an instance of this level can end so."""
        return not self.levels or level in self.levels

    @property
    def counts(self) -> bool:
        """Whether it has a column of its own at all."""
        return not (self.stands or self.reopens)


@cache
def packaged_results() -> Mapping[Group, Mapping[str, Result]]:
    """All endings by group and id, as packaged. ValueError for a column that table 四 does not have."""
    data = tomllib.loads(files("gongkai.disputes").joinpath("results.toml").read_text(encoding="utf-8"))
    return {group: {name: _result(group, name, entry) for name, entry in data[group].items()} for group in GROUPS}


def _result(group: Group, name: str, entry: dict[str, Any]) -> Result:
    if Column(entry["column"]) == Column.PENDING:
        raise ValueError(f"{group}.{name}: an ending is not pending")
    usual = {"paper": "review_decision" if group == "review" else "judgment"}
    return Result(id=name, group=group, **(usual | entry | {"levels": tuple(entry.get("levels", ()))}))


def group_of(kind: str) -> Group:
    """The group of endings that a kind of dispute has."""
    return "review" if kind == Kind.REVIEW else "litigation"


def results_at(level: str) -> dict[str, Result]:
    """The endings that are possible at an instance."""
    group: Group = "review" if level == Level.REVIEW else "litigation"
    return {name: result for name, result in packaged_results()[group].items() if result.possible_at(level)}


def result_name(kind: str, result: str) -> str:
    """An ending in words; what is not known stays as it is."""
    known = packaged_results()[group_of(kind)].get(result)
    return known.name if known else result
