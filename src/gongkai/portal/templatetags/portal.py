"""Figures, dates and page tags as the public site writes them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def figure(value: Any) -> str:
    """A figure without trailing zeros; a dash where there is none, since a missing figure is not 0."""
    if value is None or value == "":
        return "—"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


@register.filter
def chinese_date(value: date | datetime | None) -> str:
    """2024年1月26日; a dash where there is no date."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"{value.year}年{value.month}月{value.day}日"


@register.simple_tag(takes_context=True)
def page_tags(context: template.Context) -> SafeString:
    """The <meta> tags of 政府网站网页标签规范 (国办发〔2017〕47号, annex): those that have something to say, once each."""
    portal, column, article = (context.get(name) for name in ("portal", "column", "article"))
    tags: list[tuple[str, str]] = []
    if portal:
        tags += [("SiteName", portal.name), ("SiteDomain", portal.domain), ("SiteIDCode", portal.id_code)]
    if column:
        tags += [
            ("ColumnName", column.name), ("ColumnDescription", column.description),
            ("ColumnKeywords", column.keywords), ("ColumnType", column.kind),
        ]  # fmt: skip
    if article:
        tags += [
            ("ArticleTitle", article.title), ("PubDate", article.published), ("ContentSource", article.source),
        ]  # fmt: skip
    return format_html_join("\n", '<meta name="{}" content="{}">', ((name, text) for name, text in tags if text))


_PLACES = {
    "line": "第{}行", "paragraph": "第{}段", "table": "第{}个表格", "row": "第{}行", "column": "第{}列", "page": "第{}页",
    "cell": "第{}格", "sheet": "工作表{}",
}  # fmt: skip


@register.filter
def place_words(place: str) -> str:
    """A place in a document in Chinese: "table 3 row 2" is 第3个表格第2行. What is not known stays as it is."""
    words = place.split()
    if len(words) % 2 or any(kind not in _PLACES for kind in words[::2]):
        return place
    return "".join(_PLACES[kind].format(number) for kind, number in zip(words[::2], words[1::2], strict=True))
