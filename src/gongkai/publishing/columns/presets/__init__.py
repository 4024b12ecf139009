"""Ready-made sets of columns, as data: which of a set's columns an agency gets depends on its kind and level."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.agencies.enums import Kind, Level
from gongkai.agencies.models import Agency
from gongkai.publishing.enums import ColumnKind, ColumnView, ContentClass

SECTION = "section"
"""The statutory section, which every site has."""
CHOICES = {"portal": "部门门户", "plain": "简明网站", SECTION: "只设政府信息公开专栏"}
"""What a site can be begun with, and its short name."""


@dataclass(frozen=True)
class Where:
    """For which agencies something is; empty sets are for all."""

    kinds: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    rules: bool = False

    def fits(self, agency: Agency) -> bool:
        """Whether the agency is one of these."""
        return (
            (not self.kinds or agency.kind in self.kinds)
            and (not self.levels or agency.level in self.levels)
            and (not self.rules or may_make_rules(agency))
        )


@dataclass(frozen=True)
class Planned:
    """A column of a set."""

    key: str
    title: str
    fields: dict[str, Any]
    where: Where
    below: tuple[Planned, ...] = ()

    def all(self) -> Iterator[Planned]:
        """Itself and all below it."""
        yield self
        for each in self.below:
            yield from each.all()


@dataclass(frozen=True)
class Preset:
    """A set of columns."""

    id: str
    name: str
    columns: tuple[Planned, ...]
    home: tuple[str, ...] = ()
    # The key of the column under which the set is put where the site has it.
    inside: str = ""
    keys: frozenset[str] = field(default=frozenset())


def may_make_rules(agency: Agency) -> bool:
    """Whether the body may make 规章 (立法法): departments of the State Council, provinces, cities with districts."""
    if agency.level == Level.NATIONAL:
        return agency.kind in (Kind.GOVERNMENT, Kind.DEPARTMENT)
    return agency.kind == Kind.GOVERNMENT and agency.level in (Level.PROVINCIAL, Level.MUNICIPAL)


def usual_for(agency: Agency) -> str:
    """The preset that fits such a body, "" where it should have no site of its own.

    County departments, townships and their like open none (国办发〔2017〕47号).
    """
    if agency.kind == Kind.TOWNSHIP or agency.level == Level.TOWNSHIP:
        return ""
    if agency.kind == Kind.DEPARTMENT and agency.level == Level.COUNTY:
        return ""
    return "portal" if agency.kind in (Kind.GOVERNMENT, Kind.DEPARTMENT) else "plain"


@cache
def preset(name: str) -> Preset:
    """The set of this name. Raises KeyError for one that is not there."""
    if name not in CHOICES:
        raise KeyError(name)
    data = tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))
    columns = tuple(_planned(each) for each in data["column"])
    keys = [planned.key for column in columns for planned in column.all()]
    if len(keys) != len(set(keys)):
        raise ValueError(f"{name}.toml: a key stands twice")
    return Preset(
        name, data["name"], columns, tuple(data.get("home", ())), data.get("inside", ""), frozenset(keys)
    )  # fmt: skip


def _planned(data: dict[str, Any], inherited: Where | None = None) -> Planned:
    own = Where(frozenset(data.get("kinds", ())), frozenset(data.get("levels", ())), data.get("rules", False))
    _known(own)
    fields = {
        "kind": ColumnKind(data.get("kind", ColumnKind.OTHER)),
        "view": ColumnView(data.get("view", ColumnView.RECORDS)),
        "content_class": ContentClass(data.get("class", ContentClass.BUSINESS)),
        "key_field": data.get("key_field", ""),
        "update_days": data.get("update_days"),
        "part": data.get("part", ""),
        "item_code": data.get("item", ""),
        "description": data.get("description", ""),
    }
    below = [_planned(each) for each in data.get("columns", ())]
    for group in data.get("columns_where", ()):
        shared = Where(frozenset(group.get("kinds", ())), frozenset(group.get("levels", ())))
        _known(shared)
        below += [_planned(each, shared) for each in group["columns"]]
    return Planned(data["key"], data["title"], fields, inherited or own, tuple(below))


def _known(where: Where) -> None:
    """Refuse a kind or level that does not exist: a slip there would silently drop columns."""
    if wrong := (where.kinds - set(Kind)) | (where.levels - set(Level)):
        raise ValueError(f"no such kind or level: {sorted(wrong)}")
