"""The public site as a process of its own, and citizens who apply there over HTTP: for crash tests and benchmarks."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
AGENCY = "CRASH"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
START_SECONDS = 120
ANSWER_SECONDS = 60


def environment(home: Path, database_url: str = "") -> dict[str, str]:
    """The platform's environment for a home and, if given, a database server."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DJANGO_", "DATABASE"))
    }
    return kept | {"GONGKAI_HOME": str(home)} | ({"DATABASE_URL": database_url} if database_url else {})


def gongkai(environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command."""
    return subprocess.run(
        [sys.executable, "-m", "gongkai.site.cli", *arguments],
        env=dict(environment), capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=600,
    )  # fmt: skip


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class PublicSite:
    """The public process on a port. `kill` ends it as a power cut would, without a word."""

    def __init__(
        self, environment: Mapping[str, str], program: tuple[str, ...] = ("-m", "gongkai.site.process")
    ) -> None:
        self.environment, self.program, self.port = dict(environment), program, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers. Raises RuntimeError where it does not."""
        # What it says (a queue that is full, a request cut off) would only hide what the test says.
        with (Path(self.environment["GONGKAI_HOME"]) / "public.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.program, "public", "--port", str(self.port)],
                env=self.environment, stdin=subprocess.PIPE, stderr=log, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(OSError):
                socket.create_connection((HOST, self.port), timeout=1).close()
                return
            time.sleep(0.05)
        raise RuntimeError("the public site did not start")

    def kill(self) -> None:
        """kill -9."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextlib.contextmanager
def running(site: PublicSite) -> Iterator[PublicSite]:
    """The site, started, and gone afterwards."""
    try:
        site.start()
        yield site
    finally:
        site.kill()


@dataclass
class Sending:
    """A form that is filled in: it can be sent more than once, as by somebody who reloads."""

    subject: str
    fields: dict[str, str]
    cookie: str


class Citizen:
    """Somebody with a browser."""

    def __init__(self, port: int, agency: str = AGENCY) -> None:
        self.port, self.agency = port, agency

    def fill_in(self) -> Sending:
        """Get the form and fill it in. Raises OSError or http.client.HTTPException where the site is away."""
        with contextlib.closing(http.client.HTTPConnection(HOST, self.port, timeout=ANSWER_SECONDS)) as line:
            line.request("GET", f"/xxgk/shenqing/?jg={self.agency}")
            answer = line.getresponse()
            page = answer.read().decode()
        assert answer.status == 200, page[:2000]
        cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        subject = f"某项目清单{secrets.token_hex(8)}"
        fields = {
            "csrfmiddlewaretoken": _hidden(page, "csrfmiddlewaretoken"), "key": _hidden(page, "key"),
            "jg": self.agency, "count": "1", "matter": "disclosure", "subject": subject, "description": "全文。",
            "form": "电子文件", "way": "在本网站下载", "type": "natural_person", "name-1": "申请人甲",
            "id_kind-1": "居民身份证", "id_number-1": "110101199003070038", "phone": "010-00000000",
        }  # fmt: skip
        return Sending(subject, fields, cookie)

    def send(self, sending: Sending) -> str:
        """Send the form; the public number of the case, once it is acknowledged. Raises as `fill_in`."""
        body, content_type = _multipart(sending.fields)
        with contextlib.closing(http.client.HTTPConnection(HOST, self.port, timeout=ANSWER_SECONDS)) as line:
            line.request(
                "POST", "/xxgk/shenqing/", body,
                {"Content-Type": content_type, "Cookie": sending.cookie, "Referer": f"http://{HOST}:{self.port}/"},
            )  # fmt: skip
            answer = line.getresponse()
            page = answer.read().decode(errors="replace")
        assert answer.status == 303, f"{answer.status} {page[:4000]}"
        return (answer.getheader("Location") or "").split("/")[3]


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def _multipart(fields: Mapping[str, str]) -> tuple[bytes, str]:
    edge = secrets.token_hex(16)
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    parts.append(
        f'--{edge}\r\nContent-Disposition: form-data; name="identity-1"; filename="id.png"\r\n'
        "Content-Type: image/png\r\n\r\n".encode()
        + PNG
        + b"\r\n"
    )
    parts.append(f"--{edge}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={edge}"
