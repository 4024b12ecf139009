"""What may be done in a case, by whom, and when: state × act × role as one table (`procedure.toml`).

The desk's buttons, the refusals of the actions and the tests all read it. `problems` is checked at start.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from gongkai.agencies.enums import READING_ROLES, Role
from gongkai.applications.enums import State
from gongkai.applications.papers import Stage
from gongkai.law.events import KINDS

APPLICANT = "applicant"
THIRD_PARTY = "third_party"
OUTSIDERS = frozenset({APPLICANT, THIRD_PARTY})


@dataclass(frozen=True, slots=True)
class Act:
    """One row of the table."""

    id: str
    name: str
    states: frozenset[str]
    roles: frozenset[str]
    also: frozenset[str] = frozenset()
    leads_to: frozenset[str] = frozenset()
    article: str = ""

    @property
    def moves(self) -> bool:
        """Whether it is a step that the clock knows, or changes the state by itself."""
        return bool(self.leads_to)

    def offered(self, state: str, roles: Collection[str]) -> bool:
        """Whether the desk shows it as a next step to somebody with these roles."""
        return state in self.states and bool(self.roles & set(roles))

    def possible(self, state: str) -> bool:
        """Whether it may be recorded at all in this state."""
        return state in self.states or state in self.also


@dataclass(frozen=True, slots=True)
class StageMove:
    """One step of a letter toward its signature, or back."""

    id: str
    name: str
    stages: frozenset[str]
    leads_to: frozenset[str]
    roles: frozenset[str]


@cache
def acts() -> Mapping[str, Act]:
    """The acts by id, in the order of the table."""
    return MappingProxyType(
        {
            name: Act(
                id=name,
                name=row["name"],
                states=frozenset(row["states"]),
                roles=frozenset(row["roles"]),
                also=frozenset(row.get("also", ())),
                leads_to=frozenset(row.get("leads_to", ())),
                article=row.get("article", ""),
            )
            for name, row in _table()["acts"].items()
        }
    )


@cache
def stage_moves() -> Mapping[str, StageMove]:
    """The steps of a letter by id."""
    return MappingProxyType(
        {
            name: StageMove(
                id=name,
                name=row["name"],
                stages=frozenset(row["stages"]),
                leads_to=frozenset(row["leads_to"]),
                roles=frozenset(row["roles"]),
            )
            for name, row in _table()["letters"].items()
        }
    )


def offered(state: str, roles: Collection[str]) -> list[Act]:
    """What the desk shows as next steps in this state to somebody with these roles."""
    return [act for act in acts().values() if act.offered(state, roles)]


def offered_for_letter(stage: str, roles: Collection[str]) -> list[StageMove]:
    """What may be done next with a letter in this stage by somebody with these roles."""
    return [move for move in stage_moves().values() if stage in move.stages and move.roles & set(roles)]


def problems() -> Iterator[str]:
    """What is wrong with the table, a sentence each: unknown words, steps without a way, states nobody reaches."""
    roles = (set(Role.values) - set(READING_ROLES)) | OUTSIDERS
    for act in acts().values():
        yield from _unknown(act.id, "states", act.states | act.also | act.leads_to, set(State.values))
        yield from _unknown(act.id, "roles", act.roles, roles)
        if act.states & act.also:
            yield f"{act.id}: {sorted(act.states & act.also)} stand in states and in also"
    for move in stage_moves().values():
        yield from _unknown(move.id, "stages", move.stages | move.leads_to, set(Stage.values))
        yield from _unknown(move.id, "roles", move.roles, set(Role.values) - set(READING_ROLES))
    if missing := set(KINDS) - set(acts()):
        yield f"events of the clock without an act: {sorted(missing)}"
    reached = {str(State.SUBMITTED)}.union(*(act.leads_to for act in acts().values()))
    if unreached := set(State.values) - reached:
        yield f"states that no act leads to: {sorted(unreached)}"
    for state in set(State.values) - {State.SERVED, State.WITHDRAWN, State.VOID}:
        if not any(act.moves and state in act.states for act in acts().values()):
            yield f"no way on from state {state}"
    reached_stages = {str(Stage.DRAFT)}.union(*(move.leads_to for move in stage_moves().values()))
    if unreached := set(Stage.values) - reached_stages:
        yield f"stages that no step leads to: {sorted(unreached)}"


def _unknown(name: str, field: str, said: Collection[str], known: Collection[str]) -> Iterator[str]:
    if strange := set(said) - set(known):
        yield f"{name}: {field} has unknown words {sorted(strange)}"


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "procedure.toml").read_text(encoding="utf-8"))
