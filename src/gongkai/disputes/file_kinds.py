"""What a dispute's file can be: the usual papers as data. An agency hides some and adds its own (`FileKinds`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.disputes.enums import Direction
from gongkai.disputes.results import GROUPS, Group, results_at


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of paper."""

    id: str
    name: str
    groups: tuple[Group, ...] = tuple(GROUPS)
    direction: str = ""
    """Whether it is usually received or made; "" where nobody knows."""
    proves: str = ""
    evidence: bool = False
    """The agency hands it in: it is proposed for the list of evidence."""
    result: bool = False
    """It says how an instance ended."""
    sensitive: bool = False
    """It shows who somebody is: opened by few, and each look is recorded."""


@cache
def packaged_kinds() -> Mapping[str, FileKind]:
    """The usual papers by id, in the order of proceedings. ValueError for a direction or group that there is not."""
    data = tomllib.loads(files("gongkai.disputes").joinpath("file_kinds.toml").read_text(encoding="utf-8"))
    return {name: _kind(name, entry) for name, entry in data.items()}


def _kind(name: str, entry: dict[str, Any]) -> FileKind:
    kind = FileKind(id=name, **(entry | {"groups": tuple(entry.get("groups", GROUPS))}))
    Direction(kind.direction)
    if not set(kind.groups) <= set(GROUPS):
        raise ValueError(f"{name}: no such group")
    return kind


def kind_of(name: str) -> FileKind:
    """The kind that a file was filed as, also where it is not offered any more."""
    return packaged_kinds().get(name) or FileKind(name, name)


def result_paper(level: str, result: str) -> FileKind:
    """The paper that says an ending of an instance."""
    return packaged_kinds()[results_at(level)[result].paper]
