"""Cases on the edge of a year, to be looked at before its report is frozen: a day more or less moves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.applications import counting
from gongkai.applications.enums import Matter, State
from gongkai.applications.models import Application

NEAR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Edge:
    """One kind of case on the edge, with what it means for the count."""

    id: str
    title: str
    meaning: str
    cases: QuerySet[Any]


def edges(agency: Agency, year: int) -> Mapping[str, Edge]:
    """The kinds by id, in the order in which they matter."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    cases = Application.objects.filter(agency=agency, matter=Matter.DISCLOSURE).exclude(state=State.VOID)
    near = Q()
    for day in (first - timedelta(days=1), last):
        span = (day - NEAR, day + NEAR)
        near |= Q(received_on__range=span) | Q(decided_on__range=span) | Q(concluded_on__range=span)
    kinds = (
        Edge(
            "next-year",
            f"{year}年作出决定，次年才送达",
            "计入次年的办理结果，本年结转下年度。",
            cases.filter(decided_on__range=(first, last), concluded_on__gt=last),
        ),
        Edge(
            "unserved",
            "已作出决定，尚未送达",
            "没有送达的不算办结，本年结转下年度；已经寄出的请补登交邮日期。",
            cases.filter(decided_on__lte=last, concluded_on__isnull=True),
        ),
        Edge(
            "unconfirmed",
            f"{year}年底以前提交，尚未确认收到",
            "收到日期没有确定，不计入新收；请先确认。",
            cases.filter(arrived_on__lte=last, state=State.SUBMITTED),
        ),
        Edge(
            "confirmed-later",
            f"{year}年提交，次年才确认收到",
            "按确认的收到日期计入次年新收。",
            cases.filter(arrived_on__range=(first, last), received_on__gt=last),
        ),
        Edge(
            "lapsed",
            "补正或者缴费期满，尚未登记终止",
            "没有登记终止的不算办结，本年结转下年度。",
            cases.filter(received_on__lte=last, state=State.ABANDONED, concluded_on__isnull=True),
        ),
        Edge(
            "no-outcome",
            "已办结，没有办理结果",
            "暂计入“其他”；请补登办理结果。",
            counting.unplaced_cases(agency, year),
        ),
        Edge(
            "near",
            "年初、年末前后七天内收到、决定或者办结",
            "请核对日期有没有记错年度。",
            cases.filter(near),
        ),
    )
    return {kind.id: kind for kind in kinds}
