"""Whether the database is as new as the program, and bringing it there."""

from enum import Enum

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class State(Enum):
    """How the database stands to the program's migrations."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"


def state() -> State:
    """Empty, older than the program, or current. Raises django.db.DatabaseError where none can be opened."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return State.CURRENT
    return State.OLDER if executor.loader.applied_migrations else State.EMPTY


_WAGTAILS = ("wagtailcore", "wagtaildocs", "wagtailimages", "wagtailusers")


def migrate() -> None:
    """Apply every migration that is missing.

    On an empty database Wagtail's come first: for each of their hundreds of steps Django makes all models anew that
    hang together with the one that changes, and ours, by then, would be among them.
    """
    if state() is State.EMPTY:
        for app in _WAGTAILS:
            call_command("migrate", app, interactive=False, verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)
