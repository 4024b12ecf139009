"""The database's own index over the entries: one class for each kind of database, with the same answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from gongkai.publishing.search import tokens
from gongkai.publishing.search.entries import Entry
from gongkai.publishing.search.tokens import BREAK, Phrase


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: documents that have all `phrases` and all `marks`, and at least one mark of `one_of` if given."""

    phrases: tuple[Phrase, ...] = ()
    marks: tuple[str, ...] = ()
    one_of: tuple[str, ...] | None = None
    # What the folded text (or title) of such a document has, for phrases of more than one token: for an index that
    # knows which tokens a document has, but not where.
    needles: tuple[str, ...] = ()
    in_title: bool = False
    few: bool = False
    """Whether few documents are expected to fit, so that an index need not look for the newest of many."""


class Index(Protocol):
    """What the search asks of a database, in the caller's transaction."""

    def install(self) -> None:
        """Make what the index needs in the database, for the migration."""

    def uninstall(self) -> None:
        """Take it away again."""

    def add(self, documents: Sequence[tuple[int, Entry]]) -> None:
        """Take in documents that are not there, in the order of their numbers, with their `SearchText`."""

    def remove(self, documents: Sequence[tuple[int, Entry]]) -> None:
        """Take out documents with their `SearchText`; they are as they were when they were added."""

    def clear(self) -> None:
        """Take out all of them."""

    def hold(self) -> None:
        """Let nobody else change the index until the end of this transaction."""

    def settle(self) -> None:
        """Put the index in its best order, after much has changed. Takes minutes, in transactions of its own."""

    def newest(self, question: Question, limit: int) -> list[int]:
        """The highest numbers of documents that fit, at most so many, falling."""


def index_for(connection: BaseDatabaseWrapper) -> Index:
    """The index on this connection. Raises NotImplementedError for a database that we have none for."""
    if connection.vendor == "sqlite":
        from gongkai.publishing.search.sqlite import SQLiteIndex

        return SQLiteIndex(connection)
    if connection.vendor == "postgresql":
        from gongkai.publishing.search.postgresql import PostgreSQLIndex

        return PostgreSQLIndex(connection)
    raise NotImplementedError(f"no search index for {connection.vendor}")


def fields(entry: Entry) -> Sequence[str]:
    """The texts that are searched, the title first."""
    return (entry.title, entry.document_number, entry.index_number, entry.summary, entry.body)


def document_tokens(entry: Entry) -> list[str]:
    """All tokens of a document in order."""
    result: list[str] = []
    for text in fields(entry):
        result += tokens.text_tokens(text)
        result.append(BREAK)
    result += tokens.in_title(tokens.text_tokens(entry.title))
    result += tokens.title_characters(entry.title)
    result += marks(entry)
    return result


def marks(entry: Entry) -> Iterator[str]:
    """What filters ask for, and that of which the document is the very one."""
    yield tokens.EVERY
    for name in ("kind", "agency", "theme", "validity"):
        if value := getattr(entry, name):
            yield tokens.mark(name, value)
    yield tokens.mark("year", str(entry.on.year))
    for text in {entry.title, entry.document_number, entry.index_number} - {""}:
        yield tokens.whole(text)
