"""The database's own guard: entries can be added, never changed, deleted or emptied away."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

TABLE = "ledger_entry"
_SQLITE = {
    "ledger_entry_no_update": f"BEFORE UPDATE ON {TABLE}",
    "ledger_entry_no_delete": f"BEFORE DELETE ON {TABLE}",
    # INSERT OR REPLACE takes the old row away without asking a delete trigger.
    "ledger_entry_no_replace": (
        f"BEFORE INSERT ON {TABLE} WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id OR hash = NEW.hash "  # noqa: S608
        "OR (chain = NEW.chain AND sequence = NEW.sequence))"
    ),
}
_POSTGRESQL = {
    "ledger_entry_no_update": f"BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW",
    "ledger_entry_no_truncate": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT",
}


def names(vendor: str) -> frozenset[str]:
    """The names of the triggers that guard the table on this kind of database."""
    return frozenset(_POSTGRESQL if vendor == "postgresql" else _SQLITE)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on. Raises NotImplementedError for a database that we have none for."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, event in _SQLITE.items():
                cursor.execute(
                    f"CREATE TRIGGER {name} {event} BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
                )
        elif connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION ledger_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
            )
            for name, event in _POSTGRESQL.items():
                cursor.execute(f"CREATE TRIGGER {name} {event} EXECUTE FUNCTION ledger_entry_refuse()")
        else:
            raise NotImplementedError(f"no ledger triggers for {connection.vendor}")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: for undoing the migration, and for tests that empty all tables."""
    with connection.cursor() as cursor:
        for name in names(connection.vendor):
            on_table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def missing(connection: BaseDatabaseWrapper) -> frozenset[str]:
    """The triggers that ought to be there and are not, or are switched off."""
    with connection.cursor() as cursor:
        return names(connection.vendor) - _present(connection.vendor, cursor)


def _present(vendor: str, cursor: CursorWrapper) -> frozenset[str]:
    if vendor == "postgresql":
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled <> 'D'", [TABLE])
    else:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
    return frozenset(row[0] for row in cursor.fetchall())
