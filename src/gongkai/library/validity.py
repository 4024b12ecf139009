"""Since when a document holds, and until when: its status on any day, from its dates, relations and declarations.

Pure: no database. Sources: 规章制定程序条例 Arts 32–39 (coming into force, amendment, repeal, clean-up); that a
document with a term ends with it, and that it can be continued after an evaluation, are local rules (law facts I2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from gongkai.library.enums import STANDING, Change, Status


@dataclass(frozen=True, slots=True)
class Act:
    """Something done to a document on a day."""

    on: date
    change: Change
    because: str = ""
    """In words: by what document, on what ground."""
    by: int | None = None
    """The key of the document that did it, where it is in the library."""
    until: date | None = None
    """The last day of validity from now on, of a continuation or restoration."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document."""

    made_on: date | None
    effective_on: date | None = None
    expires_on: date | None = None
    """The last day on which it holds."""
    acts: Sequence[Act] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Turn:
    """A day on which the status turned, or will."""

    on: date
    change: Change
    status: Status
    standing_before: bool
    because: str = ""
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """All turns in order, and the last day of validity as it now stands."""

    turns: tuple[Turn, ...]
    valid_until: date | None

    def on(self, day: date) -> Turn | None:
        """The turn that gave the status of that day; None before the document was made."""
        return next((turn for turn in reversed(self.turns) if turn.on <= day), None)

    def after(self, day: date) -> Turn | None:
        """The next turn that comes by itself; None where none is to come."""
        return next((turn for turn in self.turns if turn.on > day), None)


# Of one day: a document is made before anything else is done to it, and what ends it counts last.
_ORDER = {change: number for number, change in enumerate(Change)}
_ENDING = {Change.REPEALED: Status.REPEALED, Change.EXPIRED: Status.EXPIRED}


def timeline(facts: Facts) -> Timeline:
    """The document's turns. A document without a day of making has none: nothing can be said of any day.

    An act before the day of making counts from that day. A term ends after its last day; what was repealed stays so
    when its term ends, and comes back only by being restored, what ran out also by being continued.
    """
    if facts.made_on is None:
        return Timeline((), facts.expires_on)
    return _Course(facts.made_on, facts).run()


class _Course:
    """The document's way through time."""

    def __init__(self, made_on: date, facts: Facts) -> None:
        self.made_on = made_on
        self.effective_on = max(facts.effective_on or made_on, made_on)
        self.until = facts.expires_on
        self.acts = sorted(facts.acts, key=lambda act: (max(act.on, made_on), _ORDER[act.change]))
        self.amended = False
        self.status: Status | None = None
        self.turns: list[Turn] = []

    def run(self) -> Timeline:
        self._turn(self.made_on, Change.MADE, Status.PENDING if self.effective_on > self.made_on else Status.IN_FORCE)
        for act in self.acts:
            day = max(act.on, self.made_on)
            # A continuation from the day after the last one is without a gap.
            self._pass_to(day, day - timedelta(days=1) if act.change == Change.CONTINUED else day)
            self._carry_out(act, day)
        self._pass_to(date.max)
        return Timeline(tuple(self.turns), self.until)

    def _pass_to(self, day: date, running_out: date | None = None) -> None:
        """What happens by itself up to and on that day: coming into force, the end of a term before `running_out`."""
        if self.status == Status.PENDING and self.effective_on <= day:
            self._turn(self.effective_on, Change.EFFECTIVE, self._holding())
        if self.until is not None and self.until < (running_out or day) and self.status in STANDING:
            because = f"有效期至{self.until:%Y-%m-%d}，期满"
            self._turn(max(self.until + timedelta(days=1), self.turns[-1].on), Change.EXPIRED, Status.EXPIRED, because)

    def _carry_out(self, act: Act, day: date) -> None:
        if act.change in _ENDING:
            # What is repealed already cannot run out; what ran out can still be repealed, and then is called so.
            if self.status != Status.REPEALED and self.status != _ENDING[act.change]:
                self._turn(day, act.change, _ENDING[act.change], act.because, act.by)
        elif act.change == Change.AMENDED:
            self.amended = True
            if self.status in STANDING:
                status = Status.PENDING if self.status == Status.PENDING else Status.AMENDED
                self._turn(day, Change.AMENDED, status, act.because, act.by)
        elif act.change == Change.CONTINUED and self.status in STANDING:
            self.until = act.until
            self._turn(day, Change.CONTINUED, self.status, act.because, act.by)
        elif act.change == Change.RESTORED or (act.change == Change.CONTINUED and self.status == Status.EXPIRED):
            # Without a new term the old one goes on, unless it is over.
            over = self.until is not None and self.until < day
            self.until = act.until or (None if over else self.until)
            if self.status not in STANDING:
                self._turn(day, Change.RESTORED, self._holding(), act.because, act.by)

    def _holding(self) -> Status:
        return Status.AMENDED if self.amended else Status.IN_FORCE

    def _turn(self, on: date, change: Change, status: Status, because: str = "", by: int | None = None) -> None:
        before = self.status in STANDING if self.status is not None else False
        self.turns.append(Turn(on, change, status, before, because, by))
        self.status = status
