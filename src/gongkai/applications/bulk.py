"""Writing very many rows at once: COPY on PostgreSQL, one prepared statement on SQLite.

For what comes by the hundred thousand (a register taken over, made-up cases). It skips `save`; whoever calls sees to it
that the rows are right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    Field,
    Model,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    TextField,
)


def reserve_keys(model: type[Model], number: int) -> Iterator[int]:
    """That many keys for rows to come, which nobody else gets. Inside a transaction, in which the rows are written."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"SELECT nextval(pg_get_serial_sequence('{model._meta.db_table}', 'id'))"  # noqa: S608 - our own table
                " FROM generate_series(1, %s)",
                [number],
            )
            return iter([row[0] for row in cursor.fetchall()])
        # The transaction has SQLite's only write lock already. A key once used is not used again (AUTOINCREMENT).
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        last = (cursor.fetchone() or [0])[0]
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608 - our own table
        last = max(last, cursor.fetchone()[0])
    return iter(range(last + 1, last + 1 + number))


class BulkWriter:
    """Writes rows of one table. `names` are the fields that differ from row to row, as attributes (`agency_id`);
    `same` those that are the same in each; all others have their default."""

    def __init__(self, model: type[Model], names: Sequence[str], **same: Any) -> None:
        fields: dict[str, Field[Any, Any]] = {field.attname: field for field in model._meta.concrete_fields}
        now = datetime.now(UTC)
        rest = [name for name in fields if name not in names and name != "id"]
        constants = [
            same.pop(name) if name in same else now if getattr(fields[name], "auto_now_add", False)
            else fields[name].get_default()
            for name in rest
        ]  # fmt: skip
        if same:
            raise ValueError(f"{model.__name__} has no {sorted(same)}")
        self._prepare = [_preparing(fields[name]) for name in names]
        self._tail = tuple(
            fields[name].get_db_prep_save(value, connection) for name, value in zip(rest, constants, strict=True)
        )
        columns = ", ".join(connection.ops.quote_name(str(fields[name].column)) for name in (*names, *rest))
        self._target = f"{connection.ops.quote_name(model._meta.db_table)} ({columns})"
        self._width = len(names) + len(rest)

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write these rows, in the caller's transaction."""
        prepared = (self._prepared(row) for row in rows)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self._target} FROM STDIN") as copy:
                    for row in prepared:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * self._width)
                statement = f"INSERT INTO {self._target} VALUES ({marks})"  # noqa: S608 - names of our own fields
                cursor.executemany(statement, list(prepared))

    def _prepared(self, row: Sequence[Any]) -> tuple[Any, ...]:
        own = [
            value if value is None or prepare is None else prepare(value)
            for prepare, value in zip(self._prepare, row, strict=True)
        ]
        return (*own, *self._tail)


def _preparing(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    """What makes the database's value of a field's; None where it is the same, which is asked millions of times."""
    if type(field) in (CharField, TextField, PositiveIntegerField, PositiveSmallIntegerField) or field.is_relation:
        return None
    if type(field) is DateField:
        return connection.ops.adapt_datefield_value
    if type(field) is DateTimeField:
        return connection.ops.adapt_datetimefield_value
    return lambda value: field.get_db_prep_save(value, connection)
