"""Figures, dates and places as pages write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gongkai.documents.places import chinese_place
from gongkai.reports.figures import raw_figure
from gongkai.reports.writing.outline import chinese_date as written_date

register = template.Library()


@register.filter
def figure(value: Any) -> str:
    """A figure without trailing zeros; a dash where there is none, since a missing figure is not 0."""
    if value is None or value == "":
        return "—"
    return raw_figure(value) if isinstance(value, int | Decimal) else str(value)


@register.filter
def chinese_date(value: date | datetime | None) -> str:
    """2024年1月26日; a dash where there is no date."""
    if value is None:
        return "—"
    return written_date(timezone.localtime(value) if isinstance(value, datetime) else value)


@register.filter
def keep_years(text: str) -> SafeString:
    """A heading in which a year stays on one line with its 年."""
    kept = '<span class="nowrap">{}</span>'
    pieces = enumerate(re.split(r"([0-9]{4}年)", text))
    return format_html_join("", "{}", ((format_html(kept, piece) if at % 2 else piece,) for at, piece in pieces))


@register.filter
def place_words(place: str) -> str:
    """A place in a document in Chinese."""
    return chinese_place(place)
