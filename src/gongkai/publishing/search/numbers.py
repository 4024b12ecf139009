"""The numbers of entries: they rise with the day, and the same entry has the same number on every database."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from hashlib import blake2b

_BITS = 20
"""Room for a million entries on one day."""


def number_for(ref: str, on: date, taken: Container[int]) -> int:
    """The number of an entry of that day: drawn from its name, or the next one that is not taken."""
    place = int.from_bytes(blake2b(ref.encode(), digest_size=4).digest()) % (1 << _BITS)
    while (number := on.toordinal() << _BITS | place) in taken:
        place = (place + 1) % (1 << _BITS)
    return number


def day_of(number: int) -> date:
    """The day of an entry with this number."""
    return date.fromordinal(number >> _BITS)


def numbers_of(on: date) -> range:
    """All numbers of a day."""
    return range(on.toordinal() << _BITS, (on.toordinal() + 1) << _BITS)
