"""What a proxy in front says of the visitor is believed if it is the proxy that the operator named, and else not."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def public_process(home: Path, **environment: str) -> Iterator[int]:
    """The public process on a free port, with settings of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "gongkai.site.process", "public", "--port", str(port)],
        env={**os.environ, "GONGKAI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "gongkai.site.settings", **environment},
        stdin=subprocess.PIPE,
    )
    try:
        for _ in range(900):  # a busy machine takes its time
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.mark.parametrize(("proxy", "kept_to_tls"), [("127.0.0.1", True), ("192.0.2.7", False), ("", False)])
def test_only_the_named_proxy_is_believed_about_tls(tmp_path: Path, proxy: str, kept_to_tls: bool) -> None:
    with public_process(tmp_path, GONGKAI_HTTPS="1", GONGKAI_PROXY=proxy) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/static/portal/portal.css", headers={"X-Forwarded-Proto": "https"})
        answer = connection.getresponse()
        assert answer.status == 200
        assert (answer.getheader("Strict-Transport-Security") is not None) == kept_to_tls
