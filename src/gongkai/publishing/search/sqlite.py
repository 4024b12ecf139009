"""The search index on SQLite: FTS5 over the tokens, asked for phrases.

The table keeps the index alone, not the texts ("contentless"); to take a document out, FTS5 is told its tokens again.
Numbers rise with the day, so that the newest hits are read off the end of the index, however many there are.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from gongkai.publishing.search.entries import Entry
from gongkai.publishing.search.indexes import Question, document_tokens
from gongkai.publishing.search.tokens import EVERY
from gongkai.publishing.search_models import SearchText

TABLE = "publishing_search"
_EMPTIED = "publishing_search_emptied"
_GATHERED = 64 << 20
"""FTS5 gathers so many bytes before it writes a piece of the index (of itself one million): fewer pieces to merge."""
_PAGES_AT_ONCE = 2_000
"""So much is merged in one transaction, a second's work or so: others wait no longer to write."""


class SQLiteIndex:
    """See `indexes.Index`."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def install(self) -> None:
        """The virtual table, and a trigger that empties it when the last entry goes, also by a plain DELETE."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"CREATE VIRTUAL TABLE {TABLE} USING fts5(tokens, content='', columnsize=0, tokenize='ascii')"
            )
            cursor.execute(f"INSERT INTO {TABLE}({TABLE}, rank) VALUES('hashsize', %s)", [_GATHERED])
            empty = f"INSERT INTO {TABLE}({TABLE}) VALUES('delete-all')"
            cursor.execute(
                f"CREATE TRIGGER {_EMPTIED} AFTER DELETE ON publishing_searchentry "  # noqa: S608
                f"WHEN NOT EXISTS (SELECT 1 FROM publishing_searchentry) BEGIN {empty}; END"
            )

    def uninstall(self) -> None:
        """The trigger and the table go."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER IF EXISTS {_EMPTIED}")
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")

    def add(self, documents: Sequence[tuple[int, Entry]]) -> None:
        """See `Index`."""
        SearchText.objects.bulk_create(
            (SearchText(number=number, summary=entry.summary, body=entry.body) for number, entry in documents),
            batch_size=200,
        )
        with self.connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE}(rowid, tokens) VALUES(%s, %s)",
                [(number, " ".join(document_tokens(entry))) for number, entry in documents],
            )

    def remove(self, documents: Sequence[tuple[int, Entry]]) -> None:
        """See `Index`."""
        with self.connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE}({TABLE}, rowid, tokens) VALUES('delete', %s, %s)",
                [(number, " ".join(document_tokens(entry))) for number, entry in documents],
            )
        SearchText.objects.filter(number__in=[number for number, _ in documents]).delete()

    def clear(self) -> None:
        """See `Index`."""
        SearchText.objects.all().delete()
        with self.connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES('delete-all')")

    def hold(self) -> None:
        """Nothing to do: there is one writer at a time, from the beginning of its transaction."""

    def settle(self) -> None:
        """Merge to one tree, in which nothing is left of what was taken out."""
        pages = -_PAGES_AT_ONCE  # below zero: begin to merge all there is; then go on
        with self.connection.cursor() as cursor:
            while True:
                cursor.execute("SELECT total_changes()")
                before = cursor.fetchone()[0]
                cursor.execute(f"INSERT INTO {TABLE}({TABLE}, rank) VALUES('merge', %s)", [pages])
                cursor.execute("SELECT total_changes()")
                if cursor.fetchone()[0] - before < 2:  # as FTS5 says that there is nothing left to merge
                    return
                pages = _PAGES_AT_ONCE

    def newest(self, question: Question, limit: int) -> list[int]:
        """See `Index`."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s ORDER BY rowid DESC LIMIT %s",  # noqa: S608
                [_expression(question), limit],
            )
            return [number for (number,) in cursor.fetchall()]


def _expression(question: Question) -> str:
    """The question in FTS5's language. Tokens are letters and digits, so nothing in it can be taken for an operator."""
    parts = [f'"{" ".join(phrase)}"' for phrase in (*question.phrases, *((mark,) for mark in question.marks))]
    if question.one_of is not None:
        parts.append("(" + " OR ".join(f'"{mark}"' for mark in question.one_of) + ")")
    return " AND ".join(parts) or f'"{EVERY}"'
