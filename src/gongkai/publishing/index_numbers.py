"""Index numbers 索引号: nine characters of the organisation, a slash, the year, a hyphen, five digits. Never used twice."""

from __future__ import annotations

import re
from datetime import date

from gongkai.agencies.models import Agency

PATTERN = re.compile(r"[0-9A-Z]{9}/[0-9]{4}-[0-9]{5}")
SERIES = "index_number"


def is_regular(number: str) -> bool:
    """Whether the number is of the prescribed form; imported ones that are not are kept and marked."""
    return PATTERN.fullmatch(number) is not None


def draw(agency: Agency, formed_on: date) -> str:
    """The agency's next number of the year in which the information was formed. Raises Refused without a code."""
    raise NotImplementedError


def take_over(agency: Agency, number: str) -> bool:
    """Keep a number that an import brings along: it is not drawn again. Returns whether it is odd."""
    raise NotImplementedError
