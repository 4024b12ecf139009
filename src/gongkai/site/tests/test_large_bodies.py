"""A request larger than the public site takes: a sentence to who sends it, and neither memory nor disk for it."""

import http.client
import socket
from pathlib import Path

import pytest

from gongkai.site.large_bodies import PUBLIC_LIMIT
from gongkai.site.tests.test_proxy import public_process

PIECE = b"0" * 1024 * 1024


def memory_of(pid: int) -> int:
    """The most memory that a process has had, in bytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def send(port: int, size: int, **headers: str) -> tuple[int, str]:
    """Status and page that come back for a body of that size, which is sent to its end."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.putrequest("POST", "/xxgk/shenqing/")
    connection.putheader("Content-Type", "multipart/form-data; boundary=x")
    connection.putheader("Content-Length", str(size))
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    for _ in range(size // len(PIECE)):
        connection.send(PIECE)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_two_hundred_megabytes_get_a_page_and_cost_nothing(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with public_process(tmp_path / "home", TMPDIR=str(temporary)) as port:
        pid = next(
            int(folder.name)
            for folder in Path("/proc").iterdir()
            if folder.name.isdecimal() and f"--port\0{port}\0".encode() in _command(folder)
        )
        before = memory_of(pid)
        status, page = send(port, 200 * len(PIECE))
        assert status == 413
        assert f"不能超过 {PUBLIC_LIMIT // len(PIECE)} MB" in page
        assert memory_of(pid) - before < 20 * len(PIECE)
        assert not list(temporary.iterdir())
        status, page = send(port, 100 * len(PIECE), Expect="100-continue")
        assert status == 413
        with socket.create_connection(("127.0.0.1", port), timeout=20) as raw:
            raw.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999999999\r\n\r\n")
            assert b"413" in raw.recv(4096)
        assert send(port, 0)[0] in (400, 403)


def _command(folder: Path) -> bytes:
    try:
        return (folder / "cmdline").read_bytes()
    except OSError:  # it has just ended
        return b""
