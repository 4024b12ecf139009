"""How findings on the prose are put: level by rule, the document's own words, and what may have happened to a digit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from gongkai.reports.checking.prose.text import Passage
from gongkai.reports.model import Finding

_WARNINGS = {"prose.disagrees"}
"""All other rules of the prose are hints: they say what is worth a look, not what is wrong."""

_LONGEST_EXCERPT = 80


def finding(passage: Passage, start: int, end: int, *, rule: str, message: str, **fields: Any) -> Finding:
    """A finding on the passage from offset `start` to `end`, with the document's own words and their place."""
    excerpt = passage.raw[start:end].strip()
    if len(excerpt) > _LONGEST_EXCERPT:
        excerpt = excerpt[: _LONGEST_EXCERPT - 1] + "…"
    return Finding(
        rule=rule,
        level="warning" if rule in _WARNINGS else "hint",
        message=message,
        source=passage.source(start),
        excerpt=excerpt,
        **fields,
    )


def swapped_digits(total: Decimal, parts: Sequence[Decimal]) -> list[str]:
    """The swaps of two neighbouring digits in one number that would make the parts give the total, in words.

    A swap changes a number by a multiple of nine, which is why such a difference gives it away.
    """
    excess = sum(parts, Decimal()) - total
    if not excess or excess % 9:
        return []
    repairs = [f"总数{total}或应为{total + excess}"] if _is_swap(total, total + excess) else []
    repairs += [f"{part}或应为{part - excess}" for part in parts if _is_swap(part, part - excess)]
    return repairs


def _is_swap(one: Decimal, other: Decimal) -> bool:
    a, b = str(one), str(other)
    if len(a) != len(b) or other < 0:
        return False
    differing = [index for index in range(len(a)) if a[index] != b[index]]
    return (
        len(differing) == 2
        and differing[1] == differing[0] + 1
        and a[differing[0]] == b[differing[1]]
        and a[differing[1]] == b[differing[0]]
    )
