"""Records by a part of their title: drafts too, of which the public search knows nothing.

The rows are wide, for the texts stand in them: reading all of an agency's takes seconds. SQLite reads the titles off
an index that holds nothing else; there is no quicker way that a rebuilt table would not lose. PostgreSQL, which takes
long to compare letters whatever their case, asks an index over each two characters that stand beside each other.
"""

from __future__ import annotations

from typing import Any

from django.db import connections, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table

MANY = 5_000
"""What more records than so many have in their titles, a list that ends with its page meets soon by itself."""
_PAIRS = "publishing_title_pairs"
_CREATE_PAIRS = f"""
CREATE FUNCTION {_PAIRS}(title text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(substr(upper(title), place, 2)) FROM generate_series(1, length(upper(title)) - 1) place
$$
"""  # noqa: S608


class TitleIndex(models.Index):
    """An index over the titles: by agency, or on PostgreSQL by pairs of characters."""

    def create_sql(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, using: str = "", **more: Any
    ) -> Statement:
        """See Django's."""
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor, using, **more)
        return Statement(
            f"CREATE INDEX %(name)s ON %(table)s USING gin ({_PAIRS}(title))",
            name=schema_editor.quote_name(self.name),
            table=Table(model._meta.db_table, schema_editor.quote_name),
        )


class _HasPairs(models.Func):
    """Whether a title has all pairs of a part."""

    template = f"{_PAIRS}(%(expressions)s)"
    arg_joiner = f") @> {_PAIRS}("
    output_field = models.BooleanField()


def install(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make what the index needs, for the migration."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_CREATE_PAIRS)


def uninstall(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION {_PAIRS}(text)")


def with_title(rows: models.QuerySet[Any], part: str) -> models.Q:
    """What those of the rows fit whose title has that part, in large or small letters; the same as `icontains`."""
    there = models.Q(title__icontains=part)
    rows = rows.filter(there).order_by()
    if connections[rows.db].vendor == "postgresql":
        if len(part) < 2:
            return there
        rows = rows.filter(_HasPairs("title", models.Value(part)))
    keys = list(rows.values_list("pk", flat=True)[: MANY + 1])
    return there if len(keys) > MANY else models.Q(pk__in=keys)
