"""Fetching a file from an address that somebody else wrote down: from the public internet only, so much and no more.

The name is looked up once, every answer must be a public address, and the connection goes to just that address: a name
that means another machine a moment later (DNS rebinding) changes nothing. Each redirect is judged like the first.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from urllib.parse import quote, urljoin, urlsplit

from gongkai.publishing.actions.attachments import largest_of

SECONDS = 60.0
"""For a file of at most `QUICK` bytes; as much longer as a larger kind may be larger."""
QUICK = 50 * 1024 * 1024
CONNECT_SECONDS = 10.0
REDIRECTS = 5
PORTS = frozenset({80, 443})
_STEP = 64 * 1024
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_MOVED = frozenset({301, 302, 303, 307, 308})

Resolver = Callable[[str, int], list[str]]


class NotFetched(Exception):
    """The file was not fetched; the message is one Chinese sentence."""


def fetch(url: str, *, resolve: Resolver | None = None) -> bytes:
    """What stands at the address. Raises NotFetched.

    http and https on their own ports; no address inside a private network, however it is written; at most what an
    upload of its kind may have (`largest_of`, by the address's ending, else by the answer's type), SECONDS altogether
    and REDIRECTS redirects. What kind it is in truth is for whoever takes it in.
    """
    began, name = time.monotonic(), urlsplit(url).path
    for _ in range(REDIRECTS + 1):
        status, location, data = _ask(url, name, resolve or _resolve, began)
        if status not in _MOVED:
            if status != 200:
                raise NotFetched(f"对方网站没有给出这个文件（{status}）：{url}")
            return data
        url = urljoin(url, location)
    raise NotFetched(f"转向次数过多：{url}")


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, also where it is wrapped in another."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None and not is_public(str(inner)):
            return False
    return ip.is_global and not ip.is_multicast


def _ask(url: str, name: str, resolve: Resolver, began: float) -> tuple[int, str, bytes]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotFetched(f"只能读取 http 或者 https 地址：{url}")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise NotFetched(f"地址中的端口不对：{url}") from None
    if port not in PORTS:
        raise NotFetched(f"不读取这个端口上的文件：{url}")
    addresses = resolve(parts.hostname, port)
    if not addresses or not all(is_public(address) for address in addresses):
        raise NotFetched(f"该地址不在公共互联网上，不予读取：{url}")
    line = _Line(parts.hostname, port, addresses[0], secure=parts.scheme == "https")
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
    )
    try:
        line.request("GET", target, headers={"User-Agent": "gongkai", "Accept-Encoding": "identity"})
        answer = line.getresponse()
        if answer.status != 200:
            return answer.status, answer.getheader("Location") or "", b""
        said = (answer.getheader("Content-Type") or "").partition(";")[0].strip().lower()
        most = largest_of(name, said)
        return 200, "", _read(answer, url, most, began + SECONDS * max(1, most / QUICK))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotFetched(f"读取失败（{type(error).__name__}）：{url}") from error
    finally:
        line.close()


def _read(answer: http.client.HTTPResponse, url: str, most: int, until: float) -> bytes:
    read = bytearray()
    while part := answer.read(_STEP):
        read += part
        # What the site says is still to come counts: nothing is read in vain.
        if len(read) + (answer.length or 0) > most:
            raise NotFetched(f"文件超过{most // 1024 // 1024} MB：{url}")
        if time.monotonic() > until:
            raise NotFetched(f"读取太慢，已停止：{url}")
    return bytes(read)


def _resolve(host: str, port: int) -> list[str]:
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise NotFetched(f"找不到网站：{host}") from None


class _Line(http.client.HTTPConnection):
    """A connection to the one address that was judged, speaking as to the name."""

    def __init__(self, host: str, port: int, address: str, *, secure: bool) -> None:
        super().__init__(host, port, timeout=CONNECT_SECONDS)
        self._address, self._secure = address, secure

    def connect(self) -> None:
        """To the address, not to whatever the name means by now."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
