"""The search finds what a scan of the folded texts finds, on whatever database, and nothing that was taken out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.publishing.search import MOST, Entry, put, remove, search
from gongkai.publishing.search.folding import folded, needle
from gongkai.publishing.search.query import read
from gongkai.publishing.search_models import SearchEntry, SearchText

TODAY = date(2026, 11, 22)
_numbers = count()


def entry(title: str = "", body: str = "", **fields: object) -> Entry:
    """An entry of a bureau, of today unless something else is said."""
    return Entry(**{
        "ref": f"test.thing:{next(_numbers)}", "kind": "record", "title": title or "无题", "body": body,
        "agency": "A1", "on": TODAY, **fields,
    })  # fmt: skip


def refs(text: str, **options: object) -> list[str]:
    """The refs of the first page of hits."""
    return [hit.ref for hit in search(text, **options).hits]


# Characters that make each kind of meeting: runs of Chinese, Latin, digits, breaks and layout, other forms of the same.
TEXTS = st.text(alphabet="公开信息條条a1２b，〕 　\n", max_size=14)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8), st.lists(TEXTS, min_size=4, max_size=12), st.booleans()
)
def test_finds_what_a_scan_of_the_folded_texts_finds(
    texts: list[tuple[str, str]], typed: list[str], title_only: bool
) -> None:
    with transaction.atomic():
        entries = [entry(title, body) for title, body in texts]
        put(entries)
        for text in typed:
            asked = read(text)
            expected = {
                item.ref
                for item in entries
                if asked
                and all(
                    needle(word) in folded(item.title) or (not title_only and needle(word) in folded(item.body))
                    for word in asked.words
                )
                and all(character in folded(item.title) for character in asked.characters)
            }
            if not asked and not text.strip():
                expected = {item.ref for item in entries}
            for order in ("relevance", "date"):
                found = search(text, order=order, title_only=title_only)
                assert {hit.ref for hit in found.hits} == expected, (text, order)
                assert (found.total, found.total_is_exact) == (len(expected), True)
        transaction.set_rollback(True)
