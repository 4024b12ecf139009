"""Figures, dates and places as pages write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone

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
def place_words(place: str) -> str:
    """A place in a document in Chinese."""
    return chinese_place(place)
