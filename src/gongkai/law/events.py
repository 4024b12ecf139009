"""What happens to an application, step by step: the events that the clock counts by, and how a file states them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

KINDS: Mapping[str, str] = {
    "received": "收到申请",
    "supplement_asked": "告知补正",
    "supplement_received": "收到补正",
    "consultation_sent": "发出征求意见书",
    "consultation_received": "收到征求的意见",
    "extended": "延长答复期限",
    "fee_notified": "发出收费通知",
    "fee_paid": "缴纳费用",
    "reasons_asked": "要求说明理由",
    "reasons_received": "收到说明的理由",
    "deferred": "确定延迟答复",
    "decided": "作出答复决定",
    "served": "送达答复",
    "withdrawn": "申请人撤回",
    "abandoned": "视为放弃申请",
}
PARTIES: Mapping[str, str] = {"third_party": "第三方", "joint_body": "共同制作机关", "other_agency": "其他机关"}

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATES = {"on": "日期", "delivered_on": "送达日期", "until": "截止日期"}
_TEXTS = ("id", "answers", "method")
_FLAGS = ("approved", "partial")


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a case. `on` is the legal date: of receipt by Art 31, of posting or signature for what is served."""

    kind: str
    on: date
    id: str | None = None
    answers: str | None = None
    """The id of the earlier event that this one answers; without it the earliest that still waits."""
    party: str | None = None
    """Who is consulted: a key of PARTIES (`with` in JSON)."""
    delivered_on: date | None = None
    days: int | None = None
    """Working days: an extension's length, or a term's."""
    until: date | None = None
    method: str | None = None
    approved: bool = True
    """Of an extension: whether the head of the disclosure office agreed (Art 33)."""
    partial: bool = False
    """Of a service: an instalment that does not close the case."""

    @property
    def words(self) -> str:
        """The step in an official's words, with its day: “告知补正”（2026-01-08）."""
        return f"“{KINDS[self.kind]}”（{self.on}）"

    @property
    def reached_on(self) -> date:
        """The day from which the addressee's term runs: delivery, where it is recorded, else sending."""
        return self.delivered_on or self.on


def read_events(data: object) -> list[Event]:
    """The events of a JSON value as the contract describes it.

    Raises ValueError with one Chinese sentence that says which entry is wrong and how. Fields that are not known are
    left alone: other systems may keep theirs in the same file.
    """
    if not isinstance(data, list):
        raise ValueError("事件文件应为一个 JSON 列表。")
    return [_event(number, item) for number, item in enumerate(data, 1)]


def _event(number: int, item: object) -> Event:
    if not isinstance(item, dict):
        raise ValueError(f"第{number}项应为一个 JSON 对象。")
    kind = item.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        shown = f"“{kind}”" if isinstance(kind, str) else "（缺 kind）"
        raise ValueError(f"第{number}项的事件种类{shown}不认识，可用：{'、'.join(KINDS)}。")
    if item.get("on") is None:
        raise ValueError(f"第{number}项“{KINDS[kind]}”缺少日期 on。")
    party = item.get("with")
    if party is not None and (not isinstance(party, str) or party not in PARTIES):
        raise ValueError(f"第{number}项“{KINDS[kind]}”的 with 只能是 {'、'.join(PARTIES)}。")
    return Event(kind=kind, party=party, **_fields(number, kind, item))


def _fields(number: int, kind: str, item: Mapping[str, Any]) -> dict[str, Any]:
    """The optional fields, each of its type."""
    where = f"第{number}项“{KINDS[kind]}”的"
    fields: dict[str, Any] = {}
    for name, word in _DATES.items():
        if (value := item.get(name)) is not None:
            fields[name] = _date(f"{where}{word} {name}", value)
    if (days := item.get("days")) is not None:
        if not isinstance(days, int) or isinstance(days, bool) or days < 1:
            raise ValueError(f"{where}天数 days 应为正整数。")
        fields["days"] = days
    for name in _TEXTS:
        if (value := item.get(name)) is not None:
            if not isinstance(value, str):
                raise ValueError(f"{where} {name} 应为文字。")
            fields[name] = value
    for name in _FLAGS:
        if (value := item.get(name)) is not None:
            if not isinstance(value, bool):
                raise ValueError(f"{where} {name} 应为 true 或 false。")
            fields[name] = value
    return fields


def _date(what: str, value: object) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass  # A day that no calendar has is told like any other.
    shown = f"“{value}”" if isinstance(value, str) else "这里的内容"
    raise ValueError(f"{what} 应写成 2026-01-05 的样子，{shown}不是这样的日期。")


def check_events(events: Sequence[Event]) -> None:
    """Holds what no case can be: a ValueError with one Chinese sentence for the first thing that is impossible.

    The first event is the receipt, and the only one; events stand in order of time; no letter arrives before it was
    sent and no term ends before it begins; an id names one event, and an answer refers to an earlier one.
    """
    if not events or events[0].kind != "received":
        raise ValueError("第一个事件应为“收到申请”（received）。")
    seen: dict[str, Event] = {}
    for before, event in zip((None, *events), events, strict=False):
        if before is not None:
            if event.kind == "received":
                raise ValueError(f"一件申请只能收到一次，{event.words}重复。")
            if event.on < before.on:
                raise ValueError(f"{event.words}早于排在它前面的{before.words}，事件应按时间先后排列。")
        if event.delivered_on and event.delivered_on < event.on:
            raise ValueError(f"{event.words}的送达日期（{event.delivered_on}）早于发出日期。")
        if event.until and event.until < event.on:
            raise ValueError(f"{event.words}的截止日期（{event.until}）早于事件日期。")
        if event.days is not None and event.days < 1:
            raise ValueError(f"{event.words}的天数应为正整数。")
        if event.answers is not None:
            asked = seen.get(event.answers)
            if asked is None:
                raise ValueError(f"{event.words}所答复的事件“{event.answers}”不在它前面。")
        if event.id is not None:
            if event.id in seen:
                raise ValueError(f"编号“{event.id}”用了两次。")
            seen[event.id] = event
