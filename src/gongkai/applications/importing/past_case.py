"""A past case as a register states it: what contradicts itself in it, and the events that it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from gongkai.law.events import KINDS

ORDER = (
    ("received_on", "received"),
    ("supplement_asked_on", "supplement_asked"),
    ("supplement_received_on", "supplement_received"),
    ("consultation_sent_on", "consultation_sent"),
    ("consultation_received_on", "consultation_received"),
    ("extended_on", "extended"),
    ("fee_notified_on", "fee_notified"),
    ("fee_paid_on", "fee_paid"),
    ("decided_on", "decided"),
    ("served_on", "served"),
)
"""The columns of days with the events that they are, as they follow one another on one day."""
ANSWERS = {
    "supplement_received_on": "supplement_asked_on",
    "consultation_received_on": "consultation_sent_on",
    "fee_paid_on": "fee_notified_on",
}
_OFFICE_STEPS = ("supplement_asked_on", "consultation_sent_on", "extended_on", "fee_notified_on")
_WORDS = {column: KINDS[kind] for column, kind in ORDER}
_GIVEN_UP = {"other.not_supplemented": "supplement_received_on", "other.fee_unpaid": "fee_paid_on"}
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a case: the column's id, and why."""

    column: str
    reason: str


@dataclass(slots=True)
class PastCase:
    """One line of the register. `days` has the days that are given, by the column's id."""

    line: str
    """Where it stands, in words."""
    receipt_no: str
    applicant_type: str
    applicant_name: str
    channel: str
    subject: str
    description: str = ""
    region: str = ""
    topic: str = ""
    information_year: int | None = None
    days: dict[str, date] = field(default_factory=dict)
    outcome: str = ""
    outcome_row: str = ""

    def faults(self, today: date) -> Iterator[Fault]:
        """What contradicts itself. What merely lacks, or came late, is taken as it is."""
        days = self.days
        for column, on in days.items():
            if on > today:
                yield Fault(column, f"{_WORDS[column]}的日期（{on}）晚于今天（{today}）。")
        if (received := days.get("received_on")) is None:
            return
        for column, on in days.items():
            if on < received:
                yield Fault(column, f"{_WORDS[column]}的日期（{on}）早于收到申请的日期（{received}）。")
        for answer, question in ANSWERS.items():
            if answer in days and question in days and days[answer] < days[question]:
                yield self._before(answer, question)
        if "served_on" in days and "decided_on" in days and days["served_on"] < days["decided_on"]:
            yield self._before("served_on", "decided_on")
        yield from self._steps_after_the_end()
        if self.ended_on and not self.outcome_row:
            yield Fault("outcome", f"已于{self.ended_on}作出决定或者送达，却没有办理结果。")
        if self.outcome_row and not self.ended_on:
            yield Fault("outcome", "有办理结果，却没有决定日期和送达日期；尚未办结的请留空。")

    @property
    def ended_on(self) -> date | None:
        """The day of the decision, or of service where no decision is given."""
        return self.days.get("decided_on") or self.days.get("served_on")

    def _steps_after_the_end(self) -> Iterator[Fault]:
        ending = "decided_on" if "decided_on" in self.days else "served_on"
        for column in _OFFICE_STEPS:
            if ending in self.days and self.days.get(column, date.min) > self.days[ending]:
                yield self._before(ending, column)

    def _before(self, early: str, late: str) -> Fault:
        return Fault(
            early, f"{_WORDS[early]}的日期（{self.days[early]}）早于{_WORDS[late]}的日期（{self.days[late]}）。"
        )

    def remarks(self) -> Iterator[str]:
        """What is taken as it is, and may well be looked at, a sentence each."""
        for column in self.unasked:
            yield (f"有{_WORDS[column]}日期，没有{_WORDS[ANSWERS[column]]}日期：这一日期只记入备注，不影响期限的计算。")
        answer = _GIVEN_UP.get(self.outcome_row, "")
        if answer in self.days:
            yield f"办理结果与{_WORDS[answer]}的日期（{self.days[answer]}）不相称，照原样转入。"
        if "decided_on" in self.days and "served_on" not in self.days:
            yield "没有送达日期：作为已决定、尚未送达的申请转入，不计入办结。"

    @property
    def unasked(self) -> list[str]:
        """Answers to what, as far as the register says, nobody had asked: no step for the clock."""
        return [answer for answer, question in ANSWERS.items() if answer in self.days and question not in self.days]

    def events(self) -> list[tuple[str, date]]:
        """Kind and day of each step, in order of time. A withdrawal or an end without a decision is what it is."""
        steps = [
            (self._ending if kind == "served" else kind, self.days[column])
            for column, kind in ORDER
            if column in self.days and column not in self.unasked
        ]
        return sorted(steps, key=lambda step: step[1])

    @property
    def _ending(self) -> str:
        """What the case ended by, where the last day is given."""
        if "decided_on" in self.days:
            return "served"
        if self.outcome == WITHDRAWN:
            return WITHDRAWN
        return "abandoned" if self.outcome_row in _GIVEN_UP else "served"
