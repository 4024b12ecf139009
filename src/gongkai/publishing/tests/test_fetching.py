"""Fetching from addresses that others wrote down: the public internet and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from gongkai.publishing.importing import fetching
from gongkai.publishing.importing.fetching import NotFetched, fetch, is_public

PRIVATE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:0001::", "64:ff9b::7f00:1",
    "64:ff9b::a00:1", "::", "ff02::1", "fe80::1%eth0",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_inside_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_addresses_of_the_internet_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_means_a_machine_inside_is_refused(address: str) -> None:
    with pytest.raises(NotFetched, match="公共互联网"):
        fetch("http://files.example.gov.cn/a.pdf", resolve=lambda _host, _port: ["1.1.1.1", address])


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/a",
        "http://",
        "gopher://x/",
        "http://example.com:22/",
        "http://e:99999/",
    ],
)
def test_other_schemes_and_ports_are_refused(url: str) -> None:
    with pytest.raises(NotFetched):
        fetch(url, resolve=lambda _host, _port: ["1.1.1.1"])


@pytest.mark.parametrize("host", ["localhost", "127.1", "0x7f000001", "2130706433"])
def test_ways_to_write_this_machine_are_refused(host: str) -> None:
    with pytest.raises(NotFetched):
        fetch(f"http://{host}/")


LARGE = b"x" * (3 << 19)


class Answers(BaseHTTPRequestHandler):
    """A site: a file, a redirect inside, one that goes round, files of a megabyte and a half."""

    def do_GET(self) -> None:
        if self.path == "/inside":
            self.send_response(302)
            self.send_header("Location", "http://10.0.0.1/secret")
        elif self.path == "/round":
            self.send_response(302)
            self.send_header("Location", "/round")
        else:
            self.send_response(200 if self.path != "/none" else 404)
        large = self.path.startswith("/large")
        if large and "?" in self.path:
            self.send_header("Content-Type", self.path.partition("?")[2])
        self.end_headers()
        if large:
            self.wfile.write(LARGE)
        elif self.path == "/%E6%96%87.pdf":
            self.wfile.write(b"%PDF")

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[str]:
    """A site on this machine that counts as public here, all else being judged as it is."""
    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    judged = fetching.is_public
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1" or judged(address))
    monkeypatch.setattr(fetching, "PORTS", {80, server.server_port})
    settings.ATTACHMENT_MEGABYTES = dict.fromkeys(settings.ATTACHMENT_MEGABYTES, 1) | {"video": 2}
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_file_is_fetched_also_with_a_chinese_name(site: str) -> None:
    assert fetch(f"{site}/文.pdf") == b"%PDF"


@pytest.mark.parametrize(
    ("path", "why"), [("inside", "公共互联网"), ("round", "转向"), ("large.pdf", "超过1 MB"), ("none", "404")]
)
def test_what_leads_inside_goes_round_or_is_too_large_is_refused(site: str, path: str, why: str) -> None:
    with pytest.raises(NotFetched, match=why):
        fetch(f"{site}/{path}")


@pytest.mark.parametrize("path", ["large.mp4", "large?video/mp4", "large"])
def test_a_film_may_be_as_large_as_one_that_is_uploaded(site: str, path: str) -> None:
    """What says nothing of itself may be a film; whoever takes it in looks."""
    assert fetch(f"{site}/{path}") == LARGE


@pytest.mark.parametrize("path", ["large.pdf?video/mp4", "large?application/pdf", "large.zip"])
def test_what_promises_another_kind_may_be_as_large_as_that(site: str, path: str) -> None:
    with pytest.raises(NotFetched, match="超过1 MB"):
        fetch(f"{site}/{path}")
