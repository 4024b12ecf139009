"""政府信息公开目录: what has been made public, by index number (条例 Art 12: 索引, 名称, 内容概述, 生成日期)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.publishing.enums import Attribute, Genre, Theme
from gongkai.publishing.models import ColumnPage, Record

ITEMS = (
    *((f"20({number})", f"第二十条第（{number}）项") for number in "一二三四五六七八九"),
    *((f"20(十{number})", f"第二十条第（十{number}）项") for number in ("", *"一二三四五")),
    ("21", "第二十一条"),
)
"""The items of the Regulation by which the catalogue is narrowed: as `ColumnPage.item_code` has them, and in words."""
_SHOWN = (
    "public_id", "index_number", "title", "summary", "formed_on", "signed_on", "published_at", "document_number",
    "theme", "genre", "agency", "column",
)  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """How the catalogue is narrowed down; what is empty does not narrow."""

    theme: str = ""
    genre: str = ""
    item: str = ""
    year: int | None = None

    @classmethod
    def of(cls, theme: str = "", genre: str = "", item: str = "", year: str = "") -> Filters:
        """From what stands in an address; what is no theme, genre, item or year is taken as not given."""
        known = year.isascii() and year.isdecimal() and len(year) == 4 and year >= "1949"
        return cls(
            theme if theme in Theme.values else "",
            genre if genre in Genre.values else "",
            item if item in dict(ITEMS) else "",
            int(year) if known else None,
        )


@dataclass(frozen=True)
class Row:
    """One line of the catalogue."""

    record: Record
    index: str
    name: str
    summary: str
    formed_on: date | None
    number: str
    theme: str
    genre: str
    column: str
    issuer: str


def catalogue(agency: Agency, filters: Filters | None = None) -> QuerySet[Record]:
    """The agency's published records that it disclosed of itself, the newest first; to be paged, then given to `rows`.

    One query, without the texts. By `item` the columns of that item are looked up first.
    """
    filters = filters or Filters()
    found = Record.objects.published().filter(agency=agency, attribute=Attribute.PROACTIVE)
    if filters.theme:
        found = found.filter(theme=filters.theme)
    if filters.genre:
        found = found.filter(genre=filters.genre)
    if filters.item:
        found = found.filter(column__in=ColumnPage.objects.filter(issuer=agency, item_code=filters.item).values("pk"))
    if filters.year:
        first, last = date(filters.year, 1, 1), date(filters.year, 12, 31)
        found = found.filter(
            Q(formed_on__range=(first, last)) | Q(formed_on__isnull=True, signed_on__range=(first, last))
        )
    shown = found.select_related("agency", "column").order_by("-published_at", "-id")
    return cast(
        "QuerySet[Record]",
        shown.only(*_SHOWN, "agency__name", "agency__code", "agency__short_name", "column__title", "column__public_id"),
    )


def rows(records: Iterable[Record]) -> list[Row]:
    """A page of the catalogue as its lines. 生成日期 is the day of signing where no other is given."""
    return [
        Row(
            record,
            record.index_number,
            record.title,
            record.summary,
            record.formed_on or record.signed_on,
            record.document_number,
            record.get_theme_display(),
            record.get_genre_display(),
            record.column.title,
            record.agency.name,
        )
        for record in records
    ]


def years(agency: Agency, today: date) -> list[int]:
    """The years to choose from, the newest first: from the oldest record on. One query."""
    oldest = (
        Record.objects.published()
        .filter(agency=agency, formed_on__isnull=False)
        .order_by("formed_on")
        .values_list("formed_on", flat=True)
        .first()
    )
    return list(range(today.year, (oldest.year if oldest else today.year) - 1, -1))
