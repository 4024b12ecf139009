"""The search index on PostgreSQL: a GIN index over the tokens of each document as numbers.

PostgreSQL's own text search keeps at most 256 places of a word and 16,383 places of a text; so the index keeps only
which tokens a document has, and, less exactly, which two stand beside each other. A word of one token is found by that
alone. For a longer one the documents that have all its tokens and pairs are the candidates, nearly all of them right,
and the newest of them are looked through for the word in the folded text.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from itertools import islice, pairwise, starmap

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from gongkai.publishing.search import tokens
from gongkai.publishing.search.entries import Entry
from gongkai.publishing.search.folding import folded
from gongkai.publishing.search.indexes import Question, document_tokens, fields
from gongkai.publishing.search.numbers import day_of, numbers_of
from gongkai.publishing.search.tokens import BREAK

TABLE = "publishing_searchtext"
_INDEX = "publishing_search_tokens"
# What waits to be taken into the index is read through by each search: half a megabyte, a millisecond.
_CREATE_INDEX = f"CREATE INDEX IF NOT EXISTS {_INDEX} ON {TABLE} USING gin (tokens) WITH (gin_pending_list_limit = 512)"
_CANDIDATES = "publishing_search_candidates"
# A function, because it brings its settings: the planner takes reading a long array for as cheap as reading a number,
# and would rather look through the whole table than ask the index; for the same reason it must not see that the
# primary key knows which numbers are below (hence + 0). Without an index, while all is made anew, nothing is found.
_CREATE_CANDIDATES = f"""
CREATE FUNCTION {_CANDIDATES}(wanted bigint[], one_of bigint[], below bigint, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_indexscan = off SET jit = off AS $$
BEGIN
    IF to_regclass('{_INDEX}') IS NULL THEN
        RETURN;
    ELSIF one_of IS NULL THEN
        RETURN QUERY SELECT number FROM {TABLE} WHERE tokens @> wanted AND number + 0 < below
        ORDER BY number DESC LIMIT most;
    ELSE
        RETURN QUERY SELECT number FROM {TABLE} WHERE tokens @> wanted AND tokens && one_of AND number + 0 < below
        ORDER BY number DESC LIMIT most;
    END IF;
END $$
"""  # noqa: S608
_MANY = 3_000
"""Candidates of more than so many documents are taken year by year: sorting them all would take longer."""
_AT_ONCE = 200
"""The least number of candidates that are looked through in one query."""
_BUILDING_MEMORY = "512MB"
_ABOVE_ALL = (1 << 63) - 1


class PostgreSQLIndex:
    """See `indexes.Index`. Its columns stand in the table of `SearchText`, so that they go with the row."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self._bounds: tuple[int, int] | None = None

    def install(self) -> None:
        """The columns and the index; what is long is stored apart, so that reading numbers reads little."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"ALTER TABLE {TABLE} ADD COLUMN tokens bigint[], ADD COLUMN folded_title text, ADD COLUMN folded text"
            )
            cursor.execute(f"ALTER TABLE {TABLE} SET (toast_tuple_target = 128)")
            # Unpacking texts takes three times as long as looking through them, and packing saves little of Chinese.
            cursor.execute(f"ALTER TABLE {TABLE} ALTER COLUMN folded SET STORAGE EXTERNAL")
            cursor.execute(_CREATE_INDEX)
            cursor.execute(_CREATE_CANDIDATES)

    def uninstall(self) -> None:
        """The index goes with the columns."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"DROP FUNCTION {_CANDIDATES}")
            cursor.execute(f"ALTER TABLE {TABLE} RESET (toast_tuple_target)")
            cursor.execute(f"ALTER TABLE {TABLE} DROP COLUMN tokens, DROP COLUMN folded_title, DROP COLUMN folded")

    def add(self, documents: Sequence[tuple[int, Entry]]) -> None:
        """See `Index`."""
        columns = "number, summary, body, tokens, folded_title, folded"
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {TABLE} ({columns}) FROM STDIN") as copy:
            for number, entry in documents:
                copy.write_row(
                    (
                        number,
                        entry.summary,
                        entry.body,
                        f"{{{','.join(map(str, _codes(document_tokens(entry))))}}}",
                        folded(entry.title),
                        "\n".join(map(folded, fields(entry))),
                    )
                )

    def remove(self, documents: Sequence[tuple[int, Entry]]) -> None:
        """See `Index`."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE number = ANY(%s)", [[number for number, _ in documents]])  # noqa: S608

    def clear(self) -> None:
        """See `Index`. What comes afterwards goes into the table only; `settle` makes the index of it at once."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {TABLE}")
            cursor.execute(f"DROP INDEX IF EXISTS {_INDEX}")

    def hold(self) -> None:
        """See `Index`."""
        with self.connection.cursor() as cursor:
            cursor.execute("LOCK TABLE publishing_searchentry IN SHARE ROW EXCLUSIVE MODE")

    def settle(self) -> None:
        """What was added lately goes from the waiting list into the index, and the planner learns the sizes.

        An index that `clear` took away is made, which takes minutes in which nobody can write.
        """
        with self.connection.cursor() as cursor:
            with transaction.atomic(using=self.connection.alias):
                cursor.execute(f"SET LOCAL maintenance_work_mem = '{_BUILDING_MEMORY}'")
                cursor.execute(_CREATE_INDEX)
            cursor.execute("SELECT gin_clean_pending_list(%s)", [_INDEX])
            cursor.execute(f"ANALYZE {TABLE}")

    def newest(self, question: Question, limit: int) -> list[int]:
        """See `Index`."""
        found: list[int] = []
        with self.connection.cursor() as cursor:
            candidates = self._candidates(cursor, question, limit)
            if not question.needles:
                return list(islice(candidates, limit))
            while some := list(islice(candidates, max(_AT_ONCE, limit - len(found)))):
                found += self._that_have(cursor, question, some)
                if len(found) >= limit:
                    break
        return found[:limit]

    def _candidates(self, cursor: CursorWrapper, question: Question, at_once: int) -> Iterator[int]:
        """The numbers of documents that have the tokens, falling.

        Year by year, until a year (not the last alone, which may have just begun) tells that there are not many.
        """
        if question.few:
            yield from self._with_tokens(cursor, question, _ABOVE_ALL, at_once)
            return
        # Asked once for a search, which asks several questions: new documents since then are none of its hits.
        if self._bounds is None:
            cursor.execute(f"SELECT min(number), max(number) FROM {TABLE}")  # noqa: S608
            self._bounds = cursor.fetchone()
        bounds = self._bounds
        if bounds is None or bounds[0] is None:
            return
        first, last = (day_of(number).year for number in bounds)
        for year in range(last, first - 1, -1):
            of_year = replace(question, marks=(*question.marks, tokens.mark("year", str(year))))
            met = yield from self._with_tokens(cursor, of_year, bounds[1] + 1, at_once)
            if year < last and met * (year - first) <= _MANY:
                rest = numbers_of(date(year, 1, 1)).start
                yield from self._with_tokens(cursor, question, rest, at_once)
                return

    def _with_tokens(
        self, cursor: CursorWrapper, question: Question, below: int, at_once: int
    ) -> Generator[int, None, int]:
        """The same of documents with numbers below this one, so many in one query. Returns how many there were."""
        wanted = set().union(*map(_codes, question.phrases), map(code, question.marks))
        one_of = None if question.one_of is None else list(map(code, question.one_of))
        met = 0
        while True:
            cursor.execute(
                f"SELECT * FROM {_CANDIDATES}(%s, %s, %s, %s)",  # noqa: S608
                [list(wanted or {code(tokens.EVERY)}), one_of, below, at_once],
            )
            some = [number for (number,) in cursor.fetchall()]
            yield from some
            met += len(some)
            if len(some) < at_once:
                return met
            below = some[-1]

    def _that_have(self, cursor: CursorWrapper, question: Question, numbers: list[int]) -> list[int]:
        column = "folded_title" if question.in_title else "folded"
        having = " AND ".join(f"strpos({column}, %s) > 0" for _ in question.needles)
        cursor.execute(
            f"SELECT number FROM {TABLE} WHERE number = ANY(%s) AND {having} ORDER BY number DESC",  # noqa: S608
            [numbers, *question.needles],
        )
        return [number for (number,) in cursor.fetchall()]


def _codes(stream: Sequence[str]) -> set[int]:
    """The tokens of a document or of a phrase, and which two stand beside each other."""
    codes = list(map(code, stream))
    return {*codes, *starmap(_code_of_pair, pairwise(codes))} - {_NONE}


_NONE = 0
_PAIRS = 1 << 18
"""Pairs of tokens share so many codes (one of 250 has a code by chance): with a code for each, the index is huge."""
_DIGEST = 1 << 62


def _code_of_pair(first: int, second: int) -> int:
    return first and second and (first * 0x9E3779B1 + second * 0x85EBCA6B >> 22) % _PAIRS + 1


@lru_cache(maxsize=1_000_000)
def code(token: str) -> int:
    """A token as a number: a pair of characters by their own codes, a break none, all else by 62 bits of its digest."""
    if token == BREAK:
        return _NONE
    if len(token) == 2:  # never as low as the code of a pair
        return ord(token[0]) << 21 | ord(token[1])
    return int.from_bytes(blake2b(token.encode(), digest_size=8).digest()) >> 2 | _DIGEST
