"""What the web server does with a request that is larger than it takes: reads it to its end, keeps nothing, says so.

Waitress would answer at once and close, and a browser that is still sending shows a broken connection instead of the
answer. So the rest is read and thrown away, up to a bound, and then there is a page in Chinese.
"""

from __future__ import annotations

from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer
from waitress.utilities import RequestEntityTooLarge

MEGABYTE = 1024 * 1024
PUBLIC_LIMIT = 64 * MEGABYTE
"""Bytes of one request on the public site: the files of one form and what stands around them."""
THROWN_AWAY = 1024 * MEGABYTE
"""Bytes that are read to no purpose before the connection is closed all the same."""

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>提交的内容过大</title></head>
<body><h1>提交的内容过大</h1>
<p>一次提交的文件合计不能超过 {megabytes} MB，没有接收。请返回上一页，减少或者压缩文件后再提交。</p>
<p><a href="/">返回首页</a></p></body></html>
"""


class TooLarge(RequestEntityTooLarge):
    """The answer as a page."""

    def to_response(self, ident: Any = None) -> tuple[str, list[tuple[str, str]], bytes]:
        """Status, headers and body."""
        body = _PAGE.format(megabytes=self.body).encode()
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Security-Policy", "default-src 'none'"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return "413 Request Entity Too Large", headers, body


class Nowhere:
    """Takes a body of a known length, in the place of a buffer, and keeps none of it."""

    error = None

    def __init__(self, left: int) -> None:
        self.left = left

    @property
    def completed(self) -> bool:
        """Whether all of it has come."""
        return self.left <= 0

    def received(self, data: bytes) -> int:
        """How much of the data belongs to the body."""
        taken = min(len(data), self.left)
        self.left -= taken
        return taken

    def getbuf(self) -> Nowhere:
        """The buffer that there is not; Waitress closes it at the end."""
        return self

    def close(self) -> None:
        """Nothing to close."""


class Parser(HTTPRequestParser):
    """Reads a request; a body that is too large goes nowhere before the refusal is given."""

    error: Any
    body_rcv: Any

    def received(self, data: bytes) -> int:
        """Take the next piece; returns how much of it belonged to this request."""
        if isinstance(self.body_rcv, Nowhere):
            taken = self.body_rcv.received(data)
            self.completed = self.body_rcv.completed
            return taken
        taken = super().received(data)
        if self.completed and isinstance(self.error, RequestEntityTooLarge):
            self.error = TooLarge((self.adj.max_request_body_size - 1) // MEGABYTE)
            if not self.body_bytes_received and self.content_length <= THROWN_AWAY:
                self.body_rcv = Nowhere(self.content_length)
                self.completed = self.expect_continue = False
        return taken


class Channel(HTTPChannel):
    """A connection whose requests are read like that."""

    parser_class = Parser


def install() -> None:
    """Have the servers of this process use it."""
    BaseWSGIServer.channel_class = Channel
