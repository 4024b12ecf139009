"""What stands beside a record's text: the facts about the paper, in the order that readers know (目录系统实施指引)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from gongkai.publishing.enums import Attribute, Channel, Genre, Theme
from gongkai.publishing.models import Record
from gongkai.reports.writing.outline import chinese_date

_MAIN = ("索引号", "发文字号", "发布机关", "成文日期", "发布时间", "有效性")
# Papers of these kinds are set in the face of documents.
_DOCUMENTS = {
    Genre.ORDER, Genre.RESOLUTION, Genre.DECISION, Genre.PUBLIC_NOTICE, Genre.ANNOUNCEMENT, Genre.OPINION,
    Genre.NOTICE, Genre.CIRCULAR, Genre.REPLY, Genre.LETTER, Genre.MINUTES, Genre.COMMUNIQUE, Genre.MEASURES,
}  # fmt: skip


def is_document(record: Record) -> bool:
    """Whether the record is an official paper rather than news about one."""
    return bool(record.document_number) or record.genre in _DOCUMENTS


Fact = tuple[str, str]
"""A label and what is known."""


@dataclass(frozen=True)
class Facts:
    """Label and value of each fact that is known; what is not known has no line."""

    pairs: tuple[Fact, ...]

    @property
    def main(self) -> tuple[Fact, ...]:
        """Those that a reader asks for first."""
        return tuple(pair for pair in self.pairs if pair[0] in _MAIN)

    @property
    def more(self) -> tuple[Fact, ...]:
        """All others."""
        return tuple(pair for pair in self.pairs if pair[0] not in _MAIN)


def facts_of(record: Record, more: Iterable[Fact] = ()) -> Facts:
    """The facts about a record, `more` of them after its days."""
    channels = [Channel(one).label for one in record.channels if one in Channel.values]
    published = timezone.localtime(record.published_at) if record.published_at else None
    known = [
        ("索引号", record.index_number),
        ("发文字号", record.document_number),
        ("发布机关", record.agency.name),
        ("责任单位", record.unit.name if record.unit else ""),
        ("生成日期", _day(record.formed_on)),
        ("成文日期", _day(record.signed_on)),
        ("发布时间", published.strftime("%Y-%m-%d %H:%M") if published else ""),
        *more,
        ("主题分类", Theme(record.theme).label if record.theme else ""),
        ("体裁分类", Genre(record.genre).label if record.genre else ""),
        ("公开属性", Attribute(record.attribute).label),
        ("公开方式", "、".join(channels)),
        ("信息来源", record.source),
        ("责任人", record.responsible),
        ("审图号", record.map_number),
        ("关键词", "、".join(re.split(r"[,，;；\s]+", record.keywords.strip()))),
    ]
    return Facts(tuple((label, value) for label, value in known if value))


def _day(value: date | None) -> str:
    return chinese_date(value) if value else ""
