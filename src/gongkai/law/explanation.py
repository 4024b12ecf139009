"""“为什么是这一天”: a case's clock in an official's words, line by line. For the command, the screen and the print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from gongkai.law.articles import in_words
from gongkai.law.calendar import Calendar, SpecialDay
from gongkai.law.clock import STATES, Clock, Step

REGULATION_IN_FORCE = date(2019, 5, 15)
_WEEKDAYS = "一二三四五六日"
_DAY = timedelta(days=1)


def headline(clock: Clock) -> str:
    """Where the case is and when its answer is due, in one sentence."""
    state = f"截至{_day(clock.on)}：{STATES[clock.state]}"
    if clock.due is None:
        awaited = f"，等待至{_day(clock.lapses)}" if clock.lapses else ""
        late = f"，超过答复期限（{clock.term_end}）" if clock.overdue else ""
        return f"{state}{awaited}{late}。"
    if clock.overdue:
        return f"{state}，答复期限已于{_day(clock.due)}届满，超期{-(clock.days_left or 0)}个工作日。"
    return f"{state}，答复期限至{_day(clock.due)}24时，还剩{clock.days_left}个工作日。"


def explain(clock: Clock, calendar: Calendar) -> Iterator[str]:
    """Why this day: a line for each stretch of days with its article, the holidays in it, and what is to come."""
    yield f"{_day(clock.received)}：收到申请，当日不计（民法典第二百零一条）。"
    yield from _lines(clock.steps, calendar, "计")
    if clock.ahead:
        yield f"如果到{_day(clock.lapses)}仍未收到意见：" if clock.due is None and clock.lapses else "此后："
        yield from _lines(clock.ahead, calendar, "将计")
        yield f"答复期限于{_day(clock.ahead[-1].last)}24时届满。"
    if clock.provisional:
        yield "暂定：所涉年度的放假安排尚未公布，按周末和法定节日推算，公布后须重新计算。"
    if clock.received < REGULATION_IN_FORCE:
        yield "提示：申请收到于现行条例施行（2019年5月15日）之前，这里仍按现行条例的期限计算。"


def special_days(calendar: Calendar, first: date, last: date) -> str:
    """The holidays and worked weekends between the two days: “2月15日至23日春节放假、2月14日春节调休上班”."""
    parts = []
    days = calendar.special_days(first, last)
    for (works, name), group in groupby(days, key=lambda special: (special.works, special.name)):
        parts.append(f"{_dates(list(group))}{name}{'调休上班' if works else '放假'}")
    return "，".join(parts)


def _lines(steps: Sequence[Step], calendar: Calendar, verb: str) -> Iterator[str]:
    for step in steps:
        count = f"{verb}{step.days}个工作日" if step.counted else f"不计（{step.days}个工作日）"
        yield f"{_span(step.first, step.last)}：{count}。{step.reason}。〔{source(step.article)}〕"
        if step.counted and (special := special_days(calendar, step.first, step.last)):
            yield f"　　其中{special}。"


def source(article: str) -> str:
    """Where an article stands, in words: 条例第三十三条; Art 42 stands for the rules on the fee as well."""
    return f"条例{in_words(article)}" + ("和《政府信息公开信息处理费管理办法》" if article == "42" else "")


def _dates(days: list[SpecialDay]) -> str:
    """Days as they are written in a row: the first and the last where rest days alone lie between."""
    first, last = days[0].day, days[-1].day
    text = f"{first.month}月{first.day}日"
    if first == last:
        return text
    if days[0].works:
        return "、".join(f"{special.day.month}月{special.day.day}日" for special in days)
    return f"{text}至{last.day}日" if first.month == last.month else f"{text}至{last.month}月{last.day}日"


def _span(first: date, last: date) -> str:
    return _day(first) if first == last else f"{_day(first)}至{_day(last)}"


def _day(day: date) -> str:
    return f"{day}（周{_WEEKDAYS[day.weekday()]}）"
