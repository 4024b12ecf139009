"""The search index on PostgreSQL: a GIN index over the tokens of each document as numbers.

PostgreSQL's own text search keeps at most 256 places of a word and 16,383 places of a text; so the index keeps only
which tokens a document has, and which two stand beside each other. A word of one or two tokens is found by that alone.
For a longer one the documents that have all its pairs are the candidates, nearly all of them right, and the newest of
them are looked through for the word in the folded text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from itertools import islice, pairwise

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from gongkai.publishing.search import tokens
from gongkai.publishing.search.entries import Entry
from gongkai.publishing.search.folding import folded
from gongkai.publishing.search.indexes import Question, document_tokens, fields
from gongkai.publishing.search.numbers import day_of
from gongkai.publishing.search.tokens import BREAK, Phrase

TABLE = "publishing_searchtext"
_INDEX = "publishing_search_tokens"
_CANDIDATES = "publishing_search_candidates"
# A function, because it brings its settings: the planner takes reading a long array for as cheap as reading a number,
# and would rather look through the whole table than ask the index.
_CREATE_CANDIDATES = f"""
CREATE FUNCTION {_CANDIDATES}(wanted bigint[], one_of bigint[], most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_indexscan = off SET jit = off AS $$
BEGIN
    IF one_of IS NULL THEN
        RETURN QUERY SELECT number FROM {TABLE} WHERE tokens @> wanted LIMIT most;
    ELSE
        RETURN QUERY SELECT number FROM {TABLE} WHERE tokens @> wanted AND tokens && one_of LIMIT most;
    END IF;
END $$
"""  # noqa: S608
_MANY = 5_000
"""From so many candidates on they are taken year by year: sorting them all would take longer."""
_AT_ONCE = 200
"""So many candidates are looked through in one query."""


class PostgreSQLIndex:
    """See `indexes.Index`. Its columns stand in the table of `SearchText`, so that they go with the row."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def install(self) -> None:
        """The columns and the index; what is long is stored apart, so that reading numbers reads little."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"ALTER TABLE {TABLE} ADD COLUMN tokens bigint[], ADD COLUMN folded_title text, ADD COLUMN folded text"
            )
            cursor.execute(f"ALTER TABLE {TABLE} SET (toast_tuple_target = 128)")
            # What waits to be taken into the index is read through by each search: half a megabyte, a millisecond.
            cursor.execute(f"CREATE INDEX {_INDEX} ON {TABLE} USING gin (tokens) WITH (gin_pending_list_limit = 512)")
            cursor.execute(_CREATE_CANDIDATES)

    def uninstall(self) -> None:
        """The index goes with the columns."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"DROP FUNCTION {_CANDIDATES}")
            cursor.execute(f"ALTER TABLE {TABLE} RESET (toast_tuple_target)")
            cursor.execute(f"ALTER TABLE {TABLE} DROP COLUMN tokens, DROP COLUMN folded_title, DROP COLUMN folded")

    def add(self, documents: Sequence[tuple[int, Entry]]) -> None:
        """See `Index`."""
        with self.connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE} (number, summary, body, tokens, folded_title, folded) "  # noqa: S608
                "VALUES (%s, %s, %s, %s, %s, %s)",
                [
                    (
                        number,
                        entry.summary,
                        entry.body,
                        sorted(_codes(document_tokens(entry))),
                        folded(entry.title),
                        "\n".join(map(folded, fields(entry))),
                    )
                    for number, entry in documents
                ],
            )

    def remove(self, documents: Sequence[tuple[int, Entry]]) -> None:
        """See `Index`."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE number = ANY(%s)", [[number for number, _ in documents]])  # noqa: S608

    def clear(self) -> None:
        """See `Index`."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {TABLE}")

    def hold(self) -> None:
        """See `Index`."""
        with self.connection.cursor() as cursor:
            cursor.execute("LOCK TABLE publishing_searchentry IN SHARE ROW EXCLUSIVE MODE")

    def settle(self) -> None:
        """What was added lately goes from the waiting list into the index, and the planner learns the sizes."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list(%s)", [_INDEX])
            cursor.execute(f"ANALYZE {TABLE}")

    def newest(self, question: Question, limit: int) -> list[int]:
        """See `Index`."""
        found: list[int] = []
        with self.connection.cursor() as cursor:
            candidates = self._candidates(cursor, question)
            if not question.needles:
                return list(islice(candidates, limit))
            while len(found) < limit and (some := list(islice(candidates, _AT_ONCE))):
                found += self._that_have(cursor, question, some)
        return found[:limit]

    def _candidates(self, cursor: CursorWrapper, question: Question) -> Iterator[int]:
        """The numbers of documents that have the tokens, falling."""
        some = self._with_tokens(cursor, question, _MANY)
        if len(some) < _MANY:
            yield from some
            return
        cursor.execute(f"SELECT min(number), max(number) FROM {TABLE}")  # noqa: S608
        first, last = (day_of(number).year for number in cursor.fetchone())
        for year in range(last, first - 1, -1):
            of_year = replace(question, marks=(*question.marks, tokens.mark("year", str(year))))
            yield from self._with_tokens(cursor, of_year, None)

    def _with_tokens(self, cursor: CursorWrapper, question: Question, most: int | None) -> list[int]:
        wanted = {number for phrase in question.phrases for number in _codes_of_phrase(phrase)}
        wanted |= set(map(code, question.marks))
        one_of = None if question.one_of is None else list(map(code, question.one_of))
        cursor.execute(f"SELECT * FROM {_CANDIDATES}(%s, %s, %s)", [list(wanted or {code(tokens.EVERY)}), one_of, most])  # noqa: S608
        return sorted((number for (number,) in cursor.fetchall()), reverse=True)

    def _that_have(self, cursor: CursorWrapper, question: Question, numbers: list[int]) -> list[int]:
        column = "folded_title" if question.in_title else "folded"
        having = " AND ".join(f"strpos({column}, %s) > 0" for _ in question.needles)
        cursor.execute(
            f"SELECT number FROM {TABLE} WHERE number = ANY(%s) AND {having} ORDER BY number DESC",  # noqa: S608
            [numbers, *question.needles],
        )
        return [number for (number,) in cursor.fetchall()]


def _codes(stream: list[str]) -> set[int]:
    """The tokens of a document, and each two that stand beside each other."""
    pairs = (_code_of_pair(first, second) for first, second in pairwise(stream) if first != BREAK != second)
    return {*map(code, stream), *pairs}


def _codes_of_phrase(phrase: Phrase) -> set[int]:
    return {code(phrase[0])} if len(phrase) == 1 else {_code_of_pair(*pair) for pair in pairwise(phrase)}


def _code_of_pair(first: str, second: str) -> int:
    """Two tokens beside each other: three characters by their own codes, anything else as a token."""
    if len(first) == len(second) == 2 and first[1] == second[0]:
        return ord(first[0]) << 42 | ord(first[1]) << 21 | ord(second[1])
    return code(f"{first} {second}")


@lru_cache(maxsize=200_000)
def code(token: str) -> int:
    """A token as a number: a pair of characters by their own codes, anything else by 62 bits of its digest."""
    if len(token) == 2:
        return ord(token[0]) << 21 | ord(token[1])
    return int.from_bytes(blake2b(token.encode(), digest_size=8).digest()) >> 2 | 1 << 62
