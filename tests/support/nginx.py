"""nginx with the configuration that is shipped (`deploy/nginx.conf`), in front of a public process."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.public_site import HOST, free_port

MISSING = "跳过：本机没有 nginx（Debian：以 root 运行 apt-get install nginx-light）。"
SHIPPED = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"
START_SECONDS = 10
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Running:
    """An nginx that answers on `port`; `pid` is its first process, which starts the workers."""

    port: int
    pid: int

    def processor(self) -> float:
        """Seconds of processor time of its workers so far."""
        workers = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return sum(int(Path(f"/proc/{worker}/schedstat").read_text().split()[0]) for worker in workers) / 1e9


def program() -> str | None:
    """Where nginx is, or None."""
    return shutil.which("nginx") or (path if os.access(path := "/usr/sbin/nginx", os.X_OK) else None)


@contextlib.contextmanager
def in_front_of(port: int, pages: Path) -> Iterator[Running]:
    """nginx before the process on that port, reading pages from that folder."""
    own = free_port()
    values = {
        "127.0.0.1:8000": f"{HOST}:{port}",
        "80": f"{HOST}:{own}",
        "www.example.gov.cn": HOST,
        "GONGKAI_PAGES": str(pages),
    }
    shipped = SHIPPED.read_text(encoding="utf-8").replace("    listen <[::]:80>;\n", "")
    with _running(re.sub(r"<([\w.:-]+)>", lambda found: values.get(found[1], found[0]), shipped), own) as running:
        yield running


@contextlib.contextmanager
def plain(folder: Path, lines: str = "") -> Iterator[Running]:
    """nginx that serves a folder and does nothing else but those lines."""
    own = free_port()
    with _running(f"server {{ listen {HOST}:{own}; root {folder}; {lines} }}", own) as running:
        yield running


@contextlib.contextmanager
def _running(site: str, port: int) -> Iterator[Running]:
    """nginx with that site, until it answers on the port. Raises RuntimeError where it does not start."""
    nginx = program()
    assert nginx is not None, MISSING
    with tempfile.TemporaryDirectory(prefix="gongkai-nginx-", dir="/tmp") as folder:
        home = Path(folder)
        # Where root starts it, its workers would run as another account, which may not read a test's folder.
        account = "user root;" if os.geteuid() == 0 else ""
        places = " ".join(f"{name}_temp_path {home}/{name};" for name in TEMPORARY)
        (home / "nginx.conf").write_text(
            f"{account} daemon off; pid {home}/pid; worker_processes 1;\n"
            f"events {{ worker_connections 512; }}\n"
            f"http {{ include /etc/nginx/mime.types; access_log off; {places}\n{site}\n}}\n",
            encoding="utf-8",
        )
        log = home / "error.log"
        process = subprocess.Popen([nginx, "-e", str(log), "-p", str(home), "-c", str(home / "nginx.conf")])
        try:
            until = time.monotonic() + START_SECONDS
            while True:
                with contextlib.suppress(OSError):
                    socket.create_connection((HOST, port), timeout=1).close()
                    break
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"nginx did not start: {log.read_text() if log.exists() else ''}")
                time.sleep(0.05)
            yield Running(port, process.pid)
        finally:
            process.terminate()
            process.wait()
