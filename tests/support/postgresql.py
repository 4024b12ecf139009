"""A PostgreSQL server of its own for a test run: `python -m tests.support.postgresql COMMAND…`.

Makes a cluster in a temporary directory, listens on a socket in it only, runs the command with DATABASE_URL set, and
takes everything away. PostgreSQL refuses to run as root; then the server runs as the account `postgres`.
Where no server is installed, says so and succeeds: the other half of the suite has run anyway.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

MISSING = (
    "跳过 PostgreSQL 上的测试：本机没有 PostgreSQL 15 或更新版本的服务器程序"
    "（Debian：以 root 运行 apt-get install postgresql-15）。"
)

_NOTHING_LASTS = "-c fsync=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off"
"""What need not be done for data that are gone with the run: kept safe on the disk, or tidied beside the work."""


def binaries() -> Path | None:
    """The directory of the newest installed server programs from version 15 on."""
    found = {}
    for initdb in Path("/usr/lib/postgresql").glob("*/bin/initdb"):
        found[int(initdb.parents[1].name)] = initdb.parent
    if on_path := shutil.which("initdb"):
        said = subprocess.run([on_path, "--version"], capture_output=True, text=True, check=True).stdout
        if version := re.search(r"(\d+)\.", said):
            found.setdefault(int(version[1]), Path(on_path).resolve().parent)
    newest = max(found, default=0)
    return found[newest] if newest >= 15 else None


@contextmanager
def server(programs: Path, *, durable: bool = False) -> Iterator[str]:
    """A running server; gives its DATABASE_URL. Raises subprocess.CalledProcessError where it does not start.

    `durable` has it wait for the disk on each commit, as a real one does; tests need nothing that outlives them.
    """
    home = Path(tempfile.mkdtemp(prefix="gongkai-postgresql-", dir="/tmp"))
    prefix: list[str] = []
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(home, account.pw_uid, account.pw_gid)
        prefix = ["runuser", "-u", "postgres", "--"]
    data, log = home / "data", home / "log"

    def run(*command: str | Path) -> None:
        subprocess.run([*prefix, *map(str, command)], cwd=home, check=True, stdout=subprocess.DEVNULL)

    try:
        run(programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        settings = f"-c listen_addresses= -c unix_socket_directories={home} -c max_connections=60"
        if not durable:
            settings += f" {_NOTHING_LASTS}"
        run(programs / "pg_ctl", "-D", data, "-l", log, "-o", settings, "-w", "start")
        try:
            yield f"postgres://postgres@{quote(str(home), safe='')}/postgres"
        finally:
            run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main() -> int:
    """Run the command on a server of its own; its exit status."""
    programs = binaries()
    if programs is None:
        print(MISSING)
        return 0
    with server(programs) as url:
        return subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main())
