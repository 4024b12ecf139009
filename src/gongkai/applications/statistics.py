"""What the cases of a span come to: by month, channel, applicant, outcome, subject, department, days and terms.

Every bar is a filter of the work list; the scans that count it start from the same filter, so a bar's number and the
list it opens are the same cases. Only grouped scans, as many for one case as for a million.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Min, Q, Sum

from gongkai.agencies.models import Agency, Department
from gongkai.applications import narrowing
from gongkai.applications.enums import Channel, applicant_types
from gongkai.applications.models import ApplicationQuerySet
from gongkai.applications.statistics_scope import RECEIVED, Scope, days_of, period_name
from gongkai.applications.worklist import Desk, Filters
from gongkai.reports.bars import percentage

BANDS: tuple[tuple[int, int | None], ...] = ((0, 5), (6, 10), (11, 20), (21, 40), (41, None))
"""Working days used, from and to."""
TIMES: tuple[tuple[int, int | None], ...] = ((1, 1), (2, 2), (3, 5), (6, 10), (11, 20), (21, None))
"""How many applications a person made, from and to. From the 11th of a month each is charged by item."""
LARGEST_REPEATERS = 10
NATURAL = "natural_person"
_NOT_STATED = "没有登记"
_ON_TIME_NOTE = "只计已办结、有用时记录的申请；是否按期由办理期限推算。"


@dataclass(frozen=True, slots=True)
class Row:
    """So many cases, or so many of a whole, and the filter that lists exactly these."""

    label: str
    value: int
    filters: Filters
    of: int | None = None
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A picture's figures."""

    id: str
    title: str
    head: str
    rows: tuple[Row, ...]
    note: str = ""
    tone: str = ""
    """`timely` or `late-ones`, by which the page gives it its colour."""

    @property
    def total(self) -> int:
        """What the rows come to."""
        return sum(row.value for row in self.rows)

    @property
    def whole(self) -> int:
        """What the rows are parts of; 0 where they are no parts."""
        return sum(row.of or 0 for row in self.rows)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that stands above the pictures; `filters` where it has cases."""

    label: str
    value: str
    filters: Filters | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the statistics."""

    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]


def overview(scope: Scope, desk: Desk) -> Sheet:
    """How many, when, by which way; how many in time."""
    base = scope.filters
    total: Counter[str] = Counter()
    months, channels, timely, late = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    keys = ("month", "channel", "done", "on_time")
    found = scope.cases(desk).annotate(month=scope.month, done=Q(concluded_on__isnull=False))
    for month, channel, done, on_time, number in found.values_list(*keys).annotate(Count("pk")):
        period = scope.period(month)
        total["all"] += number
        total["done"] += number if done else 0
        months[period] += number
        channels[channel] += number
        if on_time is not None:
            (timely if on_time else late)[period] += number
    answered = timely.total() + late.total()
    figures = [
        Figure("申请" if scope.basis == RECEIVED else "办结", f"{total['all']}件", base),
        Figure("其中已办结", f"{total['done']}件", None),
        Figure("其中未办结", f"{total['all'] - total['done']}件", replace(base, result=narrowing.UNFINISHED)),
        Figure("按期", f"{timely.total()}件", replace(base, on_time="yes")),
        Figure("超期", f"{late.total()}件", replace(base, on_time="no")),
    ]
    periods = list(scope.periods(months))
    word = "年" if scope.by_years else "月"
    tables = [
        Table("months", f"各{word}{'收到' if scope.basis == RECEIVED else '办结'}的申请", f"{word}份",
              tuple(Row(period_name(p), months[p], scope.within(*days_of(p))) for p in periods)),
        Table("channels", "提交方式", "提交方式", tuple(
            Row(Channel(key).label if key in Channel.values else key, number, replace(base, channel=key))
            for key, number in _most(channels))),
        *_on_time("months", f"各{word}", f"{word}份", [
            (period_name(p), timely[p], late[p], scope.within(*days_of(p))) for p in periods
        ]),
    ]  # fmt: skip
    if len(desk.agencies) > 1:
        tables.insert(1, _agencies(scope, desk))
    return Sheet(_figures(figures[:1] + (figures[1:3] if scope.basis == RECEIVED else []) + figures[3:], answered),
                 tuple(tables))  # fmt: skip


def applicants(scope: Scope, desk: Desk) -> Sheet:
    """Who applied: kinds of applicants, people and organisations."""
    base = scope.filters
    kinds = Counter(dict(scope.cases(desk).values_list("applicant_type").annotate(Count("pk"))))
    names = _type_names()
    organisations = kinds.total() - kinds[NATURAL]
    tables = (
        Table("kinds", "申请人类别", "类别", tuple(
            Row(names.get(key, key), number, replace(base, applicant_type=key)) for key, number in _most(kinds))),
        Table("identity", "自然人与法人、其他组织", "身份", _without_zeros([
            Row("自然人", kinds[NATURAL], replace(base, applicant_type=NATURAL)),
            Row("法人、其他组织", organisations, replace(base, applicant_type=narrowing.ORGANISATION)),
        ])),
    )  # fmt: skip
    return Sheet((Figure("申请", f"{kinds.total()}件", base),), tables)


def repeats(scope: Scope, desk: Desk) -> Sheet:
    """For the first time or again, and how often: told by document number, else by telephone."""
    base, known = scope.filters, scope.known(desk)
    groups = known.annotate(again=narrowing.applied_before()).values_list("again").annotate(Count("pk"))
    identities = Counter({narrowing.AGAIN if again else narrowing.FIRST: number for again, number in groups})
    identities[narrowing.UNKNOWN] = scope.cases(desk).count() - identities.total()
    times = known.values("applicant_digest").annotate(times=Count("pk"))
    banded = {
        f"{what}{least}": how
        for least, most in TIMES
        for what, how in (
            ("people", Count("times", filter=_band("times", least, most))),
            ("cases", Sum("times", filter=_band("times", least, most))),
        )
    }
    counted = times.aggregate(**banded)
    tables = (
        Table("again", "首次申请与再次申请", "申请人", _without_zeros([
            Row(words, identities[identity], replace(base, identity=identity))
            for identity, words in narrowing.IDENTITIES.items()
        ]), note="再次申请：同一申请人此前（不限本期）向同一机关提出过申请。按证件号码识别，没有证件号码的按电话。"),
        Table("times", "同一申请人在本期提出的件数", "每人件数", _without_zeros([
            Row(_band_words(least, most, "件"), counted[f"cases{least}"] or 0,
                replace(base, times_from=least, times_to=most), people=counted[f"people{least}"])
            for least, most in TIMES
        ]), note="只计登记了证件号码或者电话的申请人；表中另列人数。"),
        _repeaters(scope, known),
    )  # fmt: skip
    figures = (
        Figure("申请", f"{identities.total()}件", base),
        Figure("能够识别的申请人", f"{sum(counted[f'people{least}'] for least, _ in TIMES)}人"),
    )
    return Sheet(figures, tables)


def contents(scope: Scope, desk: Desk) -> Sheet:
    """What was asked for and how it ended."""
    base, cases = scope.filters, scope.cases(desk)
    results, years = Counter[str](), Counter[int]()
    keys = ("outcome", "outcome_row", "done", "information_year")
    ended = cases.annotate(done=Q(concluded_on__isnull=False)).values_list(*keys)
    for outcome, row, done, year, number in ended.annotate(Count("pk")):
        results[narrowing.result_row(outcome, row) if done else narrowing.UNFINISHED] += number
        years[year or 0] += number
    regions, topics = Counter[str](), Counter[str]()
    for region, topic, number in cases.values_list("region", "topic").annotate(Count("pk")):
        regions[region] += number
        topics[topic] += number
    words = {**narrowing.result_names(), narrowing.UNFINISHED: "未办结"}
    tables = [
        Table("results", "办理结果", "办理结果", _without_zeros([
            Row(name, results[row], replace(base, result=row)) for row, name in words.items()
        ]), note="按年度报告表三现行格式的行归类。"),
    ]  # fmt: skip
    for column, title, found in (("region", "地域", regions), ("topic", "主题", topics)):
        rows = []
        for text, number in _most(found):
            exactly = f"={text}"
            filters = replace(base, region=exactly) if column == "region" else replace(base, topic=exactly)
            rows.append(Row(text or _NOT_STATED, number, filters))
        tables.append(Table(column, title, title, tuple(rows)))
    of_years = [
        Row(f"{year}年" if year else _NOT_STATED, years[year], replace(base, information_year=year))
        for year in sorted(years, key=lambda year: (not year, -year))
    ]
    tables.append(Table("years", "所申请信息的年度", "信息年度", _without_zeros(of_years)))
    return Sheet((Figure("申请", f"{results.total()}件", base),), tuple(tables))


def handling(scope: Scope, desk: Desk) -> Sheet:
    """Who handled the cases, in how many days, with which steps on the way."""
    base, cases = scope.filters, scope.cases(desk)
    departments, days = Counter[int | None](), Counter[int]()
    timely, late = Counter[int | None](), Counter[int | None]()
    unknown = 0
    for department, used, on_time, number in cases.values_list("department", "days_used", "on_time").annotate(
        Count("pk")
    ):
        departments[department] += number
        if used is None:
            unknown += number
        else:
            days[used] += number
        if on_time is not None:
            (timely if on_time else late)[department] += number
    names = _department_names(departments, several=len(desk.agencies) > 1)
    by_department = {key: replace(base, department=key or 0) for key in departments}
    steps = dict(
        cases.filter(events__kind__in=narrowing.STEPS, events__replaced=False)
        .values_list("events__kind")
        .annotate(Count("pk", distinct=True))
    )
    middle = median(days)
    tables = [
        Table("departments", "承办机构", "承办机构", tuple(
            Row(names[key], number, by_department[key]) for key, number in _most(departments))),
        Table("days", "办理用时", "工作日", tuple(
            Row(_band_words(least, most, "个工作日"), sum(n for day, n in days.items() if _in(day, least, most)),
                replace(base, days_from=least, days_to=most))
            for least, most in BANDS
        ), note=_days_note(middle, unknown)),
        *_on_time("departments", "各承办机构", "承办机构", [
            (names[key], timely[key], late[key], by_department[key])
            for key, _ in departments.most_common()
        ]),
        Table("steps", "办理中有过的程序", "程序", _without_zeros([
            Row(words, steps.get(step, 0), replace(base, step=step)) for step, words in narrowing.STEPS.items()
        ]), note="一件申请有过几种程序的，各计一次，所以不相加。"),
    ]  # fmt: skip
    figures = (
        Figure("申请" if scope.basis == RECEIVED else "办结", f"{departments.total()}件", base),
        Figure("用时中位数", "—" if middle is None else f"{_plain(middle)}个工作日"),
        Figure("有用时记录", f"{days.total()}件", replace(base, days_from=0)),
    )
    return Sheet(_figures(list(figures), 0), tuple(tables))


SHEETS: dict[str, tuple[str, Callable[[Scope, Desk], Sheet]]] = {
    "zonglan": ("总览", overview),
    "shenqingren": ("申请人", applicants),
    "chongfu": ("首次和再次申请", repeats),
    "neirong": ("内容和结果", contents),
    "banli": ("办理", handling),
}
"""The pages by the word in their address."""


def median(days: Counter[int]) -> float | None:
    """The middle of the days, each as often as it occurs; None of none."""
    number, passed = days.total(), 0
    if not number:
        return None
    lower: int | None = None
    for day in sorted(days):
        passed += days[day]
        if lower is None and passed * 2 >= number:
            lower = day
            if passed * 2 > number:
                return float(day)
        elif lower is not None and days[day]:
            return (lower + day) / 2
    return float(lower or 0)


def _figures(figures: list[Figure], answered: int) -> tuple[Figure, ...]:
    timely = next((int(f.value[:-1]) for f in figures if f.label == "按期"), 0)
    return (*figures, *([Figure("按期率", percentage(timely, answered))] if answered else []))


def _on_time(of: str, whose: str, head: str, parts: Iterable[tuple[str, int, int, Filters]]) -> Iterator[Table]:
    """How many of the concluded ones were in time, and how many were not."""
    parts = [part for part in parts if part[1] + part[2]]
    timely = [Row(name, yes, replace(filters, on_time="yes"), yes + no) for name, yes, no, filters in parts]
    yield Table(f"{of}-timely", f"{whose}的按期率", head, tuple(timely), _ON_TIME_NOTE, "timely")
    overdue = [Row(name, no, replace(filters, on_time="no")) for name, _, no, filters in parts]
    yield Table(f"{of}-late", f"{whose}超期的申请", head, _without_zeros(overdue), tone="late-ones")


def _repeaters(scope: Scope, known: ApplicationQuerySet) -> Table:
    """Who applied most in one month, by number instead of name."""
    found = (
        known.annotate(month=scope.month)
        .values("applicant_digest", "month")
        .annotate(times=Count("pk"), first=Min("pk"))
        .filter(times__gt=1)
        .order_by("-times", "month", "first")[:LARGEST_REPEATERS]
    )
    lines = list(found)
    keys = {line["first"] for line in lines}
    public = dict(known.model._default_manager.filter(pk__in=keys).values_list("pk", "public_id"))
    numbers: dict[str, int] = {}
    rows = []
    for line in lines:
        number = numbers.setdefault(line["applicant_digest"], len(numbers) + 1)
        of_month = scope.within(*days_of(line["month"]))
        label = f"申请人{number}，{period_name(line['month'])}"
        rows.append(Row(label, line["times"], replace(of_month, person=public[line["first"]])))
    return Table("repeaters", "一个月内申请最多的申请人", "申请人", tuple(rows),
                 note=f"一个月内两件以上的，列前{LARGEST_REPEATERS}个；同一编号是同一人，不列姓名。")  # fmt: skip


def _agencies(scope: Scope, desk: Desk) -> Table:
    numbers = Counter(dict(scope.cases(desk).values_list("agency").annotate(Count("pk"))))
    agencies: dict[int, Agency] = {agency.pk: agency for agency in desk.agencies}
    rows = (
        Row(agencies[key].name, number, replace(scope.filters, agency=agencies[key].code, below=False))
        for key, number in _most(numbers)
    )
    return Table("agencies", "各机关的申请", "机关", tuple(rows))


def _department_names(departments: Iterable[int | None], *, several: bool) -> dict[int | None, str]:
    found = Department.objects.filter(pk__in=[key for key in departments if key]).select_related("agency")
    names: dict[int | None, str] = {None: "未交办"}
    for department in found:
        names[department.pk] = f"{department.agency.short_name or department.agency.name}{department.name}" if several \
            else department.name  # fmt: skip
    return names


def _type_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for value, label in applicant_types():
        names |= {value: label} if isinstance(label, str) else dict(label)
    return names


def _most(numbers: Counter[Any]) -> list[tuple[Any, int]]:
    """Keys and numbers, the largest first; those of the same size in order of their keys."""
    return sorted(numbers.items(), key=lambda item: (-item[1], str(item[0])))


def _without_zeros(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.value)


def _band(column: str, least: int, most: int | None) -> Q:
    return Q(**{f"{column}__gte": least}) & (Q(**{f"{column}__lte": most}) if most is not None else Q())


def _in(day: int, least: int, most: int | None) -> bool:
    return least <= day and (most is None or day <= most)


def _band_words(least: int, most: int | None, unit: str) -> str:
    if most is None:
        return f"超过{least - 1}{unit}"
    if not least:
        return f"{most}{unit}以内"
    return f"{least}{unit}" if least == most else f"{least}—{most}{unit}"


def _days_note(middle: float | None, unknown: int) -> str:
    parts = ["用时是办理期限中计入的工作日，不含补正、征求意见等不计的日子"]
    if middle is not None:
        parts.append(f"中位数{_plain(middle)}个工作日")
    if unknown:
        parts.append(f"另有{unknown}件未办结或者没有用时记录")
    return "；".join(parts) + "。"


def _plain(number: float) -> str:
    return f"{number:g}"
