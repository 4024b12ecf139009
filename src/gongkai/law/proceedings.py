"""A case's events taken one after the other: what each does to the running term, and which come out of term.

What has happened is always accepted. A step out of term becomes a `Defect` and neither stops nor lengthens the term.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from gongkai.law.articles import in_words
from gongkai.law.calendar import Calendar
from gongkai.law.events import KINDS, PARTIES, Event
from gongkai.law.settings import Settings
from gongkai.law.stretches import Grant, Pause, last_days

ANSWER_DAYS = 20
"""Art 33: working days from receipt."""
EXTENSION_DAYS = 20
"""Art 33: the most that one extension adds."""
SUPPLEMENT_NOTICE_DAYS = 7
"""Art 30: working days from receipt for asking."""
CONSULTATION_DAYS = 15
"""Arts 32 and 34: working days from delivery for an opinion."""
PAYMENT_DAYS = 20
"""《政府信息公开信息处理费管理办法》: working days from the day after the notice."""

Whose = Literal["agency", "applicant", "consulted"]

SILENCE: Mapping[str | None, tuple[str, str]] = {
    "third_party": ("32", "逾期未提出意见的，由行政机关决定是否公开"),
    "joint_body": ("34", "逾期未提出意见的，视为同意公开"),
    "other_agency": ("33", "逾期未提出意见的，由行政机关决定是否公开"),
    None: ("33", "逾期未提出意见的，由行政机关决定是否公开"),
}
"""What the law makes of silence, by who is consulted: the two defaults are opposite."""

LATE: Mapping[str, tuple[str, str, Whose]] = {
    "supplement_received": (
        "30",
        "补正期限已于{lapses}届满；确有正当理由仍予受理的，自收到补正起重新计算",
        "applicant",
    ),
    "fee_paid": ("42", "缴费期限已于{lapses}届满；仍予受理的，自缴费完成起重新计算", "applicant"),
    "reasons_received": ("35", "说明理由的期限已于{lapses}届满", "applicant"),
    "consultation_received": ("33", "提出意见的期限已于{lapses}届满，超出的时间不扣除", "consulted"),
}
"""What is said of an answer after its term: the article, the sentence, whose lateness it is."""

OPENING = {"supplement_received": "supplement_asked", "fee_paid": "fee_notified", "reasons_received": "reasons_asked",
           "consultation_received": "consultation_sent"}  # fmt: skip
"""Which step an answer answers."""

AFTER_THE_END: Mapping[str, frozenset[str]] = {
    "served": frozenset({"served"}),
    "withdrawn": frozenset({"decided", "served"}),
    "abandoned": frozenset({"decided", "served"}),
}
"""What an authority may still do once a case has ended; answers from outside may come in at any time."""


@dataclass(frozen=True, slots=True)
class Defect:
    """A step out of term 程序瑕疵: what happened, when, and whose step it was."""

    kind: str
    on: date
    message: str
    article: str
    by: Whose = "agency"


@dataclass(slots=True)
class Wait:
    """A step that awaits an answer."""

    event: Event
    lapses: date | None
    """The last day of the term for the answer; None where none was set."""
    pause: Pause | None = None
    """What it takes from the count; None where the step was out of term or stops nothing."""
    answered: date | None = None


@dataclass(slots=True)
class Term:
    """A running of the answer term: after `start`, until the case ends or the next term begins."""

    start: date
    opening: str
    """From what the count runs, in words."""
    grants: list[Grant] = field(default_factory=lambda: [Grant(ANSWER_DAYS, "答复期限", "33")])
    pauses: list[Pause] = field(default_factory=list)
    restart: str = ""
    """Of a term that begins anew: why the days before do not count, with its article."""
    article: str = "33"


class Proceedings:
    """The case as its events have made it. `apply` them in order; ValueError for one that is impossible."""

    def __init__(self, calendar: Calendar, settings: Settings) -> None:
        self.calendar = calendar
        self.settings = settings
        self.terms: list[Term] = []
        self.waits: list[Wait] = []
        self.defects: list[Defect] = []
        self.ended: Event | None = None
        self.decided: Event | None = None

    @property
    def term(self) -> Term:
        return self.terms[-1]

    def apply(self, event: Event) -> None:
        """Takes the next event."""
        opening = OPENING.get(event.kind)
        if self.ended and not opening and event.kind not in AFTER_THE_END[self.ended.kind]:
            raise ValueError(f"{self.ended.words}之后案件已经办结，不能再有{event.words}。")
        if opening:
            wait = self._answered_wait(event, opening)
            wait.answered = event.on
            self._tell_if_late(event, wait)
            self._answer(event, wait)
        else:
            getattr(self, f"_{event.kind}")(event)

    def due(self) -> date | None:
        """The last day for the answer as things stand; None while no end of a pause is in sight."""
        ends = self.ends()
        return ends[-1] if ends else None

    def ends(self) -> list[date] | None:
        return last_days(self.calendar, self.term.start, self.term.grants, self.term.pauses)

    def open_waits(self, kind: str) -> list[Wait]:
        """The steps of a kind that still have no answer."""
        return [wait for wait in self.waits if wait.event.kind == kind and wait.answered is None]

    # ------------------------------------------------------------ one method an event

    def _received(self, event: Event) -> None:
        self.terms.append(Term(event.on, f"自收到申请之日（{event.on}）的次日起计算"))

    def _supplement_asked(self, event: Event) -> None:
        received = self.terms[0].start
        last = self.calendar.add_working_days(received, SUPPLEMENT_NOTICE_DAYS)
        if any(wait.event.kind == "supplement_asked" for wait in self.waits):
            in_term = self._defect(event, "30", "补正应当一次性告知，再次要求的，照常计算答复期限")
        elif event.on > last:
            in_term = self._defect(
                event, "30", f"应当在收到申请之日起7个工作日内（至{last}）作出，逾期要求补正的，照常计算答复期限"
            )
        else:
            in_term = True
        lapses = self._term_end(event, self.settings.supplement_days)
        self._wait(event, in_term, lapses, None, f"等待申请人补正（{event.on}告知）", "30")

    def _fee_notified(self, event: Event) -> None:
        in_term = self._in_term(event, "42", "应当在办理期限内发出")
        law = self.calendar.add_working_days(event.reached_on, PAYMENT_DAYS)
        lapses = max(law, self._term_end(event, None) or law)
        self._wait(event, in_term, lapses, None, f"等待申请人缴费（{event.on}发出收费通知，{lapses}期满）", "42")

    def _consultation_sent(self, event: Event) -> None:
        in_term = self._in_term(event, "33", "应当在答复期限内发出")
        if event.party == "other_agency":
            lapses = self._term_end(event, self.settings.other_agency_days)
        else:
            lapses = self.calendar.add_working_days(event.reached_on, CONSULTATION_DAYS)
        self._wait(event, in_term, lapses, lapses, _consultation_words(event, lapses, None), "33")

    def _reasons_asked(self, event: Event) -> None:
        in_term = self._in_term(event, "35", "应当在答复期限内提出")
        lapses = self._term_end(event, None)
        stops = in_term and self.settings.reasons_stop_clock
        self._wait(event, stops, lapses, lapses, f"等待申请人说明理由（{event.on}提出要求）", "35")

    def _extended(self, event: Event) -> None:
        term = self.term
        if any(grant.article == "33" for grant in term.grants[1:]):
            self._defect(event, "33", "答复期限只延长一次，再次延长不增加天数")
            return
        if not event.approved:
            self._defect(event, "33", "应当经政府信息公开工作机构负责人同意，未经同意的不增加天数")
            return
        if not self._in_term(event, "33", "应当在期限届满前作出并告知申请人"):
            return
        days = self._extension_days(event)
        if days > EXTENSION_DAYS:
            self._defect(event, "33", f"延长的期限最长不得超过20个工作日，超出的{days - EXTENSION_DAYS}个工作日不计")
            days = EXTENSION_DAYS
        term.grants.append(Grant(days, f"延长的答复期限（{event.on}告知，延长{days}个工作日）", "33"))

    def _deferred(self, event: Event) -> None:
        if event.until is None and event.days is None:
            raise ValueError(f"{event.words}应写明延迟到哪一天（until）或者延迟几个工作日（days）。")
        if not self._in_term(event, "35", "应当在期限届满前确定并告知申请人"):
            return
        days = 0 if event.until else event.days or 0
        self.term.grants.append(Grant(days, f"延迟答复的合理期限（{event.on}告知）", "35", event.until))

    def _decided(self, event: Event) -> None:
        if self.ended:
            return  # the notice that closes a case that was withdrawn or abandoned
        self.decided = event
        # Nobody waits any longer for what the decision was made without.
        for pause in self.term.pauses:
            pause.end_by(event.on)

    def _served(self, event: Event) -> None:
        if event.partial or (self.ended and self.ended.kind != "served"):
            return
        self.ended = event

    def _withdrawn(self, event: Event) -> None:
        self.ended = event

    def _abandoned(self, event: Event) -> None:
        grounds = [*self.open_waits("supplement_asked"), *self.open_waits("fee_notified")]
        if not grounds:
            self._defect(event, "30", "没有尚未补正或者尚未缴费的通知，不能视为放弃申请")
        elif all(wait.lapses is not None and event.on <= wait.lapses for wait in grounds):
            last = max(wait.lapses for wait in grounds if wait.lapses)
            self._defect(event, "30", f"补正或者缴费的期限（至{last}）还没有届满，不能视为放弃申请")
        self.ended = event

    # ------------------------------------------------------------ answers

    def _answered_wait(self, event: Event, opening: str) -> Wait:
        """The step that an answer belongs to: the one it names, else the earliest that waits."""
        for wait in self.waits:
            if wait.event.kind != opening:
                continue
            if event.answers is not None:
                if wait.event.id == event.answers:
                    break
            elif wait.answered is None and event.party in (None, wait.event.party):
                break
        else:
            raise ValueError(f"{event.words}没有可以对应的“{KINDS[opening]}”。")
        if wait.answered is not None:
            raise ValueError(f"{event.words}所答复的{wait.event.words}已经有了答复。")
        if wait.event.delivered_on and event.on < wait.event.delivered_on:
            raise ValueError(f"{event.words}早于{wait.event.words}的送达日期（{wait.event.delivered_on}）。")
        return wait

    def _tell_if_late(self, event: Event, wait: Wait) -> None:
        """An answer after its term is a step out of term too, though not one of the authority's."""
        if wait.lapses is None or event.on <= wait.lapses:
            return
        article, message, by = LATE[event.kind]
        if event.kind == "consultation_received":
            article = SILENCE[wait.event.party][0]
        self._defect(event, article, message.format(lapses=wait.lapses), by)

    def _answer(self, event: Event, wait: Wait) -> None:
        """An answer ends the pause; a supplement, and as a rule the payment, begins the term anew."""
        if wait.pause is None:
            return
        wait.pause.end_by(event.on)
        if event.kind == "consultation_received":
            wait.pause.reason = _consultation_words(wait.event, wait.lapses, event.on)
        if self.decided or (self.ended and self.ended.kind != "abandoned"):
            return
        if event.kind == "supplement_received":
            self._restart(
                event, "30", f"自收到补正之日（{event.on}）的次日起重新计算", "收到补正后重新计算，此前的天数不计"
            )
        elif event.kind == "fee_paid" and self.settings.fee_restarts:
            self._restart(event, "42", f"自缴费完成（{event.on}）的次日起重新计算", "缴费后重新计算，此前的天数不计")

    def _restart(self, event: Event, article: str, opening: str, reason: str) -> None:
        self.ended = None
        # What is still being consulted about goes on beside the new term.
        running = [pause for pause in self.term.pauses if pause.through is None or pause.through > event.on]
        self.terms.append(Term(event.on, opening, pauses=running, restart=reason, article=article))

    # ------------------------------------------------------------ parts

    def _wait(
        self, event: Event, stops: bool, lapses: date | None, through: date | None, reason: str, article: str
    ) -> None:
        """Notes a step that awaits an answer; if it stops the clock, from its day on until `through`.

        A decision before it was not the last word, whatever the record calls it.
        """
        self.decided = None
        wait = Wait(event, lapses)
        if stops:
            wait.pause = Pause(event.on, through, reason, article)
            self.term.pauses.append(wait.pause)
        self.waits.append(wait)

    def _in_term(self, event: Event, article: str, rule: str) -> bool:
        due = self.due()
        if due is None or event.on <= due:
            return True
        return self._defect(event, article, f"{rule}，期限已于{due}届满，不增加天数")

    def _defect(self, event: Event, article: str, message: str, by: Whose = "agency") -> bool:
        self.defects.append(Defect(event.kind, event.on, f"{event.words}：{message}。", article, by))
        return False

    def _term_end(self, event: Event, days: int | None) -> date | None:
        """The end of a term that a letter sets: its day, rolled over rest days, or its working days, else `days`."""
        if event.until is not None:
            return self.calendar.on_or_after(event.until)
        days = event.days or days
        return self.calendar.add_working_days(event.reached_on, days) if days else None

    def _extension_days(self, event: Event) -> int:
        if event.days is not None:
            return event.days
        due = self.due()
        if event.until is None or due is None:
            return EXTENSION_DAYS
        days = self.calendar.working_days_between(due, event.until)
        if days < 1:
            raise ValueError(f"{event.words}延长到{event.until}，但原来的期限就到{due}。")
        return days


def _consultation_words(event: Event, lapses: date | None, answered: date | None) -> str:
    """Why the time of a consultation does not count: what was sent when, and what ends it."""
    whom = PARTIES.get(event.party or "", "第三方或者其他机关")
    article, silence = SILENCE[event.party]
    delivered = f"{event.delivered_on}送达" if event.delivered_on else "没有送达记录，自发出起算"
    if answered and (lapses is None or answered <= lapses):
        end = f"{answered}收到意见"
    else:
        end = f"条例{in_words(article)}的期限于{lapses}届满，{silence}" if lapses else "尚未收到意见"
    return f"征求{whom}意见所需时间不计算在内（{event.on}发出，{delivered}，{end}）"
