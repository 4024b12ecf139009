"""What stands on a document's page about its validity: 修改、废止、失效 marks on the original (国办发〔2017〕47号)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.library.document_models import Document, StatusTurn
from gongkai.library.enums import Change, Status
from gongkai.publishing.models import Record

LOOKS = {
    Status.PENDING: "soon",
    Status.IN_FORCE: "good",
    Status.AMENDED: "soon",
    Status.EXPIRED: "late",
    Status.REPEALED: "late",
}
"""How a status is drawn; its word stands beside it always."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One sentence, with the record that brought it about where the public can read that."""

    sentence: str
    status: str
    on: date
    record: Record | None = None


def marks_for(record: Record, today: date) -> list[Mark]:
    """The sentences for the record's page; none for a record that is no document, or one in force as it was made.

    Two queries at most.
    """
    document = Document.objects.filter(record=record).first()
    return marks_of(turns_of(document), today) if document else []


def turns_of(document: Document) -> list[StatusTurn]:
    """The document's turns with the records that brought them about; one query."""
    return list(document.turns.select_related("by__record"))


def marks_of(turns: Sequence[StatusTurn], today: date) -> list[Mark]:
    """The same from known turns: how it stands now, every amendment that holds, and what is known to come."""
    past = [turn for turn in turns if turn.on <= today]
    coming = [turn for turn in turns if turn.on > today]
    if not past:
        return []
    found = []
    for turn in past:
        if turn.change == Change.AMENDED:
            found.append(_mark(turn, f"本文件自{_day(turn.on)}起{turn.because}。"))
    now = past[-1]
    if now.status in (Status.EXPIRED, Status.REPEALED):
        fall = next(turn for turn in reversed(past) if turn.change in (Change.EXPIRED, Change.REPEALED))
        word = "失效" if fall.status == Status.EXPIRED else "废止"
        found.append(_mark(fall, f"本文件已于{_day(fall.on)}{word}{_ground(fall)}。"))
    elif now.status == Status.PENDING:
        begins = next((turn for turn in coming if turn.change == Change.EFFECTIVE), None)
        if begins:
            found.append(_mark(now, f"本文件自{_day(begins.on)}起施行，目前尚未施行。"))
    # Its own term is said in the facts beside the text; that it is going to be repealed is not.
    following = next((turn for turn in coming if turn.change == Change.REPEALED), None)
    if following and now.status not in (Status.EXPIRED, Status.REPEALED):
        found.append(_mark(following, f"本文件将于{_day(following.on)}废止{_ground(following)}。"))
    return found


def _mark(turn: StatusTurn, sentence: str) -> Mark:
    record = turn.by.record if turn.by and turn.by.record.live else None
    return Mark(sentence, turn.status, turn.on, record)


def _ground(turn: StatusTurn) -> str:
    because = turn.because.rstrip("。")
    return f"：{because}" if because else ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
