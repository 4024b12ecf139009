"""What the year's texts say of publishing: merge fields counted from publication events, and the records of each.

All of one agency and one year, on its website unless a name says otherwise. 动态, 业务 and 重点领域 add up to the
whole, and so do the columns. Where an agency never published here nothing is known, which is not 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet

from gongkai.agencies.models import Agency
from gongkai.publishing.counting import Counted, Dimension, Figure, figures, records_behind
from gongkai.publishing.enums import LEAKS, Channel, ContentClass, EventKind
from gongkai.publishing.event_models import PublicationEvent, Withdrawal
from gongkai.publishing.record_models import Record, RecordQuerySet

WHOLE, COLUMNS, WECHAT, EXPLAINED = "网站发布", "栏目发布", "微信发布", "解读发布"
WITHDRAWN, LEAKED = "撤回", "泄露"
CLASSES: Mapping[str, ContentClass] = {
    "动态信息": ContentClass.NEWS,
    "业务信息": ContentClass.BUSINESS,
    "重点领域信息": ContentClass.KEY_FIELD,
}
"""The parts of the whole by class."""
NAMED_COLUMNS = 5
"""How many columns are named; the others are told together."""


def fields(agency: Agency, year: int) -> dict[str, str]:
    """What each field stands for, by name; none for an agency that has published nothing here by the year's end."""
    if not PublicationEvent.objects.filter(agency=agency, on__lte=date(year, 12, 31)).exists():
        return {}
    by_class = {part.value: part.count for part in figures(_published(agency, year), Dimension.CLASS)}
    columns = figures(_published(agency, year), Dimension.COLUMN)
    withdrawn = list(_withdrawals(agency, year).values_list("kind", flat=True))
    counts = {
        WHOLE: sum(by_class.values()),
        **{name: by_class.get(kind, 0) for name, kind in CLASSES.items()},
        WECHAT: _published(agency, year, Channel.WECHAT).events().count(),
        EXPLAINED: _explaining(agency, year).count(),
        WITHDRAWN: len(withdrawn),
        LEAKED: sum(kind in LEAKS for kind in withdrawn),
    }
    return {name: str(count) for name, count in counts.items()} | {COLUMNS: in_words(columns)}


def names() -> tuple[str, ...]:
    """The names of the fields, for the editor's list."""
    return (WHOLE, *CLASSES, COLUMNS, WECHAT, EXPLAINED, WITHDRAWN, LEAKED)


def in_words(columns: Sequence[Figure]) -> str:
    """The largest columns by name and the rest together: the numbers add up to the whole.

    Columns of one name, as of two sites, are told as one.
    """
    by_name: dict[str, int] = {}
    for column in columns:
        by_name[column.label] = by_name.get(column.label, 0) + column.count
    told = sorted(by_name.items(), key=lambda part: (-part[1], part[0]))
    named = [f"“{name}”栏目{count}条" for name, count in told[:NAMED_COLUMNS]]
    rest = sum(count for _, count in told[NAMED_COLUMNS:])
    return "、".join([*named, f"其他栏目{rest}条"] if rest else named) or "0条"


def records_of(agency: Agency, year: int, name: str) -> RecordQuerySet:
    """Exactly the records that a field counts, each once. Raises KeyError for no field."""
    withdrawn = _withdrawals(agency, year)
    asked: dict[str, Callable[[], RecordQuerySet]] = {
        WHOLE: lambda: _behind(_published(agency, year)),
        COLUMNS: lambda: _behind(_published(agency, year)),
        WECHAT: lambda: _behind(_published(agency, year, Channel.WECHAT)),
        EXPLAINED: lambda: _explaining(agency, year),
        WITHDRAWN: lambda: Record.objects.filter(pk__in=withdrawn.values("record")),
        LEAKED: lambda: Record.objects.filter(pk__in=withdrawn.filter(kind__in=LEAKS).values("record")),
    }
    if name in CLASSES:
        return _behind(_published(agency, year).within(Dimension.CLASS, CLASSES[name]))
    return asked[name]()


def sentences(known: Mapping[str, str]) -> list[str]:
    """The template's sentences, with merge fields: parts that are 0 are left out; 0 leaks are told."""
    if WHOLE not in known:
        return []

    def positive(name: str) -> bool:
        return known[name] != "0"

    parts = "、".join(f"{name}{{{{{name}}}}}条" for name in CLASSES if positive(name))
    return [
        f"通过政府网站主动公开信息{{{{{WHOLE}}}}}条，其中{parts}。" if parts else "",
        f"按栏目分，{{{{{COLUMNS}}}}}。" if parts else "",
        f"通过政务微信公开信息{{{{{WECHAT}}}}}条。" if positive(WECHAT) else "",
        f"发布政策解读{{{{{EXPLAINED}}}}}篇。" if positive(EXPLAINED) else "",
        f"撤回已经公开的信息{{{{{WITHDRAWN}}}}}条，其中因泄露不应公开的内容撤回{{{{{LEAKED}}}}}条。",
    ]


def _published(agency: Agency, year: int, channel: Channel = Channel.WEBSITE) -> Counted:
    return Counted(agency, date(year, 1, 1), date(year, 12, 31), kind=EventKind.PUBLISHED, channel=channel)


def _behind(counted: Counted) -> RecordQuerySet:
    return records_behind(Figure("", None, 0, counted))


def _explaining(agency: Agency, year: int) -> RecordQuerySet:
    return _behind(_published(agency, year)).filter(interpretation__unreviewed=False)


def _withdrawals(agency: Agency, year: int) -> QuerySet[Withdrawal]:
    return Withdrawal.objects.filter(agency=agency, on__year=year).order_by()
