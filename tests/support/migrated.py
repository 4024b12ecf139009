"""A database that every migration has been applied to, made once and copied: applying them takes long.

`gongkai migrate` makes it, in a process of its own, where there is none yet for the migrations as they are now. On
SQLite it is a file that stays from run to run (in pytest's cache: `--cache-clear` takes it away); on PostgreSQL a
template database, which lives as long as the server. Both are made under another name and renamed, so that a half-made
one is never taken, and under a lock, so that of two workers one makes it and the other waits. What it was made from is
in its name.

That the migrations still make the same from nothing is held by `site/tests/test_commands.py` on SQLite; on PostgreSQL
by each run on a server of its own.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.apps import apps

_IMPORT = re.compile(r"^\s*(?:from (gongkai[\w.]*) import ([\w, ]+)|import (gongkai[\w.]*))", re.MULTILINE)


def sqlite_file(folder: Path) -> Path:
    """The migrated SQLite database, kept in this folder; to be copied, never to be written to.

    Raises subprocess.CalledProcessError where the migrations fail.
    """
    kept = folder / f"{_digest()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for outdated in folder.glob("*.sqlite3*"):
                outdated.unlink()
            making = folder / f"making-{os.getpid()}.sqlite3"
            _migrate(f"sqlite:///{making}")
            with closing(sqlite3.connect(making)) as connection:
                connection.execute("PRAGMA journal_mode = DELETE")  # all in one file
            making.rename(kept)
    return kept


def postgresql_template(server: str) -> str:
    """The name of the migrated database on the server that this DATABASE_URL leads to.

    Raises as `sqlite_file`, and psycopg.Error where the account cannot make databases.
    """
    name, making = f"gongkai_{_digest()[:24]}", "gongkai_making"
    with psycopg.connect(_with_name(server, "postgres"), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('gongkai_making'))")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f"DROP DATABASE IF EXISTS {making}")
            connection.execute(f"CREATE DATABASE {making}")
            _migrate(_with_name(server, making))
            connection.execute(f"ALTER DATABASE {making} RENAME TO {name}")
    return name


@contextmanager
def postgresql_copy(server: str, name: str) -> Iterator[str]:
    """A migrated database of this name, for one test that needs it to itself; gives its DATABASE_URL.

    Raises as `postgresql_template`.
    """
    template = postgresql_template(server)
    with psycopg.connect(_with_name(server, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield _with_name(server, name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _with_name(url: str, database: str) -> str:
    return re.sub(r"/[^/?]*(\?.*)?$", rf"/{database}\1", url)


def _migrate(database_url: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        own = {"GONGKAI_HOME": home, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "gongkai.site.settings"}
        command = [sys.executable, "-m", "gongkai.site.cli", "migrate"]
        subprocess.run(command, env=os.environ | own, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def _digest() -> str:
    """Of the installed migrations, of what they run of our own, and of the versions of what applies them."""
    migrations = {path for app in apps.get_app_configs() for path in Path(app.path, "migrations").rglob("*.py")}
    run: set[Path] = set()
    for path in migrations:
        if "RunPython" in path.read_text(encoding="utf-8"):
            _add_imported(path, run)
    digest = hashlib.sha256()
    for package in ("django", "wagtail"):
        digest.update(importlib.metadata.version(package).encode())
    for path in sorted(migrations | run):
        digest.update(str(path).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _add_imported(source: Path, found: set[Path]) -> None:
    """Add the files of our modules that this file imports, and what they import."""
    for package, names, module in _IMPORT.findall(source.read_text(encoding="utf-8")):
        for name in [module] if module else [package, *(f"{package}.{each.strip()}" for each in names.split(","))]:
            for path in _file_of(name):
                if path not in found:
                    found.add(path)
                    _add_imported(path, found)


def _file_of(module: str) -> Iterator[Path]:
    """The file of a module, if it is one; a name may also be that of a function."""
    try:
        spec = importlib.util.find_spec(module)
    except ModuleNotFoundError:
        return
    if spec is not None and spec.origin:
        yield Path(spec.origin)
